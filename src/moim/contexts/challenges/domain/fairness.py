"""Explainable fairness rules: each finding has a code and the figure it was seen by.

A finding weighs; together they make a result ok, one for review, or excluded. Every exclusion can
be appealed. The rules and their ceilings are those of docs/formulas.md; world records as of 2025.
"""

from collections.abc import Callable, Mapping, Sequence
from math import isfinite

from moim.contexts.challenges.domain.traces import MAX_GAP_S, Trace, best_times

FASTER_THAN_RECORD = "faster-than-record"
VEHICLE = "vehicle-pattern"
TELEPORT = "teleport"
ACCELERATION = "acceleration"
SYNTHETIC = "synthetic-track"
NO_STEPS = "no-steps"
FLAT_HEART = "flat-heart-rate"
REUSED = "reused-recording"
IN_THE_FUTURE = "in-the-future"
LATE_UPLOAD = "late-upload"
OVERLAP = "overlapping-workouts"
BEYOND_HISTORY = "beyond-own-history"
SIGN_IN_FAILURES = "sign-in-failures"

WEIGHTS: Mapping[str, float] = {
    FASTER_THAN_RECORD: 1.0,
    VEHICLE: 1.0,
    IN_THE_FUTURE: 1.0,
    SYNTHETIC: 0.7,
    REUSED: 0.6,
    OVERLAP: 0.5,
    TELEPORT: 0.3,
    ACCELERATION: 0.3,
    NO_STEPS: 0.3,
    BEYOND_HISTORY: 0.3,
    FLAT_HEART: 0.2,
    LATE_UPLOAD: 0.2,
}
EXCLUDED_FROM, REVIEWED_FROM = 1.0, 0.3

TOLERANCE = 1.02
RECORDS_S: Mapping[int, float] = {
    800: 100.91,
    1_000: 131.96,
    1_500: 206.00,
    1_609: 223.13,
    5_000: 755.36,
    10_000: 1571.00,
    21_097: 3402.0,
    42_195: 7235.0,
}
"""Seconds of the fastest runs by metres; nobody on foot is faster."""
ON_FOOT = frozenset({"run", "trail_run", "track_run", "treadmill_run", "walk", "hike"})
RIDING = frozenset({"ride", "mountain_ride", "gravel_ride"})
SWIMMING = frozenset({"swim", "open_water_swim"})
RIDE_5MIN_MPS_MAX = 65 / 3.6
CLIMB_20MIN_MPH_MAX = 1_900.0
SWIM_100M_S = 44.84  # the record over 100 m, in a 25 m pool
JUMP_MPS = 50.0
HARD_START_MPS, HARD_START_S, HARD_STARTS_MAX, WITHIN_S = 32 / 3.6, 8.0, 5, 600.0
ACCELERATION_MAX = {"foot": 4.0, "ride": 5.0}
ACCELERATION_TIMES = 5
STANDING_MPS, SPREAD_MIN = 0.5, 0.01
JUMPS_MAX = 2
CHANGE_MIN_S, CHANGE_MAX_S = 2.0, 4.0
NO_STEPS_MPS, HEART_AT_REST_BPM = 3.0, 90.0
BEATS_MIN, HEART_SPREAD_MIN_BPM = 300, 0.5
DOWNHILL_M = 200.0
FIVE_MINUTES_S, TWENTY_MINUTES_S = 300.0, 1_200.0


def judge(findings: Mapping[str, float]) -> str:
    """``ok``, ``review`` or ``excluded``: the weights of what was found, added up."""
    score = sum(WEIGHTS.get(code, 0.0) for code in findings)
    if score >= EXCLUDED_FROM:
        return "excluded"
    return "review" if score >= REVIEWED_FROM else "ok"


def inspect(trace: Trace) -> dict[str, float]:
    """What is odd about a recording, by code."""
    found: dict[str, float] = {}
    rules = (_too_fast, _vehicle, _teleports, _accelerations, _synthetic, _no_steps, _flat_heart)
    for rule in rules:
        found.update(rule(trace))
    return found


def _too_fast(trace: Trace) -> dict[str, float]:
    """Speed over a stretch that nobody has reached, in metres a second over the ceiling's."""
    if trace.sport in ON_FOOT:
        lengths = RECORDS_S
    elif trace.sport in SWIMMING:
        lengths = {100: SWIM_100M_S}
    elif trace.sport in RIDING:
        return _too_fast_riding(trace)
    else:
        return {}
    best = best_times(trace, lengths)
    ratios = [lengths[length] / time_s for length, time_s in best.items() if time_s > 0]
    worst = max(ratios, default=0.0)
    return {FASTER_THAN_RECORD: round(worst, 3)} if worst > TOLERANCE else {}


def _too_fast_riding(trace: Trace) -> dict[str, float]:
    fastest = 0.0
    for first, last in _windows(trace.time_s, FIVE_MINUTES_S):
        way_m = trace.distance_m[last] - trace.distance_m[first]
        climb_m = _rise(trace.elevation_m, first, last)
        if climb_m is not None and climb_m < -way_m * 0.01:
            continue  # downhill: coasting is no vehicle
        fastest = max(fastest, way_m / (trace.time_s[last] - trace.time_s[first]))
    if fastest > RIDE_5MIN_MPS_MAX and not _all_downhill(trace):
        return {FASTER_THAN_RECORD: round(fastest / RIDE_5MIN_MPS_MAX, 3)}
    steepest = 0.0
    for first, last in _windows(trace.time_s, TWENTY_MINUTES_S):
        rise_m = _rise(trace.elevation_m, first, last)
        if rise_m is not None:
            steepest = max(steepest, rise_m * 3600 / (trace.time_s[last] - trace.time_s[first]))
    if steepest > CLIMB_20MIN_MPH_MAX:
        return {FASTER_THAN_RECORD: round(steepest / CLIMB_20MIN_MPH_MAX, 3)}
    return {}


