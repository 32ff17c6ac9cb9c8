"""The inbox over HTTP: everybody's own alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from moim.contexts.notifications.adapters.http.forms import UpToForm
from moim.contexts.notifications.application import inbox
from moim.contexts.notifications.domain.notice import State, UnknownState
from moim.contexts.notifications.domain.template import language_of
from moim.kernel.errors import NotFound
from moim.platform.auth import SignedIn
from moim.platform.context import Context
from moim.platform.http.bodies import answer, encoded
from moim.platform.http.conditions import content_etag
from moim.platform.http.kept import Kept
from moim.platform.http.openapi import refusals
from moim.platform.http.pages import decode_cursor, encode_cursor, limit_of

PARAMETERS = [
    {
        "name": "state",
        "in": "query",
        "schema": {"type": "string", "enum": ["unread", "read", "archived"]},
        "description": "Else all that is not archived.",
    },
    {
        "name": "limit",
        "in": "query",
        "schema": {"type": "integer", "minimum": 1, "maximum": 100, "default": 20},
        "description": "How many items at most.",
    },
    {
        "name": "cursor",
        "in": "query",
        "schema": {"type": "string", "maxLength": 512},
        "description": "`next` of the page before; empty for the first.",
    },
]
CHOICES: dict[str | None, Sequence[State]] = {
    None: inbox.INBOX,
    **{state.value: (state,) for state in inbox.SHOWN},
}
FOR_A_MOMENT = 4 * 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Somebody who did it."""

    id: UUID
    nickname: str


@dataclass(frozen=True, kw_only=True)
class NoticeShown:
    """``count`` is how many did it, ``actors`` the last of them by name."""

    id: UUID
    template: str
    topic: str
    kind: str
    title: str
    body: str
    link: str
    at: datetime
    state: str
    seen: bool
    read_at: datetime | None
    count: int
    actors: list[Actor]
    subject_kind: str
    subject_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class NoticePage:
    """The newest first; ``unread`` and ``unseen`` count the whole inbox."""

    items: list[NoticeShown]
    next: str | None
    unread: int
    unseen: int


@dataclass(frozen=True, kw_only=True)
class NoticeState:
    """Where a notice stands now."""

    id: UUID
    state: str
    read_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Marked:
    """How many changed."""

    count: int


@dataclass(frozen=True, kw_only=True)
class Step:
    """A rule that was passed, and what it saw."""

    step: str
    saw: str


@dataclass(frozen=True, kw_only=True)
class ChannelWhy:
    """``reason`` is a permanent code; ``now`` what became of it since, outside the inbox."""

    channel: str
    verdict: str
    reason: str
    until: datetime | None
    steps: list[Step]
    now: str | None
    now_reason: str | None
    attempts: int


@dataclass(frozen=True, kw_only=True)
class WhyShown:
    """Each channel with every rule in its order."""

    channels: list[ChannelWhy]


