"""What became of text messages, told by SOLAPI, which carries them.

It signs nothing: its webhook is given an address that ends in a secret of this instance.
"""

import hmac
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

import msgspec
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from moim.contexts.notifications.adapters.channels.solapi_codes import ARRIVED, DEAD, PENDING
from moim.contexts.notifications.application import sending
from moim.kernel.errors import Invalid, NotFound
from moim.platform.context import Context
from moim.platform.http.bodies import answer
from moim.platform.http.openapi import refusals

REPORTS_MAX = 1_000
BODY = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": {"type": "array", "items": {"type": "object"}}}},
    }
}


class NotReports(Invalid):
    """Nothing that SOLAPI's webhook sends."""

    code = "not-text-reports"
    ko = "SOLAPI가 보내는 전송 결과가 아닙니다."
    en = "These are no delivery reports as SOLAPI sends them."


class Report(msgspec.Struct):
    """One message. What others send through the same account has no mark of ours, a group none."""

    to: Annotated[str, msgspec.Meta(max_length=40)] = ""
    statusCode: Annotated[str, msgspec.Meta(pattern=r"\A[0-9]{0,8}\Z")] = ""  # noqa: N815 - as there
    customFields: dict[str, Any] | None = None  # noqa: N815

    @property
    def sending_id(self) -> UUID | None:
        """Which of our sendings it was."""
        try:
            return UUID(str((self.customFields or {}).get("sending_id")))
        except ValueError:
            return None


class Told(msgspec.Struct):
    """One of the array."""

    data: Report


@dataclass(frozen=True, kw_only=True)
class ReportsTaken:
    """How many were news; one that was told before, or is not of ours, is none."""

    count: int


def text_report_routes(use: Context[Any], *, secret: str) -> APIRouter:
    """Under ``/v1/notifications/text-reports``; an empty ``secret`` lets nobody in."""
    router = APIRouter(prefix="/v1/notifications", tags=["notifications"])

    @router.post(
        "/text-reports/{proof}",
        summary="What became of text messages, as SOLAPI's webhook tells it",
        response_model=ReportsTaken,
        responses=refusals(NotFound, NotReports),
        openapi_extra=BODY,
    )
    async def post_reports(proof: str, request: Request) -> Response:
        if not secret or not hmac.compare_digest(proof.encode(), secret.encode()):
            raise NotFound
        news = 0
        for report in _reports(await request.body()):
            sending_id = report.sending_id
            if sending_id is None or report.statusCode in PENDING:
                continue
            command = sending.Reported(
                sending_id=sending_id,
                number="".join(filter(str.isdigit, report.to)),
                status=report.statusCode,
                delivered=report.statusCode == ARRIVED,
                dead=report.statusCode in DEAD,
            )
            news += await use.run(sending.note_report, command)
        return answer(ReportsTaken(count=news))

    return router


def _reports(content: bytes) -> list[Report]:
    try:
        told = msgspec.json.decode(content, type=list[Told])
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise NotReports(field="body") from None
    if len(told) > REPORTS_MAX:
        raise NotReports(field="body")
    return [one.data for one in told]
