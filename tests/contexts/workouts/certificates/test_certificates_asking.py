"""Certificates over HTTP: what is drawn, what is refused, and that nothing of it stays."""

import io
import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from moim.contexts.workouts.adapters.http.certificates import wishes_of
from moim.contexts.workouts.domain.certificate import Field, Format, Output, Template
from moim.kernel.errors import Refusal
from tests.contexts.workouts import samples
from tests.contexts.workouts.certificates.pictures import encoded, photo

ENGLISH = {"accept-language": "en"}
SNAP = photo((300, 400))


async def asked(person, workout, content: bytes | None = None, **options):
    """Ask for a certificate as a browser's form does."""
    parts = {name: (None, value.encode()) for name, value in options.items()}
    if content is not None:
        parts["photo"] = ("run.jpg", content, "image/jpeg")
    return await person.send("POST", f"/workouts/{workout['id']}/certificates", files=parts)


@pytest.fixture
async def run(runner):
    return await runner.imported("run.fit", samples.fit(300, bpm=150))


@pytest.mark.parametrize("template", Template, ids=str)
async def test_every_template_is_drawn_for_a_recorded_run(runner, run, template):
    answer = await asked(runner, run, SNAP, template=template, preview="true")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["cache-control"] == "no-store"
    assert Image.open(io.BytesIO(answer.content)).size == (540, 675)


async def test_without_a_photo_and_as_png_in_another_format(runner, run):
    answer = await asked(runner, run, template="minimal", format="16:9", output="png")
    assert answer.headers["content-type"] == "image/png"
    assert Image.open(io.BytesIO(answer.content)).size == (1920, 1080)
    chosen_nothing = await asked(runner, run, b"", template="minimal", format="16:9", output="png")
    assert chosen_nothing.content == answer.content


async def test_glow_fields_and_language_change_the_picture_and_the_same_wish_does_not(runner, run):
    async def picture(**options):
        return (
            await asked(runner, run, SNAP, template="record", preview="true", **options)
        ).content

    usual = await picture()
    assert await picture() == usual
    assert await picture(glow="100") != await picture(glow="0")
    assert await picture(fields="") != usual
    assert await picture(place="한강") != usual
    runner.client.headers.update(ENGLISH)
    assert await picture() != usual


@pytest.mark.row(146)
@pytest.mark.parametrize("template", Template, ids=str)
async def test_a_new_certificate_carries_the_new_photo_of_whose_it_is(world, runner, run, template):
    async def red_and_blue(**options) -> tuple[int, int]:
        answer = await asked(runner, run, template=template, preview="true", **options)
        image = Image.open(io.BytesIO(answer.content)).convert("RGB")
        pixels = [image.getpixel((x, y)) for x in range(36, 100, 4) for y in range(36, 200, 4)]
        return max(red - blue for red, _, blue in pixels), max(
            blue - red for red, _, blue in pixels
        )

    bare = await red_and_blue()
    world.faces[runner.id] = encoded(Image.new("RGB", (512, 512), "#ff0000"), "WEBP")
    red = await red_and_blue()
    unnamed = await red_and_blue(fields="title,date,place,distance,time,pace,course")
    world.faces[runner.id] = encoded(Image.new("RGB", (512, 512), "#0000ff"), "WEBP")
    blue = await red_and_blue()

    assert (bare[0] < 200, red[0] > 200, blue[1] > 200) == (True, True, True)
    assert unnamed == bare, "by their own choice only"
    world.faces[world.person().id] = world.faces.pop(runner.id)
    assert await red_and_blue() == bare, "nobody else's"


async def test_a_workout_typed_in_has_a_certificate_but_no_map(runner):
    typed = await runner.typed()
    assert (await asked(runner, typed, template="big_number", preview="true")).status_code == 200
    refused = await asked(runner, typed, template="map_card")
    assert (refused.status_code, refused.json()["code"]) == (409, "no-track")


async def test_a_track_that_was_removed_is_not_drawn(runner, run):
    await runner.send("DELETE", f"/workouts/{run['id']}/track")
    refused = await asked(runner, run, template="map_card")
    assert refused.json()["code"] == "no-track"


async def test_somebody_else_s_workout_has_no_certificate(world, run):
    stranger = world.person()
    for workout in (run, {"id": stranger.id}):
        answer = await asked(stranger, workout, template="minimal")
        assert (answer.status_code, answer.json()["code"]) == (404, "workout-not-found")


