"""Search text: overlapping pairs of syllables, the same on every database.

Hangul is cut into bigrams (마라톤: 마라 라톤), which finds 러닝 in 러닝크루 as well as alone; Latin
letters and digits stay whole, and ``5km`` can be found as ``5``, ``km`` and ``5km``.
"""

import re
from dataclasses import dataclass

from moim.contexts.community.domain.wording import folded
from moim.kernel.errors import Invalid

INDEXED_MAX = 8_000
QUERY_MAX = 100
WORDS_MAX = 8
_ADDRESS = re.compile(r"https?://\S+|<[^<>]{0,500}>")
_RUN = re.compile(r"[가-힣]+|[^\W_가-힣]+")
_PARTS = re.compile(r"\d+|\D+")


class NothingToSearch(Invalid):
    """There is no letter or digit in what was asked for, or too much of it."""

    code = "nothing-to-search"
    ko = "찾을 말을 한 글자 이상, {most}자까지 입력해 주세요."
    en = "Please enter a word to search for, {most} characters at most."


@dataclass(frozen=True)
class Word:
    """What must stand side by side in this order; the last one may go on if ``begins``."""

    terms: tuple[str, ...]
    begins: bool = False


def terms_of(text: str) -> list[str]:
    """A document's terms in their order, of its first 8,000 characters."""
    terms: list[str] = []
    for run in _runs(text[:INDEXED_MAX]):
        terms.extend(_pairs(run) if _is_hangul(run) else _whole(run))
    return terms


def words_of(query: str) -> list[Word]:
    """What a document must hold, all of it. Raises NothingToSearch."""
    if len(query) > QUERY_MAX:
        raise NothingToSearch(field="q", most=QUERY_MAX)
    words = []
    for run in _runs(query)[:WORDS_MAX]:
        if not _is_hangul(run):
            words.append(Word((run,)))
        elif len(run) == 1:
            words.append(Word((run,), begins=True))
        else:
            words.append(Word(tuple(_pairs(run)[:-1])))
    if not words:
        raise NothingToSearch(field="q", most=QUERY_MAX)
    return words


def _runs(text: str) -> list[str]:
    runs: list[str] = _RUN.findall(_ADDRESS.sub(" ", folded(text)))
    return runs


def _is_hangul(run: str) -> bool:
    return "가" <= run[0] <= "힣"


def _pairs(run: str) -> list[str]:
    """The last syllable stands once more alone, so that one syllable finds it as a beginning."""
    if len(run) == 1:
        return [run]
    return [run[at : at + 2] for at in range(len(run) - 1)] + [run[-1]]


def _whole(run: str) -> list[str]:
    parts = _PARTS.findall(run)
    return [run, *parts] if len(parts) > 1 else [run]
