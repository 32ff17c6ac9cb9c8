"""Templates and preferences over HTTP."""

from uuid import UUID

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from moim.contexts.insights.adapters.http.chart_shapes import (
    ChartBody,
    LoadForm,
    OfferBody,
    OfferForm,
    OffersBody,
    PreferencesBody,
    PreferencesForm,
    TemplateBody,
    TemplateForm,
    TemplatesBody,
    chart_body,
    offer_body,
    period_of,
    template_body,
)
from moim.contexts.insights.adapters.http.charts import ACCEPTED, ASKED_WRONG, PREFIX
from moim.contexts.insights.adapters.http.screens import Screens
from moim.contexts.insights.application import templates
from moim.contexts.insights.domain.chart_kinds import UnknownFilter, UnknownOrder
from moim.contexts.insights.domain.preferences import ChartPreferences, UnknownPreference
from moim.contexts.insights.domain.template import (
    NobodyThere,
    NotToOneself,
    TemplateName,
    TemplateNotFound,
    TemplateShareAnswered,
    TemplateShareNotFound,
    TooManyOffers,
    TooManyTemplates,
)
from moim.kernel.errors import Changed
from moim.platform.auth import SignedIn
from moim.platform.context import KeyUsedForAnother, StillRunning
from moim.platform.http.bodies import answer
from moim.platform.http.conditions import BadIfMatch, version_etag, version_wanted
from moim.platform.http.creating import created
from moim.platform.http.languages import language_of
from moim.platform.http.openapi import refusals

BAD_DESIGN = (TemplateName, UnknownFilter, UnknownOrder)


def routes(screens: Screens) -> APIRouter:
    """The routes of templates, their offers, and preferences."""
    router = APIRouter(prefix="/v1/insights", tags=["insights"])
    _saving(router, screens)
    _using(router, screens)
    _offering(router, screens)
    _preferring(router, screens)
    return router


def _saving(router: APIRouter, screens: Screens) -> None:
    context = screens.context

    @router.post(
        "/templates",
        status_code=201,
        summary="Save kind, filters and look of a chart for use again",
        response_model=TemplateBody,
        responses=refusals(*BAD_DESIGN, TooManyTemplates),
    )
    async def post_template(request: Request, caller: SignedIn, form: TemplateForm) -> Response:
        command = templates.SaveTemplate(user_id=caller.user_id, name=form.name, design=form.made())
        made = await created(
            context, request, caller, templates.save_template, command, template_body
        )
        made.headers["etag"] = version_etag(1)  # of what was just made
        return made

    @router.put(
        "/templates/{template_id}",
        summary="Save a template differently",
        response_model=TemplateBody,
        responses=refusals(*BAD_DESIGN, TemplateNotFound, Changed, BadIfMatch),
    )
    async def put_template(
        request: Request, template_id: UUID, caller: SignedIn, form: TemplateForm
    ) -> Response:
        command = templates.SaveTemplate(
            user_id=caller.user_id,
            name=form.name,
            design=form.made(),
            id=template_id,
            version=version_wanted(request),
        )
        made = await context.run(templates.save_template, command)
        return answer(template_body(made), 200, {"etag": version_etag(made.version)})

    @router.delete(
        "/templates/{template_id}",
        status_code=204,
        summary="Delete a template",
        responses=refusals(TemplateNotFound),
    )
    async def delete_template(template_id: UUID, caller: SignedIn) -> Response:
        await context.run(templates.remove_template, (template_id, caller.user_id))
        return Response(status_code=204)


