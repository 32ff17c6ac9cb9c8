"""Use cases about a person's own quiet hours, mutes, addresses and way out."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from uuid import UUID

from moim.contexts.notifications.application.ports import Work
from moim.contexts.notifications.application.telling import expect_summary
from moim.contexts.notifications.domain.channels import Channel, Kind
from moim.contexts.notifications.domain.law import Agreed
from moim.contexts.notifications.domain.quiet import Window, judged
from moim.contexts.notifications.domain.recipient import Recipient
from moim.contracts.notifications import RefusalRequested
from moim.kernel.errors import Changed, Conflict, NotFound

MUTES_MAX = 500
SUBSCRIPTIONS_MAX = 20
CHANNEL_OF = {
    "webpush": Channel.PUSH,
    "fcm": Channel.PUSH,
    "phone": Channel.SMS,
    "webhook": Channel.WEBHOOK,
}


class TooManyMutes(Conflict):
    """As many as one person may have."""

    code = "too-many-mutes"
    ko = "알림 끄기는 {mutes_max}개까지 할 수 있습니다."
    en = "At most {mutes_max} things can be muted."


class TooManySubscriptions(Conflict):
    """As many devices and webhooks as one person may have."""

    code = "too-many-subscriptions"
    ko = "기기와 웹훅은 {subscriptions_max}개까지 등록할 수 있습니다. 쓰지 않는 것을 지우세요."
    en = "At most {subscriptions_max} devices and webhooks. Remove one you do not use."


def recipient_of(user_id: UUID, work: Work) -> Recipient:
    """What is known of the person."""
    return work.recipients.get(user_id)


@dataclass(frozen=True, kw_only=True)
class SetQuiet:
    """``version`` is what was read before; without ``summary_at`` that hour stays as it is."""

    user_id: UUID
    windows: tuple[Window, ...]
    version: int | None
    summary_at: time | None = None


def set_quiet(command: SetQuiet, work: Work) -> Recipient:
    """These hours from the next message on. Raises BadQuietHours, Changed."""
    recipient = work.recipients.get(command.user_id)
    if command.version not in (None, recipient.settings_version):
        raise Changed
    recipient.quiet = judged(command.windows)
    recipient.settings_version += 1
    work.sendings.look_again(command.user_id)
    if command.summary_at is not None and command.summary_at != recipient.summary_at:
        recipient.summary_at = command.summary_at
        this_week = recipient.week_at(work.now)
        for monday in (this_week - timedelta(days=7), this_week):
            if recipient.summary_due(monday) > work.now:
                expect_summary(recipient, monday, work)
    work.recipients.save(recipient)
    return recipient


@dataclass(frozen=True, kw_only=True)
class Mute:
    """Nothing more about this post, challenge, person or announcement."""

    user_id: UUID
    kind: str
    subject_id: UUID


def mute(command: Mute, work: Work) -> None:
    """Raises TooManyMutes."""
    if len(work.recipients.mutes_of(command.user_id)) >= MUTES_MAX:
        raise TooManyMutes(mutes_max=MUTES_MAX)
    work.recipients.mute(command.user_id, command.kind, command.subject_id)


def unmute(command: Mute, work: Work) -> None:
    """Tell of it again."""
    work.recipients.unmute(command.user_id, command.kind, command.subject_id)


def mutes_of(user_id: UUID, work: Work) -> Sequence[tuple[str, UUID, datetime]]:
    """The newest first."""
    return work.recipients.mutes_of(user_id)


@dataclass(frozen=True, kw_only=True)
class Subscribe:
    """``address`` is the provider's: a browser's subscription as JSON, a token, a URL."""

    id: UUID
    user_id: UUID
    provider: str
    address: str = field(repr=False)
    label: str | None


def subscribe(command: Subscribe, work: Work) -> UUID:
    """Send there too from now on; the same address again changes nothing. Its id."""
    if work.subscriptions.count(command.user_id) >= SUBSCRIPTIONS_MAX:
        raise TooManySubscriptions(subscriptions_max=SUBSCRIPTIONS_MAX)
    id = work.subscriptions.add(
        command.id, command.user_id, command.provider, command.address, command.label
    )
    _reach(command.user_id, CHANNEL_OF[command.provider], work)
    return id


def _reach(user_id: UUID, channel: Channel, work: Work) -> None:
    recipient = work.recipients.get(user_id)
    if channel not in recipient.reachable:
        recipient.reachable |= {channel}
        work.recipients.save(recipient)


@dataclass(frozen=True, kw_only=True)
class Which:
    """One of a person's subscriptions."""

    user_id: UUID
    id: UUID


def unsubscribe_device(which: Which, work: Work) -> None:
    """Send there no longer; a channel without an address left is none."""
    if not work.subscriptions.remove(which.user_id, which.id):
        raise NotFound
    recipient = work.recipients.get(which.user_id)
    left = {CHANNEL_OF[provider] for _, provider, *_ in work.subscriptions.labels(which.user_id)}
    recipient.reachable = (recipient.reachable - set(CHANNEL_OF.values())) | left
    work.recipients.save(recipient)


def subscriptions_of(user_id: UUID, work: Work) -> Sequence[tuple[UUID, str, str | None, datetime]]:
    """Without the addresses: they are secrets."""
    return work.subscriptions.labels(user_id)


@dataclass(frozen=True, kw_only=True)
class WayOut:
    """What a link in a letter would stop."""

    channel: str
    purpose: str
    topic: str
    done: bool


def way_out_of(sending_id: UUID, work: Work) -> WayOut:
    """For the page that asks its reader."""
    sending = work.sendings.find(sending_id)
    if sending is None:
        raise NotFound
    return WayOut(
        channel=sending.channel.value,
        purpose=_purpose(sending.kind),
        topic=sending.topic.value,
        done=sending.unsubscribed,
    )


def leave(sending_id: UUID, work: Work) -> WayOut:
    """At once and for good, however often it is asked; users is told, which keeps the consents."""
    sending = work.sendings.find(sending_id)
    if sending is None:
        raise NotFound
    found = way_out_of(sending_id, work)
    if sending.unsubscribed:
        return found
    recipient = work.recipients.get(sending.user_id)
    matter = (found.channel, found.purpose)
    recipient.consents = {**recipient.consents, matter: Agreed(False, work.now)}
    work.recipients.save(recipient)
    work.recipients.note_consent(
        sending.user_id, found.channel, found.purpose, granted=False, source="unsubscribe-link"
    )
    sending.unsubscribed = True
    work.sendings.save(sending, held=sending.attempts)
    work.publish(
        RefusalRequested(user_id=sending.user_id, channel=found.channel, purpose=found.purpose)
    )
    return WayOut(**{**vars(found), "done": True})


def _purpose(kind: Kind) -> str:
    return "marketing" if kind is Kind.MARKETING else "service"
