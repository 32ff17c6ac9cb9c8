from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given

from moim.contexts.workouts.domain.derivation import derive
from moim.contexts.workouts.domain.recording import Lap, Recording, Track
from moim.contexts.workouts.domain.sports import Sport

from .building import START_MS, recording, steady, walks


def test_two_and_a_half_kilometres_make_two_splits_and_a_half():
    splits = derive(steady(1000, 2.5)).splits
    assert [split.distance_m for split in splits] == pytest.approx([1000, 1000, 500])
    assert [split.elapsed_s for split in splits] == pytest.approx([400, 400, 200])
    assert [split.start_offset_s for split in splits] == pytest.approx([0, 400, 800])
    assert [split.pace_s_per_km for split in splits] == pytest.approx([400, 400, 400])
    assert [split.whole for split in splits] == [True, True, False]


def test_a_boundary_falls_between_samples():
    seconds = np.arange(0, 561, 7)
    splits = derive(recording(seconds, seconds * 4.0)).splits
    assert [split.elapsed_s for split in splits] == pytest.approx([250, 250, 60])


def test_standing_is_in_the_elapsed_time_of_its_split_and_not_in_the_pace():
    way = np.concatenate((np.arange(201) * 5.0, np.full(50, 1000.5), 1000.5 + np.arange(201) * 5.0))
    first, second = derive(recording(np.arange(len(way)), way)).splits
    assert first.elapsed_s == pytest.approx(200)
    assert second.elapsed_s == pytest.approx(251)
    assert second.moving_s == pytest.approx(200, abs=5)
    assert second.pace_s_per_km == pytest.approx(second.moving_s, rel=1e-3)


def test_a_remainder_of_less_than_a_metre_belongs_to_the_last_kilometre():
    splits = derive(recording([0, 300, 301, 302], [0, 1000, 1000.5, 1000.5])).splits
    assert len(splits) == 1
    assert splits[0].whole
    assert (splits[0].distance_m, splits[0].elapsed_s) == (pytest.approx(1000.5), 302)


def test_hearts_steps_and_climbs_are_those_of_the_split():
    count = np.arange(401)
    run = recording(
        count,
        count * 5.0,
        device=True,
        heart_rate_bpm=np.where(count < 200, 140, 160),
        cadence_spm=np.where(count % 2 == 0, 180, 0),
        elevation_m=np.where(count < 200, count * 0.5, 100.0),
    )
    first, second = derive(run).splits
    assert (first.heart_rate_avg_bpm, second.heart_rate_avg_bpm) == pytest.approx((140, 160))
    assert (first.heart_rate_max_bpm, second.heart_rate_max_bpm) == (160, 160)
    assert first.cadence_avg_spm == pytest.approx(180)
    assert first.elevation_gain_m == pytest.approx(98.5, abs=1.5)
    assert second.elevation_gain_m == pytest.approx(0, abs=1.5)


def test_what_was_not_recorded_is_none():
    only = derive(steady(100, 3.0)).splits[0]
    assert only.heart_rate_avg_bpm is None
    assert only.heart_rate_max_bpm is None
    assert only.elevation_gain_m is None
    assert only.power_avg_w is None


def test_without_a_distance_there_are_no_splits():
    assert derive(recording(np.arange(100), heart_rate_bpm=np.full(100, 120.0))).splits == ()


def test_a_way_around_the_globe_is_not_listed_by_the_kilometre():
    assert derive(recording([0, 60], [0, 2_500_000], device=True)).splits == ()


def lap(start_s, elapsed_s, **more):
    began = datetime.fromtimestamp(START_MS / 1000, UTC) + timedelta(seconds=start_s)
    return Lap(started_at=began, elapsed_s=elapsed_s, **more)


def test_laps_are_cut_by_time():
    laps = (lap(0, 100.5), lap(100.5, 99.5, distance_m=310.0, trigger="distance"))
    first, second = derive(steady(200, 3.0, laps=laps)).laps
    assert first.distance_m == pytest.approx(301.5)
    assert (second.distance_m, second.trigger) == (310.0, "distance")
    assert second.start_offset_s == pytest.approx(100.5)
    assert second.moving_s == pytest.approx(99.5)


def test_laps_of_a_pool_without_a_track_are_what_the_device_said():
    swim = Recording(
        sport=Sport.SWIM,
        started_at=datetime.fromtimestamp(START_MS / 1000, UTC),
        track=Track(time_ms=np.array([START_MS])),
        laps=(lap(0, 60.0, distance_m=50.0, timer_s=55.0),),
    )
    (only,) = derive(swim).laps
    assert (only.distance_m, only.elapsed_s, only.moving_s) == (50.0, 60.0, 55.0)
    assert only.pace_s_per_km == pytest.approx(1100)


@given(walks(at_least=5, at_most=120))
def test_splits_add_up_to_the_whole(walk):
    seconds, metres = walk
    metres = metres * 4
    derived = derive(recording(seconds, metres, device=True, elevation_m=np.sin(metres) * 30))
    if not derived.splits:
        return
    total = {
        name: sum(getattr(split, name) for split in derived.splits)
        for name in ("distance_m", "elapsed_s", "moving_s", "elevation_gain_m", "elevation_loss_m")
    }
    summary = derived.summary
    assert total["distance_m"] == pytest.approx(metres[-1])
    assert total["elapsed_s"] == pytest.approx(seconds[-1])
    assert total["moving_s"] == pytest.approx(summary.moving_s)
    assert total["elevation_gain_m"] == pytest.approx(summary.elevation_gain_m)
    assert total["elevation_loss_m"] == pytest.approx(summary.elevation_loss_m)
    assert all(split.moving_s <= split.elapsed_s + 1e-9 for split in derived.splits)
    assert all(split.distance_m == pytest.approx(1000) for split in derived.splits[:-1])
