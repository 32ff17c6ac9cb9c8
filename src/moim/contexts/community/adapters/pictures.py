"""Makes a post's picture of whatever was uploaded: upright, bounded, and without what it told.

Runs in a worker process: decoding a stranger's picture is the riskiest thing done here.
"""

import io

from PIL import Image, ImageOps

from moim.contexts.community.domain.pictures import PIXELS_MAX, SIDE_MAX_PX, NotAPicture
from moim.platform.pictures import BROKEN, opened

QUALITY = 82


def bounded_webp(content: bytes) -> bytes:
    """At most 1,600 pixels a side as WebP, with no metadata at all. Raises NotAPicture."""
    try:
        with opened(content) as photo:
            if photo.width * photo.height > PIXELS_MAX:
                raise NotAPicture
            photo.draft("RGB", (2 * SIDE_MAX_PX, 2 * SIDE_MAX_PX))
            upright = ImageOps.exif_transpose(photo)
            seen = upright.convert("RGBA")
    except Image.DecompressionBombError:
        raise NotAPicture from None
    except BROKEN:
        raise NotAPicture from None
    ground = Image.new("RGBA", seen.size, "white")
    flat = Image.alpha_composite(ground, seen).convert("RGB")
    flat.thumbnail((SIDE_MAX_PX, SIDE_MAX_PX), Image.Resampling.LANCZOS)
    bare = Image.frombytes("RGB", flat.size, flat.tobytes())  # leaves every note behind
    result = io.BytesIO()
    bare.save(result, "WEBP", quality=QUALITY, method=4)
    return result.getvalue()
