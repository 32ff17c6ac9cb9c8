"""What is told of challenges, notifications and announcements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from moim.contexts.insights.domain.boards import (
    RATINGS,
    AskedFigures,
    Opinions,
    ShownBoard,
)
from moim.contexts.insights.domain.notices import (
    ConsentStep,
    Reach,
    ShownAnnouncement,
    Topic,
    Volume,
)

Figures = Mapping[str, Mapping[str, float]]


@dataclass(slots=True)
class EntrantsBody:
    """How many took part at the end of a day."""

    date: date
    entrants: int


@dataclass(slots=True)
class PlaceBody:
    """One of the first three."""

    rank: int
    user_id: UUID
    nickname: str | None
    value: float


@dataclass(slots=True)
class PointBody:
    """A result of the asker's; ``state`` is ``ok`` or ``review``."""

    result_id: UUID
    at: datetime
    value: float
    state: str


@dataclass(slots=True)
class RankBody:
    """A place that the asker had from ``at`` on."""

    at: datetime
    rank: int
    value: float


@dataclass(slots=True)
class OpinionsBody:
    """Answers to one request for feedback; ``counts`` by rating, 1 to 5."""

    request_id: UUID
    answers: int
    mean: float | None
    counts: dict[int, int]


@dataclass(slots=True)
class AskedBody:
    """Statistics that the asker asked for; ``status`` is ``pending`` or ``ready``."""

    request_id: UUID
    status: str
    figures: Figures | None


@dataclass(slots=True)
class BoardBody:
    """A challenge's charts; ``state`` is ``open``, ``ended`` or ``announced``."""

    challenge_id: UUID
    title: str | None
    sport: str | None
    metric: str | None
    target: float | None
    starts_at: datetime | None
    ends_at: datetime | None
    state: str
    notices_sent: int
    entrants: int
    participation: list[EntrantsBody]
    podium: list[PlaceBody]
    rank: int | None
    value: float | None
    points: list[PointBody]
    ranks: list[RankBody]
    feedback: list[OpinionsBody]
    statistics: list[AskedBody]


@dataclass(slots=True)
class VolumeBody:
    """Messages of one topic through one channel on one day."""

    date: date
    topic: str
    channel: str
    count: int


@dataclass(slots=True)
class VolumesBody:
    """Notification volume."""

    items: list[VolumeBody]
    total: int


@dataclass(slots=True)
class StepBody:
    """How many reached a step, ``asked`` or ``left_out``, on a day."""

    date: date
    channel: str
    purpose: str
    step: str
    count: int


@dataclass(slots=True)
class FunnelBody:
    """The consent funnel."""

    items: list[StepBody]


@dataclass(slots=True)
class TopicBody:
    """What became of the last wish: ``requested``, ``approved`` or ``rejected``."""

    topic: str
    state: str
    wanted: str
    priority: str | None
    reason: str | None


@dataclass(slots=True)
class TopicsBody:
    """Topics that somebody wanted to come earlier or later."""

    items: list[TopicBody]


@dataclass(slots=True)
class AnnouncementBody:
    """How an announcement was told: ``failed`` by channel and error."""

    announcement_id: UUID
    kind: str
    title: str
    starts_at: datetime
    timezone: str
    cancelled: bool
    reminders: int
    delivered: Mapping[str, int]
    failed: Mapping[str, Mapping[str, int]]
    statistics: list[AskedBody]


def board_body(shown: ShownBoard, nicknames: Mapping[UUID, str | None]) -> BoardBody:
    """Of a board."""
    board, me = shown.board, shown.me
    return BoardBody(
        challenge_id=board.challenge_id,
        title=board.title,
        sport=board.sport,
        metric=board.metric,
        target=board.target,
        starts_at=board.starts_at,
        ends_at=board.ends_at,
        state="announced" if board.announced else "ended" if board.ended else "open",
        notices_sent=board.notices_sent,
        entrants=shown.participation[-1][1] if shown.participation else 0,
        participation=[EntrantsBody(day, count) for day, count in shown.participation],
        podium=[
            PlaceBody(rank, one.user_id, nicknames.get(one.user_id), one.value or 0.0)
            for rank, one in enumerate(shown.podium, start=1)
        ],
        rank=shown.rank,
        value=me.value if me else None,
        points=[PointBody(one.result_id, one.at, one.value, one.state) for one in shown.points],
        ranks=[RankBody(one.at, one.rank, one.value) for one in shown.ranks],
        feedback=[_opinions(one) for one in shown.opinions],
        statistics=asked_bodies(shown.asked),
    )


def _opinions(opinions: Opinions) -> OpinionsBody:
    counts = dict(zip(RATINGS, opinions.counts, strict=True))
    return OpinionsBody(opinions.request_id, opinions.answers, opinions.mean, counts)


def asked_bodies(asked: Sequence[AskedFigures]) -> list[AskedBody]:
    """Of statistics that were asked for."""
    return [
        AskedBody(one.request_id, "pending" if one.figures is None else "ready", one.figures)
        for one in asked
    ]


def volumes_body(volumes: Sequence[Volume]) -> VolumesBody:
    """Of messages."""
    items = [VolumeBody(one.day, one.topic, one.channel, one.count) for one in volumes]
    return VolumesBody(items, sum(one.count for one in items))


def funnel_body(steps: Sequence[ConsentStep]) -> FunnelBody:
    """Of the consent funnel."""
    return FunnelBody(
        [StepBody(one.day, one.channel, one.purpose, one.step.value, one.count) for one in steps]
    )


def topics_body(topics: Sequence[Topic]) -> TopicsBody:
    """Of topics."""
    return TopicsBody(
        [
            TopicBody(one.topic, one.state.value, one.wanted, one.priority, one.reason)
            for one in topics
        ]
    )


def announcement_body(
    announcement: ShownAnnouncement, reach: Reach, asked: Sequence[AskedFigures]
) -> AnnouncementBody:
    """Of an announcement."""
    return AnnouncementBody(
        announcement_id=announcement.announcement_id,
        kind=announcement.kind,
        title=announcement.title,
        starts_at=announcement.starts_at,
        timezone=announcement.timezone,
        cancelled=announcement.cancelled,
        reminders=reach.reminders,
        delivered=reach.delivered,
        failed=reach.failed,
        statistics=asked_bodies(asked),
    )
