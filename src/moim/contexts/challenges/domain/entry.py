"""One entrant in one challenge, and the results that count for them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from moim.contexts.challenges.domain.challenge import AgeGroup, Claims, Gender
from moim.contexts.challenges.domain.fairness import SIGN_IN_FAILURES
from moim.contexts.challenges.domain.measure import Measure, Worth
from moim.contexts.challenges.domain.ranking import Standing, place_of
from moim.contracts.challenges import (
    ChallengeJoined,
    ChallengeNotificationSettingChanged,
    ChallengeRejoined,
    ParticipantAdded,
    ParticipantRemoved,
    ParticipationCancelled,
    ResultCorrected,
    ResultSubmitted,
)
from moim.kernel.aggregates import Aggregate
from moim.kernel.errors import Conflict, Forbidden, NotFound

BY_HAND_MAX = 500
BY_RULE = "rule"
CORRECTED = "corrected"
"""Among the reasons of a result: a person said what it is worth, whatever its workout says."""


class EntryState(StrEnum):
    """Whether somebody takes part."""

    IN = "in"
    LEFT = "left"
    REMOVED = "removed"


class ResultState(StrEnum):
    """Whether a result is believed."""

    OK = "ok"
    REVIEW = "review"
    EXCLUDED = "excluded"


def may_count(state: ResultState, reasons: Collection[str]) -> bool:
    """Whether a result counts. One that is only doubted does until it is decided.

    So nobody takes a rival out of a ranking by a doubt. A typed one that the rules held back as it
    came counts once it is believed.
    """
    if state is ResultState.REVIEW:
        return SIGN_IN_FAILURES not in reasons
    return state is ResultState.OK


class EntryNotFound(NotFound):
    """They do not take part."""

    code = "entry-not-found"
    ko = "이 챌린지에 참여하고 있지 않습니다."
    en = "There is no such entry in this challenge."


class ResultNotFound(NotFound):
    """No such result here."""

    code = "result-not-found"
    ko = "기록을 찾을 수 없습니다."
    en = "There is no such result."


class RemovedFromChallenge(Forbidden):
    """The organiser removed them; coming back takes the organiser."""

    code = "removed-from-challenge"
    ko = "주최자가 참여를 취소한 챌린지입니다. 주최자에게 문의하세요."
    en = "The organiser removed you from this challenge. Please ask them."


class FromWorkout(Conflict):
    """A result of a workout changes with the workout, not by hand."""

    code = "result-from-workout"
    ko = "운동에서 나온 기록은 직접 고칠 수 없습니다. 운동을 고치면 기록도 바뀝니다."
    en = "This result comes from a workout. Edit the workout and it follows."


class ResultLookedAt(Conflict):
    """A typed result that is looked at, or was: its entrant changes it no more."""

    code = "result-looked-at"
    ko = "검토 중이거나 검토가 끝난 기록은 고칠 수 없습니다. 주최자에게 알려 주세요."
    en = "A result that is or was under review cannot be changed. Please tell the organiser."


class ResultIdTaken(Conflict):
    """The id is of a result of somebody else's, or in another challenge."""

    code = "result-id-taken"
    ko = "다른 기록이 쓰고 있는 번호입니다. 새 번호로 다시 보내 주세요."
    en = "Another result has this id. Send it again under a new one."


class TooManyResults(Conflict):
    """More typed results than anybody could have."""

    code = "too-many-results"
    ko = "직접 낸 기록은 {maximum}개까지입니다."
    en = "You can have {maximum} results entered by hand."


@dataclass(kw_only=True)
class Result:
    """One result. Without ``workout_id`` it was typed in.

    ``reasons`` are fairness codes; a ``decided`` one was looked at by a person, whose word stands;
    a ``told`` one counted at some time, and others know. ``gathering`` is as in Worth.
    """

    id: UUID
    workout_id: UUID | None
    value: float
    at: datetime
    state: ResultState = ResultState.OK
    reasons: tuple[str, ...] = ()
    note: str = ""
    submitted_at: datetime
    decided: bool = False
    told: bool = False
    gathering: UUID | None = None

    @property
    def worth(self) -> Worth:
        """What it adds where it counts."""
        return Worth(value=self.value, at=self.at, gathering=self.gathering)

    @property
    def counts(self) -> bool:
        """As ``may_count`` says."""
        return may_count(self.state, self.reasons)

    @property
    def in_doubt(self) -> bool:
        """Whether it counts, and nobody decided yet that it does."""
        return self.state is ResultState.REVIEW and self.counts

    @property
    def is_looked_at(self) -> bool:
        """Whether somebody looks at it, or did and decided."""
        return self.decided or self.state is not ResultState.OK

    @property
    def is_corrected(self) -> bool:
        """Whether a person said what it is worth."""
        return CORRECTED in self.reasons

    @property
    def reasons_believed(self) -> tuple[str, ...]:
        """What is told of it once it is believed: nothing but a correction."""
        return (CORRECTED,) if self.is_corrected else ()

    @property
    def counted(self) -> float:
        """What it adds: its value, or 0."""
        return self.value if self.counts else 0.0


