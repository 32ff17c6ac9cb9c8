"""What the use cases of insights need of the world."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from moim.contexts.insights.application.board_ports import Asked, Boards, Notices
from moim.contexts.insights.domain.analysis import Analysed, Timed
from moim.contexts.insights.domain.cards import Card
from moim.contexts.insights.domain.chart import Chart
from moim.contexts.insights.domain.counting import CountedWorkout, Day
from moim.contexts.insights.domain.facts import Fact, Place, Tally
from moim.contexts.insights.domain.feedback import Improvement, Question
from moim.contexts.insights.domain.goals import ShownGoal
from moim.contexts.insights.domain.preferences import ChartPreferences
from moim.contexts.insights.domain.sharing import Protection, Share
from moim.contexts.insights.domain.template import Template, TemplateShare
from moim.contexts.insights.domain.viewer import Viewer
from moim.contracts.community import Follows
from moim.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class Selection:
    """Somebody's workouts of some days, of one sport or of all."""

    user_id: UUID
    first: date
    last: date
    sport: str | None = None


@dataclass(frozen=True, kw_only=True)
class ChartList:
    """A page of somebody's charts: those older than ``after``, about ``subject`` if one is said."""

    user_id: UUID
    limit: int
    after: UUID | None = None
    subject: str | None = None


@dataclass(frozen=True, kw_only=True)
class FeedbackList:
    """A page of improvement items: somebody's, or everybody's for None."""

    user_id: UUID | None
    limit: int
    after: UUID | None = None


class Viewers(Protocol):
    """The replica of people."""

    def get(self, user_id: UUID) -> Viewer:
        """What is known; the defaults for somebody not heard of yet."""
        ...

    def save(self, viewer: Viewer) -> None:
        """Keep what is known now; the revision is not the caller's to set."""
        ...

    def refreshed_at(self, user_id: UUID) -> datetime | None:
        """When the days touched by a sync were last counted over."""
        ...

    def note_refresh(self, user_id: UUID, at: datetime) -> None:
        """They were counted over now."""
        ...

    def after(self, user_id: UUID | None, limit: int) -> Sequence[UUID]:
        """Everybody who is known, in the order of ids, from after ``user_id`` on."""
        ...

    def erase(self, user_id: UUID) -> None:
        """Delete what there is of the person; only that they left is remembered."""
        ...


class Counted(Protocol):
    """Workouts as events told them."""

    def get(self, workout_id: UUID) -> CountedWorkout | None:
        """One, if it is counted."""
        ...

    def some(self, workout_ids: Sequence[UUID]) -> Mapping[UUID, CountedWorkout]:
        """Those of them that are counted."""
        ...

    def put(self, workout: CountedWorkout) -> None:
        """Count it, in place of what was said of it before."""
        ...

    def remove(self, workout_id: UUID, user_id: UUID) -> None:
        """Count it no longer, and nothing that is said of it from now on."""
        ...

    def is_gone(self, workout_id: UUID) -> bool:
        """Whether it was removed: what was said of it before may still arrive."""
        ...

    def all_of(self, user_id: UUID) -> Sequence[CountedWorkout]:
        """A person's."""
        ...

    def move(self, days: Mapping[UUID, date]) -> None:
        """Put workouts on other days, by id; the sums are for ``Days`` to follow."""
        ...

    def days_touched_since(
        self, user_id: UUID, moment: datetime | None
    ) -> Sequence[tuple[date, str]]:
        """Days and sports of what was told from ``moment`` on; of all for None."""
        ...


class Days(Protocol):
    """The rollup that is read."""

    def recount(self, user_id: UUID, day: date, sport: str) -> None:
        """Write the sum of what is counted there; an absolute write, safe to repeat."""
        ...

    def recount_all(self, user_id: UUID) -> None:
        """Drop a person's days and sum them anew."""
        ...

    def between(
        self, user_id: UUID, first: date, last: date, sport: str | None = None
    ) -> Sequence[Day]:
        """One look-up by index, oldest first."""
        ...


