"""KML: tracks with times are recordings, lines are not."""

import gzip

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moim.contexts.workouts.adapters.files.archive import unzipped
from moim.contexts.workouts.adapters.files.read import read_recordings
from moim.contexts.workouts.adapters.files.refusals import (
    NoPoints,
    NoTimes,
    TooManyRecords,
    Unreadable,
    XmlWithEntities,
)
from moim.contexts.workouts.domain.sports import Sport
from moim.kernel.errors import Refusal

from .test_archive import zipped
from .xml_samples import utc


def points(seconds):
    when = "".join(f"<when>{utc(n)}</when>" for n in seconds)
    coord = "".join(
        f"<gx:coord>126.98 {37.55 - n * 2.7e-5:.7f} {40 + n % 7}</gx:coord>" for n in seconds
    )
    return when + coord


def gx_track(seconds, extended=""):
    return f"<gx:Track>{points(seconds)}{extended}</gx:Track>"


def placemark(*inside, name="달리기"):
    return f"<Placemark><name>{name}</name>{''.join(inside)}</Placemark>"


def kml(*inside, name="한강"):
    return (
        '<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2" '
        'xmlns:gx="http://www.google.com/kml/ext/2.2"><Document>'
        f"<name>{name}</name>{''.join(inside)}</Document></kml>"
    ).encode()


def read(data):
    return read_recordings(data, "x.kml")


def test_a_track_is_read_with_its_times_places_and_heights():
    (recording,) = read(kml(placemark(gx_track(range(60)))))
    assert (recording.sport, recording.title, recording.partial) == (Sport.RUN, "달리기", None)
    assert len(recording.track) == 60
    assert np.diff(recording.track.time_ms).tolist() == [1000] * 59
    assert recording.track.lat[59] == pytest.approx(37.55 - 59 * 2.7e-5)
    assert recording.track.lon[0] == 126.98
    assert recording.track.elevation_m[3] == 43


def test_arrays_beside_the_points_are_heart_rate_cadence_and_power():
    def array(name, values):
        told = "".join(f"<gx:value>{value}</gx:value>" for value in values)
        return f'<gx:SimpleArrayData name="{name}">{told}</gx:SimpleArrayData>'

    extended = (
        '<ExtendedData><SchemaData schemaUrl="#s">'
        + array("heartrate", [140, 141, 142])
        + array("cadence", [80, 81, ""])
        + array("mood", [1, 2, 3])
        + "</SchemaData></ExtendedData>"
    )
    (recording,) = read(kml(placemark(gx_track(range(3)), gx_track(range(60, 63), extended))))
    assert np.isnan(recording.track.heart_rate_bpm[:3]).all()
    assert recording.track.heart_rate_bpm[3:].tolist() == [140, 141, 142]
    assert recording.track.cadence_spm[3:5].tolist() == [160, 162]
    assert recording.pauses_ms == ((recording.track.time_ms[2], recording.track.time_ms[3]),)


def test_placemarks_at_different_times_are_different_recordings():
    first = placemark(gx_track(range(30)), name="아침")
    second = placemark(gx_track(range(40_000, 40_040)), name="Ride")
    found = read(kml(first, second, placemark("<Point><coordinates>1,2</coordinates></Point>")))
    assert [(len(r.track), r.title, r.sport) for r in found] == [
        (30, "아침", Sport.OTHER),
        (40, "Ride", Sport.RIDE),
    ]


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (
            kml(placemark("<LineString><coordinates>1,2,3 4,5,6</coordinates></LineString>")),
            NoTimes,
        ),
        (kml(placemark("<gx:Track><gx:coord>1 2 3</gx:coord></gx:Track>")), NoTimes),
        (kml(), NoPoints),
        (b"<kml>", Unreadable),
        (b"<!DOCTYPE kml [<!ENTITY a 'b'>]><kml>&a;</kml>", XmlWithEntities),
        (b"<!DOCTYPE kml SYSTEM 'file:///etc/passwd'><kml/>", XmlWithEntities),
        (b"<kml>" + b"<a>" * 1_000_000, Unreadable),
        (kml(placemark("<gx:Track/>" * 30_000)), TooManyRecords),
    ],
)
def test_what_is_no_recording_says_why(data, refusal):
    with pytest.raises(refusal):
        read(data)


def test_more_points_than_a_recording_may_have_are_refused(monkeypatch):
    from moim.contexts.workouts.adapters.files import kml as reader

    monkeypatch.setattr(reader, "LIMIT_RECORDS", 10)
    with pytest.raises(TooManyRecords):
        read(kml(placemark(gx_track(range(11)))))


def test_what_breaks_off_gives_the_points_before():
    whole = kml(placemark(gx_track(range(50)), gx_track(range(60, 90))))
    (recording,) = read(whole[: whole.index(b"<gx:coord>", len(whole) * 9 // 10)])
    assert recording.partial == "truncated"
    assert 50 < len(recording.track) < 80


def test_uneven_columns_stay_at_their_points():
    (recording,) = read(
        kml(placemark(f"<gx:Track>{points(range(4))}<when>{utc(9)}</when></gx:Track>"))
    )
    assert len(recording.track) == 4


def test_gzipped_and_zipped_it_is_the_same():
    data = kml(placemark(gx_track(range(5))))
    assert len(read(gzip.compress(data))[0].track) == 5
    kmz = zipped([("doc.kml", data), ("files/icon.png", b"\x89PNG\r\n\x1a\n")])
    (member,) = unzipped(kmz)
    assert (member.name, len(read(member.data)[0].track)) == ("doc.kml", 5)


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 5_000), st.integers(0, 255)), max_size=6))
def test_mutated_it_is_read_or_refused(changes):
    data = bytearray(kml(placemark(gx_track(range(10)))))
    for at, value in changes:
        data[at % len(data)] = value
    try:
        found = read(bytes(data))
    except Refusal:
        return
    assert all(len(recording.track) for recording in found)
