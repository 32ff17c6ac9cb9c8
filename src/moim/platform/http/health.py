"""Whether the process lives, whether it is ready, and its figures."""

import asyncio
import ipaddress
import logging
from collections.abc import Awaitable, Callable, Mapping

from fastapi import APIRouter
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.requests import Request
from starlette.responses import Response

from moim.platform.auth import caller_of
from moim.platform.http.bodies import answer

Check = Callable[[], Awaitable[None]]
CHECK_TIMEOUT_S = 3.0

log = logging.getLogger(__name__)


def health_routes(ready: Mapping[str, Check]) -> APIRouter:
    """``ready`` maps a name to what raises while that part does not work."""
    router = APIRouter(include_in_schema=False)

    @router.get("/healthz")
    async def healthz() -> Response:
        return answer({"status": "ok"})

    @router.get("/readyz")
    async def readyz() -> Response:
        works = await asyncio.gather(*(_works(name, check) for name, check in ready.items()))
        told = {name: "ok" if ok else "failed" for name, ok in zip(ready, works, strict=True)}
        all_well = all(works)
        status = {"status": "ready" if all_well else "not-ready", "checks": told}
        return answer(status, 200 if all_well else 503)

    @router.get("/metrics")
    async def metrics(request: Request) -> Response:
        if not _on_this_machine(request):
            caller_of(request).must_have("staff")
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    return router


async def _works(name: str, check: Check) -> bool:
    try:
        async with asyncio.timeout(CHECK_TIMEOUT_S):
            await check()
    except Exception:
        log.exception("not ready: %s", name)
        return False
    return True


def _on_this_machine(request: Request) -> bool:
    """Whether the asker sits here: a proxy beside us that forwards a stranger does not count."""
    if request.client is None or "x-forwarded-for" in request.headers:
        return False
    try:
        return ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False
