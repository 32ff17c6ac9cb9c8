"""The catalogue is carried out: its events are the contracts, its reactions the policy tables."""

import ast
from collections import Counter
from collections.abc import Iterable
from dataclasses import MISSING, fields

import pytest

from moim.apps.documents import tables
from moim.kernel.events import Event
from moim.platform.catalogue import Line, lines_of, read_events, read_reactions
from moim.platform.codec import EVENTS

from .published import made_by_strangers, published
from .sources import REPOSITORY, Module, dotted, modules

CATALOGUE = REPOSITORY / "docs" / "catalogue"
EVENT_ROWS = read_events(CATALOGUE / "events.csv")
REACTION_ROWS = read_reactions(CATALOGUE / "reactions.csv")

CONVERGES: dict[frozenset[str], str] = {
    frozenset({"insights.ChartDataUpdated"}): (
        "a chart asks for the next part of the analyses it lacks, once all of the part before have "
        "come; that it asked moves no chart"
    ),
}
"""Events that may lead back to themselves, and why they stop."""


@pytest.fixture(scope="module")
def lines() -> tuple[Line, ...]:
    return lines_of(tables())


@pytest.fixture(scope="module")
def tree() -> list[Module]:
    return modules()


def payload(event: type[Event]) -> tuple[str, ...]:
    return tuple(
        f"{field.name}?" if field.default is not MISSING else field.name for field in fields(event)
    )


def test_the_contracts_are_the_events_of_the_catalogue_field_for_field():
    declared = {name: payload(event) for name, event in EVENTS.items()}

    assert declared == {f"{row.context}.{row.event}": row.payload for row in EVENT_ROWS}


def test_what_is_optional_is_nothing_unless_told():
    defaults = {field.default for event in EVENTS.values() for field in fields(event)}

    assert defaults <= {MISSING, None, (), "", False, "private"}, "shown to nobody is nothing, too"


def test_every_event_is_ordered_by_a_field_it_always_has():
    for event in EVENTS.values():
        assert event.key in payload(event), event.type_name()


def test_events_have_names_that_need_no_context():
    counts = Counter(event.__name__ for event in EVENTS.values())

    assert [name for name, count in counts.items() if count > 1] == []


def test_the_rows_of_the_catalogue_are_numbered_once():
    for rows in (EVENT_ROWS, REACTION_ROWS):
        numbers = [row.number for row in rows]
        assert numbers == sorted(set(numbers))


def test_the_policy_tables_say_what_the_catalogue_says(lines: tuple[Line, ...]):
    catalogue = {row.number: (row.trigger, row.context, row.policy) for row in REACTION_ROWS}
    listed = [
        (number, (line.policy.event.__name__, line.context, line.policy.name))
        for line in lines
        for number in line.policy.rows
    ]

    assert [row for row in listed if catalogue.get(row[0]) != row[1]] == []
    assert len(listed) == len(dict(listed)), "a row is on two lines"


def test_a_line_that_listens_to_a_published_event_has_its_row(lines: tuple[Line, ...]):
    without = [
        line.name
        for line in lines
        if line.policy.event.type_name() in EVENTS and not line.policy.rows
    ]

    assert without == []


def test_a_policy_raises_its_own_context_s_events_only(lines: tuple[Line, ...]):
    foreign = [
        f"{line.name} raises {event.type_name()}"
        for line in lines
        for event in line.policy.emits
        if event.type_name() in EVENTS and event.context != line.context
    ]

    assert foreign == []


def test_every_reaction_of_the_catalogue_is_there(lines: tuple[Line, ...]):
    there = {row for line in lines for row in line.policy.rows}

    assert there == {row.number for row in REACTION_ROWS}


def test_every_event_of_the_catalogue_is_published(tree: list[Module]):
    assert published(tree) == EVENTS.keys()


def test_only_the_owner_makes_an_event(tree: list[Module]):
    assert made_by_strangers(tree) == []


@pytest.mark.parametrize(
    "source",
    [
        "from moim.contracts.users import EmailVerified\nEmailVerified(user_id=id)",
        "from moim.contracts.users import EmailVerified as Said\nSaid(user_id=id)",
        "from moim.contracts import users\nusers.EmailVerified(user_id=id)",
        "from moim.contracts import users as ours\nours.EmailVerified(user_id=id)",
        "import moim.contracts.users\nmoim.contracts.users.EmailVerified(user_id=id)",
    ],
)
def test_making_an_event_is_seen_however_it_is_imported(source: str):
    stranger = Module("moim.contexts.challenges.application.entries", source)
    owner = Module("moim.contexts.users.domain.user", source)

    assert made_by_strangers([stranger]) != []
    assert made_by_strangers([owner]) == []
    assert published([owner]) == {"users.EmailVerified"}
    assert published([stranger]) == set()


def test_naming_an_event_as_a_type_does_not_publish_it():
    source = """
from moim.contracts import users
Heard = list[users.EmailVerified]
def react(event: users.EmailVerified, work) -> users.EmailVerified:
    kept: users.EmailVerified | None = None
    match event:
        case users.EmailVerified():
            return isinstance(event, users.EmailVerified)
"""
    assert published([Module("moim.contexts.users.domain.user", source)]) == set()


