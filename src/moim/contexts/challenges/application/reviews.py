"""Looking at results that may be wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from moim.contexts.challenges.application.notices import tell
from moim.contexts.challenges.application.ports import Work
from moim.contexts.challenges.application.standing import settle
from moim.contexts.challenges.domain.challenge import COUNTING, Challenge, NotOrganiser, WrongState
from moim.contexts.challenges.domain.entry import Entry, Result, ResultNotFound, ResultState
from moim.contexts.challenges.domain.notices import NoticeKind
from moim.contexts.challenges.domain.review import Complaint, Decision, Review, ReviewNotFound
from moim.kernel.errors import Changed, Invalid
from moim.kernel.ids import new_id

BY_THE_RULES = UUID(int=0)
"""Who decided when the fairness rules did."""


class ValueNeeded(Invalid):
    """A correction without the value it corrects to."""

    code = "value-needed"
    ko = "수정 결정에는 새 값이 필요합니다."
    en = "A correction needs the value it corrects to."


def have_reviewed(
    result: Result,
    entry: Entry,
    challenge: Challenge,
    evidence: Mapping[str, float],
    work: Work,
) -> Review | None:
    """Open a review for what the rules found; one they excluded is decided, and can be appealed."""
    if work.reviews.open_of(result.id) is not None:
        return None
    review = Review(
        id=new_id(),
        challenge_id=challenge.id,
        result_id=result.id,
        user_id=entry.user_id,
        asked_by=None,
        reason=result.reasons[0],
        evidence=dict(evidence),
        asked_at=work.now,
    )
    review.ask()
    if result.state is ResultState.EXCLUDED:
        review.decide(Decision.EXCLUDE, BY_THE_RULES, "", work.now)
    work.reviews.save(review)
    tell(
        challenge,
        [entry.user_id],
        NoticeKind.REVIEW,
        work,
        {entry.user_id: {"review_id": str(review.id), "reasons": list(result.reasons)}},
    )
    return review


@dataclass(frozen=True, kw_only=True)
class AskReview:
    """An entrant or the organiser doubts a result."""

    challenge_id: UUID
    result_id: UUID
    by: UUID
    reason: Complaint
    note: str


def ask_review(command: AskReview, work: Work) -> Review:
    """Open a review, or give the one that is open; the entrant and the reporter are told."""
    work.rankings.hold(command.challenge_id)
    challenge = work.challenges.get(command.challenge_id)
    if command.by != challenge.organiser_id:
        work.entries.get(challenge.id, command.by)
    owner = work.entries.owner_of(challenge.id, command.result_id)
    known = work.reviews.open_of(command.result_id)
    if known is not None:
        return known
    entry = work.entries.find(challenge.id, owner)
    result = entry.results.get(command.result_id) if entry else None
    if entry is None or result is None:
        raise ResultNotFound
    _must_count(challenge)
    review = Review(
        id=new_id(),
        challenge_id=challenge.id,
        result_id=result.id,
        user_id=owner,
        asked_by=command.by,
        reason=command.reason.value,
        note=command.note,
        evidence=_evidence(result, work),
        asked_at=work.now,
    )
    review.ask()
    work.reviews.save(review)
    if result.state is ResultState.OK:
        entry.correct(
            result,
            now=work.now,
            reason="review-asked",
            by=None,
            state=ResultState.REVIEW,
            reasons=(command.reason.value,),
        )
        settle(entry, challenge, work)
    _tell_of(review, challenge, work)
    return review


@dataclass(frozen=True, kw_only=True)
class DecideReview:
    """What the organiser or a moderator says. ``value`` for a correction."""

    challenge_id: UUID
    review_id: UUID
    by: UUID
    is_moderator: bool
    decision: Decision
    value: float | None
    answer: str
    version: int | None


def decide_review(command: DecideReview, work: Work) -> Review:
    """Say what becomes of the result, and let it be so."""
    work.rankings.hold(command.challenge_id)
    challenge = work.challenges.get(command.challenge_id)
    review = _review_of(command.challenge_id, command.review_id, work)
    own = review.user_id == command.by
    if own or not (command.is_moderator or command.by == challenge.organiser_id):
        raise NotOrganiser
    if command.version not in (None, review.version):
        raise Changed
    _must_count(challenge)
    if command.decision is Decision.CORRECT and command.value is None:
        raise ValueNeeded(field="value")
    review.decide(command.decision, command.by, command.answer, work.now)
    work.reviews.save(review)
    entry = work.entries.find(challenge.id, review.user_id)
    result = entry.results.get(review.result_id) if entry else None
    if entry is not None and result is not None:
        _carry_out(command, entry, result, work)
        settle(entry, challenge, work)
    _tell_of(review, challenge, work)
    return review


@dataclass(frozen=True, kw_only=True)
class Appeal:
    """The entrant does not agree."""

    challenge_id: UUID
    review_id: UUID
    by: UUID
    text: str


def appeal(command: Appeal, work: Work) -> Review:
    """Have it looked at once more."""
    review = _review_of(command.challenge_id, command.review_id, work)
    if review.user_id != command.by:
        raise ReviewNotFound
    _must_count(work.challenges.get(command.challenge_id))
    review.object(command.text, work.now)
    work.reviews.save(review)
    return review


def _must_count(challenge: Challenge) -> None:
    """A frozen ranking is not moved: nobody is told of a decision that would change nothing."""
    if challenge.state not in COUNTING:
        raise WrongState(state=challenge.state.shown)


def _carry_out(command: DecideReview, entry: Entry, result: Result, work: Work) -> None:
    state = ResultState.EXCLUDED if command.decision is Decision.EXCLUDE else ResultState.OK
    worth, reasons = None, result.reasons if command.decision is Decision.EXCLUDE else ()
    if command.decision is Decision.CORRECT and command.value is not None:
        worth, reasons = replace(result.worth, value=command.value), ("corrected",)
    entry.decide(result, now=work.now, by=command.by, worth=worth, state=state, reasons=reasons)


def _tell_of(review: Review, challenge: Challenge, work: Work) -> None:
    told = {review.user_id, review.asked_by} - {None}
    data = {
        user_id: {
            "review_id": str(review.id),
            "reasons": [review.reason],
            "decision": review.decision.value if review.decision else None,
        }
        for user_id in told
        if user_id is not None
    }
    tell(challenge, list(data), NoticeKind.REVIEW, work, data)


def _review_of(challenge_id: UUID, review_id: UUID, work: Work) -> Review:
    review = work.reviews.get(review_id)
    if review.challenge_id != challenge_id:
        raise ReviewNotFound
    return review


def _evidence(result: Result, work: Work) -> dict[str, float]:
    performed = work.workouts.find(result.workout_id) if result.workout_id else None
    return {"value": result.value, **(performed.findings if performed else {})}
