"""What notifications does about its own reminders."""

from datetime import date

from moim.contexts.notifications.application.announcements import count_stats, send_reminder
from moim.contexts.notifications.application.reactions.users import consent_told
from moim.contexts.notifications.application.spreading_ports import SpreadingWork as Work
from moim.contexts.notifications.application.summaries import tell_summary
from moim.contexts.notifications.application.telling import Message, expect_summary, tell
from moim.contexts.notifications.domain.events import (
    ReconfirmDue,
    ReminderDue,
    StatsWanted,
    SummaryDue,
)
from moim.contexts.notifications.domain.law import Agreed, asked_again_at, lapses_at


def send_weekly_summary(event: SummaryDue, work: Work) -> None:
    """The week is over, unless the person moved their hour, or themselves, meanwhile."""
    recipient = work.recipients.get(event.user_id)
    monday = date.fromisoformat(event.week)
    if recipient.left:
        return
    if work.now < recipient.summary_due(monday):
        expect_summary(recipient, monday, work)
        return
    tell_summary(event.user_id, event.week, work)


def reconfirm_consent(event: ReconfirmDue, work: Work) -> None:
    """Two years are nearly over: ask; who leaves it as it is has confirmed it."""
    recipient = work.recipients.get(event.user_id)
    matter = (event.channel, event.purpose)
    said = recipient.consents.get(matter)
    if recipient.left or said is None or not said.granted or said.at != event.agreed_at:
        return
    values = consent_told(event.user_id, event.channel, event.purpose, work)
    message = Message(
        template="consent-reconfirm",
        key=f"reconfirm:{event.channel}:{lapses_at(said.at):%Y}",
        values=values,
    )
    tell(message, [event.user_id], work)
    recipient.consents = {**recipient.consents, matter: Agreed(True, work.now)}
    work.recipients.save(recipient)
    work.recipients.note_consent(
        event.user_id, event.channel, event.purpose, granted=True, source="reconfirmed"
    )
    again = ReconfirmDue(
        user_id=event.user_id, channel=event.channel, purpose=event.purpose, agreed_at=work.now
    )
    work.remind(asked_again_at(work.now), again)


def remind_of_announcement(event: ReminderDue, work: Work) -> None:
    """A reminder falls due, unless the announcement was moved or cancelled."""
    send_reminder(event.announcement_id, event.offset_s, event.starts_at, work)


def provide_announcement_stats(event: StatsWanted, work: Work) -> None:
    """Count what was asked for."""
    count_stats(event.announcement_id, event.request_id, work)
