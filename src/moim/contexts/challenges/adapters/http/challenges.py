"""Challenges over HTTP: make, list, look, change."""

import secrets
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from moim.contexts.challenges.adapters.http.looking import look_of
from moim.contexts.challenges.adapters.http.shapes import (
    ChallengeChanges,
    NewChallenge,
    challenge_body,
    listed_body,
    seen_body,
    terms_of,
)
from moim.contexts.challenges.application.challenges import Change, Create, change, create
from moim.contexts.challenges.application.meeting import person_now
from moim.contexts.challenges.application.queries import Filter, list_challenges, look
from moim.contexts.challenges.domain.challenge import (
    DESCRIPTION_LENGTH_MAX,
    TITLE_LENGTH_MAX,
    BadPeriod,
    BadTerms,
    Challenge,
    ChallengeNotFound,
    EndsEarlier,
    NotOrganiser,
    WrongState,
)
from moim.contexts.challenges.domain.person import AccountIsLocked, Person
from moim.kernel.errors import Changed, Unauthenticated
from moim.platform.auth import PerhapsSignedIn, SignedIn
from moim.platform.context import Context
from moim.platform.http.bodies import answer
from moim.platform.http.conditions import (
    content_etag,
    not_modified,
    version_etag,
    version_wanted,
)
from moim.platform.http.creating import created
from moim.platform.http.openapi import refusals
from moim.platform.http.pages import Cursor, Limit, decode_cursor, encode_cursor, page
from moim.platform.http.texts import clean_text

INVITATION_BYTES = 9
Invitation = Annotated[str | None, Query(max_length=32, description="The code, if one is needed.")]
States = Literal["draft", "announced", "running", "ended", "final"]


def routes(context: Context[Any]) -> APIRouter:
    """The routes of ``/v1/challenges`` itself."""
    router = APIRouter(prefix="/v1/challenges", tags=["challenges"])

    @router.get("/eligibility", summary="Which challenges you may enter: open ones, or in full")
    async def get_eligibility(caller: SignedIn) -> Response:
        person = await context.ask(_person, caller.user_id)
        return answer({"eligibility": person.eligibility.value, "locked": person.locked})

    _making(router, context)
    _looking(router, context)
    return router


def _making(router: APIRouter, context: Context[Any]) -> None:
    @router.post(
        "",
        status_code=201,
        summary="Make a challenge, as a draft or announced at once",
        responses=refusals(BadTerms, BadPeriod, AccountIsLocked),
    )
    async def post_challenge(request: Request, caller: SignedIn, new: NewChallenge) -> Response:
        title = clean_text(new.title, TITLE_LENGTH_MAX, "title")
        description = clean_text(
            new.description, DESCRIPTION_LENGTH_MAX, "description", lines=True, empty=True
        )
        command = Create(
            organiser_id=caller.user_id,
            terms=terms_of(new, title, description),
            invitation=secrets.token_urlsafe(INVITATION_BYTES),
            announced=new.state == "announced",
        )
        return await created(context, request, caller, create, command, _body)

    @router.patch(
        "/{challenge_id}",
        summary="Rename it, move its end later, change its target, or announce it",
        responses=refusals(
            ChallengeNotFound, NotOrganiser, BadTerms, BadPeriod, EndsEarlier, WrongState, Changed
        ),
    )
    async def patch_challenge(
        request: Request, challenge_id: UUID, caller: SignedIn, changes: ChallengeChanges
    ) -> Response:
        title, description = changes.title, changes.description
        command = Change(
            challenge_id=challenge_id,
            by=caller.user_id,
            version=version_wanted(request),
            title=None if title is None else clean_text(title, TITLE_LENGTH_MAX, "title"),
            description=None
            if description is None
            else clean_text(
                description, DESCRIPTION_LENGTH_MAX, "description", lines=True, empty=True
            ),
            ends_at=changes.ends_at,
            target=changes.target,
            announced=changes.state == "announced",
        )
        changed = await context.run(change, command)
        return answer(_body(changed), headers={"etag": version_etag(changed.version)})


def _looking(router: APIRouter, context: Context[Any]) -> None:
    @router.get("", summary="Challenges you may see, newest first")
    async def get_challenges(
        caller: PerhapsSignedIn,
        state: States | None = None,
        region: Annotated[str | None, Query(max_length=40)] = None,
        sport: Annotated[str | None, Query(max_length=24)] = None,
        of: Annotated[
            Literal["joined", "organised"] | None, Query(description="Only your own.")
        ] = None,
        limit: Limit = 20,
        cursor: Cursor = None,
    ) -> Response:
        if of is not None and caller is None:
            raise Unauthenticated
        wanted = Filter(
            viewer_id=caller.user_id if caller else None,
            state=state,
            region=region,
            sport=sport,
            of=of,
            after=decode_cursor(cursor, (UUID,))[0] if cursor else None,
            limit=limit,
        )
        found = await context.ask(list_challenges, wanted)
        items = [listed_body(one) for one in found]
        last = encode_cursor((items[-1]["id"],)) if len(items) == limit else None
        return answer(page(items, last))

    @router.get(
        "/{challenge_id}",
        summary="One challenge, with your entry if you take part",
        responses=refusals(ChallengeNotFound),
    )
    async def get_challenge(
        request: Request,
        challenge_id: UUID,
        caller: PerhapsSignedIn,
        invitation: Invitation = None,
    ) -> Response:
        viewer = caller.user_id if caller else None
        about = look_of(challenge_id, caller, invitation)
        seen = await context.ask(look, about)
        if seen.entry is not None and seen.entry.live is not None:
            return answer(seen_body(seen, viewer, context.clock()))
        board = seen.board
        tag = content_etag(
            challenge_id,
            seen.challenge.version,
            (board.revision, board.entrants, board.ranked, board.points),
            seen.entry.version if seen.entry else 0,
            viewer,
        )
        if same := not_modified(request, tag):
            return same
        return answer(seen_body(seen, viewer, context.clock()), headers={"etag": tag})


def _person(user_id: UUID, work: Any) -> Person:
    """The caller, who has an account: what has no prize is open, whatever is known yet."""
    return person_now(user_id, work).opened()


def _body(challenge: Challenge) -> dict[str, Any]:
    return challenge_body(challenge, 0) | {"invitation": challenge.invitation}
