"""Profile photos: made in a worker, stored as blobs, removed when nobody shows them."""

import asyncio
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from moim.contexts.users.adapters.pictures import square_webp
from moim.contexts.users.application import photos
from moim.contexts.users.application.queries import WhoIs
from moim.contexts.users.domain.photo import NoPhoto
from moim.platform.blobs import Blobs, NoSuchBlob
from moim.platform.context import Context
from moim.platform.deliveries import Delivery
from moim.platform.processes import WorkerPool

MAKING_MAX_S = 20.0


@dataclass(frozen=True, kw_only=True)
class Album:
    """Photos by their owner."""

    use: Context[Any]
    blobs: Blobs
    workers: WorkerPool

    async def put(self, user_id: UUID, content: bytes) -> str:
        """Make, store and show it; its key. Raises NotAPhoto and what the worker pool raises."""
        picture = await self.workers.run(square_webp, content, timeout_s=MAKING_MAX_S)
        key = await asyncio.to_thread(self.blobs.put, picture)
        await self.use.run(photos.set_photo, photos.SetPhoto(user_id=user_id, key=key))
        # Another account may have let go of the very same picture between the two.
        await asyncio.to_thread(self.blobs.put, picture)
        return key

    async def key_of(self, user_id: UUID) -> str:
        """What the account shows. Raises NoPhoto."""
        return await self.use.ask(photos.photo_of, WhoIs(user_id=user_id))

    async def read(self, key: str) -> bytes:
        """The WebP. Raises NoPhoto."""
        try:
            return await asyncio.to_thread(self.blobs.get, key)
        except NoSuchBlob:
            raise NoPhoto from None

    async def forget(self, delivery: Delivery) -> None:
        """The ``blobs`` channel of this context's courier."""
        key = delivery.data["key"]
        if not await self.use.ask(photos.photo_is_shown, key):
            await asyncio.to_thread(self.blobs.delete, key)
