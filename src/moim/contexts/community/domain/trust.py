"""Trust is earned by deeds and limits what a person may do a day.

The thresholds and daily limits begin where Discourse's defaults stand.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from moim.kernel.errors import TooMany

NEW_FOR = timedelta(hours=24)
FIRST_POST_WAITS = timedelta(minutes=10)
SAME_AGAIN_AFTER = timedelta(minutes=5)
LOOKS_LIKE_SPAM = 3
LEVELS = range(5)
VOTE_WEIGHTS = (0.3, 1.0, 1.2, 1.2, 1.2)


class SlowDown(TooMany):
    """So many a day, or so many seconds between two."""

    code = "slow-down"
    ko = "너무 빠릅니다. {retry_after_s}초 뒤에 다시 시도해 주세요."
    en = "That is too fast. Try again in {retry_after_s} seconds."


class SameAgain(TooMany):
    """The very same text a moment ago."""

    code = "same-again"
    ko = "방금 같은 내용을 올렸습니다. 잠시 후 다시 시도해 주세요."
    en = "You posted the same text a moment ago. Please wait a little."


class Act(StrEnum):
    """What is limited."""

    POST = "post"
    COMMENT = "comment"
    LIKE = "like"
    REPORT = "report"
    BOOKMARK = "bookmark"
    EDIT = "edit"


@dataclass(frozen=True, kw_only=True)
class Limit:
    """``a_day`` is for levels 0 and 1; ``between_s`` for the new and for the others."""

    a_day: int
    new_a_day: int
    between_s: tuple[int, int]


LIMITS = {
    Act.POST: Limit(a_day=20, new_a_day=3, between_s=(60, 15)),
    Act.COMMENT: Limit(a_day=200, new_a_day=10, between_s=(10, 5)),
    Act.LIKE: Limit(a_day=50, new_a_day=20, between_s=(0, 0)),
    Act.REPORT: Limit(a_day=20, new_a_day=5, between_s=(0, 0)),
    Act.BOOKMARK: Limit(a_day=50, new_a_day=20, between_s=(0, 0)),
    Act.EDIT: Limit(a_day=30, new_a_day=10, between_s=(0, 0)),
}
FACTORS = (1.0, 1.0, 1.5, 2.0, 3.0)


@dataclass(frozen=True, kw_only=True)
class Deeds:
    """What a person did here, as counted. ``upheld`` are decisions against them."""

    since: datetime
    days_active: int = 0
    posts: int = 0
    comments: int = 0
    likes_given: int = 0
    likes_received: int = 0
    upheld: int = 0
    by_hand: bool = False


@dataclass(frozen=True, kw_only=True)
class Standing:
    """The level, and what is missing for the next one."""

    level: int
    missing: dict[str, int]


_STEPS: tuple[dict[str, int], ...] = (
    {"days_active": 2, "contributions": 3},
    {"days_active": 15, "contributions": 20, "likes_given": 1, "likes_received": 1},
    {"days_active": 50, "contributions": 60, "likes_given": 30, "likes_received": 20},
)


def standing(deeds: Deeds) -> Standing:
    """Level 4 is given by staff alone; a decision against a person costs a level."""
    if deeds.by_hand:
        return Standing(level=4, missing={})
    done = {
        "days_active": deeds.days_active,
        "contributions": deeds.posts + deeds.comments,
        "likes_given": deeds.likes_given,
        "likes_received": deeds.likes_received,
    }
    level, missing = 0, {}
    for step in _STEPS:
        missing = {name: most - done[name] for name, most in step.items() if done[name] < most}
        if missing:
            break
        level += 1
    return Standing(level=max(0, level - deeds.upheld), missing=missing)


def is_new(deeds: Deeds, now: datetime) -> bool:
    """Whether the account is of its first day."""
    return now - deeds.since < NEW_FOR


def check_pace(
    act: Act, deeds: Deeds, done_today: int, last_at: datetime | None, now: datetime
) -> None:
    """Raise SlowDown if it is one too many, or too soon after the last."""
    limit, level = LIMITS[act], standing(deeds).level
    new = is_new(deeds, now) and level == 0
    most = limit.new_a_day if new else int(limit.a_day * FACTORS[level])
    if done_today >= most:
        raise SlowDown(retry_after_s=3_600)
    between_s = limit.between_s[0 if new else 1]
    passed_s = (now - last_at).total_seconds() if last_at else between_s
    if passed_s < between_s:
        raise SlowDown(retry_after_s=max(1, int(between_s - passed_s)))


def first_post_waits(deeds: Deeds, now: datetime, *, staff: bool) -> bool:
    """The first post of a new account is looked at first, or waits ten minutes."""
    return not staff and deeds.posts == 0 and is_new(deeds, now) and standing(deeds).level == 0
