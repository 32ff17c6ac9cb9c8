"""Versions of templates as rows."""

from collections.abc import Mapping
from dataclasses import asdict

from sqlalchemy import Connection, bindparam, insert, select
from sqlalchemy.exc import IntegrityError

from moim.contexts.notifications.domain.wording import Wording
from moim.contexts.notifications.persistence.tables import template_versions
from moim.kernel.errors import Stale
from moim.platform.prepared import Prepared

_NEWEST = Prepared(
    select(template_versions)
    .where(template_versions.c.name == bindparam("name"))
    .order_by(template_versions.c.number.desc())
    .limit(1)
)  # for each notice that is shown or sent
_COLUMNS = template_versions.c.keys()


class SqlWordings:
    """The ``Wordings`` port."""

    def __init__(self, connection: Connection) -> None:
        """Over an open transaction."""
        self._connection = connection

    def newest(self, name: str) -> Wording | None:
        """By key."""
        rows = _NEWEST.rows(self._connection, name=name)
        return Wording(**dict(zip(_COLUMNS, rows[0], strict=True))) if rows else None

    def newest_of_all(self) -> Mapping[str, Wording]:
        """There are few: each was written by hand."""
        rows = self._connection.execute(select(template_versions).order_by("number"))
        return {row.name: Wording(**row._asdict()) for row in rows}

    def add(self, wording: Wording) -> None:
        """The primary key decides between two that come at once."""
        try:
            self._connection.execute(insert(template_versions).values(asdict(wording)))
        except IntegrityError:
            raise Stale(wording.name) from None