@pytest.mark.parametrize(
    ("options", "code", "field"),
    [
        ({}, "unknown-certificate-template", "template"),
        ({"template": "neon"}, "unknown-certificate-template", "template"),
        ({"template": "film", "format": "2:1"}, "bad-certificate-option", "format"),
        ({"template": "film", "fields": "pace,home"}, "bad-certificate-option", "fields"),
        ({"template": "film", "output": "gif"}, "bad-certificate-option", "output"),
        ({"template": "film", "preview": "yes"}, "bad-certificate-option", "preview"),
        ({"template": "film", "feilds": "pace"}, "bad-certificate-option", "feilds"),
        ({"template": "film", "glow": "101"}, "glow-out-of-range", "glow"),
        ({"template": "film", "glow": "-1"}, "glow-out-of-range", "glow"),
        ({"template": "film", "glow": "1e1"}, "glow-out-of-range", "glow"),
        ({"template": "film", "place": "가" * 41}, "text-too-long", "place"),
        ({"template": "film", "place": "a\u202eb"}, "text-not-allowed", "place"),
    ],
)
async def test_what_cannot_be_chosen_is_refused_where_it_was_chosen(
    runner, run, options, code, field
):
    korean = await asked(runner, run, SNAP, **options)
    assert (korean.status_code, korean.json()["code"]) == (422, code)
    assert korean.json()["errors"][0]["pointer"].endswith(field)
    runner.client.headers.update(ENGLISH)
    english = await asked(runner, run, SNAP, **options)
    assert english.json()["detail"].isascii()
    assert not korean.json()["detail"].isascii()


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"no photo", 415, "certificate-photo-unreadable"),
        (SNAP[:900], 415, "certificate-photo-unreadable"),
        (b"\xff\xd8" + bytes(20 * 1024 * 1024), 413, "upload-too-large"),
    ],
    ids=["text", "cut-off", "large"],
)
async def test_a_photo_that_cannot_be_used_is_refused(runner, run, content, status, code):
    answer = await asked(runner, run, content, template="minimal")
    assert (answer.status_code, answer.json()["code"]) == (status, code)


async def test_a_form_of_another_kind_is_refused(runner, run):
    path = f"/workouts/{run['id']}/certificates"
    answer = await runner.post(path, {"template": "minimal"})
    assert answer.json()["code"] == "not-multipart"
    two = [("photo", ("a.jpg", SNAP, "image/jpeg")), ("photo", ("b.jpg", SNAP, "image/jpeg"))]
    answer = await runner.send("POST", path, files=two, data={"template": "minimal"})
    assert answer.json()["code"] == "too-many-files"


async def test_nothing_of_photo_or_picture_is_kept_or_logged(world, runner, run, caplog):
    before = sorted(world.blobs.iterate())
    version = (await runner.got(f"/workouts/{run['id']}"))["title"]
    with caplog.at_level(logging.DEBUG):
        await asked(runner, run, SNAP, template="record", place="우리 집 앞")
    assert sorted(world.blobs.iterate()) == before
    assert (await runner.got(f"/workouts/{run['id']}"))["title"] == version
    assert "우리 집" not in caplog.text
    assert "run.jpg" not in caplog.text


async def test_whoever_asks_without_pause_is_asked_to_wait(runner):
    typed = await runner.typed()
    codes = [(await asked(runner, typed, template="neon")).status_code for _ in range(125)]
    assert codes[0] == 422
    assert codes[-1] == 429


async def test_the_choices_are_told_in_both_languages(runner):
    korean = await runner.got("/certificate-templates")
    english = await runner.got("/certificate-templates", headers=ENGLISH)
    assert [one["name"] for one in korean["templates"]] == [*Template]
    assert [one["name"] for one in korean["formats"]] == [*Format]
    assert [one["name"] for one in korean["fields"]] == [*Field]
    assert {one["name"] for one in korean["templates"] if one["needs_course"]} == {"map_card"}
    for kind in ("templates", "fields"):
        for ours, theirs in zip(korean[kind], english[kind], strict=True):
            assert ours["label"] != theirs["label"]
    assert korean["glow_max"] == 100


@given(
    st.dictionaries(
        st.sampled_from(["template", "format", "glow", "fields", "place", "output", "preview"]),
        st.one_of(
            st.text(max_size=60),
            st.sampled_from(["film", "1:1", "100", "pace,time", "png", "true", ",", "٣"]),
        ),
    )
)
def test_any_form_at_all_is_understood_or_refused(given_form):
    try:
        wishes = wishes_of(given_form)
    except Refusal:
        return
    assert wishes.template.value == given_form["template"]
    assert 0 <= wishes.glow <= 100
    assert len(wishes.place) <= 40
    assert wishes.output in Output
