"""Events as bytes: what listeners of every age can read."""

import json
from datetime import UTC, datetime
from uuid import UUID

import msgspec
import pytest

from moim.contracts.users import AccountLocked, LoginFailed
from moim.contracts.workouts import WorkoutRecorded
from moim.kernel.events import Event
from moim.platform.codec import EVENTS, UnknownEvent, decode_event, encode_event

SOMEBODY = UUID("0192d4e0-7b1a-7c00-8000-000000000001")
WORKOUT = UUID("0192d4e0-7b1a-7c00-8000-000000000002")
NOON = datetime(2026, 5, 4, 3, 0, tzinfo=UTC)


def test_the_wire_is_plain_json_in_utc():
    event = WorkoutRecorded(
        workout_id=WORKOUT,
        user_id=SOMEBODY,
        sport="run",
        started_at=NOON,
        metrics={"distance_m": 10_012.5, "elapsed_s": 3_000.0},
        source="file",
    )

    assert json.loads(encode_event(event)) == {
        "workout_id": str(WORKOUT),
        "user_id": str(SOMEBODY),
        "sport": "run",
        "started_at": "2026-05-04T03:00:00Z",
        "metrics": {"distance_m": 10_012.5, "elapsed_s": 3_000.0},
        "source": "file",
        "visibility": "private",
        "personal_only": False,
    }


def test_a_field_that_the_sender_did_not_know_gets_its_default():
    data = json.dumps({"user_id": str(SOMEBODY), "reason": "moderator"}).encode()

    assert decode_event("users.AccountLocked", data) == AccountLocked(
        user_id=SOMEBODY, reason="moderator", until=None
    )


def test_a_field_that_the_reader_does_not_know_is_passed_over():
    data = json.dumps({"user_id": str(SOMEBODY), "reason": "moderator", "by": "x"}).encode()

    assert decode_event("users.AccountLocked", data) == AccountLocked(
        user_id=SOMEBODY, reason="moderator"
    )


def test_a_missing_field_is_an_error_that_names_it():
    with pytest.raises(msgspec.DecodeError, match="reason"):
        decode_event("users.AccountLocked", json.dumps({"user_id": str(SOMEBODY)}).encode())


@pytest.mark.parametrize("data", [b"", b"[]", b"{", b"\xff", b'{"user_id": 7, "reason": "x"}'])
def test_what_is_no_event_is_an_error(data: bytes):
    with pytest.raises(msgspec.DecodeError):
        decode_event("users.AccountLocked", data)


def test_an_event_that_nobody_declares_is_unknown():
    with pytest.raises(UnknownEvent, match=r"users\.AccountMelted"):
        decode_event("users.AccountMelted", b"{}")


def test_a_private_event_is_written_too_and_is_not_published():
    class EndReached(Event, key="challenge_id"):
        challenge_id: UUID

    assert json.loads(encode_event(EndReached(challenge_id=WORKOUT))) == {
        "challenge_id": str(WORKOUT)
    }
    assert EndReached.type_name() not in EVENTS


def test_failures_at_an_unknown_address_are_in_order_too():
    event = LoginFailed(email_hash="7f3a", reason="unknown-address", failures_in_window=1)

    assert (event.user_id, event.ordering_key()) == (None, "7f3a")
