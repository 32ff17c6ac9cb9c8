"""Everything this context keeps of one user, for that user: the part of an export that is ours."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from operator import attrgetter
from typing import Any, TypeVar

from moim.contexts.users.application.ports import Work
from moim.contexts.users.application.queries import WhoIs
from moim.contexts.users.domain.activity import Activity
from moim.contexts.users.domain.audit import Entry
from moim.contexts.users.domain.feedback import Feedback
from moim.contexts.users.domain.user import User

PIECE = 500
T = TypeVar("T")


def own_data(whom: WhoIs, work: Work) -> dict[str, Any]:
    """By subject, as plain values; without hashes, secrets and keys.

    ``profile`` and ``settings`` are one each, the others lists. Who of staff did something with
    the account is told by id alone.
    """
    user = work.users.get(whom.user_id)
    activities = _pages(lambda after: work.activities.page(user.id, after, PIECE), attrgetter("id"))
    feedback = _pages(lambda after: work.feedback.of(user.id, after, PIECE), attrgetter("id"))
    accesses = _pages(lambda before: work.audit.page(user.id, before, PIECE), attrgetter("number"))
    preferences = work.preferences.of(user.id)
    return {
        "profile": _profile(user),
        "settings": {
            "notifications": preferences.notifications,
            "privacy": asdict(preferences.privacy),
        },
        "consents": [asdict(line) for line in work.consents.ledger(user.id)],
        "activities": [_activity(line) for line in activities],
        "feedback": [_feedback(one) for one in feedback],
        "personal_tokens": [
            {"name": token.name, "scopes": sorted(token.scopes), "made_at": token.made_at}
            for token in work.personal_tokens.of(user.id)
        ],
        "identities": [
            {"provider": one.provider, "linked_at": one.linked_at}
            for one in work.identities.of(user.id)
        ],
        "accesses": [_access(entry) for entry in accesses],
    }


def _profile(user: User) -> dict[str, Any]:
    profile = asdict(user.known())
    profile["nickname"] = user.known().nickname.text
    return {
        "id": user.id,
        "email": user.email and user.email.text,
        "email_verified_at": user.email_verified_at,
        "joined_at": user.joined_at,
        "roles": sorted(user.roles),
        "health_consent_at": user.health_consent_at,
        "photo_key": user.photo_key,
        **profile,
    }


def _pages(page: Callable[[Any], Sequence[T]], key: Callable[[T], Any]) -> Iterator[T]:
    """All, a page at a time: ``page`` gives what follows a key, ``key`` that of a thing."""
    after = None
    while True:
        found = page(after)
        yield from found
        if len(found) < PIECE:
            return
        after = key(found[-1])


def _activity(line: Activity) -> dict[str, Any]:
    return {
        "activity": line.doing,
        "at": line.at,
        "subject_id": line.subject_id,
        "amount": line.amount,
    }


def _feedback(one: Feedback) -> dict[str, Any]:
    reply = one.reply
    return {
        "topic": one.topic,
        "subject_id": one.subject_id,
        "text": one.text,
        "sent_at": one.sent_at,
        "answer": reply.text if reply else None,
        "resolution": reply.resolution if reply else None,
        "answered_at": reply.at if reply else None,
    }


def _access(entry: Entry) -> dict[str, Any]:
    return {"by": entry.actor_id, "at": entry.at, "deed": entry.deed, "why": entry.why}
