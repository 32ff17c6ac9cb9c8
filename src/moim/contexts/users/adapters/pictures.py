"""Makes a profile photo of whatever was uploaded: upright, square, and without what it told.

Runs in a worker process: decoding a stranger's picture is the riskiest thing done here.
"""

from PIL import Image, ImageOps

from moim.contexts.users.domain.photo import PIXELS_MAX, SIDE_PX, NotAPhoto, TooManyPixels
from moim.platform.pictures import BROKEN, bare_webp, flat, in_srgb, opened

DRAFT_PX = 2 * SIDE_PX


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
            whole = in_srgb(flat(upright), photo.info.get("icc_profile"))
    except Image.DecompressionBombError:
        raise TooManyPixels from None
    except BROKEN:
        raise NotAPhoto from None
    square = ImageOps.fit(whole, (SIDE_PX, SIDE_PX), Image.Resampling.LANCZOS)
    return bare_webp(square)
