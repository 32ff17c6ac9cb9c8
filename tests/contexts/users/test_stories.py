"""The main stories of an account, played with domain objects only."""

from dataclasses import replace

import pytest

from moim.contexts.users.domain.email import Email
from moim.contexts.users.domain.links import EmailAlreadyVerified, LinkNoLongerWorks
from moim.contexts.users.domain.lock import AccountIsLocked, AccountNotLocked, MayNotModerate
from moim.contexts.users.domain.lockout import Attempts, TooManyFailures
from moim.contexts.users.domain.nickname import Nickname
from moim.contexts.users.domain.password import (
    PasswordTooCommon,
    Proof,
    ProofOutdated,
    WrongPassword,
)
from moim.contexts.users.domain.profile import Body, Device, Profile, UnderAge, revised
from moim.contexts.users.domain.roles import EVERYBODY, Role
from moim.contexts.users.domain.session import EndReason, RefreshTokenReused, SessionOver
from moim.contexts.users.domain.user import (
    AccountClosed,
    HealthConsentNeeded,
    User,
    WrongCredentials,
)
from moim.contracts.users import (
    AccountLocked,
    AccountUnlocked,
    LoginFailed,
    PasswordResetRequested,
    PreferredDeviceChanged,
    ProfileUpdated,
    UserLoggedIn,
    UserRegistered,
)
from moim.kernel.ids import new_id
from tests.contexts.users.people import (
    DAY,
    HOUR,
    MINUTE,
    MODERATOR,
    NOON,
    POLICY,
    a_session,
    a_user,
    kinds,
    right,
    told,
    wrong,
)


def test_somebody_signs_up_and_proves_the_address() -> None:
    email, nickname = Email.of(" MinJi@Example.com"), Nickname.of("달리는 민지")
    POLICY.judge("한강을 따라 달린다", email, nickname)
    profile = revised(Profile(nickname=nickname), {"region": "서울특별시 마포구"}, NOON)

    user = User.sign_up(new_id(), email, "a1" * 32, "hash", profile, first=False, at=NOON)
    link = new_id()
    user.begin_verification(link, NOON)
    registered, updated = told(user)
    user.verify_email(link, NOON + HOUR)

    assert registered == UserRegistered(
        user_id=user.id,
        email_hash="a1" * 32,
        nickname="달리는 민지",
        locale="ko",
        timezone="Asia/Seoul",
        preferred_device=None,
    )
    assert isinstance(updated, ProfileUpdated)
    assert updated.region == "서울특별시 마포구"
    assert kinds(user) == ["EmailVerified"]
    assert user.email_verified_at == NOON + HOUR
    with pytest.raises(LinkNoLongerWorks):
        user.verify_email(link, NOON + HOUR)
    with pytest.raises(EmailAlreadyVerified):
        user.begin_verification(new_id(), NOON + HOUR)


def test_the_first_of_an_instance_owns_it_and_the_second_does_not() -> None:
    assert a_user(first=True).roles == {Role.USER, Role.OWNER}
    assert a_user().roles == EVERYBODY


def test_a_verification_link_lasts_a_day_and_dies_with_the_next_one() -> None:
    user = a_user()
    older, newer = new_id(), new_id()
    user.begin_verification(older, NOON)
    user.begin_verification(newer, NOON)

    with pytest.raises(LinkNoLongerWorks):
        user.verify_email(older, NOON + MINUTE)
    with pytest.raises(LinkNoLongerWorks):
        user.verify_email(newer, NOON + DAY)
    assert user.email_verified_at is None
    user.verify_email(newer, NOON + DAY - MINUTE)


def test_a_child_is_told_why_not() -> None:
    nickname = Nickname.of("꼬마")

    with pytest.raises(UnderAge) as refused:
        revised(Profile(nickname=nickname), {"birth_year": NOON.year - 13}, NOON)

    assert refused.value.code == "under-14"
    assert revised(Profile(nickname=nickname), {"birth_year": NOON.year - 14}, NOON).birth_year


