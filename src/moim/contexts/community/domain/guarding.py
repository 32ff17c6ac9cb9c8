"""What is looked at before it is shown: filtered words, forbidden goods, signs of spam."""

import re

from moim.contexts.community.domain.wording import folded

LINKS_MANY = 3
TYPED_TOO_FAST_S = 3.0
_PHONE = re.compile(r"01[016789][-. ]?\d{3,4}[-. ]?\d{4}")
_ACCOUNT = re.compile(r"\d{2,6}-\d{2,6}-\d{4,8}")
_FORBIDDEN_GOODS = (
    "배번양도",
    "배번판매",
    "참가권양도",
    "참가권판매",
    "처방약",
    "전문의약품",
    "담배",
)
_FILTERED = ("카지노", "토토사이트", "바카라", "대출상담", "조건만남", "불법촬영")
_SPACES = re.compile(r"[\s\W_]+")


def suspicions(text: str, *, market: bool, typed_s: float | None) -> tuple[str, ...]:
    """Why a moderator should look first; empty for nearly everything."""
    joined = _SPACES.sub("", folded(text))
    found = []
    if any(word in joined for word in _FILTERED):
        found.append("filtered-word")
    if market and any(word in joined for word in _FORBIDDEN_GOODS):
        found.append("forbidden-goods")
    if text.count("http://") + text.count("https://") > LINKS_MANY:
        found.append("many-links")
    if typed_s is not None and typed_s < TYPED_TOO_FAST_S:
        found.append("typed-too-fast")
    return tuple(found)


def warnings(text: str) -> tuple[str, ...]:
    """What the author is told: numbers that should not stand in public."""
    found = []
    if _PHONE.search(text):
        found.append("phone-number")
    if _ACCOUNT.search(_PHONE.sub("", text)):
        found.append("account-number")
    return tuple(found)


def fingerprint(text: str) -> str:
    """What two copies of a text have in common, whatever their spaces and marks."""
    return _SPACES.sub("", folded(text))
