"""Services of a person's own (Slack, Discord, Telegram, ntfy, ...) through Apprise."""

import asyncio

import apprise

from moim.contexts.notifications.adapters.carrying import Accepted, NotSent
from moim.contexts.notifications.domain.retry import Failure
from moim.contexts.notifications.domain.sending import Parcel


class WebhookCarrier:
    """The ``webhook`` channel. Apprise says only whether it worked, not why not."""

    async def send(self, parcel: Parcel) -> Accepted:
        """See Carrier. On a thread: Apprise waits for the network."""
        sent = [
            await asyncio.to_thread(_notify, address.text, parcel.title, parcel.body)
            for address in parcel.addresses
        ]
        if not any(sent):
            raise NotSent(Failure.TRANSIENT, "webhook-refused")
        return Accepted()


def _notify(url: str, title: str, body: str) -> bool:
    target = apprise.Apprise()
    if not target.add(url):
        return False
    return bool(target.notify(title=title, body=body or title))
