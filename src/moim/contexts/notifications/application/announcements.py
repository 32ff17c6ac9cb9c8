"""Use cases about announcements: what people follow, and are reminded of."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from moim.contexts.notifications.application.spreading_ports import SpreadingWork as Work
from moim.contexts.notifications.application.telling import Message, tell
from moim.contexts.notifications.domain.announcement import (
    LATE_BY_MAX,
    OFFSETS_S,
    Announcement,
    AnnouncementKind,
    Follow,
    Standing,
    StatsRequest,
    in_words,
    offsets_judged,
)
from moim.contexts.notifications.domain.broadcast import Audience, Broadcast, BroadcastState
from moim.contexts.notifications.domain.channels import Channel
from moim.contexts.notifications.domain.events import ReminderDue, StatsWanted
from moim.contexts.notifications.domain.template import EN, KO
from moim.contexts.notifications.domain.texts_account import CHANNELS, PURPOSES
from moim.contracts.notifications import (
    AnnouncementSettingChanged,
    ConsentRequested,
    ReminderSent,
)
from moim.kernel.errors import Changed, Forbidden, Invalid, NotFound
from moim.kernel.ids import new_id

REGION_MAX = 40
MARKETING = "marketing"


class NotYours(Forbidden):
    """Another organiser's announcement."""

    code = "announcement-of-another"
    ko = "다른 주최자의 이벤트는 바꿀 수 없습니다."
    en = "Only its organiser can change this announcement."


class SegmentUnknown(Invalid):
    """Nobody can be chosen so."""

    code = "segment-unknown"
    ko = "받는 사람은 everyone, followers, region:지역 중 하나로 정하세요."
    en = "Choose everyone, followers or region:NAME."


class SendingTooLate(Invalid):
    """A time that has passed, or after the start."""

    code = "schedule-not-allowed"
    ko = "발송 시각은 지금부터 이벤트 시작 전까지여야 합니다."
    en = "Send between now and the start."


@dataclass(frozen=True, kw_only=True)
class Register:
    """``segment`` is told of it at ``send_at``, or now; nobody is if it is empty."""

    id: UUID
    author_id: UUID
    kind: AnnouncementKind
    title: str
    body: str
    starts_at: datetime
    timezone: str
    segment: str
    send_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Shown:
    """An announcement as one person sees it."""

    announcement: Announcement
    follow: Follow | None
    reminders: Sequence[tuple[int, datetime, str, int]]


def register(command: Register, work: Work) -> Shown:
    """Register it, with the usual reminders, and have it told."""
    made = Announcement.register(
        command.id,
        command.author_id,
        command.kind,
        command.title,
        command.body,
        command.starts_at,
        command.timezone,
        work.now,
    )
    work.announcements.save(made)
    _plan_reminders(made, OFFSETS_S, work)
    if command.segment:
        _schedule(made, command.segment, command.send_at, "registered", work)
    return _shown(made, command.author_id, work)


@dataclass(frozen=True, kw_only=True)
class Which:
    """One announcement, as ``user_id`` sees it."""

    id: UUID
    user_id: UUID


def announcement_of(which: Which, work: Work) -> Shown:
    """One."""
    return _shown(_found(which.id, work), which.user_id, work)


@dataclass(frozen=True, kw_only=True)
class Page:
    """``after`` is where the page before ended; ``kind`` and ``state`` are any if not said."""

    user_id: UUID
    after: tuple[datetime, UUID] | None
    limit: int
    kind: AnnouncementKind | None = None
    state: Standing | None = None


def page_of(wanted: Page, work: Work) -> tuple[Sequence[Announcement], set[UUID]]:
    """The newest first, and those that the person follows."""
    found = work.announcements.page(wanted.after, wanted.limit, wanted.kind, wanted.state)
    return found, work.announcements.followed_by(wanted.user_id, [one.id for one in found])


@dataclass(frozen=True, kw_only=True)
class Cancel:
    """``version`` is what was read before; ``editor`` is None for staff."""

    id: UUID
    editor: UUID | None
    reason: str
    version: int | None


def cancel(command: Cancel, work: Work) -> Announcement:
    """Those who were told of it, and those who follow it, are told; nothing else goes out."""
    announcement = _editable(command.id, command.editor, work)
    if command.version not in (None, announcement.version):
        raise Changed
    announcement.cancel(command.reason, work.now)
    work.announcements.save(announcement)
    work.announcements.cancel_reminders(announcement.id)
    work.broadcasts.cancel_waiting(announcement.id)
    work.sendings.withhold_waiting(announcement.id, "cancelled")
    values = _values(announcement) | {"reason": announcement.reason or ""}
    for audience in (Audience.TOLD, Audience.ANNOUNCEMENT):
        work.broadcasts.add(
            _broadcast(
                announcement,
                "announcement-cancelled",
                f"cancelled:{announcement.id}",
                audience,
                occurrence=f"cancelled:{audience}",
                due=work.now,
                values=values,
            )
        )
    return announcement


@dataclass(frozen=True, kw_only=True)
class SetFollow:
    """None leaves a part as it is."""

    id: UUID
    user_id: UUID
    followed: bool | None = None
    reminders: bool | None = None
    calendar: bool | None = None


