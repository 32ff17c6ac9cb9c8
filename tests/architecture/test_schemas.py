"""What events look like on the wire is a promise: it comes back as it went, and only grows."""

import copy
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moim.apps.documents import DOCS, broken_promises
from moim.platform.codec import EVENTS, decode_event, encode_event
from moim.platform.schemas import incompatibilities, schemas_of

SIMPLE: dict[Any, st.SearchStrategy[Any]] = {
    UUID: st.uuids(),
    bool: st.booleans(),
    float: st.floats(allow_nan=False, allow_infinity=False),
    int: st.integers(-(2**63), 2**63 - 1),
    str: st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
    datetime: st.datetimes(timezones=st.just(UTC)),
    NoneType: st.none(),
}


def values(kind: Any) -> st.SearchStrategy[Any]:
    """Anything that a field of this type may hold. A type of another shape has no place here."""
    if kind in SIMPLE:
        return SIMPLE[kind]
    if is_dataclass(kind):
        return any_of(kind)
    inner = [values(part) for part in get_args(kind) if part is not ...]
    made: dict[Any, Callable[[], st.SearchStrategy[Any]]] = {
        UnionType: lambda: st.one_of(inner),
        dict: lambda: st.dictionaries(*inner, max_size=3),
        list: lambda: st.lists(*inner, max_size=3),
        tuple: lambda: (
            st.lists(*inner, max_size=3).map(tuple) if ... in get_args(kind) else st.tuples(*inner)
        ),
    }
    return made[get_origin(kind)]()


def any_of(shape: Any) -> st.SearchStrategy[Any]:
    """An event, or a value in one, with anything its fields may hold."""
    hints = get_type_hints(shape)
    return st.builds(shape, **{field.name: values(hints[field.name]) for field in fields(shape)})


@pytest.mark.parametrize("type_name", EVENTS)
@given(data=st.data())
@settings(max_examples=20, deadline=None)
def test_an_event_comes_back_as_it_went(type_name: str, data: st.DataObject):
    event = data.draw(any_of(EVENTS[type_name]))

    assert decode_event(type_name, encode_event(event)) == event


def test_the_events_keep_what_the_committed_schemas_promise():
    assert broken_promises(DOCS) == []


def test_every_context_has_its_committed_schemas():
    committed = {file.stem for file in (DOCS / "schemas").glob("*.json")}

    assert committed == {event.context for event in EVENTS.values()}


KNOWN = schemas_of("workouts")


def changed(event: str, **properties: Any) -> dict[str, Any]:
    """The schemas of workouts with other properties in one event; None takes one away."""
    after = copy.deepcopy(KNOWN)
    shape = after["$defs"][event]
    for name, kind in properties.items():
        if kind is None:
            del shape["properties"][name]
            shape["required"].remove(name)
        else:
            shape["properties"][name] = kind
    return after


def test_a_new_field_with_a_default_is_allowed():
    after = changed("WorkoutDeleted", reason={"type": "string", "default": "owner"})

    assert incompatibilities(KNOWN, after) == []


def test_a_new_event_is_allowed():
    after = copy.deepcopy(KNOWN)
    after["$defs"]["WorkoutPinned"] = after["$defs"]["WorkoutDeleted"]

    assert incompatibilities(KNOWN, after) == []


def test_another_sentence_is_allowed():
    after = copy.deepcopy(KNOWN)
    after["$defs"]["WorkoutDeleted"]["description"] = "It is no more."

    assert incompatibilities(KNOWN, after) == []


def test_a_new_field_without_a_default_is_refused():
    after = changed("WorkoutDeleted", reason={"type": "string"})
    after["$defs"]["WorkoutDeleted"]["required"].append("reason")

    assert incompatibilities(KNOWN, after) == ["WorkoutDeleted.reason is new and has no default"]


def test_a_renamed_field_is_refused():
    after = changed("WorkoutDeleted", user_id=None, owner_id={"type": "string", "format": "uuid"})

    assert incompatibilities(KNOWN, after) == ["WorkoutDeleted.user_id is gone"]


def test_a_retyped_field_is_refused():
    after = changed("WorkoutsSynced", imported={"type": "string"})

    assert incompatibilities(KNOWN, after) == ["WorkoutsSynced.imported is another type"]


def test_a_field_that_becomes_optional_or_required_is_refused():
    after = copy.deepcopy(KNOWN)
    after["$defs"]["WorkoutDeleted"]["required"].remove("user_id")
    after["$defs"]["SessionEnded"]["required"].append("workout_id")

    assert incompatibilities(KNOWN, after) == [
        "SessionEnded.workout_id is required now",
        "WorkoutDeleted.user_id is optional now",
    ]


def test_an_event_that_is_taken_away_is_refused():
    after = copy.deepcopy(KNOWN)
    del after["$defs"]["GoalSet"]

    assert incompatibilities(KNOWN, after) == ["GoalSet is gone"]
