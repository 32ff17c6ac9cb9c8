"""Text from outside, made fit to keep: one normal form, nothing invisible that deceives."""

import unicodedata

from moim.kernel.errors import Invalid

JOINERS = frozenset("\u200c\u200d\ufe0e\ufe0f")  # emoji and some scripts need them
DECEIVING = frozenset(
    "\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f"
    "\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064"
    "\u2066\u2067\u2068\u2069\u2800\u3164\ufeff\uffa0"
)
REFUSED_CATEGORIES = frozenset({"Cc", "Cs", "Co", "Zl", "Zp"})
TAGS = range(0xE0000, 0xE1000)
NONCHARACTERS = range(0xFDD0, 0xFDF0)
LAST_TWO_OF_A_PLANE = 0xFFFE  # and 0xFFFF: no characters in any plane
COMPOSITION_MAX = 8  # code points that may become one character in NFC, generously


class TextEmpty(Invalid):
    """Nothing is left of it once the spaces around are taken away."""

    code = "text-empty"
    ko = "내용을 입력해 주세요."
    en = "Please enter something."


class TextTooLong(Invalid):
    """More characters than allowed."""

    code = "text-too-long"
    ko = "{max_length}자 이하로 입력해 주세요."
    en = "Please use at most {max_length} characters."


class TextNotAllowed(Invalid):
    """It holds a character that cannot be seen, or that changes what others see."""

    code = "text-not-allowed"
    ko = "사용할 수 없는 문자가 들어 있습니다(U+{code_point})."
    en = "It contains a character that is not allowed (U+{code_point})."


def clean_text(
    value: str, max_length: int, name: str, *, lines: bool = False, empty: bool = False
) -> str:
    """The text in NFC without spaces around it.

    ``name`` is the field a refusal points at; ``lines`` allows line breaks and tabs; ``empty``
    allows an empty text. Raises TextEmpty, TextTooLong or TextNotAllowed.
    """
    if len(value) > (max_length + 1) * COMPOSITION_MAX:
        raise TextTooLong(field=name, max_length=max_length)
    if not (value.isascii() and value.isprintable()):
        value = _checked(value, name, lines=lines)
    text = value.strip()
    if len(text) > max_length:
        raise TextTooLong(field=name, max_length=max_length)
    if not empty and not text.strip("".join(JOINERS)):
        raise TextEmpty(field=name)
    return text


def _checked(value: str, name: str, *, lines: bool) -> str:
    text = value.replace("\r\n", "\n").replace("\r", "\n") if lines else value
    for character in text:
        if not (lines and character in "\n\t") and _refused(character):
            raise TextNotAllowed(field=name, code_point=f"{ord(character):04X}")
    return unicodedata.normalize("NFC", text)


def _refused(character: str) -> bool:
    """Whether it cannot be seen, or reorders what is seen. Unassigned ones may be new emoji."""
    if character in DECEIVING:
        return True
    if character.isprintable():
        return False
    point = ord(character)
    last = point & LAST_TWO_OF_A_PLANE == LAST_TWO_OF_A_PLANE
    if last or point in TAGS or point in NONCHARACTERS:
        return True
    return unicodedata.category(character) in REFUSED_CATEGORIES
