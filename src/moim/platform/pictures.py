"""Opens a stranger's photo, in the formats that are read wherever photos are taken.

Only in a worker process: decoding a stranger's picture is the riskiest thing done here.
"""

import io
import re
from collections.abc import Iterator

from PIL import Image, UnidentifiedImageError

PLAIN = ("JPEG", "PNG", "WEBP")
HEIC = "HEIF"  # what Pillow calls the container
_STILL = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1"})  # ISO 23008-12, brands
_HEAD = 8  # bytes of a box: its length and its kind
BROKEN = (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, RuntimeError)
"""What opening or decoding raises over a file that is damaged or none of these."""


def opened(content: bytes) -> Image.Image:
    """JPEG, PNG, WebP or HEIC; its size is known, no pixel is decoded. Raises one of BROKEN.

    A HEIC is turned upright as it is decoded, and its Exif no longer says otherwise. The decoder
    refuses pixels beyond the size that the head told.
    """
    formats: tuple[str, ...] = PLAIN
    if content[4:8] == b"ftyp" and content[8:12] in _STILL:
        _refuse_unreadable_names(content)
        _learn_heic()
        formats = (HEIC,)
    return Image.open(io.BytesIO(content), formats=formats)


def _learn_heic() -> None:
    from pi_heif import register_heif_opener  # noqa: PLC0415 - 5 MB, and few photos need it

    register_heif_opener(thumbnails=False, depth_images=False, aux_images=False, decode_threads=1)


def _refuse_unreadable_names(content: bytes) -> None:
    """Raise ValueError for an item whose kind is no text: pi-heif 1.4 dies of it.

    An ``infe`` box holds flags, two numbers, its kind and what it is called (14496-12, 8.11.6).
    """
    for kind, box in _boxes(content):
        if kind == b"meta":
            for item in re.finditer(rb"infe([\2\3])...", box, re.DOTALL):
                length = int.from_bytes(box[item.start() - 4 : item.start()])
                numbers = 4 if item[1] == b"\2" else 6
                box[item.end() + numbers : item.start() - 4 + length].decode()


def _boxes(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at + _HEAD <= len(content):
        length = int.from_bytes(content[at : at + 4])
        end = at + length if length >= _HEAD else len(content)
        yield content[at + 4 : at + _HEAD], content[at + _HEAD : end]
        at = end
