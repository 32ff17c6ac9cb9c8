"""Looks after challenges: work over many entrants, recordings to inspect, days that turn.

The rows are the queue: what was not done when the process died is taken up again.
"""

import asyncio
import logging
import tempfile
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from math import isfinite
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec

from moim.contexts.challenges.adapters.http.looking import look_of
from moim.contexts.challenges.application.closing import closable, close_settled
from moim.contexts.challenges.application.inspections import (
    Inspected,
    stretches_wanted,
    take_inspection,
)
from moim.contexts.challenges.application.life import carry_on, turn_days
from moim.contexts.challenges.application.ports import Task
from moim.contexts.challenges.application.queries import look
from moim.contexts.challenges.application.snapshots import (
    Stretch,
    forget_snapshot,
    give_secrets,
    naming_snapshots,
    next_lines,
    without_snapshot,
)
from moim.contexts.challenges.domain.challenge import ChallengeNotFound
from moim.contexts.challenges.domain.fairness import inspect
from moim.contexts.challenges.domain.traces import STANDARD_M, Trace, best_times
from moim.contracts.workouts import Tracks, TrackView
from moim.platform.auth import Caller
from moim.platform.blobs import Blobs
from moim.platform.context import Context
from moim.platform.live import Hub
from moim.platform.rounds import every

log = logging.getLogger(__name__)

LOOK_EVERY_S = 2.0
TELL_EVERY_S = 0.25
TASKS_AT_ONCE, INSPECTED_AT_ONCE, FORGOTTEN_AT_ONCE = 20, 20, 1_000
TOPIC = "challenge"
SAMPLES_MAX = 40_000


@dataclass(kw_only=True)
class Keeper:
    """Does what is due, and tells who watches."""

    context: Context[Any]
    hub: Hub
    tracks: Tracks
    blobs: Blobs
    _told: datetime = field(init=False, default=datetime(1970, 1, 1, tzinfo=UTC))
    _turned: int = field(init=False, default=0)

    def hear(self) -> None:
        """Have the hub know the topic ``challenge:{id}``, for those who may see it."""

        async def watches(caller: Caller, id: str) -> str:
            try:
                about = look_of(UUID(id), caller)
            except ValueError:
                raise ChallengeNotFound from None
            seen = await self.context.ask(look, about)
            return f"{TOPIC}:{seen.challenge.id}"

        self.hub.register(TOPIC, watches)

    async def run(self) -> None:
        """Look after them until cancelled."""
        await every(LOOK_EVERY_S, self.look, what="looking after challenges")

    async def run_telling(self) -> None:
        """Hint to who watches, soon after a ranking was told, until cancelled."""
        self._told = self.context.clock()
        nudged = asyncio.Event()
        self.context.on_published.append(nudged.set)

        async def paced() -> None:
            await self.tell()
            await asyncio.sleep(TELL_EVERY_S)

        await every(LOOK_EVERY_S, paced, what="hinting at rankings", nudged=nudged)

    async def tell(self) -> None:
        """Hint at every ranking told since the last time."""
        for challenge_id, revision, told_at in await self.context.ask(_told_since, self._told):
            self.hub.tell(f"{TOPIC}:{challenge_id}", revision)
            self._told = max(self._told, told_at)

    async def look(self) -> bool:
        """Do a piece of everything that waits; whether there may be more."""
        tasks: Sequence[Task] = await self.context.ask(_waiting, TASKS_AT_ONCE)
        done = [await self._carry_on(task) for task in tasks]
        inspected = await self.inspect()
        minute = int(self.context.clock().timestamp()) // 60
        if minute != self._turned:
            self._turned = minute
            await self.context.run(turn_days, self.context.clock())
            await self.snapshot()
            for challenge_id in await self.context.ask(closable, self.context.clock()):
                await self.context.run(close_settled, challenge_id)
        return any(done) or inspected

    async def _carry_on(self, task: Task) -> bool:
        """A piece of one task; one that stumbles holds up no other."""
        try:
            await self.context.run(carry_on, task.id)
        except Exception:
            log.exception("a task of kind %s stumbled; it is tried again", task.kind)
            return False
        return True

    async def inspect(self) -> bool:
        """Look at the recordings that wait; whether there were any."""
        waiting = await self.context.ask(_to_inspect, INSPECTED_AT_ONCE)
        done = [await self._inspect(*one) for one in waiting]
        return any(done)

    async def _inspect(self, workout_id: UUID, user_id: UUID) -> bool:
        """Look at one recording; one that stumbles holds up no other."""
        try:
            lengths = await self.context.ask(stretches_wanted, workout_id)
            seen = await asyncio.to_thread(self._seen, workout_id, user_id, lengths)
            await self.context.run(take_inspection, seen)
        except Exception:
            log.exception("what was seen of a workout could not be kept; it is tried again")
            return False
        return True

    def _seen(self, workout_id: UUID, user_id: UUID, lengths: set[float]) -> Inspected:
        nothing = Inspected(workout_id=workout_id, efforts={}, findings={}, trace=None)
        try:
            view = self.tracks.track_for(workout_id, user_id)
            return nothing if view is None else _inspected(workout_id, view, lengths)
        except Exception:
            log.exception("a recording could not be looked at; its workout counts as it is")
            return nothing

    async def snapshot(self) -> None:
        """Store the ranking of each running challenge, once a day."""
        for bare in await self.context.ask(naming_snapshots, FORGOTTEN_AT_ONCE):
            await asyncio.to_thread(self.blobs.delete, bare.sha256)
            await self.context.run(forget_snapshot, bare)
        for challenge_id, day in await self.context.ask(without_snapshot, None):
            with tempfile.TemporaryDirectory(prefix="moim-ranking-") as folder:
                path = Path(folder) / "ranking.jsonl"
                ranked = await self._write(challenge_id, path)
                sha256 = await asyncio.to_thread(_put, self.blobs, path)
            kept = (challenge_id, day, sha256, ranked)
            await self.context.run(_keep_snapshot, kept)

    async def _write(self, challenge_id: UUID, path: Path) -> int:
        """The ranking into a file; how many are in it."""
        ranked = 0
        stretch: Stretch | None = Stretch(challenge_id=challenge_id)
        with path.open("wb") as file:
            while stretch is not None:
                found = await self.context.ask(next_lines, stretch)
                if found is None:
                    await self.context.run(give_secrets, stretch)
                    continue
                for line in found.lines:
                    ranked += 1
                    file.write(msgspec.json.encode({"rank": ranked, **line._asdict()}) + b"\n")
                stretch = None if found.last is None else replace(stretch, after=found.last)
        return ranked


