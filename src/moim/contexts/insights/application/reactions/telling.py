"""How a reaction tells that what charts draw from has changed."""

from typing import Protocol
from uuid import UUID

from moim.contexts.insights.application.ports import Work
from moim.contracts.insights import ChartDataUpdated
from moim.kernel.events import Event


class OfPerson(Protocol):
    """An event about one person."""

    @property
    def user_id(self) -> UUID:
        """Whose screens it moved."""
        ...


def tell(event: OfPerson, dataset: str, work: Work) -> None:
    """Publish that ``event`` moved a dataset of the person's."""
    assert isinstance(event, Event)  # noqa: S101 - whatever is reacted to
    reason = type(event).__name__
    work.publish(ChartDataUpdated(user_id=event.user_id, dataset=dataset, reason=reason))
