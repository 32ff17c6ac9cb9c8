"""What a certificate says of a workout, in the reader's language and in the order it is said."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from moim.contexts.workouts.adapters.certificates.course import Piece
from moim.contexts.workouts.domain.certificate import Field, Wishes
from moim.contexts.workouts.domain.figures import Figures
from moim.contexts.workouts.domain.sports import Family, Sport
from moim.contexts.workouts.domain.workout import Workout

WEEKDAYS = {"ko": "월화수목금토일", "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SPORTS: dict[Sport, tuple[str, str]] = {
    Sport.RUN: ("러닝", "Running"),
    Sport.TRAIL_RUN: ("트레일 러닝", "Trail running"),
    Sport.TRACK_RUN: ("트랙 러닝", "Track running"),
    Sport.TREADMILL_RUN: ("트레드밀", "Treadmill"),
    Sport.WALK: ("걷기", "Walking"),
    Sport.HIKE: ("등산", "Hiking"),
    Sport.RIDE: ("라이딩", "Riding"),
    Sport.MOUNTAIN_RIDE: ("산악 라이딩", "Mountain biking"),
    Sport.GRAVEL_RIDE: ("그래블 라이딩", "Gravel riding"),
    Sport.INDOOR_RIDE: ("실내 라이딩", "Indoor riding"),
    Sport.SWIM: ("수영", "Swimming"),
    Sport.OPEN_WATER_SWIM: ("오픈 워터 수영", "Open water"),
    Sport.ROW: ("조정", "Rowing"),
    Sport.INDOOR_ROW: ("로잉 머신", "Indoor rowing"),
    Sport.STRENGTH: ("근력 운동", "Strength"),
    Sport.CARDIO: ("유산소 운동", "Cardio"),
    Sport.HIIT: ("HIIT", "HIIT"),
    Sport.YOGA: ("요가", "Yoga"),
    Sport.PILATES: ("필라테스", "Pilates"),
    Sport.DIVE: ("다이빙", "Diving"),
    Sport.SKI: ("스키", "Skiing"),
    Sport.SKATE: ("스케이트", "Skating"),
}
_KILOMETRE_M = 1_000.0
_FAR_M = 100_000.0
_POOL_M = 100.0


@dataclass(frozen=True, kw_only=True)
class Fact:
    """A figure: what it is called, its value and unit, as written."""

    field: Field
    label: str
    value: str
    unit: str = ""


@dataclass(frozen=True, kw_only=True, eq=False)
class Story:
    """All that a template draws. Empty strings and tuples where nothing is to be told.

    ``portrait`` is the file of whose workout it is, a square picture.
    """

    language: str
    family: str
    sport: str
    sport_in_english: str
    title: str = ""
    date: str = ""
    stamp: str = ""
    place: str = ""
    facts: tuple[Fact, ...] = ()
    course: tuple[Piece, ...] = ()
    portrait: bytes | None = None

    @property
    def when_and_where(self) -> str:
        """Date and place in one line."""
        return "  ·  ".join(filter(None, (self.date, self.place)))


def story_of(
    workout: Workout,
    course: tuple[Piece, ...],
    wishes: Wishes,
    language: str,
    portrait: bytes | None = None,
) -> Story:
    """What this certificate tells: of the fields wished for those that are known."""
    wanted = wishes.fields
    korean, english = _SPORTS.get(workout.sport, ("운동", "Workout"))
    sport = korean if language == "ko" else english
    local = workout.started_at.astimezone(ZoneInfo(workout.timezone))
    dated = Field.DATE in wanted
    return Story(
        language=language,
        family=workout.sport.family.value,
        sport=sport,
        sport_in_english=english,
        title=(workout.title or sport) if Field.TITLE in wanted else "",
        date=_day(local, language) if dated else "",
        stamp=f"'{local:%y %m %d}" if dated else "",
        place=wishes.place if Field.PLACE in wanted else "",
        facts=tuple(fact for fact in _facts(workout, language) if fact.field in wanted),
        course=course if Field.COURSE in wanted or wishes.template.needs_course else (),
        portrait=portrait if Field.PORTRAIT in wanted else None,
    )


def _facts(workout: Workout, language: str) -> list[Fact]:
    figures = workout.figures
    said: list[Callable[[], Fact | None]] = [
        lambda: _distance(figures, language),
        lambda: _time(figures, language),
        lambda: _pace(figures, workout.sport.family, language),
        lambda: _heart_rate(figures, language),
        lambda: _climb(figures, language),
    ]
    return [fact for say in said if (fact := say()) is not None]


def _distance(figures: Figures, language: str) -> Fact | None:
    if not figures.distance_m:
        return None
    decimals = 1 if figures.distance_m >= _FAR_M else 2
    value = f"{figures.distance_m / _KILOMETRE_M:,.{decimals}f}"
    label = "거리" if language == "ko" else "Distance"
    return Fact(field=Field.DISTANCE, label=label, value=value, unit="km")


def _moving_s(figures: Figures) -> float:
    return figures.moving_s or figures.timer_s or figures.elapsed_s


def _time(figures: Figures, language: str) -> Fact | None:
    minutes, seconds = divmod(round(_moving_s(figures)), 60)
    hours, minutes = divmod(minutes, 60)
    value = f"{hours:,}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"
    return Fact(field=Field.TIME, label="시간" if language == "ko" else "Time", value=value)


def _pace(figures: Figures, family: Family, language: str) -> Fact | None:
    """Minutes a kilometre on foot, a hundred metres in water; else kilometres an hour."""
    moving_s = _moving_s(figures)
    if not figures.distance_m or not moving_s:
        return None
    speed_mps = figures.distance_m / moving_s
    if family in (Family.RIDE, Family.OTHER):
        label = "속도" if language == "ko" else "Speed"
        return Fact(field=Field.PACE, label=label, value=f"{speed_mps * 3.6:,.1f}", unit="km/h")
    per_m, unit = (_POOL_M, "/100 m") if family is Family.SWIM else (_KILOMETRE_M, "/km")
    minutes, seconds = divmod(round(per_m / speed_mps), 60)
    label = "페이스" if language == "ko" else "Pace"
    return Fact(field=Field.PACE, label=label, value=f"{minutes:,}′{seconds:02d}″", unit=unit)


def _heart_rate(figures: Figures, language: str) -> Fact | None:
    if not figures.heart_rate_avg_bpm:
        return None
    label = "평균 심박" if language == "ko" else "Heart rate"
    value = f"{figures.heart_rate_avg_bpm:.0f}"
    return Fact(field=Field.HEART_RATE, label=label, value=value, unit="bpm")


def _climb(figures: Figures, language: str) -> Fact | None:
    if figures.elevation_gain_m is None:
        return None
    label = "상승" if language == "ko" else "Climb"
    value = f"{figures.elevation_gain_m:,.0f}"
    return Fact(field=Field.CLIMB, label=label, value=value, unit="m")


def _day(local: datetime, language: str) -> str:
    weekday = WEEKDAYS["ko" if language == "ko" else "en"][local.weekday()]
    if language == "ko":
        return f"{local.year}.{local.month:02d}.{local.day:02d} ({weekday})"
    return f"{weekday}, {local.day} {MONTHS[local.month - 1]} {local.year}"
