"""What becomes of a stranger's photo: upright, bare, and refused when it is none."""

import io
import struct
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from moim.contexts.workouts.adapters.certificates.drawing import certificate
from moim.contexts.workouts.adapters.certificates.facts import story_of
from moim.contexts.workouts.adapters.certificates.photo import covering
from moim.contexts.workouts.domain.certificate import (
    Field,
    Format,
    Output,
    PhotoUnfoldsTooLarge,
    PhotoUnreadable,
    Template,
    Wishes,
)
from tests import heic
from tests.contexts.workouts.certificates.pictures import encoded, photo, workout

SECRET = heic.SECRET
BARE = Wishes(template=Template.MINIMAL, format=Format.SQUARE, fields=frozenset(), preview=True)


def drawn(content: bytes, wishes: Wishes = BARE) -> Image.Image:
    made = certificate(wishes, story_of(workout(), (), wishes, "ko"), content)
    return Image.open(io.BytesIO(made)).convert("RGB")


def quarters() -> Image.Image:
    """Red and green above, blue and white below, when upright."""
    image = Image.new("RGB", (400, 600))
    colours = ("red", "green", "blue", "white")
    for at, colour in enumerate(colours):
        left, top = (at % 2) * 200, (at // 2) * 300
        image.paste(colour, (left, top, left + 200, top + 300))
    return image


LAID = {  # how a camera stores the upright picture for each orientation
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


@pytest.mark.parametrize("orientation", LAID)
def test_a_photo_is_turned_as_its_camera_meant_it(orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    how = LAID[orientation]
    lying = quarters() if how is None else quarters().transpose(how)
    shown = covering(encoded(lying, exif=exif, quality=95), (200, 200))
    corners = [shown.getpixel(at) for at in ((20, 20), (180, 20), (20, 180), (180, 180))]
    wanted = [(255, 0, 0), (0, 128, 0), (0, 0, 255), (255, 255, 255)]
    for found, colour in zip(corners, wanted, strict=True):
        assert max(abs(a - b) for a, b in zip(found, colour, strict=True)) < 40


def test_a_heic_is_turned_once_though_it_says_so_twice():
    shown = covering(heic.PHOTO, (200, 300))
    left, right = shown.getpixel((20, 150)), shown.getpixel((180, 150))
    assert left[2] - left[0] > 150
    assert right[0] - right[2] > 150


@pytest.mark.parametrize("output", Output, ids=str)
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "HEIC"])
def test_nothing_but_pixels_gets_into_the_picture(form, output):
    exif = Image.Exif()
    exif[0x010E] = SECRET.encode()
    exif[0x0110] = "Camera of mine"
    exif.get_ifd(0x8825)[2] = (37.0, 33.0, 12.0)
    told = {"exif": exif, "comment": SECRET.encode()} if form == "JPEG" else {"exif": exif}
    bare = heic.PHOTO if form == "HEIC" else encoded(quarters(), form, **told)
    content = bare + b"PK\x03\x04<script>hidden</script>"
    assert SECRET.encode() in content
    wishes = Wishes(template=Template.MINIMAL, output=output, fields=frozenset(), preview=True)
    made = certificate(wishes, story_of(workout(), (), wishes, "ko"), content)
    result = Image.open(io.BytesIO(made))
    assert not result.getexif()
    assert not {"exif", "xmp", "icc_profile", "comment", "gps"} & set(result.info)
    for secret in (SECRET.encode(), b"Camera of mine", b"hidden", b"Exif"):
        assert secret not in made


def deep_grey() -> bytes:
    """A PNG of 16 bits a pixel, half as light as can be."""
    return encoded(Image.fromarray(np.full((80, 60), 0x8000, dtype=np.uint16)), "PNG")


def moving(form: str) -> bytes:
    frames = [Image.new("RGB", (60, 80), colour) for colour in ("red", "blue", "green")]
    return encoded(frames[0], form, save_all=True, append_images=frames[1:], duration=100)


@pytest.mark.parametrize(
    ("content", "colour"),
    [
        (deep_grey(), (128, 128, 128)),
        (encoded(Image.new("CMYK", (60, 80), (0, 0, 0, 0))), (255, 255, 255)),
        (encoded(Image.new("L", (60, 80), 90)), (90, 90, 90)),
        (encoded(Image.new("1", (60, 80), 1), "PNG"), (255, 255, 255)),
        (encoded(Image.new("RGBA", (60, 80), (0, 0, 0, 0)), "PNG"), (255, 255, 255)),
        (encoded(Image.new("P", (60, 80), 0), "PNG"), (0, 0, 0)),
        (moving("PNG"), (255, 0, 0)),
        (moving("WEBP"), (255, 0, 0)),
        (encoded(Image.new("RGB", (1, 1), "red"), "PNG"), (255, 0, 0)),
        (encoded(Image.new("RGB", (3000, 2), "blue"), "PNG"), (0, 0, 255)),
    ],
    ids=[
        *("16-bit", "cmyk", "grey", "1-bit", "see-through", "palette"),
        *("apng", "moving-webp", "one-pixel", "strip"),
    ],
)
def test_every_kind_of_picture_is_shown_as_it_looks(content, colour):
    shown = covering(content, (90, 120))
    assert (shown.mode, shown.size) == ("RGB", (90, 120))
    assert max(abs(a - b) for a, b in zip(shown.getpixel((45, 60)), colour, strict=True)) < 6


def bomb(width: int, height: int) -> bytes:
    content = bytearray(encoded(Image.new("RGB", (8, 8)), "PNG"))
    content[16:24] = struct.pack(">II", width, height)
    content[29:33] = struct.pack(">I", zlib.crc32(content[12:29]))
    return bytes(content)


@pytest.mark.parametrize(
    "content",
    [bomb(6001, 4000), bomb(60_000, 60_000), heic.telling(8000, 5001)],
    ids=["large", "bomb", "large-heic"],
)
def test_what_would_unfold_without_measure_is_refused_unseen(content):
    with pytest.raises(PhotoUnfoldsTooLarge):
        covering(content, (540, 675))


SOUND = photo((240, 320))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x89PNG\r\n\x1a\n",
        SOUND[: len(SOUND) // 2],
        SOUND[:200],
        encoded(Image.new("RGB", (9, 9)), "GIF"),
        encoded(Image.new("RGB", (9, 9)), "BMP"),
        encoded(Image.new("RGB", (9, 9)), "TIFF"),
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%PDF-1.7" + SOUND,
        b"%!PS-Adobe-3.0 EPSF-3.0\n",
        bomb(200, 200),
        heic.telling(40, 60),
    ],
    ids=[
        "empty",
        "head",
        "half",
        "start",
        "gif",
        "bmp",
        "tiff",
        "svg",
        "pdf",
        "eps",
        "lies",
        "heic-lies",
    ],
)
def test_what_is_no_photo_is_refused(content):
    with pytest.raises(PhotoUnreadable):
        covering(content, (540, 675))


