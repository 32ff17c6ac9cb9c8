"""A workout: one person's own entry of something they did."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from moim.contexts.workouts.domain.cropping import Crop, crop_between
from moim.contexts.workouts.domain.figures import Figures
from moim.contexts.workouts.domain.limits import check_figures, check_start
from moim.contexts.workouts.domain.origins import is_personal_only
from moim.contexts.workouts.domain.privacy_zones import Circle
from moim.contexts.workouts.domain.route import Route
from moim.contexts.workouts.domain.sight import Shown
from moim.contexts.workouts.domain.sports import Sport
from moim.contracts.workouts import (
    METRICS,
    RouteDeleted,
    RouteRecorded,
    RouteUpdated,
    SportChanged,
    WorkoutAnalysed,
    WorkoutAnalysisRequested,
    WorkoutDeleted,
    WorkoutRecorded,
    WorkoutUpdated,
)
from moim.kernel.aggregates import Aggregate
from moim.kernel.errors import Conflict, NotFound

TITLE_LENGTH_MAX = 120
NOTE_LENGTH_MAX = 4_000


class WorkoutNotFound(NotFound):
    """No such workout, or not this person's to see."""

    code = "workout-not-found"
    ko = "운동을 찾을 수 없습니다. 삭제되었거나 볼 수 없는 운동입니다."
    en = "There is no such workout, or it is not yours to see."


class NoTrack(Conflict):
    """Asked for the track of a workout that has none."""

    code = "no-track"
    ko = "이 운동에는 경로 기록이 없습니다."
    en = "This workout has no track."


class FromRecording(Conflict):
    """Asked to type over what a device measured."""

    code = "figures-from-recording"
    ko = "기기 기록에서 나온 값은 직접 고칠 수 없습니다. 구간을 자르거나 경로 파일을 바꾸세요."
    en = "These figures come from a recording. Crop it or replace its track instead."


class NoRecording(NotFound):
    """Asked for something that takes a device's recording."""

    code = "no-recording"
    ko = "기기 기록이 없는 운동입니다."
    en = "This workout has no recording."


Analysis = dict[str, list[dict[str, float]]]
"""Tables of figures by name, as ``WorkoutAnalysed`` carries them."""


@dataclass(frozen=True, kw_only=True)
class Typed:
    """What the owner had typed in before a recording of the same outing took its place."""

    started_at: datetime
    figures: Figures


