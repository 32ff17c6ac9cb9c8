"""Announcements over HTTP: everybody sees and follows them, organisers make them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from moim.contexts.notifications.adapters.http.forms import (
    AnnouncementForm,
    FollowForm,
    RemindersForm,
    SendingForm,
)
from moim.contexts.notifications.application import announcements
from moim.contexts.notifications.domain.announcement import (
    AlreadyCancelled,
    Announcement,
    AnnouncementKind,
    AnnouncementNotAllowed,
    Follow,
    OffsetsNotAllowed,
    Standing,
    StatsRequest,
)
from moim.contexts.notifications.domain.broadcast import Broadcast
from moim.kernel.errors import Changed, NotFound
from moim.kernel.ids import new_id
from moim.platform.auth import Caller, RoleMissing, SignedIn, require
from moim.platform.context import Context, KeyUsedForAnother, StillRunning
from moim.platform.http.bodies import answer
from moim.platform.http.conditions import version_etag, version_wanted
from moim.platform.http.creating import created
from moim.platform.http.openapi import refusals
from moim.platform.http.pages import Cursor, Limit, decode_cursor, encode_cursor

ORGANISER = "organiser"
Organiser = Annotated[Caller, Depends(require(ORGANISER))]
ONCE = (KeyUsedForAnother, StillRunning)
EDITED = (RoleMissing, announcements.NotYours, NotFound)


@dataclass(frozen=True, kw_only=True)
class ReminderShown:
    """``offset_s`` seconds before the start; ``recipients`` once it was sent."""

    offset_s: int
    due: datetime
    state: str
    recipients: int


@dataclass(frozen=True, kw_only=True)
class FollowShown:
    """How the one who asks hears of it."""

    followed: bool
    reminders: bool
    calendar: bool


@dataclass(frozen=True, kw_only=True)
class AnnouncementShown:
    """``advertising`` is what the law calls it: it goes to those alone who agreed to it.

    ``may_edit``: whether the one who asks may cancel it, set its reminders and send it.
    """

    id: UUID
    kind: str
    title: str
    body: str
    starts_at: datetime
    timezone: str
    made_at: datetime
    advertising: bool
    cancelled_at: datetime | None
    reason: str | None
    version: int
    followed: bool
    may_edit: bool
    follow: FollowShown | None = None
    reminders: list[ReminderShown] | None = None


@dataclass(frozen=True, kw_only=True)
class AnnouncementPage:
    """The newest first."""

    items: list[AnnouncementShown]
    next: str | None


@dataclass(frozen=True, kw_only=True)
class ReminderList:
    """The earliest first."""

    items: list[ReminderShown]
    next: str | None


@dataclass(frozen=True, kw_only=True)
class SendingShown:
    """``considered`` is how many of the segment were asked about so far, ``told`` who has it."""

    id: UUID
    occurrence: str
    segment: str
    at: datetime
    state: str
    considered: int
    told: int


@dataclass(frozen=True, kw_only=True)
class SendingList:
    """The oldest first."""

    items: list[SendingShown]
    next: str | None


@dataclass(frozen=True, kw_only=True)
class StatsShown:
    """``stats`` is null until it has been counted, a moment later."""

    id: UUID
    announcement_id: UUID
    asked_at: datetime
    stats: dict[str, dict[str, float]] | None


def announcement_routes(use: Context[Any]) -> APIRouter:
    """Under ``/v1/announcements``."""
    router = APIRouter(prefix="/v1/announcements", tags=["announcements"])
    _reading(router, use)
    _making(router, use)
    _following(router, use)
    _counting(router, use)
    return router


def _reading(router: APIRouter, use: Context[Any]) -> None:
    @router.get("", summary="Announcements, the newest first", response_model=AnnouncementPage)
    async def get_all(
        caller: SignedIn,
        limit: Limit = 20,
        cursor: Cursor = None,
        kind: AnnouncementKind | None = None,
        state: Standing | None = None,
    ) -> Response:
        after = decode_cursor(cursor, (datetime, UUID)) if cursor else None
        wanted = announcements.Page(
            user_id=caller.user_id,
            after=None if after is None else (after[0], after[1]),
            limit=limit,
            kind=kind,
            state=state,
        )
        found, followed = await use.ask(announcements.page_of, wanted)
        last = found[-1] if len(found) == limit else None
        items = [_shown(one, caller, followed=one.id in followed) for one in found]
        more = None if last is None else encode_cursor((last.made_at, last.id))
        return answer(AnnouncementPage(items=items, next=more))

    @router.get(
        "/{announcement_id}",
        summary="An announcement with one's own following",
        response_model=AnnouncementShown,
        responses=refusals(NotFound),
    )
    async def get_one(announcement_id: UUID, caller: SignedIn) -> Response:
        which = announcements.Which(id=announcement_id, user_id=caller.user_id)
        found = await use.ask(announcements.announcement_of, which)
        tag = version_etag(found.announcement.version)
        return answer(_whole(caller, found), headers={"etag": tag})


def _making(router: APIRouter, use: Context[Any]) -> None:
    @router.post(
        "",
        summary="Register something people can follow",
        status_code=201,
        response_model=AnnouncementShown,
        responses=refusals(
            RoleMissing,
            AnnouncementNotAllowed,
            announcements.SegmentUnknown,
            announcements.SendingTooLate,
            *ONCE,
        ),
    )
    async def post(form: AnnouncementForm, request: Request, caller: Organiser) -> Response:
        command = announcements.Register(
            id=new_id(),
            author_id=caller.user_id,
            kind=AnnouncementKind(form.kind),
            title=form.title,
            body=form.body,
            starts_at=form.starts_at,
            timezone=form.timezone,
            segment=form.segment or "",
            send_at=form.send_at,
        )
        return await created(
            use, request, caller, announcements.register, command, partial(_whole, caller)
        )

    @router.delete(
        "/{announcement_id}",
        summary="Cancel it: those who were told are told",
        response_model=AnnouncementShown,
        responses=refusals(
            RoleMissing, announcements.NotYours, NotFound, AlreadyCancelled, Changed
        ),
    )
    async def delete(
        announcement_id: UUID,
        request: Request,
        caller: Organiser,
        reason: Annotated[str, Field(max_length=300)] = "",
    ) -> Response:
        command = announcements.Cancel(
            id=announcement_id,
            editor=_editor(caller),
            reason=reason,
            version=version_wanted(request),
        )
        cancelled = await use.run(announcements.cancel, command)
        return answer(_shown(cancelled, caller, followed=False))

    @router.post(
        "/{announcement_id}/reminders",
        summary="Remind those who follow so many seconds before the start",
        response_model=ReminderList,
        responses=refusals(
            RoleMissing, announcements.NotYours, NotFound, AlreadyCancelled, OffsetsNotAllowed
        ),
    )
    async def post_reminders(
        announcement_id: UUID, form: RemindersForm, caller: Organiser
    ) -> Response:
        command = announcements.SetReminders(
            id=announcement_id, editor=_editor(caller), offsets_s=tuple(form.offsets_s)
        )
        found = await use.run(announcements.set_reminders, command)
        return answer(ReminderList(items=_reminders(found), next=None))

    @router.post(
        "/{announcement_id}/sendings",
        summary="Tell a segment of people, now or later",
        status_code=201,
        response_model=SendingShown,
        responses=refusals(
            RoleMissing,
            NotFound,
            AlreadyCancelled,
            announcements.SegmentUnknown,
            announcements.SendingTooLate,
            *ONCE,
        ),
    )
    async def post_sending(
        announcement_id: UUID, form: SendingForm, request: Request, caller: Organiser
    ) -> Response:
        command = announcements.Schedule(
            announcement_id=announcement_id,
            editor=_editor(caller),
            id=new_id(),
            segment=form.segment,
            at=form.at,
        )
        return await created(use, request, caller, announcements.schedule, command, _sending)

    @router.get(
        "/{announcement_id}/sendings",
        summary="Its sendings with their progress",
        response_model=SendingList,
        responses=refusals(*EDITED),
    )
    async def get_sendings(announcement_id: UUID, caller: Organiser) -> Response:
        which = announcements.Whose(id=announcement_id, editor=_editor(caller))
        found = await use.ask(announcements.schedules_of, which)
        return answer(SendingList(items=[_sending(one) for one in found], next=None))


def _following(router: APIRouter, use: Context[Any]) -> None:
    @router.put(
        "/{announcement_id}/follow",
        summary="Follow it, with or without reminders and calendar",
        response_model=FollowShown,
        responses=refusals(NotFound, AlreadyCancelled),
    )
    async def put_follow(
        announcement_id: UUID, caller: SignedIn, form: FollowForm | None = None
    ) -> Response:
        form = form or FollowForm()
        command = announcements.SetFollow(
            id=announcement_id,
            user_id=caller.user_id,
            followed=True,
            reminders=form.reminders,
            calendar=form.calendar,
        )
        return answer(_follow(await use.run(announcements.set_follow, command)))

    @router.delete(
        "/{announcement_id}/follow",
        summary="Follow it no longer",
        response_model=FollowShown,
        responses=refusals(NotFound),
    )
    async def delete_follow(announcement_id: UUID, caller: SignedIn) -> Response:
        command = announcements.SetFollow(
            id=announcement_id, user_id=caller.user_id, followed=False
        )
        return answer(_follow(await use.run(announcements.set_follow, command)))


def _counting(router: APIRouter, use: Context[Any]) -> None:
    @router.post(
        "/{announcement_id}/statistics",
        summary="Ask how it did",
        status_code=202,
        response_model=StatsShown,
        responses=refusals(*EDITED, *ONCE),
    )
    async def post_stats(announcement_id: UUID, request: Request, caller: Organiser) -> Response:
        command = announcements.AskStats(
            id=new_id(),
            announcement_id=announcement_id,
            user_id=caller.user_id,
            editor=_editor(caller),
        )
        handler = announcements.ask_stats
        return await created(use, request, caller, handler, command, _stats, 202)

    @router.get(
        "/statistics/{request_id}",
        summary="Figures that were asked for",
        response_model=StatsShown,
        responses=refusals(NotFound),
    )
    async def get_stats(request_id: UUID, caller: SignedIn) -> Response:
        which = announcements.Which(id=request_id, user_id=caller.user_id)
        return answer(_stats(await use.ask(announcements.stats_of, which)))


def _editor(caller: Caller) -> UUID | None:
    """Whose announcements they may change; None for all."""
    return None if caller.has("staff") else caller.user_id


def _shown(
    one: Announcement,
    caller: Caller,
    *,
    followed: bool,
    follow: FollowShown | None = None,
    reminders: list[ReminderShown] | None = None,
) -> AnnouncementShown:
    return AnnouncementShown(
        id=one.id,
        kind=one.kind.value,
        title=one.title,
        body=one.body,
        starts_at=one.starts_at,
        timezone=one.timezone,
        made_at=one.made_at,
        advertising=one.advertises,
        cancelled_at=one.cancelled_at,
        reason=one.reason,
        version=one.version,
        followed=followed,
        may_edit=caller.has(ORGANISER) and one.editable_by(_editor(caller)),
        follow=follow,
        reminders=reminders,
    )


def _whole(caller: Caller, found: announcements.Shown) -> AnnouncementShown:
    return _shown(
        found.announcement,
        caller,
        followed=found.follow is not None and found.follow.followed,
        follow=None if found.follow is None else _follow(found.follow),
        reminders=_reminders(found.reminders),
    )


def _follow(follow: Follow) -> FollowShown:
    return FollowShown(**follow.settings())


def _reminders(found: Sequence[tuple[int, datetime, str, int]]) -> list[ReminderShown]:
    return [
        ReminderShown(offset_s=offset_s, due=due, state=state, recipients=recipients)
        for offset_s, due, state, recipients in found
    ]


def _sending(one: Broadcast) -> SendingShown:
    audience, target = one.audience.value, one.target
    return SendingShown(
        id=one.id,
        occurrence=one.occurrence,
        segment=f"region:{target}" if audience == "people-of-region" else audience,
        at=one.due,
        state=one.state.value,
        considered=one.considered,
        told=one.told,
    )


def _stats(asked: StatsRequest) -> StatsShown:
    told = None
    if asked.stats is not None:
        told = {section: dict(figures) for section, figures in asked.stats.items()}
    return StatsShown(
        id=asked.id,
        announcement_id=asked.announcement_id,
        asked_at=asked.asked_at,
        stats=told,
    )
