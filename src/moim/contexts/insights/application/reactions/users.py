"""What insights does about people."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from moim.contexts.insights.application.ports import Work
from moim.contexts.insights.application.reactions.telling import tell
from moim.contexts.insights.application.rebuilding import rebuild_viewer
from moim.contexts.insights.application.snapshots import ACTIVITY, CONSENT, owned
from moim.contexts.insights.domain.chart import CHARTS_MAX, Chart, ChartState
from moim.contexts.insights.domain.chart_kinds import ChartKind
from moim.contexts.insights.domain.counting import day_of
from moim.contexts.insights.domain.facts import Fact, about_user
from moim.contexts.insights.domain.feedback import TOPIC, Improvement, Question
from moim.contracts.users import (
    AccountLocked,
    AccountUnlocked,
    ActivityLogged,
    ActivityStatsProvided,
    ActivityStatsRequested,
    EmailVerified,
    FeedbackAnswered,
    FeedbackSubmitted,
    LoginFailed,
    NotificationConsentChanged,
    PasswordChanged,
    PasswordResetCompleted,
    PasswordResetRequested,
    PreferredDeviceChanged,
    ProfilePhotoUpdated,
    ProfileUpdated,
    UserRegistered,
    UserWithdrew,
)
from moim.kernel.ids import new_id


def know_viewer(event: UserRegistered | ProfileUpdated, work: Work) -> None:
    """In another zone, workouts fall on other days: count them over."""
    known = work.viewers.get(event.user_id)
    if known.left:
        return
    told = replace(known, timezone=event.timezone, locale=event.locale, nickname=event.nickname)
    if isinstance(event, UserRegistered):
        told = replace(told, device=event.preferred_device)
    work.viewers.save(told)
    if known.timezone != event.timezone:
        rebuild_viewer(event.user_id, work)


def erase_viewer(event: UserWithdrew, work: Work) -> None:
    """Nothing of the person stays, and what arrives late of them is not counted."""
    work.viewers.erase(event.user_id)


def refresh_avatar(event: ProfilePhotoUpdated, work: Work) -> None:
    """New charts carry the new photo."""
    known = work.viewers.get(event.user_id)
    if not known.left:
        work.viewers.save(replace(known, photo_key=event.photo_key))


def show_device_charts(event: PreferredDeviceChanged, work: Work) -> None:
    """The dashboard offers the charts that the device has data for."""
    known = work.viewers.get(event.user_id)
    if not known.left:
        work.viewers.save(replace(known, device=event.device))


def protect_charts(event: AccountLocked | PasswordResetRequested, work: Work) -> None:
    """Shared charts answer nobody: until the account is unlocked, or the reset is over."""
    if work.viewers.get(event.user_id).left:
        return
    known = work.protections.get(event.user_id)
    if isinstance(event, AccountLocked):
        work.protections.put(replace(known, locked=True))
    else:
        work.protections.put(replace(known, paused_until=event.expires_at))


def restore_charts(event: AccountUnlocked, work: Work) -> None:
    """They answer again."""
    _open(event.user_id, work, locked=False)


def resume_charts(event: PasswordResetCompleted, work: Work) -> None:
    """The reset is over: they answer again."""
    _open(event.user_id, work, paused_until=None)


def secure_charts(event: LoginFailed, work: Work) -> None:
    """From the third failure, downloads need a fresh login for an hour."""
    if event.user_id is None or work.viewers.get(event.user_id).left:
        return
    known = work.protections.get(event.user_id)
    work.protections.put(known.after_failure(event.failures_in_window, work.now))


def renew_chart_links(event: PasswordChanged, work: Work) -> None:
    """Share links made before stop working."""
    work.shares.end_all_of(event.user_id, work.now)


def allow_sharing(event: EmailVerified, work: Work) -> None:
    """Charts may be shared from now on."""
    _open(event.user_id, work, verified=True)


def chart_activity(event: ActivityLogged, work: Work) -> None:
    """The activity chart has the point."""
    viewer = work.viewers.get(event.user_id)
    if viewer.left:
        return
    work.facts.add(
        Fact(
            id=new_id(),
            subject=about_user(event.user_id),
            series=ACTIVITY,
            name=event.activity,
            at=event.occurred_at,
            day=day_of(event.occurred_at, viewer.timezone),
            user_id=event.user_id,
        )
    )
    tell(event, ACTIVITY, work)


def chart_consent(event: NotificationConsentChanged, work: Work) -> None:
    """The consent chart moves."""
    viewer = work.viewers.get(event.user_id)
    if viewer.left:
        return
    work.facts.add(
        Fact(
            id=new_id(),
            subject=about_user(event.user_id),
            series=CONSENT,
            name=f"{event.channel}/{event.purpose}",
            at=work.now,
            day=day_of(work.now, viewer.timezone),
            value=1.0 if event.granted else 0.0,
            user_id=event.user_id,
        )
    )
    tell(event, CONSENT, work)


def queue_activity_stats(event: ActivityStatsRequested, work: Work) -> None:
    """A pending chart stands under the id of the request."""
    known = work.charts.find(event.request_id, event.user_id)
    if known is not None or work.viewers.get(event.user_id).left:
        return
    first, last = (date.fromisoformat(day) for day in event.period.split("/"))
    chart = Chart(
        id=event.request_id,
        user_id=event.user_id,
        kind=ChartKind.ACTIVITY_STATS,
        format="svg",
        first=first,
        last=last,
    )
    work.charts.save(chart)
    work.charts.keep_newest(event.user_id, CHARTS_MAX)


def show_activity_stats(event: ActivityStatsProvided, work: Work) -> None:
    """The chart has the figures."""
    chart = work.charts.find(event.request_id, event.user_id)
    if chart is None or chart.state is ChartState.CANCELLED:
        return
    rows = [
        {"section": section, "name": name, "value": value}
        for section, figures in event.stats.items()
        for name, value in figures.items()
    ]
    chart.stands(owned(chart, rows, work), work.now)
    work.charts.save(chart)


def open_improvement(event: FeedbackSubmitted, work: Work) -> None:
    """Feedback on charts stands as an item to work off."""
    if _is_about_charts(event, work):
        work.improvements.put(
            Improvement(
                feedback_id=event.feedback_id,
                user_id=event.user_id,
                subject_id=event.subject_id,
                opened_at=work.now,
            )
        )


def request_chart_feedback(event: FeedbackSubmitted, work: Work) -> None:
    """Who wrote about charts is asked whether the chart was of use."""
    if _is_about_charts(event, work):
        work.questions.put(
            Question(
                id=event.feedback_id,
                user_id=event.user_id,
                chart_id=event.subject_id,
                asked_at=work.now,
            )
        )


def record_feedback_answer(event: FeedbackAnswered, work: Work) -> None:
    """The board shows the answer."""
    item = work.improvements.get(event.feedback_id)
    if item is not None:
        work.improvements.put(item.answered(event.resolution, work.now))


def _is_about_charts(event: FeedbackSubmitted, work: Work) -> bool:
    return event.topic == TOPIC and not work.viewers.get(event.user_id).left


def _open(user_id: UUID, work: Work, **changes: bool | None) -> None:
    if not work.viewers.get(user_id).left:
        known = work.protections.get(user_id)
        work.protections.put(replace(known, **changes))  # type: ignore[arg-type] # named above
