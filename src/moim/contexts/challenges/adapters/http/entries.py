"""Entering, leaving and standing in a ranking, over HTTP."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from moim.contexts.challenges.adapters.http.challenges import Invitation
from moim.contexts.challenges.adapters.http.looking import look_of
from moim.contexts.challenges.adapters.http.shapes import (
    REASON_LENGTH_MAX,
    Joining,
    NoticeSettings,
    Removal,
    entry_body,
    ranking_body,
    unit_of,
)
from moim.contexts.challenges.application.entries import (
    AddEntrant,
    Join,
    Leave,
    RemoveEntrant,
    SetNotices,
    add_entrant,
    join,
    leave,
    remove_entrant,
    set_notices,
)
from moim.contexts.challenges.application.queries import (
    AskRanking,
    NoRegion,
    NoTeam,
    own_entry,
    ranking,
    team_ranking,
)
from moim.contexts.challenges.domain.challenge import (
    ChallengeNotFound,
    Claims,
    Full,
    NotForYou,
    NotInvited,
    NotOrganiser,
    WrongState,
)
from moim.contexts.challenges.domain.entry import EntryNotFound, RemovedFromChallenge
from moim.contexts.challenges.domain.person import (
    AccountClosed,
    AccountIsLocked,
    NotEligible,
    ResultsProtected,
)
from moim.platform.auth import PerhapsSignedIn, SignedIn
from moim.platform.context import Context
from moim.platform.http.bodies import answer
from moim.platform.http.conditions import content_etag, not_modified, version_etag
from moim.platform.http.openapi import refusals
from moim.platform.http.pages import Cursor, Limit, decode_cursor, encode_cursor
from moim.platform.http.texts import clean_text

TEAM_LENGTH_MAX = 40


def routes(context: Context[Any]) -> APIRouter:
    """The routes of entries and rankings."""
    router = APIRouter(prefix="/v1/challenges/{challenge_id}", tags=["challenges"])
    _own(router, context)
    _organising(router, context)
    _ranking(router, context)
    return router


def _own(router: APIRouter, context: Context[Any]) -> None:
    @router.put(
        "/entries/me",
        summary="Enter, or come back with your earlier results",
        responses=refusals(
            ChallengeNotFound,
            WrongState,
            NotEligible,
            NotInvited,
            NotForYou,
            Full,
            AccountClosed,
            AccountIsLocked,
            ResultsProtected,
            RemovedFromChallenge,
        ),
    )
    async def put_entry(
        challenge_id: UUID, caller: SignedIn, joining: Joining | None = None
    ) -> Response:
        given = joining or Joining()
        team = clean_text(given.team, TEAM_LENGTH_MAX, "team") if given.team else None
        claims = Claims(**given.model_dump(exclude={"team"}), team=team)
        command = Join(challenge_id=challenge_id, user_id=caller.user_id, claims=claims)
        joined = await context.run(join, command)
        body = entry_body(joined.entry, context.clock())
        return answer(body, 201 if joined.is_new else 200)

    @router.get(
        "/entries/me",
        summary="Your entry: value, rank, goal, and what you do right now",
        responses=refusals(ChallengeNotFound, EntryNotFound),
    )
    async def get_entry(challenge_id: UUID, caller: SignedIn) -> Response:
        about = look_of(challenge_id, caller)
        entry, me = await context.ask(own_entry, about)
        return answer(
            entry_body(entry, context.clock(), me),
            headers={"etag": version_etag(entry.version)},
        )

    @router.delete(
        "/entries/me",
        status_code=204,
        summary="Leave; your results wait for a return",
        responses=refusals(ChallengeNotFound, EntryNotFound, WrongState),
    )
    async def delete_entry(challenge_id: UUID, caller: SignedIn) -> None:
        await context.run(leave, Leave(challenge_id=challenge_id, user_id=caller.user_id))

    @router.put(
        "/entries/me/notices",
        summary="Which notices of this challenge you want; stronger than your account's setting",
        responses=refusals(EntryNotFound),
    )
    async def put_notices(challenge_id: UUID, caller: SignedIn, wanted: NoticeSettings) -> Response:
        settings = {kind.value: value for kind, value in wanted.settings.items()}
        command = SetNotices(challenge_id=challenge_id, user_id=caller.user_id, settings=settings)
        entry = await context.run(set_notices, command)
        return answer({"settings": entry.notices})


def _organising(router: APIRouter, context: Context[Any]) -> None:
    @router.put(
        "/entries/{user_id}",
        summary="As the organiser, enter somebody",
        responses=refusals(ChallengeNotFound, NotOrganiser, WrongState, NotEligible, Full),
    )
    async def put_entrant(challenge_id: UUID, user_id: UUID, caller: SignedIn) -> Response:
        command = AddEntrant(challenge_id=challenge_id, user_id=user_id, by=caller.user_id)
        entry = await context.run(add_entrant, command)
        told = {"user_id": entry.user_id, "state": entry.state.value, "joined_at": entry.joined_at}
        return answer(told)

    @router.delete(
        "/entries/{user_id}",
        status_code=204,
        summary="As the organiser, take somebody out",
        responses=refusals(ChallengeNotFound, NotOrganiser, EntryNotFound, WrongState),
    )
    async def delete_entrant(
        challenge_id: UUID, user_id: UUID, caller: SignedIn, removal: Removal | None = None
    ) -> None:
        command = RemoveEntrant(
            challenge_id=challenge_id,
            user_id=user_id,
            by=caller.user_id,
            reason=clean_text((removal or Removal()).reason, REASON_LENGTH_MAX, "reason"),
        )
        await context.run(remove_entrant, command)


def _ranking(router: APIRouter, context: Context[Any]) -> None:
    @router.get(
        "/ranking",
        summary="The ranking: the top, around you, friends, a region, a team's members, or teams",
        responses=refusals(ChallengeNotFound, EntryNotFound, NoRegion, NoTeam),
    )
    async def get_ranking(
        request: Request,
        challenge_id: UUID,
        caller: PerhapsSignedIn,
        around: Literal["top", "me", "friends", "region", "team", "teams"] = "top",
        region: Annotated[str | None, Query(max_length=40)] = None,
        team: Annotated[str | None, Query(max_length=TEAM_LENGTH_MAX)] = None,
        invitation: Invitation = None,
        limit: Limit = 20,
        cursor: Cursor = None,
    ) -> Response:
        viewer = caller.user_id if caller else None
        about = look_of(challenge_id, caller, invitation)
        if around == "teams":
            return answer(_teams_body(*await context.ask(team_ranking, about)))
        asked = AskRanking(
            look=about,
            around=around,
            region=region,
            team=team,
            limit=limit,
            after=decode_cursor(cursor, (bytes,))[0] if cursor else None,
        )
        page = await context.ask(ranking, asked)
        board = page.seen.board
        tag = content_etag(
            challenge_id, board.revision, board.points, board.ranked, board.day, viewer,
            (around, region, team, limit, cursor),
            [(line.live, line.nickname) for line in page.items],
            page.me and page.me.live_distance_m,
        )  # fmt: skip
        if around != "friends" and (same := not_modified(request, tag)):
            return same
        last = encode_cursor((page.next,)) if page.next is not None else None
        return answer(ranking_body(page, last), headers={"etag": tag})


def _teams_body(seen: Any, teams: Any) -> dict[str, Any]:
    items = [
        {"rank": rank, "team": team, "value": value, "members": members}
        for rank, (team, value, members) in enumerate(teams, start=1)
    ]
    return {"items": items, "next": None, "unit": unit_of(seen.challenge.terms)}
