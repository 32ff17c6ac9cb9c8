"""An Apple Health export.zip taken apart: a file for each workout, whatever its names are."""

import io
import subprocess
import sys

import numpy as np
import pytest

from moim.contexts.workouts.adapters.files import apple_archive
from moim.contexts.workouts.adapters.files.apart import parts_of
from moim.contexts.workouts.adapters.files.read import read_recordings
from moim.contexts.workouts.adapters.files.refusals import FileTooLarge, TooManyRecords
from moim.contexts.workouts.domain.derivation import derive
from moim.contexts.workouts.domain.sports import Sport
from moim.kernel.errors import Refusal

from .devices import DEVICES, device_file, needs_devices
from .health_samples import (
    ROUTE,
    beat,
    export,
    location,
    reference,
    route,
    usual_zip,
    workout,
    zipped,
)


def taken(data):
    return list(parts_of(io.BytesIO(data)))


def recording(member):
    (found,) = read_recordings(member.data, member.name)
    return found


@pytest.mark.parametrize("name", ["export.xml", "내보내기.xml", "│ºδ╗┤.xml"])
def test_each_workout_is_a_file_and_what_is_brought_along_is_none(name):
    run, swim = taken(usual_zip(name))
    assert [run.name, swim.name] == [
        "Apple 건강 · 러닝 2026-10-03 07:00",
        "Apple 건강 · 수영 2026-10-03 20:53",
    ]
    assert (recording(run).sport, recording(swim).sport) == (Sport.RUN, Sport.SWIM)
    track = recording(run).track
    assert len(track) == 600
    assert np.count_nonzero(~np.isnan(track.heart_rate_bpm)) == 120
    assert recording(run).totals.elevation_gain_m == 65.75
    assert len(recording(swim).track) == 0


def test_the_same_workout_in_next_months_export_gives_the_same_bytes():
    inside = beat(10), workout(reference(ROUTE), pointer="66aa")
    later = beat(10), workout(reference(ROUTE), pointer="1f2e"), workout(first=9_000, last=9_600)
    routes = {f"workout-routes/{ROUTE}": route(range(600))}
    (before,) = taken(zipped({"export.xml": export(*inside)} | routes))
    after, _ = taken(zipped({"export.xml": export(*later, second=2_000_000)} | routes))
    assert before.data == after.data


def test_an_extract_taken_apart_is_itself():
    for member in taken(usual_zip()):
        (again,) = taken(member.data)
        assert (again.name, again.data) == (member.name, member.data)


def test_a_bare_export_is_taken_apart_without_routes():
    run, ride = taken(export(beat(3), workout(reference(ROUTE)), workout(kind="Cycling")))
    assert (len(recording(run).track), recording(ride).sport) == (1, Sport.RIDE)


def test_parts_of_a_route_are_one_track():
    parts = {
        f"workout-routes/{ROUTE}": route(range(300)),
        "workout-routes/route_2026-10-03_7.06am.gpx": route(range(360, 600)),
    }
    run = workout(reference(ROUTE, "route_2026-10-03_7.06am.gpx"))
    (member,) = taken(zipped({"export.xml": export(run)} | parts))
    assert len(recording(member).track) == 540


def test_a_route_nobody_names_is_found_by_its_time():
    members = {
        "export.xml": export(workout(), workout(kind="Walking", first=5_000, last=5_600)),
        "workout-routes/a.gpx": route(range(5_003, 5_100)),
        "workout-routes/b.gpx": route(range(90_000, 90_100)),
    }
    run, walk, rest = taken(zipped(members))
    assert (len(recording(run).track), len(recording(walk).track)) == (0, 97)
    assert rest.name == "b.gpx"
    assert len(recording(rest).track) == 100


def test_a_route_that_is_missing_or_leads_out_of_the_archive_leaves_the_workout():
    run = workout(reference("gone.gpx")) + workout(reference("../../etc/passwd"), first=10)
    found = taken(zipped({"export.xml": export(run)}))
    assert [len(recording(member).track) for member in found] == [0, 0]


def test_a_route_that_cannot_be_read_has_a_verdict_of_its_own():
    bomb = b'<!DOCTYPE gpx [<!ENTITY a "b">]><gpx/>'
    members = {"export.xml": export(workout(reference(ROUTE))), f"workout-routes/{ROUTE}": bomb}
    run, failed = taken(zipped(members))
    assert len(recording(run).track) == 0
    assert (failed.name, failed.refusal.code) == (ROUTE, "route-not-joined")
    assert failed.refusal.details == {"why": "xml-with-entities"}


def test_other_files_beside_the_export_are_read_as_they_are():
    members = {"export.xml": export(workout()), "notes/mine.gpx": route(range(90_000, 90_010)),
               "run.fit": b"not one"}  # fmt: skip
    assert [member.name for member in taken(zipped(members))][1:] == ["mine.gpx", "run.fit"]


def test_an_export_that_breaks_off_gives_what_is_before_and_says_so():
    data = export(workout(), workout(first=5_000, last=5_600))
    cut = data[: data.rindex(b"</Workout>")]
    first, second, broken = taken(zipped({"export.xml": cut}))
    assert recording(first).sport is recording(second).sport is Sport.RUN
    assert (broken.name, broken.refusal.code) == ("export.xml", "broken-export")


