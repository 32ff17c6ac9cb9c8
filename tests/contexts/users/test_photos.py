"""The profile photo: what becomes of a picture, who sees it, and that nothing of it stays."""

import io
import zlib
from uuid import UUID

import pytest
from PIL import Image

from moim.contexts.users.adapters.pictures import square_webp
from moim.contexts.users.adapters.queries import LocalPhotos
from moim.contexts.users.domain.photo import NotAPhoto, TooManyPixels
from moim.kernel.ids import new_id
from tests import heic
from tests.contexts.users.world import World, bearer

PATH = "/v1/users/me/photo"
SECRET = heic.SECRET


def picture(size=(640, 480), form="JPEG", mode="RGB", colour="red", **options) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, colour).save(out, form, **options)
    return out.getvalue()


def telling_picture() -> bytes:
    """Left half blue when upright; lying on its side, with a place and a note in it."""
    upright = Image.new("RGB", (400, 600), "red")
    upright.paste("blue", (0, 0, 200, 600))
    exif = Image.Exif()
    exif[0x0112] = 6  # turn it 90 degrees clockwise to view
    exif[0x010E] = SECRET.encode()
    exif.get_ifd(0x8825)[2] = (37.0, 33.0, 12.0)
    out = io.BytesIO()
    upright.rotate(90, expand=True).save(out, "JPEG", exif=exif, quality=95)
    return out.getvalue()


@pytest.mark.parametrize("taken", [telling_picture(), heic.PHOTO], ids=["jpeg", "heic"])
def test_a_photo_is_turned_upright_cut_square_and_tells_nothing(taken: bytes) -> None:
    assert SECRET.encode() in taken
    made = square_webp(taken)

    result = Image.open(io.BytesIO(made))
    assert (result.format, result.size) == ("WEBP", (512, 512))
    assert not result.getexif()
    assert not {"exif", "xmp", "icc_profile"} & set(result.info)
    assert SECRET.encode() not in made
    shown = result.convert("RGB")
    left, right = shown.getpixel((64, 256)), shown.getpixel((448, 256))
    assert left[2] - left[0] > 150
    assert right[0] - right[2] > 150


@pytest.mark.parametrize(
    "content",
    [
        picture(form="PNG", mode="RGBA", colour=(0, 0, 0, 0)),
        picture(form="PNG", mode="P"),
        picture(form="PNG", mode="I;16", colour=7),
        picture(form="PNG", mode="1", colour=1),
        picture(form="WEBP"),
        picture(form="JPEG", mode="CMYK", colour=(0, 0, 0, 0)),
        picture(form="JPEG", mode="L", colour=9),
        picture(size=(1, 1), form="PNG"),
        picture(size=(3000, 20)),
    ],
    ids=["see-through", "palette", "16-bit", "1-bit", "webp", "cmyk", "grey", "one-pixel", "strip"],
)
def test_every_kind_of_picture_becomes_one_kind(content: bytes) -> None:
    result = Image.open(io.BytesIO(square_webp(content)))

    assert (result.format, result.size, result.mode) == ("WEBP", (512, 512), "RGB")


def test_what_shows_through_is_white() -> None:
    made = square_webp(picture(form="PNG", mode="RGBA", colour=(0, 0, 0, 0)))

    assert min(Image.open(io.BytesIO(made)).getpixel((256, 256))) > 250


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x89PNG\r\n\x1a\n",
        picture()[:300],
        picture(form="GIF"),
        picture(form="BMP"),
        b"<svg/>",
        heic.PHOTO[:20],
        heic.PHOTO[:-200],
        heic.telling(20, 30),
        heic.PHOTO.replace(b"Exif", b"Ex\xff\xff", 1),
        heic.PHOTO.replace(b"heic", b"avif"),
    ],
    ids=[
        "empty",
        "head-only",
        "cut-off",
        "gif",
        "bmp",
        "svg",
        "heic-head",
        "heic-cut-off",
        "heic-larger-than-told",
        "heic-of-no-kind",
        "avif",
    ],
)
def test_what_is_no_photo_is_refused(content: bytes) -> None:
    with pytest.raises(NotAPhoto):
        square_webp(content)


@pytest.mark.parametrize("size", [(8000, 5001), (60_000, 60_000)], ids=["large", "bomb"])
def test_a_picture_that_would_unfold_without_measure_is_refused_unseen(size) -> None:
    bomb = bytearray(picture(size=(8, 8), form="PNG"))
    bomb[16:24] = size[0].to_bytes(4) + size[1].to_bytes(4)
    ihdr = bytes(bomb[12:29])
    bomb[29:33] = zlib.crc32(ihdr).to_bytes(4)

    for told in (bytes(bomb), heic.telling(*size)):
        with pytest.raises(TooManyPixels):
            square_webp(told)


