"""Spans of days that people count in: a day, a week, a month, a year, or two days of their own."""

from datetime import date, timedelta
from enum import StrEnum

MONDAY = 0


class Period(StrEnum):
    """How often a count begins anew; a custom one is counted once."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    CUSTOM = "custom"


def week_of(day: date, first_weekday: int = MONDAY) -> tuple[date, date]:
    """First and last day of its week; ``first_weekday`` is 0 for Monday to 6 for Sunday."""
    first = day - timedelta(days=(day.weekday() - first_weekday) % 7)
    return first, first + timedelta(days=6)


def month_of(day: date) -> tuple[date, date]:
    """First and last day of its month."""
    following = day.replace(day=28) + timedelta(days=4)
    return day.replace(day=1), following - timedelta(days=following.day)


def year_of(day: date) -> tuple[date, date]:
    """First and last day of its year."""
    return day.replace(month=1, day=1), day.replace(month=12, day=31)


def window_of(period: Period, day: date, *, first_weekday: int = MONDAY) -> tuple[date, date]:
    """First and last day of the period that ``day`` is in; a custom period has no such answer."""
    match period:
        case Period.DAY:
            return day, day
        case Period.WEEK:
            return week_of(day, first_weekday)
        case Period.MONTH:
            return month_of(day)
        case Period.YEAR:
            return year_of(day)
        case Period.CUSTOM:
            raise ValueError("a custom period says itself from when to when")
