"""Deliveries over HTTP: begun once however often they are sent, told with a verdict a file."""

import asyncio
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from fastapi import Request, Response

from moim.contexts.workouts.adapters.http.reasons import sentence
from moim.contexts.workouts.adapters.http.shapes import ImportBody, import_body
from moim.contexts.workouts.adapters.importing import Importer
from moim.contexts.workouts.application.imports import StartImport, start_import
from moim.contexts.workouts.application.queries import OneOf, one_import
from moim.contexts.workouts.domain.imports import Import, ImportFile
from moim.kernel.ids import new_id
from moim.platform.context import Answer, Context
from moim.platform.http.bodies import answer
from moim.platform.http.conditions import once_of
from moim.platform.http.languages import language_of
from moim.platform.uploads import UploadedFile

WAIT_MAX_S = 300.0


class Delivery:
    """One delivery by one person, from ``provider``."""

    def __init__(
        self, context: Context[Any], request: Request, user_id: UUID, provider: str
    ) -> None:
        """Nothing is noted yet."""
        self.import_id = new_id()
        self._context = context
        self._request = request
        self._user_id = user_id
        self._provider = provider
        self._settling: asyncio.Task[None] | None = None

    async def receive(self, importer: Importer, files: Sequence[UploadedFile]) -> None:
        """Make the files durable and begin to settle them, unless that was done before."""
        settling = await importer.receive(self.import_id, self._user_id, files, self._note)
        self._settling = settling or importer.settling(self.import_id)

    async def told(self, *, wait: bool) -> Response:
        """How far it is: 201 if every file has its verdict, for which ``wait`` waits, else 202."""
        if wait and self._settling is not None:
            await asyncio.wait({self._settling}, timeout=WAIT_MAX_S)
        body = await import_told(self._context, self.import_id, self._user_id, self._request)
        location = {"location": f"/v1/workouts/imports/{body.id}"}
        return answer(body, 202 if body.status == "reading" else 201, location)

    async def _note(self, files: Sequence[ImportFile]) -> bool:
        """Note it, or find the one that a repeated request has begun; whether it is new."""
        command = StartImport(
            import_id=self.import_id,
            user_id=self._user_id,
            provider=self._provider,
            files=files,
        )
        content = "\n".join(f"{file.sha256} {file.size_bytes} {file.name}" for file in files)
        once = once_of(self._request, self._user_id, content.encode())
        if once is None:
            await self._context.run(start_import, command)
            return True
        given = await self._context.run_once(start_import, command, once, _kept_id)
        new = UUID(bytes=given.body) == self.import_id
        self.import_id = UUID(bytes=given.body)
        return new


def _kept_id(import_id: UUID) -> Answer:
    return Answer(status=202, body=import_id.bytes)


async def import_told(
    context: Context[Any], import_id: UUID, user_id: UUID, request: Request
) -> ImportBody:
    """An import of this person as the API tells it; raises ImportNotFound."""
    found = await context.ask(one_import, OneOf(id=import_id, user_id=user_id))
    return delivery_told(*found, request)


def delivery_told(delivery: Import, files: Sequence[ImportFile], request: Request) -> ImportBody:
    """An import with its files, reasons in the language that was asked for."""
    language = language_of(request.scope)
    return import_body(delivery, files, lambda reason, details: sentence(reason, details, language))
