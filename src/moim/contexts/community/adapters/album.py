"""Pictures of posts: made in a worker, stored as blobs, removed when no post shows them."""

import asyncio
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from moim.contexts.community.adapters.pictures import bounded_webp
from moim.contexts.community.application.looking import one_post
from moim.contexts.community.application.pictures import (
    NotePicture,
    note_nothing,
    note_picture,
    picture_is_shown,
)
from moim.contexts.community.application.posts import OnePost
from moim.contexts.community.domain.pictures import NoPicture
from moim.platform.blobs import Blobs, NoSuchBlob
from moim.platform.context import Answer, Context, Once
from moim.platform.deliveries import Delivery
from moim.platform.processes import WorkerPool

MAKING_MAX_S = 20.0


@dataclass(frozen=True, kw_only=True)
class Album:
    """Pictures by their key."""

    use: Context[Any]
    blobs: Blobs
    workers: WorkerPool

    async def send(self, content: bytes, once: Once) -> str:
        """``put``, refused if the request's key was sent with another picture.

        That is all there is to keep: the same content is the same picture however often it comes.
        Raises KeyUsedForAnother, StillRunning, NotAPicture.
        """
        await self.use.run_once(note_nothing, None, once, lambda _: Answer(status=201, body=b""))
        return await self.put(once.user_id, content)

    async def put(self, user_id: UUID, content: bytes) -> str:
        """Make and store it; its key, to name in a post. Raises NotAPicture."""
        picture = await self.workers.run(bounded_webp, content, timeout_s=MAKING_MAX_S)
        key = await asyncio.to_thread(self.blobs.put, picture)
        await self.use.run(note_picture, NotePicture(user_id=user_id, key=key))
        # Another post may have let go of the very same picture between the two.
        return await asyncio.to_thread(self.blobs.put, picture)

    async def read(self, about: OnePost, key: str) -> bytes:
        """The WebP that a post shows to who asks. Raises NoPicture."""
        seen = await self.use.ask(one_post, about)
        held = seen.row["held"] if seen.decides else None
        shown = (*seen.row["photos"], *(held["photos"] if held else ()))
        if seen.gated or key not in shown:
            raise NoPicture
        try:
            return await asyncio.to_thread(self.blobs.get, key)
        except NoSuchBlob:
            raise NoPicture from None

    async def forget(self, delivery: Delivery) -> None:
        """The ``blobs`` channel of this context's courier."""
        key = delivery.data["key"]
        if not await self.use.ask(picture_is_shown, key):
            await asyncio.to_thread(self.blobs.delete, key)
