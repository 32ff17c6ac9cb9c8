"""The boards: each one a schema of its own, all posts of one shape."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from moim.contexts.community.domain.wording import written
from moim.kernel.errors import Forbidden, Invalid, NotFound

PRICE_MAX_KRW = 100_000_000
WORKOUTS_MAX = 200
ASPECTS_MAX = 8
_LINK = re.compile(r"https?://[^\s<>\"']{3,500}")


class NoSuchBoard(NotFound):
    """There is no board of this name."""

    code = "no-such-board"
    ko = "그런 게시판이 없습니다. 게시판 목록에서 골라 주세요."
    en = "There is no such board. Choose one from the list of boards."


class MayNotPostHere(Forbidden):
    """Only staff writes on this board."""

    code = "may-not-post-here"
    ko = "이 게시판에는 운영진만 글을 쓸 수 있습니다."
    en = "Only staff may post on this board."


FIELDS_KO = {
    "category": "분류",
    "meets": "모이는 때와 곳",
    "level": "수준",
    "link": "링크",
    "price_krw": "가격",
    "condition": "상태",
    "size": "크기",
    "shop": "업체",
    "starts_at": "시작",
    "ends_at": "끝",
    "discount_percent": "할인",
    "product": "제품",
    "ratings": "항목별 점수",
    "worn_in": "함께한 운동",
    "maker": "만든 곳",
    "released_on": "나온 날",
    "race": "대회",
    "held_on": "대회 날",
    "place": "장소",
    "registration_opens_on": "접수 시작",
    "registration_closes_on": "접수 마감",
    "state": "접수 상태",
    "problem": "문제",
}
"""The fields of all boards as a Korean sentence names them."""


class FieldNotAllowed(Invalid):
    """A field of the board is missing, unknown, or out of its range."""

    code = "board-field-not-allowed"
    ko = "이 게시판의 '{name}' 항목을 확인해 주세요."
    en = "Please check the field '{name}' of this board."

    def sentence(self, language: str) -> str:
        """With the field in words, as its form has it."""
        name = str(self.details["name"])
        said = FIELDS_KO.get(name, name) if language == "ko" else name.replace("_", " ")
        return (self.ko if language == "ko" else self.en).format(name=said)


class Kind(StrEnum):
    """What a field of a board holds."""

    TEXT = "text"
    CHOICE = "choice"
    INTEGER = "integer"
    DAY = "day"
    INSTANT = "instant"
    LINK = "link"
    RATINGS = "ratings"
    WORKOUTS = "workouts"


@dataclass(frozen=True, kw_only=True)
class Field:
    """``least`` and ``most`` bound a number, or the length of a text or list."""

    name: str
    kind: Kind
    required: bool = False
    least: int = 1
    most: int = 200
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Board:
    """``gravity`` is how quickly its posts sink on the hot list; ``kept_days`` None is for ever.

    ``gated`` categories show their text only to who asked to see it.
    """

    name: str
    ko: str
    en: str
    gravity: float = 1.6
    fields: tuple[Field, ...] = ()
    categories: tuple[str, ...] = ()
    gated: frozenset[str] = field(default_factory=frozenset)
    staff_only: bool = False
    region_needed: bool = False
    kept_days: int | None = None


SPORTS = ("run", "trail_run", "walk", "hike", "ride", "swim", "other")
CONDITIONS = ("new", "like_new", "good", "worn")
SALE_STATES = ("on_sale", "reserved", "sold")
REGISTRATION = ("announced", "open", "closed", "postponed", "cancelled", "held")

BOARDS: dict[str, Board] = {
    board.name: board
    for board in (
        Board(name="free", ko="자유게시판", en="Free board", categories=("talk", *SPORTS)),
        Board(
            name="clubs",
            ko="지역별 클럽 안내",
            en="Clubs by region",
            gravity=0.8,
            region_needed=True,
            fields=(
                Field(name="meets", kind=Kind.TEXT, required=True, most=200),
                Field(name="level", kind=Kind.CHOICE, choices=("any", "beginner", "experienced")),
                Field(name="link", kind=Kind.LINK),
            ),
        ),
        Board(name="challenges", ko="챌린지 이야기", en="Challenge talk"),
        Board(
            name="market",
            ko="중고 장터",
            en="Used goods",
            gravity=1.8,
            region_needed=True,
            kept_days=3 * 365,
            fields=(
                Field(
                    name="price_krw",
                    kind=Kind.INTEGER,
                    required=True,
                    least=0,
                    most=PRICE_MAX_KRW,
                ),
                Field(name="condition", kind=Kind.CHOICE, required=True, choices=CONDITIONS),
                Field(name="size", kind=Kind.TEXT, most=40),
            ),
        ),
        Board(
            name="promotion",
            ko="업체 홍보",
            en="Shop promotion",
            fields=(
                Field(name="shop", kind=Kind.TEXT, required=True, most=80),
                Field(name="link", kind=Kind.LINK),
            ),
        ),
        Board(
            name="sales",
            ko="업체 세일 정보",
            en="Shop sales",
            fields=(
                Field(name="shop", kind=Kind.TEXT, required=True, most=80),
                Field(name="starts_at", kind=Kind.INSTANT, required=True),
                Field(name="ends_at", kind=Kind.INSTANT, required=True),
                Field(name="discount_percent", kind=Kind.INTEGER, least=1, most=99),
                Field(name="link", kind=Kind.LINK),
            ),
        ),
        Board(
            name="reviews",
            ko="신제품 리뷰",
            en="Product reviews",
            gravity=1.0,
            fields=(
                Field(name="product", kind=Kind.TEXT, required=True, most=120),
                Field(name="ratings", kind=Kind.RATINGS, required=True, most=ASPECTS_MAX),
                Field(name="worn_in", kind=Kind.WORKOUTS, most=WORKOUTS_MAX),
            ),
        ),
        Board(
            name="products",
            ko="신제품 정보",
            en="Product news",
            gravity=1.3,
            fields=(
                Field(name="product", kind=Kind.TEXT, required=True, most=120),
                Field(name="maker", kind=Kind.TEXT, most=80),
                Field(name="released_on", kind=Kind.DAY),
                Field(name="price_krw", kind=Kind.INTEGER, least=0, most=PRICE_MAX_KRW),
            ),
        ),
        Board(
            name="races",
            ko="대회 업데이트",
            en="Race updates",
            gravity=1.0,
            fields=(
                Field(name="race", kind=Kind.TEXT, required=True, most=120),
                Field(name="held_on", kind=Kind.DAY, required=True),
                Field(name="place", kind=Kind.TEXT, required=True, most=120),
                Field(name="registration_opens_on", kind=Kind.DAY),
                Field(name="registration_closes_on", kind=Kind.DAY),
                Field(name="state", kind=Kind.CHOICE, required=True, choices=REGISTRATION),
                Field(name="link", kind=Kind.LINK),
            ),
        ),
        Board(
            name="announcements",
            ko="공지사항",
            en="Announcements",
            gravity=1.0,
            staff_only=True,
        ),
        Board(
            name="problems",
            ko="문제 토론",
            en="Problem discussions",
            gravity=1.0,
            categories=("HINT", "SOLUTION", "QUESTION"),
            gated=frozenset({"SOLUTION"}),
            fields=(
                Field(name="problem", kind=Kind.TEXT, required=True, most=120),
                Field(name="level", kind=Kind.INTEGER, least=0, most=100),
            ),
        ),
    )
}


def board_named(name: str) -> Board:
    """The board. Raises NoSuchBoard."""
    board = BOARDS.get(name)
    if board is None:
        raise NoSuchBoard
    return board


def checked_fields(board: Board, given: Mapping[str, Any]) -> dict[str, Any]:
    """The fields as they are kept: clean, in the board's order. Raises FieldNotAllowed."""
    known = {one.name for one in board.fields}
    for name in given:
        if name not in known:
            raise FieldNotAllowed(name=name[:40], field=f"fields/{name[:40]}")
    kept = {}
    for one in board.fields:
        value = given.get(one.name)
        if value is None:
            if one.required:
                raise FieldNotAllowed(name=one.name, field=f"fields/{one.name}")
            continue
        kept[one.name] = _checked(one, value)
    _in_order(kept, "starts_at", "ends_at")
    _in_order(kept, "registration_opens_on", "registration_closes_on")
    return kept


