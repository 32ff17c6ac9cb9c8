"""Search text: overlapping pairs of syllables, the same on every database.

Hangul is cut into bigrams (마라톤: 마라 라톤), which finds 러닝 in 러닝크루 as well as alone; Latin
letters and digits stay whole, and ``5km`` can be found as ``5``, ``km`` and ``5km``.

Pairs find nouns within compounds and miss verbs that are bent (달리다, 달렸더니). An analyser of
morphemes gives ``Stems``: terms beside the pairs, which find what the pairs do not.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from moim.contexts.community.domain.wording import folded
from moim.kernel.errors import Invalid

Stems = Callable[[str], Sequence[str]]
"""What stands in a text once its endings are off, for words that bend: 달렸더니, 달려요 → 달리."""
INDEXED_MAX = 8_000
STEMMED_MAX = 2_000  # a millisecond for each 80 letters
STEM = "ǂ"
"""Begins a term that is a stem. A text's own terms are Hangul throughout, or not at all."""
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
    """What must stand side by side in this order; the last one may go on if ``begins``.

    Or else all of ``stems``, if there are any.
    """

    terms: tuple[str, ...]
    begins: bool = False
    stems: tuple[str, ...] = ()


def no_stems(_text: str) -> Sequence[str]:
    """Without an analyser there are none."""
    return ()


def terms_of(text: str, stems: Stems = no_stems) -> list[str]:
    """A document's terms in their order, of its first 8,000 characters; then stems of 2,000."""
    terms: list[str] = []
    for run in _runs(text[:INDEXED_MAX]):
        terms.extend(_pairs(run) if _is_hangul(run) else _whole(run))
    return terms + _stems_of(text[:STEMMED_MAX], stems)


def words_of(query: str, stems: Stems = no_stems) -> list[Word]:
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
            words.append(Word(tuple(_pairs(run)[:-1]), stems=tuple(_stems_of(run, stems))))
    if not words:
        raise NothingToSearch(field="q", most=QUERY_MAX)
    return words


def _stems_of(text: str, stems: Stems) -> list[str]:
    return [f"{STEM}{stem}" for stem in dict.fromkeys(stems(folded(text))) if _RUN.fullmatch(stem)]


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
