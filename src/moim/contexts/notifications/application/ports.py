"""What the use cases of notifications need of the world."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from moim.contexts.notifications.application.instance import Instance
from moim.contexts.notifications.domain.channels import Channel, Lane, Topic
from moim.contexts.notifications.domain.frequency import Allowance
from moim.contexts.notifications.domain.gate import Standing
from moim.contexts.notifications.domain.notice import Notice, State
from moim.contexts.notifications.domain.recipient import Recipient
from moim.contexts.notifications.domain.sending import Address, Sending
from moim.contexts.notifications.domain.talk import Post
from moim.contexts.notifications.domain.wording import Wording
from moim.kernel.events import Event


class Recipients(Protocol):
    """The replica of people."""

    def get(self, user_id: UUID) -> Recipient:
        """What is known; the defaults for somebody not heard of yet."""
        ...

    def save(self, recipient: Recipient) -> None:
        """Keep what is known now; the revision is not the caller's to set."""
        ...

    def standings(self, user_ids: Sequence[UUID]) -> Mapping[UUID, Standing]:
        """What the gate sees of each, in one read."""
        ...

    def names(self, user_ids: Collection[UUID]) -> Mapping[UUID, str]:
        """The nicknames of those who are still here."""
        ...

    def after(self, user_id: UUID | None, most: int, region: str | None = None) -> Sequence[UUID]:
        """The next of all who are here, by id; of a region and its parts, if one is named."""
        ...

    def muting(self, user_ids: Sequence[UUID], subjects: Collection[UUID]) -> set[UUID]:
        """Those who muted any of the subjects."""
        ...

    def mute(self, user_id: UUID, kind: str, subject_id: UUID) -> None:
        """Tell them nothing more about it."""
        ...

    def unmute(self, user_id: UUID, kind: str, subject_id: UUID) -> None:
        """Tell them again."""
        ...

    def mutes_of(self, user_id: UUID) -> Sequence[tuple[str, UUID, datetime]]:
        """What they muted, the newest first."""
        ...

    def note_consent(
        self, user_id: UUID, channel: str, purpose: str, *, granted: bool, source: str
    ) -> None:
        """One more line of the ledger."""
        ...

    def agreed_at(self, user_id: UUID, channel: str, purpose: str) -> datetime | None:
        """When they last said yes themselves; silence when asked again is not that."""
        ...

    def erase(self, user_id: UUID) -> None:
        """Delete what there is of the person; only that they left is remembered."""
        ...


class Notices(Protocol):
    """Messages to people."""

    def add(self, notices: Sequence[Notice]) -> None:
        """Keep them."""
        ...

    def save(self, notice: Notice) -> None:
        """Keep what became of one."""
        ...

    def find(self, id: UUID) -> Notice | None:
        """One."""
        ...

    def some(self, ids: Sequence[UUID]) -> Mapping[UUID, Notice]:
        """Those of them that there are."""
        ...

    def having(self, user_ids: Sequence[UUID], key: str) -> set[UUID]:
        """Those who were told already."""
        ...

    def newest(self, user_id: UUID, prefix: str) -> Notice | None:
        """The last one whose key begins so."""
        ...

    def by_key(self, user_id: UUID, key: str) -> Notice | None:
        """The one of the key."""
        ...

    def page(
        self,
        user_id: UUID,
        states: Sequence[State],
        after: tuple[datetime, UUID] | None,
        most: int,
    ) -> Sequence[Notice]:
        """The newest first, before ``after``."""
        ...

    def counts(self, user_id: UUID) -> tuple[int, int]:
        """How many are unread, and how many of those unseen."""
        ...

    def read_all(self, user_id: UUID, up_to: datetime) -> int:
        """Mark what is unread and not newer as read."""
        ...

    def see_all(self, user_id: UUID, up_to: datetime) -> int:
        """Mark what is unseen and not newer as seen."""
        ...

    def drop_about(
        self, subject_id: UUID, templates: Collection[str], key: str | None = None
    ) -> None:
        """What it was about is gone: unread ones of these kinds leave the inbox.

        With ``key`` those alone that have it: what is gone is a part of the subject.
        """
        ...

    def told_of(self, announcement_id: UUID, after: UUID | None, most: int) -> Sequence[UUID]:
        """The next of those who were told of an announcement, by id."""
        ...


class Sendings(Protocol):
    """What leaves the house."""

    def add(self, sendings: Sequence[Sending]) -> None:
        """Queue them."""
        ...

    def claim(self, lane: Lane, most: int) -> Sequence[Sending]:
        """Those that are due, for this worker alone from now on."""
        ...

    def save(self, sending: Sending, *, held: int) -> bool:
        """Keep what became of it, if its count of attempts is still ``held``."""
        ...

    def find(self, id: UUID) -> Sending | None:
        """One."""
        ...

    def of_notice(self, notice_id: UUID) -> Sequence[Sending]:
        """On every channel."""
        ...

    def kept_for(self, user_id: UUID) -> Sequence[Sending]:
        """What waits for the digest."""
        ...

    def next_due(self, lane: Lane) -> datetime | None:
        """When the next of a lane falls due."""
        ...

    def look_again(self, user_id: UUID) -> None:
        """What was put off until hours that are others now is judged anew, at once."""
        ...

    def withhold_waiting(self, announcement_id: UUID, reason: str) -> None:
        """Nothing of it goes out any more that has not gone yet."""
        ...

    def figures(self, announcement_id: UUID) -> Sequence[tuple[str, str, str, int, int]]:
        """Channel, state, reason, how many, and how many of those unsubscribed by it."""
        ...


