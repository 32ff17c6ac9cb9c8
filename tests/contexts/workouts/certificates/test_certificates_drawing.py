"""Certificates as pictures: every template in every format, and what stands where in it."""

import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from moim.contexts.workouts.adapters.certificates.course import course_to_show, fitted
from moim.contexts.workouts.adapters.certificates.drawing import certificate, laid_out
from moim.contexts.workouts.adapters.certificates.facts import story_of
from moim.contexts.workouts.adapters.certificates.glow import soft_glow
from moim.contexts.workouts.adapters.certificates.lettering import block, clipped, width_of
from moim.contexts.workouts.adapters.certificates.sheet import Sheet
from moim.contexts.workouts.adapters.certificates.templates import film
from moim.contexts.workouts.adapters.certificates.theme import BOLD, Box
from moim.contexts.workouts.domain.certificate import Field, Format, Output, Template, Wishes
from moim.contexts.workouts.domain.recording import Track
from moim.contexts.workouts.domain.sports import Sport
from tests.contexts.workouts.certificates.pictures import (
    course,
    encoded,
    photo,
    scene,
    workout,
)

EVERY = frozenset(Field)
LONG = (
    "2026 서울 국제 마라톤 완주! 비바람을 뚫고 드디어 네 시간 벽을 넘은 날의 아주 긴 제목입니다 "
    * 2
)
PLACE = "서울특별시 송파구 올림픽로 잠실종합운동장 주경기장 앞 광장에서"[:40]
FACE = encoded(Image.new("RGB", (512, 512), "#ff0000"), "WEBP")
STORIES = {
    "all": (workout(), course()),
    "long": (
        workout(LONG[:120], distance_m=142_195.0, moving_s=36_213.0, elevation_gain_m=11_234.0),
        course(),
    ),
    "bare": (
        workout(
            None,
            Sport.YOGA,
            distance_m=None,
            moving_s=None,
            heart_rate_avg_bpm=None,
            elevation_gain_m=None,
        ),
        (),
    ),
    "unbroken": (workout("가" * 120, Sport.SWIM), course()),
}
TEMPLATES = pytest.mark.parametrize("template", Template, ids=str)
FORMATS = pytest.mark.parametrize("format", Format, ids=str)


def sheet_of(template: Template, format: Format, which: str, language="ko", **how) -> Sheet:
    known, line = STORIES[which]
    wishes = Wishes(
        template=template, format=format, fields=EVERY, place=PLACE, preview=True, **how
    )
    return laid_out(wishes, story_of(known, line, wishes, language, FACE), None)


def overlap(one: Box, other: Box) -> bool:
    across = min(one.right, other.right) - max(one.left, other.left)
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    return across > 1 and down > 4  # the boxes of letters hold a little air


@pytest.fixture(scope="module")
def snap() -> bytes:
    return photo()


@TEMPLATES
@FORMATS
@pytest.mark.parametrize("which", STORIES)
def test_words_stay_in_the_safe_area_and_off_each_other(template, format, which):
    for language in ("ko", "en"):
        sheet = sheet_of(template, format, which, language)
        safe = film.card(sheet).inset(40) if template is Template.FILM else sheet.safe
        for words, box in sheet.boxes:
            assert safe.holds(box, 6), (words, box, safe)
        for at, (words, box) in enumerate(sheet.boxes):
            for other_words, other in sheet.boxes[:at]:
                assert not overlap(box, other), (words, other_words)


@TEMPLATES
@FORMATS
@pytest.mark.parametrize("which", ["all", "long"])
def test_the_course_lies_in_the_picture_and_on_no_words(template, format, which):
    sheet = sheet_of(template, format, which)
    for place in sheet.courses:
        safe = film.card(sheet).inset(30) if template is Template.FILM else sheet.safe
        assert safe.holds(place, 12)
        for words, box in sheet.boxes:
            assert not overlap(place, box), words


