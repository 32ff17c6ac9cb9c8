"""Reactions: like and recommend are two signals; a bookmark is one's own."""

from datetime import datetime, timedelta
from enum import StrEnum

from moim.kernel.errors import Conflict, Invalid, TooMany

RECOMMENDS_A_DAY = 20
REMINDER_MAX = timedelta(days=366)


class Reaction(StrEnum):
    """What a person does with a post, once each."""

    LIKE = "like"
    RECOMMEND = "recommend"
    BOOKMARK = "bookmark"


class NotYourOwn(Conflict):
    """Nobody lifts what they wrote themselves."""

    code = "not-your-own"
    ko = "자신의 글이나 댓글은 추천하거나 신고할 수 없습니다."
    en = "You cannot recommend or report what you wrote yourself."


class RecommendedToday(TooMany):
    """One recommendation a day from one person to another, and so many in all."""

    code = "recommended-today"
    ko = "추천은 같은 글쓴이에게 하루 한 번, 모두 {most}번까지 할 수 있습니다."
    en = "You can recommend one post of an author a day, and {most} in all."


class BadReminder(Invalid):
    """A reminder lies in the future, within a year."""

    code = "bad-reminder"
    ko = "알림 시각은 지금부터 1년 안이어야 합니다."
    en = "A reminder must lie within the next year."


def checked_reminder(at: datetime | None, now: datetime) -> datetime | None:
    """Raises BadReminder."""
    if at is not None and not now < at <= now + REMINDER_MAX:
        raise BadReminder(field="remind_at")
    return at
