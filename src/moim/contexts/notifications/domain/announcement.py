"""What people can follow and are reminded of: a race, a sale, an update, a new product."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID
from zoneinfo import available_timezones

from moim.contexts.notifications.domain.places import moment_at
from moim.contexts.notifications.domain.quiet import earliest, zone_of
from moim.contracts.notifications import (
    AnnouncementCancelled,
    AnnouncementRegistered,
    AnnouncementStatsProvided,
    AnnouncementStatsRequested,
)
from moim.kernel.aggregates import Aggregate
from moim.kernel.errors import Conflict, Invalid

TITLE_MAX = 120
SUMMARY_MAX = 500
BODY_MAX = 4_000
REASON_MAX = 300
DAY_S = 86_400
OFFSETS_S = (7 * DAY_S, DAY_S, 3 * 3_600)
OFFSETS_MAX = 10
OFFSET_MIN_S, OFFSET_MAX_S = 300, 60 * DAY_S
LATE_BY_MAX = timedelta(hours=1)


class AnnouncementKind(StrEnum):
    """Sales and new products are advertising, whatever they are called."""

    RACE = "race"
    SALE = "sale"
    UPDATE = "update"
    PRODUCT = "product"


ADVERTISING = frozenset({AnnouncementKind.SALE, AnnouncementKind.PRODUCT})


class AnnouncementNotAllowed(Invalid):
    """A part of it is missing, too long, or in the past."""

    code = "announcement-not-allowed"
    ko = "제목은 1~120자, 내용은 4,000자까지, 시작은 앞으로의 시각, 시간대는 IANA 이름으로 쓰세요."
    en = (
        "Give a title of 1 to 120 characters, at most 4,000 of text, a start in the future and an "
        "IANA zone."
    )


class OffsetsNotAllowed(Invalid):
    """Reminders too many, too close or too far."""

    code = "reminder-offsets-not-allowed"
    ko = "리마인더는 시작 5분 전부터 60일 전까지 10개까지 정할 수 있습니다."
    en = "At most 10 reminders, from 5 minutes to 60 days before the start."


class AlreadyCancelled(Conflict):
    """It will not take place; nothing more can be done with it."""

    code = "announcement-cancelled"
    ko = "이미 취소된 이벤트입니다."
    en = "It was cancelled already."


class Standing(StrEnum):
    """Whether it is still to come, lies behind, or does not take place."""

    UPCOMING = "upcoming"
    PAST = "past"
    CANCELLED = "cancelled"


@dataclass(kw_only=True, eq=False)
class Announcement(Aggregate):
    """It begins at ``starts_at``, shown in ``timezone``. ``author_id`` is empty once they left."""

    id: UUID
    author_id: UUID | None
    kind: AnnouncementKind
    title: str
    body: str
    starts_at: datetime
    timezone: str
    made_at: datetime
    cancelled_at: datetime | None = None
    reason: str | None = None

    def editable_by(self, editor: UUID | None) -> bool:
        """Whether this organiser made it; staff, who are None here, may change each."""
        return editor is None or self.author_id == editor

    @classmethod
    def register(
        cls,
        id: UUID,
        author_id: UUID,
        kind: AnnouncementKind,
        title: str,
        body: str,
        starts_at: datetime,
        timezone: str,
        now: datetime,
    ) -> "Announcement":
        """Raises AnnouncementNotAllowed."""
        title, body = title.strip(), body.strip()
        known = timezone in available_timezones()
        fits = 0 < len(title) <= TITLE_MAX and len(body) <= BODY_MAX
        if not fits or not known or starts_at <= now:
            raise AnnouncementNotAllowed(field="title" if not fits else "starts_at")
        made = cls(
            id=id,
            author_id=author_id,
            kind=kind,
            title=title,
            body=body,
            starts_at=starts_at,
            timezone=timezone,
            made_at=now,
        )
        made.record(
            AnnouncementRegistered(
                announcement_id=id,
                kind=kind.value,
                title=title,
                starts_at=starts_at,
                timezone=timezone,
            )
        )
        return made

    @property
    def advertises(self) -> bool:
        """Whether the law calls it advertising."""
        return self.kind in ADVERTISING

    @property
    def summary(self) -> str:
        """As much of the text as a notice tells."""
        if len(self.body) <= SUMMARY_MAX:
            return self.body
        return f"{self.body[: SUMMARY_MAX - 1].rstrip()}…"

    def must_stand(self) -> None:
        """Raise AlreadyCancelled unless it will take place."""
        if self.cancelled_at is not None:
            raise AlreadyCancelled

    def cancel(self, reason: str, now: datetime) -> None:
        """It will not take place."""
        self.must_stand()
        self.cancelled_at = now
        self.reason = reason.strip()[:REASON_MAX]
        self.record(AnnouncementCancelled(announcement_id=self.id, reason=self.reason))

    def reminder_at(self, offset_s: int) -> datetime:
        """When a reminder is due: whole days count by the clock on the wall, where it takes place.

        Of a wall time that a change of clocks makes twice, the earlier: a reminder is never late.
        """
        days, rest_s = divmod(offset_s, DAY_S)
        if not days or rest_s:
            return self.starts_at - timedelta(seconds=offset_s)
        zone = zone_of(self.timezone)
        wall = self.starts_at.astimezone(zone)
        return earliest(
            wall.date() - timedelta(days=days), wall.timetz().replace(tzinfo=None), zone
        )

    def starts_told(self, language: str) -> str:
        """The start on the wall clock of where it takes place."""
        return moment_at(self.starts_at, self.timezone, language)


def offsets_judged(offsets_s: Collection[int]) -> tuple[int, ...]:
    """The longest first. Raises OffsetsNotAllowed."""
    chosen = tuple(sorted(set(offsets_s), reverse=True))
    if len(chosen) > OFFSETS_MAX or any(
        not OFFSET_MIN_S <= offset_s <= OFFSET_MAX_S for offset_s in chosen
    ):
        raise OffsetsNotAllowed(field="offsets_s")
    return chosen


@dataclass(frozen=True, kw_only=True)
class Follow:
    """How one person hears of an announcement."""

    announcement_id: UUID
    user_id: UUID
    followed: bool = True
    reminders: bool = True
    calendar: bool = False

    def settings(self) -> dict[str, bool]:
        """As the event tells them."""
        return {
            "followed": self.followed,
            "reminders": self.reminders,
            "calendar": self.calendar,
        }


@dataclass(kw_only=True, eq=False)
class StatsRequest(Aggregate):
    """Somebody asked how an announcement did; ``stats`` is None until it was counted."""

    id: UUID
    announcement_id: UUID
    user_id: UUID
    asked_at: datetime
    stats: Mapping[str, Mapping[str, float]] | None = field(default=None)

    @classmethod
    def ask(cls, id: UUID, announcement_id: UUID, user_id: UUID, now: datetime) -> "StatsRequest":
        """Take the request."""
        asked = cls(id=id, announcement_id=announcement_id, user_id=user_id, asked_at=now)
        asked.record(
            AnnouncementStatsRequested(
                announcement_id=announcement_id, request_id=id, user_id=user_id
            )
        )
        return asked

    def provide(self, stats: dict[str, dict[str, float]]) -> None:
        """The figures are there."""
        self.stats = stats
        self.record(
            AnnouncementStatsProvided(
                announcement_id=self.announcement_id, request_id=self.id, stats=stats
            )
        )


def in_words(offset_s: int) -> tuple[str, str]:
    """``3시간 뒤``, ``in 3 hours``."""
    for unit_s, ko, en in ((DAY_S, "일", "day"), (3_600, "시간", "hour"), (60, "분", "minute")):
        count = offset_s // unit_s
        if count:
            return f"{count}{ko} 뒤", f"in {count} {en}{'s' if count > 1 else ''}"
    return "곧", "soon"
