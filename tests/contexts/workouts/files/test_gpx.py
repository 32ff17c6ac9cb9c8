"""What a GPX file gives: points by column, activities told apart, clear refusals."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moim.contexts.workouts.adapters.files.gpx import read_gpx
from moim.contexts.workouts.adapters.files.refusals import (
    NoPoints,
    NoTimes,
    RouteOnly,
    TooManyRecords,
    Unreadable,
    XmlWithEntities,
)
from moim.contexts.workouts.domain.sports import Sport

from .test_fit_broken import comes_to_recordings_or_a_refusal
from .xml_samples import NAMESPACES, START, gpx, track, trkpt

HOUR = 3600


def only(data):
    (recording,) = read_gpx(data)
    return recording


def test_a_run_has_place_height_heart_rate_cadence_power_and_temperature():
    recording = only(gpx(track(range(60), name="아침 달리기", kind="running")))
    found = recording.track
    assert recording.sport is Sport.RUN
    assert recording.started_at == START
    assert recording.title == "아침 달리기"
    assert recording.device == "Garmin Connect"
    assert np.diff(found.time_ms).tolist() == [1000] * 59
    assert found.lat.tolist() == [float(f"{37.55 - n * 2.7e-5:.7f}") for n in range(60)]
    assert found.elevation_m.tolist() == [40.0 + n % 7 for n in range(60)]
    assert found.heart_rate_bpm.tolist() == [140.0 + n % 10 for n in range(60)]
    assert found.cadence_spm.tolist() == [170.0] * 60
    assert found.power_w.tolist() == [200.0] * 60
    assert found.temperature_c.tolist() == [21.0] * 60


@pytest.mark.parametrize("name", ["PowerInWatts", "powerinwatts", "power", "ns3:watts"])
def test_power_is_found_under_each_of_its_names(name):
    point = f'<trkpt lat="1" lon="2"><time>2024-01-01T00:00:00Z</time><extensions><x:a xmlns:x="y">\
<{name} xmlns:ns3="z">321</{name}></x:a></extensions></trkpt>'
    recording = only(gpx(f"<trk><trkseg>{point}</trkseg></trk>"))
    assert recording.track.power_w.tolist() == [321.0]


@pytest.mark.parametrize(
    ("text", "since_start_ms"),
    [
        ("2024-11-08T06:00:00Z", 0),
        ("2024-11-08T06:00:00.250Z", 250),
        ("2024-11-08T15:00:00+09:00", 0),
        ("2024-11-08T06:00:00.123456+00:00", 123),
        ("2024-11-08T06:00:00", 0),
        ("\n 2024-11-08T06:00:01Z ", 1000),
    ],
)
def test_every_spelling_of_a_time_is_understood(text, since_start_ms):
    point = f'<trkpt lat="1" lon="2"><time>{text}</time></trkpt>'
    recording = only(gpx(f"<trk><trkseg>{point}</trkseg></trk>"))
    assert recording.track.time_ms.tolist() == [int(START.timestamp() * 1000) + since_start_ms]
    assert recording.utc_offset_s == (9 * HOUR if "+09" in text else None)


def test_gpx_1_0_has_speed_beside_the_place_and_a_name_of_its_own():
    data = b"""<gpx version="1.0"><name>Old</name><trk><trkseg><trkpt lat="1" lon="2">
    <time>2024-01-01T00:00:00Z</time><speed>2.5</speed></trkpt></trkseg></trk></gpx>"""
    recording = only(data)
    assert recording.title == "Old"
    assert recording.track.speed_mps.tolist() == [2.5]


def test_names_of_authors_waypoints_and_links_are_no_title():
    metadata = (
        "<metadata><author><name>Somebody</name></author></metadata>"
        '<wpt lat="1" lon="2"><name>Café</name><time>2020-01-01T00:00:00Z</time></wpt>'
    )
    assert only(gpx(track(range(3)), metadata=metadata)).title is None


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "iso-8859-1"])
def test_encodings_that_the_document_declares_are_read(encoding):
    text = gpx(track(range(3), name="Zürich")).decode()
    declared = {"utf-8-sig": "UTF-8", "utf-16": "UTF-16"}.get(encoding, encoding)
    data = text.replace("UTF-8", declared).encode(encoding)
    assert only(data).title == "Zürich"


@pytest.mark.parametrize("declared", ["EUC-KR", "cp949"])
def test_korean_encodings_are_read_too(declared):
    data = gpx(track(range(3), name="한강 똠방")).decode().replace("UTF-8", declared)
    assert only(data.encode("cp949")).title == "한강 똠방"


@pytest.mark.parametrize("declared", ["klingon", "utf-7", "gb18030"])
def test_an_encoding_nobody_can_read_is_refused(declared):
    with pytest.raises(Unreadable):
        read_gpx(gpx(track(range(3))).replace(b"UTF-8", declared.encode()))


@pytest.mark.parametrize(
    "hostile",
    [
        b"<gpx>" + b"<a>" * 1_000_000,
        b"<gpx><trk><trkseg><trkpt>" + b"<a>" * 2_000_000,
        b"<gpx " + b" ".join(b'a%d="1"' % n for n in range(500_000)) + b">",
    ],
)
def test_tags_nested_or_swollen_to_eat_memory_are_refused(hostile):
    with pytest.raises(Unreadable):
        read_gpx(hostile)


def test_segments_of_a_track_are_one_recording_and_the_gap_is_a_pause():
    body = "".join(
        "<trkseg>" + "".join(trkpt(n) for n in part) + "</trkseg>"
        for part in (range(60), range(400, 460), ())
    )
    recording = only(gpx(f"<trk>{body}</trk>"))
    start_ms = int(START.timestamp() * 1000)
    assert len(recording.track) == 120
    assert recording.pauses_ms == ((start_ms + 59_000, start_ms + 400_000),)


@pytest.mark.parametrize(
    ("second", "recordings"),
    [
        (track(range(100, 160)), 1),
        (track(range(100, 160), kind="running"), 1),
        (track(range(100, 160), kind="cycling"), 2),
        (track(range(8 * HOUR, 8 * HOUR + 60)), 2),
        (track(range(30, 90)), 2),
    ],
)
def test_tracks_are_told_apart_by_time_type_and_overlap(second, recordings):
    assert len(read_gpx(gpx(track(range(60), kind="running"), second))) == recordings


def test_recordings_come_in_the_order_of_time():
    first, second = read_gpx(gpx(track(range(9 * HOUR, 9 * HOUR + 9)), track(range(9))))
    assert first.started_at == START
    assert second.started_at > first.started_at


def test_points_without_a_time_among_others_are_left_out():
    mixed = "".join(trkpt(n, time=n % 5 != 0) for n in range(20))
    recording = only(gpx(f"<trk><trkseg>{mixed}</trkseg></trk>"))
    assert len(recording.track) == 16
    assert recording.partial is None


def test_a_track_without_times_cannot_be_a_workout():
    with pytest.raises(NoTimes):
        read_gpx(gpx(track(range(60), time=False)))


def test_a_route_is_refused_as_a_route():
    with pytest.raises(RouteOnly):
        read_gpx(gpx('<rte><rtept lat="1" lon="2"/></rte>'))


@pytest.mark.parametrize("inside", ["", "<trk><trkseg/></trk>", '<wpt lat="1" lon="2"/>'])
def test_a_file_with_nothing_recorded_says_so(inside):
    with pytest.raises(NoPoints):
        read_gpx(gpx(inside))


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE gpx [<!ENTITY a "aaa">]>',
        '<!DOCTYPE gpx [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE gpx SYSTEM "http://example.com/gpx.dtd">',
        '<!DOCTYPE gpx [<!ENTITY % p "x"> %p;]>',
    ],
)
def test_a_document_type_is_refused_before_anything_is_expanded(doctype):
    data = gpx(track(range(3), name="x")).replace(b"<gpx", doctype.encode() + b"<gpx", 1)
    with pytest.raises(XmlWithEntities):
        read_gpx(data)


def test_a_document_cut_short_keeps_the_points_before_the_cut():
    whole = gpx(track(range(100), kind="running"))
    cut = whole[: whole.index(b"<trkpt", whole.index(b'lat="37.5484')) + 40]
    recording = only(cut)
    assert recording.partial == "truncated"
    assert recording.sport is Sport.RUN
    assert len(recording.track) == cut.count(b"</trkpt>")


def test_a_document_broken_in_the_middle_keeps_the_points_before_the_break():
    whole = gpx(track(range(100)))
    at = whole.index(b"</trkpt>", 20_000) + 8
    recording = only(whole[:at] + b"<<&>" + whole[at:])
    assert recording.partial == "corrupt"
    assert len(recording.track) == whole[:at].count(b"</trkpt>")


def test_a_document_broken_before_its_first_point_is_unreadable():
    with pytest.raises(Unreadable):
        read_gpx(gpx()[:-10])


def test_more_points_than_allowed_are_refused():
    points = '<trkpt lat="1" lon="2"/>' * 200_001
    with pytest.raises(TooManyRecords):
        read_gpx(gpx(f"<trk><trkseg>{points}</trkseg></trk>"))


def test_a_name_is_shown_on_one_line_without_control_characters():
    recording = only(gpx(track(range(3), name="  한강\n\t야간\u202e 러닝 " + "x" * 500)))
    assert recording.title.startswith("한강 야간 러닝 xxx")
    assert len(recording.title) <= 200


def test_a_place_off_the_earth_or_half_a_place_is_no_place():
    data = f"""<gpx {NAMESPACES}><trk><trkseg>
    <trkpt lat="95" lon="2"><time>2024-01-01T00:00:00Z</time></trkpt>
    <trkpt lat="nan" lon="2"><time>2024-01-01T00:00:01Z</time></trkpt>
    <trkpt lon="2"><time>2024-01-01T00:00:02Z</time></trkpt>
    <trkpt lat="0" lon="0"><time>2024-01-01T00:00:03Z</time></trkpt>
    <trkpt lat="1" lon="2"><time>2024-01-01T00:00:04Z</time></trkpt>
    </trkseg></trk></gpx>""".encode()
    found = only(data).track
    assert np.isnan(found.lat).tolist() == [True] * 4 + [False]
    assert np.isnan(found.lon).tolist() == [True] * 4 + [False]


SEED = gpx(track(range(12), name="x", kind="running"), track(range(30_000, 30_006)))


@settings(max_examples=150)
@given(
    st.lists(st.tuples(st.integers(0, 10_000), st.binary(max_size=6)), min_size=1, max_size=6),
    st.integers(0, 10_000),
)
def test_any_mutation_of_a_document_comes_to_recordings_or_a_refusal(changes, cut):
    data = bytearray(SEED)
    for where, piece in changes:
        at = where % len(data)
        data[at : at + len(piece)] = piece
    if cut % 4 == 0:
        del data[cut % len(data) :]
    comes_to_recordings_or_a_refusal(bytes(data))


@given(st.text(alphabet="0123456789-:.TZ+ ", max_size=24))
def test_any_text_for_a_time_does_too(text):
    point = f'<trkpt lat="1" lon="2"><time>{text}</time></trkpt>'
    comes_to_recordings_or_a_refusal(gpx(f"<trk><trkseg>{point}</trkseg></trk>"))