def test_five_wrong_passwords_lock_for_a_quarter_of_an_hour() -> None:
    user, attempts = a_user(), Attempts(email_hash="a1" * 32)
    locks = []
    for n in range(5):
        attempts.admit(NOON + n * MINUTE)
        with pytest.raises(WrongCredentials):
            user.sign_in(wrong(user), NOON + n * MINUTE)
        locks.append(attempts.fail("wrong-password", NOON + n * MINUTE, user.id))
    until = attempts.locked_until
    assert until == NOON + 19 * MINUTE
    assert user.lock_after_failures(NOON + 4 * MINUTE, until)

    assert locks == [False, False, False, False, True]
    failures = [e.failures_in_window for e in told(attempts) if isinstance(e, LoginFailed)]
    assert failures == [1, 2, 3, 4, 5]
    assert told(user) == [AccountLocked(user_id=user.id, reason="too-many-failures", until=until)]
    with pytest.raises(TooManyFailures) as refused:
        attempts.admit(NOON + 5 * MINUTE)  # even the right password is not looked at
    assert refused.value.details["retry_after_s"] == 14 * 60

    attempts.admit(until)
    user.sign_in(right(user), until)
    assert told(user) == [AccountUnlocked(user_id=user.id, reason="time-passed")]


def test_failures_older_than_a_quarter_of_an_hour_do_not_count() -> None:
    attempts = Attempts(email_hash="a1" * 32)

    locks = [attempts.fail("wrong-password", NOON + n * 4 * MINUTE, None) for n in range(20)]

    assert not any(locks)


def test_after_a_lock_the_count_begins_again() -> None:
    attempts = Attempts(email_hash="a1" * 32)
    for _ in range(5):
        attempts.fail("wrong-password", NOON, None)

    assert not attempts.fail("wrong-password", NOON + 15 * MINUTE, None)
    assert len(attempts.failures) == 1


def test_a_moderators_lock_is_told_only_to_who_knows_the_password() -> None:
    user = a_user()
    user.lock_by(MODERATOR, NOON)

    with pytest.raises(AccountIsLocked):
        user.sign_in(right(user), NOON)
    with pytest.raises(WrongCredentials):
        user.sign_in(wrong(user), NOON)
    assert told(user) == [AccountLocked(user_id=user.id, reason="moderator", until=None)]


def test_a_moderator_locks_and_unlocks_those_below_and_nobody_else() -> None:
    user, owner = a_user(), a_user(first=True)

    with pytest.raises(MayNotModerate):
        owner.lock_by(MODERATOR, NOON)
    with pytest.raises(MayNotModerate):
        user.lock_by(EVERYBODY | {Role.ORGANISER}, NOON)
    with pytest.raises(AccountNotLocked):
        user.unlock_by(MODERATOR)
    assert user.lock_by(MODERATOR, NOON)
    assert not user.lock_by(MODERATOR, NOON)  # it is locked just so already
    user.unlock_by(MODERATOR)

    assert kinds(user) == ["AccountLocked", "AccountUnlocked"]
    user.sign_in(right(user), NOON)


def test_failures_do_not_shorten_a_moderators_lock_nor_does_a_reset_lift_it() -> None:
    user, link = a_user(), new_id()
    user.lock_by(MODERATOR, NOON)

    assert not user.lock_after_failures(NOON, NOON + 15 * MINUTE)
    user.begin_reset(link, NOON)
    user.reset_password(link, "new hash", NOON)

    with pytest.raises(AccountIsLocked):
        user.sign_in(right(user), NOON)


def test_a_forgotten_password_is_reset_once_within_the_hour_by_the_newest_link() -> None:
    user, older, newer = a_user(), new_id(), new_id()
    user.lock_after_failures(NOON, NOON + 15 * MINUTE)
    user.begin_reset(older, NOON)
    user.begin_reset(newer, NOON + MINUTE)
    told(user)

    for link, at in ((older, NOON + MINUTE), (newer, NOON + MINUTE + HOUR)):
        with pytest.raises(LinkNoLongerWorks):
            user.reset_password(link, "new hash", at)
    user.reset_password(newer, "new hash", NOON + HOUR)
    with pytest.raises(LinkNoLongerWorks):
        user.reset_password(newer, "another hash", NOON + HOUR)

    assert user.password_hash == "new hash"
    assert kinds(user) == ["PasswordResetCompleted", "AccountUnlocked"]
    user.sign_in(right(user), NOON + HOUR)


def test_a_reset_that_was_asked_for_says_when_its_link_dies() -> None:
    user = a_user()

    user.begin_reset(new_id(), NOON)

    assert told(user) == [PasswordResetRequested(user_id=user.id, expires_at=NOON + HOUR)]


