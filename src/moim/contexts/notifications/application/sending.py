"""What leaves the house: taken up for one worker, judged once more, and noted with its outcome."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from moim.contexts.notifications.application.inbox import Item, told
from moim.contexts.notifications.application.ports import Work
from moim.contexts.notifications.application.telling import publish_sent
from moim.contexts.notifications.domain.channels import USEFUL_FOR, Channel, Kind, Lane
from moim.contexts.notifications.domain.gate import (
    Decision,
    Question,
    Verdict,
    decide,
    night_allowed,
)
from moim.contexts.notifications.domain.law import night_until
from moim.contexts.notifications.domain.notice import Notice
from moim.contexts.notifications.domain.quiet import released_at
from moim.contexts.notifications.domain.retry import Failure, after
from moim.contexts.notifications.domain.sending import (
    IN_FLIGHT,
    Address,
    Parcel,
    Sending,
    SendingState,
)
from moim.contexts.notifications.domain.template import language_of
from moim.contexts.notifications.domain.texts_announcements import REMINDERS, TEMPLATES
from moim.contracts.notifications import AnnouncementDeliveryFailed

PROVIDERS = {
    Channel.PUSH: ("webpush", "fcm"),
    Channel.SMS: ("phone",),
    Channel.WEBHOOK: ("webhook",),
}
DELIVERED = "delivered"
STALE_ONCE_READ = frozenset({Kind.SERVICE, Kind.SOCIAL, Kind.MARKETING})


@dataclass(frozen=True, kw_only=True)
class Claim:
    """So many of a lane."""

    lane: Lane
    most: int


def claim(wanted: Claim, work: Work) -> tuple[int, list[Parcel]]:
    """How many were due, and those that go: each is this worker's alone for two minutes."""
    found = work.sendings.claim(wanted.lane, wanted.most)
    notices = work.notices.some([sending.notice_id for sending in found])
    parcels = []
    for sending in found:
        notice = notices.get(sending.notice_id)
        parcel = None if notice is None else _checked(sending, notice, work)
        if notice is None:
            _end(sending, SendingState.WITHHELD, "gone", work)
        elif parcel is not None:
            parcels.append(parcel)
    return len(found), parcels


def _checked(sending: Sending, notice: Notice, work: Work) -> Parcel | None:
    """What the gate says now; what has become of no use is not sent."""
    if sending.reason == IN_FLIGHT and sending.channel is Channel.SMS:
        # It may have arrived before the stop: twice would be worse than once too few.
        _end(sending, SendingState.FAILED, Failure.UNKNOWN, work)
        return None
    if work.now > sending.deadline or _begun(notice, work.now):
        _end(sending, SendingState.WITHHELD, "expired", work)
        return None
    if notice.read_at is not None and sending.kind in STALE_ONCE_READ:
        _end(sending, SendingState.WITHHELD, "read-in-app", work)
        return None
    decision = _decided_again(sending, notice, work)
    if decision.verdict is Verdict.DEFER and decision.until is not None:
        sending.due = released_at(decision.until, sending.user_id)
        sending.deadline = sending.due + USEFUL_FOR[sending.kind]
        sending.reason = decision.reason
        work.sendings.save(sending, held=sending.attempts)
        return None
    if not decision.goes:
        _end(sending, SendingState.WITHHELD, decision.reason, work)
        return None
    return _parcel(sending, notice, work)


def _begun(notice: Notice, now: datetime) -> bool:
    """Whether it reminds of what is not to come any more."""
    starts_at = notice.values.get("starts_at") if notice.template in REMINDERS else None
    return starts_at is not None and now >= datetime.fromisoformat(starts_at)


def _decided_again(sending: Sending, notice: Notice, work: Work) -> Decision:
    who = work.recipients.standings([sending.user_id])[sending.user_id]
    about = {id for id in (notice.subject_id, *notice.actors[:1]) if id is not None}
    muted = bool(about) and sending.user_id in work.recipients.muting([sending.user_id], about)
    asked = Question(
        kind=sending.kind,
        topic=sending.topic,
        lane=sending.lane,
        channel=sending.channel,
        default=True,
        muted=muted,
        way_out=work.instance.has_way_out(sending.channel),
    )
    return decide(asked, who, work.now)