class ShownGoals(Protocol):
    """Goals as events told them."""

    def put(self, goal: ShownGoal) -> None:
        """Show it so from now on; days reached before stay."""
        ...

    def reached(self, goal_id: UUID, user_id: UUID, at: datetime, on: date) -> None:
        """Mark the day of an instant."""
        ...

    def of(self, user_id: UUID) -> Sequence[ShownGoal]:
        """A person's."""
        ...

    def reached_between(self, user_id: UUID, first: date, last: date) -> Sequence[date]:
        """Days on which some goal was reached."""
        ...

    def moments_of(self, user_id: UUID) -> Sequence[tuple[UUID, datetime]]:
        """Every goal reached and when."""
        ...


class Cards(Protocol):
    """Live sessions on dashboards."""

    def get(self, session_id: UUID) -> Card | None:
        """One session's."""
        ...

    def put(self, card: Card) -> None:
        """Show it so."""
        ...

    def newest_of(self, user_id: UUID, limit: int) -> Sequence[Card]:
        """A person's, newest first."""
        ...


class Charts(Protocol):
    """Charts that were asked for."""

    def find(self, id: UUID, user_id: UUID) -> Chart | None:
        """This person's chart, if it is kept."""
        ...

    def version_of(self, id: UUID, user_id: UUID) -> int | None:
        """Of this person's chart, without reading its figures."""
        ...

    def save(self, chart: Chart) -> None:
        """Keep it and publish what it recorded."""
        ...

    def page(self, about: ChartList) -> Sequence[Chart]:
        """Newest first, without their figures."""
        ...

    def lacking_of(self, user_id: UUID) -> Sequence[Chart]:
        """Those of a person's that wait for analyses, or stand without some."""
        ...

    def live_of(self, user_id: UUID) -> Sequence[Chart]:
        """Those of a person's that move with their data."""
        ...

    def next_to_draw(self) -> Chart | None:
        """The oldest under way, of anybody, that is drawn from recordings."""
        ...

    def keep_newest(self, user_id: UUID, count: int) -> None:
        """Delete a person's older ones."""
        ...


class Shares(Protocol):
    """Ways to see charts of others."""

    def by_token(self, token_hash: bytes) -> Share | None:
        """The one that a token opens, also when it ended."""
        ...

    def find(self, id: UUID, user_id: UUID) -> Share | None:
        """One of its owner's."""
        ...

    def of_chart(self, chart_id: UUID, user_id: UUID) -> Sequence[Share]:
        """All of a chart, oldest first."""
        ...

    def holding(self, chart_id: UUID, user_id: UUID) -> int:
        """How many of a chart have not ended."""
        ...

    def save(self, share: Share) -> None:
        """Keep it and publish what it recorded."""
        ...

    def end_all_of(self, user_id: UUID, at: datetime) -> None:
        """None that a person made opens anything from now on."""
        ...


class Protections(Protocol):
    """How people's charts are guarded."""

    def get(self, user_id: UUID) -> Protection:
        """What holds now."""
        ...

    def put(self, protection: Protection) -> None:
        """It holds from now on."""
        ...


class Facts(Protocol):
    """What happened, and how often a day."""

    def add(self, fact: Fact) -> None:
        """Keep it and count its place over."""
        ...

    def recount(self, place: Place, user_id: UUID | None) -> None:
        """Write what is told of a place; an absolute write, safe to repeat."""
        ...

    def of_person(self, user_id: UUID) -> Sequence[Fact]:
        """A person's own."""
        ...

    def told(self, subject: str, series: str) -> Sequence[Fact]:
        """All about something, in the order of time."""
        ...

    def move(self, days: Mapping[UUID, date]) -> None:
        """Put facts on other days, by id; what they add up to is for ``recount_all``."""
        ...

    def recount_all(self, user_id: UUID) -> None:
        """Drop a person's tallies and sum them anew."""
        ...

    def between(self, subject: str, series: str, first: date, last: date) -> Sequence[Tally]:
        """One look-up by key, oldest first."""
        ...