def test_changing_the_password_takes_the_old_one_and_kills_a_reset_link() -> None:
    user, link = a_user(), new_id()
    user.begin_reset(link, NOON)
    told(user)

    with pytest.raises(WrongPassword):
        user.change_password(wrong(user), "new hash")
    with pytest.raises(ProofOutdated):
        user.change_password(Proof(of_hash="an older hash", matches=True), "new hash")
    user.change_password(right(user), "new hash")

    assert kinds(user) == ["PasswordChanged"]
    with pytest.raises(LinkNoLongerWorks):
        user.reset_password(link, "thief's hash", NOON)


def test_a_common_password_will_not_do() -> None:
    with pytest.raises(PasswordTooCommon):
        POLICY.judge("QwertyUIop", Email.of("a@example.com"), Nickname.of("민지"))


def test_a_sign_in_renews_a_hash_that_is_out_of_date() -> None:
    user = a_user()

    user.sign_in(right(user, fresh="stronger hash"), NOON)

    assert user.password_hash == "stronger hash"


def test_a_session_lives_by_its_newest_token_and_a_used_one_ends_it() -> None:
    session = a_session(new_id(), b"first")

    session.refresh(b"first", b"second", NOON + DAY)
    with pytest.raises(RefreshTokenReused):
        session.refresh(b"first", b"thief's", NOON + DAY)
    with pytest.raises(SessionOver):
        session.refresh(b"second", b"third", NOON + DAY)

    assert session.end_reason is EndReason.TOKEN_REUSED
    assert told(session) == [
        UserLoggedIn(user_id=session.user_id, method="refresh", device_label="워치")
    ]


def test_a_session_is_over_when_it_was_not_used_for_thirty_days() -> None:
    session = a_session(new_id(), b"first")
    session.refresh(b"first", b"second", NOON + 20 * DAY)

    assert session.is_open(NOON + 50 * DAY - MINUTE)
    with pytest.raises(SessionOver):
        session.refresh(b"second", b"third", NOON + 50 * DAY)


def test_a_session_ends_for_its_first_reason() -> None:
    session = a_session(new_id())

    session.end(EndReason.SIGNED_OUT, NOON)
    session.end(EndReason.LOCKED, NOON + DAY)

    assert (session.end_reason, session.ended_at) == (EndReason.SIGNED_OUT, NOON)


def test_a_profile_tells_others_only_what_changed_for_them() -> None:
    user = a_user()

    user.edit(revised(user.known(), {"name": "김민지", "birth_year": 1994}, NOON))
    assert told(user) == []
    user.edit(revised(user.known(), {"preferred_device": "garmin"}, NOON))
    user.edit(revised(user.known(), {"nickname": "민지", "timezone": "Asia/Tokyo"}, NOON))
    user.edit(user.known())

    assert told(user) == [
        PreferredDeviceChanged(user_id=user.id, device="garmin"),
        ProfileUpdated(
            user_id=user.id, nickname="민지", region=None, locale="ko", timezone="Asia/Tokyo"
        ),
    ]
    assert user.known().preferred_device is Device.GARMIN


def test_health_data_needs_its_own_consent_and_goes_with_it() -> None:
    user = a_user()
    tall = replace(user.known(), body=Body(height_cm=168.5, weight_kg=57))

    with pytest.raises(HealthConsentNeeded):
        user.edit(tall)
    user.consent_to_health_data(True, NOON)
    user.edit(tall)
    assert user.known().body.height_cm == 168.5
    user.consent_to_health_data(False, NOON)

    assert user.known().body == Body()


def test_who_leaves_leaves_nothing_behind() -> None:
    user = a_user(first=True)

    with pytest.raises(WrongPassword):
        user.begin_leaving(wrong(user), NOON)
    assert user.begin_leaving(right(user), NOON) == NOON + 7 * DAY
    user.close(NOON + 7 * DAY)

    assert kinds(user) == ["UserWithdrew"]
    assert user.email is user.email_hash is user.password_hash is user.profile is None
    assert user.roles == EVERYBODY
    for deed in (
        lambda: user.begin_reset(new_id(), NOON),
        lambda: user.edit(Profile(nickname=Nickname.of("다시"))),
        lambda: user.lock_by(MODERATOR, NOON),
    ):
        with pytest.raises(AccountClosed):
            deed()
