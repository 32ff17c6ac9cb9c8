"""What the demo's crew competes in: a month of distance that runs, and two weeks that are over."""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from moim.apps.demo_crew import Member
from moim.apps.demo_days import SEOUL
from moim.contexts.challenges.application.asking import AskFeedback, ask_feedback
from moim.contexts.challenges.application.challenges import Create, create
from moim.contexts.challenges.application.entries import Join, join
from moim.contexts.challenges.application.queries import Filter, list_challenges
from moim.contexts.challenges.domain.challenge import Claims, Terms
from moim.contexts.challenges.domain.measure import Kind, Metric
from moim.platform.context import Context

INVITATION = "river-crew"
KNOWN_AT_ONCE = 100
LASTED = timedelta(days=14)
ENDED_BEFORE = timedelta(days=7)
TEAMS = ("강북", "강남")

People = Sequence[tuple[Member, UUID]]


@dataclass(frozen=True, kw_only=True)
class Contest:
    """One challenge of the crew, made and entered while it was new."""

    terms: Terms
    over: bool = False

    @property
    def made_at(self) -> datetime:
        """An hour into it: what was done before in its period counts for who enters."""
        return self.terms.starts_at + timedelta(hours=1)


async def compete(context: Context[Any], people: People, today: date) -> int:
    """Make the crew's challenges that are not there yet, and enter everybody; how many were made.

    The first of the crew organises. They are made at an hour that is past, as the crew would have.
    """
    organiser_id = people[0][1]
    known = await _titles(context, organiser_id)
    made = 0
    for contest in (_over(today), _running(today)):
        if contest.terms.title in known:
            continue
        moment = min(contest.made_at, context.clock())
        await _at(context, moment).run(_hold, (contest, people))
        made += 1
    return made


def _hold(asked: tuple[Contest, People], work: Any) -> None:
    """Make and enter it in one go: a timer of one that is over must find everybody in it."""
    contest, people = asked
    organiser_id = people[0][1]
    command = Create(
        organiser_id=organiser_id, terms=contest.terms, invitation=INVITATION, announced=True
    )
    challenge = create(command, work)
    for member, user_id in people:
        team = TEAMS[member.number % len(TEAMS)] if contest.terms.by_team else None
        join(Join(challenge_id=challenge.id, user_id=user_id, claims=Claims(team=team)), work)
    if contest.over:
        ask_feedback(AskFeedback(challenge_id=challenge.id, by=organiser_id), work)


def _at(context: Context[Any], moment: datetime) -> Context[Any]:
    """The same context at another hour."""
    there = copy(context)
    there.clock = lambda: moment
    return there


async def _titles(context: Context[Any], organiser_id: UUID) -> set[str]:
    wanted = Filter(viewer_id=organiser_id, of="organised", limit=KNOWN_AT_ONCE)
    return {one.challenge.terms.title for one in await context.ask(list_challenges, wanted)}


def _running(today: date) -> Contest:
    """The month's distance; there is one every month."""
    first = today.replace(day=1)
    after = (first + timedelta(days=32)).replace(day=1)
    terms = Terms(
        title=f"{first.year}년 {first.month}월 100 km",
        description="한 달 동안 함께 쌓는 거리입니다. 강북과 강남의 합계로도 겨룹니다.",
        sport="run",
        kind=Kind.MOST,
        metric=Metric.DISTANCE,
        target=100_000.0,
        starts_at=_midnight(first),
        ends_at=_midnight(after),
        by_team=True,
        grace_s=86_400,
    )
    return Contest(terms=terms)


def _over(today: date) -> Contest:
    """Two weeks that ended a week ago or more; the same for a month of days."""
    month = today.replace(day=1)
    ended = month - ENDED_BEFORE
    terms = Terms(
        title=f"{ended.year}년 {ended.month}월 한 번에 멀리",
        description="기간 안에 한 번의 달리기로 가장 멀리 간 사람을 찾습니다.",
        sport="run",
        kind=Kind.LONGEST,
        metric=Metric.DISTANCE,
        starts_at=_midnight(ended) - LASTED,
        ends_at=_midnight(ended),
    )
    return Contest(terms=terms, over=True)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SEOUL)
