"""The shape of every published event as JSON Schema, and what may become of it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from inspect import cleandoc
from typing import Any, get_type_hints

import msgspec

from moim.kernel.events import Event
from moim.platform.codec import EVENTS

Schema = dict[str, Any]


def components(events: Iterable[type[Event]], ref_template: str) -> dict[str, Schema]:
    """A schema an event, and one for each type that their fields are of, by name."""
    events = list(events)
    _, schemas = msgspec.json.schema_components(events, ref_template=ref_template)
    for event in events:
        _mark_instants(schemas[event.__name__], get_type_hints(event))
    for schema in schemas.values():
        if "description" in schema:
            schema["description"] = cleandoc(schema["description"])
    return dict(sorted(schemas.items()))


def _mark_instants(schema: Schema, hints: Mapping[str, Any]) -> None:
    """Add the format that msgspec gives to instants checked for a zone; ours all have one."""
    for field, shape in schema["properties"].items():
        if hints[field] is datetime:
            shape["format"] = "date-time"
        elif hints[field] == datetime | None:
            shape["anyOf"][0]["format"] = "date-time"


def schemas_of(context: str) -> Schema:
    """The events of one context as one JSON Schema document (2020-12)."""
    owned = [event for event in EVENTS.values() if event.context == context]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Events of {context}",
        "$defs": components(owned, "#/$defs/{name}"),
    }


def incompatibilities(before: Schema, after: Schema) -> list[str]:
    """What of ``after`` would mislead somebody who knows ``before``; nothing if all is well.

    Only a new event and a new field with a default are allowed. Whatever else changes is a new
    event under a new name.
    """
    found: list[str] = []
    for name, known in before["$defs"].items():
        now = after["$defs"].get(name)
        if now is None:
            found.append(f"{name} is gone")
        elif "properties" in known:
            found += (f"{name}.{problem}" for problem in _changes(known, now))
        elif _bare(known) != _bare(now):
            found.append(f"{name} is another type")
    return found


def _changes(before: Schema, after: Schema) -> Iterable[str]:
    known: Mapping[str, Schema] = before["properties"]
    now: Mapping[str, Schema] = after.get("properties", {})
    needed_before, needed_now = set(before.get("required", ())), set(after.get("required", ()))
    for field, shape in known.items():
        if field not in now:
            yield f"{field} is gone"
        elif _bare(shape) != _bare(now[field]):
            yield f"{field} is another type"
        elif (field in needed_before) != (field in needed_now):
            yield f"{field} is {'required' if field in needed_now else 'optional'} now"
    for field in sorted(needed_now - known.keys()):
        yield f"{field} is new and has no default"


def _bare(schema: Any) -> Any:
    """Without what only a person reads."""
    if isinstance(schema, dict):
        return {
            key: _bare(value)
            for key, value in schema.items()
            if key not in {"title", "description"}
        }
    return [*schema] if isinstance(schema, tuple) else schema
