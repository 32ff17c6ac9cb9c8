"""The one way by which anybody is told anything: through the gate, on every channel."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from moim.contexts.notifications.application.ports import Work
from moim.contexts.notifications.domain.channels import OUTSIDE, USEFUL_FOR, Channel, Lane
from moim.contexts.notifications.domain.events import SummaryDue
from moim.contexts.notifications.domain.frequency import ALLOWANCES, BY_ACTOR
from moim.contexts.notifications.domain.gate import (
    Decision,
    Question,
    Standing,
    Verdict,
    decide,
)
from moim.contexts.notifications.domain.notice import BUNDLE_WINDOW, Notice, State
from moim.contexts.notifications.domain.quiet import released_at
from moim.contexts.notifications.domain.recipient import Recipient
from moim.contexts.notifications.domain.sending import Sending, SendingState
from moim.contexts.notifications.domain.template import Template
from moim.contexts.notifications.domain.texts_announcements import TEMPLATES
from moim.contracts.notifications import AnnouncementDelivered, NotificationSent
from moim.kernel.ids import new_id


@dataclass(frozen=True, kw_only=True)
class Message:
    """What is to be told. ``key`` says what it is about: a person is told a thing once."""

    template: str
    key: str
    values: Mapping[str, str] = field(default_factory=dict)
    actor: UUID | None = None
    subject_kind: str = ""
    subject_id: UUID | None = None
    announcement_id: UUID | None = None


Decisions = Mapping[Channel, Decision]


def tell(message: Message, user_ids: Sequence[UUID], work: Work) -> int:
    """Tell each of them, but never who did it; how many have it on some channel now."""
    ids = [id for id in dict.fromkeys(user_ids) if id != message.actor]
    if not ids:
        return 0
    template = TEMPLATES[message.template]
    if template.bundled:
        ids = [id for id in ids if not _joins_bundle(message, template, id, work)]
    elif told := work.notices.having(ids, message.key):
        ids = [id for id in ids if id not in told]
    return _Round(message, template, work).tell(ids)


class _Round:
    """One message to some people at once: what is alike is decided once."""

    def __init__(self, message: Message, template: Template, work: Work) -> None:
        self.message = message
        self.template = template
        self.work = work
        self.decided: dict[tuple[Standing, bool, Lane], tuple[Decisions, str]] = {}
        self.notices: list[Notice] = []
        self.sendings: list[Sending] = []

    def tell(self, ids: Sequence[UUID]) -> int:
        work, topic = self.work, self.template.topic
        standings = work.recipients.standings(ids)
        about = {id for id in (self.message.subject_id, self.message.actor) if id is not None}
        muting = work.recipients.muting(ids, about) if about else set()
        lanes = work.lanes.own(topic, ids)
        lane = self.template.lane
        if lane is not Lane.CRITICAL:
            lane = work.lanes.of(topic) or lane
        for id in ids:
            self._tell_one(id, standings[id], id in muting, lanes.get(id, lane))
        work.notices.add(self.notices)
        work.sendings.add(self.sendings)
        for notice in self.notices:
            if notice.state is not State.HIDDEN:
                self._publish(notice)
        return len(self.notices)

    def _tell_one(self, user_id: UUID, who: Standing, muted: bool, lane: Lane) -> None:
        alike = (who, muted, lane)
        found = self.decided.get(alike)
        if found is None:
            decisions = self._decide(who, muted, lane)
            found = self.decided[alike] = (decisions, told_decisions(decisions))
        decisions, trail = found
        outside: dict[Channel, Decision] = {
            channel: decision
            for channel, decision in decisions.items()
            if channel is not Channel.APP and decision.goes
        }
        shown = decisions[Channel.APP].goes
        if not shown and not outside:
            return
        notice = self._notice(user_id, shown, trail)
        self.notices.append(notice)
        if outside:
            self._send(notice, who, outside, lane, decisions)

    def _decide(self, who: Standing, muted: bool, lane: Lane) -> Decisions:
        return {
            channel: decide(self._question(channel, muted, lane), who, self.work.now)
            for channel in (Channel.APP, *OUTSIDE)
        }

    def _question(
        self, channel: Channel, muted: bool, lane: Lane, over_cap: bool = False
    ) -> Question:
        return Question(
            kind=self.template.kind,
            topic=self.template.topic,
            lane=lane,
            channel=channel,
            default=channel in self.template.channels or channel is Channel.WEBHOOK,
            muted=muted,
            over_cap=over_cap,
            way_out=self.work.instance.has_way_out(channel),
        )

    def _notice(self, user_id: UUID, shown: bool, trail: str) -> Notice:
        message, now = self.message, self.work.now
        state = State.UNREAD if shown else State.HIDDEN
        if shown and self.template.quiet_copy:
            state = State.READ
        key = message.key
        if self.template.bundled:
            key = f"{bundle_prefix(message)}{int(now.timestamp() * 1_000_000):017d}"
        return Notice(
            id=new_id(),
            user_id=user_id,
            key=key,
            template=message.template,
            values=dict(message.values),
            at=now,
            first_at=now,
            state=state,
            seen=state is State.READ,
            subject_kind=message.subject_kind,
            subject_id=message.subject_id,
            actors=[] if message.actor is None else [message.actor],
            decisions=trail,
            announcement_id=message.announcement_id,
        )

    def _send(
        self, notice: Notice, who: Standing, outside: Decisions, lane: Lane, all_of: Decisions
    ) -> None:
        changed: dict[Channel, Decision] = {}
        for channel, decision in outside.items():
            state, reason = SendingState.WAITING, "queued"
            # Also what waits for the morning: a night's worth must not ring all at once.
            if not self._within_caps(notice, channel):
                asked = self._question(channel, muted=False, lane=lane, over_cap=True)
                changed[channel] = decide(asked, who, self.work.now)
                state, reason = SendingState.WITHHELD, changed[channel].reason
                if changed[channel].verdict is Verdict.DIGEST:
                    state = SendingState.DIGEST
                    self._expect_digest(notice.user_id)
            due = self.work.now
            if decision.until is not None:
                due = released_at(decision.until, notice.user_id)
            self.sendings.append(
                sending_of(notice, self.template, channel, lane, due, state=state, reason=reason)
            )
        if changed:
            notice.decisions = told_decisions({**all_of, **changed})

    def _expect_digest(self, user_id: UUID) -> None:
        """What is held back goes with the week's summary, which there may be none of yet."""
        recipient = self.work.recipients.get(user_id)
        monday = recipient.week_at(self.work.now)
        told = self.work.tellings.told_at(user_id, "digest-expected")
        if told is None or recipient.week_at(told) != monday:
            self.work.tellings.note(user_id, "digest-expected")
            expect_summary(recipient, monday, self.work)

    def _within_caps(self, notice: Notice, channel: Channel) -> bool:
        allowance = ALLOWANCES.get(self.template.kind)
        if allowance is None or channel is Channel.WEBHOOK:
            return True
        tellings = self.work.tellings
        if not tellings.take(notice.user_id, f"{self.template.kind}:{channel}", allowance):
            return False
        actor = self.message.actor
        if actor is None or channel is not Channel.PUSH:
            return True
        return tellings.take(notice.user_id, f"actor:{actor}", BY_ACTOR)

    def _publish(self, notice: Notice) -> None:
        publish_sent(notice, self.template, Channel.APP, self.work)


