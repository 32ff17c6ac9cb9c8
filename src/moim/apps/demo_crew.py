"""Who is in the demo's crew: twelve people who do not exist, and what they are after."""

from dataclasses import dataclass, field

from moim.apps.demo_courses import (
    BANPO,
    JAMSIL,
    NAMSAN,
    OLYMPIC,
    TTUKSEOM,
    YANGJAECHEON,
    YEOUIDO,
    Course,
)
from moim.contexts.users.domain.profile import Device, Gender
from moim.contexts.workouts.domain.goal import Aim, Metric
from moim.contexts.workouts.domain.sports import Sport
from moim.kernel.periods import Period

DOMAIN = "crew.example"  # a name that no mail ever reaches (RFC 2606)
PASSWORD = "moim demo by the han river"  # noqa: S105 - printed for everybody, guards nothing
MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)


@dataclass(frozen=True, kw_only=True)
class Member:
    """One of the crew.

    ``number`` is what chance is drawn from, so it never changes. ``pace_s_per_km`` is the easy
    one. ``week`` has the days of easy (e), long (l), interval (i), tempo (t) runs and rides (r).
    ``leads``: never misses a crew run.
    """

    number: int
    name: str
    nickname: str
    region: str
    device: Device
    gender: Gender
    birth_year: int
    resting_bpm: int
    max_bpm: int
    pace_s_per_km: float
    home: Course
    week: str
    aims: tuple[Aim, ...]
    leads: bool = False
    bio: str | None = None
    address: str = field(init=False)

    def __post_init__(self) -> None:
        """The address follows from the name."""
        object.__setattr__(self, "address", f"{self.name}@{DOMAIN}")


def _monthly_km(kilometres: float, sport: Sport = Sport.RUN) -> Aim:
    return Aim(metric=Metric.DISTANCE, period=Period.MONTH, target=kilometres * 1000.0, sport=sport)


def _weekly_runs(times: int) -> Aim:
    return Aim(metric=Metric.COUNT, period=Period.WEEK, target=float(times), sport=Sport.RUN)


_ACTIVE_20 = Aim(metric=Metric.ACTIVE_DAYS, period=Period.MONTH, target=20.0)
_CLIMB = Aim(metric=Metric.CLIMB, period=Period.MONTH, target=800.0)
_HOURS_A_WEEK = Aim(metric=Metric.TIME, period=Period.WEEK, target=4 * 3600.0)

# The week from Monday to Sunday; Wednesday and Saturday are the crew's.
# fmt: off
_ROWS = (
    ("hangyeol", "한결", "서울특별시 서초구", Device.GARMIN, Gender.MALE, 1988, 48, 186, 318.0,
     BANPO, "-i-e--l", (_monthly_km(180), _weekly_runs(4), _ACTIVE_20)),
    ("seoyeon", "서연달려", "서울특별시 영등포구", Device.APPLE_WATCH, Gender.FEMALE, 1992, 54, 190,
     345.0, YEOUIDO, "-e-t--e", (_monthly_km(120), _weekly_runs(4))),
    ("dohyun", "도현", "서울특별시 송파구", Device.COROS, Gender.MALE, 1985, 51, 182, 330.0,
     OLYMPIC, "e-i---l", (_monthly_km(150), _HOURS_A_WEEK)),
    ("jiwoo", "느린지우", "서울특별시 광진구", Device.GALAXY_WATCH, Gender.FEMALE, 1996, 60, 194,
     402.0, TTUKSEOM, "-e--e--", (_monthly_km(60), _weekly_runs(2))),
    ("minjae", "민재두바퀴", "서울특별시 마포구", Device.WAHOO, Gender.MALE, 1983, 50, 180, 350.0,
     YEOUIDO, "---e-rr", (_monthly_km(300, Sport.RIDE), _CLIMB)),
    ("haeun", "하은", "서울특별시 용산구", Device.GARMIN, Gender.FEMALE, 1990, 50, 188, 336.0,
     NAMSAN, "-e-i--l", (_monthly_km(160), _CLIMB)),
    ("junseo", "준서", "경기도 성남시", Device.PHONE, Gender.MALE, 1999, 56, 198, 372.0,
     YANGJAECHEON, "e--e---", (_monthly_km(80),)),
    ("yuna", "유나런", "서울특별시 강남구", Device.APPLE_WATCH, Gender.FEMALE, 1994, 57, 192, 360.0,
     YANGJAECHEON, "-e-e--l", (_monthly_km(110), _weekly_runs(3))),
    ("sungmin", "성민아빠", "경기도 하남시", Device.GARMIN, Gender.MALE, 1979, 53, 178, 366.0,
     JAMSIL, "e--e--r", (_monthly_km(90), _HOURS_A_WEEK)),
    ("chaewon", "채원", "서울특별시 강동구", Device.POLAR, Gender.FEMALE, 1987, 52, 185, 348.0,
     OLYMPIC, "-i-e--e", (_monthly_km(130),)),
    ("taeho", "태호형", "서울특별시 성동구", Device.SUUNTO, Gender.MALE, 1976, 49, 175, 342.0,
     TTUKSEOM, "e-e-t-l", (_monthly_km(170), _ACTIVE_20)),
    ("areum", "아름", "인천광역시 연수구", Device.GALAXY_WATCH, Gender.FEMALE, 2001, 61, 200, 390.0,
     YEOUIDO, "--e-e--", (_monthly_km(70), _weekly_runs(2))),
)
_BIOS = {
    "hangyeol": "반포 달빛 정모를 이끌고 있습니다. 내년 봄 풀코스 서브 4가 목표입니다.",
    "seoyeon": "여의도 한 바퀴가 출근길입니다.",
    "jiwoo": "천천히, 오래 달립니다.",
    "minjae": "평일에는 뛰고 주말에는 탑니다.",
    "haeun": "남산 언덕을 좋아합니다.",
}
# fmt: on

CREW = tuple(
    Member(
        number=number,
        name=name,
        nickname=nickname,
        region=region,
        device=device,
        gender=gender,
        birth_year=birth_year,
        resting_bpm=resting_bpm,
        max_bpm=max_bpm,
        pace_s_per_km=pace_s_per_km,
        home=home,
        week=week,
        aims=aims,
        leads=number <= 2,  # noqa: PLR2004 - two who never miss one
        bio=_BIOS.get(name),
    )
    for number, (
        name,
        nickname,
        region,
        device,
        gender,
        birth_year,
        resting_bpm,
        max_bpm,
        pace_s_per_km,
        home,
        week,
        aims,
    ) in enumerate(_ROWS, start=1)
)
