"""Reads a file into workouts, in a process of its own: parse, derive, compress.

Everything heavy of an import happens here, so that the process that answers people only
writes rows. Imports stay light: numpy, the readers and the domain.
"""

import logging
from dataclasses import dataclass, field, replace
from datetime import timedelta
from unicodedata import normalize

import numpy as np

from moim.contexts.workouts.adapters.derived_codec import pack, pack_course
from moim.contexts.workouts.adapters.files.read import PARSER_VERSION, read_recordings
from moim.contexts.workouts.adapters.shape_codec import pack_shape
from moim.contexts.workouts.adapters.track_codec import encode_track
from moim.contexts.workouts.application.ports import Reading
from moim.contexts.workouts.domain.cropping import Crop, cropped
from moim.contexts.workouts.domain.derivation import Derived, derive
from moim.contexts.workouts.domain.duplicates import Outing
from moim.contexts.workouts.domain.figures import Figures
from moim.contexts.workouts.domain.limits import ELAPSED_S_MAX, ELEVATION_GAIN_M_MAX
from moim.contexts.workouts.domain.outcomes import Marks
from moim.contexts.workouts.domain.recording import Recording, Track
from moim.contexts.workouts.domain.route import (
    COARSE_CELL_DEG,
    COARSE_CELLS_MAX,
    COARSE_COLUMN_BITS,
    Route,
)
from moim.contexts.workouts.domain.sports import Sport
from moim.contexts.workouts.domain.workout import TITLE_LENGTH_MAX, Analysis
from moim.contexts.workouts.domain.zones import ZoneDefinition, estimated_zones, zones_on
from moim.kernel.errors import Refusal

READER_STUMBLED = "reader-stumbled"
DEVICE_LENGTH_MAX = 120
MOST = {
    "elevation_loss_m": float(ELEVATION_GAIN_M_MAX),
    "heart_rate_avg_bpm": 300.0,
    "heart_rate_max_bpm": 300.0,
    "cadence_avg_spm": 600.0,
    "power_avg_w": 5_000.0,
    "speed_max_mps": 350.0,
    "calories_kcal": 100_000.0,
}
log = logging.getLogger(__name__)

COLUMNS = (
    "lat",
    "elevation_m",
    "heart_rate_bpm",
    "cadence_spm",
    "power_w",
    "temperature_c",
    "speed_mps",
    "distance_m",
)


@dataclass(frozen=True, kw_only=True)
class FileRead:
    """What a file held, or the code and details of why nothing could be read."""

    readings: tuple[Reading, ...] = ()
    reason: str | None = None
    details: dict[str, str] = field(default_factory=dict)


def read_file(
    data: bytes,
    name: str,
    zones: tuple[ZoneDefinition, ...],
    crop: Crop | None = None,
    sport: Sport | None = None,
) -> FileRead:
    """Every recording in ``data``, ready to be kept. ``zones`` are the owner's, over time.

    ``crop`` is the part of each that is to be kept, ``sport`` what its owner says it was. Nothing
    that a stranger's bytes do to a reader escapes: a defect ends in a reason too, and in the log.
    """
    try:
        recordings = read_recordings(data, name)
        readings = tuple(
            _reading(position, replace(recording, sport=sport or recording.sport), zones, crop)
            for position, recording in enumerate(recordings)
        )
    except Refusal as refusal:
        details = {key: str(value) for key, value in refusal.details.items()}
        return FileRead(reason=refusal.code, details=details)
    except Exception:
        log.exception("a reader stumbled over a file of %d bytes", len(data))
        return FileRead(reason=READER_STUMBLED)
    return FileRead(readings=readings)


def _reading(
    position: int, whole: Recording, zones: tuple[ZoneDefinition, ...], crop: Crop | None
) -> Reading:
    recording = cropped(whole, crop) if crop else whole
    day = recording.started_at.date()
    derived = derive(recording, zones_on(zones, day) or estimated_zones(day))
    figures = _figures(derived)
    track = recording.track
    return Reading(
        position=position,
        sport=recording.sport,
        title=_label(recording.title, TITLE_LENGTH_MAX),
        started_at=recording.started_at,
        figures=figures,
        route=_route(track, derived),
        outing=_outing(whole, figures.elapsed_s if crop is None else _lasted_s(whole)),
        device=_label(recording.device, DEVICE_LENGTH_MAX),
        partial=recording.partial,
        track=encode_track(track, derived.distance_m) if len(track) else None,
        course=pack_course(derived) if derived.polylines else None,
        derived=pack(derived),
        derivation_version=derived.version,
        parser_version=PARSER_VERSION,
        analysis=_analysis(derived),
        marks=_marks(derived),
    )


def _sane(value: float | None, most: float) -> float | None:
    return value if value is not None and 0 <= value <= most else None


