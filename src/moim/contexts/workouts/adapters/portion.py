"""What workouts gives to an export, and how it takes that back."""

import asyncio
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

import msgspec

from moim.contexts.workouts.adapters.importing import FILE_BYTES_MAX, Importer
from moim.contexts.workouts.application.imports import StartImport, start_import
from moim.contexts.workouts.application.portability import (
    PAGE,
    Kept,
    KeptAfter,
    Restore,
    RestoreGoal,
    RestoreTyped,
    kept_workouts,
    known_contents,
    privacy_zones_of,
    restore_goal,
    restore_recorded,
    restore_typed,
)
from moim.contexts.workouts.application.privacy_zones import MakeZone, make_zone
from moim.contexts.workouts.application.progress_queries import list_thresholds
from moim.contexts.workouts.application.queries import all_goals, list_zones
from moim.contexts.workouts.application.records import SetThresholds, set_thresholds
from moim.contexts.workouts.application.workouts import TypeIn
from moim.contexts.workouts.application.zones import SetZones, set_zones
from moim.contexts.workouts.domain.cropping import Crop
from moim.contexts.workouts.domain.goal import Aim, Goal, Metric
from moim.contexts.workouts.domain.imports import ImportFile
from moim.contexts.workouts.domain.sight import Audience
from moim.contexts.workouts.domain.sports import Sport
from moim.contexts.workouts.domain.training_load import Sex, Thresholds
from moim.contexts.workouts.domain.zones import ZoneDefinition
from moim.kernel.errors import Refusal
from moim.kernel.ids import new_id
from moim.kernel.periods import Period
from moim.platform.portability import NotAnExport, Parcel, Piece, Portion, line_of, safe_name

C = TypeVar("C")

WORKOUTS, GOALS, ZONES = "workouts.jsonl", "goals.jsonl", "zones.jsonl"
PRIVACY_ZONES, THRESHOLDS = "privacy_zones.jsonl", "thresholds.jsonl"
FILES_AT_ONCE = 500


class Original(msgspec.Struct, kw_only=True):
    """A file in the export that a workout was read from, at ``position`` in it."""

    path: str
    name: str
    sha256: str
    position: int
    chosen: bool
    provider: str


class Part(msgspec.Struct, kw_only=True):
    """What is kept of a recording."""

    starts_at: datetime
    ends_at: datetime


class KeptWorkout(msgspec.Struct, kw_only=True):
    """A line of ``workouts.jsonl``; ``figures`` by name with the unit at the end."""

    id: UUID
    sport: Sport
    title: str | None
    note: str | None
    started_at: datetime
    timezone: str
    figures: dict[str, float | str | None]
    source: str
    device: str | None
    partial: str | None
    shown: dict[str, Audience]
    crop: Part | None
    track_removed: bool
    originals: list[Original]


class KeptGoal(msgspec.Struct, kw_only=True):
    """A line of ``goals.jsonl``."""

    metric: Metric
    period: Period
    target: float
    sport: Sport | None
    starts_on: date | None
    ends_on: date | None
    set_at: datetime
    ended_at: datetime | None
    reached: dict[date, datetime]


class KeptZones(msgspec.Struct, kw_only=True):
    """A line of ``zones.jsonl``: heart-rate zones from a day on."""

    valid_from: date
    bounds_bpm: tuple[int, int, int, int, int]
    source: str


class KeptThresholds(msgspec.Struct, kw_only=True):
    """A line of ``thresholds.jsonl``: what load is measured against from a day on."""

    valid_from: date
    resting_bpm: int | None = None
    greatest_bpm: int | None = None
    ftp_w: int | None = None
    sex: Sex | None = None


class KeptPlace(msgspec.Struct, kw_only=True):
    """A line of ``privacy_zones.jsonl``."""

    name: str
    lat: float
    lon: float
    radius_m: float