def test_a_damaged_member_gives_what_can_be_unpacked():
    body = export(workout(), "".join(beat(n, n % 90 + 80) for n in range(40_000)))
    data = bytearray(zipped({"export.xml": body}))
    middle = len(data) // 2
    data[middle : middle + 50] = b"\0" * 50
    first, *_, broken = taken(bytes(data))
    assert recording(first).sport is Sport.RUN
    assert broken.refusal.code in {"archive-member", "broken-export"}


def test_the_largest_export_is_the_one():
    members = {"old.xml": export(workout()), "new.xml": export(workout(), workout(first=10))}
    assert len(taken(zipped(members))) == 2


def test_limits_hold(monkeypatch):
    many = zipped({"export.xml": export(workout(), workout(first=9))})
    monkeypatch.setattr(apple_archive, "LIMIT_WORKOUTS", 1)
    with pytest.raises(TooManyRecords):
        taken(many)
    monkeypatch.setattr(apple_archive, "LIMIT_EXPORT_BYTES", 100)
    with pytest.raises(FileTooLarge):
        taken(many)
    with pytest.raises(FileTooLarge):
        taken(export(workout()))


def test_an_extract_larger_than_a_file_may_be_is_refused(monkeypatch):
    monkeypatch.setattr(apple_archive, "LIMIT_FILE_BYTES", 1_000)
    long = workout(f"<WorkoutRoute>{''.join(map(location, range(50)))}</WorkoutRoute>")
    small, large = taken(export(workout(kind="Yoga"), long))
    assert small.refusal is None
    assert large.refusal.code == "file-too-large"


def test_the_same_activity_as_a_route_and_as_gpx_agrees():
    (member,) = taken(
        zipped({"export.xml": export(workout(reference(ROUTE))),
                f"workout-routes/{ROUTE}": route(range(600))})
    )  # fmt: skip
    apple, (plain,) = recording(member), read_recordings(route(range(600)), "")
    np.testing.assert_array_equal(apple.track.time_ms, plain.track.time_ms)
    for column in ("lat", "lon", "elevation_m", "speed_mps"):
        np.testing.assert_array_equal(
            getattr(apple.track, column), getattr(plain.track, column), err_msg=column
        )
    ours, theirs = derive(apple).summary, derive(plain).summary
    assert ours.distance_m == pytest.approx(theirs.distance_m, rel=1e-9)


@needs_devices
def test_the_device_files_as_an_archive_have_the_verdicts_they_must_have():
    routes = {
        f"workout-routes/{path.name.removeprefix('brtkwr_')}": path.read_bytes()
        for path in (DEVICES / "apple").glob("*.gpx")
    }
    members = taken(zipped({"내보내기.xml": device_file("apple/brtkwr_export.xml")} | routes))
    found = [recording(member) for member in members]
    assert [(str(each.sport), len(each.track)) for each in found] == [
        ("run", 11), ("walk", 6), ("ride", 8), ("run", 0),
    ]  # fmt: skip
    assert [each.totals.distance_m for each in found] == [5_200, 3_100, 15_800, None]
    assert taken(device_file("apple/alxdrcirilo_export.zip")) == []


LARGE = """
import io, resource, sys
from moim.contexts.workouts.adapters.files.apple_archive import taken_apart

before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
step = (
    '<Record type="HKQuantityTypeIdentifierStepCount" sourceName="iPhone" unit="count" '
    'creationDate="2026-10-03 07:00:00 +0900" startDate="2026-10-03 07:00:00 +0900" '
    'endDate="2026-10-03 07:10:00 +0900" value="%d"/>\\n'
)
block = "".join(step % n for n in range(4_000)).encode()
workout = (
    b'<Workout workoutActivityType="HKWorkoutActivityTypeRunning" duration="10" '
    b'durationUnit="min" startDate="2026-10-03 07:00:00 +0900" '
    b'endDate="2026-10-03 07:10:00 +0900"/>'
)

def pieces():
    yield b'<?xml version="1.0"?><HealthData>'
    for _ in range(60_000_000 // len(block)):
        yield block
    yield workout + b"</HealthData>"

class Stream:
    def __init__(self):
        self.pieces, self.rest, self.size = pieces(), b"", 0
    def read(self, size):
        while len(self.rest) < size and (piece := next(self.pieces, None)) is not None:
            self.rest += piece
        given, self.rest = self.rest[:size], self.rest[size:]
        self.size += len(given)
        return given

stream = Stream()
(member,) = taken_apart(stream, "export.xml")
grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
print(stream.size, grown * 1024)
"""


def test_an_export_larger_than_memory_allows_is_read_in_little_of_it():
    told = subprocess.run([sys.executable, "-c", LARGE], capture_output=True, check=True)
    size, grown = map(int, told.stdout.split())
    assert size > 59_000_000
    assert grown < 12_000_000


@pytest.mark.parametrize("seed", range(12))
def test_a_mutated_archive_gives_members_or_a_refusal(seed):
    data = bytearray(usual_zip())
    dice = np.random.default_rng(seed)
    for at in dice.integers(0, len(data), 4):
        data[at] = int(dice.integers(0, 256))
    try:
        members = taken(bytes(data))
    except Refusal:
        return
    assert all(member.refusal or member.data is not None for member in members)
