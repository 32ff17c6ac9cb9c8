"""What people may write for others to read: seen whole, in one direction, within its length."""

import unicodedata

from moim.kernel.errors import Invalid

_BLANKS = frozenset("\u115f\u1160\u3164\uffa0\u2800\u034f\u17b4\u17b5")
_JOINERS = frozenset("\u200c\u200d\ufe0e\ufe0f")  # emoji and some scripts need them
_HIDDEN = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")


class WordingNotAllowed(Invalid):
    """Empty, too long, or with characters that cannot be seen."""

    code = "wording-not-allowed"
    ko = "내용은 보이는 글자로 {least}자 이상 {most}자 이하로 적어 주세요."
    en = "Please write {least} to {most} visible characters."


def written(text: str, most: int, field: str, *, least: int = 1, lines: bool = False) -> str:
    """The text in NFC without spaces around it. Raises WordingNotAllowed at ``field``."""
    given = text.replace("\r\n", "\n") if lines else text
    clean = unicodedata.normalize("NFC", given).strip()
    if not least <= len(clean) <= most or any(_is_hidden(one, lines=lines) for one in clean):
        raise WordingNotAllowed(field=field, least=least, most=most)
    return clean


def folded(text: str) -> str:
    """What two spellings have in common when only case, width and composition differ."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text).casefold())


def _is_hidden(character: str, *, lines: bool) -> bool:
    if character in _JOINERS or (lines and character in "\n\t"):
        return False
    return character in _BLANKS or unicodedata.category(character) in _HIDDEN
