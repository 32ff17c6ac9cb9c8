"""What an export holds of a person's workouts, and how each is made to read like that again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from moim.contexts.workouts.application.ports import Source
from moim.contexts.workouts.application.queries import Asking, WorkoutList
from moim.contexts.workouts.application.readings import show_source
from moim.contexts.workouts.application.workouts import (
    Edit,
    OneWorkout,
    TypeIn,
    drop_track,
    type_in,
)
from moim.contexts.workouts.application.workouts import edit as change
from moim.contexts.workouts.domain.cropping import Crop
from moim.contexts.workouts.domain.goal import GOALS_MAX, Aim, Goal
from moim.contexts.workouts.domain.privacy_zones import PrivacyZone
from moim.contexts.workouts.domain.workout import Workout
from moim.kernel.ids import new_id

PAGE = 100


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A workout with its recordings, each with the provider that it came from."""

    workout: Workout
    sources: Sequence[tuple[Source, str]]


@dataclass(frozen=True, kw_only=True)
class KeptAfter:
    """``after`` is the start and id of the last one of the page before."""

    user_id: UUID
    after: tuple[datetime, UUID] | None = None


def kept_workouts(about: KeptAfter, work: Asking) -> Sequence[Kept]:
    """A page of a person's workouts, newest first; fewer than PAGE are the last."""
    rows = work.views.page(WorkoutList(user_id=about.user_id, limit=PAGE, after=about.after))
    providers: dict[UUID, str] = {}
    kept = []
    for row in rows:
        workout = work.workouts.get(UUID(str(row[0])), about.user_id)
        sources = work.sources.of_workout(workout.id)
        for source in sources:
            if source.import_id not in providers:
                delivery = work.imports.get(source.import_id, about.user_id)
                providers[source.import_id] = delivery.provider
        kept.append(
            Kept(
                workout=workout,
                sources=[(source, providers[source.import_id]) for source in sources],
            )
        )
    return kept


def known_contents(about: tuple[UUID, Sequence[str]], work: Asking) -> set[str]:
    """Which of these originals the person has a workout of."""
    user_id, sha256s = about
    return {sha256 for sha256 in sha256s if work.sources.by_content(user_id, sha256)}


def still_derived(user_id: UUID, work: Asking) -> bool:
    """Whether some of the person's workouts wait to be derived anew, by whichever process."""
    return bool(work.tasks.waiting_for(user_id))


def privacy_zones_of(user_id: UUID, work: Asking) -> Sequence[PrivacyZone]:
    """A person's privacy zones."""
    return work.privacy_zones.of(user_id)


@dataclass(frozen=True, kw_only=True)
class Restore:
    """How a workout is to read: that of the recording at a place in an original, or typed in.

    ``said`` holds what ``Edit`` changes. ``crop`` None shows the whole recording.
    """

    user_id: UUID
    sha256: str
    position: int
    said: Mapping[str, object]
    crop: Crop | None = None
    track_removed: bool = False


def restore_recorded(command: Restore, work: Asking) -> bool:
    """Make the workout of this recording read so again; False if there is none.

    A part or another recording than is shown is derived by a task afterwards.
    """
    work.athletes.hold(command.user_id)
    sources = work.sources.by_content(command.user_id, command.sha256)
    source = next((one for one in sources if one.position == command.position), None)
    if source is None:
        return False
    workout = work.workouts.get(source.workout_id, command.user_id)
    _say(workout, command.said, work)
    workout = work.workouts.get(source.workout_id, command.user_id)
    if not source.chosen or workout.crop != command.crop:
        workout.crop = command.crop
        show_source(workout, source, work)
        work.workouts.save(workout)
        work.tasks.rederive(workout, new_id())
    if command.track_removed and workout.route is not None:
        drop_track(OneWorkout(workout_id=workout.id, user_id=workout.user_id), work)
    return True


@dataclass(frozen=True, kw_only=True)
class RestoreTyped:
    """A workout without a recording."""

    typed: TypeIn
    said: Mapping[str, object] = field(default_factory=dict)


def restore_typed(command: RestoreTyped, work: Asking) -> None:
    """Enter it, unless it is there."""
    wanted = command.typed
    work.athletes.hold(wanted.user_id)
    for id, outing in work.workouts.outings(wanted.user_id, wanted.started_at, wanted.started_at):
        if outing.started_at == wanted.started_at and outing.sport is wanted.sport:
            there = work.workouts.get(id, wanted.user_id)
            if there.figures.elapsed_s == wanted.elapsed_s:
                return
    _say(type_in(wanted, work), command.said, work)


@dataclass(frozen=True, kw_only=True)
class RestoreGoal:
    """A goal with its history."""

    user_id: UUID
    aim: Aim
    set_at: datetime
    ended_at: datetime | None
    reached: Mapping[date, datetime]


def restore_goal(command: RestoreGoal, work: Asking) -> bool:
    """Keep it, unless one with this aim is there; False if there are too many."""
    work.athletes.hold(command.user_id)
    if any(goal.aim == command.aim for goal in work.views.all_goals(command.user_id)):
        return True
    if command.ended_at is None and len(work.goals.running(command.user_id)) >= GOALS_MAX:
        return False
    goal = Goal(
        id=new_id(),
        user_id=command.user_id,
        aim=command.aim,
        set_at=command.set_at,
        ended_at=command.ended_at,
        reached=dict(command.reached),
    )
    goal.begin()
    if goal.ended_at is not None:
        goal.collect()  # it is over: nobody is to show or count it
    work.goals.save(goal)
    return True


def _say(workout: Workout, said: Mapping[str, object], work: Asking) -> None:
    """Edit what differs, and nothing if nothing does."""
    shown = {
        "visibility": workout.shown.workout,
        "map_visibility": workout.shown.map,
        "heart_rate_visibility": workout.shown.heart_rate,
    }
    now: dict[str, object] = {
        "title": workout.title,
        "note": workout.note,
        "sport": workout.sport,
        **shown,
    }
    changes = {name: value for name, value in said.items() if now[name] != value}
    if changes:
        change(Edit(workout_id=workout.id, user_id=workout.user_id, changes=changes), work)
