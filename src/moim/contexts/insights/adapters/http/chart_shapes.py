"""How charts on request look in JSON, and what may be asked of them."""

import re
from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from moim.contexts.insights.adapters.http.asking import YEAR_MAX, YEAR_MIN, BadQuery
from moim.contexts.insights.domain.chart import (
    AWAITED_DOWN_TO,
    FAILURES,
    CannotBeDrawn,
    Chart,
)
from moim.contexts.insights.domain.chart_kinds import ChartKind
from moim.contexts.insights.domain.sharing import Share
from moim.contexts.insights.domain.template import Design, Template, TemplateShare

ChartFormat = Literal["svg", "png", "json", "csv"]
FILTERS_MAX = 8
INTERVAL = re.compile(r"(\d{4}-\d{2}-\d{2})/(\d{4}-\d{2}-\d{2})", re.ASCII)

Short = Annotated[str, Field(max_length=60)]
Filters = Annotated[dict[Short, Short], Field(max_length=FILTERS_MAX)]
Order = Annotated[str, Field(max_length=41)]
Subject = Annotated[str, Field(max_length=60, examples=["workout:0197…"])]
PeriodText = Annotated[
    str,
    Field(
        max_length=21,
        description="Two days as an ISO 8601 interval, or week, month or year for the present one.",
        examples=["2026-09-01/2026-11-30", "month"],
    ),
]
Audience = Annotated[str, Field(pattern=r"^(link|user:[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12})$")]


def period_of(text: str | None) -> tuple[date, date] | str | None:
    """A period as the use cases take it. Raises BadQuery."""
    if text is None or text in ("week", "month", "year"):
        return text
    found = INTERVAL.fullmatch(text)
    try:
        days = [date.fromisoformat(day) for day in found.groups()] if found else []
    except ValueError:
        days = []
    if not days or any(not YEAR_MIN <= day.year <= YEAR_MAX for day in days):
        raise BadQuery(field="period", example="2026-11-01/2026-11-30")
    return days[0], days[1]


class Form(BaseModel):
    """A body that has nothing but what is known."""

    model_config = ConfigDict(extra="forbid")


class NewChart(Form):
    """What to draw. What is left out is as the person prefers, else as is usual of the kind."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {
                "kind": "weeks",
                "period": "2026-09-01/2026-11-30",
                "filters": {"sport": "run"},
                "order": "-distance_m",
                "format": "png",
            }
        },
    )

    kind: ChartKind
    period: PeriodText | None = None
    subject: Subject | None = None
    filters: Filters = {}
    order: Order | None = None
    format: ChartFormat | None = None
    live: bool = False


class ChangedChart(Form):
    """What is named is to change; ``live`` has it move with its data or stand still."""

    filters: Filters | None = None
    order: Order | None = None
    format: ChartFormat | None = None
    live: bool | None = None


class NewDownload(Form):
    """In the chart's own format if none is said."""

    format: ChartFormat | None = None


class NewShare(Form):
    """``link`` for whoever has the link, ``user:<id>`` for one person who is signed in."""

    audience: Audience = "link"


class DesignForm(Form):
    """All of a chart but its days; ``look`` is theme and width by name."""

    kind: ChartKind
    filters: Filters = {}
    order: Order | None = None
    format: ChartFormat = "svg"
    look: Filters = {}


class TemplateForm(Form):
    """A design under a name."""

    name: Annotated[str, Field(max_length=200)]
    design: DesignForm

    def made(self) -> Design:
        """As the domain has it."""
        return Design(**self.design.model_dump())


class LoadForm(Form):
    """The days and the subject that the template leaves open."""

    period: PeriodText | None = None
    subject: Subject | None = None
    live: bool = False


class OfferForm(Form):
    """Who should have the template."""

    to: UUID


class PreferencesForm(Form):
    """All that is preferred, by name."""

    preferences: Filters


class AnswerForm(Form):
    """Whether the chart was of use."""

    useful: bool


class ErrorBody(BaseModel):
    """Why it could not be drawn."""

    code: str
    detail: str