def checked_category(board: Board, category: str | None) -> str | None:
    """A category of the board; its first one if none is named. Raises FieldNotAllowed."""
    if not board.categories:
        if category is not None:
            raise FieldNotAllowed(name="category", field="category")
        return None
    chosen = category or board.categories[0]
    if chosen not in board.categories:
        raise FieldNotAllowed(name="category", field="category")
    return chosen


def _checked(one: Field, value: Any) -> Any:
    try:
        return _CHECKS[one.kind](one, value)
    except (TypeError, ValueError, AttributeError):
        raise FieldNotAllowed(name=one.name, field=f"fields/{one.name}") from None


def _text(one: Field, value: Any) -> str:
    return written(_typed(value, str), one.most, f"fields/{one.name}", least=one.least)


def _choice(one: Field, value: Any) -> str:
    return one.choices[one.choices.index(value)]


def _integer(one: Field, value: Any) -> int:
    if isinstance(value, bool) or not one.least <= _typed(value, int) <= one.most:
        raise ValueError(value)
    return int(value)


def _day(_: Field, value: Any) -> str:
    return date.fromisoformat(_typed(value, str)).isoformat()


def _instant(_: Field, value: Any) -> str:
    moment = datetime.fromisoformat(_typed(value, str))
    if moment.tzinfo is None:
        raise ValueError(value)
    return moment.isoformat()


def _link(_: Field, value: Any) -> str:
    if _LINK.fullmatch(_typed(value, str)) is None:
        raise ValueError(value)
    return str(value)


def _ratings(one: Field, value: Any) -> dict[str, int]:
    ratings = _typed(value, dict)
    if not 1 <= len(ratings) <= one.most:
        raise ValueError(value)
    return {
        written(aspect, 20, f"fields/{one.name}"): _integer(
            Field(name=one.name, kind=Kind.INTEGER, least=1, most=5), rating
        )
        for aspect, rating in ratings.items()
    }


def _workouts(one: Field, value: Any) -> list[str]:
    ids = [str(UUID(_typed(id, str))) for id in _typed(value, list)]
    if len(ids) > one.most:
        raise ValueError(value)
    return list(dict.fromkeys(ids))


_CHECKS = {
    Kind.TEXT: _text,
    Kind.CHOICE: _choice,
    Kind.INTEGER: _integer,
    Kind.DAY: _day,
    Kind.INSTANT: _instant,
    Kind.LINK: _link,
    Kind.RATINGS: _ratings,
    Kind.WORKOUTS: _workouts,
}


def _typed(value: Any, kind: type) -> Any:
    if not isinstance(value, kind):
        raise TypeError(value)
    return value


def _in_order(kept: Mapping[str, Any], first: str, last: str) -> None:
    if first in kept and last in kept:
        begins, ends = (datetime.fromisoformat(kept[name]) for name in (first, last))
        if begins > ends:
            raise FieldNotAllowed(name=last, field=f"fields/{last}")
