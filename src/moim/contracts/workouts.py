"""What workouts tells everyone: recordings, routes, goals, live sessions, analysis and sharing.

Ordered by ``user_id``, who is always the owner of the workout, goal or session: a person's
totals depend on recorded, updated, deleted arriving in that order.

``metrics`` of an event holds what is known of METRICS and nothing else. A figure that is not
known is absent, never zero; times are seconds. A distance, time or climb that was typed in by
hand stands under the same name.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from moim.kernel.events import Event

METRICS = (
    "distance_m",
    "elapsed_s",
    "timer_s",
    "moving_s",
    "elevation_gain_m",
    "elevation_loss_m",
    "heart_rate_avg_bpm",
    "heart_rate_max_bpm",
    "cadence_avg_spm",
    "power_avg_w",
    "calories_kcal",
)
"""What ``metrics`` may hold.

``elapsed_s`` runs from the first instant to the last, ``timer_s`` is what the device's timer ran,
``moving_s`` leaves out standing still. Cadence counts both feet, or turns of the crank. Loss is a
positive number.
"""


class WorkoutRecorded(Event, key="user_id"):
    """A workout is stored, by a session, an upload or by hand.

    ``sport`` is one of ``kernel.sports.SPORTS``; ``source`` is ``session``, ``file``, ``manual`` or
    the name of a device provider. ``visibility`` is ``private``, ``followers``, ``club`` or
    ``public``: nothing may be shown to anybody else. What is ``personal_only`` is never shown to
    others nor counted for them, whatever its visibility.
    """

    workout_id: UUID
    user_id: UUID
    sport: str
    started_at: datetime
    metrics: dict[str, float]
    source: str
    visibility: str = "private"
    personal_only: bool = False


class WorkoutUpdated(Event, key="user_id"):
    """Title, times, sport or metrics changed; all but ``changed`` say how it is now.

    ``changed`` names what moved: ``title``, ``note``, ``sport``, ``started_at``, ``visibility``
    (of the workout, its map or its heart rate) or a metric. ``visibility`` and ``personal_only``
    as in WorkoutRecorded.
    """

    workout_id: UUID
    user_id: UUID
    sport: str
    started_at: datetime
    metrics: dict[str, float]
    changed: tuple[str, ...]
    visibility: str = "private"
    personal_only: bool = False


class WorkoutDeleted(Event, key="user_id"):
    """The owner removed it."""

    workout_id: UUID
    user_id: UUID


class RouteRecorded(Event, key="user_id"):
    """A track is stored with the workout.

    ``points`` counts its samples. ``bbox`` is west, south, east, north in degrees, None for a
    track without positions; ``cells`` are the coarse squares it passes, privacy zones left out.
    """

    workout_id: UUID
    user_id: UUID
    points: int
    bbox: tuple[float, float, float, float] | None
    cells: tuple[int, ...]


class RouteUpdated(Event, key="user_id"):
    """The track was cropped, joined or replaced, or the privacy zones that cut it changed.

    The fields say how it is now.
    """

    workout_id: UUID
    user_id: UUID
    points: int
    bbox: tuple[float, float, float, float] | None
    cells: tuple[int, ...]


class RouteDeleted(Event, key="user_id"):
    """The track was removed, the workout stays."""

    workout_id: UUID
    user_id: UUID


class GoalSet(Event, key="user_id"):
    """A target distance, time, count or climb for a period is set.

    ``metric`` is ``distance``, ``time``, ``count``, ``climb`` or ``active_days``, followed by
    ``/run`` or another sport when only that one counts; ``target`` is in metres, seconds or a
    count. ``period`` is ``day``, ``week``, ``month``, ``year``, or the first and last day as an
    ISO 8601 interval.
    """

    goal_id: UUID
    user_id: UUID
    metric: str
    target: float
    period: str


class GoalAchieved(Event, key="user_id"):
    """Progress first reaches the target in a period."""

    goal_id: UUID
    user_id: UUID
    metric: str
    target: float
    reached_at: datetime


class SportChanged(Event, key="user_id"):
    """A workout became another sport: run to ride, and so on."""

    workout_id: UUID
    user_id: UUID
    before: str
    after: str


class SessionEnded(Event, key="user_id"):
    """A live session ended; without ``workout_id`` nothing worth keeping was recorded."""

    session_id: UUID
    user_id: UUID
    workout_id: UUID | None = None


class SessionStarted(Event, key="user_id"):
    """A live session began; ``visibility`` is who may watch it, as in WorkoutRecorded."""

    session_id: UUID
    user_id: UUID
    sport: str
    started_at: datetime
    visibility: str = "private"


class SessionPaused(Event, key="user_id"):
    """A live session paused."""

    session_id: UUID
    user_id: UUID
    at: datetime


class SessionResumed(Event, key="user_id"):
    """A live session went on."""

    session_id: UUID
    user_id: UUID
    at: datetime


class WorkoutsSynced(Event, key="user_id"):
    """A device sync or an import finished; the counts are of workouts and files in it.

    Each workout was told on its own before; this one says that no more are to come.
    """

    user_id: UUID
    provider: str
    imported: int
    duplicates: int
    failed: int


class WorkoutAnalysisRequested(Event, key="user_id"):
    """Analysis of a workout was asked for."""

    workout_id: UUID
    user_id: UUID
    request_id: UUID


class WorkoutAnalysed(Event, key="user_id"):
    """Splits, zones, best efforts and load are ready.

    ``analysis`` is tables by name, each a list of rows, each row figures by name with the unit
    last: ``splits`` (``distance_m``, ``moving_s``, ...), ``heart_rate_zones`` (``zone``,
    ``from_bpm``, ``held_s``), ``best_efforts`` (``distance_m``, ``elapsed_s``), ``load`` (one row).
    A table that cannot be made is absent. ``unasked`` where nobody asked for it of this
    workout: it was derived anew with many.
    """

    workout_id: UUID
    user_id: UUID
    request_id: UUID
    analysis: dict[str, list[dict[str, float]]]
    unasked: bool = False


class ShareRequested(Event, key="user_id"):
    """Another user asks to see or show a workout of ``user_id``.

    ``audience`` is ``user:<id>`` when the asker wants to see it; when it is to be shown
    somewhere, the place stands before the asker: ``challenge:<id>/user:<id>``,
    ``club:<id>/user:<id>``.
    """

    share_id: UUID
    workout_id: UUID
    user_id: UUID
    audience: str


class ShareApproved(Event, key="user_id"):
    """The owner agreed; ``audience`` as it was asked for."""

    share_id: UUID
    workout_id: UUID
    user_id: UUID
    audience: str


class ShareRejected(Event, key="user_id"):
    """The owner refused; ``audience`` as it was asked for."""

    share_id: UUID
    workout_id: UUID
    user_id: UUID
    audience: str


class GoalChanged(Event, key="user_id"):
    """Target or period changed; the fields, read as in GoalSet, say how the goal is now."""

    goal_id: UUID
    user_id: UUID
    metric: str
    target: float
    period: str


class CompanyChanged(Event, key="user_id"):
    """The workout was found to be done together with others', or no longer is.

    All workouts of one outing carry the same ``group_id``, which may become another as more is
    known of it; None for a workout that is in nobody's company any more. A workout that was
    deleted leaves without a word.
    """

    workout_id: UUID
    user_id: UUID
    group_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class TrackView:
    """A workout's track as one viewer may see it: privacy zones are cut already.

    ``columns`` has a row a sample and a column a quantity: ``time_s`` (since ``started_at``),
    ``lat``, ``lon`` (degrees), ``elevation_m``, ``heart_rate_bpm``, ``cadence_spm``, ``power_w``,
    ``speed_mps``, ``distance_m`` (so far). Only columns that were recorded are there; all have the
    same length, and a missing sample is NaN. Each is an ``array.array("d")``, whose buffer numpy
    takes without a copy.
    """

    workout_id: UUID
    owner_id: UUID
    sport: str
    title: str | None
    started_at: datetime
    timezone: str
    distance_m: float | None
    elapsed_s: float
    columns: Mapping[str, Sequence[float]]


class Tracks(Protocol):
    """Asked by whoever draws a track at the moment of drawing; too large to replicate."""

    def track_for(self, workout_id: UUID, viewer_id: UUID | None) -> TrackView | None:
        """The track as ``viewer_id`` may see it, None standing for a stranger.

        None if there is no such workout, it has no track, or the viewer may not see it.
        """
        ...


class Companies(Protocol):
    """Asked by whoever draws a workout with the courses of those who were there."""

    def tracks_beside(self, workout_id: UUID, viewer_id: UUID) -> Sequence[TrackView]:
        """The companions' tracks, each as far as its owner shows it to ``viewer_id``.

        Nothing of a workout that is not the viewer's own: its company is its owner's to see.
        """
        ...


class RecordDays(Protocol):
    """Asked by whoever shows days, as they are shown: a later run takes a record off its day."""

    def record_days(self, user_id: UUID, first: date, last: date) -> Mapping[date, int]:
        """How many of the person's records of all time were set on each day that has any."""
        ...


class LiveDistances(Protocol):
    """Asked by whoever shows how far somebody has come; asked often, so answered from memory."""

    def distance_of(self, session_id: UUID) -> float | None:
        """Metres of a live session so far, an estimate; None if it is over or not known.

        Only for the owner's own eyes: a session is private until its owner shares it.
        """
        ...
