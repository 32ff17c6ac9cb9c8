"""Bars of totals and the squares of the year."""

import itertools
import math
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moim.contexts.insights.adapters.drawing.bars import Bucket, TotalsView, draw_bars
from moim.contexts.insights.adapters.drawing.measures import Totals
from moim.contexts.insights.adapters.drawing.year import (
    YearDay,
    YearView,
    draw_year,
    level_bounds,
    longest_streak,
)

from .samples import SVG, described, painted, read, totals, weeks, words, year


def bars_of(svg: str) -> list[str]:
    return [e.get("d") for e in read(svg).iter(f"{SVG}path") if list(e)]


def test_each_bucket_has_its_bar_and_the_last_its_number():
    svg = draw_bars(weeks(13), theme="light", language="ko", width=360)
    assert len(bars_of(svg)) == 13
    assert {"주별 거리", "208.0 km", "16.0 km", "22.0 km", "3/30"} <= set(words(svg))


def test_the_description_lists_every_bucket_with_its_unit():
    _, description = described(draw_bars(weeks(3), theme="light", language="en"))
    assert "week of 5 Jan 10.0 km, week of 12 Jan 11.0 km, week of 19 Jan 12.0 km" in description


@pytest.mark.parametrize(
    ("metric", "language", "total"),
    [
        ("moving_s", "ko", "3시간 1분"),
        ("moving_s", "en", "3h 1m"),
        ("elevation_gain_m", "ko", "360 m"),
        ("workouts", "ko", "3회"),
        ("workouts", "en", "3 workouts"),
    ],
)
def test_every_metric_has_its_unit(metric, language, total):
    assert total in words(draw_bars(weeks(3, metric), theme="dark", language=language))


def test_of_too_many_buckets_the_latest_are_drawn():
    svg = draw_bars(weeks(400), theme="light", language="ko", width=1200)
    assert len(bars_of(svg)) == 120


def test_labels_below_the_bars_do_not_run_into_each_other():
    svg = draw_bars(weeks(60), theme="light", language="ko", width=360)
    labels = sorted(
        float(e.get("x")) for e in read(svg).iter(f"{SVG}text") if "/" in (e.text or "")
    )
    assert min(b - a for a, b in itertools.pairwise(labels)) > 28


@pytest.mark.parametrize("language", ["ko", "en"])
def test_nothing_recorded_is_said(language):
    svg = draw_bars(
        TotalsView(by="month", metric="moving_s", buckets=[]), theme="light", language=language
    )
    assert painted(svg, "accent-soft")
    assert described(svg)[1] in words(svg)


def test_the_year_counts_days_total_and_streak():
    svg = draw_year(year(), theme="light", language="ko", width=1200)
    assert {"2026년 운동 기록", "6일", "47.0 km", "3일", "12월"} <= set(words(svg))
    assert "가장 긴 연속 3일" in described(svg)[1]


def test_every_day_of_the_year_has_its_square():
    for number, length in ((2026, 365), (2028, 366)):
        for width in (360, 1200):
            view = year(year=number, days=[YearDay(date=date(number, 2, 3), totals=totals(5000))])
            svg = draw_year(view, theme="light", language="ko", width=width)
            free = sum(
                e.get("d").count("M") for e in read(svg).iter(f"{SVG}path") if e.get("opacity")
            )
            assert free == length - 1


def test_more_is_a_darker_square():
    view = year()
    svg = draw_year(view, theme="light", language="ko", width=1200)
    squares = [e.get("fill") for e in read(svg).iter(f"{SVG}rect") if list(e)]
    assert len(set(squares)) == 4
    assert squares[0] != squares[-1]
    assert level_bounds([1, 2, 3, 4]) == (2, 3, 4)


def test_streaks_are_days_in_a_row_whatever_their_order():
    first = date(2026, 1, 1)
    days = [first + timedelta(days=offset) for offset in (8, 7, 1, 0, 9, 3, 9)]
    assert longest_streak(days) == 3
    assert longest_streak([]) == 0


def test_an_empty_year_is_still_a_year():
    svg = draw_year(year(days=[]), theme="light", language="en", width=360)
    assert {"Workouts in 2026", "0 days", "Jan", "Dec"} <= set(words(svg))


numbers = st.floats()
some_totals = st.builds(
    Totals,
    workouts=st.integers(0, 9),
    distance_m=numbers,
    moving_s=numbers,
    elevation_gain_m=numbers,
)
metrics = st.sampled_from(["distance_m", "moving_s", "elevation_gain_m", "workouts"])


@settings(max_examples=80, deadline=None)
@given(
    each=st.lists(some_totals, max_size=20),
    by=st.sampled_from(["week", "month", "year"]),
    metric=metrics,
    width=st.sampled_from([320, 360, 1200]),
    language=st.sampled_from(["ko", "en"]),
)
def test_any_totals_are_drawn_without_a_nan(each, by, metric, width, language):
    first = date(2026, 1, 1)
    dated = [(first + timedelta(days=31 * index), sums) for index, sums in enumerate(each)]
    bars = TotalsView(
        by=by,
        metric=metric,
        buckets=[Bucket(starts_on=day, totals=sums) for day, sums in dated],
    )
    read(draw_bars(bars, theme="light", language=language, width=width))
    grass = YearView(
        year=2026,
        first_weekday=len(each) % 7,
        today=first,
        metric=metric,
        days=[YearDay(date=day, totals=sums) for day, sums in dated],
    )
    read(draw_year(grass, theme="light", language=language, width=width))
    assert all(math.isfinite(bound) for bound in level_bounds([s.of(metric) for s in each]))
