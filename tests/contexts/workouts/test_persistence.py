"""Rows give back what was put into them."""

from dataclasses import asdict, fields, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from moim.contexts.workouts.application.queries import OneOf, one_goal, one_workout
from moim.contexts.workouts.domain.cropping import Crop
from moim.contexts.workouts.domain.duplicates import Outing
from moim.contexts.workouts.domain.figures import Figures
from moim.contexts.workouts.domain.goal import Aim, Goal, Metric
from moim.contexts.workouts.domain.route import Route
from moim.contexts.workouts.domain.sight import Audience, Shown
from moim.contexts.workouts.domain.sports import Sport
from moim.contexts.workouts.domain.workout import Typed, Workout
from moim.kernel.errors import Stale
from moim.kernel.ids import new_id
from moim.kernel.periods import Period

instants = st.datetimes(datetime(1970, 1, 2), datetime(2100, 1, 1)).map(
    lambda moment: moment.replace(tzinfo=UTC)
)
texts = st.none() | st.text(st.characters(categories=("L", "N", "P", "So", "Zs")), max_size=100)
numbers = st.none() | st.floats(0, 1e6, allow_nan=False)
figures = st.builds(
    Figures,
    elapsed_s=st.floats(0, 1e6),
    elevation_source=st.sampled_from([None, "device", "gps", "manual"]),
    **{
        field.name: numbers
        for field in fields(Figures)
        if field.name not in {"elapsed_s", "elevation_source"}
    },
)
boxes = st.none() | st.tuples(*[st.floats(-180, 180, allow_nan=False)] * 4)
routes = st.builds(
    Route,
    points=st.integers(1, 10**6),
    bbox=boxes,
    cells=st.lists(st.integers(0, 2**50), max_size=5).map(tuple),
)
workouts = st.builds(
    Workout,
    id=st.builds(new_id),
    user_id=st.builds(new_id),
    sport=st.sampled_from(Sport),
    title=texts,
    started_at=instants,
    timezone=st.just("Asia/Seoul"),
    figures=figures,
    source=st.sampled_from(["file", "manual", "session"]),
    device=texts,
    note=texts,
    partial=st.sampled_from([None, "truncated"]),
    route=st.none() | routes,
    shown=st.builds(
        Shown,
        workout=st.sampled_from(Audience),
        map=st.sampled_from(Audience),
        heart_rate=st.sampled_from(Audience),
    ),
    import_id=st.none() | st.builds(new_id),
    derivation_version=st.none() | st.integers(1, 9),
    crop=st.none() | st.builds(Crop, starts_at=instants, ends_at=instants),
    track_removed=st.booleans(),
    typed=st.none() | st.builds(Typed, started_at=instants, figures=figures),
)
days = st.dates(date(1970, 1, 1), date(2199, 12, 31))
aims = st.builds(
    Aim,
    metric=st.sampled_from(Metric),
    period=st.sampled_from(Period),
    target=st.floats(1, 1e6),
    sport=st.none() | st.sampled_from(Sport),
    starts_on=st.none() | days,
    ends_on=st.none() | days,
)
goals = st.builds(
    Goal,
    id=st.builds(new_id),
    user_id=st.builds(new_id),
    aim=aims,
    set_at=instants,
    reached=st.dictionaries(days, instants, max_size=3),
    past_aims=st.lists(st.tuples(aims, instants), max_size=3),
    ended_at=st.none() | instants,
)


def plain(aggregate: Any) -> dict[str, Any]:
    return {name: value for name, value in vars(aggregate).items() if name != "_recorded"}


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), database=None)
@given(workout=workouts, goal=goals)
def test_what_is_saved_comes_back_as_it_was(either_world, workout, goal) -> None:
    database, work_on = either_world.database, either_world.context.work_on
    outing = Outing(
        sport=workout.sport,
        started_at=workout.started_at,
        ended_at=workout.ended_at,
        where=None,
        richness=5,
    )

    def save(connection):
        work = work_on(connection)
        work.workouts.save(workout, outing)
        work.goals.save(goal)

    database.write(save).result()
    saved = database.read(
        lambda c: one_workout(OneOf(id=workout.id, user_id=workout.user_id), work_on(c))
    )
    saved_goal = database.read(
        lambda c: one_goal(OneOf(id=goal.id, user_id=goal.user_id), work_on(c))
    )

    assert plain(saved) == plain(workout)
    assert plain(saved_goal) == plain(goal)

    saved.title, saved.crop, saved.route = "다른 이름", None, None

    def change(connection):
        work_on(connection).workouts.save(saved)

    database.write(change).result()
    again = database.read(
        lambda c: one_workout(OneOf(id=workout.id, user_id=workout.user_id), work_on(c))
    )
    assert plain(again) == plain(saved)
    assert again.version == 2


def test_what_moved_since_it_was_loaded_is_not_written_over(either_world) -> None:
    workout = Workout(
        id=new_id(),
        user_id=new_id(),
        sport=Sport.RUN,
        title=None,
        started_at=datetime(2026, 5, 1, tzinfo=UTC),
        timezone="Asia/Seoul",
        figures=Figures(elapsed_s=60.0),
        source="manual",
    )
    goal = Goal(
        id=new_id(),
        user_id=workout.user_id,
        aim=Aim(metric=Metric.COUNT, period=Period.DAY, target=1),
        set_at=workout.started_at,
    )
    outing = Outing(
        sport=Sport.RUN,
        started_at=workout.started_at,
        ended_at=workout.ended_at + timedelta(0),
        where=None,
        richness=1,
    )
    write, work_on = either_world.database.write, either_world.context.work_on
    write(lambda c: work_on(c).workouts.save(workout, outing)).result()
    write(lambda c: work_on(c).goals.save(goal)).result()
    older = replace(workout, title="먼저 읽은 것")
    older_goal = replace(goal)
    write(lambda c: work_on(c).workouts.save(workout)).result()
    write(lambda c: work_on(c).goals.save(goal)).result()

    with pytest.raises(Stale):
        write(lambda c: work_on(c).workouts.save(older)).result()
    with pytest.raises(Stale):
        write(lambda c: work_on(c).goals.save(older_goal)).result()


def test_figures_have_a_column_each(either_world) -> None:
    from moim.contexts.workouts.persistence import tables

    assert {*tables.FIGURES, "elevation_source"} == set(asdict(Figures(elapsed_s=1.0)))
