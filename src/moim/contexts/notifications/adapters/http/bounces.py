"""Mails that came back, handed in by whatever receives them for this instance."""

import asyncio
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from moim.contexts.notifications.adapters.channels.bounces import bounce_in
from moim.contexts.notifications.application import sending
from moim.contracts.users import Contacts
from moim.platform.auth import Caller, RoleMissing, require
from moim.platform.context import Context
from moim.platform.http.bodies import answer
from moim.platform.http.openapi import refusals

Staff = Annotated[Caller, Depends(require("staff"))]


@dataclass(frozen=True, kw_only=True)
class BounceTaken:
    """Whether nothing is sent to that address any more."""

    suppressed: bool


def bounce_routes(use: Context[Any], contacts: Contacts) -> APIRouter:
    """``contacts`` says whether the address that failed is still the account's."""
    router = APIRouter(prefix="/v1/notifications", tags=["notifications"])

    @router.post(
        "/bounces",
        summary="Hand in a mail that came back (RFC 3464), as it is; staff only",
        response_model=BounceTaken,
        responses=refusals(RoleMissing),
    )
    async def post_bounce(request: Request, caller: Staff) -> Response:  # noqa: ARG001
        found = bounce_in(await request.body())
        sent = None if found is None else await use.ask(sending.sending_of_id, found.sending_id)
        if found is None or sent is None:
            return answer(BounceTaken(suppressed=False))
        contact = await asyncio.to_thread(contacts.contact_of, sent.user_id)
        same = contact is not None and contact.email.casefold() == found.address.casefold()
        command = sending.Bounced(
            sending_id=sent.id, status=found.status, dead=same and found.is_dead
        )
        return answer(BounceTaken(suppressed=await use.run(sending.note_bounce, command)))

    return router
