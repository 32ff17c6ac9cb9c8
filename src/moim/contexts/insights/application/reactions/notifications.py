"""What insights does about notifications, consent and announcements."""

from dataclasses import replace

from moim.contexts.insights.application.ports import Work
from moim.contexts.insights.domain.boards import AskedFigures
from moim.contexts.insights.domain.counting import day_of
from moim.contexts.insights.domain.notices import (
    PriorityState,
    ShownAnnouncement,
    Step,
    Topic,
    Volume,
    stands_on_calendar,
)
from moim.contracts.notifications import (
    AnnouncementCancelled,
    AnnouncementDelivered,
    AnnouncementDeliveryFailed,
    AnnouncementRegistered,
    AnnouncementSettingChanged,
    AnnouncementStatsProvided,
    AnnouncementStatsRequested,
    ConsentRequested,
    NotificationSent,
    PriorityChangeApproved,
    PriorityChangeRejected,
    PriorityChangeRequested,
    RefusalRequested,
    ReminderSent,
)

SEOUL = "Asia/Seoul"
"""Days of figures that are nobody's own."""


def count_notification(event: NotificationSent, work: Work) -> None:
    """Notification volume of the person's day, topic and channel counts it."""
    viewer = work.viewers.get(event.user_id)
    if viewer.left:
        return
    day = day_of(work.now, viewer.timezone)
    work.notices.count(
        event.user_id, Volume(day=day, topic=event.topic, channel=event.channel, count=1)
    )


def count_consent_request(event: ConsentRequested, work: Work) -> None:
    """The consent funnel counts it."""
    day = day_of(work.now, SEOUL)
    work.notices.count_step(day, event.channel, event.purpose, Step.ASKED)


def count_refusal_request(event: RefusalRequested, work: Work) -> None:
    """The consent funnel counts it."""
    day = day_of(work.now, SEOUL)
    work.notices.count_step(day, event.channel, event.purpose, Step.LEFT_OUT)


def add_announcement(event: AnnouncementRegistered, work: Work) -> None:
    """It stands on the calendar of its followers."""
    work.notices.put_announcement(
        ShownAnnouncement(
            announcement_id=event.announcement_id,
            kind=event.kind,
            title=event.title,
            starts_at=event.starts_at,
            timezone=event.timezone,
        )
    )


def take_announcement_off(event: AnnouncementCancelled, work: Work) -> None:
    """No calendar shows it any more."""
    announcement = work.notices.announcement(event.announcement_id)
    if announcement is not None:
        work.notices.put_announcement(replace(announcement, cancelled=True))


def apply_announcement_setting(event: AnnouncementSettingChanged, work: Work) -> None:
    """The person's calendar shows or hides it."""
    if not work.viewers.get(event.user_id).left:
        shown = stands_on_calendar(event.settings)
        work.notices.set_viewer(event.announcement_id, event.user_id, shown)


def count_reminder(event: ReminderSent, work: Work) -> None:
    """The announcement's chart counts it."""
    work.notices.count_reached(event.announcement_id, "reminder", by=event.recipients)


def count_delivery(event: AnnouncementDelivered, work: Work) -> None:
    """Successes by channel."""
    work.notices.count_reached(event.announcement_id, "delivered", event.channel)


def count_delivery_failure(event: AnnouncementDeliveryFailed, work: Work) -> None:
    """Failures by channel and error."""
    work.notices.count_reached(event.announcement_id, "failed", event.channel, event.error)


def queue_announcement_stats(event: AnnouncementStatsRequested, work: Work) -> None:
    """A pending chart stands."""
    if work.asked.get(event.request_id) is None:
        work.asked.put(
            AskedFigures(
                request_id=event.request_id,
                subject_id=event.announcement_id,
                user_id=event.user_id,
            )
        )


def show_announcement_stats(event: AnnouncementStatsProvided, work: Work) -> None:
    """The chart has the figures."""
    asked = work.asked.get(event.request_id)
    if asked is not None:
        work.asked.put(replace(asked, figures=event.stats))


def show_priority_request(event: PriorityChangeRequested, work: Work) -> None:
    """The topic's row says that it is asked for."""
    held = work.notices.topic(event.topic)
    work.notices.put_topic(
        Topic(
            topic=event.topic,
            state=PriorityState.REQUESTED,
            wanted=event.to,
            priority=held.priority if held else None,
        )
    )


def show_priority_approved(event: PriorityChangeApproved, work: Work) -> None:
    """The topic's row shows the new priority."""
    work.notices.put_topic(
        Topic(topic=event.topic, state=PriorityState.APPROVED, wanted=event.to, priority=event.to)
    )


def show_priority_rejected(event: PriorityChangeRejected, work: Work) -> None:
    """The topic's row says that it was refused, and why."""
    held = work.notices.topic(event.topic)
    if held is not None:
        work.notices.put_topic(
            replace(held, state=PriorityState.REJECTED, reason=event.reason[:500])
        )