def set_follow(command: SetFollow, work: Work) -> Follow:
    """Follow, or no longer; with or without reminders and calendar."""
    announcement = _found(command.id, work)
    held = work.announcements.follow_of(command.id, command.user_id)
    before = held or Follow(announcement_id=command.id, user_id=command.user_id, followed=False)
    if command.followed and not before.followed:
        announcement.must_stand()
    wished = {
        name: value
        for name in ("followed", "reminders", "calendar")
        if (value := getattr(command, name)) is not None
    }
    after = replace(before, **wished)
    if after != before or (held is None and after.followed):
        work.announcements.set_follow(after)
        work.publish(
            AnnouncementSettingChanged(
                announcement_id=command.id,
                user_id=command.user_id,
                settings=after.settings(),
            )
        )
    if after.followed and not before.followed and announcement.advertises:
        _ask_consent(command.user_id, work)
    return after


def _ask_consent(user_id: UUID, work: Work) -> None:
    """Who follows what is advertising hears of it by consent alone: asked once, if never said."""
    app = Channel.APP.value
    consents = work.recipients.get(user_id).consents
    key = f"consent-asked:{app}"
    if (app, MARKETING) in consents or work.notices.by_key(user_id, key) is not None:
        return
    channel, purpose = CHANNELS[app], PURPOSES[MARKETING]
    values = {
        "channel_ko": channel[0],
        "channel_en": channel[1],
        "purpose_ko": purpose[0],
        "purpose_en": purpose[1],
    }
    if tell(Message(template="consent-asked", key=key, values=values), [user_id], work):
        work.publish(ConsentRequested(user_id=user_id, channel=app, purpose=MARKETING))


@dataclass(frozen=True, kw_only=True)
class SetReminders:
    """So many seconds before the start; ``editor`` is None for staff."""

    id: UUID
    editor: UUID | None
    offsets_s: tuple[int, ...]


def set_reminders(command: SetReminders, work: Work) -> Sequence[tuple[int, datetime, str, int]]:
    """These from now on; those that were sent stay."""
    announcement = _editable(command.id, command.editor, work)
    announcement.must_stand()
    _plan_reminders(announcement, offsets_judged(command.offsets_s), work)
    return work.announcements.reminders(command.id)


def _plan_reminders(announcement: Announcement, offsets_s: Sequence[int], work: Work) -> None:
    due = {
        offset_s: at
        for offset_s in offsets_s
        if (at := announcement.reminder_at(offset_s)) > work.now
    }
    held = {offset_s for offset_s, *_ in work.announcements.reminders(announcement.id)}
    work.announcements.set_reminders(announcement.id, due)
    for offset_s, at in due.items():
        if offset_s not in held:
            reminder = ReminderDue(
                announcement_id=announcement.id,
                offset_s=offset_s,
                starts_at=announcement.starts_at,
            )
            work.remind(at, reminder)


def send_reminder(id: UUID, offset_s: int, starts_at: datetime, work: Work) -> None:
    """To those who follow and want it; one that comes an hour late is not sent at all."""
    announcement = work.announcements.find(id)
    waiting = {
        offset: due
        for offset, due, state, _ in work.announcements.reminders(id)
        if state == "waiting"
    }
    if announcement is None or offset_s not in waiting or announcement.starts_at != starts_at:
        return
    if work.now - waiting[offset_s] > LATE_BY_MAX:
        work.announcements.end_reminder(id, offset_s, "expired")
        return
    in_ko, in_en = in_words(offset_s)
    values = _values(announcement) | {"in_ko": in_ko, "in_en": in_en}
    work.broadcasts.add(
        _broadcast(
            announcement,
            "advertisement-reminder" if announcement.advertises else "announcement-reminder",
            f"reminder:{id}:{offset_s}",
            Audience.ANNOUNCEMENT,
            occurrence=f"reminder:{offset_s}",
            due=work.now,
            values=values,
        )
    )
    work.announcements.end_reminder(id, offset_s, "sent")


def finish_reminder(broadcast: Broadcast, told: int, work: Work) -> None:
    """Everybody was reminded: say to how many."""
    name, _, offset = broadcast.occurrence.partition(":")
    if name != "reminder" or broadcast.announcement_id is None:
        return
    offset_s = int(offset)
    work.announcements.end_reminder(broadcast.announcement_id, offset_s, "sent", told)
    work.publish(
        ReminderSent(announcement_id=broadcast.announcement_id, offset=offset_s, recipients=told)
    )


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """``segment`` is everyone, followers or region:NAME; ``at`` is now if not said."""

    announcement_id: UUID
    editor: UUID | None
    id: UUID
    segment: str
    at: datetime | None


def schedule(command: Schedule, work: Work) -> Broadcast:
    """One more sending. Who was told of the announcement before is not told again."""
    announcement = _editable(command.announcement_id, command.editor, work)
    announcement.must_stand()
    occurrence = f"schedule:{command.id}"
    return _schedule(announcement, command.segment, command.at, occurrence, work)


