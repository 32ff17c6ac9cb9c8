"""Workouts over HTTP: the list, one workout, entering, editing and deleting."""

import asyncio
from collections.abc import Callable
from datetime import MINYEAR, UTC, date, datetime, time
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from moim.contexts.workouts.adapters.http.listing import page_of
from moim.contexts.workouts.adapters.http.seen import seen_answer
from moim.contexts.workouts.adapters.http.shapes import (
    NewWorkout,
    WorkoutBody,
    WorkoutChanges,
    told,
    workout_body,
)
from moim.contexts.workouts.application.queries import (
    WorkoutList,
    list_workouts,
    revision_of_list,
)
from moim.contexts.workouts.application.seeing import Look, Watchers
from moim.contexts.workouts.application.workouts import (
    Edit,
    OneWorkout,
    TypeIn,
    delete,
    edit,
    type_in,
)
from moim.contexts.workouts.domain.limits import (
    FigureOutOfRange,
    StartsInFuture,
    StartsTooEarly,
)
from moim.contexts.workouts.domain.sports import Sport
from moim.contexts.workouts.domain.workout import (
    NOTE_LENGTH_MAX,
    TITLE_LENGTH_MAX,
    FromRecording,
    WorkoutNotFound,
)
from moim.kernel.errors import Changed, Invalid
from moim.platform.auth import SignedIn
from moim.platform.context import Context
from moim.platform.http.bodies import JSON, encoded
from moim.platform.http.conditions import (
    content_etag,
    version_wanted,
)
from moim.platform.http.creating import created
from moim.platform.http.kept import Kept
from moim.platform.http.openapi import refusals
from moim.platform.http.pages import decode_cursor, limit_of
from moim.platform.http.texts import clean_text

QUERY = [
    {"name": "sport", "in": "query", "schema": {"type": "string", "enum": [*Sport]}},
    {"name": "from", "in": "query", "schema": {"type": "string", "format": "date-time"}},
    {"name": "to", "in": "query", "schema": {"type": "string", "format": "date-time"}},
    {"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": 100}},
    {"name": "cursor", "in": "query", "schema": {"type": "string", "maxLength": 512}},
]


class BadFilter(Invalid):
    """A filter of the list that names no sport, or no instant or day."""

    code = "bad-filter"
    ko = "목록 조건이 올바르지 않습니다: {field}"
    en = "This filter of the list is not valid: {field}"


def routes(context: Context[Any], watchers: Watchers, nudge: Callable[[], None]) -> APIRouter:
    """The routes of ``/v1/workouts`` that are about one workout or the list.

    ``nudge`` is called when a recording is to be derived anew.
    """
    router = APIRouter(prefix="/v1/workouts", tags=["workouts"])
    kept = Kept()

    @router.get(
        "",
        summary="List your workouts, newest first",
        openapi_extra={"parameters": QUERY},
        responses=refusals(BadFilter),
    )
    async def get_workouts(request: Request, caller: SignedIn) -> Response:
        about = _list_wanted(request, caller.user_id)
        revision = await context.ask(revision_of_list, about.user_id)

        async def page() -> bytes:
            return encoded(page_of(await context.ask(list_workouts, about), about.limit))

        return await kept.answer(request, content_etag(revision, about), page, JSON)

    @router.post(
        "",
        status_code=201,
        summary="Enter a workout by hand",
        response_model=WorkoutBody,
        responses=refusals(FigureOutOfRange, StartsInFuture, StartsTooEarly),
    )
    async def post_workout(request: Request, caller: SignedIn, new: NewWorkout) -> Response:
        command = TypeIn(user_id=caller.user_id, **_cleaned(new.model_dump()))
        return await created(
            context, request, caller, type_in, command, workout_body, under="/v1/workouts"
        )

    @router.get(
        "/{workout_id}",
        summary="One workout: your own, or what you may see of somebody else's",
        response_model=WorkoutBody,
        responses=refusals(WorkoutNotFound),
    )
    async def get_workout(request: Request, workout_id: UUID, caller: SignedIn) -> Response:
        about = Look(workout_id=workout_id, viewer_id=caller.user_id)
        seen, samples = await context.ask(watchers.see_whole, about)
        if samples is None:
            return seen_answer(request, seen, None)
        return await asyncio.to_thread(seen_answer, request, seen, samples)

    @router.patch(
        "/{workout_id}",
        summary="Change what you say of a workout",
        response_model=WorkoutBody,
        responses=refusals(
            WorkoutNotFound,
            FromRecording,
            FigureOutOfRange,
            StartsInFuture,
            StartsTooEarly,
            Changed,
        ),
    )
    async def patch_workout(
        request: Request, workout_id: UUID, caller: SignedIn, changes: WorkoutChanges
    ) -> Response:
        workout = await context.run(
            edit,
            Edit(
                workout_id=workout_id,
                user_id=caller.user_id,
                changes=_cleaned(changes.model_dump(exclude_unset=True)),
                version=version_wanted(request),
            ),
        )
        if "sport" in changes.model_fields_set:
            nudge()
        return told(workout)

    @router.delete(
        "/{workout_id}",
        status_code=204,
        summary="Delete a workout with everything kept beside it",
        responses=refusals(WorkoutNotFound),
    )
    async def delete_workout(workout_id: UUID, caller: SignedIn) -> None:
        await context.run(delete, OneWorkout(workout_id=workout_id, user_id=caller.user_id))

    return router


def _list_wanted(request: Request, user_id: UUID) -> WorkoutList:
    query = request.query_params
    sport = query.get("sport")
    if sport is not None and sport not in Sport._value2member_map_:
        raise BadFilter(field="sport")
    cursor = query.get("cursor")
    return WorkoutList(
        user_id=user_id,
        limit=limit_of(request),
        sport=sport,
        start=_instant(query.get("from"), "from"),
        end=_instant(query.get("to"), "to"),
        after=decode_cursor(cursor, (datetime, UUID)) if cursor else None,
    )


def _instant(text: str | None, name: str) -> datetime | None:
    """An RFC 3339 instant, or a day, which begins at midnight UTC."""
    if text is None:
        return None
    try:
        if len(text) == len("2026-11-21"):
            return datetime.combine(date.fromisoformat(text), time(), UTC)
        moment = datetime.fromisoformat(text.replace(" ", "+"))
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise BadFilter(field=name) from None


def _cleaned(given: dict[str, Any]) -> dict[str, Any]:
    """Texts without hostile characters, an emptied one as none; instants in UTC."""
    if "started_at" in given:
        given["started_at"] = _in_utc(given["started_at"])
    for name, length in (("title", TITLE_LENGTH_MAX), ("note", NOTE_LENGTH_MAX)):
        if isinstance(given.get(name), str):
            text = clean_text(given[name], length, name, lines=name == "note", empty=True)
            given[name] = text or None
    return given


def _in_utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError:  # the first or the last day that there is
        kind = StartsTooEarly if moment.year == MINYEAR else StartsInFuture
        raise kind(field="started_at") from None