@TEMPLATES
@FORMATS
@pytest.mark.parametrize("which", STORIES)
def test_the_portrait_lies_in_the_safe_area_and_on_nothing_else(template, format, which):
    sheet = sheet_of(template, format, which)
    safe = film.card(sheet).inset(40) if template is Template.FILM else sheet.safe
    full = (template, format, which) == (Template.MAGAZINE, Format.SQUARE, "long")
    assert len(sheet.portraits) == (0 if full else 1)
    for face in sheet.portraits:
        assert safe.holds(face)
        for other in [*(box for _, box in sheet.boxes), *sheet.courses]:
            assert not overlap(face, other)


@TEMPLATES
@FORMATS
def test_a_picture_has_the_size_of_its_format_and_half_of_it_as_preview(template, format, snap):
    known, line = STORIES["all"]
    whole = (False,) if Format.PORTRAIT is format or template is Template.MINIMAL else ()
    for preview in (*whole, True):
        wishes = Wishes(template=template, format=format, fields=EVERY, preview=preview)
        made = certificate(wishes, story_of(known, line, wishes, "ko"), snap)
        width, height = format.size_px
        picture = Image.open(io.BytesIO(made))
        assert picture.format == "JPEG"
        assert picture.size == ((width // 2, height // 2) if preview else (width, height))
        assert not picture.getexif()


@TEMPLATES
@FORMATS
def test_it_is_drawn_when_next_to_nothing_is_known_or_wanted(template, format):
    known, line = STORIES["bare"]
    for fields in (EVERY, frozenset()):
        wishes = Wishes(template=template, format=format, fields=fields, preview=True)
        made = certificate(wishes, story_of(known, line, wishes, "en"), None)
        assert Image.open(io.BytesIO(made)).size[0] == format.size_px[0] // 2


@TEMPLATES
@pytest.mark.parametrize("output", Output, ids=str)
def test_the_same_input_gives_the_same_bytes(template, output, snap):
    known, line = STORIES["all"]
    wishes = Wishes(template=template, output=output, fields=EVERY, preview=True)
    story = story_of(known, line, wishes, "ko")
    made = certificate(wishes, story, snap)
    assert made == certificate(wishes, story, snap)
    magic = {Output.JPEG: b"\xff\xd8\xff", Output.PNG: b"\x89PNG"}[output]
    assert made.startswith(magic)


def test_nothing_is_told_that_was_not_asked_for():
    known, line = STORIES["all"]
    for template in Template:
        wishes = Wishes(template=template, fields=frozenset({Field.TIME}), place="우리 집")
        sheet = laid_out(wishes, story_of(known, line, wishes, "ko"), None)
        said = " ".join(words for words, _ in sheet.boxes)
        assert "52:07" in said
        for secret in ("10.02", "한강", "2026", "'26", "우리 집", "152", "48"):
            assert secret not in said, (template, secret)
        assert bool(sheet.courses) == template.needs_course


@pytest.mark.parametrize(
    ("sport", "figures", "said"),
    [
        (Sport.RUN, {}, {"10.02 km", "52:07", "5′12″ /km", "152 bpm", "48 m"}),
        (Sport.RIDE, {"distance_m": 142_195.0}, {"142.2 km", "163.7 km/h"}),
        (Sport.SWIM, {"distance_m": 1500.0, "moving_s": 1800.0}, {"1.50 km", "2′00″ /100 m"}),
        (Sport.RUN, {"moving_s": 14_399.6}, {"4:00:00"}),
        (Sport.RUN, {"moving_s": None, "timer_s": 65.0}, {"1:05"}),
        (Sport.HIKE, {"elevation_gain_m": 0.0, "heart_rate_avg_bpm": None}, {"0 m"}),
    ],
)
def test_figures_are_written_as_the_sport_writes_them(sport, figures, said):
    wishes = Wishes(template=Template.RECORD, fields=EVERY)
    story = story_of(workout(sport=sport, **figures), (), wishes, "ko")
    assert said <= {f"{fact.value} {fact.unit}".strip() for fact in story.facts}


def test_the_day_is_that_of_the_workout_s_own_zone():
    wishes = Wishes(template=Template.FILM, fields=EVERY)
    korean = story_of(workout(), (), wishes, "ko")
    english = story_of(workout(), (), wishes, "en")
    assert (korean.date, korean.stamp) == ("2026.11.21 (토)", "'26 11 21")
    assert english.date == "Sat, 21 Nov 2026"


@given(
    text=st.text(max_size=120),
    room=st.floats(60, 1000),
    lines=st.integers(1, 3),
    size=st.floats(20, 90),
)
@settings(max_examples=60, deadline=None)
def test_a_text_is_made_to_fit_whatever_it_is(text, room, lines, size):
    words = " ".join(text.split())
    found, fitting = block(words, BOLD, size, 20, room, lines)
    assert len(found) <= lines
    assert 20 <= fitting <= size
    for line in found:
        assert width_of(line, BOLD, fitting) <= room or len(line) == 1
    assert width_of(clipped(words, BOLD, size, room), BOLD, size) <= room


def test_emoji_and_strange_letters_do_no_harm():
    wishes = Wishes(template=Template.MAGAZINE, fields=EVERY, preview=True)
    story = story_of(workout("🏃‍♀️ 첫 하프 🎉 \u0e01\u0e38 완주"), course(), wishes, "ko")
    said = [words for words, _ in laid_out(wishes, story, None).boxes]
    assert any("첫 하프" in words and "□" in words for words in said)
    assert "🏃" not in "".join(said)


def test_a_glow_lightens_softly_and_none_changes_nothing():
    plain = scene((320, 400))
    assert soft_glow(plain, 0) is plain
    means = [np.asarray(soft_glow(plain, strength)).mean() for strength in (0, 30, 70, 100)]
    assert means == sorted(means)
    assert means[-1] - means[0] > 4
    assert soft_glow(plain, 100).size == plain.size


def track(lat, lon) -> Track:
    return Track(
        time_ms=np.arange(len(lat), dtype=np.int64) * 1000,
        lat=np.array(lat, dtype=float),
        lon=np.array(lon, dtype=float),
    )


def test_a_course_keeps_its_shape_and_is_not_drawn_over_a_gap():
    east = [127 + n * 1e-4 for n in range(50)] + [127.5 + n * 1e-4 for n in range(50)]
    pieces = course_to_show(track([37.5] * 50 + [37.6] * 50, east))
    assert [len(lat) for lat, _ in pieces] == [50, 50]
    side = np.linspace(0, 0.01, 30)
    square = (np.concatenate((side, side * 0 + 0.01)), np.concatenate((side * 0, side)))
    shown = fitted([square], Box(0, 0, 300, 900), 1.0)
    assert shown is not None
    assert shown.box.width == pytest.approx(300)
    assert shown.box.height == pytest.approx(300, rel=1e-4)  # square at the equator
    assert len(shown.lines[0]) == 3  # half a pixel is left of all the points between
    assert shown.lines[0][0] == pytest.approx([0, 600], abs=0.1)  # north is up


def test_a_course_over_the_date_line_is_one_course():
    (piece,) = course_to_show(track([10, 10, 10.001], [179.999, -179.999, -179.998]))
    shown = fitted([piece], Box(0, 0, 100, 100), 1.0)
    assert shown is not None
    assert len(piece[0]) == 3
    assert shown.box.width == pytest.approx(100)


@pytest.mark.parametrize(
    ("lat", "lon"),
    [
        ([], []),
        ([37.5], [127.0]),
        ([37.5, 37.5], [127.0, 127.0]),
        ([np.nan, np.nan], [1.0, np.nan]),
    ],
    ids=["nothing", "a point", "standing still", "unknown"],
)
def test_what_is_no_line_is_no_course(lat, lon):
    assert course_to_show(track(lat, lon)) == ()
    assert course_to_show(Track(time_ms=np.arange(3, dtype=np.int64))) == ()