def _vehicle(trace: Trace) -> dict[str, float]:
    """Starts from standing to 32 km/h within 8 s, more than five within ten minutes."""
    if trace.sport not in ON_FOOT | RIDING:
        return {}
    starts: list[float] = []
    stood: float | None = None
    for time_s, speed in zip(trace.time_s, trace.speeds(), strict=True):
        if speed < STANDING_MPS:
            stood = time_s
        elif speed >= HARD_START_MPS and stood is not None:
            if time_s - stood <= HARD_START_S:
                starts.append(time_s)
            stood = None
    most = _most_within(starts, WITHIN_S)
    return {VEHICLE: float(most)} if most > HARD_STARTS_MAX else {}


def _teleports(trace: Trace) -> dict[str, float]:
    """Jumps between two positions; they are never counted, and three are looked at."""
    jumps = trace.jumps(JUMP_MPS)
    return {TELEPORT: float(jumps)} if jumps > JUMPS_MAX else {}


def _accelerations(trace: Trace) -> dict[str, float]:
    """Changes of speed over three seconds that legs do not make."""
    limit = ACCELERATION_MAX["foot" if trace.sport in ON_FOOT else "ride"]
    if trace.sport not in ON_FOOT | RIDING or not trace.speed_mps:
        return {}
    hard = 0
    smooth = trace.smooth_speeds()
    for index in range(3, len(smooth)):
        took_s = trace.time_s[index] - trace.time_s[index - 3]
        if (
            CHANGE_MIN_S <= took_s <= CHANGE_MAX_S
            and (smooth[index] - smooth[index - 3]) / took_s > limit
        ):
            hard += 1
    return {ACCELERATION: float(hard)} if hard >= ACCELERATION_TIMES else {}


def _synthetic(trace: Trace) -> dict[str, float]:
    """The same speed all the way: somebody drew it. In parts of the mean."""
    if len(trace.lat) < WITHIN_S or trace.sport.startswith(("treadmill", "indoor")):
        return {}
    steps = trace.steps()
    if len(steps) < WITHIN_S:
        return {}
    mean = sum(steps) / len(steps)
    if mean <= STANDING_MPS:
        return {}
    spread = (sum((step - mean) ** 2 for step in steps) / len(steps)) ** 0.5 / mean
    return {SYNTHETIC: round(spread, 5)} if spread < SPREAD_MIN else {}


def _no_steps(trace: Trace) -> dict[str, float]:
    """Faster than 3 m/s for five minutes without a step or with a heart at rest."""
    if trace.sport not in ON_FOOT:
        return {}
    still = _longest(
        trace,
        lambda speed, heart, steps: (
            speed > NO_STEPS_MPS and (steps == 0 or 0 < heart < HEART_AT_REST_BPM)
        ),
    )
    return {NO_STEPS: round(still)} if still > FIVE_MINUTES_S else {}


def _flat_heart(trace: Trace) -> dict[str, float]:
    """A heart that does not vary by a beat in twenty minutes."""
    hearts = trace.heart_rate_bpm
    if not hearts:
        return {}
    for first, last in _windows(trace.time_s, TWENTY_MINUTES_S, every=60):
        part = [beat for beat in hearts[first:last] if isfinite(beat) and beat > 0]
        if len(part) < BEATS_MIN:
            continue
        mean = sum(part) / len(part)
        if (sum((beat - mean) ** 2 for beat in part) / len(part)) ** 0.5 < HEART_SPREAD_MIN_BPM:
            return {FLAT_HEART: round(mean)}
    return {}


def _longest(trace: Trace, odd: Callable[[float, float, float], bool]) -> float:
    """How long, in seconds, something was so without a break."""
    longest, since = 0.0, None
    speeds = trace.speeds()
    for index, time_s in enumerate(trace.time_s):
        heart = trace.heart_rate_bpm[index] if trace.heart_rate_bpm else 0.0
        steps = trace.cadence_spm[index] if trace.cadence_spm else float("nan")
        if odd(speeds[index], heart, steps):
            since = time_s if since is None else since
            longest = max(longest, time_s - since)
        else:
            since = None
    return longest


def _windows(times: Sequence[float], length_s: float, every: int = 5) -> list[tuple[int, int]]:
    """First and last index of stretches of that length without a gap in them."""
    found: list[tuple[int, int]] = []
    last = 0
    gap_at = -1
    for index in range(1, len(times)):
        if times[index] - times[index - 1] > MAX_GAP_S:
            gap_at = index
        while times[index] - times[last] >= length_s and last < index:
            if last >= gap_at and index % every == 0:
                found.append((last, index))
            last += 1
    return found


def _rise(elevations: Sequence[float], first: int, last: int) -> float | None:
    if not elevations or not (isfinite(elevations[first]) and isfinite(elevations[last])):
        return None
    return elevations[last] - elevations[first]


def _all_downhill(trace: Trace) -> bool:
    rise_m = _rise(trace.elevation_m, 0, len(trace.time_s) - 1)
    return rise_m is not None and rise_m < -DOWNHILL_M


def _most_within(moments: Sequence[float], span_s: float) -> int:
    most, first = 0, 0
    for index, moment in enumerate(moments):
        while moment - moments[first] > span_s:
            first += 1
        most = max(most, index - first + 1)
    return most
