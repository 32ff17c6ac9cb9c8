"""A text message as Korean carriers take it: counted in bytes of EUC-KR, short or long."""

import re
import unicodedata
from dataclasses import dataclass

SMS_BYTES_MAX = 90
LMS_BYTES_MAX = 2_000
SUBJECT_BYTES_MAX = 40
ENCODING = "cp949"  # EUC-KR with the syllables that it lacks: two bytes each
ALIKE = str.maketrans({"\u2014": "―", "\u2013": "-", "\u2212": "-", "₩": "￦", "\u00a0": " "})
"""What people write and EUC-KR has in another form."""


@dataclass(frozen=True, kw_only=True)
class TextMessage:
    """``subject`` is that of a long one (LMS); a short one (SMS) has none."""

    text: str
    subject: str | None = None


def text_message(title: str, body: str, *, first: str = "", last: str = "") -> TextMessage:
    """The lines in their order, as a short message if they fit, else as a long one.

    Too long even so, the body gives way: ``first`` and ``last`` are what the law wants there.
    """
    start = _lines(_sayable(first), _sayable(title))
    text, end = _sayable(body), _sayable(last)
    whole = _lines(start, text, end)
    if _bytes(whole) <= SMS_BYTES_MAX:
        return TextMessage(text=whole)
    closing = f"\n{end}" if end else ""
    said = _cut(_lines(start, text), LMS_BYTES_MAX - _bytes(closing))
    subject = " ".join(part for part in (_sayable(first), _sayable(title)) if part)
    return TextMessage(text=f"{said}{closing}", subject=_cut(subject, SUBJECT_BYTES_MAX))


def _lines(*parts: str) -> str:
    return "\n".join(part for part in parts if part)


def _sayable(text: str) -> str:
    """In letters that EUC-KR has; accents are taken off, and what is left (emoji) is left out.

    Syllables are put together first: some computers write them as single letters, of which EUC-KR
    has none.
    """
    whole = unicodedata.normalize("NFC", text).translate(ALIKE)
    said = "".join(_in_euc_kr(character) for character in whole)
    return re.sub(" {2,}", " ", said).strip()  # where something was left out


def _in_euc_kr(character: str) -> str:
    for form in (character, unicodedata.normalize("NFKD", character)):
        said = form.encode(ENCODING, "ignore").decode(ENCODING)
        if said:
            return said
    return ""


def _bytes(text: str) -> int:
    return len(text.encode(ENCODING))


def _cut(text: str, bytes_max: int) -> str:
    return text.encode(ENCODING)[:bytes_max].decode(ENCODING, "ignore")