async def put(world: World, me, content: bytes):
    files = {"file": ("me.jpg", content, "image/jpeg")}
    return await world.client.put(PATH, files=files, headers=me)


@pytest.fixture
async def me(sqlite_world: World):
    await sqlite_world.sign_up()
    yield bearer((await sqlite_world.sign_in())["access_token"])
    await sqlite_world.workers.close()


@pytest.mark.event(8)
async def test_a_photo_is_shown_to_others_and_told(sqlite_world: World, me) -> None:
    world = sqlite_world

    answer = await put(world, me, picture())

    assert answer.status_code == 200, answer.text
    url = answer.json()["photo"]
    (told,) = world.published("ProfilePhotoUpdated")
    await world.sign_up("second@example.com", "둘째")
    other = bearer((await world.sign_in("second@example.com"))["access_token"])
    public = await world.client.get(f"/v1/users/{told['user_id']}", headers=other)
    seen = await world.client.get(public.json()["photo"], headers=other)
    assert public.json()["photo"] == url
    assert (seen.status_code, seen.headers["content-type"]) == (200, "image/webp")
    held = other | {"if-none-match": seen.headers["etag"]}
    assert (await world.client.get(url, headers=held)).status_code == 304
    assert (await world.client.get(url)).status_code == 401
    assert list(world.blobs.iterate()) == [told["photo_key"]]


async def test_who_draws_somebody_is_given_the_photo_that_is_shown_and_no_other(
    sqlite_world: World, me
) -> None:
    world = sqlite_world
    photos = LocalPhotos(world.context, world.blobs)
    keys = []
    for colour in ("red", "blue"):
        await put(world, me, picture(colour=colour))
        keys.append(world.published("ProfilePhotoUpdated")[-1]["photo_key"])
    user_id = UUID(world.published("ProfilePhotoUpdated")[-1]["user_id"])

    seen = [photos.photo_of(user_id, key) for key in keys]
    assert photos.portrait_of(user_id) == world.blobs.get(keys[1])
    await world.client.delete(PATH, headers=me)

    assert seen == [None, world.blobs.get(keys[1])]
    assert photos.photo_of(user_id, keys[1]) is None
    assert photos.photo_of(new_id(), keys[1]) is None
    assert (photos.portrait_of(user_id), photos.portrait_of(new_id())) == (None, None)


async def test_the_same_photo_again_changes_nothing_and_another_replaces_it(
    sqlite_world: World, me
) -> None:
    world = sqlite_world
    await put(world, me, picture())
    await put(world, me, picture())
    assert len(world.published("ProfilePhotoUpdated")) == 1

    await put(world, me, picture(colour="blue"))
    await world.settle()

    told = world.heard("ProfilePhotoUpdated")
    assert list(world.blobs.iterate()) == [told[-1]["photo_key"]]


async def test_a_photo_that_two_people_show_stays_until_neither_does(
    sqlite_world: World, me
) -> None:
    world = sqlite_world
    await put(world, me, picture())
    await world.sign_up("second@example.com", "둘째")
    other = bearer((await world.sign_in("second@example.com"))["access_token"])
    await put(world, other, picture())

    await world.client.delete(PATH, headers=me)
    await world.settle()
    assert len(list(world.blobs.iterate())) == 1

    await world.client.delete(PATH, headers=other)
    await world.settle()
    assert not list(world.blobs.iterate())
    assert world.heard("ProfilePhotoUpdated")[-1]["photo_key"] is None


async def test_refusals_reach_the_person_in_their_language(sqlite_world: World, me) -> None:
    answer = await put(sqlite_world, me | {"accept-language": "ko"}, b"no picture")

    assert (answer.status_code, answer.json()["code"]) == (415, "not-a-photo")
    assert "다른 사진을" in answer.json()["detail"]
    large = await put(sqlite_world, me, bytes(10 * 1024 * 1024 + 1))
    assert (large.status_code, large.json()["code"]) == (413, "upload-too-large")


async def test_nobody_has_a_photo_before_they_set_one(sqlite_world: World, me) -> None:
    profile = (await sqlite_world.client.get("/v1/users/me", headers=me)).json()

    answer = await sqlite_world.client.get(f"/v1/users/{profile['id']}/photo", headers=me)

    assert profile["photo"] is None
    assert (answer.status_code, answer.json()["code"]) == (404, "no-photo")
