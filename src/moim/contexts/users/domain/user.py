"""An account: who somebody is to Moim, how they prove it, and when they may not come in."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

from moim.contexts.users.domain.email import Email
from moim.contexts.users.domain.links import (
    RESET_LENGTH,
    VERIFICATION_LENGTH,
    EmailAlreadyVerified,
    Link,
    LinkNoLongerWorks,
)
from moim.contexts.users.domain.lock import (
    AccountIsLocked,
    AccountNotLocked,
    Lock,
    LockEndsInThePast,
    LockReason,
    MayNotModerate,
    UnlockReason,
)
from moim.contexts.users.domain.password import NO_PASSWORD, Proof, ProofOutdated, WrongPassword
from moim.contexts.users.domain.profile import Body, Profile
from moim.contexts.users.domain.roles import (
    EVERYBODY,
    MayNotGrant,
    Role,
    Roles,
    may_grant,
    may_moderate,
)
from moim.contracts.users import (
    AccountLocked,
    AccountUnlocked,
    EmailVerified,
    PasswordChanged,
    PasswordResetCompleted,
    PasswordResetRequested,
    PreferredDeviceChanged,
    ProfilePhotoUpdated,
    ProfileUpdated,
    UserRegistered,
    UserWithdrew,
)
from moim.kernel.aggregates import Aggregate
from moim.kernel.errors import Conflict, Forbidden, Gone, Unauthenticated

GRACE = timedelta(days=7)


class WrongCredentials(Unauthenticated):
    """No account has this address and this password. Which of the two is not told."""

    code = "wrong-credentials"
    ko = "이메일 또는 비밀번호가 맞지 않습니다."
    en = "The e-mail address or the password is wrong."


class SignUpClosed(Forbidden):
    """The host lets nobody register by themselves."""

    code = "sign-up-closed"
    ko = "지금은 새로 가입할 수 없습니다. 운영자에게 문의하세요."
    en = "Sign-up is closed here. Please ask the host."


class HealthConsentNeeded(Forbidden):
    """Health data is taken only from who consented to it by itself."""

    code = "health-consent-needed"
    ko = "키, 몸무게, 심박수를 저장하려면 건강 정보 수집에 따로 동의해야 합니다."
    en = "Height, weight and heart rates need your separate consent to keep health data."


class AccountClosed(Gone):
    """The owner left."""

    code = "account-closed"
    ko = "탈퇴한 계정입니다."
    en = "This account was closed."


class AlreadyLeaving(Conflict):
    """The week has begun."""

    code = "already-leaving"
    ko = "이미 탈퇴를 신청했습니다. 7일 안에 취소할 수 있습니다."
    en = "You have already asked to leave. You can change your mind within 7 days."


class NotLeaving(Conflict):
    """There is nothing to change one's mind about."""

    code = "not-leaving"
    ko = "탈퇴를 신청하지 않은 계정입니다."
    en = "This account is not about to be closed."


