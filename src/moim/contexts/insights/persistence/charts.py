"""Charts that were asked for, and their shares, as rows."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, and_, bindparam, delete, func, or_, select, update

from moim.contexts.insights.application.ports import ChartList
from moim.contexts.insights.domain.chart import UNDER_WAY, Chart, ChartState
from moim.contexts.insights.domain.chart_kinds import ChartKind, Source
from moim.contexts.insights.domain.sharing import Protection, Share
from moim.contexts.insights.persistence.tables import chart_shares, charts, protections
from moim.kernel.aggregates import Aggregate
from moim.platform.prepared import Prepared
from moim.platform.saving import save_row
from moim.platform.upsert import upsert

_VERSION = Prepared(
    select(charts.c.version).where(
        charts.c.id == bindparam("id"), charts.c.user_id == bindparam("user_id")
    )
)  # before every look at a chart that may be answered from memory
_FROM_RECORDINGS = [
    kind.value for kind in ChartKind if kind.traits.source in (Source.TRACK, Source.TRACKS)
]
_FROM_ANALYSES = [
    kind.value for kind in ChartKind if kind.traits.dataset == ChartKind.ANALYSIS.traits.dataset
]
_STATES_UNDER_WAY = [state.value for state in UNDER_WAY]
_LIVE_OF = Prepared(
    select(charts).where(charts.c.user_id == bindparam("user_id"), charts.c.live)
)  # after every workout
_UNDER_WAY_NOW = or_(*(charts.c.state == state for state in _STATES_UNDER_WAY))
_STANDS_WITHOUT_SOME = and_(
    or_(*(charts.c.kind == kind for kind in _FROM_ANALYSES)),
    charts.c.state == ChartState.READY.value,
    charts.c.data["missing"].as_integer() > 0,
)
_LACKING_OF = Prepared(
    select(charts).where(
        charts.c.user_id == bindparam("user_id"),
        or_(and_(charts.c.kind == ChartKind.ANALYSIS.value, _UNDER_WAY_NOW), _STANDS_WITHOUT_SOME),
    )
)  # after every analysis
_NEXT_TO_DRAW = Prepared(
    select(charts)
    .where(
        _UNDER_WAY_NOW,
        or_(*(charts.c.kind == kind for kind in _FROM_RECORDINGS)),
    )
    .order_by(charts.c.id)
    .limit(1)
)
_LISTED = [column for column in charts.c if column.name != "data"]


class SqlCharts:
    """The ``Charts`` port."""

    def __init__(
        self,
        connection: Connection,
        publish: Callable[[Aggregate], None],
        moved: Callable[[Chart], None],
    ) -> None:
        """``publish`` takes what a saved chart recorded, ``moved`` hears which chart changed."""
        self._connection = connection
        self._publish = publish
        self._moved = moved

    def find(self, id: UUID, user_id: UUID) -> Chart | None:
        """One row by key."""
        row = self._connection.execute(
            select(charts).where(charts.c.id == id, charts.c.user_id == user_id)
        ).first()
        return None if row is None else _chart(row, row.data)

    def version_of(self, id: UUID, user_id: UUID) -> int | None:
        """One number by key."""
        rows = _VERSION.rows(self._connection, id=id, user_id=user_id)
        return rows[0][0] if rows else None

    def save(self, chart: Chart) -> None:
        """Insert or update under the version."""
        row = {name: getattr(chart, name) for name in _PLAIN}
        row |= {"kind": chart.kind.value, "state": chart.state.value, "sorting": chart.order}
        save_row(self._connection, charts, chart, row)
        self._moved(chart)
        self._publish(chart)

    def page(self, about: ChartList) -> Sequence[Chart]:
        """By the owner's index, newest first, without their figures."""
        statement = (
            select(*_LISTED)
            .where(charts.c.user_id == about.user_id)
            .order_by(charts.c.id.desc())
            .limit(about.limit)
        )
        if about.after is not None:
            statement = statement.where(charts.c.id < about.after)
        if about.subject is not None:
            statement = statement.where(charts.c.subject == about.subject)
        return [_chart(row, None) for row in self._connection.execute(statement)]

    def lacking_of(self, user_id: UUID) -> Sequence[Chart]:
        """As ``live_of``."""
        rows = _LACKING_OF.named(self._connection, user_id=user_id)
        return [_chart(row, row.data) for row in rows]

    def live_of(self, user_id: UUID) -> Sequence[Chart]:
        """By the owner's index: at most CHARTS_MAX rows are looked at."""
        rows = _LIVE_OF.named(self._connection, user_id=user_id)
        return [_chart(row, row.data) for row in rows]

    def next_to_draw(self) -> Chart | None:
        """The oldest under way that a job draws from recordings."""
        row = _NEXT_TO_DRAW.first(self._connection)
        return None if row is None else _chart(row, row.data)

    def keep_newest(self, user_id: UUID, count: int) -> None:
        """Ids are in the order of time."""
        kept = (
            select(charts.c.id)
            .where(charts.c.user_id == user_id)
            .order_by(charts.c.id.desc())
            .limit(count)
        )
        self._connection.execute(
            delete(charts).where(charts.c.user_id == user_id, charts.c.id.not_in(kept))
        )