def test_an_event_chosen_by_name_is_published():
    source = """
from moim.contracts.workouts import RouteRecorded, RouteUpdated
made = RouteRecorded if first else RouteUpdated
made(**payload)
"""
    found = published([Module("moim.contexts.workouts.domain.workout", source)])

    assert found == {"workouts.RouteRecorded", "workouts.RouteUpdated"}


def loops(edges: Iterable[tuple[str, str]]) -> set[frozenset[str]]:
    """The sets of events that each lead to all of their set, themselves included."""
    after: dict[str, set[str]] = {}
    for trigger, raised in edges:
        after.setdefault(trigger, set()).add(raised)
    reach = {event: _reachable(event, after) for event in after}
    return {
        frozenset(other for other in reached if event in reach.get(other, ()))
        for event, reached in reach.items()
        if event in reached
    }


def _reachable(start: str, after: dict[str, set[str]]) -> set[str]:
    found: set[str] = set()
    waiting = list(after.get(start, ()))
    while waiting:
        event = waiting.pop()
        if event not in found:
            found.add(event)
            waiting += after.get(event, ())
    return found


def declared_edges(lines: Iterable[Line]) -> set[tuple[str, str]]:
    """Private events go by their context, since two contexts may name theirs alike."""

    def name(event: type[Event], line: Line) -> str:
        named = event.type_name()
        return named if named in EVENTS else f"{line.context}.{named}"

    return {
        (name(line.policy.event, line), name(raised, line))
        for line in lines
        for raised in line.policy.emits
    }


def test_what_policies_raise_comes_to_rest(lines: tuple[Line, ...]):
    unexplained = {
        tuple(sorted(loop))
        for loop in loops(declared_edges(lines))
        if not any(loop <= explained for explained in CONVERGES)
    }

    assert unexplained == set(), "break the loop, or say in CONVERGES why it stops"


def test_what_is_said_to_converge_is_still_a_loop(lines: tuple[Line, ...]):
    found = loops(declared_edges(lines))
    idle = [s for explained, s in CONVERGES.items() if not any(loop <= explained for loop in found)]

    assert idle == [], "take what no longer loops off CONVERGES"


def test_a_loop_is_found():
    edges = [("a", "b"), ("b", "c"), ("c", "a"), ("c", "d"), ("e", "e"), ("x", "a")]

    assert loops(edges) == {frozenset("abc"), frozenset("e")}


def marked(kind: str, sources: Iterable[str]) -> set[int]:
    """The numbers of every ``pytest.mark.<kind>(n)`` in test sources."""
    return {
        argument.value
        for source in sources
        if f"pytest.mark.{kind}" in source  # parsing all of them takes seconds
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and dotted(node.func) == f"pytest.mark.{kind}"
        for argument in node.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, int)
    }


@pytest.fixture(scope="module")
def sources_of_tests() -> list[str]:
    tests = REPOSITORY / "tests"
    return [file.read_text(encoding="utf-8") for file in tests.rglob("test_*.py")]


def test_every_reaction_has_a_test_that_names_its_row(sources_of_tests: list[str]):
    untested = {row.number for row in REACTION_ROWS} - marked("row", sources_of_tests)

    assert sorted(untested) == []


def test_every_event_has_a_test_that_names_it(sources_of_tests: list[str]):
    named = marked("event", sources_of_tests)
    untested = [f"{row.number} {row.event}" for row in EVENT_ROWS if row.number not in named]

    assert untested == []


def unseen(sources: Iterable[str]) -> list[str]:
    """Tests marked with an event whose text does not so much as name it."""
    names = {row.number: row.event for row in EVENT_ROWS}
    return [
        f"{test.name} does not name {names[number]}"
        for source in sources
        if "pytest.mark.event" in source
        for test in ast.walk(ast.parse(source))
        if isinstance(test, ast.FunctionDef | ast.AsyncFunctionDef)
        for mark in test.decorator_list
        for number in marked("event", [ast.unparse(mark)])
        if not any(names[number] in ast.unparse(line) for line in test.body)
    ]


def test_a_test_marked_with_an_event_looks_for_it(sources_of_tests: list[str]):
    assert unseen(sources_of_tests) == []


def test_a_test_that_looks_for_nothing_is_seen():
    looks = '@pytest.mark.event(7)\ndef test_x():\n    assert published("EmailVerified")'

    assert unseen([looks]) == []
    assert unseen([looks.replace("EmailVerified", "")]) == ["test_x does not name EmailVerified"]


def test_marks_are_of_rows_that_exist(sources_of_tests: list[str]):
    assert marked("row", sources_of_tests) <= {row.number for row in REACTION_ROWS}
    assert marked("event", sources_of_tests) <= {row.number for row in EVENT_ROWS}


def test_marks_are_read_wherever_they_stand():
    source = """
pytestmark = pytest.mark.row(1)
@pytest.mark.row(2, 3)
@pytest.mark.parametrize("x", [pytest.param(1, marks=pytest.mark.row(4))])
def test_x(): ...
"""
    assert marked("row", [source]) == {1, 2, 3, 4}
    assert marked("event", [source]) == set()
