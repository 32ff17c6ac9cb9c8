"""Events to bytes and back: JSON, as every listener in whatever language can read it."""

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

import msgspec

from moim import contracts
from moim.kernel.events import Event


class UnknownEvent(LookupError):
    """No contract declares an event of this type."""


def _published() -> dict[str, type[Event]]:
    for module in pkgutil.iter_modules(contracts.__path__):
        importlib.import_module(f"{contracts.__name__}.{module.name}")
    return {
        event.type_name(): event
        for event in sorted(Event.__subclasses__(), key=lambda event: event.__module__)
        if event.__module__.startswith(f"{contracts.__name__}.")
    }


EVENTS: Mapping[str, type[Event]] = MappingProxyType(_published())
"""Every event that a contract declares, by its name on the wire (``workouts.WorkoutRecorded``)."""

_encoder = msgspec.json.Encoder()


def encode_event(event: Event) -> bytes:
    """Encode any event, also one that is private to its context."""
    return _encoder.encode(event)


def decode_event(type_name: str, data: bytes) -> Event:
    """Read a published event; a field that the sender did not know gets its default.

    Raises UnknownEvent for a type that no contract declares, msgspec.DecodeError for data that
    does not fit it.
    """
    if type_name not in EVENTS:
        raise UnknownEvent(type_name)
    event: Event = _decoder(type_name).decode(data)
    return event


@cache
def _decoder(type_name: str) -> msgspec.json.Decoder[Any]:
    """Made when it is needed: all of them together take a tenth of a second."""
    return msgspec.json.Decoder(EVENTS[type_name])
