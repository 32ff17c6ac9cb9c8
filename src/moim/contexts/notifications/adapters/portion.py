"""What notifications gives to an export, and how it takes that back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Annotated, Any, Literal, TypeVar
from uuid import UUID

import msgspec

from moim.contexts.notifications.application import announcements, settings
from moim.contexts.notifications.application.inbox import recipient_of
from moim.contexts.notifications.application.portability import RestoreNotices, restore_notices
from moim.contexts.notifications.domain.channels import Channel
from moim.contexts.notifications.domain.gate import Verdict
from moim.contexts.notifications.domain.notice import Notice, State
from moim.contexts.notifications.domain.quiet import Window
from moim.kernel.errors import Refusal
from moim.platform.context import Context
from moim.platform.portability import Parcel, Piece, Portion, page_of

C = TypeVar("C")
Plain = r"\A[^\x00]*\Z"
Short = Annotated[str, msgspec.Meta(max_length=20, pattern=Plain)]
Code = Annotated[str, msgspec.Meta(max_length=60, pattern=Plain)]
Instant = Annotated[datetime, msgspec.Meta(tz=True)]

SETTINGS, MUTES = "settings.json", "mutes.jsonl"
FOLLOWS, NOTICES = "announcement_follows.jsonl", "notices.jsonl"
NOTICES_AT_ONCE = 200


class KeptWindow(msgspec.Struct, kw_only=True):
    """By the wall clock."""

    start: time
    end: time
    days: tuple[int, ...]


class KeptSettings(msgspec.Struct, kw_only=True):
    """``settings.json``: when nothing may disturb, and when the week is told."""

    quiet: list[KeptWindow]
    summary_at: time


class KeptMute(msgspec.Struct, kw_only=True):
    """A line of ``mutes.jsonl``."""

    kind: Literal["post", "challenge", "person", "announcement"]
    subject_id: UUID


class KeptFollow(msgspec.Struct, kw_only=True):
    """A line of ``announcement_follows.jsonl``."""

    announcement_id: UUID
    followed: bool
    reminders: bool
    calendar: bool


class KeptNotice(msgspec.Struct, kw_only=True):
    """A line of ``notices.jsonl``; three of its values are JSON themselves."""

    id: UUID
    key: Annotated[str, msgspec.Meta(min_length=1, max_length=140, pattern=Plain)]
    template: Annotated[str, msgspec.Meta(max_length=40)]
    facts: str
    actors: str
    times: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)]
    subject_kind: Short
    subject_id: UUID | None
    state: State
    seen: bool
    at: Instant
    first_at: Instant
    read_at: Instant | None
    decisions: str


class KeptDecision(msgspec.Struct, forbid_unknown_fields=True):
    """What the gate said of one channel."""

    verdict: Verdict
    reason: Code
    until: Instant | None
    steps: Annotated[list[tuple[Short, Code]], msgspec.Meta(max_length=30)]


@dataclass(frozen=True, kw_only=True)
class OwnPortion:
    """Quiet hours, mutes, followed announcements and the inbox come back; ``rest`` gives the rows.

    What is wanted on which channel comes back with the account. Consents are given where they
    hold; devices and numbers prove themselves anew; what was sent is history to read.
    """

    use: Context[Any]
    rest: Portion

    async def give(self, user_id: UUID) -> Sequence[Piece]:
        """The settings, and every row."""
        known = await self.use.ask(recipient_of, user_id)
        windows = [KeptWindow(start=one.start, end=one.end, days=one.days) for one in known.quiet]
        kept = KeptSettings(quiet=windows, summary_at=known.summary_at)
        return [Piece(path=SETTINGS, content=page_of(kept)), *await self.rest.give(user_id)]

    async def take(self, user_id: UUID, parcel: Parcel) -> Sequence[str]:
        """Whatever it says of users: all becomes this account's."""
        left: list[str] = []
        if parcel.has(SETTINGS):
            left += await self._take_settings(user_id, parcel.value(SETTINGS, KeptSettings))
        mutes, bad = parcel.rows(MUTES, KeptMute, settings.MUTES_MAX)
        left += bad
        held = {(kind, id) for kind, id, _ in await self.use.ask(settings.mutes_of, user_id)}
        for mute in mutes:
            if (mute.kind, mute.subject_id) not in held:
                command = settings.Mute(user_id=user_id, kind=mute.kind, subject_id=mute.subject_id)
                left += await self._run(settings.mute, command, f"mute of a {mute.kind}")
        follows, bad = parcel.rows(FOLLOWS, KeptFollow)
        left += bad
        for follow in follows:
            left += await self._take_follow(user_id, follow)
        return [*left, *await self._take_notices(user_id, parcel)]

    async def _take_settings(self, user_id: UUID, said: KeptSettings) -> list[str]:
        known = await self.use.ask(recipient_of, user_id)
        windows = tuple(sorted({Window(one.start, one.end, one.days) for one in said.quiet}))
        if (windows, said.summary_at) == (known.quiet, known.summary_at):
            return []
        if any(at.tzinfo for one in windows for at in (one.start, one.end)) or (
            said.summary_at.tzinfo
        ):
            return ["settings (they are by the wall clock)"]
        command = settings.SetQuiet(
            user_id=user_id, windows=windows, version=None, summary_at=said.summary_at
        )
        return await self._run(settings.set_quiet, command, "settings")

    async def _take_follow(self, user_id: UUID, said: KeptFollow) -> list[str]:
        what = f"announcement {said.announcement_id}"
        command = announcements.SetFollow(
            id=said.announcement_id,
            user_id=user_id,
            followed=said.followed,
            reminders=said.reminders,
            calendar=said.calendar,
        )
        return await self._run(announcements.set_follow, command, what)

    async def _take_notices(self, user_id: UUID, parcel: Parcel) -> list[str]:
        kept, left = parcel.rows(NOTICES, KeptNotice)
        notices, unread = [], 0
        for one in kept:
            try:
                notices.append(_notice(user_id, one))
            except msgspec.DecodeError:
                unread += 1
        for first in range(0, len(notices), NOTICES_AT_ONCE):
            some = notices[first : first + NOTICES_AT_ONCE]
            command = RestoreNotices(user_id=user_id, notices=some)
            unread += await self.use.run(restore_notices, command)
        return [*left, *([f"{unread} notices (none that this program makes)"] if unread else [])]

    async def _run(self, handler: Callable[[C, Any], object], command: C, what: str) -> list[str]:
        """Carry it out; what it was, if it could not be."""
        try:
            await self.use.run(handler, command)
        except Refusal as refusal:
            return [f"{what} ({refusal.sentence('en')})"]
        return []


def _notice(user_id: UUID, kept: KeptNotice) -> Notice:
    """Raises msgspec.DecodeError."""
    msgspec.json.decode(kept.decisions, type=dict[Channel, KeptDecision])
    return Notice(
        id=kept.id,
        user_id=user_id,
        key=kept.key,
        template=kept.template,
        values=msgspec.json.decode(kept.facts, type=dict[str, str]),
        at=kept.at,
        first_at=kept.first_at,
        state=kept.state,
        subject_kind=kept.subject_kind,
        subject_id=kept.subject_id,
        actors=msgspec.json.decode(kept.actors, type=list[UUID]),
        count=kept.times,
        seen=kept.seen,
        read_at=kept.read_at,
        decisions=kept.decisions,
    )
