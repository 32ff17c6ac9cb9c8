"""What travels between contexts as an AsyncAPI 3.0 document."""

from collections.abc import Iterable
from typing import Any

from moim.kernel.events import Event
from moim.platform.catalogue import Line, headline
from moim.platform.codec import EVENTS
from moim.platform.schemas import components


def document(lines: Iterable[Line], version: str) -> dict[str, Any]:
    """A channel a context, a message an event, a ``receive`` operation a line of a policy table.

    A line that listens to what is private to its own context is left out.
    """
    contexts = sorted({event.context for event in EVENTS.values()})
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Moim events",
            "version": version,
            "description": "What each context publishes and who reacts to it.",
        },
        "defaultContentType": "application/json",
        "channels": {context: _channel(context) for context in contexts},
        "operations": {
            f"{line.name}.{line.policy.event.__name__}": _operation(line)
            for line in lines
            if line.policy.event.type_name() in EVENTS
        },
        "components": {
            "messages": {event.__name__: _message(event) for event in EVENTS.values()},
            "schemas": components(EVENTS.values(), "#/components/schemas/{name}"),
        },
    }


def _channel(context: str) -> dict[str, Any]:
    return {
        "address": f"moim.{context}",
        "title": f"Events of {context}",
        "messages": {
            event.__name__: {"$ref": f"#/components/messages/{event.__name__}"}
            for event in EVENTS.values()
            if event.context == context
        },
    }


def _message(event: type[Event]) -> dict[str, Any]:
    return {
        "name": event.type_name(),
        "title": event.__name__,
        "summary": headline(event),
        "contentType": "application/json",
        "payload": {"$ref": f"#/components/schemas/{event.__name__}"},
        "x-ordering-key": event.key,
    }


def _operation(line: Line) -> dict[str, Any]:
    event = line.policy.event
    return {
        "action": "receive",
        "title": line.name,
        "summary": line.purpose,
        "channel": {"$ref": f"#/channels/{event.context}"},
        "messages": [{"$ref": f"#/channels/{event.context}/messages/{event.__name__}"}],
        "x-rows": list(line.policy.rows),
        "x-emits": sorted(raised.type_name() for raised in line.policy.emits),
    }
