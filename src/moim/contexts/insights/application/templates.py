"""Use cases about templates and preferences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from moim.contexts.insights.application.charts import AskForChart, ask_for_chart
from moim.contexts.insights.application.ports import Work
from moim.contexts.insights.domain.chart import Chart
from moim.contexts.insights.domain.preferences import ChartPreferences
from moim.contexts.insights.domain.template import (
    TEMPLATES_MAX,
    WAITING_MAX,
    Design,
    NobodyThere,
    Template,
    TemplateNotFound,
    TemplateShare,
    TemplateShareNotFound,
    TooManyOffers,
    TooManyTemplates,
)
from moim.kernel.ids import new_id


@dataclass(frozen=True, kw_only=True)
class SaveTemplate:
    """``id`` None for a new one; ``version`` as the asker last saw it, None for any."""

    user_id: UUID
    name: str
    design: Design
    id: UUID | None = None
    version: int | None = None


def save_template(command: SaveTemplate, work: Work) -> Template:
    """Keep a design under a name. Raises TooManyTemplates, TemplateNotFound, Changed."""
    if command.id is None:
        _must_have_room(command.user_id, work)
        template = Template.save(new_id(), command.user_id, command.name, command.design, work.now)
    else:
        template = one_template((command.id, command.user_id), work)
        template.change(command.name, command.design, work.now, command.version)
    work.templates.save(template)
    return template


def templates_of(user_id: UUID, work: Work) -> Sequence[Template]:
    """All of somebody's, newest first."""
    return work.templates.of(user_id)


def one_template(about: tuple[UUID, UUID], work: Work) -> Template:
    """One by its id and its owner's. Raises TemplateNotFound."""
    template = work.templates.find(*about)
    if template is None:
        raise TemplateNotFound
    return template


def remove_template(about: tuple[UUID, UUID], work: Work) -> None:
    """Raises TemplateNotFound."""
    if not work.templates.remove(*about):
        raise TemplateNotFound


@dataclass(frozen=True, kw_only=True)
class ChartFromTemplate:
    """A chart as a template says, of these days and of this subject."""

    id: UUID
    user_id: UUID
    period: tuple[date, date] | str | None = None
    subject: str | None = None
    live: bool = False


def load_template(command: ChartFromTemplate, work: Work) -> Chart:
    """Take the template up and ask for a chart with it."""
    template = one_template((command.id, command.user_id), work)
    design = template.load()
    work.templates.save(template)
    return ask_for_chart(
        AskForChart(
            user_id=command.user_id,
            kind=design.kind,
            format=design.format,
            period=command.period,
            subject=command.subject,
            filters=dict(design.filters),
            order=design.order,
            live=command.live,
        ),
        work,
    )


@dataclass(frozen=True, kw_only=True)
class OfferTemplate:
    """``to`` is who should have it."""

    template_id: UUID
    user_id: UUID
    to: UUID


def offer_template(command: OfferTemplate, work: Work) -> TemplateShare:
    """Offer a template to somebody. Raises NobodyThere, NotToOneself, TooManyOffers."""
    template = one_template((command.template_id, command.user_id), work)
    offer = TemplateShare.offer(new_id(), template, command.to, work.now)
    known = work.viewers.get(command.to)
    blocked = work.follows.blocked_between(command.user_id, [command.to])
    if known.nickname is None or known.left or blocked:
        raise NobodyThere
    if work.offers.waiting_for(command.to) >= WAITING_MAX:
        raise TooManyOffers
    work.offers.save(offer)
    return offer


def offers_involving(user_id: UUID, work: Work) -> Sequence[TemplateShare]:
    """Made by or to somebody, newest first; none between two of whom one blocked the other."""
    found = work.offers.involving(user_id)
    others = {id for offer in found for id in (offer.user_id, offer.to_user_id)} - {user_id}
    blocked = work.follows.blocked_between(user_id, sorted(others)) if others else set()
    return [one for one in found if not blocked & {one.user_id, one.to_user_id}]


def approve_offer(about: tuple[UUID, UUID], work: Work) -> Template:
    """Take an offer by its id and the recipient's; the template is theirs from now on."""
    offer = _offer(about, work)
    _must_have_room(offer.to_user_id, work)
    template = offer.approve(new_id(), work.now)
    work.offers.save(offer)
    work.templates.save(template)
    return template


def reject_offer(about: tuple[UUID, UUID], work: Work) -> None:
    """Decline an offer by its id and the recipient's."""
    offer = _offer(about, work)
    offer.reject()
    work.offers.save(offer)


def _offer(about: tuple[UUID, UUID], work: Work) -> TemplateShare:
    offer = work.offers.find(*about)
    if offer is None:
        raise TemplateShareNotFound
    return offer


def _must_have_room(user_id: UUID, work: Work) -> None:
    if len(work.templates.of(user_id)) >= TEMPLATES_MAX:
        raise TooManyTemplates(most=TEMPLATES_MAX)


@dataclass(frozen=True, kw_only=True)
class SavePreferences:
    """All that is preferred; what is not named is chosen no longer."""

    user_id: UUID
    chosen: Mapping[str, str]
    version: int | None = None


def save_preferences(command: SavePreferences, work: Work) -> ChartPreferences:
    """Raises UnknownPreference, Changed."""
    preferences = work.preferences.get(command.user_id)
    preferences.save(command.chosen, command.version)
    work.preferences.save(preferences)
    return preferences


def preferences_of(user_id: UUID, work: Work) -> ChartPreferences:
    """What somebody chose."""
    return work.preferences.get(user_id)
