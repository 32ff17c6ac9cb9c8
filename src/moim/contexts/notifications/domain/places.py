"""What the clock of a place is called: nobody reads ``Asia/Seoul``."""

from datetime import datetime

from moim.contexts.notifications.domain.quiet import zone_of
from moim.contexts.notifications.domain.template import KO

KOREAN_NAMES = {
    "Asia/Seoul": "서울",
    "Asia/Pyongyang": "평양",
    "Asia/Tokyo": "도쿄",
    "Asia/Shanghai": "상하이",
    "Asia/Hong_Kong": "홍콩",
    "Asia/Taipei": "타이베이",
    "Asia/Singapore": "싱가포르",
    "Asia/Bangkok": "방콕",
    "Asia/Ho_Chi_Minh": "호찌민",
    "Asia/Manila": "마닐라",
    "Asia/Jakarta": "자카르타",
    "Asia/Kuala_Lumpur": "쿠알라룸푸르",
    "Asia/Ulaanbaatar": "울란바토르",
    "Asia/Kathmandu": "카트만두",
    "Asia/Kolkata": "콜카타",
    "Asia/Dubai": "두바이",
    "Asia/Vladivostok": "블라디보스토크",
    "Europe/Istanbul": "이스탄불",
    "Europe/London": "런던",
    "Europe/Paris": "파리",
    "Europe/Berlin": "베를린",
    "Europe/Madrid": "마드리드",
    "Europe/Rome": "로마",
    "Europe/Amsterdam": "암스테르담",
    "Europe/Zurich": "취리히",
    "Europe/Vienna": "빈",
    "Europe/Prague": "프라하",
    "America/New_York": "뉴욕",
    "America/Chicago": "시카고",
    "America/Denver": "덴버",
    "America/Los_Angeles": "로스앤젤레스",
    "America/Toronto": "토론토",
    "America/Vancouver": "밴쿠버",
    "America/Sao_Paulo": "상파울루",
    "Pacific/Honolulu": "호놀룰루",
    "Pacific/Guam": "괌",
    "Pacific/Auckland": "오클랜드",
    "Australia/Sydney": "시드니",
    "Australia/Melbourne": "멜버른",
    "Africa/Cairo": "카이로",
}
"""Of the places that Koreans go to run; others keep the name that the zone has."""


def clock_of(timezone: str, language: str) -> str:
    """``서울 시간`` or ``Seoul time``; what is no place (``UTC``) keeps its name."""
    if "/" not in timezone or timezone.startswith("Etc/"):
        return timezone.removeprefix("Etc/")
    place = timezone.rpartition("/")[2].replace("_", " ")
    if language == KO:
        return f"{KOREAN_NAMES.get(timezone, place)} 시간"
    return f"{place} time"


def moment_at(at: datetime, timezone: str, language: str) -> str:
    """``2026년 11월 12일 12:00, 서울 시간``: on the wall clock of where it takes place."""
    wall = at.astimezone(zone_of(timezone))
    if language == KO:
        day = f"{wall.year}년 {wall.month}월 {wall.day}일"
    else:
        day = f"{wall.day} {wall:%B %Y}"
    return f"{day} {wall:%H:%M}, {clock_of(timezone, language)}"
