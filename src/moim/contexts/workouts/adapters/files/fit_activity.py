"""Sessions, laps, pauses and samples of one FIT file, put together as recordings."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

import numpy as np
from numpy.typing import NDArray

from moim.contexts.workouts.adapters.files.fit_clock import clock_of
from moim.contexts.workouts.adapters.files.fit_hearts import (
    rr_intervals,
    strap_beats,
    with_strap,
)
from moim.contexts.workouts.adapters.files.fit_messages import Messages, Table
from moim.contexts.workouts.adapters.files.fit_profile import (
    FILE_ID,
    LAP,
    RECORD,
    SESSION,
    SPORT,
    sport_of,
)
from moim.contexts.workouts.adapters.files.fit_records import channels_of
from moim.contexts.workouts.adapters.files.fit_summary import (
    barometric,
    created_ms,
    device,
    laps,
    number,
    pauses,
    totals,
)
from moim.contexts.workouts.adapters.files.tracks import (
    Columns,
    count_both_feet,
    in_order,
    instant,
    track_of,
)
from moim.contexts.workouts.domain.recording import Recording, Track
from moim.contexts.workouts.domain.sport_guess import guessed_sport
from moim.contexts.workouts.domain.sports import Family, Sport

Floats = NDArray[np.float64]

_START_APART_S: Final = 86_400
_SERIAL_MOST: Final = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class _Session:
    """A session message (``row``), or what stands in for one that was never written (None)."""

    row: int | None
    sport: Sport
    start_s: float


class Assembly:
    """One FIT file's messages on their way to recordings; ``straps`` may add heart beats."""

    def __init__(self, messages: Messages, straps: list[Messages], partial: str | None) -> None:
        """Settle the clock, then read the samples."""
        self.messages = messages
        self.partial = partial
        self.clock = clock_of(messages)
        self.intervals = rr_intervals(messages)
        records = messages.table(RECORD)
        times = messages.times(records)
        channels = channels_of(messages)
        beats = [strap_beats(part) for part in (messages, *straps)]
        strap = np.concatenate([b[0] for b in beats]), np.concatenate([b[1] for b in beats])
        heart = with_strap(times, channels.get("heart_rate_bpm"), _sorted(strap))
        if heart is not None:
            channels["heart_rate_bpm"] = heart
        read = Columns((times + self.clock.ahead_s) * 1000, channels)
        self.columns, dropped = in_order(read)
        if dropped:
            self.partial = partial or "corrupt"

    def recordings(self) -> list[Recording]:
        """One a session; the samples are shared out among them, none lost."""
        sessions = self._sessions()
        if not sessions:
            return []
        edges = self._edges(sessions)
        return [
            self._recording(session, self.columns.part(slice(edges[n], edges[n + 1])), n, sessions)
            for n, session in enumerate(sessions)
        ]

    def _sessions(self) -> list[_Session]:
        table = self.messages.table(SESSION)
        first_s = float(self.columns.time_ms[0]) / 1000 if len(self.columns) else None
        starts, ends = table.numbers(2), self.messages.times(table)
        found = []
        for row in range(len(table)):
            end = self.clock.at(ends, row)
            start = self.clock.at(starts, row)
            if start is None and end is not None:
                start = end - (number(table.numbers(7), row, 1000) or 0)
            if start is None:
                start = first_s
            if start is not None:
                sport = sport_of(_whole(table, row, 5), _whole(table, row, 6))
                found.append(_Session(row, sport, start))
        found.sort(key=lambda session: session.start_s)
        if found or first_s is None:
            return found
        return [_Session(None, self._sport_without_session(), first_s)]

    def _sport_without_session(self) -> Sport:
        """The device died before it wrote the session: the sport message or a lap may tell."""
        for message, sport, finer in ((SPORT, 0, 1), (LAP, 25, 39)):
            table = self.messages.table(message)
            known = table.first(sport)
            if known is not None:
                return sport_of(known, table.first(finer))
        return guessed_sport(track_of(self.columns))

    def _edges(self, sessions: list[_Session]) -> list[int]:
        """Where each session's samples begin.

        Two legs may share a second: then the leg begins where the device's distance falls back.
        """
        times = self.columns.time_ms
        distance = self.columns.channels.get("distance_m")
        edges = [0]
        for session in sessions[1:]:
            low, edge, high = (
                int(np.searchsorted(times, (session.start_s + s) * 1000)) for s in (-1, 0, 2)
            )
            if distance is not None:
                falls = np.flatnonzero(np.diff(distance[max(low - 1, 0) : high]) < 0)
                edge = max(low - 1, 0) + int(falls[0]) + 1 if len(falls) else edge
            edges.append(max(edge, edges[-1]))
        return [*edges, len(times)]

    def _recording(
        self, session: _Session, columns: Columns, number: int, sessions: list[_Session]
    ) -> Recording:
        messages, clock = self.messages, self.clock
        from_s = sessions[number].start_s if number else -np.inf
        to_s = sessions[number + 1].start_s if number + 1 < len(sessions) else np.inf
        if session.sport.family is Family.FOOT:
            count_both_feet(columns)
        track = track_of(columns)
        return Recording(
            sport=session.sport,
            started_at=_started_at(session, track),
            track=track,
            totals=totals(messages, session.row, session.sport),
            laps=laps(messages, clock, from_s, to_s),
            pauses_ms=pauses(messages, clock, from_s, to_s),
            device=device(messages),
            device_serial=_serial(messages),
            created_ms=created_ms(messages, clock),
            utc_offset_s=clock.utc_offset_s,
            barometric=barometric(messages),
            rr_intervals_s=self._intervals(columns, len(sessions)),
            partial=self.partial,
        )

    def _intervals(self, columns: Columns, sessions: int) -> Floats | None:
        """This session's R-R intervals: those whose messages lie among its records."""
        offsets, seconds = self.intervals
        if not len(seconds):
            return None
        if sessions == 1:
            return seconds
        if not len(columns):
            return None
        records = self.messages.table(RECORD)
        times = (self.messages.times(records) + self.clock.ahead_s) * 1000
        inside = (times >= columns.time_ms[0]) & (times <= columns.time_ms[-1])
        own = records.offsets[inside]
        chosen = seconds[(offsets >= own[0]) & (offsets <= own[-1])]
        return chosen if len(chosen) else None


def _serial(messages: Messages) -> int | None:
    serial = messages.table(FILE_ID).first(3)
    return serial if serial is not None and 0 < serial <= _SERIAL_MOST else None


def _sorted(beats: tuple[Floats, Floats]) -> tuple[Floats, Floats]:
    order = np.argsort(beats[0], kind="stable")
    return beats[0][order], beats[1][order]


def _whole(table: Table, row: int, field: int) -> int | None:
    value = table.value(row, field)
    return None if value is None else int(value)


def _started_at(session: _Session, track: Track) -> datetime:
    """The session's own start, unless it is nowhere near the samples."""
    if len(track):
        first_s = int(track.time_ms[0]) / 1000
        if abs(first_s - session.start_s) > _START_APART_S:
            return instant(first_s)
    return instant(session.start_s)
