"""Opens a stranger's photo, in the formats that are read wherever photos are taken; makes it plain.

Only in a worker process: decoding a stranger's picture is the riskiest thing done here.
"""

import contextlib
import io
import re
from collections.abc import Iterator
from typing import Any

from PIL import Image, ImageCms, UnidentifiedImageError

OPAQUE = ("RGB", "L", "CMYK", "YCbCr")
QUALITY = 82
PLAIN = ("JPEG", "PNG", "WEBP")
HEIC = "HEIF"  # what Pillow calls the container
_STILL = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1"})  # ISO 23008-12, brands
_SRGB = ImageCms.createProfile("sRGB")
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


def flat(image: Image.Image) -> Image.Image:
    """Without what can be seen through: on white, as RGB."""
    if image.mode.startswith("I"):  # 16 bits a pixel
        return image.point(lambda value: value / 256).convert("L").convert("RGB")
    if image.mode in OPAQUE and "transparency" not in image.info:
        return image.convert("RGB")
    seen = image.convert("RGBA")
    ground = Image.new("RGBA", seen.size, "white")
    return Image.alpha_composite(ground, seen).convert("RGB")


def in_srgb(image: Image.Image, profile: Any) -> Image.Image:
    """Phones photograph in wider colours than a file without a profile is shown in."""
    if isinstance(profile, bytes):
        with contextlib.suppress(ImageCms.PyCMSError, OSError, ValueError):
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(image, source, _SRGB, outputMode="RGB")
            return converted or image
    return image


def bare_webp(image: Image.Image) -> bytes:
    """An RGB picture as WebP, with no metadata at all."""
    bare = Image.frombytes("RGB", image.size, image.tobytes())  # leaves every note behind
    result = io.BytesIO()
    bare.save(result, "WEBP", quality=QUALITY, method=4)
    return result.getvalue()


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
