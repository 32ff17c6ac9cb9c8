"""Stems of Korean by Kiwi, where the host has it: an option that takes half a gigabyte."""

from collections.abc import Sequence
from threading import Lock
from typing import Any

BENT = ("VV", "VA")
ROOT = "XR"
NOUN = "NN"
MAKES_VERBS = ("XSV", "XSA")


class NoKiwi(RuntimeError):
    """It was asked for and is not installed."""


class KiwiStems:
    """Verbs and adjectives without their endings, and what 하다 makes one of (운동했다 → 운동).

    Nouns are left to the pairs of syllables, which find them within compounds too. Tags are those
    of the Sejong corpus as Kiwi has them.
    """

    def __init__(self) -> None:
        """Takes some seconds: its model is read."""
        try:
            from kiwipiepy import Kiwi  # noqa: PLC0415 - an option
        except ImportError:
            raise NoKiwi("MOIM_MORPHEMES is kiwi: please pip install kiwipiepy") from None
        self._kiwi: Any = Kiwi(num_workers=1)
        self._one_at_a_time = Lock()

    def __call__(self, text: str) -> Sequence[str]:
        """In their order, repeated as they are."""
        with self._one_at_a_time:
            tokens = self._kiwi.tokenize(text)
        stems = []
        for token, following in zip(tokens, [*tokens[1:], None], strict=True):
            made = following is not None and following.tag.startswith(MAKES_VERBS)
            if token.tag.startswith(BENT) or (made and token.tag.startswith((ROOT, NOUN))):
                stems.append(token.form)
        return stems
