"""Pretendard 1.3.9 (SIL Open Font License 1.1, OFL.txt): the letters of every picture we draw.

A picture must come out the same on every machine, so no font of the machine is ever used.
"""

import re
import struct
from functools import cache
from importlib.resources import files
from pathlib import Path

NAMES = ("Pretendard-Regular.otf", "Pretendard-SemiBold.otf", "Pretendard-Bold.otf")

_CMAP_FORMAT = 4
_UNUSUAL = re.compile(r"[^\x00-\x7f]")
_JOINERS = frozenset((0x200D, 0x20E3))
_VARIATIONS = range(0xFE00, 0xFE10)
_PICTOGRAMS = (range(0x1F000, 0x20000), range(0x2600, 0x27C0))


@cache
def paths() -> tuple[str, ...]:
    """Where the three weights (400, 600, 700) lie, as the renderer wants them."""
    folder = files(__name__)
    return tuple(str(folder / name) for name in NAMES)


def drawable(text: str) -> str:
    """The text in characters Pretendard has: what it lacks becomes a box, emoji nothing."""
    return _UNUSUAL.sub(_replaced, text)


def _replaced(found: re.Match[str]) -> str:
    character = found.group()
    code = ord(character)
    if code in _covered():
        return character
    joiner = code in _JOINERS or code in _VARIATIONS
    return "" if joiner or any(code in block for block in _PICTOGRAMS) else "□"


@cache
def _covered() -> frozenset[int]:
    """The characters Pretendard has, from the format 4 table of its ``cmap`` (OpenType 1.9)."""
    font = Path(paths()[0]).read_bytes()
    tables = struct.unpack_from(">H", font, 4)[0]
    records = (struct.unpack_from(">4sLLL", font, 12 + 16 * index) for index in range(tables))
    cmap = next(offset for tag, _, offset, _ in records if tag == b"cmap")
    count = struct.unpack_from(">H", font, cmap + 2)[0]
    starts = (struct.unpack_from(">HHL", font, cmap + 4 + 8 * i)[2] + cmap for i in range(count))
    table = next(
        start for start in starts if struct.unpack_from(">H", font, start)[0] == _CMAP_FORMAT
    )
    segments = struct.unpack_from(">H", font, table + 6)[0] // 2
    ends = struct.unpack_from(f">{segments}H", font, table + 14)
    begins = struct.unpack_from(f">{segments}H", font, table + 16 + 2 * segments)
    return frozenset(
        code for begin, end in zip(begins, ends, strict=True) for code in range(begin, end + 1)
    )