@dataclass(kw_only=True, eq=False)
class Workout(Aggregate):
    """One workout. ``timezone`` is the zone it is shown in, an IANA name.

    ``source`` is ``file``, ``manual`` or ``session``; ``partial`` the reason why only a part of
    the recording could be read. ``shown`` is who else sees it and its parts. ``crop``
    and ``track_removed`` are the owner's wishes: every later reading of a recording keeps them.
    """

    id: UUID
    user_id: UUID
    sport: Sport
    title: str | None
    started_at: datetime
    timezone: str
    figures: Figures
    source: str
    device: str | None = None
    note: str | None = None
    partial: str | None = None
    route: Route | None = None
    shown: Shown = field(default_factory=Shown)
    import_id: UUID | None = None
    derivation_version: int | None = None
    crop: Crop | None = None
    track_removed: bool = False
    typed: Typed | None = None

    @property
    def ended_at(self) -> datetime:
        """The last instant."""
        return self.started_at + timedelta(seconds=self.figures.elapsed_s)

    @property
    def day(self) -> date:
        """The day it began on, in its own zone: it stays when the person moves."""
        return self.started_at.astimezone(ZoneInfo(self.timezone)).date()

    @property
    def has_track(self) -> bool:
        """Whether samples are kept with it."""
        return self.route is not None

    @property
    def recorded(self) -> bool:
        """Whether its figures are of a recording."""
        return self.derivation_version is not None

    def must_be_typed(self) -> None:
        """Raise FromRecording where a device measured."""
        if self.recorded:
            raise FromRecording

    def begin(self, now: datetime, hidden: Sequence[Circle] = ()) -> None:
        """Enter it: check what was said of it and tell that it is there.

        ``hidden`` is what the owner's privacy zones cut, here as everywhere.
        """
        check_start(self.started_at, now)
        check_figures(self.figures)
        self.record(
            WorkoutRecorded(
                workout_id=self.id,
                user_id=self.user_id,
                sport=self.sport.value,
                started_at=self.started_at,
                metrics=self.figures.metrics(),
                source=self.source,
                personal_only=is_personal_only(self.source),
                visibility=self.shown.workout.value,
            )
        )
        if self.route is not None:
            self._tell_route(RouteRecorded, self.route, hidden)

    def edit(
        self,
        *,
        now: datetime,
        title: str | None,
        note: str | None,
        sport: Sport,
        started_at: datetime,
        figures: Figures,
        shown: Shown | None = None,
    ) -> None:
        """Take what the owner says of it now; say what changed, and nothing if nothing did."""
        check_start(started_at, now)
        check_figures(figures)
        measured = (started_at, figures) != (self.started_at, self.figures)
        if measured:
            self.must_be_typed()
        said = {"title": title, "note": note, "sport": sport}
        changed = {name for name, value in said.items() if getattr(self, name) != value}
        before = self.sport
        if shown not in (None, self.shown):
            changed.add("visibility")
        self.title, self.note, self.sport = title, note, sport
        self.shown = shown or self.shown
        changed |= self._measure(started_at, figures)
        if changed:
            self._tell_updated(changed)
        if before != sport:
            self.record(
                SportChanged(
                    workout_id=self.id, user_id=self.user_id, before=before.value, after=sport.value
                )
            )

    def part_to_keep(self, start_s: float, end_s: float | None) -> Crop:
        """The crop from ``start_s`` to ``end_s`` of what it shows; raises CropOutOfRange."""
        if self.route is None:
            raise NoTrack
        return crop_between(self.started_at, self.figures.elapsed_s, start_s, end_s)

    def take_recording(
        self,
        *,
        started_at: datetime,
        figures: Figures,
        route: Route | None,
        device: str | None,
        partial: str | None,
        derivation_version: int,
        hidden: Sequence[Circle] = (),
    ) -> None:
        """Take another recording of the same outing, or the same one derived anew.

        What the owner may have set stays: title, note and sport; a track they removed stays away.
        """
        if not self.recorded:
            self.typed = Typed(started_at=self.started_at, figures=self.figures)
        self.device, self.partial = device, partial
        self.derivation_version = derivation_version
        had, self.route = self.route, None if self.track_removed else route
        changed = self._measure(started_at, figures)
        if changed:
            self._tell_updated(changed)
        if self.route is not None and self.route != had:
            self._tell_route(RouteRecorded if had is None else RouteUpdated, self.route, hidden)
        elif self.route is None and had is not None:
            self.record(RouteDeleted(workout_id=self.id, user_id=self.user_id))

    def give_recording_back(self) -> bool:
        """Show what was typed in before the first recording came; whether there was such."""
        if self.typed is None:
            return False
        before, self.typed = self.typed, None
        self.device = self.partial = self.derivation_version = self.crop = None
        self.track_removed = False
        had, self.route = self.route, None
        changed = self._measure(before.started_at, before.figures)
        if changed:
            self._tell_updated(changed)
        if had is not None:
            self.record(RouteDeleted(workout_id=self.id, user_id=self.user_id))
        return True

    def come_from(self, origin: str) -> bool:
        """Show a recording of this origin; whether that changed who may ever see the workout."""
        if is_personal_only(origin) == is_personal_only(self.source):
            return False
        self.source = origin
        self._tell_updated({"visibility"})
        return True

    def drop_route(self) -> None:
        """Remove the track for good; the figures stay."""
        if self.route is None:
            raise NoTrack
        self.route, self.track_removed = None, True
        self.record(RouteDeleted(workout_id=self.id, user_id=self.user_id))

    def tell_route_anew(self, hidden: Sequence[Circle]) -> None:
        """The owner's privacy zones changed: tell what may be heard of the track now."""
        if self.route is not None:
            self._tell_route(RouteUpdated, self.route, hidden)

    def ask_for_analysis(self, request_id: UUID) -> None:
        """Tell that somebody wants it derived anew."""
        if not self.recorded:
            raise NoRecording
        self.record(
            WorkoutAnalysisRequested(
                workout_id=self.id, user_id=self.user_id, request_id=request_id
            )
        )

    def analysed(self, request_id: UUID, analysis: Analysis, *, asked: bool = True) -> None:
        """Tell that what can be derived is there; ``asked`` for of this workout, by its owner."""
        self.record(
            WorkoutAnalysed(
                workout_id=self.id,
                user_id=self.user_id,
                request_id=request_id,
                analysis=analysis,
                unasked=not asked,
            )
        )

    def delete(self) -> None:
        """Tell that the owner removed it."""
        self.record(WorkoutDeleted(workout_id=self.id, user_id=self.user_id))

    def _measure(self, started_at: datetime, figures: Figures) -> set[str]:
        """Take these, and name those of what others hear of that moved."""
        before = self.figures.metrics()
        after = figures.metrics()
        changed = {name for name in METRICS if before.get(name) != after.get(name)}
        if started_at != self.started_at:
            changed.add("started_at")
        self.started_at, self.figures = started_at, figures
        return changed

    def _tell_updated(self, changed: set[str]) -> None:
        self.record(
            WorkoutUpdated(
                workout_id=self.id,
                user_id=self.user_id,
                sport=self.sport.value,
                started_at=self.started_at,
                metrics=self.figures.metrics(),
                changed=tuple(sorted(changed)),
                visibility=self.shown.workout.value,
                personal_only=is_personal_only(self.source),
            )
        )

    def _tell_route(
        self,
        event: type[RouteRecorded] | type[RouteUpdated],
        route: Route,
        hidden: Sequence[Circle],
    ) -> None:
        bbox, cells = route.told(hidden)
        self.record(
            event(
                workout_id=self.id,
                user_id=self.user_id,
                points=route.points,
                bbox=bbox,
                cells=cells,
            )
        )
