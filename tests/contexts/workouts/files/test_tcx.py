"""What a TCX file gives: an activity a recording, with laps and what the device added up."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moim.contexts.workouts.adapters.files.refusals import (
    NoPoints,
    NotAnActivity,
    RouteOnly,
    XmlWithEntities,
)
from moim.contexts.workouts.adapters.files.tcx import read_tcx
from moim.contexts.workouts.domain.sports import Sport

from .test_fit_broken import comes_to_recordings_or_a_refusal
from .xml_samples import START, activity, lap, tcx, trackpoint

RUN = tcx(activity(lap(range(60)), lap(range(60, 90))))


def only(data):
    (recording,) = read_tcx(data)
    return recording


def test_an_activity_has_its_points_laps_and_totals():
    recording = only(RUN)
    found = recording.track
    assert recording.sport is Sport.RUN
    assert recording.started_at == START
    assert recording.device == "Forerunner 245"
    assert len(found) == 90
    assert found.distance_m.tolist() == [n * 3.0 for n in range(90)]
    assert found.heart_rate_bpm.tolist() == [140.0 + n % 10 for n in range(90)]
    assert found.cadence_spm.tolist() == [170.0] * 90
    assert found.power_w.tolist() == [250.0] * 90
    assert found.speed_mps.tolist() == [3.0] * 90
    assert found.lat[1] == 37.549973
    assert [each.elapsed_s for each in recording.laps] == [60.0, 30.0]
    assert [each.trigger for each in recording.laps] == ["distance", "distance"]
    assert recording.totals.distance_m == 270.0
    assert recording.totals.calories_kcal == 100.0
    assert recording.totals.heart_rate_avg_bpm == 145.0
    assert recording.totals.heart_rate_max_bpm == 149.0
    assert recording.totals.speed_max_mps == 4.5


def test_each_activity_is_a_recording():
    first, second = read_tcx(
        tcx(activity(lap(range(10))), activity(lap(range(20, 25)), sport="Biking"))
    )
    assert (first.sport, second.sport) == (Sport.RUN, Sport.RIDE)
    assert (len(first.track), len(second.track)) == (10, 5)
    assert second.track.cadence_spm.tolist() == [85.0] * 5


def test_a_new_track_element_after_a_while_is_a_pause():
    again = lap(range(30)).replace(
        "</Track>", f"</Track><Track>{trackpoint(100)}{trackpoint(101)}</Track>"
    )
    start_ms = int(START.timestamp() * 1000)
    assert only(tcx(activity(again))).pauses_ms == ((start_ms + 29_000, start_ms + 100_000),)


def test_an_activity_of_laps_without_points_still_counts():
    recording = only(tcx(activity(lap(range(30)).replace("Trackpoint", "Ignored"))))
    assert len(recording.track) == 0
    assert recording.totals.timer_s == 30.0
    assert recording.started_at == START


def test_a_document_cut_short_keeps_points_and_laps_before_the_cut():
    cut = RUN[: len(RUN) - 1500]
    recording = only(cut)
    assert recording.partial == "truncated"
    assert len(recording.track) == cut.count(b"</Trackpoint>")


def test_a_course_is_a_route_and_a_plan_is_a_plan():
    course = tcx().replace(b"<Activities></Activities>", b"<Courses><Course/></Courses>")
    with pytest.raises(RouteOnly):
        read_tcx(course)
    plan = tcx().replace(b"<Activities></Activities>", b"<Workouts><Workout/></Workouts>")
    with pytest.raises(NotAnActivity):
        read_tcx(plan)
    with pytest.raises(NoPoints):
        read_tcx(tcx())


def test_a_document_type_is_refused():
    with pytest.raises(XmlWithEntities):
        read_tcx(RUN.replace(b"<Train", b'<!DOCTYPE a [<!ENTITY b "c">]><Train', 1))


@settings(max_examples=150)
@given(
    st.lists(st.tuples(st.integers(0, 50_000), st.binary(max_size=6)), min_size=1, max_size=6),
    st.integers(0, 50_000),
)
def test_any_mutation_of_a_document_comes_to_recordings_or_a_refusal(changes, cut):
    data = bytearray(tcx(activity(lap(range(8)), lap(range(8, 12)))))
    for where, piece in changes:
        at = where % len(data)
        data[at : at + len(piece)] = piece
    if cut % 4 == 0:
        del data[cut % len(data) :]
    comes_to_recordings_or_a_refusal(bytes(data))