def _parcel(sending: Sending, notice: Notice, work: Work) -> Parcel | None:
    providers = PROVIDERS.get(sending.channel, ())
    addresses: Sequence[Address] = ()
    if providers:
        addresses = work.subscriptions.of(sending.user_id, providers)
        if not addresses:
            _end(sending, SendingState.WITHHELD, "no-address", work)
            return None
    locale = work.recipients.get(sending.user_id).locale
    item: Item = told([notice], language_of(locale), work, sending.channel)[0]
    return Parcel(
        sending=sending,
        template=notice.template,
        locale=locale,
        title=item.title,
        body=item.body,
        link=item.link,
        addresses=tuple(addresses),
        values=tuple(sorted({**notice.values, **work.instance.values(sending.channel)}.items())),
        first=item.first,
        last=item.last,
    )


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a channel said; ``dead`` are the subscriptions that there are no more.

    ``by`` is the way it went, where a channel has more than one.
    """

    sending: Sending
    failure: Failure | None = None
    error: str = ""
    retry_after_s: float | None = None
    dead: tuple[UUID, ...] = ()
    by: str = ""


def note(outcome: Outcome, work: Work) -> None:
    """Write it down; nothing if another worker has taken it since."""
    sending = outcome.sending
    for id in outcome.dead:
        work.subscriptions.remove(sending.user_id, id)
    if outcome.failure is None:
        sending.state = SendingState.SENT
        sending.reason = f"accepted:{outcome.by}"[:60] if outcome.by else "accepted"
        if work.sendings.save(sending, held=sending.attempts):
            notice = work.notices.find(sending.notice_id)
            if notice is not None:
                publish_sent(notice, TEMPLATES[notice.template], sending.channel, work)
        return
    then = after(
        outcome.failure,
        sending.kind,
        sending.attempts,
        work.now,
        sending.deadline,
        outcome.retry_after_s,
    )
    if then.suppress:
        _suppress(sending, work)
    if then.again_at is None:
        _end(sending, SendingState.FAILED, outcome.error or outcome.failure, work)
        return
    if _too_late_for_advertising(sending, then.again_at, work):
        _end(sending, SendingState.FAILED, "legal-night", work)
        return
    sending.due = then.again_at
    sending.reason = f"retry:{outcome.error}"[:60]
    work.sendings.save(sending, held=sending.attempts)


def _too_late_for_advertising(sending: Sending, again_at: datetime, work: Work) -> bool:
    """An advertisement that failed by day is not begun again in the night: it is given up."""
    if sending.kind is not Kind.MARKETING or night_until(sending.channel, again_at) is None:
        return False
    who = work.recipients.standings([sending.user_id])[sending.user_id]
    return not night_allowed(sending.channel, who, again_at)


def _suppress(sending: Sending, work: Work) -> None:
    """The address is dead: the e-mail of the account, or the last subscription of a channel."""
    recipient = work.recipients.get(sending.user_id)
    if sending.channel is Channel.EMAIL:
        if recipient.email_hash is not None:
            work.subscriptions.suppress(Channel.EMAIL, recipient.email_hash, "bounced")
        recipient.suppressed |= {Channel.EMAIL}
    elif not work.subscriptions.of(sending.user_id, PROVIDERS[sending.channel]):
        recipient.reachable -= {sending.channel}
    work.recipients.save(recipient)


def _end(sending: Sending, state: SendingState, reason: str, work: Work) -> None:
    sending.state, sending.reason = state, reason[:60]
    if not work.sendings.save(sending, held=sending.attempts):
        return
    if state is SendingState.FAILED and sending.announcement_id is not None:
        work.publish(
            AnnouncementDeliveryFailed(
                announcement_id=sending.announcement_id,
                user_id=sending.user_id,
                channel=sending.channel.value,
                error=sending.reason,
            )
        )


@dataclass(frozen=True, kw_only=True)
class Bounced:
    """A letter that was accepted came back; ``dead`` if nobody is at the address, for good."""

    sending_id: UUID
    status: str
    dead: bool


def sending_of_id(id: UUID, work: Work) -> Sending | None:
    """The letter that came back, if it was one of ours."""
    sending = work.sendings.find(id)
    return sending if sending is not None and sending.channel is Channel.EMAIL else None


def note_bounce(bounced: Bounced, work: Work) -> bool:
    """It did not arrive after all; whether nothing is sent to the address any more."""
    sending = sending_of_id(bounced.sending_id, work)
    if sending is None:
        return False
    if sending.state is SendingState.SENT:
        _end(sending, SendingState.FAILED, f"bounced:{bounced.status}", work)
    if bounced.dead:
        _suppress(sending, work)
    return bounced.dead


@dataclass(frozen=True, kw_only=True)
class Reported:
    """What became of a text that was accepted: ``status`` is the provider's code.

    ``number`` is where it went; ``dead`` if nobody can be there.
    """

    sending_id: UUID
    number: str = field(repr=False)
    status: str
    delivered: bool
    dead: bool


def note_report(reported: Reported, work: Work) -> bool:
    """Whether it was news. A text that arrived after all, by another way, did arrive.

    A dead number is no address of theirs any more, if it still is the one that the text went to.
    """
    sending = work.sendings.find(reported.sending_id)
    final = (SendingState.SENT, SendingState.FAILED)
    if sending is None or sending.channel is not Channel.SMS or sending.state not in final:
        return False
    reason = DELIVERED if reported.delivered else f"reported:{reported.status}"
    if sending.reason in (reason, DELIVERED):
        return False
    if reported.delivered:
        sending.state, sending.reason = SendingState.SENT, reason
        return work.sendings.save(sending, held=sending.attempts)
    _end(sending, SendingState.FAILED, reason, work)
    if reported.dead:
        for address in work.subscriptions.of(sending.user_id, PROVIDERS[Channel.SMS]):
            if address.text == reported.number:
                work.subscriptions.remove(sending.user_id, address.subscription_id)
        _suppress(sending, work)
    return True


@dataclass(frozen=True, kw_only=True)
class Due:
    """How long a lane may sleep."""

    lane: Lane


def seconds_to_next(wanted: Due, work: Work) -> float | None:
    """Until the next of the lane falls due; None if none waits."""
    due = work.sendings.next_due(wanted.lane)
    return None if due is None else max(0.0, (due - work.now).total_seconds())
