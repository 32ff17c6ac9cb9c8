"""Devices and webhooks that one is told on, and the way out of letters, over HTTP."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from moim.contexts.notifications.adapters.channels.addresses import (
    AddressNotAllowed,
    judged_endpoint,
)
from moim.contexts.notifications.adapters.channels.email import UNSUBSCRIBE
from moim.contexts.notifications.adapters.http.forms import PushForm, WebhookForm
from moim.contexts.notifications.application import settings
from moim.kernel.errors import Conflict, Invalid, NotFound
from moim.kernel.ids import new_id
from moim.platform.auth import Caller, SignedIn
from moim.platform.context import Context, KeyUsedForAnother, StillRunning
from moim.platform.http.bodies import answer
from moim.platform.http.creating import created
from moim.platform.http.openapi import refusals
from moim.platform.ratelimit import RateLimit, TooOften
from moim.platform.vault import Vault


class IncompleteSubscription(Invalid):
    """A browser's endpoint without its keys, or an app without its token."""

    code = "push-subscription-incomplete"
    ko = "webpush는 endpoint와 keys, fcm은 token이 필요합니다."
    en = "webpush needs endpoint and keys; fcm needs token."


class ChannelNotOffered(Conflict):
    """Whoever hosts this instance has not set the provider up."""

    code = "channel-not-offered"
    ko = "이 서버에서는 {provider} 알림을 쓸 수 없습니다. 운영자에게 문의하세요."
    en = "This instance does not offer {provider}. Ask whoever hosts it."


@dataclass(frozen=True, kw_only=True)
class SubscriptionShown:
    """A device, or a webhook; its address is a secret and is not told."""

    id: UUID
    provider: str
    label: str | None
    made_at: datetime


@dataclass(frozen=True, kw_only=True)
class SubscriptionList:
    """``offered`` are the providers here; ``public_key`` is for ``PushManager.subscribe``."""

    items: list[SubscriptionShown]
    next: str | None
    offered: list[str]
    public_key: str


@dataclass(frozen=True, kw_only=True)
class Subscribed:
    """Its id, to remove it by."""

    id: UUID


@dataclass(frozen=True, kw_only=True)
class WayOutShown:
    """What the link stops: a purpose on a channel; ``done`` once it was used."""

    channel: str
    purpose: str
    topic: str
    done: bool


def subscription_routes(
    use: Context[Any],
    *,
    vault: Vault,
    offered: Mapping[str, Callable[[str], None]],
    public_key: str,
    push_hosts_any: bool,
) -> APIRouter:
    """``offered`` maps each provider to what judges an address, and raises AddressNotAllowed."""
    router = APIRouter(tags=["notifications"])
    often = RateLimit(burst=30, every_s=20)
    leaving = RateLimit(burst=60, every_s=1)

    async def keep(
        request: Request, caller: Caller, provider: str, address: str, label: str | None
    ) -> Response:
        often.check(caller.user_id)
        if provider not in offered:
            raise ChannelNotOffered(provider=provider)
        offered[provider](address)
        command = settings.Subscribe(
            id=new_id(),
            user_id=caller.user_id,
            provider=provider,
            address=address,
            label=label,
        )
        handler = settings.subscribe
        return await created(use, request, caller, handler, command, lambda id: Subscribed(id=id))

    @router.post(
        "/v1/push-subscriptions",
        summary="Be told on this device too",
        status_code=201,
        response_model=Subscribed,
        responses=refusals(
            IncompleteSubscription,
            AddressNotAllowed,
            ChannelNotOffered,
            settings.TooManySubscriptions,
            TooOften,
            KeyUsedForAnother,
            StillRunning,
        ),
    )
    async def post_subscription(form: PushForm, request: Request, caller: SignedIn) -> Response:
        return await keep(
            request, caller, form.provider, _address(form, push_hosts_any), form.label
        )

    @router.get("/v1/push-subscriptions", summary="One's devices", response_model=SubscriptionList)
    async def get_subscriptions(caller: SignedIn) -> Response:
        found = await use.ask(settings.subscriptions_of, caller.user_id)
        items = [
            SubscriptionShown(id=id, provider=provider, label=label, made_at=at)
            for id, provider, label, at in found
        ]
        body = SubscriptionList(
            items=items, next=None, offered=sorted(offered), public_key=public_key
        )
        return answer(body)

    @router.delete(
        "/v1/push-subscriptions/{subscription_id}",
        summary="Be told there no longer",
        status_code=204,
        responses=refusals(NotFound),
    )
    async def delete_subscription(subscription_id: UUID, caller: SignedIn) -> Response:
        which = settings.Which(user_id=caller.user_id, id=subscription_id)
        await use.run(settings.unsubscribe_device, which)
        return Response(status_code=204)

    @router.post(
        "/v1/notification-settings/webhooks",
        summary="Be told through a service of one's own",
        status_code=201,
        response_model=Subscribed,
        responses=refusals(AddressNotAllowed, ChannelNotOffered, settings.TooManySubscriptions),
    )
    async def post_webhook(form: WebhookForm, request: Request, caller: SignedIn) -> Response:
        return await keep(request, caller, "webhook", form.url, form.label)

    @router.get(
        "/v1/unsubscribe/{token}",
        summary="What a letter's link would stop; it stops nothing yet",
        response_model=WayOutShown,
        responses=refusals(NotFound),
    )
    async def get_way_out(token: str) -> Response:
        return _way_out(await use.ask(settings.way_out_of, _sending(vault, token)))

    @router.post(
        "/v1/unsubscribe/{token}",
        summary="Be left out from now on: one click, without signing in (RFC 8058)",
        response_model=WayOutShown,
        responses=refusals(NotFound, TooOften),
    )
    async def post_way_out(token: str, request: Request) -> Response:
        leaving.check(request.client.host if request.client else "")
        return _way_out(await use.run(settings.leave, _sending(vault, token)))

    return router


def _address(form: PushForm, any_host: bool) -> str:
    if form.provider == "fcm":
        if not form.token:
            raise IncompleteSubscription(field="token")
        return form.token
    if form.endpoint is None or form.keys is None:
        raise IncompleteSubscription(field="endpoint")
    endpoint = judged_endpoint(form.endpoint, any_host=any_host)
    told = {"endpoint": endpoint, "p256dh": form.keys.p256dh, "auth": form.keys.auth}
    return msgspec.json.encode(told).decode()


def _sending(vault: Vault, token: str) -> UUID:
    id = vault.check(UNSUBSCRIBE, token)
    if id is None:
        raise NotFound
    return id


def _way_out(found: settings.WayOut) -> Response:
    return answer(WayOutShown(**vars(found)))
