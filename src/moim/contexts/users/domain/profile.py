"""What an account says about its owner, and the limits of each value."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from moim.contexts.users.domain.nickname import Nickname
from moim.contexts.users.domain.regions import official_region
from moim.contexts.users.domain.wording import composed, is_plain
from moim.kernel.errors import Invalid

NAME_LENGTH_MAX = 50
BIO_LENGTH_MAX = 500
AGE_MIN = 14
BIRTH_YEAR_MIN = 1900
HEIGHT_CM = (50.0, 272.0)
WEIGHT_KG = (20.0, 400.0)
RESTING_HEART_RATE_BPM = (25, 120)
MAX_HEART_RATE_BPM = (100, 240)

DEFAULT_LOCALE = "ko"
DEFAULT_TIMEZONE = "Asia/Seoul"

# BCP 47: language, script, region; nothing rarer.
_LOCALE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?")


class Gender(StrEnum):
    """As the user tells it."""

    FEMALE = "female"
    MALE = "male"
    OTHER = "other"
    UNDISCLOSED = "undisclosed"


class Device(StrEnum):
    """What the user mostly records with."""

    APPLE_WATCH = "apple_watch"
    GARMIN = "garmin"
    GALAXY_WATCH = "galaxy_watch"
    COROS = "coros"
    SUUNTO = "suunto"
    POLAR = "polar"
    WAHOO = "wahoo"
    PHONE = "phone"
    OTHER = "other"


class UnderAge(Invalid):
    """Younger than 14, who would need a guardian's consent that is not offered here."""

    code = "under-14"
    ko = "만 14세 미만은 가입할 수 없습니다. 보호자 동의 절차를 제공하지 않습니다."
    en = "You must be 14 or older. Sign-up with a guardian's consent is not offered."


class ValueNotAllowed(Invalid):
    """A profile value outside its limits; ``field`` names it."""

    code = "profile-value-not-allowed"
    ko = "허용 범위를 벗어난 값입니다: {field}"
    en = "This value is not allowed: {field}"


class UnknownTimezone(Invalid):
    """Not a zone of the IANA database."""

    code = "unknown-timezone"
    ko = "시간대는 'Asia/Seoul'처럼 IANA 이름으로 입력하세요."
    en = "Give the time zone by its IANA name, such as 'Asia/Seoul'."


class UnknownLocale(Invalid):
    """Not a language tag that we read."""

    code = "unknown-locale"
    ko = "언어는 'ko' 또는 'en-US'처럼 입력하세요."
    en = "Give the language as a tag, such as 'ko' or 'en-US'."


@cache
def _timezones() -> frozenset[str]:
    return frozenset(available_timezones())


def known_timezone(text: str) -> str:
    """``text`` if it names an IANA zone."""
    if text not in _timezones():
        raise UnknownTimezone(field="timezone")
    return text


def known_locale(text: str) -> str:
    """``text`` if it is a language tag. Sentences come in Korean for ``ko``, else in English."""
    if not _LOCALE.fullmatch(text):
        raise UnknownLocale(field="locale")
    return text


def real_name(raw: str | None) -> str | None:
    """A name as its owner writes it; empty is none."""
    return _prose(raw, "name", NAME_LENGTH_MAX)


def biography(raw: str | None) -> str | None:
    """A few lines about oneself; empty is none."""
    return _prose(raw, "bio", BIO_LENGTH_MAX, lines=True)


def birth_year(year: int | None, at: datetime) -> int | None:
    """A plausible year of birth of somebody who turns at least 14 this year.

    A year cannot tell whether the birthday has passed; who is not yet 14 in that year is taken
    at their word.
    """
    if year is None:
        return None
    if not BIRTH_YEAR_MIN <= year <= at.year:
        raise ValueNotAllowed(field="birth_year")
    if at.year - year < AGE_MIN:
        raise UnderAge(field="birth_year")
    return year


@dataclass(frozen=True, kw_only=True)
class Body:
    """Health data: its owner's alone. Heart rates in beats a minute."""

    height_cm: float | None = field(default=None, repr=False)
    weight_kg: float | None = field(default=None, repr=False)
    resting_heart_rate_bpm: int | None = field(default=None, repr=False)
    max_heart_rate_bpm: int | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        """Each within what people have been, and a heart that beats faster at work."""
        for name, (low, high) in (
            ("height_cm", HEIGHT_CM),
            ("weight_kg", WEIGHT_KG),
            ("resting_heart_rate_bpm", RESTING_HEART_RATE_BPM),
            ("max_heart_rate_bpm", MAX_HEART_RATE_BPM),
        ):
            value = getattr(self, name)
            if value is not None and not low <= value <= high:
                raise ValueNotAllowed(field=name)
        resting, highest = self.resting_heart_rate_bpm, self.max_heart_rate_bpm
        if resting is not None and highest is not None and resting >= highest:
            raise ValueNotAllowed(field="resting_heart_rate_bpm")


@dataclass(frozen=True, kw_only=True)
class Profile:
    """What the owner tells. Others see nickname, bio and, when ``region_public``, the region."""

    nickname: Nickname
    locale: str = DEFAULT_LOCALE
    timezone: str = DEFAULT_TIMEZONE
    preferred_device: Device | None = None
    region: str | None = None
    region_public: bool = False
    bio: str | None = None
    name: str | None = field(default=None, repr=False)
    birth_year: int | None = field(default=None, repr=False)
    gender: Gender | None = field(default=None, repr=False)
    body: Body = field(default_factory=Body)


def revised(profile: Profile, changes: Mapping[str, Any], at: datetime) -> Profile:
    """The profile with each named value judged and replaced; a key that is no value is a bug.

    Names are those of Profile and of Body. None empties what may be empty.
    """
    body = {name: changes[name] for name in _BODY if name in changes}
    values = {name: _JUDGES[name](value, at) for name, value in changes.items() if name not in body}
    if body:
        values["body"] = replace(profile.body, **body)
    return replace(profile, **values)


_BODY = tuple(item.name for item in fields(Body))
_JUDGES: dict[str, Callable[[Any, datetime], Any]] = {
    "nickname": lambda value, _: Nickname.of(value),
    "locale": lambda value, _: known_locale(value),
    "timezone": lambda value, _: known_timezone(value),
    "preferred_device": lambda value, _: Device(value),
    "region": lambda value, _: None if value is None else official_region(value),
    "region_public": lambda value, _: bool(value),
    "bio": lambda value, _: biography(value),
    "name": lambda value, _: real_name(value),
    "birth_year": birth_year,
    "gender": lambda value, _: None if value is None else Gender(value),
}


def _prose(raw: str | None, field_name: str, length_max: int, *, lines: bool = False) -> str | None:
    text = composed(raw or "").replace("\r\n", "\n").strip()
    if len(text) > length_max or not is_plain(text, lines=lines, joiners=True):
        raise ValueNotAllowed(field=field_name)
    return text or None
