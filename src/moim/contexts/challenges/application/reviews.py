"""Looking at results that may be wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from moim.contexts.challenges.application.closing import close_if_due
from moim.contexts.challenges.application.notices import tell_of_review, tell_organiser
from moim.contexts.challenges.application.ports import Work
from moim.contexts.challenges.application.standing import settle
from moim.contexts.challenges.domain.challenge import Challenge, NotOrganiser, WrongState
from moim.contexts.challenges.domain.entry import (
    CORRECTED,
    Entry,
    Result,
    ResultNotFound,
    ResultState,
)
from moim.contexts.challenges.domain.measure import Worth
from moim.contexts.challenges.domain.review import (
    BY_THE_RULES,
    AlreadyBelieved,
    Complaint,
    Decision,
    Review,
    ReviewNotFound,
)
from moim.kernel.errors import Changed, Invalid
from moim.kernel.ids import new_id


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
    known = work.reviews.last_of(result.id)
    excluded = result.state is ResultState.EXCLUDED
    if known is not None and known.says(excluded=excluded):
        return None
    review = Review(
        id=new_id(),
        challenge_id=challenge.id,
        result_id=result.id,
        user_id=entry.user_id,
        asked_by=None,
        reason=result.reasons[0],
        evidence={"value": result.value, **evidence},
        asked_at=work.now,
    )
    review.ask()
    if excluded:
        review.decide(Decision.EXCLUDE, BY_THE_RULES, "", work.now)
    work.reviews.save(review)
    tell_of_review(review, challenge, work, result.reasons)
    tell_organiser(review, challenge, work)
    return review


def have_cleared(result: Result, challenge: Challenge, work: Work) -> None:
    """The rules find nothing about a result any more: what they said of it is over, and told."""
    review = work.reviews.last_of(result.id)
    if review is None or review.decision is Decision.KEEP or not review.clear(work.now):
        return
    work.reviews.save(review)
    tell_of_review(review, challenge, work)


@dataclass(frozen=True, kw_only=True)
class AskReview:
    """An entrant or the organiser doubts a result."""

    challenge_id: UUID
    result_id: UUID
    by: UUID
    reason: Complaint
    note: str


def ask_review(command: AskReview, work: Work) -> Review:
    """Open a review, or give the one that is open; the entrant and the reporter are told.

    What was let stand is doubted anew by the organiser alone. Raises AlreadyBelieved.
    """
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
    _must_count(challenge, work)
    last = work.reviews.last_of(result.id)
    if command.by != challenge.organiser_id and last is not None and last.believed(result.value):
        raise AlreadyBelieved
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
            reasons=(command.reason.value, *result.reasons_believed),
        )
        settle(entry, challenge, work)
    tell_of_review(review, challenge, work)
    tell_organiser(review, challenge, work)
    return review


@dataclass(frozen=True, kw_only=True)
class DecideReview:
    """What the organiser or a moderator says. ``value`` for a correction."""

    challenge_id: UUID
    review_id: UUID
    by: UUID
    is_moderator: bool
    is_owner: bool
    decision: Decision
    value: float | None
    answer: str
    version: int | None


def decide_review(command: DecideReview, work: Work) -> Review:
    """Say what becomes of the result, and let it be so; the end may have waited for it."""
    work.rankings.hold(command.challenge_id)
    challenge = work.challenges.get(command.challenge_id)
    review = _review_of(command.challenge_id, command.review_id, work)
    own = review.user_id == command.by
    if own or not (command.is_moderator or command.by == challenge.organiser_id):
        raise NotOrganiser
    if command.version not in (None, review.version):
        raise Changed
    _must_count(challenge, work)
    if command.decision is Decision.CORRECT and command.value is None:
        raise ValueNeeded(field="value")
    for_another = is_for_another(review, challenge, command.by, work, owner=command.is_owner)
    review.decide(command.decision, command.by, command.answer, work.now, for_another=for_another)
    entry = work.entries.find(challenge.id, review.user_id)
    result = entry.results.get(review.result_id) if entry else None
    if entry is not None and result is not None:
        _carry_out(command, review, entry, result, work)
        settle(entry, challenge, work)
    work.reviews.save(review)
    tell_of_review(review, challenge, work)
    if challenge.settling_at is not None and close_if_due(challenge, work):
        work.challenges.save(challenge)
    return review


def is_for_another(
    review: Review, challenge: Challenge, by: UUID, work: Work, *, owner: bool
) -> bool:
    """Whether an appeal waits for somebody else: who may decide is asked only where it matters."""
    if not review.is_for_another(by, (), owner=False):
        return False
    others = set(work.accounts.moderators())
    if work.accounts.account_of(challenge.organiser_id) is not None:
        others.add(challenge.organiser_id)
    return review.is_for_another(by, others, owner=owner)


@dataclass(frozen=True, kw_only=True)
class Appeal:
    """The entrant does not agree."""

    challenge_id: UUID
    review_id: UUID
    by: UUID
    text: str


def appeal(command: Appeal, work: Work) -> Review:
    """Have it looked at once more."""
    work.rankings.hold(command.challenge_id)
    review = _review_of(command.challenge_id, command.review_id, work)
    if review.user_id != command.by:
        raise ReviewNotFound
    challenge = work.challenges.get(command.challenge_id)
    _must_count(challenge, work)
    review.object(command.text, work.now)
    work.reviews.save(review)
    tell_organiser(review, challenge, work)
    return review


def _must_count(challenge: Challenge, work: Work) -> None:
    """A frozen ranking is not moved: nobody is told of a decision that would change nothing."""
    if not challenge.may_be_decided(work.now):
        raise WrongState(state=challenge.state.shown)


def _carry_out(
    command: DecideReview,
    review: Review,
    entry: Entry,
    result: Result,
    work: Work,
) -> None:
    """Let the result be what was decided; an appeal against a correction may bring it back."""
    state, worth, reasons = ResultState.OK, None, result.reasons_believed
    if command.decision is Decision.EXCLUDE:
        state, reasons = ResultState.EXCLUDED, result.reasons
    elif command.decision is Decision.CORRECT and command.value is not None:
        if review.value_before is None:
            review.value_before = result.value
        worth, reasons = replace(result.worth, value=command.value), (CORRECTED,)
    elif review.value_before is not None:
        worth, reasons = _as_before(review.value_before, result, entry, work), ()
    entry.decide(result, now=work.now, by=command.by, worth=worth, state=state, reasons=reasons)


def _as_before(value: float, result: Result, entry: Entry, work: Work) -> Worth:
    """What the workout says now, or what was typed."""
    performed = work.workouts.find(result.workout_id) if result.workout_id else None
    measure = work.challenges.get(entry.challenge_id).terms.measure
    found = measure.worth(performed) if performed else None
    return found or replace(result.worth, value=value)


def _review_of(challenge_id: UUID, review_id: UUID, work: Work) -> Review:
    review = work.reviews.get(review_id)
    if review.challenge_id != challenge_id:
        raise ReviewNotFound
    return review


def _evidence(result: Result, work: Work) -> dict[str, float]:
    performed = work.workouts.find(result.workout_id) if result.workout_id else None
    return {"value": result.value, **(performed.findings if performed else {})}
