"""Asking to see a workout, played with the rules alone."""

from datetime import timedelta

import pytest

from moim.contexts.workouts.domain.notes import may_suggest_recording
from moim.contexts.workouts.domain.sharing import (
    AlreadyDecided,
    BadExpiry,
    ShareLink,
    ShareRequest,
    ShareState,
)
from moim.contexts.workouts.domain.sight import Audience, Grant, Onlooker, Shown, sight_of
from moim.contracts.workouts import ShareApproved, ShareRejected, ShareRequested
from moim.kernel.ids import new_id
from tests.contexts.workouts.privacy.places import START

ALL = Grant(map=True, heart_rate=True)


def asked(place: str | None = None) -> ShareRequest:
    request = ShareRequest(
        id=new_id(),
        workout_id=new_id(),
        user_id=new_id(),
        asker_id=new_id(),
        place=place,
        asked_at=START,
    )
    request.ask()
    return request


def told(request: ShareRequest) -> list[type]:
    return [type(event) for event in request.collect()]


def test_somebody_asks_is_let_in_is_let_see_more_and_is_shut_out_again() -> None:
    request = asked()
    request.approve(Grant(map=True, heart_rate=False), START)
    request.approve(ALL, START)
    request.refuse(START)
    request.refuse(START)

    assert told(request) == [ShareRequested, ShareApproved, ShareRejected]
    assert request.state is ShareState.REFUSED
    with pytest.raises(AlreadyDecided):
        request.approve(ALL, START)
    with pytest.raises(AlreadyDecided):
        request.withdraw(START)


def test_who_asked_may_think_better_of_it_and_then_nobody_decides_any_more() -> None:
    request = asked("club:7")
    request.withdraw(START)
    request.withdraw(START)

    assert request.audience == f"club:7/user:{request.asker_id}"
    assert told(request) == [ShareRequested]
    for answer in (lambda: request.approve(ALL, START), lambda: request.refuse(START)):
        with pytest.raises(AlreadyDecided):
            answer()


def test_a_grant_opens_a_private_workout_to_one_person_and_a_block_shuts_it() -> None:
    private = Shown()
    assert sight_of(private, "file", Onlooker(grant=ALL)) is not None
    assert sight_of(private, "file", Onlooker(follows=True)) is None
    assert sight_of(private, "file", Onlooker(grant=ALL, blocked=True)) is None
    assert sight_of(Shown(workout=Audience.PUBLIC), "strava", Onlooker(grant=ALL)) is None


def test_a_link_shows_until_it_expires_or_is_taken_back() -> None:
    def link(**given) -> ShareLink:
        return ShareLink(
            id=new_id(), workout_id=new_id(), user_id=new_id(), grant=ALL, made_at=START, **given
        )

    hour = timedelta(hours=1)
    assert link().open(START + 1_000 * hour)
    assert link(expires_at=START + hour).open(START)
    assert not link(expires_at=START + hour).open(START + hour)
    assert not link(revoked_at=START).open(START)
    for wrong in (START, START + timedelta(days=367)):
        with pytest.raises(BadExpiry):
            link(expires_at=wrong).check(START)


def test_who_writes_on_a_market_is_not_asked_for_a_run() -> None:
    day = timedelta(days=1)
    assert may_suggest_recording("free", None, START)
    assert may_suggest_recording("races", START - day, START)
    assert not may_suggest_recording("free", START - day / 2, START)
    assert not may_suggest_recording("market", None, START)