def expect_summary(recipient: Recipient, monday: date, work: Work) -> None:
    """Come back to the week when it is over; coming back twice tells it once."""
    due = SummaryDue(user_id=recipient.user_id, week=monday.isoformat())
    work.remind(recipient.summary_due(monday), due)


def publish_sent(notice: Notice, template: Template, channel: Channel, work: Work) -> None:
    """Say that a channel accepted it."""
    work.publish(
        NotificationSent(
            notification_id=notice.id,
            user_id=notice.user_id,
            topic=template.topic.value,
            channel=channel.value,
        )
    )
    if notice.announcement_id is not None:
        work.publish(
            AnnouncementDelivered(
                announcement_id=notice.announcement_id,
                user_id=notice.user_id,
                channel=channel.value,
            )
        )


def sending_of(
    notice: Notice,
    template: Template,
    channel: Channel,
    lane: Lane,
    due: datetime,
    *,
    round: int = 1,
    state: SendingState = SendingState.WAITING,
    reason: str = "queued",
) -> Sending:
    """The notice on a channel, to leave at ``due``, while it is of use."""
    return Sending(
        id=new_id(),
        notice_id=notice.id,
        user_id=notice.user_id,
        channel=channel,
        lane=lane,
        kind=template.kind,
        topic=template.topic,
        due=due,
        deadline=due + USEFUL_FOR[template.kind],
        round=round,
        announcement_id=notice.announcement_id,
        state=state,
        reason=reason,
    )


def told_decisions(decisions: Decisions) -> str:
    """What the gate said on each channel, as it is kept."""
    return json.dumps(
        {
            channel.value: {
                "verdict": decision.verdict.value,
                "reason": decision.reason,
                "until": None if decision.until is None else decision.until.isoformat(),
                "steps": decision.steps,
            }
            for channel, decision in decisions.items()
        },
        separators=(",", ":"),
    )


def bundle_prefix(message: Message) -> str:
    """How the keys of all bundles about one thing begin."""
    return f"{message.template}:{message.subject_id}:"


def _joins_bundle(message: Message, template: Template, user_id: UUID, work: Work) -> bool:
    """Whether the person's open bundle took it in: the first rings, the others wait for its end."""
    notice = work.notices.newest(user_id, bundle_prefix(message))
    if notice is None or not notice.gathers(work.now):
        return False
    if not notice.join(message.actor, work.now):
        return True
    work.notices.save(notice)
    sent = work.sendings.of_notice(notice.id)
    later = {sending.channel for sending in sent if sending.round > 1}
    work.sendings.add(
        [
            sending_of(
                notice,
                template,
                sending.channel,
                sending.lane,
                notice.first_at + BUNDLE_WINDOW,
                round=2,
                reason="bundled",
            )
            for sending in sent
            if sending.round == 1
            and sending.state not in (SendingState.WAITING, SendingState.DIGEST)
            and sending.channel not in later
        ]
    )
    return True
