"""The unit of consistency: it enforces its rules and remembers what it did."""

from dataclasses import dataclass, field

from moim.kernel.events import Event


@dataclass(kw_only=True, eq=False)
class Aggregate:
    """A cluster of state changed as one.

    ``version`` is 0 until first saved and counts saves after that; the store refuses to save
    over a version it did not load.
    """

    version: int = 0
    _recorded: list[Event] = field(default_factory=list, repr=False)

    def record(self, event: Event) -> None:
        """Remember a fact to publish when the aggregate is saved."""
        self._recorded.append(event)

    def collect(self) -> list[Event]:
        """Hand over what was recorded since the last call, oldest first."""
        recorded, self._recorded = self._recorded, []
        return recorded
