"""Who listens to what, asked of a small table."""

from typing import Any

import pytest

from moim.contracts.challenges import RankingUpdated
from moim.contracts.users import EmailVerified, UserWithdrew
from moim.kernel.policies import on
from moim.platform.asyncapi import document
from moim.platform.catalogue import Line, lines_of, who
from moim.platform.codec import UnknownEvent


def erase_entrant(event: UserWithdrew, work: Any) -> None:
    """Entries of running challenges are gone.

    Ended rankings keep the value.
    """


def erase_viewer(event: UserWithdrew, work: Any) -> None: ...


LINES = lines_of(
    {
        "insights": [on(UserWithdrew, erase_viewer, 169)],
        "challenges": [on(UserWithdrew, erase_entrant, 2, emits=(RankingUpdated,))],
    }
)


@pytest.mark.parametrize("name", ["UserWithdrew", "users.UserWithdrew"])
def test_an_event_is_asked_for_with_or_without_its_context(name: str):
    assert [line.name for line in who(name, LINES)] == [
        "challenges.erase_entrant",
        "insights.erase_viewer",
    ]


def test_nobody_may_listen():
    assert who(EmailVerified.__name__, LINES) == []


def test_an_unknown_event_is_said_to_be_unknown():
    with pytest.raises(UnknownEvent):
        who("UserMelted", LINES)


def test_a_line_says_where_and_what_it_is():
    line: Line = LINES[0]
    first = erase_entrant.__code__.co_firstlineno

    assert line.place.endswith(f"test_who.py:{first}")
    assert line.purpose == "Entries of running challenges are gone."


def test_a_line_becomes_an_operation_with_its_rows_and_what_it_raises():
    operation = document(LINES, "1.2.3")["operations"]["challenges.erase_entrant.UserWithdrew"]

    assert operation == {
        "action": "receive",
        "title": "challenges.erase_entrant",
        "summary": "Entries of running challenges are gone.",
        "channel": {"$ref": "#/channels/users"},
        "messages": [{"$ref": "#/channels/users/messages/UserWithdrew"}],
        "x-rows": [2],
        "x-emits": ["challenges.RankingUpdated"],
    }
