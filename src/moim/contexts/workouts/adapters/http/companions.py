"""Company over HTTP: who was there, leaving, consent, and one's groups."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field

from moim.contexts.workouts.application.companion_queries import (
    Companion,
    CompanyOf,
    GroupPage,
    OwnGroup,
    consent_of,
    own_groups,
)
from moim.contexts.workouts.application.companions import (
    ChangeGroup,
    OwnCompany,
    SetConsent,
    change_group,
    come_back,
    leave_company,
    set_consent,
)
from moim.contexts.workouts.application.company_sight import CompanySight
from moim.contexts.workouts.domain.companions import (
    GROUP_TITLE_LENGTH_MAX,
    CompanionGroupNotFound,
    Consent,
)
from moim.contexts.workouts.domain.togetherness import extent_of
from moim.contexts.workouts.domain.workout import WorkoutNotFound
from moim.platform.auth import SignedIn
from moim.platform.context import Context
from moim.platform.http.bodies import answer
from moim.platform.http.openapi import refusals
from moim.platform.http.pages import Cursor, Limit, decode_cursor, encode_cursor, page
from moim.platform.http.texts import clean_text


class NewConsent(BaseModel):
    """Who may group with you: ``nobody``; ``counted`` without your name; ``named``."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"consent": "named"}})

    consent: Consent


