from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moim.contexts.workouts.domain.simplification import (
    TOLERANCES_M,
    decode_line,
    encode_line,
    polylines,
    significance_m,
)

from .building import northwards

shapes = st.lists(
    st.tuples(st.integers(-300, 300), st.integers(-300, 300)), min_size=2, max_size=80
)


def columns(shape):
    return tuple(np.array(column, dtype=float) for column in zip(*shape, strict=True))


def off_the_line_m(x, y, kept):
    """How far each point is from the kept line's piece over it."""
    worst = 0.0
    for start, end in pairwise(kept):
        along = np.array([x[end] - x[start], y[end] - y[start]])
        for inner in range(start + 1, end):
            away = np.array([x[inner] - x[start], y[inner] - y[start]])
            squared = along @ along
            share = np.clip(away @ along / squared, 0, 1) if squared else 0.0
            worst = max(worst, float(np.hypot(*(away - share * along))))
    return worst


@given(shapes, st.sampled_from([2.0, 10.0, 75.0]))
def test_no_point_is_farther_off_than_the_tolerance(shape, tolerance):
    x, y = columns(shape)
    kept = np.flatnonzero(significance_m(x, y, 2.0) > tolerance)
    assert (kept[0], kept[-1]) == (0, len(x) - 1)
    assert off_the_line_m(x, y, kept) <= tolerance + 1e-9


@given(shapes)
def test_a_coarser_line_has_only_points_of_the_finer(shape):
    x, y = columns(shape)
    at_once, alone = significance_m(x, y, 2.0), significance_m(x, y, 40.0)
    assert (at_once > 40).sum() <= (at_once > 2).sum()
    assert np.array_equal(at_once > 40, alone > 40)


def test_a_straight_line_needs_its_ends_and_a_corner_its_point():
    x = np.concatenate((np.arange(100.0), np.full(50, 99.0)))
    y = np.concatenate((np.zeros(100), np.arange(50.0)))
    assert np.flatnonzero(significance_m(x, y, 2.0) > 2).tolist() == [0, 99, 149]


def test_a_loop_back_to_its_start_keeps_its_far_end():
    x = np.concatenate((np.arange(101.0), np.arange(99.0, -1, -1)))
    assert np.flatnonzero(significance_m(x, np.zeros(201), 2.0) > 2).tolist() == [0, 100, 200]


def test_a_spiral_too_deep_for_the_tree_keeps_its_tolerance():
    turn = np.linspace(0, 60 * np.pi, 3000)
    x, y = turn * np.cos(turn) * 3, turn * np.sin(turn) * 3
    kept = np.flatnonzero(significance_m(x, y, 2.0) > 2)
    assert len(kept) < 3000
    assert off_the_line_m(x, y, kept) <= 2


def test_the_published_example_is_written_as_published():
    lat, lon = np.array([38.5, 40.7, 43.252]), np.array([-120.2, -120.95, -126.453])
    assert encode_line(lat, lon) == "_p~iF~ps|U_ulLnnqC_mqNvxq`@"


@given(st.lists(st.tuples(st.floats(-90, 90), st.floats(-180, 180)), min_size=1, max_size=40))
def test_what_was_encoded_is_decoded(positions):
    lat, lon = columns(positions)
    back_lat, back_lon = decode_line(encode_line(lat, lon))
    assert np.abs(back_lat - lat).max() <= 0.500001e-5
    assert np.abs(back_lon - lon).max() <= 0.500001e-5


def test_nothing_is_an_empty_line():
    assert [column.size for column in decode_line("")] == [0, 0]


def test_each_zoom_is_drawn_and_a_lone_position_is_not():
    lat = northwards(np.arange(0, 3000, 10.0))
    lon = 127 + 1e-3 * np.sin(np.arange(300) / 9)
    drawn = polylines([(lat, lon), (lat[:1], lon[:1])])
    assert [line.zoom for line in drawn] == list(TOLERANCES_M)
    assert all(len(line.lines) == 1 for line in drawn)
    counts = [decode_line(line.lines[0])[0].size for line in drawn]
    assert counts == sorted(counts)
    assert counts[0] < counts[-1] < 300
    for line in drawn:
        back_lat, back_lon = decode_line(line.lines[0])
        assert (back_lat[0], back_lon[-1]) == pytest.approx((lat[0], lon[-1]), abs=1e-5)
