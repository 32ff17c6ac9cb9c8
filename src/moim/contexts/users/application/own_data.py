"""Everything this context keeps of one user, for that user: the part of an export that is ours."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any
from uuid import UUID

from moim.contexts.users.application.ports import Work
from moim.contexts.users.application.queries import WhoIs
from moim.contexts.users.domain.activity import Activity
from moim.contexts.users.domain.audit import Entry
from moim.contexts.users.domain.feedback import Feedback
from moim.contexts.users.domain.user import User

PIECE = 500


def own_data(whom: WhoIs, work: Work) -> dict[str, Any]:
    """By subject, as plain values; without hashes, secrets and keys.

    ``profile`` and ``settings`` are one each, the others lists. Who of staff did something with
    the account is told by id alone.
    """
    user = work.users.get(whom.user_id)
    preferences = work.preferences.of(user.id)
    return {
        "profile": _profile(user),
        "settings": {
            "notifications": preferences.notifications,
            "privacy": asdict(preferences.privacy),
        },
        "consents": [asdict(line) for line in work.consents.ledger(user.id)],
        "activities": [_activity(line) for line in _activities(user.id, work)],
        "feedback": [_feedback(one) for one in _all_feedback(user.id, work)],
        "personal_tokens": [
            {"name": token.name, "scopes": sorted(token.scopes), "made_at": token.made_at}
            for token in work.personal_tokens.of(user.id)
        ],
        "identities": [
            {"provider": one.provider, "linked_at": one.linked_at}
            for one in work.identities.of(user.id)
        ],
        "accesses": [_access(entry) for entry in _accesses(user.id, work)],
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


def _activities(user_id: UUID, work: Work) -> Iterator[Activity]:
    after: UUID | None = None
    while True:
        page = work.activities.page(user_id, after, PIECE)
        yield from page
        if len(page) < PIECE:
            return
        after = page[-1].id


def _all_feedback(user_id: UUID, work: Work) -> Iterator[Feedback]:
    after: UUID | None = None
    while True:
        page = work.feedback.of(user_id, after, PIECE)
        yield from page
        if len(page) < PIECE:
            return
        after = page[-1].id


def _accesses(user_id: UUID, work: Work) -> Iterator[Entry]:
    before: int | None = None
    while True:
        page = work.audit.page(user_id, before, PIECE)
        yield from page
        if len(page) < PIECE:
            return
        before = page[-1].number


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
