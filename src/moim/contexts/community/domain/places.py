"""The name of a region, as a post carries it and as it is followed: one spelling for both."""

import unicodedata

from moim.contexts.community.domain.wording import written
from moim.kernel.errors import Invalid

REGION_MAX = 40
_BETWEEN = frozenset(" ·.,'()-")


class RegionNotAllowed(Invalid):
    """Not the name of a place."""

    code = "region-not-allowed"
    ko = "지역은 '서울특별시 마포구'처럼 글자로 적어 주세요."
    en = "Give the region by its name, such as 서울특별시 마포구."


def region_named(text: str, field: str) -> str:
    """In NFC with one space between its words. Raises it, or WordingNotAllowed, at ``field``.

    Of any country: which names are Korea's official ones is the account's rule, not that of a post.
    """
    name = " ".join(written(text, REGION_MAX, field).split())
    if not any(map(str.isalpha, name)) or not all(map(_may_stand, name)):
        raise RegionNotAllowed(field=field)
    return name


def _may_stand(character: str) -> bool:
    """A letter, a mark on one, a digit, or what stands between the words of a name."""
    return character in _BETWEEN or unicodedata.category(character)[0] in "LMN"