def _figures(derived: Derived) -> Figures:
    """As they are kept: a mean or peak that no body or machine can have is not known."""
    summary = derived.summary
    source = summary.elevation_gain_source
    known = {name: _sane(getattr(summary, name), most) for name, most in MOST.items()}
    return _rounded(
        elapsed_s=min(summary.elapsed_s, ELAPSED_S_MAX),
        distance_m=summary.distance_m,
        timer_s=min(summary.timer_s, ELAPSED_S_MAX),
        moving_s=min(summary.moving_s, ELAPSED_S_MAX),
        elevation_gain_m=summary.elevation_gain_m,
        elevation_source=None if source == "none" else source,
        **known,
    )


def _rounded(*, elevation_source: str | None, **figures: float | None) -> Figures:
    """Figures to a hundredth: more digits than any device measures."""
    told = {name: value if value is None else round(value, 2) for name, value in figures.items()}
    return Figures(elevation_source=elevation_source, **told)  # type: ignore[arg-type] # elapsed_s is known


def _label(text: str | None, length_max: int) -> str | None:
    """What a file calls something, without what cannot be seen or kept."""
    if text is None:
        return None
    seen = "".join(letter for letter in normalize("NFC", text) if letter.isprintable())
    return seen.strip()[:length_max].strip() or None


def _lasted_s(recording: Recording) -> float:
    """From the start to the last instant known of."""
    time_ms = recording.track.time_ms
    sampled_s = (time_ms[-1] - time_ms[0]) / 1000.0 if len(time_ms) else 0.0
    return min(max(sampled_s, recording.totals.elapsed_s or 0.0), float(ELAPSED_S_MAX))


def _analysis(derived: Derived) -> Analysis:
    """The tables that ``WorkoutAnalysed`` carries, with unknown figures left out."""
    tables: Analysis = {
        "splits": [_known(vars(split)) for split in derived.splits],
        "best_efforts": [_known(vars(effort)) for effort in derived.best_efforts],
        "best_powers": [_known(vars(power)) for power in derived.best_powers],
    }
    if derived.zones is not None and derived.zones_used is not None:
        held = zip(derived.zones_used.bounds_bpm, derived.zones.zones_s, strict=True)
        tables["heart_rate_zones"] = [
            {"zone": float(number), "from_bpm": float(from_bpm), "held_s": held_s}
            for number, (from_bpm, held_s) in enumerate(held, start=1)
        ]
    return {name: rows for name, rows in tables.items() if rows}


def _marks(derived: Derived) -> Marks:
    """What counts towards records and load, to a hundredth."""
    return Marks(
        efforts_s={one.distance_m: round(one.elapsed_s, 2) for one in derived.best_efforts},
        powers_w={one.duration_s: round(one.power_w, 1) for one in derived.best_powers},
        heart_s=derived.heart_s,
        shape=None if derived.shape is None else pack_shape(derived.shape),
    )


def _known(row: dict[str, object]) -> dict[str, float]:
    return {name: float(value) for name, value in row.items() if isinstance(value, int | float)}


def _route(track: Track, derived: Derived) -> Route | None:
    if not len(track):
        return None
    return Route(points=len(track), bbox=derived.summary.bbox, cells=_coarse_cells(track))


def _coarse_cells(track: Track) -> tuple[int, ...]:
    """The squares of some 2 km that the track passes: enough to say which part of a city."""
    if track.lat is None or track.lon is None:
        return ()
    fixed = ~np.isnan(track.lat)
    rows = np.floor((track.lat[fixed] + 90) / COARSE_CELL_DEG).astype(np.int64)
    columns = np.floor((track.lon[fixed] + 180) / COARSE_CELL_DEG).astype(np.int64)
    return tuple(np.unique(rows << COARSE_COLUMN_BITS | columns)[:COARSE_CELLS_MAX].tolist())


def _outing(recording: Recording, elapsed_s: float) -> Outing:
    track = recording.track
    where = None
    if track.lat is not None and track.lon is not None:
        fixed = np.flatnonzero(~np.isnan(track.lat))
        if fixed.size:
            ends = (fixed[0], fixed[0], fixed[-1], fixed[-1])
            columns = (track.lat, track.lon, track.lat, track.lon)
            first_lat, first_lon, last_lat, last_lon = (
                float(column[at]) for column, at in zip(columns, ends, strict=True)
            )
            where = (first_lat, first_lon, last_lat, last_lon)
    given = sum(getattr(track, name) is not None for name in COLUMNS)
    return Outing(
        sport=recording.sport,
        started_at=recording.started_at,
        ended_at=recording.started_at + timedelta(seconds=elapsed_s),
        where=where,
        richness=len(track) * (1 + given),
    )
