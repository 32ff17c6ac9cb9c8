"""What a profile photo may be."""

from moim.kernel.errors import NotFound, TooLarge, Unsupported

SIDE_PX = 512
PIXELS_MAX = 40_000_000  # more than any phone takes, far less than a decompression bomb
BYTES_MAX = 10 * 1024 * 1024


class NotAPhoto(Unsupported):
    """Neither JPEG nor PNG nor WebP nor HEIC, or damaged."""

    code = "not-a-photo"
    ko = "JPEG, PNG, WebP, HEIC 사진만 올릴 수 있습니다. 다른 사진을 선택하세요."
    en = "Only JPEG, PNG, WebP and HEIC pictures can be used. Please choose another one."


class TooManyPixels(TooLarge):
    """It would unfold to more than is worth decoding."""

    code = "photo-too-many-pixels"
    ko = "사진이 너무 큽니다. 가로와 세로를 곱한 값이 4천만 픽셀 이하여야 합니다."
    en = "The picture is too large: width times height may be 40 million pixels at most."


class NoPhoto(NotFound):
    """The account has none, or there is no such account."""

    code = "no-photo"
    ko = "프로필 사진이 없습니다."
    en = "There is no profile photo."
