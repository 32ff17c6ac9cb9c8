"""Makes a post's picture of whatever was uploaded: upright, bounded, and without what it told.

Runs in a worker process: decoding a stranger's picture is the riskiest thing done here.
"""

from PIL import Image, ImageOps

from moim.contexts.community.domain.pictures import PIXELS_MAX, SIDE_MAX_PX, NotAPicture
from moim.platform.pictures import BROKEN, bare_webp, flat, in_srgb, opened


def bounded_webp(content: bytes) -> bytes:
    """At most 1,600 pixels a side as WebP in sRGB, with no metadata at all. Raises NotAPicture."""
    try:
        with opened(content) as photo:
            if photo.width * photo.height > PIXELS_MAX:
                raise NotAPicture
            photo.draft("RGB", (2 * SIDE_MAX_PX, 2 * SIDE_MAX_PX))
            upright = ImageOps.exif_transpose(photo)
            whole = in_srgb(flat(upright), photo.info.get("icc_profile"))
    except Image.DecompressionBombError:
        raise NotAPicture from None
    except BROKEN:
        raise NotAPicture from None
    whole.thumbnail((SIDE_MAX_PX, SIDE_MAX_PX), Image.Resampling.LANCZOS)
    return bare_webp(whole)
