"""Settings and consents over HTTP."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from moim.contexts.users.adapters.http.forms import Form
from moim.contexts.users.application import preferences
from moim.contexts.users.application.queries import WhoIs
from moim.contexts.users.domain.consent import (
    Consents,
    NightNeedsMarketing,
    Purpose,
    Source,
    UnknownWording,
)
from moim.contexts.users.domain.preferences import (
    Audience,
    Channel,
    PartWiderThanWorkout,
    Preferences,
    Privacy,
    UnknownSetting,
    wanted_of,
)
from moim.kernel.errors import Changed
from moim.platform.auth import SignedIn
from moim.platform.context import Context
from moim.platform.http.bodies import answer
from moim.platform.http.conditions import not_modified, version_etag, version_wanted
from moim.platform.http.joining import take_in
from moim.platform.http.openapi import refusals

AudienceName = Literal["private", "followers", "club", "public"]
ChannelName = Literal["app", "push", "email", "sms"]
Switches = Annotated[
    dict[Annotated[str, Field(max_length=40)], bool], Field(max_length=len(Channel))
]


class PrivacyForm(Form):
    """Who sees a new workout, its map and its heart rate."""

    workouts: AudienceName
    map: AudienceName
    heart_rate: AudienceName


class SettingsForm(Form):
    """What is given is replaced whole: ``{"challenges": {"push": false}}``."""

    notifications: (
        Annotated[dict[Annotated[str, Field(max_length=40)], Switches], Field(max_length=30)] | None
    ) = None
    privacy: PrivacyForm | None = None


class ConsentForm(Form):
    """One channel and purpose."""

    channel: ChannelName
    purpose: Literal["service", "marketing", "night"]
    granted: bool


class ConsentsForm(Form):
    """``wording`` is the version of the text that was shown; what is not named stays."""

    consents: Annotated[list[ConsentForm], Field(min_length=1, max_length=12)]
    wording: Annotated[str, Field(max_length=40, examples=["2026-05"])]
    source: Literal["sign-up", "settings", "prompt"] = "settings"


@dataclass(frozen=True, kw_only=True)
class OwnSettings:
    """Topics and channels that ``notifications`` does not name follow the default."""

    notifications: dict[str, dict[str, bool]]
    privacy: dict[str, str]
    version: int


@dataclass(frozen=True, kw_only=True)
class ConsentLine:
    """What is in force for one channel and purpose."""

    channel: str
    purpose: str
    granted: bool
    wording: str
    source: str
    changed_at: datetime


@dataclass(frozen=True, kw_only=True)
class ConsentList:
    """What was never said is absent, and not granted."""

    items: list[ConsentLine]
    next: str | None


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """Topic, then channel, then whether it is wanted; what is not named follows the default.

    The topic ``all`` is the switch of a whole channel.
    """

    topics: dict[str, dict[str, bool]]
    version: int


class WishesForm(Form):
    """All that is set from now on."""

    topics: Annotated[
        dict[Annotated[str, Field(max_length=40)], Switches],
        Field(max_length=30, examples=[{"community": {"push": False}}]),
    ]


def preference_routes(use: Context[Any]) -> APIRouter:
    """Settings and consents: the one truth about both, under two addresses each."""
    router = APIRouter()
    take_in(router, _account_routes(use))
    take_in(router, _wish_routes(use))
    return router


def _wish_routes(use: Context[Any]) -> APIRouter:
    """``/v1/notification-settings`` and ``/v1/consents``."""
    router = APIRouter(prefix="/v1", tags=["settings"])

    @router.get("/notification-settings", summary="What one wants", response_model=Wishes)
    async def get_wishes(request: Request, caller: SignedIn) -> Response:
        found = await use.ask(preferences.preferences_of, WhoIs(user_id=caller.user_id))
        return not_modified(request, version_etag(found.version)) or _wishes(found)

    @router.put(
        "/notification-settings",
        summary="Say what one wants, by topic and channel",
        response_model=Wishes,
        responses=refusals(Changed, UnknownSetting),
    )
    async def put_wishes(form: WishesForm, request: Request, caller: SignedIn) -> Response:
        command = preferences.SetPreferences(
            user_id=caller.user_id,
            notifications=wanted_of(form.topics),
            privacy=None,
            version=version_wanted(request),
        )
        return _wishes(await use.run(preferences.set_preferences, command))

    _consent_routes(router, use)
    return router


def _wishes(found: Preferences) -> Response:
    body = Wishes(topics=_told(found), version=found.version)
    return answer(body, headers={"etag": version_etag(found.version)})


def _told(found: Preferences) -> dict[str, dict[str, bool]]:
    return {
        topic.value: {channel.value: wanted for channel, wanted in channels.items()}
        for topic, channels in found.notifications.items()
    }


def _account_routes(use: Context[Any]) -> APIRouter:
    """Under ``/v1/users/me``."""
    router = APIRouter(prefix="/v1/users/me", tags=["settings"])

    @router.get("/settings", summary="One's settings", response_model=OwnSettings)
    async def get_settings(request: Request, caller: SignedIn) -> Response:
        found = await use.ask(preferences.preferences_of, WhoIs(user_id=caller.user_id))
        return not_modified(request, version_etag(found.version)) or _settings(found)

    @router.put(
        "/settings",
        summary="Replace one's settings",
        response_model=OwnSettings,
        responses=refusals(Changed, UnknownSetting, PartWiderThanWorkout),
    )
    async def put_settings(form: SettingsForm, request: Request, caller: SignedIn) -> Response:
        wished = form.notifications
        command = preferences.SetPreferences(
            user_id=caller.user_id,
            notifications=None if wished is None else wanted_of(wished),
            privacy=None if form.privacy is None else _privacy(form.privacy),
            version=version_wanted(request),
        )
        return _settings(await use.run(preferences.set_preferences, command))

    _consent_routes(router, use)
    return router


def _consent_routes(router: APIRouter, use: Context[Any]) -> None:
    @router.get("/consents", summary="One's consents", response_model=ConsentList)
    async def get_consents(caller: SignedIn) -> Response:
        found = await use.ask(preferences.consents_of, WhoIs(user_id=caller.user_id))
        return answer(_consents(found))

    @router.put(
        "/consents",
        summary="Give or take back consents",
        response_model=ConsentList,
        responses=refusals(NightNeedsMarketing, UnknownWording),
    )
    async def put_consents(form: ConsentsForm, caller: SignedIn) -> Response:
        command = preferences.SayConsents(
            user_id=caller.user_id,
            wishes={(Channel(c.channel), Purpose(c.purpose)): c.granted for c in form.consents},
            wording=form.wording,
            source=Source(form.source),
        )
        return answer(_consents(await use.run(preferences.say_consents, command)))


def _privacy(form: PrivacyForm) -> Privacy:
    return Privacy(**{name: Audience(value) for name, value in form.model_dump().items()})


def _settings(found: Preferences) -> Response:
    body = OwnSettings(
        notifications=_told(found),
        privacy={
            "workouts": found.privacy.workouts.value,
            "map": found.privacy.map.value,
            "heart_rate": found.privacy.heart_rate.value,
        },
        version=found.version,
    )
    return answer(body, headers={"etag": version_etag(found.version)})


def _consents(found: Consents) -> ConsentList:
    items = [
        ConsentLine(
            channel=line.channel.value,
            purpose=line.purpose.value,
            granted=line.granted,
            wording=line.wording,
            source=line.source.value,
            changed_at=line.at,
        )
        for _, line in sorted(found.in_force.items())
    ]
    return ConsentList(items=items, next=None)
