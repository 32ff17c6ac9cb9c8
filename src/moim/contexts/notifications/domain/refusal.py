"""Refusals of advertising by telephone (무료수신거부), in lists of whoever runs the 080 number."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from moim.contexts.notifications.domain.law import NIGHT_ZONE, Agreed
from moim.contexts.notifications.domain.phone import NotAMobileNumber, judged
from moim.contexts.notifications.domain.quiet import zone_of
from moim.kernel.errors import Invalid

LINES_MAX = 1_000
_BETWEEN = re.compile(r"[,;\t]")
_TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d.*")
_WITHOUT_NOUGHT = re.compile(r"1[016789][0-9-]{7,10}")
"""A spreadsheet takes a number's first digit away."""


class NotRefusals(Invalid):
    """Nothing, or too much at once."""

    code = "not-text-refusals"
    ko = "수신거부 번호를 한 줄에 하나씩, {lines_max}줄까지 보내세요."
    en = "Send numbers that refused, one a line, up to {lines_max} lines."


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """Whoever has the number wants no advertising by text since ``at``."""

    number: str = field(repr=False)
    at: datetime


def refusals_in(lines: Sequence[str], now: datetime) -> tuple[list[Refusal], list[int]]:
    """The refusals, and which lines (from 1) begin with no mobile number.

    Each line is a number and, after a comma, when it refused: in Korea's time unless it names
    another. Without a time that can be read it refused now. Raises NotRefusals.
    """
    if not 0 < len(lines) <= LINES_MAX:
        raise NotRefusals(lines_max=LINES_MAX, field="list")
    found, unread = [], []
    for place, line in enumerate(lines, start=1):
        number, *rest = (cell.strip(" \"'\r") for cell in _BETWEEN.split(line))
        if not number and not any(rest):
            continue
        if _WITHOUT_NOUGHT.fullmatch(number):
            number = f"0{number}"
        try:
            found.append(Refusal(number=judged(number), at=_when(rest, now)))
        except NotAMobileNumber:
            unread.append(place)
    return found, unread


def closes(refused_at: datetime, said: Agreed | None, agreed_at: datetime | None) -> bool:
    """Whether it ends a consent, or is the first word; not if they agreed anew after it.

    ``agreed_at`` is when they last said yes themselves: silence when asked again is no such word.
    """
    if said is None:
        return True
    return said.granted and (agreed_at is None or agreed_at <= refused_at)


def _when(cells: Sequence[str], now: datetime) -> datetime:
    told = next((cell for cell in cells if _TIME.fullmatch(cell)), "")
    try:
        at = datetime.fromisoformat(told)
    except ValueError:
        return now
    if at.tzinfo is None:
        at = at.replace(tzinfo=zone_of(NIGHT_ZONE))
    return min(at, now)
