"""A recording in other programs' formats says what it said."""

import csv
import io
from xml.etree.ElementTree import fromstring

import numpy as np
import pytest

from moim.contexts.workouts.adapters.files.read import read_recordings
from moim.contexts.workouts.adapters.tcx_export import tcx_of
from moim.contexts.workouts.domain.figures import Figures
from moim.contexts.workouts.domain.sports import Sport
from moim.contexts.workouts.domain.workout import Workout
from moim.kernel.ids import new_id
from tests.contexts.workouts import samples
from tests.contexts.workouts.derivation.building import START_MS, steady


async def exported(person, workout_id, name) -> bytes:
    answer = await person.get(f"/workouts/{workout_id}/{name}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-disposition"].endswith(name.removeprefix("export"))
    return answer.content


@pytest.mark.parametrize("name", ["export.tcx", "export.gpx"])
async def test_what_is_exported_and_read_again_is_what_was_imported(runner, name) -> None:
    data = samples.fit(300, bpm=150)
    made = await runner.imported("run.fit", data)

    (again,) = read_recordings(await exported(runner, made["id"], name), name)
    (first,) = read_recordings(data, "run.fit")

    assert again.sport is Sport.RUN
    assert np.array_equal(again.track.time_ms, first.track.time_ms)
    for column in ("lat", "lon"):
        np.testing.assert_allclose(
            getattr(again.track, column), getattr(first.track, column), atol=1e-6
        )
    assert np.array_equal(again.track.heart_rate_bpm, first.track.heart_rate_bpm)


def of(recording, **more):
    """A workout around a recording."""
    return Workout(
        id=new_id(), user_id=new_id(), sport=recording.sport, title="<달리기> & 걷기",
        started_at=recording.started_at, timezone="Asia/Seoul",
        figures=Figures(elapsed_s=60, distance_m=240, heart_rate_avg_bpm=140), source="file",
    )  # fmt: skip


@pytest.mark.parametrize("sport", [Sport.RUN, Sport.RIDE])
def test_every_quantity_survives_tcx(sport) -> None:
    count = np.arange(61)
    ride = steady(
        60, 4.0, sport=sport, elevation_m=50.0 + count, power_w=200.0 + count,
        cadence_spm=80.0 + 2 * (count % 5), heart_rate_bpm=np.where(count == 7, np.nan, 140.0),
        distance_m=count * 4.0,
    )  # fmt: skip
    (again,) = read_recordings(tcx_of(of(ride), ride.track), "a.tcx")
    assert again.sport is sport
    for column in ("elevation_m", "power_w", "cadence_spm", "heart_rate_bpm", "distance_m"):
        np.testing.assert_array_equal(getattr(again.track, column), getattr(ride.track, column))


def test_a_hidden_heart_rate_is_not_told_by_the_lap_either() -> None:
    run = steady(60, 4.0)
    assert b"HeartRate" not in tcx_of(of(run), run.track)
    fromstring(tcx_of(of(run), run.track))  # a title with brackets is still XML


async def test_a_row_of_csv_is_a_sample_and_an_empty_field_no_value(runner) -> None:
    made = await runner.imported("run.gpx", samples.gpx(60))
    rows = list(
        csv.DictReader(io.StringIO((await exported(runner, made["id"], "export.csv")).decode()))
    )
    track = await runner.got(f"/workouts/{made['id']}/track")
    assert len(rows) == track["points"]
    assert [float(row["lat"]) for row in rows] == track["lat"]
    assert float(rows[-1]["time_s"]) == track["time_s"][-1]
    assert rows[0]["time"] == made["started_at"].replace("Z", ".000Z")


async def test_what_has_no_track_has_no_export(runner) -> None:
    typed = await runner.typed()
    for name in ("export.tcx", "export.csv"):
        answer = await runner.get(f"/workouts/{typed['id']}/{name}")
        assert (answer.status_code, answer.json()["code"]) == (409, "no-track")


async def test_a_strangers_workout_is_not_exported(world, runner) -> None:
    made = await runner.imported("run.fit", samples.fit(60))
    for name in ("export.tcx", "export.csv"):
        assert (await world.person().get(f"/workouts/{made['id']}/{name}")).status_code == 404


def test_the_instants_of_a_track_are_those_of_its_file() -> None:
    run = steady(3, 4.0)
    (again,) = read_recordings(tcx_of(of(run), run.track), "a.tcx")
    assert again.track.time_ms[0] == START_MS
