"""The ``push`` channel: every device of a person, by the provider of each."""

from collections.abc import Mapping
from typing import Protocol
from uuid import UUID

from moim.contexts.notifications.adapters.carrying import Accepted, NotSent
from moim.contexts.notifications.domain.retry import Failure
from moim.contexts.notifications.domain.sending import Address, Parcel


class Provider(Protocol):
    """Reaches one kind of device."""

    async def send(self, parcel: Parcel, address: Address) -> None:
        """Return when it was accepted; raise NotSent."""
        ...


class PushCarrier:
    """Accepted is what one device accepted; a dead one is forgotten all the same."""

    def __init__(self, providers: Mapping[str, Provider]) -> None:
        """By the name that an address carries."""
        self._providers = providers

    async def send(self, parcel: Parcel) -> Accepted:
        """See Carrier."""
        accepted = 0
        dead: list[UUID] = []
        failed: list[NotSent] = []
        for address in parcel.addresses:
            provider = self._providers.get(address.provider)
            if provider is None:
                failed.append(NotSent(Failure.REFUSED, "channel-not-configured"))
                continue
            try:
                await provider.send(parcel, address)
            except NotSent as said:
                dead += said.dead
                failed.append(said)
            else:
                accepted += 1
        if accepted:
            return Accepted(dead=tuple(dead))
        # What may still succeed decides over what will not.
        worst = min(failed, key=lambda said: said.failure is not Failure.TRANSIENT)
        raise NotSent(
            worst.failure, worst.error, retry_after_s=worst.retry_after_s, dead=tuple(dead)
        )