@dataclass(frozen=True, kw_only=True)
class OwnPortion:
    """Workouts with originals and edits, goals, zones. ``rest`` gives what no use case does.

    What comes back keeps the provider it came from, and with it who may see it.
    """

    importer: Importer
    rest: Portion

    async def give(self, user_id: UUID) -> Sequence[Piece]:
        """Lines of JSON a subject, and the originals as they were uploaded."""
        ask = self.importer.context.ask
        kept = await self._kept(user_id)
        pieces = [
            _lines(WORKOUTS, [_workout(one) for one in kept]),
            _lines(GOALS, [_goal(goal) for goal in await ask(all_goals, user_id)]),
            _lines(ZONES, [asdict(zones) for zones in await ask(list_zones, user_id)]),
            _lines(PRIVACY_ZONES, await self._places(user_id)),
        ]
        originals = {
            original.path: original.sha256 for one in kept for original in _workout(one).originals
        }
        blobs = self.importer.blobs
        pieces += [
            Piece(path=path, content=partial(blobs.open, sha256))
            for path, sha256 in originals.items()
            if blobs.exists(sha256)
        ]
        covered = {piece.path for piece in pieces}
        rest = await self.rest.give(user_id)
        return pieces + [piece for piece in rest if piece.path not in covered]

    async def take(self, user_id: UUID, parcel: Parcel) -> Sequence[str]:
        """What hides things first, then the files, then what was said of them."""
        left: list[str] = []
        for place in parcel.lines(PRIVACY_ZONES, KeptPlace):
            left += await self._take_place(user_id, place)
        for zones in parcel.lines(ZONES, KeptZones):
            left += await self._take_zones(user_id, zones)
        for thresholds in parcel.lines(THRESHOLDS, KeptThresholds):
            left += await self._take_thresholds(user_id, thresholds)
        workouts = parcel.lines(WORKOUTS, KeptWorkout)
        left += await self._take_originals(user_id, workouts, parcel)
        for workout in workouts:
            left += await self._take_workout(user_id, workout)
        self.importer.nudge()
        for goal in parcel.lines(GOALS, KeptGoal):
            left += await self._take_goal(user_id, goal)
        return left

    async def _kept(self, user_id: UUID) -> Sequence[Kept]:
        kept: list[Kept] = []
        after = None
        while True:
            page = await self.importer.context.ask(
                kept_workouts, KeptAfter(user_id=user_id, after=after)
            )
            kept += page
            if len(page) < PAGE:
                return kept
            after = (page[-1].workout.started_at, page[-1].workout.id)

    async def _places(self, user_id: UUID) -> Sequence[KeptPlace]:
        found = await self.importer.context.ask(privacy_zones_of, user_id)
        return [
            KeptPlace(name=zone.name, lat=zone.lat, lon=zone.lon, radius_m=zone.radius_m)
            for zone in found
        ]

    async def _take_place(self, user_id: UUID, place: KeptPlace) -> list[str]:
        if place in await self._places(user_id):
            return []
        command = MakeZone(user_id=user_id, **msgspec.structs.asdict(place))
        return await self._run(make_zone, command, f"privacy zone {place.name}")

    async def _take_zones(self, user_id: UUID, said: KeptZones) -> list[str]:
        try:
            zones = ZoneDefinition(**msgspec.structs.asdict(said))
        except Refusal as refusal:
            return [f"zones of {said.valid_from} ({refusal.sentence('en')})"]
        if zones in await self.importer.context.ask(list_zones, user_id):
            return []
        command = SetZones(user_id=user_id, zones=zones)
        return await self._run(set_zones, command, f"zones of {said.valid_from}")

    async def _take_thresholds(self, user_id: UUID, said: KeptThresholds) -> list[str]:
        what = f"thresholds of {said.valid_from}"
        try:
            thresholds = Thresholds(**msgspec.structs.asdict(said))
        except Refusal as refusal:
            return [f"{what} ({refusal.sentence('en')})"]
        if thresholds in await self.importer.context.ask(list_thresholds, user_id):
            return []
        command = SetThresholds(user_id=user_id, thresholds=thresholds)
        return await self._run(set_thresholds, command, what)

    async def _take_originals(
        self, user_id: UUID, workouts: Sequence[KeptWorkout], parcel: Parcel
    ) -> list[str]:
        """Import the files that are not known, those that were shown first, by provider."""
        wanted = sorted(
            (original for workout in workouts for original in workout.originals),
            key=lambda original: (original.provider, not original.chosen),
        )
        once = {original.sha256: original for original in wanted}
        about = (user_id, list(once))
        known = await self.importer.context.ask(known_contents, about)
        left: list[str] = []
        for chosen in (True, False):
            for provider in dict.fromkeys(original.provider for original in wanted):
                batch = [
                    original
                    for sha256, original in once.items()
                    if sha256 not in known
                    and (original.provider, original.chosen) == (provider, chosen)
                ]
                for start in range(0, len(batch), FILES_AT_ONCE):
                    some = batch[start : start + FILES_AT_ONCE]
                    left += await self._import(user_id, provider, some, parcel)
        return left

    async def _import(
        self, user_id: UUID, provider: str, originals: Sequence[Original], parcel: Parcel
    ) -> list[str]:
        left, files = [], []
        importer = self.importer
        async with importer.arrivals.arriving():
            for original in originals:
                try:
                    file = await asyncio.to_thread(self._stored, original, parcel)
                except NotAnExport:
                    left.append(f"{original.name} (missing from the ZIP, or damaged)")
                else:
                    files.append(file)
            if not files:
                return left
            command = StartImport(
                import_id=new_id(), user_id=user_id, provider=provider[:20], files=files
            )
            await importer.context.run(start_import, command)
        await importer.begin(command.import_id, user_id, [(file, None) for file in files])
        return left

    def _stored(self, original: Original, parcel: Parcel) -> ImportFile:
        content = parcel.read(original.path, FILE_BYTES_MAX)
        if hashlib.sha256(content).hexdigest() != original.sha256:
            raise NotAnExport
        self.importer.blobs.put(content, compress=True)
        return ImportFile(
            id=new_id(),
            name=safe_name(original.name),
            sha256=original.sha256,
            size_bytes=len(content),
        )

    async def _take_workout(self, user_id: UUID, kept: KeptWorkout) -> list[str]:
        what = f"workout of {kept.started_at:%Y-%m-%d %H:%M}"
        said = {
            "title": kept.title,
            "note": kept.note,
            "sport": kept.sport,
            "visibility": kept.shown.get("workout", Audience.PRIVATE),
            "map_visibility": kept.shown.get("map", Audience.PRIVATE),
            "heart_rate_visibility": kept.shown.get("heart_rate", Audience.PRIVATE),
        }
        shown = next((original for original in kept.originals if original.chosen), None)
        if shown is None:
            typed = _typed(user_id, kept)
            return await self._run(restore_typed, RestoreTyped(typed=typed, said=said), what)
        part = kept.crop
        command = Restore(
            user_id=user_id,
            sha256=shown.sha256,
            position=shown.position,
            said=said,
            crop=Crop(starts_at=part.starts_at, ends_at=part.ends_at) if part else None,
            track_removed=kept.track_removed,
        )
        return await self._run(restore_recorded, command, what)

    async def _take_goal(self, user_id: UUID, kept: KeptGoal) -> list[str]:
        said = msgspec.structs.asdict(kept)
        history = {name: said.pop(name) for name in ("set_at", "ended_at", "reached")}
        command = RestoreGoal(user_id=user_id, aim=Aim(**said), **history)
        return await self._run(restore_goal, command, f"goal {kept.metric} a {kept.period}")

    async def _run(self, handler: Callable[[C, Any], object], command: C, what: str) -> list[str]:
        """Carry it out; what it was, if it could not be."""
        try:
            done = await self.importer.context.run(handler, command)
        except Refusal as refusal:
            return [f"{what} ({refusal.sentence('en')})"]
        return [what] if done is False else []