class ChartBody(BaseModel):
    """A chart that was asked for. Its figures, as of ``as_of``, are there once it is ``ready``.

    ``progress`` runs from 0 to 1. ``figures`` are what the kind has beside its rows.
    """

    id: UUID
    version: int
    status: Literal["pending", "working", "ready", "failed", "cancelled"]
    progress: float
    kind: ChartKind
    first: Annotated[date, Field(alias="from")]
    last: Annotated[date, Field(alias="to")]
    subject: str | None
    filters: dict[str, str]
    order: str | None
    format: ChartFormat
    live: bool
    error: ErrorBody | None
    as_of: datetime | None
    nickname: str | None
    photo: str | None
    timezone: str | None
    figures: dict[str, Any] | None
    rows: list[dict[str, Any]] | None


class ChartsBody(BaseModel):
    """Newest first, without their figures."""

    items: list[ChartBody]
    next: str | None


class ShareBody(BaseModel):
    """A share as its owner sees it; ``token`` and ``url`` are shown once, when it is made."""

    id: UUID
    chart_id: UUID
    audience: str
    made_at: datetime
    ended_at: datetime | None
    token: str | None = None
    url: str | None = None


class SharesBody(BaseModel):
    """Of one chart, oldest first."""

    items: list[ShareBody]
    next: None = None


class DesignBody(BaseModel):
    """What a template holds."""

    kind: ChartKind
    filters: dict[str, str]
    order: str | None
    format: ChartFormat
    look: dict[str, str]


class TemplateBody(BaseModel):
    """A saved design."""

    id: UUID
    version: int
    name: str
    design: DesignBody
    saved_at: datetime


class TemplatesBody(BaseModel):
    """Newest first."""

    items: list[TemplateBody]
    next: None = None


class OfferBody(BaseModel):
    """A template offered; ``from`` and ``to`` are people."""

    id: UUID
    template_id: UUID
    by: Annotated[UUID, Field(alias="from")]
    to: UUID
    name: str
    design: DesignBody
    state: Literal["waiting", "approved", "rejected"]
    asked_at: datetime


class OffersBody(BaseModel):
    """Made by or to you, newest first."""

    items: list[OfferBody]
    next: None = None


class PreferencesBody(BaseModel):
    """What was chosen, by name."""

    version: int
    preferences: dict[str, str]


_OWN = ("nickname", "timezone", "photo_key", "rows", AWAITED_DOWN_TO)


def chart_body(chart: Chart, language: str) -> dict[str, Any]:
    """Of a chart, as ``ChartBody`` says."""
    names = ("id", "version", "progress", "kind", "subject", "filters", "order", "format", "live")
    told = {name: getattr(chart, name) for name in names} | {"status": chart.state.value}
    told |= {"from": chart.first, "to": chart.last, "as_of": chart.as_of, "error": None}
    if chart.error is not None:
        refusal = FAILURES.get(chart.error, CannotBeDrawn)()
        told["error"] = {"code": chart.error, "detail": refusal.sentence(language)}
    data = chart.data
    told |= {name: (data or {}).get(name) for name in ("nickname", "timezone", "rows")}
    figures = None if data is None else {k: v for k, v in data.items() if k not in _OWN}
    photo = photo_url(chart.user_id, (data or {}).get("photo_key"))
    return told | {"photo": photo, "figures": figures}


def photo_url(user_id: UUID, key: str | None) -> str | None:
    """Where users shows a photo: another one has another address."""
    return None if key is None else f"/v1/users/{user_id}/photo?v={key[:12]}"


def share_body(share: Share, token: str | None = None) -> dict[str, Any]:
    """Of a share."""
    names = ("id", "chart_id", "audience", "made_at", "ended_at")
    url = None if token is None else f"/v1/insights/shared/{token}"
    return {name: getattr(share, name) for name in names} | {"token": token, "url": url}


def design_body(design: Design) -> dict[str, Any]:
    """Of a design."""
    names = ("kind", "filters", "order", "format", "look")
    return {name: getattr(design, name) for name in names}


def template_body(template: Template) -> dict[str, Any]:
    """Of a template."""
    names = ("id", "version", "name", "saved_at")
    told = {name: getattr(template, name) for name in names}
    return told | {"design": design_body(template.design)}


def offer_body(offer: TemplateShare) -> dict[str, Any]:
    """Of an offer."""
    told = {name: getattr(offer, name) for name in ("id", "template_id", "name", "asked_at")}
    told |= {"from": offer.user_id, "to": offer.to_user_id, "state": offer.state.value}
    return told | {"design": design_body(offer.design)}