@dataclass(frozen=True, kw_only=True)
class Line:
    """A change of a result, kept for ever. ``by`` is None when a rule did it."""

    result_id: UUID
    at: datetime
    before: float
    after: float
    state: ResultState
    reason: str
    by: UUID | None


@dataclass(frozen=True, kw_only=True)
class Live:
    """What somebody does right now: ``state`` is running or paused.

    ``value`` is seconds at it before ``since``; ``distance_m`` the way so far, None if not known.
    """

    session_id: UUID
    state: str
    started_at: datetime
    value: float = 0.0
    since: datetime | None = None
    distance_m: float | None = None


@dataclass(frozen=True, kw_only=True)
class LinkedGoal:
    """A goal of the entrant's own for the same sport, metric and period."""

    goal_id: UUID
    target: float
    achieved_at: datetime | None = None


@dataclass(kw_only=True, eq=False)
class Entry(Aggregate):
    """One entrant.

    ``stood`` is where they stood when it was last saved. ``hidden`` while the account is locked.
    ``region`` is the one on whose board they stand: that which they show, None if they show none.
    ``rank_told`` is the rank others were last told, ``day_rank`` that of yesterday's end;
    ``finished_at`` when the target was first reached; ``in_doubt`` whether a result that counts is
    looked at, so that the place is not sure yet.
    """

    challenge_id: UUID
    user_id: UUID
    joined_at: datetime
    state: EntryState = EntryState.IN
    hidden: bool = False
    region: str | None = None
    team: str | None = None
    age_group: AgeGroup | None = None
    gender: Gender | None = None
    results: dict[UUID, Result] = field(default_factory=dict)
    total: Worth | None = None
    live: Live | None = None
    goal: LinkedGoal | None = None
    notices: Mapping[str, bool] = field(default_factory=dict)
    rank_told: int | None = None
    day_rank: int | None = None
    stood: bytes | None = None
    finished_at: datetime | None = None
    overtaken_at: datetime | None = None
    in_doubt: bool = False
    lines: list[Line] = field(default_factory=list)

    def join(self, claims: Claims, region: str | None) -> None:
        """Enter by own choice."""
        self._enter(claims, region)
        about = {"challenge_id": self.challenge_id, "user_id": self.user_id}
        self.record(ChallengeJoined(**about))
        self.record(ParticipantAdded(**about, by=self.user_id))

    def add(self, by: UUID, region: str | None) -> None:
        """Be entered by the organiser, also after a removal."""
        self._enter(Claims(team=self.team), region)
        self.record(ParticipantAdded(challenge_id=self.challenge_id, user_id=self.user_id, by=by))

    def show_region(self, region: str | None) -> bool:
        """Stand among those of a region, or without it of none; whether that is another."""
        if region == self.region:
            return False
        self.region = region
        return True

    def come_back(self) -> None:
        """Take part again after having left: earlier results count again."""
        if self.state is EntryState.REMOVED:
            raise RemovedFromChallenge
        self.state = EntryState.IN
        self.record(ChallengeRejoined(challenge_id=self.challenge_id, user_id=self.user_id))

    def leave(self) -> None:
        """Take part no longer; the results are kept for a return."""
        if self.state is not EntryState.IN:
            raise EntryNotFound
        self.state, self.live = EntryState.LEFT, None
        self.record(ParticipationCancelled(challenge_id=self.challenge_id, user_id=self.user_id))

    def remove(self, by: UUID | None, reason: str) -> None:
        """Be taken out, by the organiser or, without ``by``, a rule."""
        if self.state is not EntryState.IN:
            raise EntryNotFound
        self.state, self.live = EntryState.REMOVED, None
        self.record(
            ParticipantRemoved(
                challenge_id=self.challenge_id, user_id=self.user_id, by=by, reason=reason
            )
        )

    def of_workout(self, workout_id: UUID) -> Result | None:
        """The result that a workout brought."""
        return next((r for r in self.results.values() if r.workout_id == workout_id), None)

    def submit(self, result: Result, now: datetime, by: UUID | None) -> None:
        """Have a result; if it counts, tell."""
        typed = sum(1 for known in self.results.values() if known.workout_id is None)
        if result.workout_id is None and typed >= BY_HAND_MAX:
            raise TooManyResults(maximum=BY_HAND_MAX)
        self.results[result.id] = result
        reason = "workout-recorded" if result.workout_id else "by-hand"
        self._line(result, 0.0, reason, now, by)
        if result.counts:
            self._tell_submitted(result)

    def correct(
        self,
        result: Result,
        *,
        now: datetime,
        reason: str,
        by: UUID | None = None,
        worth: Worth | None = None,
        state: ResultState | None = None,
        reasons: tuple[str, ...] | None = None,
    ) -> bool:
        """Change what a result is worth or whether it is believed; whether anything changed."""
        before, was, doubted = result.counted, _told_of(result), result.in_doubt
        if worth is not None:
            result.value, result.at = worth.value, worth.at
            result.gathering = worth.gathering
        if state is not None:
            result.state = state
        if reasons is not None:
            result.reasons = reasons
        if was == _told_of(result):
            return False
        self._line(result, before, reason, now, by)
        if result.counts and not result.told:
            self._tell_submitted(result)
        elif before != result.counted or (doubted and not result.in_doubt):
            self._tell_corrected(result, before, result.counted, reason)
        return True

    def decide(
        self,
        result: Result,
        *,
        now: datetime,
        by: UUID | None,
        worth: Worth | None,
        state: ResultState,
        reasons: tuple[str, ...],
    ) -> None:
        """Let a person's word on it stand from now on; without ``by``, that nobody gave one."""
        result.decided = True
        reason = "review" if by is not None else "review-lapsed"
        changed = self.correct(
            result, now=now, reason=reason, by=by, worth=worth, state=state, reasons=reasons
        )
        if not changed:
            self._line(result, result.counted, reason, now, by)
            if result.told:  # others know of the doubt: they hear that it is over
                self._tell_corrected(result, result.counted, result.counted, reason)

    def withdraw(self, result: Result, *, now: datetime, reason: str, by: UUID | None) -> None:
        """Have it no longer."""
        before = result.counted
        del self.results[result.id]
        result.state = ResultState.EXCLUDED
        self._line(result, before, reason, now, by)
        if before:
            self._tell_corrected(result, before, 0.0, reason)

    def reckon(self, measure: Measure) -> None:
        """Sum what counts."""
        self.in_doubt = any(one.in_doubt for one in self.results.values())
        self.total = measure.total([one.worth for one in self.results.values() if one.counts])

    def place(self, measure: Measure) -> bytes | None:
        """Where to stand in the ranking; None for who is out, hidden or has nothing."""
        if self.state is not EntryState.IN or self.hidden or self.total is None:
            return None
        points = measure.points(self.total.value)
        return place_of(Standing(points=points, at=self.total.at, user_id=self.user_id))

    def set_notices(self, settings: Mapping[str, bool]) -> None:
        """Say which notices of this challenge are wanted."""
        if dict(settings) == self.notices:
            return
        self.notices = dict(settings)
        self.record(
            ChallengeNotificationSettingChanged(
                challenge_id=self.challenge_id, user_id=self.user_id, settings=dict(settings)
            )
        )

    def _enter(self, claims: Claims, region: str | None) -> None:
        self.state, self.region = EntryState.IN, region
        self.team = claims.team
        self.age_group, self.gender = claims.age_group, claims.gender

    def _line(
        self, result: Result, before: float, reason: str, now: datetime, by: UUID | None
    ) -> None:
        self.lines.append(
            Line(
                result_id=result.id,
                at=now,
                before=before,
                after=result.counted,
                state=result.state,
                reason=reason,
                by=by,
            )
        )

    def _tell_submitted(self, result: Result) -> None:
        result.told = True
        self.record(
            ResultSubmitted(
                challenge_id=self.challenge_id,
                user_id=self.user_id,
                workout_id=result.workout_id,
                value=result.value,
                result_id=result.id,
                at=result.at,
            )
        )

    def _tell_corrected(self, result: Result, before: float, after: float, reason: str) -> None:
        self.record(
            ResultCorrected(
                challenge_id=self.challenge_id,
                user_id=self.user_id,
                before=before,
                after=after,
                reason=reason,
                result_id=result.id,
            )
        )


def _told_of(result: Result) -> tuple[Worth, ResultState, tuple[str, ...]]:
    """What a correction can change."""
    return result.worth, result.state, result.reasons
