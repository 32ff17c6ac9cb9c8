"""Results that somebody types in."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from moim.contexts.challenges.application.ports import Work
from moim.contexts.challenges.application.reviews import have_reviewed
from moim.contexts.challenges.application.standing import settle
from moim.contexts.challenges.domain.challenge import NotOrganiser, OutsidePeriod
from moim.contexts.challenges.domain.entry import (
    Entry,
    FromWorkout,
    Result,
    ResultIdTaken,
    ResultLookedAt,
    ResultState,
)
from moim.contexts.challenges.domain.fairness import SIGN_IN_FAILURES
from moim.contexts.challenges.domain.measure import POINTS_A_UNIT, Worth
from moim.kernel.errors import Forbidden

VALUE_MAX = 1e9


class NotByHand(Forbidden):
    """This challenge counts workouts only."""

    code = "not-by-hand"
    ko = "이 챌린지는 운동 기록만 집계합니다. 직접 입력할 수 없습니다."
    en = "This challenge counts workouts only; results cannot be typed in."


@dataclass(frozen=True, kw_only=True)
class SubmitResult:
    """A typed result, the entrant's own or one that the organiser noted for them."""

    challenge_id: UUID
    result_id: UUID
    user_id: UUID
    by: UUID
    value: float
    at: datetime
    note: str


def submit_result(command: SubmitResult, work: Work) -> tuple[Entry, Result]:
    """Have it count, or wait for a review if there were failed sign-ins just before."""
    work.rankings.hold(command.challenge_id)
    challenge = work.challenges.get(command.challenge_id)
    by_organiser = command.by == challenge.organiser_id
    if command.user_id != command.by and not by_organiser:
        raise NotOrganiser
    if not (challenge.terms.by_hand or by_organiser):
        raise NotByHand
    person = work.people.get(command.user_id)
    person.must_take_part(work.now)
    entry = work.entries.get(challenge.id, command.user_id)
    if not challenge.takes(command.at) or command.at > work.now:
        raise OutsidePeriod
    value = round(command.value, len(str(POINTS_A_UNIT)) - 1)
    known = entry.results.get(command.result_id)
    if known is not None and known.workout_id is not None:
        raise FromWorkout
    if known is not None:
        if known.is_looked_at and not by_organiser:
            raise ResultLookedAt
        worth = Worth(value=value, at=command.at)
        entry.correct(known, now=work.now, reason="by-hand", by=command.by, worth=worth)
        settle(entry, challenge, work)
        return entry, known
    if work.entries.is_result(command.result_id):
        raise ResultIdTaken
    held = person.held_at(work.now) and not by_organiser
    result = Result(
        id=command.result_id,
        workout_id=None,
        value=value,
        at=command.at,
        state=ResultState.REVIEW if held else ResultState.OK,
        reasons=(SIGN_IN_FAILURES,) if held else (),
        note=command.note,
        submitted_at=work.now,
    )
    entry.submit(result, work.now, command.by)
    settle(entry, challenge, work)
    if held:
        have_reviewed(result, entry, challenge, {SIGN_IN_FAILURES: 1.0}, work)
    return entry, result
