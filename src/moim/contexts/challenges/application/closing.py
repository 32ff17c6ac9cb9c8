"""The end of a challenge: it closes once nothing is looked at, doubted or objected to any more."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from moim.contexts.challenges.application.notices import tell_of_review
from moim.contexts.challenges.application.ports import Work
from moim.contexts.challenges.application.standing import settle
from moim.contexts.challenges.domain.challenge import SETTLED_WITHIN, Challenge
from moim.contexts.challenges.domain.entry import Entry, Result, ResultState
from moim.contexts.challenges.domain.events import WaitOver
from moim.contexts.challenges.domain.review import APPEAL_WITHIN, Review

LAPSED_AT_ONCE = 200


def close_if_due(challenge: Challenge, work: Work) -> bool:
    """Close it with so many in its ranking, once no entrant's recording or result is looked at.

    Whether it is closed now. What nobody decided within the time for it lapses before. The
    challenge must be held; save it after.
    """
    settling = challenge.settling_at
    awaited = work.workouts.awaited(challenge)
    doubted = _doubted(challenge, work)
    goes_on = not challenge.held_up(work.now, awaited=awaited, doubted=doubted)
    if challenge.is_due(work.now) and goes_on and _lapse_some(challenge, work) == LAPSED_AT_ONCE:
        return False
    ranked = work.boards.get(challenge.id).ranked
    closed = challenge.close(work.now, ranked, awaited=awaited, doubted=doubted)
    if not closed and settling is None and challenge.settling_at is not None:
        wait_over = challenge.settling_at + SETTLED_WITHIN
        work.remind(wait_over, WaitOver(challenge_id=challenge.id))
    return closed


def close_settled(challenge_id: UUID, work: Work) -> None:
    """Close one that waited, if it waits no longer."""
    work.rankings.hold(challenge_id)
    challenge = work.challenges.get(challenge_id)
    if close_if_due(challenge, work):
        work.challenges.save(challenge)


def closable(now: datetime, work: Work) -> Sequence[UUID]:
    """Those that waited and may be closed now, or have reviews that lapse."""
    found = []
    for challenge_id in work.challenges.settling():
        challenge = work.challenges.get(challenge_id)
        awaited, doubted = work.workouts.awaited(challenge), _doubted(challenge, work)
        if not challenge.held_up(now, awaited=awaited, doubted=doubted):
            found.append(challenge_id)
    return found


def let_go(result: Result, work: Work) -> None:
    """A result that is no more is not looked at any longer."""
    review = work.reviews.open_of(result.id)
    if review is not None:
        review.lapse(work.now, stands=False)
        work.reviews.save(review)


def _doubted(challenge: Challenge, work: Work) -> bool:
    after = work.now - APPEAL_WITHIN
    return work.reviews.doubted(challenge.id, after, rules_too=challenge.waits_for_rules)


def _lapse_some(challenge: Challenge, work: Work) -> int:
    """Nobody decided these: they are as they were; how many."""
    waiting = work.reviews.open_in(challenge.id, LAPSED_AT_ONCE)
    for review in waiting:
        entry = work.entries.find(challenge.id, review.user_id)
        result = entry.results.get(review.result_id) if entry else None
        _lapse(review, entry, result, work)
        if entry is not None and result is not None:
            settle(entry, challenge, work)
        tell_of_review(review, challenge, work)
    return len(waiting)


def _lapse(review: Review, entry: Entry | None, result: Result | None, work: Work) -> None:
    was_decided = review.decision is not None
    stands = result is not None and result.counts
    review.lapse(work.now, stands=stands)
    work.reviews.save(review)
    if entry is None or result is None or was_decided:
        return
    state = ResultState.OK if stands else ResultState.EXCLUDED
    reasons = result.reasons_believed if stands else result.reasons
    entry.decide(result, now=work.now, by=None, worth=None, state=state, reasons=reasons)