@dataclass(frozen=True, kw_only=True)
class Whose:
    """An announcement that ``editor`` made; None for staff."""

    id: UUID
    editor: UUID | None


def schedules_of(which: Whose, work: Work) -> Sequence[Broadcast]:
    """Every sending of an announcement with its progress."""
    _editable(which.id, which.editor, work)
    return work.broadcasts.of_announcement(which.id)


def _schedule(
    announcement: Announcement, segment: str, at: datetime | None, occurrence: str, work: Work
) -> Broadcast:
    due = at or work.now
    if due < work.now or due >= announcement.starts_at:
        raise SendingTooLate(field="send_at")
    audience, target = _audience(segment, announcement.id)
    made = _broadcast(
        announcement,
        "advertisement" if announcement.advertises else "announcement",
        f"news:{announcement.id}",
        audience,
        occurrence=occurrence,
        due=due,
        values=_values(announcement),
    )
    made.target = target
    work.broadcasts.add(made)
    return made


def _audience(segment: str, id: UUID) -> tuple[Audience, str]:
    name, _, rest = segment.partition(":")
    if segment == "everyone":
        return Audience.EVERYONE, ""
    if segment == "followers":
        return Audience.ANNOUNCEMENT, str(id)
    if name == "region" and 0 < len(rest) <= REGION_MAX:
        return Audience.PEOPLE_OF_REGION, rest
    raise SegmentUnknown(field="segment")


def _broadcast(
    announcement: Announcement,
    template: str,
    key: str,
    audience: Audience,
    *,
    occurrence: str,
    due: datetime,
    values: dict[str, str],
) -> Broadcast:
    return Broadcast(
        id=new_id(),
        audience=audience,
        target=str(announcement.id),
        template=template,
        key=key,
        due=due,
        values=values,
        subject_kind="announcement",
        subject_id=announcement.id,
        announcement_id=announcement.id,
        occurrence=occurrence,
    )


def _values(announcement: Announcement) -> dict[str, str]:
    return {
        "title": announcement.title,
        "body": announcement.summary,
        "starts_ko": announcement.starts_told(KO),
        "starts_en": announcement.starts_told(EN),
        "starts_at": announcement.starts_at.isoformat(),
        "announcement_id": str(announcement.id),
    }


@dataclass(frozen=True, kw_only=True)
class AskStats:
    """``user_id`` wants the figures of an announcement."""

    id: UUID
    announcement_id: UUID
    user_id: UUID
    editor: UUID | None


def ask_stats(command: AskStats, work: Work) -> StatsRequest:
    """Take the request; it is counted right after."""
    _editable(command.announcement_id, command.editor, work)
    asked = StatsRequest.ask(command.id, command.announcement_id, command.user_id, work.now)
    work.announcements.save_stats(asked)
    wanted = StatsWanted(announcement_id=command.announcement_id, request_id=command.id)
    work.remind(work.now, wanted)
    return asked


def stats_of(which: Which, work: Work) -> StatsRequest:
    """One's own request, counted or not yet."""
    found = work.announcements.find_stats(which.id)
    if found is None or found.user_id != which.user_id:
        raise NotFound
    return found


def count_stats(announcement_id: UUID, request_id: UUID, work: Work) -> None:
    """Figures with their denominators: who was considered, told, reached, read, left."""
    asked = work.announcements.find_stats(request_id)
    if asked is None:
        return
    news = [
        one
        for one in work.broadcasts.of_announcement(announcement_id)
        if one.state is not BroadcastState.CANCELLED
    ]
    shown, read = work.announcements.read_of(announcement_id)
    by_state: dict[str, dict[str, float]] = {"delivered": {"app": float(shown)}, "failed": {}}
    withheld: dict[str, float] = {}
    unsubscribed = 0
    for channel, state, reason, count, left in work.sendings.figures(announcement_id):
        unsubscribed += left
        if state == "withheld":
            withheld[reason] = withheld.get(reason, 0.0) + count
            continue
        section = {"sent": "delivered", "failed": "failed"}.get(state, "waiting")
        figures = by_state.setdefault(section, {})
        figures[channel] = figures.get(channel, 0.0) + count
    considered = sum(one.considered for one in news)
    told = sum(one.told for one in news)
    totals = {
        "considered": considered,
        "told": told,
        "withheld": considered - told,
        "read": read,
        "unsubscribed": unsubscribed,
    }
    asked.provide(
        {
            "totals": {name: float(value) for name, value in totals.items()},
            **by_state,
            "withheld": withheld,
        }
    )
    work.announcements.save_stats(asked)


def _found(id: UUID, work: Work) -> Announcement:
    found = work.announcements.find(id)
    if found is None:
        raise NotFound
    return found


def _editable(id: UUID, editor: UUID | None, work: Work) -> Announcement:
    announcement = _found(id, work)
    if not announcement.editable_by(editor):
        raise NotYours
    return announcement


def _shown(announcement: Announcement, user_id: UUID, work: Work) -> Shown:
    return Shown(
        announcement=announcement,
        follow=work.announcements.follow_of(announcement.id, user_id),
        reminders=work.announcements.reminders(announcement.id),
    )
