"""What the reactions to challenges and notifications need of the world."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from moim.contexts.insights.domain.boards import AskedFigures, Board, Opinions, Place, Point, RankAt
from moim.contexts.insights.domain.notices import (
    ConsentStep,
    Reach,
    ShownAnnouncement,
    Step,
    Topic,
    Volume,
)


class Boards(Protocol):
    """Challenges as events told them."""

    def get(self, challenge_id: UUID) -> Board:
        """What is known; nothing but the id of one not heard of yet."""
        ...

    def save(self, board: Board) -> None:
        """Show it so from now on."""
        ...

    def place(self, challenge_id: UUID, user_id: UUID) -> Place | None:
        """An entrant's, also of one who left."""
        ...

    def put_place(self, place: Place) -> None:
        """Keep where an entrant stands."""
        ...

    def podium(self, challenge_id: UUID, most: int) -> Sequence[Place]:
        """The best of those who take part, best first."""
        ...

    def rank(self, place: Place) -> int | None:
        """One more than those who stand before; None without a place in the ranking."""
        ...

    def count_entrants(self, challenge_id: UUID, day: date, more: int) -> None:
        """Note that ``more`` take part at the end of ``day`` than before, or fewer."""
        ...

    def participation(self, challenge_id: UUID) -> Sequence[tuple[date, int]]:
        """How many took part at the end of each day on which that changed, oldest first."""
        ...

    def put_point(self, point: Point) -> None:
        """A result on its entrant's curve."""
        ...

    def point(self, challenge_id: UUID, user_id: UUID, result_id: UUID) -> Point | None:
        """One result."""
        ...

    def points(self, challenge_id: UUID, user_id: UUID) -> Sequence[Point]:
        """An entrant's results, oldest first."""
        ...

    def put_rank(self, challenge_id: UUID, user_id: UUID, rank: RankAt) -> None:
        """A place on an entrant's curve."""
        ...

    def ranks(self, challenge_id: UUID, user_id: UUID) -> Sequence[RankAt]:
        """An entrant's places, oldest first."""
        ...

    def opinions(self, request_id: UUID) -> Opinions | None:
        """The answers to one request for feedback."""
        ...

    def put_opinions(self, opinions: Opinions) -> None:
        """Keep how often each rating was given."""
        ...

    def opinions_of(self, challenge_id: UUID) -> Sequence[Opinions]:
        """Every request for feedback, oldest first."""
        ...


class Asked(Protocol):
    """Statistics that somebody asked for."""

    def get(self, request_id: UUID) -> AskedFigures | None:
        """One request."""
        ...

    def put(self, asked: AskedFigures) -> None:
        """Keep it, with the figures once they are there."""
        ...

    def of(self, subject_id: UUID, user_id: UUID) -> Sequence[AskedFigures]:
        """What somebody asked about a challenge or an announcement, newest first."""
        ...


class Notices(Protocol):
    """Notifications, consent and announcements as events told them."""

    def count(self, user_id: UUID, volume: Volume) -> None:
        """So many messages more."""
        ...

    def volumes(self, user_id: UUID | None, first: date, last: date) -> Sequence[Volume]:
        """A person's, or everybody's for None, oldest first."""
        ...

    def count_step(self, day: date, channel: str, purpose: str, step: Step) -> None:
        """One more reached a step of the consent funnel."""
        ...

    def steps(self, first: date, last: date) -> Sequence[ConsentStep]:
        """The consent funnel, oldest first."""
        ...

    def topic(self, topic: str) -> Topic | None:
        """A topic's row, if anybody ever asked about its priority."""
        ...

    def put_topic(self, topic: Topic) -> None:
        """Keep it."""
        ...

    def topics(self) -> Sequence[Topic]:
        """Every topic's row, by name."""
        ...

    def announcement(self, announcement_id: UUID) -> ShownAnnouncement | None:
        """One, if it was registered."""
        ...

    def put_announcement(self, announcement: ShownAnnouncement) -> None:
        """Keep it; the calendars of its followers show it."""
        ...

    def set_viewer(self, announcement_id: UUID, user_id: UUID, shown: bool) -> None:
        """Whether it stands on somebody's calendar."""
        ...

    def announcements_of(
        self, user_id: UUID, start: datetime, end: datetime
    ) -> Sequence[ShownAnnouncement]:
        """What stands on somebody's calendar, by its start, without what was cancelled."""
        ...

    def count_reached(
        self, announcement_id: UUID, what: str, channel: str = "", error: str = "", by: int = 1
    ) -> None:
        """So many more were reminded, reached or missed; ``what`` says which."""
        ...

    def reach(self, announcement_id: UUID) -> Reach:
        """How it was told so far."""
        ...
