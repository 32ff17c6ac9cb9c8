import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from moim.contexts.workouts.domain.cells import BUCKET_S, minute_positions
from moim.contexts.workouts.domain.traces import STEP_S, STEPS_MAX

from .outings import HOME_LAT, fixes, runner, trace


def test_steps_fall_on_whole_tens_of_seconds_for_everybody():
    one, other = runner(3, 600), runner(8, 600)
    assert one.first_step == other.first_step == 1_760_000_000 // STEP_S + 1


def test_a_step_between_samples_lies_between_them():
    sparse, dense = runner(every_s=7), runner(every_s=1)
    assert np.allclose(sparse.lat[:350], dense.lat[:350], atol=1e-9)


def test_a_way_unknown_for_more_than_two_minutes_is_not_made_up():
    seconds = [*range(0, 601, 10), *range(800, 1401, 10)]
    whereabouts = trace(seconds, 0, np.array(seconds) * 3.0)
    assert np.isnan(whereabouts.lat[61:80]).all()
    assert np.isfinite(whereabouts.lat[:61]).all()
    assert np.isfinite(whereabouts.lat[80:]).all()


def test_a_stop_is_held_however_long():
    seconds = np.array([*range(0, 601, 10), *range(2400, 3001, 10)])
    along = np.where(seconds <= 600, seconds, seconds - 1800) * 3.0
    assert np.isfinite(trace(seconds, 0, along).lat).all()


def test_two_minutes_without_a_fix_are_crossed():
    seconds = [0, 10, 130, 140]
    assert np.isfinite(trace(seconds, 0, np.array(seconds) * 3.0).lat).all()


def test_a_single_fix_is_nowhere():
    assert len(trace([0], 0, 0)) == 0


def test_a_clock_that_jumps_ten_years_keeps_the_part_with_the_most_fixes():
    ten_years_s = 315_000_000
    seconds = np.concatenate(([0], ten_years_s + np.arange(600)))
    whereabouts = trace(seconds, 0, np.concatenate(([0], np.arange(600) * 3.0)))
    assert len(whereabouts) == 60
    assert np.isfinite(whereabouts.lat).all()


def test_months_on_end_are_cut_to_the_longest_workout():
    seconds = np.arange(0, 60 * 24 * 3600, 6 * 3600)
    assert len(trace(seconds, 0, 0)) <= STEPS_MAX + 1


def test_across_the_180th_meridian_the_short_way_is_taken():
    seconds = np.arange(0, 601, 20)
    found = fixes(seconds, 0, 0)
    lon = 179.99 + np.arange(len(seconds)) * 0.001
    over = type(found)(**(vars(found) | {"lon": (lon + 180) % 360 - 180}))
    from moim.contexts.workouts.domain.traces import trace_of

    whereabouts = trace_of(over, 600)
    assert (np.abs(whereabouts.lon) > 179.9).all()


@given(st.integers(-500, 500), st.integers(0, 400))
def test_a_window_shows_the_trace_where_it_is_and_nothing_beside_it(before, steps):
    whereabouts = runner(0, 1000)
    lat, _ = whereabouts.window(whereabouts.first_step + before, steps)
    assert len(lat) == steps
    for at, value in enumerate(lat):
        inside = 0 <= at + before < len(whereabouts)
        assert np.isfinite(value) == inside
        if inside:
            assert value == whereabouts.lat[at + before]


def test_minute_positions_agree_with_the_trace():
    whereabouts = runner(0, 1200)
    minutes = minute_positions(fixes(np.arange(1201), 0, np.arange(1201) * 3.0))
    steps = (minutes.bucket * BUCKET_S + BUCKET_S // 2) // STEP_S - whereabouts.first_step
    inside = (steps >= 0) & (steps < len(whereabouts))
    assert inside.sum() >= 19
    assert np.allclose(whereabouts.lat[steps[inside]], minutes.lat[inside])
    assert minutes.lat[0] >= HOME_LAT
