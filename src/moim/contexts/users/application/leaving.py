"""Leaving: a week to change one's mind, then everything personal goes."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from moim.contexts.users.application.activity import note
from moim.contexts.users.application.mails import LEAVING, mail_forget, mail_notice
from moim.contexts.users.application.passwords import forgive
from moim.contexts.users.application.photos import forget_blob
from moim.contexts.users.application.ports import Work
from moim.contexts.users.application.queries import WhoIs
from moim.contexts.users.application.sessions import end_sessions
from moim.contexts.users.domain.activity import Doing
from moim.contexts.users.domain.events import LeavingDue
from moim.contexts.users.domain.password import Proof
from moim.contexts.users.domain.session import EndReason
from moim.contexts.users.domain.user import User


@dataclass(frozen=True, kw_only=True)
class Leave:
    user_id: UUID
    proof: Proof


@dataclass(frozen=True, kw_only=True)
class LeavingBegun:
    """When it will be done, and which sessions and tokens ended."""

    leaves_at: datetime
    ended: tuple[UUID, ...]


def leave(command: Leave, work: Work) -> LeavingBegun:
    """Begin the week; whoever is signed in with the account is signed out."""
    user = work.users.get(command.user_id)
    leaves_at = user.begin_leaving(command.proof, work.now)
    work.users.save(user)
    work.remind(leaves_at, LeavingDue(user_id=user.id, leaves_at=leaves_at))
    note(work, user.id, Doing.LEAVING)
    mail_notice(work, LEAVING, user.id)
    ended = end_sessions(work, user.id, EndReason.LEAVING)
    return LeavingBegun(leaves_at=leaves_at, ended=ended + work.personal_tokens.remove_all(user.id))


def stay(whom: WhoIs, work: Work) -> User:
    """Change one's mind."""
    user = work.users.get(whom.user_id)
    user.stay()
    work.users.save(user)
    note(work, user.id, Doing.STAYED)
    return user


def erase_account(whom: WhoIs, work: Work) -> tuple[UUID, ...]:
    """Close it at once, as its host or after its week; which sessions and tokens ended."""
    user = work.users.get(whom.user_id)
    photo, email_hash = user.photo_key, user.email_hash
    ended = end_sessions(work, user.id, EndReason.ACCOUNT_CLOSED)
    ended += work.personal_tokens.remove_all(user.id)
    forgive(user, work)
    user.close(work.now)
    work.users.save(user)
    export = work.exports.of(user.id)
    work.erase(user.id, email_hash)
    forget_blob(work, user.id, photo)
    mail_forget(work, user.id)
    if export is not None and export.file is not None:
        forget_blob(work, user.id, export.file.blob_key)
    return ended