class SqlShares:
    """The ``Shares`` port."""

    def __init__(self, connection: Connection, publish: Callable[[Aggregate], None]) -> None:
        """``publish`` takes what a saved share recorded."""
        self._connection = connection
        self._publish = publish

    def by_token(self, token_hash: bytes) -> Share | None:
        """By the unique index."""
        row = self._connection.execute(
            select(chart_shares).where(chart_shares.c.token_hash == token_hash)
        ).first()
        return None if row is None else _share(row)

    def find(self, id: UUID, user_id: UUID) -> Share | None:
        """One row by key."""
        row = self._connection.execute(
            select(chart_shares).where(chart_shares.c.id == id, chart_shares.c.user_id == user_id)
        ).first()
        return None if row is None else _share(row)

    def of_chart(self, chart_id: UUID, user_id: UUID) -> Sequence[Share]:
        """By the owner's index."""
        rows = self._connection.execute(
            select(chart_shares)
            .where(chart_shares.c.user_id == user_id, chart_shares.c.chart_id == chart_id)
            .order_by(chart_shares.c.id)
        )
        return [_share(row) for row in rows]

    def holding(self, chart_id: UUID, user_id: UUID) -> int:
        """By the owner's index."""
        return self._connection.execute(
            select(func.count())
            .select_from(chart_shares)
            .where(
                chart_shares.c.user_id == user_id,
                chart_shares.c.chart_id == chart_id,
                chart_shares.c.ended_at.is_(None),
            )
        ).scalar_one()

    def save(self, share: Share) -> None:
        """Insert or update under the version."""
        names = ("id", "chart_id", "user_id", "audience", "token_hash", "made_at", "ended_at")
        row = {name: getattr(share, name) for name in names}
        save_row(self._connection, chart_shares, share, row)
        self._publish(share)

    def end_all_of(self, user_id: UUID, at: Any) -> None:
        """One statement over the owner's index."""
        self._connection.execute(
            update(chart_shares)
            .where(chart_shares.c.user_id == user_id, chart_shares.c.ended_at.is_(None))
            .values(ended_at=at, version=chart_shares.c.version + 1)
        )


class SqlProtections:
    """The ``Protections`` port."""

    def __init__(self, connection: Connection) -> None:
        """Over one connection."""
        self._connection = connection

    def get(self, user_id: UUID) -> Protection:
        """One row by key, or the defaults."""
        row = self._connection.execute(
            select(protections).where(protections.c.user_id == user_id)
        ).first()
        return Protection(user_id=user_id) if row is None else Protection(**row._mapping)  # noqa: SLF001

    def put(self, protection: Protection) -> None:
        """Insert or replace."""
        names = Protection.__dataclass_fields__
        upsert(self._connection, protections, {name: getattr(protection, name) for name in names})


_PLAIN = (
    "id",
    "user_id",
    "format",
    "first",
    "last",
    "subject",
    "filters",
    "live",
    "progress",
    "error",
    "format_wanted",
    "repairing",
    "data",
    "as_of",
)


def _chart(row: Row[Any], data: dict[str, Any] | None) -> Chart:
    values = {name: getattr(row, name) for name in _PLAIN if name != "data"}
    return Chart(
        **values,
        version=row.version,
        kind=ChartKind(row.kind),
        state=ChartState(row.state),
        order=row.sorting,
        data=data,
    )


def _share(row: Row[Any]) -> Share:
    return Share(**row._mapping)  # noqa: SLF001