@dataclass(kw_only=True, eq=False)
class User(Aggregate):
    """One account.

    ``email_hash`` is the address's blind index. ``email``, its hash, ``password_hash`` and
    ``profile`` are None once the account is closed.
    """

    id: UUID
    email: Email | None
    email_hash: str | None
    password_hash: str | None = field(repr=False)
    profile: Profile | None
    roles: Roles
    joined_at: datetime
    email_verified_at: datetime | None = None
    health_consent_at: datetime | None = None
    photo_key: str | None = None
    lock: Lock | None = None
    verification: Link | None = None
    reset: Link | None = None
    leaves_at: datetime | None = None
    closed_at: datetime | None = None

    @classmethod
    def sign_up(
        cls,
        id: UUID,
        email: Email,
        email_hash: str,
        password_hash: str,
        profile: Profile,
        *,
        first: bool,
        at: datetime,
    ) -> "User":
        """A new account. The ``first`` of an instance owns it."""
        user = cls(
            id=id,
            email=email,
            email_hash=email_hash,
            password_hash=password_hash,
            profile=profile,
            roles=EVERYBODY | {Role.OWNER} if first else EVERYBODY,
            joined_at=at,
        )
        user.record(
            UserRegistered(
                user_id=id,
                email_hash=email_hash,
                nickname=profile.nickname.text,
                locale=profile.locale,
                timezone=profile.timezone,
                preferred_device=profile.preferred_device,
            )
        )
        if profile.region:  # the one public value that the registration does not carry
            user._tell_profile(profile)
        return user

    def known(self) -> Profile:
        """The profile of an account that is not closed."""
        if self.profile is None:
            raise AccountClosed
        return self.profile

    @property
    def has_password(self) -> bool:
        """Whether its owner ever set one; else only a provider's word lets in."""
        return self.password_hash != NO_PASSWORD

    def begin_verification(self, link: UUID, at: datetime) -> None:
        """A link to verify the address is on its way."""
        self.known()
        if self.email_verified_at is not None:
            raise EmailAlreadyVerified
        self.verification = Link(link, at + VERIFICATION_LENGTH)

    def verify_email(self, link: UUID, at: datetime) -> None:
        """The verification link was used."""
        if self.verification is None or not self.verification.works(link, at):
            raise LinkNoLongerWorks
        self.verification = None
        self.email_verified_at = at
        self.record(EmailVerified(user_id=self.id))

    def sign_in(self, proof: Proof, at: datetime) -> None:
        """Let in who showed the password, unless a moderator locked the account."""
        if not self._proven(proof):
            raise WrongCredentials
        self.unlock_if_time_passed(at)
        if self.lock is not None:
            raise AccountIsLocked
        if proof.fresh_hash is not None:
            self.password_hash = proof.fresh_hash

    def enter(self, at: datetime) -> None:
        """Let in whom a provider vouches for, unless a moderator locked the account.

        Failures lock the way in by password alone.
        """
        self.unlock_if_time_passed(at)
        if self.lock is not None and self.lock.reason is LockReason.MODERATOR:
            raise AccountIsLocked

    def change_password(self, proof: Proof, password_hash: str) -> None:
        """A new password from somebody signed in who showed the old one, if there is one."""
        if self.has_password:
            self.show_password(proof)
        else:
            self._proven(proof)
        self.password_hash = password_hash
        self.reset = None
        self.record(PasswordChanged(user_id=self.id))

    def begin_reset(self, link: UUID, at: datetime) -> None:
        """A link to set a new password was asked for; older ones die."""
        self.known()
        self.reset = Link(link, at + RESET_LENGTH)
        self.record(PasswordResetRequested(user_id=self.id, expires_at=self.reset.expires_at))

    def reset_password(self, link: UUID, password_hash: str, at: datetime) -> None:
        """A new password from who holds the link. Failures are forgiven, a moderator's lock not."""
        self.check_reset(link, at)
        self.reset = None
        self.password_hash = password_hash
        self.record(PasswordResetCompleted(user_id=self.id))
        if self.lock is not None and self.lock.reason is LockReason.TOO_MANY_FAILURES:
            self._unlock(UnlockReason.PASSWORD_RESET)

    def check_reset(self, link: UUID, at: datetime) -> None:
        """Refuse a reset link that does not work any more."""
        if self.reset is None or not self.reset.works(link, at):
            raise LinkNoLongerWorks

    def lock_after_failures(self, at: datetime, until: datetime) -> bool:
        """Too many wrong passwords; whether that changed anything. A moderator's lock stays."""
        self.unlock_if_time_passed(at)
        if self.lock is not None and self.lock.reason is LockReason.MODERATOR:
            return False
        return self._lock(LockReason.TOO_MANY_FAILURES, until)

    def lock_by(self, moderator: Roles, at: datetime, until: datetime | None = None) -> bool:
        """A moderator locks it, for a while or for good; whether that changed anything."""
        self.known()
        if not may_moderate(moderator, self.roles):
            raise MayNotModerate
        if until is not None and until <= at:
            raise LockEndsInThePast
        return self._lock(LockReason.MODERATOR, until)

    def unlock_by(self, moderator: Roles) -> None:
        """A moderator ends the lock, whatever it was for."""
        self.known()
        if not may_moderate(moderator, self.roles):
            raise MayNotModerate
        if self.lock is None:
            raise AccountNotLocked
        self._unlock(UnlockReason.MODERATOR)

    def unlock_if_time_passed(self, at: datetime) -> bool:
        """End a lock whose time has passed; whether there was one."""
        if self.lock is None or not self.lock.has_run_out(at):
            return False
        self._unlock(UnlockReason.TIME_PASSED)
        return True

    def consent_to_health_data(self, granted: bool, at: datetime) -> None:
        """Take the consent or take it back, and with it what was kept under it."""
        profile = self.known()
        if granted:
            self.health_consent_at = self.health_consent_at or at
        else:
            self.health_consent_at = None
            self.profile = replace(profile, body=Body())

    def edit(self, profile: Profile) -> None:
        """Change the profile. What others keep a copy of is told them, and only when it changed."""
        before = self.known()
        if profile.body != Body() and self.health_consent_at is None:
            raise HealthConsentNeeded
        self.profile = profile
        if _seen_by_others(profile) != _seen_by_others(before):
            self._tell_profile(profile)
        device = profile.preferred_device
        if device is not None and device is not before.preferred_device:
            self.record(PreferredDeviceChanged(user_id=self.id, device=device.value))

    def set_roles(self, granting: Roles, wanted: Roles) -> Roles:
        """Have these roles from now on; which were taken away."""
        self.known()
        after = wanted | EVERYBODY
        if not may_grant(granting, self.roles, after):
            raise MayNotGrant
        taken = self.roles - after
        self.roles = after
        return taken

    def show_photo(self, key: str | None) -> bool:
        """Show the picture with this key, or none; whether that changed anything."""
        self.known()
        if key == self.photo_key:
            return False
        self.photo_key = key
        self.record(ProfilePhotoUpdated(user_id=self.id, photo_key=key))
        return True

    def show_password(self, proof: Proof) -> None:
        """Refuse who is signed in and does not know the password."""
        self.known()
        if not self._proven(proof):
            raise WrongPassword

    def begin_leaving(self, proof: Proof, at: datetime) -> datetime:
        """The owner leaves in a week; when that is."""
        self.show_password(proof)
        if self.leaves_at is not None:
            raise AlreadyLeaving
        self.leaves_at = at + GRACE
        return self.leaves_at

    def stay(self) -> None:
        """The owner changed their mind."""
        self.known()
        if self.leaves_at is None:
            raise NotLeaving
        self.leaves_at = None

    def close(self, at: datetime) -> None:
        """The owner has left: nothing personal stays."""
        self.known()
        self.email = self.email_hash = self.password_hash = self.profile = None
        self.verification = self.reset = self.lock = None
        self.email_verified_at = self.health_consent_at = self.photo_key = None
        self.roles = EVERYBODY
        self.leaves_at = None
        self.closed_at = at
        self.record(UserWithdrew(user_id=self.id))

    def _proven(self, proof: Proof) -> bool:
        if proof.of_hash != self.password_hash:
            raise ProofOutdated
        return proof.matches

    def _lock(self, reason: LockReason, until: datetime | None) -> bool:
        lock = Lock(reason=reason, until=until)
        if lock == self.lock:
            return False
        self.lock = lock
        self.record(AccountLocked(user_id=self.id, reason=reason.value, until=until))
        return True

    def _unlock(self, reason: UnlockReason) -> None:
        self.lock = None
        self.record(AccountUnlocked(user_id=self.id, reason=reason.value))

    def profile_told(self, privacy: Mapping[str, str] | None = None) -> ProfileUpdated:
        """What others hear of the profile, and of whom new workouts are shown to if it changed."""
        return self._told(self.known(), privacy)

    def _tell_profile(self, profile: Profile) -> None:
        self.record(self._told(profile, None))

    def _told(self, profile: Profile, privacy: Mapping[str, str] | None) -> ProfileUpdated:
        return ProfileUpdated(
            user_id=self.id,
            nickname=profile.nickname.text,
            region=profile.region,
            locale=profile.locale,
            timezone=profile.timezone,
            privacy=None if privacy is None else dict(privacy),
            region_public=profile.region_public,
        )


def _seen_by_others(profile: Profile) -> tuple[object, ...]:
    return (
        profile.nickname.text,
        profile.region,
        profile.region_public,
        profile.locale,
        profile.timezone,
        profile.bio,
    )
