"""Dates as they are written on a drawing."""

from datetime import date

from moim.contexts.insights.adapters.drawing.measures import pick
from moim.contexts.insights.adapters.drawing.theme import Language

_WEEKDAYS = {"ko": "월화수목금토일", "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip

SATURDAY = 5
SUNDAY = 6


def weekday(index: int, language: Language) -> str:
    """The short name of a weekday, Monday 0 … Sunday 6."""
    return _WEEKDAYS[language][index]


def month(day: date, language: Language) -> str:
    """``2026년 11월``, ``November 2026``."""
    return pick(language, f"{day.year}년 {day.month}월", f"{_MONTHS[day.month - 1]} {day.year}")


def short_month(number: int, language: Language) -> str:
    """``11월``, ``Nov``."""
    return pick(language, f"{number}월", _MONTHS[number - 1][:3])


def short_day(day: date, language: Language) -> str:
    """``11월 3일``, ``3 Nov``."""
    return pick(language, f"{day.month}월 {day.day}일", f"{day.day} {_MONTHS[day.month - 1][:3]}")


def full_day(day: date, language: Language) -> str:
    """``11월 3일 (화)``, ``Tue 3 Nov``."""
    name = weekday(day.weekday(), language)
    short = short_day(day, language)
    return pick(language, f"{short} ({name})", f"{name} {short}")