class Analyses(Protocol):
    """Analyses of workouts as they were told last."""

    def put(self, analysed: Analysed) -> None:
        """In place of what was known of the workout."""
        ...

    def get(self, workout_id: UUID, user_id: UUID) -> Analysed | None:
        """One of a person's."""
        ...

    def remove(self, workout_id: UUID) -> None:
        """The workout is gone."""
        ...

    def loads(self, about: Selection) -> Mapping[date, float]:
        """The load of each day that has one."""
        ...

    def zones(self, about: Selection) -> Sequence[Sequence[float]]:
        """Seconds in each zone, a row a workout."""
        ...

    def timed(self, about: Selection, distance_m: int) -> Sequence[Timed]:
        """Efforts over one distance, in the order of time."""
        ...

    def missing(self, about: Selection) -> int:
        """How many workouts were never analysed."""
        ...

    def unanalysed(self, about: Selection, limit: int) -> Sequence[UUID]:
        """Which those are, newest first."""
        ...


class Trails(Protocol):
    """The ways that workouts went, thinned out, for maps of many."""

    def put(self, workout_id: UUID, user_id: UUID, points: bytes) -> None:
        """Keep a way; an empty one of a workout without positions."""
        ...

    def remove(self, workout_id: UUID, user_id: UUID) -> None:
        """It is to be read anew, or gone."""
        ...

    def lacking(self, about: Selection, limit: int) -> Sequence[UUID]:
        """Workouts whose way is not known, newest first."""
        ...

    def of(self, about: Selection, limit: int) -> Sequence[bytes]:
        """The newest ways."""
        ...


class Templates(Protocol):
    """Saved designs."""

    def find(self, id: UUID, user_id: UUID) -> Template | None:
        """This person's."""
        ...

    def of(self, user_id: UUID) -> Sequence[Template]:
        """All of a person's, newest first."""
        ...

    def save(self, template: Template) -> None:
        """Keep it and publish what it recorded."""
        ...

    def remove(self, id: UUID, user_id: UUID) -> bool:
        """Whether there was one."""
        ...


class Offers(Protocol):
    """Templates offered to others."""

    def find(self, id: UUID, to_user_id: UUID) -> TemplateShare | None:
        """An offer to this person."""
        ...

    def involving(self, user_id: UUID) -> Sequence[TemplateShare]:
        """Made by or to somebody, newest first."""
        ...

    def waiting_for(self, to_user_id: UUID) -> int:
        """How many wait for somebody's answer."""
        ...

    def save(self, offer: TemplateShare) -> None:
        """Keep it and publish what it recorded."""
        ...


class Preferences(Protocol):
    """How people like charts."""

    def get(self, user_id: UUID) -> ChartPreferences:
        """What was chosen; nothing if nothing was."""
        ...

    def save(self, chosen: ChartPreferences) -> None:
        """Keep it and publish what it recorded."""
        ...

    def loaded(self, chosen: ChartPreferences) -> None:
        """Publish that they were taken up."""
        ...


class Improvements(Protocol):
    """The feedback board."""

    def get(self, feedback_id: UUID) -> Improvement | None:
        """One item."""
        ...

    def put(self, item: Improvement) -> None:
        """It stands so from now on."""
        ...

    def page(self, about: FeedbackList) -> Sequence[Improvement]:
        """Newest first."""
        ...


class Questions(Protocol):
    """Whether charts were of use."""

    def find(self, id: UUID, user_id: UUID) -> Question | None:
        """A question to this person."""
        ...

    def put(self, question: Question) -> None:
        """It stands so from now on."""
        ...

    def page(self, user_id: UUID, after: UUID | None, limit: int) -> Sequence[Question]:
        """Newest first."""
        ...


class Work(Protocol):
    """One transaction."""

    now: datetime
    viewers: Viewers
    counted: Counted
    days: Days
    goals: ShownGoals
    cards: Cards
    charts: Charts
    shares: Shares
    protections: Protections
    facts: Facts
    analyses: Analyses
    trails: Trails
    templates: Templates
    offers: Offers
    preferences: Preferences
    improvements: Improvements
    questions: Questions
    boards: Boards
    asked: Asked
    notices: Notices
    follows: Follows

    def publish(self, event: Event) -> None:
        """Tell everyone, once this is committed."""
        ...
