"""What is looked at before it is shown: filtered words, forbidden goods, signs of spam."""

import re

from moim.contexts.community.domain.wording import folded

LINKS_MANY = 3
REASONS = ("filtered-word", "forbidden-goods", "many-links", "typed-too-fast")
"""Every reason there is."""
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
_LINK = re.compile(r"https?://\S*")
_SPACES = re.compile(r"[\s\W_]+")


def suspicions(text: str, *, market: bool, typed_s: float | None) -> tuple[str, ...]:
    """Why a moderator should look first; empty for nearly everything."""
    found = list(_found(text, market=market))
    if typed_s is not None and typed_s < TYPED_TOO_FAST_S:
        found.append("typed-too-fast")
    return tuple(found)


def newly_suspicious(
    before: str, after: str, *, market_before: bool, market: bool
) -> tuple[str, ...]:
    """Why a moderator should look at an edit first: what it brings that did not stand there."""
    known = _found(before, market=market_before)
    found = _found(after, market=market)
    return tuple(why for why, words in found.items() if not words <= known.get(why, frozenset()))


def _found(text: str, *, market: bool) -> dict[str, frozenset[str]]:
    """What there is to look at, by why it is."""
    joined = _SPACES.sub("", folded(text))
    found = {"filtered-word": frozenset(word for word in _FILTERED if word in joined)}
    if market:
        found["forbidden-goods"] = frozenset(word for word in _FORBIDDEN_GOODS if word in joined)
    links = frozenset(_LINK.findall(text))
    found["many-links"] = links if len(_LINK.findall(text)) > LINKS_MANY else frozenset()
    return {why: words for why, words in found.items() if words}


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
