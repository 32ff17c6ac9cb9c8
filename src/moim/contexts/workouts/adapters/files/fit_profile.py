"""The part of the FIT profile that we read: base types, message numbers, kinds of file, sports."""

from typing import Final, NamedTuple

from moim.contexts.workouts.domain.sports import Sport

EPOCH_S: Final = 631_065_600
"""FIT's second zero, 1989-12-31T00:00:00Z, in Unix time."""

DEVICE_CLOCK_BELOW: Final = 0x10000000
"""A timestamp below this counts from the device's start, not from the epoch."""

TIMESTAMP: Final = 253

FILE_ID: Final = 0
SPORT: Final = 12
SESSION: Final = 18
LAP: Final = 19
RECORD: Final = 20
EVENT: Final = 21
DEVICE_INFO: Final = 23
ACTIVITY: Final = 34
LENGTH: Final = 101
HRV: Final = 78
HEART_RATE: Final = 132
FIELD_DESCRIPTION: Final = 206


class BaseType(NamedTuple):
    """A number's form on the wire: numpy kind and width, and the bits that mean “no value”."""

    kind: str
    size: int
    invalid: int | None


UINT32: Final = 6
STRING: Final = 7
BYTE: Final = 13

BASE_TYPES: Final[dict[int, BaseType]] = {
    0: BaseType("u", 1, 0xFF),
    1: BaseType("i", 1, 0x7F),
    2: BaseType("u", 1, 0xFF),
    3: BaseType("i", 2, 0x7FFF),
    4: BaseType("u", 2, 0xFFFF),
    5: BaseType("i", 4, 0x7FFFFFFF),
    UINT32: BaseType("u", 4, 0xFFFFFFFF),
    8: BaseType("f", 4, None),
    9: BaseType("f", 8, None),
    10: BaseType("u", 1, 0),
    11: BaseType("u", 2, 0),
    12: BaseType("u", 4, 0),
    BYTE: BaseType("u", 1, 0xFF),
    14: BaseType("i", 8, 0x7FFFFFFFFFFFFFFF),
    15: BaseType("u", 8, 0xFFFFFFFFFFFFFFFF),
    16: BaseType("u", 8, 0),
}
"""By the low five bits of the type code; the string type has no number."""

ACTIVITY_FILE: Final = 4

FILE_KINDS: Final[dict[int, tuple[str, str, str]]] = {
    1: ("device", "기기 정보", "a device description"),
    2: ("settings", "기기 설정", "a settings file"),
    3: ("sport", "종목 설정", "a sport settings file"),
    5: ("workout", "훈련 계획", "a planned workout"),
    6: ("course", "코스", "a course to follow"),
    7: ("schedules", "훈련 일정", "a training schedule"),
    9: ("weight", "체중", "a weight measurement"),
    10: ("totals", "누적 합계", "a totals file"),
    11: ("goals", "목표", "a goals file"),
    14: ("blood-pressure", "혈압", "a blood pressure measurement"),
    15: ("monitoring", "일상 활동 모니터링", "a daily monitoring file"),
    28: ("monitoring", "일상 활동 모니터링", "a daily monitoring file"),
    32: ("monitoring", "일상 활동 모니터링", "a daily monitoring file"),
    34: ("segment", "구간", "a segment"),
    35: ("segment-list", "구간 목록", "a list of segments"),
    40: ("screen-settings", "화면 설정", "a screen settings file"),
    44: ("metrics", "신체 지표", "a metrics file"),
    49: ("sleep", "수면", "a sleep file"),
    68: ("hrv-status", "심박 변이 상태", "a heart rate variability file"),
}
"""Kinds of FIT file that are no activity: name, Korean, English."""

_GENERIC, _RUNNING, _CYCLING, _TRANSITION, _EQUIPMENT, _SWIMMING = 0, 1, 2, 3, 4, 5
_TRAINING, _ROWING = 10, 15

_BY_SPORT: Final[dict[int, Sport]] = {
    _RUNNING: Sport.RUN,
    _CYCLING: Sport.RIDE,
    _TRANSITION: Sport.TRANSITION,
    _EQUIPMENT: Sport.CARDIO,
    _SWIMMING: Sport.SWIM,
    _TRAINING: Sport.CARDIO,
    11: Sport.WALK,
    12: Sport.SKI,
    13: Sport.SKI,
    14: Sport.SKI,
    _ROWING: Sport.ROW,
    16: Sport.HIKE,
    17: Sport.HIKE,
    30: Sport.SKATE,
    33: Sport.SKATE,
    53: Sport.DIVE,
    62: Sport.HIIT,
}

_INDOOR: Final[dict[int, Sport]] = {
    1: Sport.TREADMILL_RUN,
    5: Sport.INDOOR_RIDE,
    6: Sport.INDOOR_RIDE,
    14: Sport.INDOOR_ROW,
    20: Sport.STRENGTH,
    26: Sport.CARDIO,
    27: Sport.WALK,
    43: Sport.YOGA,
    44: Sport.PILATES,
    45: Sport.TREADMILL_RUN,
    70: Sport.HIIT,
}

_BY_SUB_SPORT: Final[dict[int, dict[int, Sport]]] = {
    _GENERIC: _INDOOR,
    _EQUIPMENT: _INDOOR,
    _TRAINING: _INDOOR,
    _RUNNING: {
        1: Sport.TREADMILL_RUN,
        3: Sport.TRAIL_RUN,
        4: Sport.TRACK_RUN,
        45: Sport.TREADMILL_RUN,
        58: Sport.TREADMILL_RUN,
        67: Sport.TRAIL_RUN,
    },
    _CYCLING: {
        5: Sport.INDOOR_RIDE,
        6: Sport.INDOOR_RIDE,
        8: Sport.MOUNTAIN_RIDE,
        9: Sport.MOUNTAIN_RIDE,
        11: Sport.GRAVEL_RIDE,
        46: Sport.GRAVEL_RIDE,
        49: Sport.GRAVEL_RIDE,
        58: Sport.INDOOR_RIDE,
    },
    _SWIMMING: {18: Sport.OPEN_WATER_SWIM},
    _ROWING: {14: Sport.INDOOR_ROW},
}


def sport_of(sport: int | None, sub_sport: int | None) -> Sport:
    """Our sport for FIT's pair of numbers; what we do not know (and e-bikes) is ``OTHER``."""
    if sport is None:
        return Sport.OTHER
    finer = _BY_SUB_SPORT.get(sport, {}).get(sub_sport if sub_sport is not None else -1)
    return finer or _BY_SPORT.get(sport, Sport.OTHER)
