"""What can be asked about challenges, notifications and announcements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from moim.contexts.insights.application.ports import Work
from moim.contexts.insights.domain.boards import (
    PODIUM,
    AskedFigures,
    BoardNotShown,
    ShownBoard,
    curve,
    may_see,
)
from moim.contexts.insights.domain.notices import (
    AnnouncementNotShown,
    ConsentStep,
    Reach,
    ShownAnnouncement,
    Topic,
    Volume,
)
from moim.contexts.insights.domain.totals import check_span


@dataclass(frozen=True, kw_only=True)
class BoardOf:
    """A challenge's charts as ``user_id`` may see them."""

    challenge_id: UUID
    user_id: UUID


def board_of(about: BoardOf, work: Work) -> tuple[ShownBoard, Mapping[UUID, str | None]]:
    """The board, and the nicknames on it. Raises BoardNotShown to a stranger."""
    boards = work.boards
    board = boards.get(about.challenge_id)
    me = boards.place(about.challenge_id, about.user_id)
    if not may_see(board, me, about.user_id):
        raise BoardNotShown
    organises = board.organiser_id == about.user_id
    podium = boards.podium(about.challenge_id, PODIUM)
    rank = boards.rank(me) if me else None
    shown = ShownBoard(
        board=board,
        participation=boards.participation(about.challenge_id),
        podium=podium,
        me=me,
        rank=rank,
        points=boards.points(about.challenge_id, about.user_id) if me else (),
        ranks=curve(boards.ranks(about.challenge_id, about.user_id), rank, me, work.now),
        opinions=boards.opinions_of(about.challenge_id) if organises else (),
        asked=work.asked.of(about.challenge_id, about.user_id),
    )
    return shown, {place.user_id: work.viewers.get(place.user_id).nickname for place in podium}


@dataclass(frozen=True, kw_only=True)
class VolumesOf:
    """Messages from ``first`` to ``last``; of everybody for no ``user_id``."""

    user_id: UUID | None
    first: date
    last: date


def volumes_of(about: VolumesOf, work: Work) -> Sequence[Volume]:
    """By day, topic and channel. Raises SpanTooLong."""
    check_span(about.first, about.last)
    return work.notices.volumes(about.user_id, about.first, about.last)


def consent_funnel(about: tuple[date, date], work: Work) -> Sequence[ConsentStep]:
    """The steps from the first to the last day. Raises SpanTooLong."""
    check_span(*about)
    return work.notices.steps(*about)


def topic_rows(_about: None, work: Work) -> Sequence[Topic]:
    """What became of every wish for another priority."""
    return work.notices.topics()


def announcement_of(
    about: tuple[UUID, UUID], work: Work
) -> tuple[ShownAnnouncement, Reach, Sequence[AskedFigures]]:
    """How an announcement was told, and the figures that the asker asked for.

    ``about`` is the announcement and the asker. Raises AnnouncementNotShown.
    """
    announcement_id, user_id = about
    announcement = work.notices.announcement(announcement_id)
    if announcement is None:
        raise AnnouncementNotShown
    reach = work.notices.reach(announcement_id)
    return announcement, reach, work.asked.of(announcement_id, user_id)
