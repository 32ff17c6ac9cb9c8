"""Quiet hours: spans of wall-clock time in which nothing may disturb, in the person's own zone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from moim.kernel.errors import Invalid

DEFAULT_ZONE = "Asia/Seoul"
WINDOWS_MAX = 8
WEEK = 7
SPREAD_S = 600
ROUNDS_MAX = 2 * WEEK  # windows that touch may follow each other for a week


class BadQuietHours(Invalid):
    """A window that is none, too many of them, or no hour left."""

    code = "quiet-hours-not-allowed"
    ko = "방해 금지 시간은 {windows_max}개까지, 시작과 끝이 다르게, 요일은 0(월)~6(일)로 정하세요."
    en = (
        "Give at most {windows_max} quiet windows, each with two different times and days from "
        "0 (Monday) to 6."
    )


@dataclass(frozen=True, order=True)
class Window:
    """From ``start`` until before ``end`` by the wall clock, beginning on ``days``.

    Days are 0 for Monday to 6; an end before the start is on the following day.
    """

    start: time
    end: time
    days: tuple[int, ...] = tuple(range(WEEK))


def judged(windows: Sequence[Window]) -> tuple[Window, ...]:
    """The windows in order. Raises BadQuietHours."""
    wrong = len(windows) > WINDOWS_MAX or any(
        window.start == window.end or not window.days or not set(window.days) <= set(range(WEEK))
        for window in windows
    )
    if wrong:
        raise BadQuietHours(windows_max=WINDOWS_MAX, field="windows")
    return tuple(sorted(set(windows)))


@lru_cache(maxsize=512)
def zone_of(name: str) -> ZoneInfo:
    """The zone; that of Seoul if there is none of the name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo(DEFAULT_ZONE)


def quiet_until(windows: Sequence[Window], zone: str, now: datetime) -> datetime | None:
    """The instant at which the quiet that holds ``now`` is over; None if it is not quiet.

    A wall time that a change of clocks makes twice, or never, ends at the later of the two
    instants it may mean: never inside the quiet.
    """
    there = zone_of(zone)
    moment = now
    for _ in range(ROUNDS_MAX):
        ends = [end for window in windows if (end := _ends(window, there, moment)) is not None]
        if not ends:
            break
        moment = max(ends)
    return None if moment == now else moment


def released_at(until: datetime, user_id: UUID) -> datetime:
    """When what waited for ``until`` leaves: up to ten minutes later, for each person their own.

    Many people's quiet ends on the same minute; all at once would be a flood.
    """
    return until + timedelta(seconds=user_id.int % SPREAD_S)


def _ends(window: Window, zone: ZoneInfo, now: datetime) -> datetime | None:
    today = now.astimezone(zone).date()
    for day in (today - timedelta(days=1), today):
        if day.weekday() not in window.days:
            continue
        last = day if window.end > window.start else day + timedelta(days=1)
        end = latest(last, window.end, zone)
        if earliest(day, window.start, zone) <= now < end:
            return end
    return None


def latest(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The later instant that the wall time may mean."""
    return max(_meanings(day, at, zone))


def earliest(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The earlier one: for reminders, which must not come late."""
    return min(_meanings(day, at, zone))


def _meanings(day: date, at: time, zone: ZoneInfo) -> list[datetime]:
    wall = datetime.combine(day, at, zone)
    return [wall.replace(fold=fold).astimezone(UTC) for fold in (0, 1)]
