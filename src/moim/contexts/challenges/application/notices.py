"""Telling entrants something: the few at once, the many piece by piece."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from moim.contexts.challenges.application.ports import Notice, Work
from moim.contexts.challenges.domain.challenge import Challenge
from moim.contexts.challenges.domain.notices import NoticeKind, words_of
from moim.contexts.challenges.domain.person import Person
from moim.contexts.challenges.domain.review import NOBODY, Review
from moim.contracts.challenges import ChallengeNotificationSent
from moim.kernel.ids import new_id


def tell(
    challenge: Challenge,
    users: Sequence[UUID],
    kind: NoticeKind,
    work: Work,
    data: Mapping[UUID, Mapping[str, Any]] | None = None,
) -> int:
    """Tell those of ``users`` who want to hear of it; how many did.

    ``data`` are figures for each. At most 1,000 at a time.
    """
    known = work.people.known(users)
    wishes = work.notices.wishes(challenge.id, users)
    notices = [
        Notice(
            id=new_id(),
            user_id=user_id,
            challenge_id=challenge.id,
            kind=kind.value,
            title=words_of(kind, challenge.terms.title, person.locale),
            data=(data or {}).get(user_id, {}),
            at=work.now,
        )
        for user_id in users
        if not (person := known.get(user_id) or Person(user_id=user_id)).locked
        and person.wants_notices(kind.setting, wishes.get(user_id, {}))
    ]
    if not notices:
        return 0
    work.notices.add(notices)
    work.publish(
        ChallengeNotificationSent(
            challenge_id=challenge.id,
            kind=kind.value,
            recipients=len(notices),
            recipient_ids=tuple(notice.user_id for notice in notices),
            title=challenge.terms.title,
        )
    )
    return len(notices)


def see_notices(command: tuple[UUID, Iterable[UUID]], work: Work) -> None:
    """Mark the person's notices as seen."""
    user_id, ids = command
    work.notices.seen(user_id, ids, work.now)


def tell_of_review(
    review: Review, challenge: Challenge, work: Work, reasons: Sequence[str] = ()
) -> None:
    """Tell the entrant, and who doubted the result, that it is looked at or what was decided."""
    told = {
        "review_id": str(review.id),
        "reasons": list(reasons) or [review.reason],
        "decision": review.decision.value if review.decision else None,
    }
    sides = (review.user_id, review.asked_by)
    data = {user_id: told for user_id in sides if user_id not in {None, NOBODY}}
    kind = NoticeKind.REVIEW if review.is_open else NoticeKind.DECIDED
    tell(challenge, list(data), kind, work, data)


def tell_organiser(review: Review, challenge: Challenge, work: Work) -> None:
    """Tell the organiser that there is something to decide, where nothing waited before."""
    organiser = challenge.organiser_id
    knows = organiser == review.asked_by and review.appeal is None
    if knows or organiser == review.user_id or not review.is_open:
        return
    if len(work.reviews.open_in(challenge.id, 2)) > 1:
        return
    data = {organiser: {"review_id": str(review.id), "reasons": [review.reason], "decision": None}}
    tell(challenge, [organiser], NoticeKind.REVIEW, work, data)
