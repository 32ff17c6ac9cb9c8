"""A challenge: what is measured, who may enter, and its life from draft to final ranking."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from moim.contexts.challenges.domain.measure import (
    ADDING_UP,
    METRICS_OF,
    SPORTS,
    Kind,
    Measure,
    Metric,
    Performed,
)
from moim.contexts.challenges.domain.person import Eligibility, NotEligible, Person
from moim.contexts.challenges.domain.wording import InWords
from moim.contracts.challenges import (
    ChallengeCreated,
    ChallengeEnded,
    ChallengeGoalChanged,
    PeriodExtended,
)
from moim.kernel.aggregates import Aggregate
from moim.kernel.errors import Conflict, Forbidden, Invalid, NotFound

TITLE_LENGTH_MAX = 80
DESCRIPTION_LENGTH_MAX = 2_000
LENGTH_MAX = timedelta(days=3 * 366)
AHEAD_MAX = timedelta(days=3 * 366)
GRACE_S_MAX = 14 * 86_400
TARGET_MAX = 1e9
DISTANCE_M_MIN, DISTANCE_M_MAX = 100, 200_000
ENTRANTS_MAX = 10_000_000
LAST_DAY = timedelta(days=1)
SETTLED_WITHIN = timedelta(minutes=10)
"""How long an end waits for recordings that are still looked at."""
REVIEWED_WITHIN = timedelta(days=7)
"""How long an end waits for reviews and appeals; what is not decided by then lapses."""


class State(StrEnum):
    """Where it is in its life. In ``ended`` late syncs still count; in ``closed`` nothing does."""

    DRAFT = "draft"
    ANNOUNCED = "announced"
    RUNNING = "running"
    ENDED = "ended"
    CLOSED = "closed"
    FINAL = "final"

    @property
    def shown(self) -> str:
        """As people are told: that nothing late counts any more is no state to them."""
        return State.ENDED.value if self is State.CLOSED else self.value


COUNTING = frozenset({State.RUNNING, State.ENDED})
OPEN_TO_JOIN = frozenset({State.ANNOUNCED, State.RUNNING})


class Visibility(StrEnum):
    """Who sees and enters it: everybody, who has the invitation, or the members of a club."""

    OPEN = "open"
    INVITATION = "invitation"
    CLUB = "club"


class AgeGroup(StrEnum):
    """Completed years, in tens."""

    UNDER_20 = "under20"
    TWENTIES = "20s"
    THIRTIES = "30s"
    FORTIES = "40s"
    FIFTIES = "50s"
    FROM_60 = "60plus"


class Gender(StrEnum):
    """The category that somebody enters in."""

    FEMALE = "female"
    MALE = "male"


class ChallengeNotFound(NotFound):
    """No such challenge, or not theirs to see."""

    code = "challenge-not-found"
    ko = "챌린지를 찾을 수 없습니다. 초대받은 사람만 볼 수 있는 챌린지일 수 있습니다."
    en = "There is no such challenge, or only those invited can see it."


class NotOrganiser(Forbidden):
    """Only who organises it may."""

    code = "not-organiser"
    ko = "챌린지를 만든 사람만 할 수 있습니다."
    en = "Only the organiser of the challenge can do this."


class BadTerms(InWords, Invalid):
    """Kind, metric, distance, sport or target that do not go together."""

    code = "challenge-terms"
    ko = "챌린지 조건이 서로 맞지 않습니다: {field}"
    en = "These terms do not go together: {field}"


class BadPeriod(Invalid):
    """A period that is over, upside down, or longer than three years."""

    code = "challenge-period"
    ko = "종료는 시작보다 뒤여야 하고 이미 지났으면 안 되며, 기간은 3년을 넘을 수 없습니다."
    en = "The end must follow the start, lie ahead, and be within three years."


class EndsEarlier(Invalid):
    """A new end before the one that was promised."""

    code = "challenge-ends-earlier"
    ko = "종료는 뒤로만 옮길 수 있습니다. 참가자에게 알린 기간은 줄이지 못합니다."
    en = "The end can only move later: entrants were promised the period."


class WrongState(InWords, Conflict):
    """Its present state does not allow this."""

    code = "challenge-state"
    ko = "챌린지의 지금 상태({state})에서는 할 수 없습니다."
    en = "The challenge is {state}; this cannot be done now."


class OutsidePeriod(Conflict):
    """Submitted for a moment that is not in the challenge's period."""

    code = "outside-challenge-period"
    ko = "챌린지 기간 안의 기록만 낼 수 있습니다."
    en = "Only results within the challenge's period count."