def _workout(kept: Kept) -> KeptWorkout:
    workout = kept.workout
    crop = workout.crop
    return KeptWorkout(
        id=workout.id,
        sport=workout.sport,
        title=workout.title,
        note=workout.note,
        started_at=workout.started_at,
        timezone=workout.timezone,
        figures=asdict(workout.figures),
        source=workout.source,
        device=workout.device,
        partial=workout.partial,
        shown={
            "workout": workout.shown.workout,
            "map": workout.shown.map,
            "heart_rate": workout.shown.heart_rate,
        },
        crop=Part(starts_at=crop.starts_at, ends_at=crop.ends_at) if crop else None,
        track_removed=workout.track_removed,
        originals=[
            Original(
                path=f"originals/{source.sha256[:16]}/{safe_name(source.name)}",
                name=source.name,
                sha256=source.sha256,
                position=source.position,
                chosen=source.chosen,
                provider=provider,
            )
            for source, provider in kept.sources
        ],
    )


def _typed(user_id: UUID, kept: KeptWorkout) -> TypeIn:
    def measure(name: str) -> float | None:
        value = kept.figures.get(name)
        return value if isinstance(value, float | int) else None

    return TypeIn(
        user_id=user_id,
        sport=kept.sport,
        title=kept.title,
        note=kept.note,
        started_at=kept.started_at,
        elapsed_s=measure("elapsed_s") or 0.0,
        distance_m=measure("distance_m"),
        moving_s=measure("moving_s"),
        elevation_gain_m=measure("elevation_gain_m"),
    )


def _goal(goal: Goal) -> KeptGoal:
    return KeptGoal(
        **goal.aim.told(),
        set_at=goal.set_at,
        ended_at=goal.ended_at,
        reached=goal.reached,
    )


def _lines(path: str, values: Sequence[object]) -> Piece:
    return Piece(path=path, content=b"\n".join(line_of(value) for value in values))
