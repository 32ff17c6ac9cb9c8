"""What the demo's crew does on a day: drawn by chance from the day and the member alone.

So a day is the same however often it is asked for, and a later run adds the later days.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

import numpy as np

from moim.apps.demo_courses import BANPO, BUGAK, JAMSIL, NAMSAN, OLYMPIC, PALDANG, YEOUIDO, Course
from moim.apps.demo_crew import MONDAY, SATURDAY, WEDNESDAY, Member
from moim.contexts.workouts.domain.sports import Sport

SEOUL = ZoneInfo("Asia/Seoul")
SEED = 20_260
KEPT_SHARE = 0.88
"""Of what the week says: life comes in between."""
CREW_SHARE = 0.62
CREW_PACE_S_PER_KM = 352.0
SATURDAY_COURSES = (JAMSIL, NAMSAN, OLYMPIC, YEOUIDO)
WEEKS_A_CYCLE = 4
REST_WEEK_SHARE = 0.8
STRENGTH_EVERY = 3


class Kind(Enum):
    """What an outing is for: minutes of it, and how much harder than easy."""

    EASY = "e"
    LONG = "l"
    INTERVAL = "i"
    TEMPO = "t"
    RIDE = "r"
    CREW = "c"


MINUTES = {
    Kind.EASY: (34, 52),
    Kind.LONG: (80, 112),
    Kind.INTERVAL: (46, 56),
    Kind.TEMPO: (42, 54),
    Kind.RIDE: (95, 150),
    Kind.CREW: (46, 54),
}
TITLES = {
    Kind.EASY: "가볍게 달리기",
    Kind.LONG: "긴 달리기",
    Kind.INTERVAL: "인터벌 800 m",
    Kind.TEMPO: "템포 달리기",
    Kind.RIDE: "주말 라이딩",
}


@dataclass(frozen=True, kw_only=True)
class Outing:
    """One member out on one course. ``offset_m`` is where on the course it begins.

    ``group`` seeds what those who run together share, ``own`` what is the member's. ``into_s`` is
    where in the group's run the device was started: late, and behind those in front.
    """

    member: Member
    kind: Kind
    title: str
    course: Course
    offset_m: float
    started_at: datetime
    length_s: int
    pace_s_per_km: float
    group: tuple[int, ...]
    own: tuple[int, ...]
    into_s: float = 0.0

    @property
    def sport(self) -> Sport:
        """What the device records it as."""
        return Sport.RIDE if self.kind is Kind.RIDE else Sport.RUN

    @property
    def ended_at(self) -> datetime:
        """When the device was stopped."""
        return self.started_at + timedelta(seconds=self.length_s)


@dataclass(frozen=True, kw_only=True)
class Session:
    """A workout that is typed in: there was no device."""

    member: Member
    sport: Sport
    title: str
    note: str
    started_at: datetime
    elapsed_s: float


def outings_on(day: date, crew: Sequence[Member]) -> Iterator[Outing]:
    """Every outing of a day, the crew's run first; nobody goes out twice."""
    together = list(_crew_run(day, crew))
    yield from together
    out = {outing.member.number for outing in together}
    for member in crew:
        if member.number not in out and (outing := _own(day, member)) is not None:
            yield outing


def sessions_on(day: date, crew: Sequence[Member]) -> Iterator[Session]:
    """Strength on Mondays, a few of them each time."""
    if day.weekday() != MONDAY:
        return
    for member in crew:
        if (day.toordinal() // 7 + member.number) % STRENGTH_EVERY == 0:
            yield Session(
                member=member,
                sport=Sport.STRENGTH,
                title="코어와 하체",
                note="플랭크 3세트, 런지 40회, 카프 레이즈 60회",
                started_at=_at(day, 21 * 60),
                elapsed_s=35 * 60.0,
            )


def _crew_run(day: date, crew: Sequence[Member]) -> Iterator[Outing]:
    """Wednesday evening in Banpo, Saturday morning on another course each week."""
    week = day.toordinal() // 7
    if day.weekday() == WEDNESDAY:
        course, title, minute = BANPO, "반포 달빛 정모", 19 * 60 + 40
    elif day.weekday() == SATURDAY:
        course = SATURDAY_COURSES[week % len(SATURDAY_COURSES)]
        title, minute = f"토요 정모 · {course.name}", 7 * 60
    else:
        return
    group = (SEED, day.toordinal())
    length_s = 60 * int(np.random.default_rng(group).integers(*MINUTES[Kind.CREW]))
    for member in crew:
        own = (*group, member.number)
        chance = np.random.default_rng(own)
        if not member.leads and chance.random() > CREW_SHARE:
            continue
        late_s = int(chance.integers(0, 20))
        yield Outing(
            member=member,
            kind=Kind.CREW,
            title=title,
            course=course,
            offset_m=0.0,
            started_at=_at(day, minute) + timedelta(seconds=late_s),
            length_s=length_s + int(chance.integers(-50, 90)),
            pace_s_per_km=CREW_PACE_S_PER_KM,
            group=group,
            own=own,
            into_s=late_s + float(chance.uniform(0, 8)),
        )


def _own(day: date, member: Member) -> Outing | None:
    letter = member.week[day.weekday()]
    own = (SEED, day.toordinal(), member.number)
    chance = np.random.default_rng(own)
    if letter == "-" or chance.random() > KEPT_SHARE:
        return None
    kind = Kind(letter)
    week = day.toordinal() // 7 % WEEKS_A_CYCLE
    build = REST_WEEK_SHARE if week == WEEKS_A_CYCLE - 1 else 1.0 + 0.05 * week
    weekend = day.weekday() >= SATURDAY
    first, last = (6 * 60, 8 * 60) if weekend or member.number % 2 else (19 * 60, 20 * 60 + 30)
    course = member.home
    if kind is Kind.RIDE:
        course = BUGAK if chance.random() < 0.25 else PALDANG  # noqa: PLR2004 - one in four climbs
    elif kind in (Kind.LONG, Kind.INTERVAL):  # flat, and far enough
        course = (BANPO, JAMSIL)[member.number % 2]
    return Outing(
        member=member,
        kind=kind,
        title=f"{TITLES[kind]} · {course.name}",
        course=course,
        offset_m=float(chance.uniform(0, 400)),
        started_at=_at(day, int(chance.integers(first, last)))
        + timedelta(seconds=int(chance.integers(0, 60))),
        length_s=int(60 * build * float(chance.uniform(*MINUTES[kind]))),
        pace_s_per_km=member.pace_s_per_km * float(chance.normal(1.0, 0.015)),
        group=own,
        own=own,
    )


def _at(day: date, minute: int) -> datetime:
    return datetime.combine(day, time(), SEOUL) + timedelta(minutes=minute)
