"""The week in short: what was done is counted, and told once, when the week is over."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from moim.contexts.notifications.application.ports import Work
from moim.contexts.notifications.application.telling import Message, expect_summary, tell
from moim.contexts.notifications.domain.activity import named
from moim.contexts.notifications.domain.recipient import Recipient
from moim.contexts.notifications.domain.sending import SendingState

LISTED_MAX = 10


def collect(recipient: Recipient, activity: str, at: datetime, work: Work) -> None:
    """Count it; the week's first has its summary told on the Monday after, at their hour."""
    monday = recipient.week_at(at)
    if work.tellings.count_activity(recipient.user_id, monday.isoformat(), activity):
        expect_summary(recipient, monday, work)


def tell_summary(user_id: UUID, week: str, work: Work) -> None:
    """One message for the week, and one letter with what was over the measure; none if empty."""
    counts = work.tellings.activities(user_id, week)
    if counts:
        first = date.fromisoformat(week)
        values = figures_told(counts) | {"first": week, "last": str(first + timedelta(days=6))}
        message = Message(template="weekly-summary", key=f"week:{week}", values=values)
        tell(message, [user_id], work)
        work.tellings.drop_week(user_id, week)
    tell_kept(user_id, week, work)


def tell_kept(user_id: UUID, week: str, work: Work) -> None:
    """What the measure held back, as one letter."""
    kept = work.sendings.kept_for(user_id)
    if not kept:
        return
    notices = work.notices.some([sending.notice_id for sending in kept])
    unread = [notice for notice in notices.values() if notice.read_at is None]
    if unread:
        values = {
            "count": str(len(unread)),
            "titles": "\n".join(notice.values.get("title", "") for notice in unread[:LISTED_MAX]),
        }
        tell(Message(template="digest", key=f"digest:{week}", values=values), [user_id], work)
    for sending in kept:
        sending.state, sending.reason = SendingState.WITHHELD, "in-digest"
        work.sendings.save(sending, held=sending.attempts)


def figures_told(counts: Mapping[str, int]) -> dict[str, str]:
    """``달리기 기록 3 · 댓글 2`` in both languages, the most frequent first."""
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:LISTED_MAX]
    return {
        f"figures_{language}": " · ".join(
            f"{named(activity, language)} {count}" for activity, count in ordered
        )
        for language in ("ko", "en")
    }