def _using(router: APIRouter, screens: Screens) -> None:
    context = screens.context

    @router.get("/templates", summary="Your templates", response_model=TemplatesBody)
    async def get_templates(caller: SignedIn) -> Response:
        found = await context.ask(templates.templates_of, caller.user_id)
        return answer({"items": [template_body(one) for one in found], "next": None})

    @router.get(
        "/templates/{template_id}",
        summary="One of your templates",
        response_model=TemplateBody,
        responses=refusals(TemplateNotFound),
    )
    async def get_template(template_id: UUID, caller: SignedIn) -> Response:
        found = await context.ask(templates.one_template, (template_id, caller.user_id))
        return answer(template_body(found), 200, {"etag": version_etag(found.version)})

    @router.post(
        "/templates/{template_id}/charts",
        status_code=ACCEPTED,
        summary="Take a template up: ask for a chart with it",
        response_model=ChartBody,
        responses=refusals(*ASKED_WRONG, TemplateNotFound, KeyUsedForAnother, StillRunning),
    )
    async def post_template_chart(
        request: Request, template_id: UUID, caller: SignedIn, form: LoadForm
    ) -> Response:
        command = templates.ChartFromTemplate(
            id=template_id,
            user_id=caller.user_id,
            period=period_of(form.period),
            subject=form.subject,
            live=form.live,
        )
        language = language_of(request.scope)
        return await created(
            context,
            request,
            caller,
            templates.load_template,
            command,
            lambda chart: chart_body(chart, language),
            ACCEPTED,
            under=PREFIX,
        )


def _offering(router: APIRouter, screens: Screens) -> None:
    context = screens.context

    @router.post(
        "/templates/{template_id}/shares",
        status_code=201,
        summary="Offer a template to somebody",
        response_model=OfferBody,
        responses=refusals(TemplateNotFound, NobodyThere, NotToOneself, TooManyOffers),
    )
    async def post_offer(
        template_id: UUID, request: Request, caller: SignedIn, form: OfferForm
    ) -> Response:
        command = templates.OfferTemplate(
            template_id=template_id, user_id=caller.user_id, to=form.to
        )
        return await created(
            context, request, caller, templates.offer_template, command, offer_body
        )

    @router.get(
        "/template-shares", summary="Templates offered by or to you", response_model=OffersBody
    )
    async def get_offers(caller: SignedIn) -> Response:
        found = await context.ask(templates.offers_involving, caller.user_id)
        return answer({"items": [offer_body(one) for one in found], "next": None})

    @router.post(
        "/template-shares/{share_id}/approve",
        status_code=201,
        summary="Take an offered template; it is yours from now on",
        response_model=TemplateBody,
        responses=refusals(TemplateShareNotFound, TemplateShareAnswered, TooManyTemplates),
    )
    async def post_approval(share_id: UUID, request: Request, caller: SignedIn) -> Response:
        about = (share_id, caller.user_id)
        return await created(
            context, request, caller, templates.approve_offer, about, template_body
        )

    @router.post(
        "/template-shares/{share_id}/reject",
        status_code=204,
        summary="Decline an offered template",
        responses=refusals(TemplateShareNotFound, TemplateShareAnswered),
    )
    async def post_rejection(share_id: UUID, caller: SignedIn) -> Response:
        await context.run(templates.reject_offer, (share_id, caller.user_id))
        return Response(status_code=204)


def _preferring(router: APIRouter, screens: Screens) -> None:
    context = screens.context

    @router.get("/preferences", summary="How you like charts", response_model=PreferencesBody)
    async def get_preferences(caller: SignedIn) -> Response:
        return _preferences(await context.ask(templates.preferences_of, caller.user_id))

    @router.put(
        "/preferences",
        summary="Say how you like charts; new ones follow it where they do not say otherwise",
        response_model=PreferencesBody,
        responses=refusals(UnknownPreference, Changed, BadIfMatch),
    )
    async def put_preferences(
        request: Request, caller: SignedIn, form: PreferencesForm
    ) -> Response:
        command = templates.SavePreferences(
            user_id=caller.user_id, chosen=form.preferences, version=version_wanted(request)
        )
        return _preferences(await context.run(templates.save_preferences, command))


def _preferences(chosen: ChartPreferences) -> Response:
    told = {"version": chosen.version, "preferences": chosen.chosen}
    return answer(told, 200, {"etag": version_etag(chosen.version)})
