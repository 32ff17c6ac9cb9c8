"""Templates: kind, filters and look of a chart, saved for use again and handed on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from moim.contexts.insights.domain.chart_kinds import ChartKind, check_filters, check_order
from moim.contracts.insights import (
    TemplateLoaded,
    TemplateSaved,
    TemplateShareApproved,
    TemplateShareRejected,
    TemplateShareRequested,
)
from moim.kernel.aggregates import Aggregate
from moim.kernel.errors import Changed, Conflict, Invalid, NotFound

TEMPLATES_MAX = 50
NAME_MAX = 60
WAITING_MAX = 20
"""Offers that may wait for one person's answer."""


class TemplateNotFound(NotFound):
    """No such template of this person."""

    code = "template-not-found"
    ko = "템플릿을 찾을 수 없습니다."
    en = "There is no such template of yours."


class TooManyTemplates(Conflict):
    """Enough are kept."""

    code = "too-many-templates"
    ko = "템플릿은 {most}개까지 저장할 수 있습니다."
    en = "You can keep {most} templates."


class TemplateName(Invalid):
    """Empty, or with something in it that cannot be seen."""

    code = "template-name"
    ko = "이름을 1~{most}자로 입력하세요. 보이지 않는 문자는 쓸 수 없습니다."
    en = "Give a name of 1 to {most} visible characters."


class TemplateShareNotFound(NotFound):
    """No such offer to this person."""

    code = "template-share-not-found"
    ko = "템플릿 공유 요청을 찾을 수 없습니다."
    en = "There is no such offer of a template."


class TemplateShareAnswered(Conflict):
    """It was accepted or declined before."""

    code = "template-share-answered"
    ko = "이미 답한 템플릿 공유 요청입니다."
    en = "This offer was answered already."


class NotToOneself(Invalid):
    """One has it already."""

    code = "template-share-to-oneself"
    ko = "자신에게는 공유할 수 없습니다."
    en = "You have this template already."


class NobodyThere(NotFound):
    """There is nobody of this id."""

    code = "template-share-recipient"
    ko = "받을 사람을 찾을 수 없습니다."
    en = "There is nobody to receive it."


class TooManyOffers(Conflict):
    """Somebody has enough offers to answer."""

    code = "too-many-template-shares"
    ko = "받는 사람에게 답을 기다리는 요청이 너무 많습니다."
    en = "Too many offers wait for this person's answer."


@dataclass(frozen=True, kw_only=True)
class Design:
    """What a template holds: all of a chart but its days. ``look`` is theme and width by name."""

    kind: ChartKind
    format: str = "svg"
    filters: Mapping[str, str] = field(default_factory=dict)
    order: str | None = None
    look: Mapping[str, str] = field(default_factory=dict)

    def check(self) -> None:
        """Raise UnknownFilter or UnknownOrder."""
        check_filters(self.kind, self.filters)
        check_order(self.kind, self.order)


@dataclass(kw_only=True, eq=False)
class Template(Aggregate):
    """A design under a name of its owner's."""

    id: UUID
    user_id: UUID
    name: str
    design: Design
    saved_at: datetime

    @classmethod
    def save(cls, id: UUID, user_id: UUID, name: str, design: Design, at: datetime) -> "Template":
        """Keep a design."""
        made = cls(id=id, user_id=user_id, name=_named(name), design=design, saved_at=at)
        design.check()
        made.record(TemplateSaved(template_id=id, user_id=user_id))
        return made

    def change(self, name: str, design: Design, at: datetime, version: int | None) -> None:
        """Save it differently. Raises Changed if it is not at ``version``."""
        if version is not None and version != self.version:
            raise Changed
        design.check()
        self.name, self.design, self.saved_at = _named(name), design, at
        self.record(TemplateSaved(template_id=self.id, user_id=self.user_id))

    def load(self) -> Design:
        """Take it up."""
        self.record(TemplateLoaded(template_id=self.id, user_id=self.user_id))
        return self.design


class OfferState(StrEnum):
    """What came of an offer."""

    WAITING = "waiting"
    APPROVED = "approved"
    REJECTED = "rejected"


@dataclass(kw_only=True, eq=False)
class TemplateShare(Aggregate):
    """A template offered to somebody, as it was when it was offered."""

    id: UUID
    template_id: UUID
    user_id: UUID
    to_user_id: UUID
    name: str
    design: Design
    asked_at: datetime
    state: OfferState = OfferState.WAITING

    @classmethod
    def offer(cls, id: UUID, template: Template, to: UUID, at: datetime) -> "TemplateShare":
        """Offer a template. Raises NotToOneself."""
        if to == template.user_id:
            raise NotToOneself(field="to")
        made = cls(
            id=id,
            template_id=template.id,
            user_id=template.user_id,
            to_user_id=to,
            name=template.name,
            design=template.design,
            asked_at=at,
        )
        told = {"template_id": template.id, "share_id": id, "user_id": template.user_id, "to": to}
        made.record(TemplateShareRequested(**told))
        return made

    def approve(self, id: UUID, at: datetime) -> Template:
        """Take it: a template of one's own under the new id. Raises TemplateShareAnswered."""
        self._answer(OfferState.APPROVED)
        self.record(TemplateShareApproved(template_id=self.template_id, share_id=self.id))
        return Template.save(id, self.to_user_id, self.name, self.design, at)

    def reject(self) -> None:
        """Decline it. Raises TemplateShareAnswered."""
        self._answer(OfferState.REJECTED)
        self.record(TemplateShareRejected(template_id=self.template_id, share_id=self.id))

    def _answer(self, state: OfferState) -> None:
        if self.state is not OfferState.WAITING:
            raise TemplateShareAnswered
        self.state = state


def _named(name: str) -> str:
    seen = name.strip()
    if not 0 < len(seen) <= NAME_MAX or not seen.isprintable():
        raise TemplateName(field="name", most=NAME_MAX)
    return seen
