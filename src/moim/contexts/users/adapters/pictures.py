"""Makes a profile photo of whatever was uploaded: upright, square, and without what it told.

Runs in a worker process: decoding a stranger's picture is the riskiest thing done here.
"""

import contextlib
import io
from typing import Any

from PIL import Image, ImageCms, ImageOps

from moim.contexts.users.domain.photo import PIXELS_MAX, SIDE_PX, NotAPhoto, TooManyPixels
from moim.platform.pictures import BROKEN, opened

QUALITY = 82
DRAFT_PX = 2 * SIDE_PX
OPAQUE = ("RGB", "L", "CMYK", "YCbCr")
_SRGB = ImageCms.createProfile("sRGB")


def square_webp(content: bytes) -> bytes:
    """512 by 512 pixels as WebP in sRGB, cut from the middle, with no metadata at all.

    Raises NotAPhoto or TooManyPixels; nothing is decoded before its size is known.
    """
    try:
        with opened(content) as photo:
            if photo.width * photo.height > PIXELS_MAX:
                raise TooManyPixels
            photo.draft("RGB", (DRAFT_PX, DRAFT_PX))  # a JPEG is decoded no larger than needed
            upright = ImageOps.exif_transpose(photo)
            flat = _in_srgb(_flat(upright), photo.info.get("icc_profile"))
    except Image.DecompressionBombError:
        raise TooManyPixels from None
    except BROKEN:
        raise NotAPhoto from None
    square = ImageOps.fit(flat, (SIDE_PX, SIDE_PX), Image.Resampling.LANCZOS)
    bare = Image.frombytes("RGB", square.size, square.tobytes())  # leaves every note behind
    result = io.BytesIO()
    bare.save(result, "WEBP", quality=QUALITY, method=4)
    return result.getvalue()


def _flat(image: Image.Image) -> Image.Image:
    if image.mode in OPAQUE and "transparency" not in image.info:
        return image.convert("RGB")
    seen = image.convert("RGBA")
    ground = Image.new("RGBA", seen.size, "white")
    return Image.alpha_composite(ground, seen).convert("RGB")


def _in_srgb(image: Image.Image, profile: Any) -> Image.Image:
    if isinstance(profile, bytes):
        with contextlib.suppress(ImageCms.PyCMSError, OSError, ValueError):
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(image, source, _SRGB, outputMode="RGB")
            return converted or image
    return image
