"""Quiet hours and mutes over HTTP. What is wanted on which channel is said to users."""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from moim.contexts.notifications.adapters.http.forms import MuteForm, QuietForm
from moim.contexts.notifications.application import settings
from moim.contexts.notifications.domain.quiet import BadQuietHours, Window
from moim.contexts.notifications.domain.recipient import Recipient
from moim.kernel.errors import Changed
from moim.platform.auth import SignedIn
from moim.platform.context import Context
from moim.platform.http.bodies import answer
from moim.platform.http.conditions import not_modified, version_etag, version_wanted
from moim.platform.http.openapi import refusals


@dataclass(frozen=True, kw_only=True)
class WindowShown:
    """By the wall clock of the zone; days are 0 for Monday to 6."""

    start: str
    end: str
    days: list[int]


@dataclass(frozen=True, kw_only=True)
class QuietShown:
    """In the person's own ``timezone``, which the profile says.

    ``summary_at`` is when the week before is told, on Mondays.
    """

    windows: list[WindowShown]
    summary_at: str
    timezone: str
    version: int


@dataclass(frozen=True, kw_only=True)
class MuteShown:
    """What is not told of."""

    kind: str
    subject_id: UUID
    at: datetime


@dataclass(frozen=True, kw_only=True)
class MuteList:
    """The newest first."""

    items: list[MuteShown]
    next: str | None


def settings_routes(use: Context[Any]) -> APIRouter:
    """Under ``/v1/notification-settings``."""
    router = APIRouter(prefix="/v1/notification-settings", tags=["notifications"])

    @router.get("/quiet-hours", summary="One's quiet hours", response_model=QuietShown)
    async def get_quiet(request: Request, caller: SignedIn) -> Response:
        found = await use.ask(settings.recipient_of, caller.user_id)
        tag = version_etag(found.settings_version)
        return not_modified(request, tag) or _quiet(found)

    @router.put(
        "/quiet-hours",
        summary="Replace one's quiet hours",
        response_model=QuietShown,
        responses=refusals(Changed, BadQuietHours),
    )
    async def put_quiet(form: QuietForm, request: Request, caller: SignedIn) -> Response:
        windows = tuple(
            Window(window.start, window.end, tuple(sorted(set(window.days))))
            for window in form.windows
        )
        command = settings.SetQuiet(
            user_id=caller.user_id,
            windows=windows,
            version=version_wanted(request),
            summary_at=form.summary_at,
        )
        return _quiet(await use.run(settings.set_quiet, command))

    @router.get("/mutes", summary="What one hears nothing of", response_model=MuteList)
    async def get_mutes(caller: SignedIn) -> Response:
        found = await use.ask(settings.mutes_of, caller.user_id)
        items = [MuteShown(kind=kind, subject_id=id, at=at) for kind, id, at in found]
        return answer(MuteList(items=items, next=None))

    @router.put(
        "/mutes",
        summary="Hear nothing more of a post, challenge, person or announcement",
        status_code=204,
        responses=refusals(settings.TooManyMutes),
    )
    async def put_mute(form: MuteForm, caller: SignedIn) -> Response:
        await use.run(settings.mute, _mute(form, caller.user_id))
        return Response(status_code=204)

    @router.delete("/mutes", summary="Hear of it again", status_code=204)
    async def delete_mute(form: MuteForm, caller: SignedIn) -> Response:
        await use.run(settings.unmute, _mute(form, caller.user_id))
        return Response(status_code=204)

    return router


def _mute(form: MuteForm, user_id: UUID) -> settings.Mute:
    return settings.Mute(user_id=user_id, kind=form.kind, subject_id=form.subject_id)


def _quiet(found: Recipient) -> Response:
    body = QuietShown(
        windows=[
            WindowShown(start=_told(one.start), end=_told(one.end), days=list(one.days))
            for one in found.quiet
        ],
        summary_at=_told(found.summary_at),
        timezone=found.timezone,
        version=found.settings_version,
    )
    return answer(body, headers={"etag": version_etag(found.settings_version)})


def _told(at: time) -> str:
    return f"{at:%H:%M}"