class Talk(Protocol):
    """Posts, comments, bookmarks and reports as community told them."""

    def post(self, post_id: UUID) -> Post | None:
        """One."""
        ...

    def add_post(self, post_id: UUID, author_id: UUID, board: str, title: str) -> None:
        """A new one."""
        ...

    def drop_post(self, post_id: UUID) -> None:
        """Forget it with all that hangs on it."""
        ...

    def note_edit(self, post_id: UUID) -> None:
        """Its readers were told of an edit now."""
        ...

    def add_comment(self, comment_id: UUID, post_id: UUID, author_id: UUID) -> None:
        """A new one."""
        ...

    def comment_author(self, comment_id: UUID) -> UUID | None:
        """Who wrote it."""
        ...

    def drop_comment(self, comment_id: UUID) -> None:
        """Forget it."""
        ...

    def commenters(self, post_id: UUID) -> Sequence[UUID]:
        """Everybody who commented."""
        ...

    def add_bookmark(self, post_id: UUID, user_id: UUID) -> None:
        """Somebody keeps it."""
        ...

    def bookmarkers(self, post_id: UUID) -> Sequence[UUID]:
        """Everybody who keeps it."""
        ...

    def add_report(self, report_id: UUID, post_id: UUID, user_id: UUID) -> None:
        """Somebody reported it."""
        ...

    def reporter(self, report_id: UUID) -> UUID | None:
        """Who reported."""
        ...


class Tellings(Protocol):
    """What is told, or done, at most so often."""

    def told_at(self, user_id: UUID, what: str) -> datetime | None:
        """When it last was."""
        ...

    def note(self, user_id: UUID, what: str) -> None:
        """It is told now."""
        ...

    def take(self, user_id: UUID, name: str, allowance: Allowance) -> bool:
        """One from the person's bucket; False when there is none."""
        ...

    def count_activity(self, user_id: UUID, week: str, activity: str) -> bool:
        """One more of it in a week; whether it is the week's first."""
        ...

    def activities(self, user_id: UUID, week: str) -> Mapping[str, int]:
        """The week's counts."""
        ...

    def drop_week(self, user_id: UUID, week: str) -> None:
        """They were told."""
        ...


class Subscriptions(Protocol):
    """Addresses of a person beside the account's e-mail, encrypted under their key."""

    def add(self, id: UUID, user_id: UUID, provider: str, address: str, label: str | None) -> UUID:
        """Keep it, in place of the same address of whoever had it before; the id it has."""
        ...

    def of(self, user_id: UUID, providers: Collection[str] = ()) -> Sequence[Address]:
        """The person's, opened."""
        ...

    def owner(self, provider: str, address: str) -> UUID | None:
        """Whose it is."""
        ...

    def labels(self, user_id: UUID) -> Sequence[tuple[UUID, str, str | None, datetime]]:
        """Id, provider, label, when made: without the addresses."""
        ...

    def count(self, user_id: UUID) -> int:
        """How many the person has."""
        ...

    def remove(self, user_id: UUID, id: UUID) -> bool:
        """Whether there was such a one."""
        ...

    def suppress(self, channel: Channel, address_hash: str, reason: str) -> None:
        """Send nothing there any more, whoever has it."""
        ...

    def is_suppressed(self, channel: Channel, address_hash: str) -> bool:
        """Whether nothing is sent there."""
        ...


class Lanes(Protocol):
    """Which lane a topic travels in."""

    def of(self, topic: Topic) -> Lane | None:
        """For everyone, if it was changed."""
        ...

    def own(self, topic: Topic, user_ids: Sequence[UUID]) -> Mapping[UUID, Lane]:
        """For those who have one of their own."""
        ...

    def set(self, topic: Topic, lane: Lane, user_id: UUID | None) -> None:
        """From now on."""
        ...


class Wordings(Protocol):
    """Words that were changed on this instance."""

    def newest(self, name: str) -> Wording | None:
        """The version in force; None for the ones that came with the program."""
        ...

    def newest_of_all(self) -> Mapping[str, Wording]:
        """By name."""
        ...

    def add(self, wording: Wording) -> None:
        """One more version."""
        ...


class Work(Protocol):
    """One transaction."""

    now: datetime
    instance: Instance
    recipients: Recipients
    notices: Notices
    sendings: Sendings
    talk: Talk
    tellings: Tellings
    subscriptions: Subscriptions
    lanes: Lanes
    wordings: Wordings

    def publish(self, event: Event) -> None:
        """At the commit."""
        ...

    def remind(self, at: datetime, event: Event) -> UUID:
        """Come back to it later."""
        ...
