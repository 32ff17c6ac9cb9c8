"""Templates, their offers, and preferences, as rows."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, delete, func, select

from moim.contexts.insights.domain.chart_kinds import ChartKind
from moim.contexts.insights.domain.preferences import ChartPreferences
from moim.contexts.insights.domain.template import Design, OfferState, Template, TemplateShare
from moim.contexts.insights.persistence.tables import preferences, template_shares, templates
from moim.kernel.aggregates import Aggregate
from moim.platform.saving import save_row

Publish = Callable[[Aggregate], None]


class SqlTemplates:
    """The ``Templates`` port."""

    def __init__(self, connection: Connection, publish: Publish) -> None:
        """``publish`` takes what a saved template recorded."""
        self._connection = connection
        self._publish = publish

    def find(self, id: UUID, user_id: UUID) -> Template | None:
        """One row by key."""
        row = self._connection.execute(
            select(templates).where(templates.c.id == id, templates.c.user_id == user_id)
        ).first()
        return None if row is None else _template(row)

    def of(self, user_id: UUID) -> Sequence[Template]:
        """By the owner's index."""
        rows = self._connection.execute(
            select(templates).where(templates.c.user_id == user_id).order_by(templates.c.id.desc())
        )
        return [_template(row) for row in rows]

    def save(self, template: Template) -> None:
        """Insert or update under the version."""
        row = {name: getattr(template, name) for name in ("id", "user_id", "name", "saved_at")}
        row |= {"design": _told(template.design)}
        save_row(self._connection, templates, template, row)
        self._publish(template)

    def remove(self, id: UUID, user_id: UUID) -> bool:
        """Whether there was one."""
        gone = self._connection.execute(
            delete(templates).where(templates.c.id == id, templates.c.user_id == user_id)
        )
        return gone.rowcount == 1


class SqlOffers:
    """The ``Offers`` port."""

    def __init__(self, connection: Connection, publish: Publish) -> None:
        """``publish`` takes what a saved offer recorded."""
        self._connection = connection
        self._publish = publish

    def find(self, id: UUID, to_user_id: UUID) -> TemplateShare | None:
        """One row by key, if it is for this person."""
        row = self._connection.execute(
            select(template_shares).where(
                template_shares.c.id == id, template_shares.c.to_user_id == to_user_id
            )
        ).first()
        return None if row is None else _offer(row)

    def involving(self, user_id: UUID) -> Sequence[TemplateShare]:
        """Those made by or to somebody, the newest hundred of each, by their indexes."""
        table = template_shares
        found: dict[UUID, TemplateShare] = {}
        for side in (table.c.to_user_id, table.c.user_id):
            rows = self._connection.execute(
                select(table).where(side == user_id).order_by(table.c.id.desc()).limit(OFFERS_SHOWN)
            )
            found |= {row.id: _offer(row) for row in rows}
        return [found[id] for id in sorted(found, reverse=True)]

    def waiting_for(self, to_user_id: UUID) -> int:
        """By the recipient's index."""
        return self._connection.execute(
            select(func.count())
            .select_from(template_shares)
            .where(
                template_shares.c.to_user_id == to_user_id,
                template_shares.c.state == OfferState.WAITING.value,
            )
        ).scalar_one()

    def save(self, offer: TemplateShare) -> None:
        """Insert or update under the version."""
        names = ("id", "template_id", "user_id", "to_user_id", "name", "asked_at")
        row = {name: getattr(offer, name) for name in names}
        row |= {"design": _told(offer.design), "state": offer.state.value}
        save_row(self._connection, template_shares, offer, row)
        self._publish(offer)


class SqlPreferences:
    """The ``Preferences`` port."""

    def __init__(self, connection: Connection, publish: Publish) -> None:
        """``publish`` takes what saved preferences recorded."""
        self._connection = connection
        self._publish = publish

    def get(self, user_id: UUID) -> ChartPreferences:
        """One row by key, or none chosen."""
        row = self._connection.execute(
            select(preferences).where(preferences.c.user_id == user_id)
        ).first()
        if row is None:
            return ChartPreferences(user_id=user_id)
        return ChartPreferences(user_id=user_id, chosen=row.chosen, version=row.version)

    def save(self, chosen: ChartPreferences) -> None:
        """Insert or update under the version."""
        row = {"user_id": chosen.user_id, "chosen": chosen.chosen}
        save_row(self._connection, preferences, chosen, row)
        self._publish(chosen)

    def loaded(self, chosen: ChartPreferences) -> None:
        """Nothing to write: only to tell."""
        self._publish(chosen)


OFFERS_SHOWN = 100


def _told(design: Design) -> dict[str, Any]:
    told = {name: getattr(design, name) for name in ("format", "order")}
    return told | {
        "kind": design.kind.value,
        "filters": dict(design.filters),
        "look": dict(design.look),
    }


def _design(told: dict[str, Any]) -> Design:
    return Design(**(told | {"kind": ChartKind(told["kind"])}))


def _template(row: Row[Any]) -> Template:
    return Template(**(dict(row._mapping) | {"design": _design(row.design)}))  # noqa: SLF001


def _offer(row: Row[Any]) -> TemplateShare:
    values = dict(row._mapping) | {"design": _design(row.design)}  # noqa: SLF001
    return TemplateShare(**(values | {"state": OfferState(row.state)}))
