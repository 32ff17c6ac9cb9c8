"""What people may type as text that others will read: seen whole, in one direction."""

import unicodedata

# Letters and symbols that Unicode counts as visible and that show nothing.
_BLANKS = frozenset("\u115f\u1160\u3164\uffa0\u2800\u034f\u17b4\u17b5")
_JOINERS = frozenset("\u200c\u200d")  # families of emoji and some scripts are joined by them
_MARKS = ("Mn", "Me", "Mc")


def composed(text: str) -> str:
    """``text`` in Normalization Form C: 한글 typed on any machine is the same 한글."""
    return unicodedata.normalize("NFC", text)


def is_plain(text: str, *, lines: bool = False, joiners: bool = False) -> bool:
    """Whether nothing in it is hidden: no control, format or bidirectional characters.

    A line feed passes when ``lines``, and what joins emoji when ``joiners``.
    """
    return all(
        (character == "\n" and lines)
        or (character in _JOINERS and joiners)
        or character == " "
        or (unicodedata.category(character)[0] not in "CZ" and character not in _BLANKS)
        for character in text
    )


def visible_length(text: str) -> int:
    """Characters a reader counts: marks that sit on another one are not counted."""
    return sum(unicodedata.category(character) not in _MARKS for character in text)


def folded(text: str) -> str:
    """What two spellings have in common when only case and composition differ."""
    return composed(composed(text).casefold())
