"""Versions of templates as rows."""

from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import IntegrityError

from moim.contexts.notifications.domain.wording import Wording
from moim.contexts.notifications.persistence.tables import template_versions
from moim.kernel.errors import Stale


class SqlWordings:
    """The ``Wordings`` port."""

    def __init__(self, connection: Connection) -> None:
        """Over an open transaction."""
        self._connection = connection

    def newest(self, name: str) -> Wording | None:
        """By key."""
        found = self.versions(name)
        return found[0] if found else None

    def versions(self, name: str) -> Sequence[Wording]:
        """The newest first."""
        table = template_versions
        wanted = select(table).where(table.c.name == name).order_by(table.c.number.desc())
        return [Wording(**row._asdict()) for row in self._connection.execute(wanted)]

    def add(self, wording: Wording) -> None:
        """The primary key decides between two that come at once."""
        try:
            self._connection.execute(insert(template_versions).values(asdict(wording)))
        except IntegrityError:
            raise Stale(wording.name) from None