def _inspected(workout_id: UUID, view: TrackView, lengths: set[float]) -> Inspected:
    trace = trace_of(view)
    return Inspected(
        workout_id=workout_id,
        efforts=best_times(trace, {*STANDARD_M, *lengths}),
        findings=inspect(trace),
        trace=trace.fingerprint(),
    )


def trace_of(view: TrackView) -> Trace:
    """A track as the rules read it; time and way only grow, gaps in the way are bridged."""
    columns = view.columns
    times = list(columns.get("time_s", ()))[:SAMPLES_MAX]
    ways: list[float] = []
    far = 0.0
    for value in list(columns.get("distance_m", ()))[: len(times)] or [0.0] * len(times):
        far = max(far, value) if isfinite(value) else far
        ways.append(far)

    def column(name: str) -> Sequence[float]:
        return list(columns.get(name, array("d")))[: len(times)]

    return Trace(
        sport=view.sport,
        time_s=times,
        distance_m=ways,
        speed_mps=column("speed_mps"),
        lat=column("lat"),
        lon=column("lon"),
        elevation_m=column("elevation_m"),
        heart_rate_bpm=column("heart_rate_bpm"),
        cadence_spm=column("cadence_spm"),
    )


def _told_since(at: datetime, work: Any) -> Sequence[tuple[UUID, int, datetime]]:
    found: Sequence[tuple[UUID, int, datetime]] = work.views.told_since(at)
    return found


def _waiting(most: int, work: Any) -> Sequence[Task]:
    found: Sequence[Task] = work.tasks.waiting(most)
    return found


def _to_inspect(most: int, work: Any) -> Sequence[tuple[UUID, UUID]]:
    found: Sequence[tuple[UUID, UUID]] = work.workouts.to_inspect(most)
    return found


def _put(blobs: Blobs, path: Path) -> str:
    return blobs.put(path, compress=True)


def _keep_snapshot(kept: tuple[UUID, date, str, int], work: Any) -> None:
    work.tasks.keep_snapshot(*kept, work.now)
