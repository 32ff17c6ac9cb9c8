"""What a post's picture may be."""

from moim.kernel.errors import NotFound, Unsupported

SIDE_MAX_PX = 1_600
PIXELS_MAX = 40_000_000
BYTES_MAX = 10 * 1024 * 1024


class NotAPicture(Unsupported):
    """Neither JPEG nor PNG nor WebP nor HEIC, damaged, or more than is worth decoding."""

    code = "not-a-picture"
    ko = "JPEG, PNG, WebP, HEIC 사진만 올릴 수 있습니다(4천만 픽셀 이하)."
    en = "Only JPEG, PNG, WebP and HEIC pictures of up to 40 million pixels can be used."


class NoPicture(NotFound):
    """The post shows no such picture."""

    code = "no-picture"
    ko = "사진을 찾을 수 없습니다."
    en = "There is no such picture."