@given(at=st.integers(0, len(SOUND) - 1), value=st.integers(0, 255), cut=st.integers(0, 400))
@settings(max_examples=80, deadline=None)
def test_a_damaged_photo_is_drawn_or_refused_and_nothing_else(at, value, cut):
    damaged = bytearray(SOUND)
    damaged[at] = value
    try:
        shown = covering(bytes(damaged[: len(damaged) - cut]), (60, 80))
    except (PhotoUnreadable, PhotoUnfoldsTooLarge):
        return
    assert shown.size == (60, 80)


def test_a_broken_note_on_a_whole_photo_is_passed_over():
    exif = b"Exif\x00\x00MM\x00*\x00\x00\x00\x08\xff\xff"
    shown = covering(encoded(quarters(), exif=exif), (60, 80))
    assert shown.size == (60, 80)


def test_the_photo_is_under_the_words_and_a_card_hides_no_more_than_it_must():
    plain = encoded(Image.new("RGB", (500, 500), (200, 60, 60)))
    for template in Template:
        wishes = Wishes(template=template, glow=0, fields=frozenset({Field.TIME}), preview=True)
        pixels = np.asarray(drawn(plain, wishes)).reshape(-1, 3).astype(int)
        reddish = (pixels[:, 0] > pixels[:, 1] * 1.4).mean()
        assert (reddish > 0.4) == template.shows_photo
