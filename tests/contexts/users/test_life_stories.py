"""More stories of an account, with domain objects only: second factor, consents, roles, leaving."""

from datetime import date

import pytest

from moim.contexts.users.domain.activity import Activity, Doing, Statistics
from moim.contexts.users.domain.consent import Consents, NightNeedsMarketing, Purpose, Source
from moim.contexts.users.domain.feedback import (
    Feedback,
    FeedbackAlreadyAnswered,
    Resolution,
    Topic,
)
from moim.contexts.users.domain.lock import AccountIsLocked
from moim.contexts.users.domain.password import WrongPassword
from moim.contexts.users.domain.personal_token import PersonalToken, UnknownScope
from moim.contexts.users.domain.preferences import Channel, Preferences, wanted_of
from moim.contexts.users.domain.roles import EVERYBODY, MayNotGrant, Role
from moim.contexts.users.domain.second_factor import (
    CodeNotConfirmed,
    SecondFactor,
    SecondFactorOn,
    code_at,
    recovery_code,
    recovery_hash,
    step_at,
)
from moim.contexts.users.domain.user import AlreadyLeaving, NotLeaving
from moim.contracts.users import ActivityStatsProvided, FeedbackAnswered
from moim.kernel.ids import new_id
from tests.contexts.users.people import DAY, MINUTE, MODERATOR, NOON, a_user, kinds, told, wrong
from tests.contexts.users.people import right as right_proof

SECRET = b"12345678901234567890"


def test_somebody_adds_a_phone_loses_it_and_comes_in_with_a_recovery_code() -> None:
    factor = SecondFactor(user_id=new_id(), secret=SECRET)
    code = recovery_code(bytes(range(10)))
    with pytest.raises(CodeNotConfirmed):
        factor.confirm("000000", [recovery_hash(code)], NOON)
    assert not factor.on

    factor.confirm(code_at(SECRET, step_at(NOON)), [recovery_hash(code)], NOON)

    assert factor.on
    assert not factor.admits(code_at(SECRET, step_at(NOON)), NOON)  # it confirmed, so it is used
    later = NOON + MINUTE
    assert factor.admits(code_at(SECRET, step_at(later)), later)
    assert factor.admits(code, later)
    assert not factor.admits(code, later)
    with pytest.raises(SecondFactorOn):
        factor.begin(b"another")


def test_somebody_agrees_to_advertising_by_night_and_takes_it_all_back() -> None:
    ledger = Consents(user_id=new_id())
    push = {purpose: (Channel.PUSH, purpose) for purpose in Purpose}
    with pytest.raises(NightNeedsMarketing):
        ledger.say({push[Purpose.NIGHT]: True}, wording="1", source=Source.SETTINGS, at=NOON)

    both = {push[Purpose.NIGHT]: True, push[Purpose.MARKETING]: True}
    ledger.say(both, wording="1", source=Source.SIGN_UP, at=NOON)
    ledger.say({push[Purpose.MARKETING]: False}, wording="1", source=Source.SETTINGS, at=NOON)

    assert not any(ledger.grants(matter) for matter in push.values())
    assert kinds(ledger) == ["NotificationConsentChanged"] * 4
    assert [line.number for line in ledger.added] == [1, 1, 2, 2]


def test_somebody_turns_one_topic_off_and_others_hear_it_once() -> None:
    preferences = Preferences(user_id=new_id())
    wanted = wanted_of({"challenges": {"push": False}})

    assert preferences.set(wanted, None)
    assert not preferences.set(wanted, None)

    assert kinds(preferences) == ["NotificationSettingsChanged"]


def test_a_member_becomes_a_moderator_by_the_owner_and_by_nobody_else() -> None:
    owner, user = a_user(first=True), a_user()
    wanted = EVERYBODY | {Role.MODERATOR}
    with pytest.raises(MayNotGrant):
        user.set_roles(MODERATOR, wanted)

    assert user.set_roles(owner.roles, wanted) == frozenset()
    assert user.set_roles(owner.roles, EVERYBODY) == {Role.MODERATOR}
    with pytest.raises(MayNotGrant):
        owner.set_roles(owner.roles, EVERYBODY)


def test_somebody_asks_to_leave_stays_and_leaves_after_all() -> None:
    user = a_user()
    with pytest.raises(WrongPassword):
        user.begin_leaving(wrong(user), NOON)
    with pytest.raises(NotLeaving):
        user.stay()

    first = user.begin_leaving(right_proof(user), NOON)
    with pytest.raises(AlreadyLeaving):
        user.begin_leaving(right_proof(user), NOON)
    user.stay()
    second = user.begin_leaving(right_proof(user), NOON + DAY)
    user.close(second)

    assert (first, second) == (NOON + 7 * DAY, NOON + 8 * DAY)
    assert kinds(user) == ["UserWithdrew"]


def test_failures_do_not_close_the_way_in_by_a_provider_and_a_moderator_does() -> None:
    user = a_user()
    user.lock_after_failures(NOON, NOON + 15 * MINUTE)
    user.enter(NOON)

    user.lock_by(MODERATOR, NOON)

    with pytest.raises(AccountIsLocked):
        user.enter(NOON)


def test_feedback_is_answered_once() -> None:
    sent = Feedback.submit(new_id(), new_id(), Topic.APP, "지도가 느립니다.", None, NOON)
    sent.answer(Resolution.DONE, "고쳤습니다.", new_id(), NOON)

    with pytest.raises(FeedbackAlreadyAnswered):
        sent.answer(Resolution.DECLINED, "안 합니다.", new_id(), NOON)

    answered = told(sent)[-1]
    assert isinstance(answered, FeedbackAnswered)
    assert answered.resolution == "done"


def test_what_was_done_is_counted_by_section() -> None:
    asked = Statistics.ask(new_id(), new_id(), date(2026, 5, 1), date(2026, 5, 31), NOON)
    asked.provide({Doing.WORKOUTS_IMPORTED: 40, Doing.CHALLENGE_JOINED: 2})

    _, provided = told(asked)
    assert isinstance(provided, ActivityStatsProvided)
    assert provided.stats == {
        "activity": {"workouts-imported": 40.0},
        "challenges": {"challenge-joined": 2.0},
    }


def test_a_deed_done_here_is_told_and_a_line_of_one_done_elsewhere_is_not() -> None:
    here = Activity.done(new_id(), new_id(), Doing.SIGNED_IN, NOON)
    elsewhere = Activity(id=new_id(), user_id=new_id(), doing=Doing.GOAL_SET, at=NOON)

    assert (kinds(here), kinds(elsewhere)) == (["ActivityLogged"], [])


def test_a_script_gets_a_token_for_what_it_does_and_no_more() -> None:
    def make(*scopes: str) -> PersonalToken:
        return PersonalToken.make(
            new_id(), new_id(), b"hash", name="백업", scopes=scopes, days=30, at=NOON
        )

    assert make("workouts:read").expires_at == NOON + 30 * DAY
    for scopes in ((), ("users:write",), ("workouts:read", "everything")):
        with pytest.raises(UnknownScope):
            make(*scopes)
