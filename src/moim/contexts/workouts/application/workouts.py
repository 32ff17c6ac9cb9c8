"""Use cases about one workout: type it in, edit, delete, take its track away."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from moim.contexts.workouts.application.companions import forget_companions, look_for_companions
from moim.contexts.workouts.application.goals import count_towards_goals
from moim.contexts.workouts.application.ports import Work
from moim.contexts.workouts.application.readings import typed_outing
from moim.contexts.workouts.application.records import (
    change_outcome,
    enter_outcome,
    forget_outcomes,
    note_change,
    told_by,
)
from moim.contexts.workouts.domain.changes import Cause
from moim.contexts.workouts.domain.limits import typed_figures
from moim.contexts.workouts.domain.outcomes import NO_MARKS
from moim.contexts.workouts.domain.sports import Sport
from moim.contexts.workouts.domain.workout import Workout
from moim.kernel.errors import Changed
from moim.kernel.ids import new_id


@dataclass(frozen=True, kw_only=True)
class TypeIn:
    """A workout without a device."""

    user_id: UUID
    sport: Sport
    title: str | None
    note: str | None
    started_at: datetime
    elapsed_s: float
    distance_m: float | None
    moving_s: float | None
    elevation_gain_m: float | None


def type_in(command: TypeIn, work: Work) -> Workout:
    """Enter it as it was said."""
    work.athletes.hold(command.user_id)
    athlete = work.athletes.get(command.user_id)
    workout = Workout(
        id=new_id(),
        user_id=command.user_id,
        sport=command.sport,
        title=command.title,
        note=command.note,
        started_at=command.started_at,
        timezone=athlete.timezone,
        figures=typed_figures(
            elapsed_s=command.elapsed_s,
            distance_m=command.distance_m,
            moving_s=command.moving_s,
            elevation_gain_m=command.elevation_gain_m,
        ),
        source="manual",
        shown=athlete.shown,
    )
    workout.begin(work.now)
    work.workouts.save(workout, typed_outing(workout))
    count_towards_goals(workout.user_id, workout.started_at, work)
    enter_outcome(workout, NO_MARKS, work)
    return workout


@dataclass(frozen=True, kw_only=True)
class Edit:
    """What the owner wants changed: only what ``changes`` names.

    ``changes`` holds ``title``, ``note``, ``sport``, an audience by a name of PARTS and,
    for a workout without a recording, ``started_at``, ``elapsed_s``, ``distance_m``, ``moving_s``
    and ``elevation_gain_m``.
    ``version`` is the one the owner last read, None to edit whatever is there.
    """

    workout_id: UUID
    user_id: UUID
    changes: dict[str, object]
    version: int | None = None


PARTS = {"visibility": "workout", "map_visibility": "map", "heart_rate_visibility": "heart_rate"}
MEASURES = ("elapsed_s", "distance_m", "moving_s", "elevation_gain_m")


def edit(command: Edit, work: Work) -> Workout:
    """Change it; raises FromRecording for figures that a device measured."""
    work.athletes.hold(command.user_id)
    workout = work.workouts.get(command.workout_id, command.user_id)
    if command.version not in (None, workout.version):
        raise Changed
    new = dict(command.changes)
    audiences: dict[str, Any] = {part: new.pop(name) for name, part in PARTS.items() if name in new}
    shown = replace(workout.shown, **audiences)
    measures = {name: new.pop(name) for name in MEASURES if name in new}
    figures = workout.figures
    if any(getattr(figures, name) != value for name, value in measures.items()):
        workout.must_be_typed()
        typed: dict[str, Any] = {name: getattr(figures, name) for name in MEASURES}
        figures = typed_figures(**(typed | measures))
    before, sport, told = workout.started_at, workout.sport, told_by(workout, work)
    fields: dict[str, Any] = {"title": workout.title, "note": workout.note}
    fields |= {"sport": workout.sport, "started_at": workout.started_at}
    workout.edit(now=work.now, figures=figures, shown=shown, **(fields | new))
    work.workouts.save(workout, None if workout.recorded else typed_outing(workout))
    change_outcome(workout, work)
    note_change(workout, told, Cause.EDITED, work)
    if workout.sport is not sport:
        look_for_companions(workout, work)
        if workout.recorded:  # what counts as moving and as an effort depends on the sport
            work.tasks.rederive(workout, new_id())
    for moment in {before, workout.started_at}:
        count_towards_goals(workout.user_id, moment, work)
    return workout


@dataclass(frozen=True, kw_only=True)
class OneWorkout:
    """A workout and who asks."""

    workout_id: UUID
    user_id: UUID


def delete(command: OneWorkout, work: Work) -> None:
    """Remove it with everything kept beside it."""
    work.athletes.hold(command.user_id)
    workout = work.workouts.get(command.workout_id, command.user_id)
    workout.delete()
    work.workouts.remove(workout)
    forget_companions([workout.id], work)
    forget_outcomes(workout.user_id, [workout.id], work)


def drop_track(command: OneWorkout, work: Work) -> Workout:
    """Remove the samples; the figures stay."""
    work.athletes.hold(command.user_id)
    workout = work.workouts.get(command.workout_id, command.user_id)
    workout.drop_route()
    work.tracks.drop_track(workout)
    work.workouts.save(workout)
    change_outcome(workout, work)
    forget_companions([workout.id], work)
    return workout


def request_analysis(command: OneWorkout, work: Work) -> UUID:
    """Have the workout derived anew; the answer is the request's id."""
    work.athletes.hold(command.user_id)
    workout = work.workouts.get(command.workout_id, command.user_id)
    request_id = new_id()
    workout.ask_for_analysis(request_id)
    work.workouts.save(workout)
    work.tasks.rederive(workout, request_id, asked=True)
    return request_id
