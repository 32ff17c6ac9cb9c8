"""What an event is. How it travels is the platform's business."""

from dataclasses import dataclass
from typing import ClassVar, dataclass_transform


@dataclass_transform(kw_only_default=True, frozen_default=True)
class Event:
    """A fact, in the past tense, that its owner publishes to everyone.

    Subclassing declares it: fields are the payload, ``key`` names the field whose value keeps
    two events in order. A field may be added with a default; it is never renamed, retyped or
    given a new meaning. That would be a new event.
    """

    context: ClassVar[str]
    key: ClassVar[str]

    def __init_subclass__(cls, *, key: str) -> None:
        """Turn the subclass into a frozen dataclass owned by the module it stands in."""
        cls.context = cls.__module__.rpartition(".")[2]
        cls.key = key
        dataclass(frozen=True, kw_only=True)(cls)

    @classmethod
    def type_name(cls) -> str:
        """``owner.Name``: what the event is called on the wire."""
        return f"{cls.context}.{cls.__name__}"

    def ordering_key(self) -> str:
        """Events with the same key reach each context in the order they were published."""
        return str(getattr(self, self.key))
