"""A sport is guessed only where nothing else moves like it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moim.contexts.workouts.adapters.files.read import read_recordings
from moim.contexts.workouts.domain.recording import Track
from moim.contexts.workouts.domain.sport_guess import guessed_sport
from moim.contexts.workouts.domain.sports import Family, Sport
from moim.kernel.errors import Refusal
from tests.contexts.workouts.files.devices import DEVICES, index, needs_devices
from tests.contexts.workouts.files.xml_samples import gpx
from tests.contexts.workouts.files.xml_samples import track as trk

A_DEGREE_M = 111_195.0


def moved(speeds_mps, *, cadence=None, device=False):
    """A track to the north, a sample a second."""
    along = np.concatenate(([0.0], np.cumsum(speeds_mps)))
    times = np.arange(len(along)) * 1000
    turned = None if cadence is None else np.full(len(along), float(cadence))
    if device:
        return Track(time_ms=times, distance_m=along, cadence_spm=turned)
    lat = 37.0 + along / A_DEGREE_M
    return Track(time_ms=times, lat=lat, lon=np.full(len(along), 127.0), cadence_spm=turned)


def steady(mps, seconds=900):
    return np.full(seconds, mps)


@pytest.mark.parametrize("device", [False, True])
@pytest.mark.parametrize(
    ("mps", "cadence", "sport"),
    [
        (1.4, None, Sport.WALK),
        (1.4, 110, Sport.WALK),
        (1.4, 160, Sport.OTHER),
        (2.9, 168, Sport.RUN),
        (2.9, None, Sport.OTHER),
        (2.9, 84, Sport.OTHER),
        (4.5, None, Sport.OTHER),
        (5.2, 185, Sport.RUN),
        (5.2, 90, Sport.OTHER),
        (7.5, None, Sport.RIDE),
        (7.5, 88, Sport.RIDE),
        (7.5, 185, Sport.OTHER),
        (24.0, None, Sport.OTHER),
        (0.8, None, Sport.OTHER),
        (0.0, None, Sport.OTHER),
    ],
)
def test_speed_and_cadence_leave_one_sport_or_none(device, mps, cadence, sport):
    assert guessed_sport(moved(steady(mps), cadence=cadence, device=device)) is sport


def test_stops_do_not_make_a_ride_slow():
    town = np.concatenate([steady(7.0, 120), steady(0.0, 60)] * 8)
    assert guessed_sport(moved(town)) is Sport.RIDE


def test_a_drive_is_no_ride():
    drive = np.concatenate([steady(9.0, 300), steady(25.0, 300)])
    assert guessed_sport(moved(drive)) is Sport.OTHER


def test_a_few_minutes_prove_nothing():
    assert guessed_sport(moved(steady(1.4, 300))) is Sport.OTHER
    assert guessed_sport(Track(time_ms=np.arange(2))) is Sport.OTHER
    assert guessed_sport(Track(time_ms=np.arange(0))) is Sport.OTHER


@settings(max_examples=60)
@given(
    st.lists(st.floats(0, 40), min_size=20, max_size=60),
    st.none() | st.floats(0, 300),
)
def test_a_run_is_never_guessed_without_a_runners_steps(speeds, cadence):
    track = moved(np.repeat(speeds, 30), cadence=cadence)
    if guessed_sport(track) is Sport.RUN:
        assert cadence is not None
        assert 140 <= cadence <= 220


def test_a_gpx_says_its_kind_or_is_guessed():
    def read(kind):
        (found,) = read_recordings(gpx(trk(range(900), kind=kind, extension=False)), "")
        return found.sport

    assert read("kayaking") is Sport.OTHER
    assert read("running") is Sport.RUN
    assert read("") is Sport.OTHER, "three metres a second without steps may be a bicycle"


KNOWN = [row["file"] for row in index() if row["file"].startswith(("fit/", "tcx/"))]


@needs_devices
def test_no_device_file_that_says_its_sport_is_guessed_wrong():
    right = 0
    for name in KNOWN:
        try:
            found = read_recordings((DEVICES / name).read_bytes(), name)
        except Refusal:
            continue
        for recording in found:
            guess = guessed_sport(recording.track)
            if guess is not Sport.OTHER and recording.sport is not Sport.OTHER:
                assert guess.family is recording.sport.family, name
                assert guess.family in (Family.FOOT, Family.RIDE)
                right += 1
    assert right >= 8