class GroupChanges(BaseModel):
    """What to change of a group for yourself; what is left out stays."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"example": {"title": "토요 남산 러닝", "kept": True}}
    )

    title: Annotated[str | None, Field(max_length=GROUP_TITLE_LENGTH_MAX)] = None
    kept: bool = False


@dataclass(frozen=True, kw_only=True)
class CompanionBody:
    """A named companion.

    ``extent`` is how much of your workout was together, ``whole`` or ``part``; ``their_extent`` how
    much of theirs. ``share`` is of your own time, 0 to 1. ``workout_id`` is theirs, where they show
    you its map; lists of groups leave it out.
    """

    user_id: UUID
    nickname: str | None
    share: float
    extent: str
    their_extent: str
    together_s: float
    workout_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class GroupName:
    """A group, and what you say of it."""

    id: UUID
    title: str | None
    kept: bool


@dataclass(frozen=True, kw_only=True)
class CompanyBody:
    """Who was there. ``people`` counts everybody, of whom ``unnamed`` are not shown by name.

    ``looking``: it is being looked for just now. ``left``: you left the company of this workout.
    """

    people: int
    unnamed: int
    companions: Sequence[CompanionBody]
    group: GroupName | None
    left: bool
    looking: bool


@dataclass(frozen=True, kw_only=True)
class GroupBody:
    """A group as you see it: your workouts in it, their span, and who was with you."""

    id: UUID
    title: str | None
    kept: bool
    started_at: datetime
    ended_at: datetime
    workout_ids: Sequence[UUID]
    people: int
    unnamed: int
    companions: Sequence[CompanionBody]


def routes(context: Context[Any], nudge: Callable[[], None], sight: CompanySight) -> APIRouter:
    """The routes about company.

    ``nudge`` has what was just asked for looked at soon; ``sight`` knows whose courses are shown.
    """
    router = APIRouter(prefix="/v1", tags=["companions"])
    _workout_routes(router, context, nudge, sight)
    _consent_routes(router, context, nudge)
    _group_routes(router, context, sight)
    return router


def _workout_routes(
    router: APIRouter, context: Context[Any], nudge: Callable[[], None], sight: CompanySight
) -> None:
    @router.get(
        "/workouts/{workout_id}/companions",
        summary="Who ran or rode with you",
        response_model=CompanyBody,
        responses=refusals(WorkoutNotFound),
    )
    async def get_companions(workout_id: UUID, caller: SignedIn) -> Response:
        return answer(_company(*await context.ask(sight.of_workout, (workout_id, caller.user_id))))

    @router.delete(
        "/workouts/{workout_id}/companions/me",
        status_code=204,
        summary="Leave the company of this workout; it stays so until you come back",
        responses=refusals(WorkoutNotFound),
    )
    async def delete_me(workout_id: UUID, caller: SignedIn) -> None:
        about = OwnCompany(workout_id=workout_id, user_id=caller.user_id)
        await context.run(leave_company, about)

    @router.put(
        "/workouts/{workout_id}/companions/me",
        status_code=204,
        summary="Come back to the company of a workout you left",
        responses=refusals(WorkoutNotFound),
    )
    async def put_me(workout_id: UUID, caller: SignedIn) -> None:
        about = OwnCompany(workout_id=workout_id, user_id=caller.user_id)
        await context.run(come_back, about)
        nudge()


def _consent_routes(router: APIRouter, context: Context[Any], nudge: Callable[[], None]) -> None:
    @router.get("/companion-consent", summary="Who may group with you", response_model=NewConsent)
    async def get_consent(caller: SignedIn) -> Response:
        return answer({"consent": await context.ask(consent_of, caller.user_id)})

    @router.put(
        "/companion-consent", status_code=204, summary="Say who may group with you, past included"
    )
    async def put_consent(caller: SignedIn, new: NewConsent) -> None:
        command = SetConsent(user_id=caller.user_id, consent=new.consent)
        await context.run(set_consent, command)
        nudge()


def _group_routes(router: APIRouter, context: Context[Any], sight: CompanySight) -> None:
    @router.get("/companion-groups", summary="Your groups, newest first")
    async def get_groups(
        caller: SignedIn, limit: Limit = 20, cursor: Cursor = None, kept: bool = False
    ) -> Response:
        about = GroupPage(
            user_id=caller.user_id,
            limit=limit + 1,
            after=_position(cursor) if cursor else None,
            kept=kept,
        )
        found = await context.ask(own_groups, about)
        shown = found[:limit]
        more = None
        if len(found) > limit:
            at, last = shown[-1]
            more = encode_cursor((at, last.membership.group_id))
        return answer(page([_group(group) for _, group in shown], more))

    @router.get(
        "/companion-groups/{group_id}",
        summary="One of your groups",
        response_model=GroupBody,
        responses=refusals(CompanionGroupNotFound),
    )
    async def get_group(group_id: UUID, caller: SignedIn) -> Response:
        return answer(_group(*await context.ask(sight.of_group, (group_id, caller.user_id))))

    @router.patch(
        "/companion-groups/{group_id}",
        summary="Name a group for yourself, or keep it",
        response_model=GroupBody,
        responses=refusals(CompanionGroupNotFound),
    )
    async def patch_group(group_id: UUID, caller: SignedIn, changes: GroupChanges) -> Response:
        given = changes.model_dump(exclude_unset=True)
        if "title" in given:
            given["title"] = _title(given["title"])
        command = ChangeGroup(group_id=group_id, user_id=caller.user_id, **given)
        await context.run(change_group, command)
        return answer(_group(*await context.ask(sight.of_group, (group_id, caller.user_id))))


def _title(text: str | None) -> str:
    return "" if text is None else clean_text(text, GROUP_TITLE_LENGTH_MAX, "title", empty=True)


def _position(cursor: str) -> tuple[datetime, UUID]:
    at, group_id = decode_cursor(cursor, (datetime, UUID))
    return at, group_id


def _company(found: CompanyOf, shown: Collection[UUID]) -> CompanyBody:
    place = found.group
    return CompanyBody(
        people=found.people,
        unnamed=found.people - len(found.named),
        companions=[_companion(one, shown) for one in found.named],
        group=None
        if place is None
        else GroupName(id=place.group_id, title=place.title, kept=place.kept),
        left=found.left,
        looking=found.looking,
    )


def _group(group: OwnGroup, shown: Collection[UUID] = ()) -> GroupBody:
    place = group.membership
    return GroupBody(
        id=place.group_id,
        title=place.title,
        kept=place.kept,
        started_at=group.started_at,
        ended_at=group.ended_at,
        workout_ids=group.workout_ids,
        people=group.people,
        unnamed=group.people - len(group.named),
        companions=[_companion(one, shown) for one in group.named],
    )


def _companion(one: Companion, shown: Collection[UUID]) -> CompanionBody:
    return CompanionBody(
        user_id=one.user_id,
        nickname=one.nickname,
        share=round(one.share, 2),
        extent=extent_of(one.share).value,
        their_extent=extent_of(one.other_share).value,
        together_s=one.near_s,
        workout_id=one.workout_id if one.workout_id in shown else None,
    )
