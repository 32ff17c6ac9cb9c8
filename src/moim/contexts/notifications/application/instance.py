"""What every message may say of the instance that sends it."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Instance:
    """The sender's name and address, and where a reader says no more, free of charge."""

    sender: str
    contact: str
    optout: str

    def values(self) -> dict[str, str]:
        """As variables of a template."""
        return {"sender": self.sender, "contact": self.contact, "optout": self.optout}
