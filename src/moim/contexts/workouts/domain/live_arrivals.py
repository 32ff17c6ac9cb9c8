"""Which batches of a live session have come, in whatever order, and which are missing."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Self

from moim.kernel.errors import Conflict

GAPS_MAX = 1_000
TOLD_MISSING_MAX = 100


class TooManyGaps(Conflict):
    """So much is missing that what comes next would be lost in it."""

    code = "too-many-gaps"
    ko = "빠진 묶음이 너무 많습니다. missing에 있는 번호부터 다시 보내 주세요."
    en = "Too many batches are missing. Send those that the answer names as missing first."


@dataclass(frozen=True)
class Arrivals:
    """The numbers that came: all up to ``last`` but those in ``gaps``, which rise.

    Phones count from 0 or from 1: a 0 that did not come is not missed.
    """

    last: int = -1
    gaps: tuple[tuple[int, int], ...] = ()

    def has(self, seq: int) -> bool:
        """Whether this number came."""
        return seq <= self.last and not any(first <= seq <= last for first, last in self.gaps)

    def with_one(self, seq: int) -> Self:
        """After one more; the same if it came before. Raises TooManyGaps."""
        if self.has(seq):
            return self
        if seq > self.last:
            gap = ((self.last + 1, seq - 1),) if seq > self.last + 1 else ()
            after = type(self)(seq, self.gaps + gap)
        else:
            after = type(self)(self.last, tuple(self._split(seq)))
        if len(after.gaps) > GAPS_MAX and len(after.gaps) > len(self.gaps):
            raise TooManyGaps(gaps_max=GAPS_MAX)
        return after

    def missing(self) -> list[int]:
        """The first numbers that did not come though later ones did."""
        numbers = (seq for first, last in self.gaps for seq in range(first, last + 1) if seq)
        return list(islice(numbers, TOLD_MISSING_MAX))

    def _split(self, seq: int) -> Iterator[tuple[int, int]]:
        for first, last in self.gaps:
            if not first <= seq <= last:
                yield first, last
                continue
            if first < seq:
                yield first, seq - 1
            if seq < last:
                yield seq + 1, last