def inbox_routes(use: Context[Any]) -> APIRouter:
    """Under ``/v1/notifications``."""
    router = APIRouter(prefix="/v1/notifications", tags=["notifications"])
    kept = Kept(FOR_A_MOMENT)

    @router.get(
        "",
        summary="One's inbox, the newest first",
        response_model=NoticePage,
        responses=refusals(UnknownState),
        openapi_extra={"parameters": PARAMETERS},
    )
    async def get_notifications(request: Request, caller: SignedIn) -> Response:
        state = request.query_params.get("state")
        if state not in CHOICES:
            raise UnknownState(field="state")
        cursor = request.query_params.get("cursor")
        accepted = request.headers.get("accept-language")
        wanted = inbox.Wanted(
            user_id=caller.user_id,
            states=CHOICES[state],
            after=decode_cursor(cursor, (datetime, UUID)) if cursor else None,
            limit=limit_of(request),
            language=None if accepted is None else language_of(accepted),
        )
        known = await use.ask(inbox.recipient_of, caller.user_id)
        about = (known.revision, known.locale, state, cursor, wanted.limit, wanted.language)
        tag = content_etag("inbox", caller.user_id, *about)

        async def make() -> bytes:
            page = await use.ask(inbox.page_of, wanted)
            return encoded(_page(page, wanted.limit))

        headers = {"cache-control": "private, no-cache"}
        return await kept.answer(request, tag, make, "application/json", headers)

    @router.post(
        "/{notice_id}/read",
        summary="Mark a notice as read",
        response_model=NoticeState,
        responses=refusals(NotFound),
    )
    async def post_read(notice_id: UUID, caller: SignedIn) -> Response:
        which = inbox.Which(user_id=caller.user_id, id=notice_id)
        return answer(_state(await use.run(inbox.read_one, which)))

    @router.post(
        "/{notice_id}/archive",
        summary="Put a notice away",
        response_model=NoticeState,
        responses=refusals(NotFound),
    )
    async def post_archive(notice_id: UUID, caller: SignedIn) -> Response:
        which = inbox.Which(user_id=caller.user_id, id=notice_id)
        return answer(_state(await use.run(inbox.archive_one, which)))

    @router.post("/read", summary="Mark all as read", response_model=Marked)
    async def post_read_all(form: UpToForm, caller: SignedIn) -> Response:
        command = inbox.UpTo(user_id=caller.user_id, at=form.up_to)
        return answer(Marked(count=await use.run(inbox.read_all, command)))

    @router.post("/seen", summary="Mark all as seen", response_model=Marked)
    async def post_seen_all(form: UpToForm, caller: SignedIn) -> Response:
        command = inbox.UpTo(user_id=caller.user_id, at=form.up_to)
        return answer(Marked(count=await use.run(inbox.see_all, command)))

    @router.get(
        "/{notice_id}/why",
        summary="Why a notice came, and on which channels it did not",
        response_model=WhyShown,
        responses=refusals(NotFound),
    )
    async def get_why(notice_id: UUID, caller: SignedIn) -> Response:
        which = inbox.Which(user_id=caller.user_id, id=notice_id)
        return answer(_why(await use.ask(inbox.why, which)))

    return router


def _page(page: inbox.Page, limit: int) -> NoticePage:
    last = page.items[-1].notice if len(page.items) == limit else None
    return NoticePage(
        items=[_shown(item) for item in page.items],
        next=None if last is None else encode_cursor((last.at, last.id)),
        unread=page.unread,
        unseen=page.unseen,
    )


def _shown(item: inbox.Item) -> NoticeShown:
    notice = item.notice
    return NoticeShown(
        id=notice.id,
        template=notice.template,
        topic=item.topic,
        kind=item.kind,
        title=item.title,
        body=item.body,
        link=item.link,
        at=notice.at,
        state=notice.state.value,
        seen=notice.seen,
        read_at=notice.read_at,
        count=notice.count,
        actors=[Actor(id=id, nickname=name) for id, name in item.actors],
        subject_kind=notice.subject_kind,
        subject_id=notice.subject_id,
    )


def _state(notice: Any) -> NoticeState:
    return NoticeState(id=notice.id, state=notice.state.value, read_at=notice.read_at)


def _why(found: inbox.Why) -> WhyShown:
    last = {sending.channel.value: sending for sending in found.sendings}
    channels: Sequence[ChannelWhy] = [
        ChannelWhy(
            channel=channel,
            verdict=said["verdict"],
            reason=said["reason"],
            until=None if said["until"] is None else datetime.fromisoformat(said["until"]),
            steps=[Step(step=step, saw=saw) for step, saw in said["steps"]],
            now=last[channel].state.value if channel in last else None,
            now_reason=last[channel].reason if channel in last else None,
            attempts=last[channel].attempts if channel in last else 0,
        )
        for channel, said in found.decisions.items()
    ]
    return WhyShown(channels=list(channels))