class NotInvited(Forbidden):
    """The invitation is missing or wrong."""

    code = "not-invited"
    ko = "초대 코드가 필요한 챌린지입니다."
    en = "This challenge needs an invitation code."


class NotForYou(InWords, Forbidden):
    """The challenge is for another region, age group or gender."""

    code = "outside-challenge-group"
    ko = "이 챌린지의 참여 조건에 맞지 않습니다: {field}"
    en = "You are outside the group that this challenge is for: {field}"


class Full(Conflict):
    """As many take part as may."""

    code = "challenge-full"
    ko = "참여 인원 {entrants_max}명이 모두 찼습니다."
    en = "All {entrants_max} places are taken."


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What a challenge is about, as its organiser says it.

    ``distance_m`` is the stretch of a fastest one; ``target`` in metres, seconds or a count;
    ``grace_s`` how long after the end late syncs count. ``prize`` closes it to accounts without a
    verified address; ``by_team`` has teams beside people; ``by_hand`` takes typed results.
    """

    title: str
    description: str = ""
    sport: str | None = None
    kind: Kind = Kind.MOST
    metric: Metric = Metric.DISTANCE
    distance_m: float | None = None
    target: float | None = None
    starts_at: datetime
    ends_at: datetime
    timezone: str = "Asia/Seoul"
    visibility: Visibility = Visibility.OPEN
    club_id: UUID | None = None
    region: str | None = None
    age_group: AgeGroup | None = None
    gender: Gender | None = None
    prize: bool = False
    by_team: bool = False
    by_hand: bool = False
    grace_s: int = 0
    entrants_max: int | None = None

    def check(self, now: datetime) -> None:
        """Refuse terms nobody could take part in."""
        self._check_measure()
        wrong = (
            ("target", self.target is not None and not 0 < self.target <= TARGET_MAX),
            ("target", self.kind is Kind.GROUP_GOAL and self.target is None),
            ("grace_s", not 0 <= self.grace_s <= GRACE_S_MAX),
            ("by_team", self.by_team and self.kind not in ADDING_UP),
            ("club_id", (self.visibility is Visibility.CLUB) != (self.club_id is not None)),
            ("entrants_max", self.entrants_max is not None and self.club_id is not None),
            ("entrants_max", not 1 <= (self.entrants_max or 1) <= ENTRANTS_MAX),
        )
        for field, is_wrong in wrong:
            if is_wrong:
                raise BadTerms(field=field)
        lasts = self.ends_at - self.starts_at
        ahead = self.starts_at - now
        if not (timedelta(0) < lasts <= LENGTH_MAX) or self.ends_at <= now or ahead > AHEAD_MAX:
            raise BadPeriod(field="ends_at")

    def _check_measure(self) -> None:
        if self.metric not in METRICS_OF[self.kind]:
            raise BadTerms(field="metric")
        if self.sport is not None and self.sport not in SPORTS:
            raise BadTerms(field="sport")
        if (self.kind is Kind.FASTEST) != (self.distance_m is not None):
            raise BadTerms(field="distance_m")
        if self.distance_m is not None and not DISTANCE_M_MIN <= self.distance_m <= DISTANCE_M_MAX:
            raise BadTerms(field="distance_m")
        try:
            ZoneInfo(self.timezone)
        except (ValueError, LookupError, OSError):
            raise BadTerms(field="timezone") from None

    @property
    def measure(self) -> Measure:
        """How it counts."""
        return Measure(
            kind=self.kind,
            metric=self.metric,
            sport=self.sport,
            timezone=self.timezone,
            distance_m=self.distance_m,
        )


@dataclass(frozen=True, kw_only=True)
class Claims:
    """What somebody says of themselves when they enter."""

    invitation: str | None = None
    age_group: AgeGroup | None = None
    gender: Gender | None = None
    team: str | None = None


@dataclass(kw_only=True, eq=False)
class Challenge(Aggregate):
    """One challenge.

    ``invitation`` is the code that lets people in where one is needed; ``settling_at`` since when
    nothing new is taken while recordings known by then are still looked at.
    """

    id: UUID
    organiser_id: UUID
    terms: Terms
    invitation: str
    created_at: datetime
    state: State = State.DRAFT
    final_at: datetime | None = None
    settling_at: datetime | None = None

    @property
    def closes_at(self) -> datetime:
        """When late syncs stop counting."""
        return self.terms.ends_at + timedelta(seconds=self.terms.grace_s)

    @property
    def halfway_at(self) -> datetime:
        """The middle of it."""
        return self.terms.starts_at + (self.terms.ends_at - self.terms.starts_at) / 2

    @property
    def last_day_at(self) -> datetime:
        """A day before the end."""
        return self.terms.ends_at - LAST_DAY

    @property
    def has_last_day(self) -> bool:
        """Whether it is long enough for a last day to be news."""
        return self.terms.ends_at - self.terms.starts_at > 2 * LAST_DAY

    def begin(self, now: datetime) -> None:
        """Make it, as a draft."""
        self.terms.check(now)
        self.record(
            ChallengeCreated(
                challenge_id=self.id,
                organiser_id=self.organiser_id,
                title=self.terms.title,
                sport=self.terms.sport,
                metric=self.terms.metric.value,
                target=self.terms.target,
                starts_at=self.terms.starts_at,
                ends_at=self.terms.ends_at,
            )
        )

    def organised_by(self, user_id: UUID) -> None:
        """Refuse anybody else; raises NotOrganiser."""
        if user_id != self.organiser_id:
            raise NotOrganiser

    def shown_to(
        self,
        user_id: UUID | None,
        *,
        entered: bool,
        invitation: str | None,
        moderates: bool = False,
    ) -> None:
        """Refuse who may not know of it; raises ChallengeNotFound.

        ``moderates`` is a moderator's, once one of its results was doubted: who decides must see
        what it is about.
        """
        if user_id == self.organiser_id or entered or moderates:
            return
        if self.state is State.DRAFT:
            raise ChallengeNotFound
        if self.terms.visibility is not Visibility.OPEN and invitation != self.invitation:
            raise ChallengeNotFound

    def announce(self, now: datetime) -> None:
        """Let people know and enter."""
        if self.state is not State.DRAFT:
            raise WrongState(state=self.state.shown)
        self.terms.check(now)
        self.state = State.ANNOUNCED

    def start(self, now: datetime) -> bool:
        """Let it run from its start on; whether it began now."""
        if self.state is not State.ANNOUNCED or now < self.terms.starts_at:
            return False
        self.state = State.RUNNING
        return True

    def end(self, now: datetime) -> bool:
        """End it at its end; whether it ended now. Late syncs count until it is closed."""
        if self.state is not State.RUNNING or now < self.terms.ends_at:
            return False
        self.state = State.ENDED
        return True

    @property
    def waits_until(self) -> datetime | None:
        """Until when reviews are waited for; None while its end is not held up by anything."""
        if self.state is not State.ENDED or self.settling_at is None:
            return None
        return self.settling_at + REVIEWED_WITHIN

    def waits_no_longer(self, now: datetime) -> bool:
        """Whether the time for reviews is over: what nobody decided lapses now."""
        until = self.waits_until
        return until is not None and now >= until

    def may_be_decided(self, now: datetime) -> bool:
        """Whether a decision about a result still moves the ranking."""
        return self.state in COUNTING and not self.waits_no_longer(now)

    @property
    def waits_for_rules(self) -> bool:
        """Whether its end waits for what only the rules doubt, and counts meanwhile.

        Where something is to be won it does; for fun, people's doubts and appeals are enough.
        """
        return self.terms.prize

    def is_due(self, now: datetime) -> bool:
        """Whether it ended, and late syncs count no more."""
        return self.state is State.ENDED and now >= self.closes_at

    def held_up(self, now: datetime, *, awaited: bool, doubted: bool) -> bool:
        """Whether its end waits: for recordings that are ``awaited``, for SETTLED_WITHIN at most.

        And for results that are ``doubted``, for REVIEWED_WITHIN.
        """
        settling = self.settling_at or now
        recordings = awaited and now < settling + SETTLED_WITHIN
        return recordings or (doubted and now < settling + REVIEWED_WITHIN)

    def close(
        self, now: datetime, ranked: int, *, awaited: bool = False, doubted: bool = False
    ) -> bool:
        """Nothing more counts: tell that it ended with so many in the ranking. Once.

        While it is held up it only takes nothing new.
        """
        if not self.is_due(now):
            return False
        self.settling_at = self.settling_at or now
        if self.held_up(now, awaited=awaited, doubted=doubted):
            return False
        self.state = State.CLOSED
        self.record(ChallengeEnded(challenge_id=self.id, final_ranking_size=ranked))
        return True

    def finish(self, now: datetime) -> bool:
        """Announce the final ranking; whether it was not before."""
        if self.state is not State.CLOSED:
            return False
        self.state, self.final_at = State.FINAL, now
        return True

    def describe(self, title: str, description: str) -> None:
        """Call it something else."""
        self.terms = replace(self.terms, title=title, description=description)

    def extend(self, ends_at: datetime, now: datetime) -> None:
        """Move the end later; raises EndsEarlier, BadPeriod, WrongState once it ended."""
        if self.state not in {State.DRAFT, *OPEN_TO_JOIN}:
            raise WrongState(state=self.state.shown)
        if ends_at == self.terms.ends_at:
            return
        if ends_at < self.terms.ends_at:
            raise EndsEarlier(field="ends_at")
        changed = replace(self.terms, ends_at=ends_at)
        changed.check(now)
        self.terms = changed
        self.record(PeriodExtended(challenge_id=self.id, ends_at=ends_at))

    def aim(self, target: float, now: datetime) -> None:
        """Change the target."""
        if self.state not in {State.DRAFT, *OPEN_TO_JOIN}:
            raise WrongState(state=self.state.shown)
        if target == self.terms.target:
            return
        changed = replace(self.terms, target=target)
        changed.check(now)
        self.terms = changed
        self.record(ChallengeGoalChanged(challenge_id=self.id, target=target))

    def admit(self, person: Person, claims: Claims, *, entrants: int, by_organiser: bool) -> None:
        """Refuse who may not enter, with the reason."""
        if self.state not in OPEN_TO_JOIN:
            raise WrongState(state=self.state.shown)
        if self.terms.entrants_max is not None and entrants >= self.terms.entrants_max:
            raise Full(entrants_max=self.terms.entrants_max)
        if person.eligibility is Eligibility.NONE or (
            self.terms.prize and person.eligibility is not Eligibility.FULL
        ):
            raise NotEligible
        if by_organiser or person.user_id == self.organiser_id:
            return
        if self.terms.visibility is not Visibility.OPEN and claims.invitation != self.invitation:
            raise NotInvited
        self._check_group(person, claims)

    def takes(self, moment: datetime) -> bool:
        """Whether what was begun then counts now."""
        within = self.terms.starts_at <= moment < self.terms.ends_at
        return within and self.state in COUNTING and self.settling_at is None

    def covers(self, performed: Performed) -> bool:
        """Whether a workout was begun in the period and heard of before nothing new was taken."""
        in_time = (
            self.settling_at is None
            or performed.heard_at is None
            or performed.heard_at <= self.settling_at
        )
        return in_time and self.terms.starts_at <= performed.started_at < self.terms.ends_at

    def _check_group(self, person: Person, claims: Claims) -> None:
        region = self.terms.region
        if region is not None and not (person.region or "").startswith(region):
            raise NotForYou(field="region")
        if self.terms.age_group not in {None, claims.age_group}:
            raise NotForYou(field="age_group")
        if self.terms.gender not in {None, claims.gender}:
            raise NotForYou(field="gender")
