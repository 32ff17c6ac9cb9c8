"""What the validators found, in our own two languages and without repeating the value."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from moim.platform.http.problems import Mistake

Sentences = tuple[str, str, str]  # code, Korean, English

MISSING: Sentences = ("missing", "꼭 필요한 항목입니다.", "This is required.")
UNKNOWN: Sentences = ("unknown-field", "알 수 없는 항목입니다.", "There is no such field.")
WRONG: Sentences = ("invalid", "올바르지 않은 값입니다.", "This value is not valid.")
CHOICE: Sentences = (
    "not-a-choice",
    "고를 수 있는 값이 아닙니다.",
    "This is not one of the possible values.",
)
PATTERN: Sentences = (
    "wrong-format",
    "형식이 올바르지 않습니다.",
    "This does not have the expected format.",
)
ID: Sentences = ("not-an-id", "올바른 ID가 아닙니다.", "This is not a valid id.")
INSTANT: Sentences = (
    "not-an-instant",
    "시간대가 있는 날짜와 시각이어야 합니다. 예: 2026-05-01T06:30:00Z",
    "This must be an instant with its zone, such as 2026-05-01T06:30:00Z.",
)
DAY: Sentences = (
    "not-a-day",
    "날짜여야 합니다. 예: 2026-05-01",
    "This must be a day, such as 2026-05-01.",
)
RANGE: Sentences = ("out-of-range", "숫자가 너무 크거나 작습니다.", "The number is out of range.")

KINDS: dict[str, tuple[str, str]] = {
    "int": ("정수여야 합니다.", "This must be a whole number."),
    "float": ("숫자여야 합니다.", "This must be a number."),
    "str": ("글자여야 합니다.", "This must be text."),
    "bool": ("true 또는 false여야 합니다.", "This must be true or false."),
    "array": ("목록이어야 합니다.", "This must be a list."),
    "object": ("객체여야 합니다.", "This must be an object."),
    "null": ("비어 있어야 합니다.", "This must be null."),
}
OF_PYDANTIC = {"int": "int", "float": "float", "string": "str", "bool": "bool", "list": "array"} | {
    "dict": "object",
    "model": "object",
    "model_attributes": "object",
    "dataclass": "object",
    "set": "array",
    "tuple": "array",
    "decimal": "float",
    "bytes": "str",
    "none_required": "null",
}


def wrong_kind(kind: str) -> Sentences:
    """It is of another JSON type than ``kind``."""
    ko, en = KINDS.get(kind, (WRONG[1], WRONG[2]))
    return ("wrong-type", ko, en)


def too_long(limit: object) -> Sentences:
    """Text with more characters than allowed."""
    return ("too-long", f"{limit}자 이하여야 합니다.", f"At most {limit} characters.")


def too_short(limit: object) -> Sentences:
    """Text with fewer characters than needed."""
    return ("too-short", f"{limit}자 이상이어야 합니다.", f"At least {limit} characters.")


def too_many(limit: object) -> Sentences:
    """A list with more items than allowed."""
    return ("too-many", f"{limit}개 이하여야 합니다.", f"At most {limit} items.")


def too_few(limit: object) -> Sentences:
    """A list with fewer items than needed."""
    return ("too-few", f"{limit}개 이상이어야 합니다.", f"At least {limit} items.")


def at_least(limit: object) -> Sentences:
    """A number below its least value."""
    return ("too-small", f"{limit} 이상이어야 합니다.", f"This must be at least {limit}.")


def at_most(limit: object) -> Sentences:
    """A number above its greatest value."""
    return ("too-large", f"{limit} 이하여야 합니다.", f"This must be at most {limit}.")


def more_than(limit: object) -> Sentences:
    """A number that must be greater."""
    return ("too-small", f"{limit}보다 커야 합니다.", f"This must be greater than {limit}.")


def less_than(limit: object) -> Sentences:
    """A number that must be less."""
    return ("too-large", f"{limit}보다 작아야 합니다.", f"This must be less than {limit}.")


# --- msgspec: one mistake, as a sentence with a path at its end ---

_AT = re.compile(r" - at `(?P<path>[^`]*)`$|, at `key` in `(?P<key>[^`]*)`$")
_LIMIT = re.compile(r"Expected `(\w+)` (of length )?(>=|<=|>|<) (\S+)")
_SHAPE = re.compile(r"Expected `([^`]+)`, got")
_FIELD = re.compile(r"Object (missing required|contains unknown) field `([^`]*)`")


def of_msgspec(message: str) -> Mistake:
    """The one thing that msgspec found."""
    at = _AT.search(message)
    path = (at["path"] or at["key"] or "$") if at else "$"
    pointer = "#" + re.sub(r"\[(\d+)\]", r"/\1", path[1:]).replace("[...]", "").replace(".", "/")
    field = _FIELD.match(message)
    if field:
        code, ko, en = MISSING if field[1] == "missing required" else UNKNOWN
        return Mistake(pointer=f"{pointer}/{field[2]}", code=code, ko=ko, en=en)
    code, ko, en = _said_by_msgspec(message)
    return Mistake(pointer=pointer, code=code, ko=ko, en=en)


def _said_by_msgspec(message: str) -> Sentences:
    limit = _LIMIT.match(message)
    if limit:
        return _limit_by_msgspec(*limit.groups())
    for start, said in (
        ("Invalid enum value", CHOICE),
        ("Invalid UUID", ID),
        ("Invalid RFC3339", INSTANT),
        ("Expected `datetime` with a timezone", INSTANT),
        ("Expected `date`", DAY),
        ("Number out of range", RANGE),
    ):
        if message.startswith(start):
            return said
    if "matching regex" in message:
        return PATTERN
    shape = _SHAPE.match(message)
    return wrong_kind(shape[1].partition(" ")[0]) if shape else WRONG


def _limit_by_msgspec(kind: str, length: str | None, sign: str, limit: str) -> Sentences:
    limit = limit.rstrip(".")
    if not length:
        return {">=": at_least, "<=": at_most, ">": more_than, "<": less_than}[sign](limit)
    if kind == "str":
        return (too_short if sign == ">=" else too_long)(limit)
    return (too_few if sign == ">=" else too_many)(limit)


# --- pydantic: many mistakes, each with a type and its context ---

_PYDANTIC: dict[str, Callable[[Mapping[str, Any]], Sentences]] = {
    "missing": lambda _: MISSING,
    "extra_forbidden": lambda _: UNKNOWN,
    "string_too_long": lambda c: too_long(c["max_length"]),
    "string_too_short": lambda c: too_short(c["min_length"]),
    "too_long": lambda c: too_many(c["max_length"]),
    "too_short": lambda c: too_few(c["min_length"]),
    "greater_than_equal": lambda c: at_least(c["ge"]),
    "less_than_equal": lambda c: at_most(c["le"]),
    "greater_than": lambda c: more_than(c["gt"]),
    "less_than": lambda c: less_than(c["lt"]),
    "string_pattern_mismatch": lambda _: PATTERN,
    "enum": lambda _: CHOICE,
    "literal_error": lambda _: CHOICE,
    "finite_number": lambda _: RANGE,
    "int_parsing_size": lambda _: RANGE,
    "int_from_float": lambda _: wrong_kind("int"),
    "timezone_aware": lambda _: INSTANT,
}
_PYDANTIC_FAMILIES = {"uuid": ID, "datetime": INSTANT, "date": DAY, "time": PATTERN, "url": PATTERN}


def of_pydantic(errors: Iterable[Mapping[str, Any]]) -> list[Mistake]:
    """Everything that pydantic found."""
    return [_one_of_pydantic(error) for error in errors]


def _one_of_pydantic(error: Mapping[str, Any]) -> Mistake:
    part, *location = error["loc"] or ("body",)
    code, ko, en = _said_by_pydantic(error["type"], error.get("ctx") or {})
    return Mistake(pointer=_pointer(location), code=code, ko=ko, en=en, part=str(part))


def _said_by_pydantic(kind: str, context: Mapping[str, Any]) -> Sentences:
    exact = _PYDANTIC.get(kind)
    if exact is not None:
        return exact(context)
    family = kind.partition("_")[0]
    if family in _PYDANTIC_FAMILIES:
        return _PYDANTIC_FAMILIES[family]
    name = kind.removesuffix("_type").removesuffix("_parsing")
    return wrong_kind(OF_PYDANTIC[name]) if name in OF_PYDANTIC else WRONG


def _pointer(location: Sequence[object]) -> str:
    parts = [str(step).replace("~", "~0").replace("/", "~1") for step in location]
    return "#" + "".join(f"/{part}" for part in parts)
