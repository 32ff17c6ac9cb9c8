"""The door: formats by content, gzip, sizes, and refusals with a reason."""

import gzip
import subprocess
import sys

import pytest

from moim.contexts.workouts.adapters.files.detect import Format, format_of
from moim.contexts.workouts.adapters.files.read import read_recordings
from moim.contexts.workouts.adapters.files.refusals import (
    EmptyFile,
    FileTooLarge,
    NoPoints,
    NotAnActivity,
    OtherDoor,
    Picture,
    UnknownFormat,
    Unreadable,
    WebPage,
)

from .fit_writer import run
from .xml_samples import activity, gpx, lap, tcx, track

FIT = run(5).done()
GPX = gpx(track(range(5)))
TCX = tcx(activity(lap(range(5))))


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"", Format.EMPTY),
        (b"\0" * 64, Format.EMPTY),
        (b"  \n ", Format.EMPTY),
        (FIT, Format.FIT),
        (GPX, Format.GPX),
        (b"\xef\xbb\xbf" + GPX, Format.GPX),
        (GPX.decode().replace("UTF-8", "UTF-16").encode("utf-16"), Format.GPX),
        (b"<!-- <html> --><x:gpx xmlns:x='y'/>", Format.GPX),
        (TCX, Format.TCX),
        (b"<?xml version='1.0'?><kml/>", Format.KML),
        (b"\n<!doctype html><html>", Format.HTML),
        (b"<HTML><body>", Format.HTML),
        (b"<?xml version='1.0'?><!DOCTYPE HealthData [", Format.APPLE_HEALTH),
        (b"<?xml version='1.0'?><HealthData>", Format.APPLE_HEALTH),
        (b"<?xml version='1.0'?><svg>", Format.XML),
        (gzip.compress(GPX), Format.GZIP),
        (b"PK\3\4....", Format.ZIP),
        (b"\x89PNG\r\n", Format.PICTURE),
        (b"\xff\xd8\xff\xe0", Format.PICTURE),
        (b"\0\0\0\x18ftypheic", Format.PICTURE),
        (b'{"data": {}}', Format.JSON),
        (b"time,lat,lon", Format.UNKNOWN),
    ],
)
def test_a_format_is_told_by_content(data, found):
    assert format_of(data) is found


@pytest.mark.parametrize("data", [FIT, GPX, TCX])
@pytest.mark.parametrize("name", ["run.fit", "run.gpx", "photo.jpg", "", "../../x"])
def test_the_name_decides_nothing(data, name):
    assert len(read_recordings(data, name)) == 1
    assert len(read_recordings(gzip.compress(data), name)) == 1


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (b"", EmptyFile),
        (b"<!doctype html><html><body>login required</body></html>", WebPage),
        (b"\x89PNG\r\n\x1a\n", Picture),
        (b"<kml/>", NoPoints),
        (b"PK\3\4", OtherDoor),
        (b"{}", NotAnActivity),
        (b"<HealthData/>", NoPoints),
        (b"<svg/>", UnknownFormat),
        (b"hello", UnknownFormat),
        (gzip.compress(gzip.compress(GPX)), OtherDoor),
        (b"\x1f\x8bbroken", Unreadable),
        (b" " * 25_000_001, FileTooLarge),
        (gzip.compress(b"\0" * 30_000_000), FileTooLarge),
    ],
)
def test_what_is_no_workout_is_refused_with_its_own_reason(data, refusal):
    with pytest.raises(refusal) as refused:
        read_recordings(data, "run.fit")
    assert refused.value.sentence("ko") != refused.value.sentence("en")


def test_a_gzip_file_cut_short_gives_what_it_holds():
    packed = gzip.compress(gpx(track(range(2000))))
    (recording,) = read_recordings(packed[: len(packed) // 2], "run.gpx.gz")
    assert 500 < len(recording.track) < 2000
    assert recording.partial == "truncated"


def test_reading_needs_no_framework_so_that_a_worker_starts_quickly():
    heavy = ("sqlalchemy", "fastapi", "pydantic", "msgspec", "httpx", "asyncio", "moim.platform")
    program = (
        "import sys, moim.contexts.workouts.adapters.files.read;"
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert told.stdout.strip() == b"[]"
