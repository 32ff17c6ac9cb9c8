"""Coming: sign-up and the proof of the address."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from moim.contexts.users.application.activity import note
from moim.contexts.users.application.mails import VERIFICATION, mail_link
from moim.contexts.users.application.ports import Work
from moim.contexts.users.domain.activity import Doing
from moim.contexts.users.domain.email import Email, EmailTaken
from moim.contexts.users.domain.links import LinkNoLongerWorks
from moim.contexts.users.domain.nickname import Nickname, NicknameTaken
from moim.contexts.users.domain.password import PasswordPolicy
from moim.contexts.users.domain.profile import Profile, revised
from moim.contexts.users.domain.user import SignUpClosed, User
from moim.kernel.ids import new_id


@dataclass(frozen=True, kw_only=True)
class SignUp:
    """Judged by ``judge_sign_up`` before the password was hashed. ``open`` is the host's choice."""

    user_id: UUID
    email: Email
    email_hash: str
    password_hash: str = field(repr=False)
    profile: Profile
    open: bool = True


def judge_sign_up(
    email: str,
    password: str,
    values: Mapping[str, Any],
    policy: PasswordPolicy,
    at: datetime,
) -> tuple[Email, Profile]:
    """What a stranger typed, judged; ``values`` are those of the profile."""
    address = Email.of(email)
    profile = revised(Profile(nickname=Nickname.of(values["nickname"])), values, at)
    policy.judge(password, address, profile.nickname)
    return address, profile


def sign_up(command: SignUp, work: Work) -> User:
    """Open an account and send the link that verifies its address."""
    first = work.users.claim_founding(command.user_id)
    if not command.open and not first:
        raise SignUpClosed
    if work.users.with_email_hash(command.email_hash) is not None:
        raise EmailTaken(field="email")
    if work.users.nickname_is_taken(command.profile.nickname.key):
        raise NicknameTaken(field="nickname")
    user = User.sign_up(
        command.user_id,
        command.email,
        command.email_hash,
        command.password_hash,
        command.profile,
        first=first,
        at=work.now,
    )
    link = new_id()
    user.begin_verification(link, work.now)
    work.users.save(user)
    mail_link(work, VERIFICATION, user.id, link)
    return user


@dataclass(frozen=True, kw_only=True)
class ResendVerification:
    user_id: UUID


def resend_verification(command: ResendVerification, work: Work) -> None:
    """Send a new verification link; the older one dies."""
    user = work.users.get(command.user_id)
    link = new_id()
    user.begin_verification(link, work.now)
    work.users.save(user)
    mail_link(work, VERIFICATION, user.id, link)


@dataclass(frozen=True, kw_only=True)
class VerifyEmail:
    link: UUID


def verify_email(command: VerifyEmail, work: Work) -> None:
    """The link from the mail was opened."""
    user = work.users.with_verification(command.link)
    if user is None:
        raise LinkNoLongerWorks
    user.verify_email(command.link, work.now)
    work.users.save(user)
    note(work, user.id, Doing.EMAIL_VERIFIED)
