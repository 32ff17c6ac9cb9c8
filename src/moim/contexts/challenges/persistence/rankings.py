"""Rankings as rows: places in a clustered key, and blocks that count them.

A rank is the sum of the blocks before plus what stands before within one block: both are short
walks over an index, whatever the number of entrants and however many of them are equal. A block
that has grown is cut in two; one that has shrunk joins the block before it.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    BindParameter,
    Connection,
    Integer,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)

from moim.contexts.challenges.persistence.tables import blocks, standings
from moim.kernel.errors import Stale
from moim.platform.prepared import Prepared
from moim.platform.work import UnitOfWork

BLOCK = 512
_BOARD = bindparam("board", type_=standings.c.board_id.type)
_PLACE = bindparam("at_place", type_=standings.c.place.type)
_LOW = bindparam("at_low", type_=blocks.c.low.type)
_HELD = bindparam("holds", type_=Integer)
_MOST: BindParameter[int] = bindparam("most")

_HOLD = Prepared(select(func.pg_advisory_xact_lock(bindparam("key", type_=BigInteger))))
_LOW_OF = (
    select(blocks.c.low)
    .where(blocks.c.board_id == _BOARD, blocks.c.low <= _PLACE)
    .order_by(blocks.c.low.desc())
    .limit(1)
)
_THE_BLOCK = _LOW_OF.subquery()
_AHEAD_OF_BLOCK = (
    select(func.coalesce(func.sum(blocks.c.held), 0))
    .where(blocks.c.board_id == _BOARD, blocks.c.low < _THE_BLOCK.c.low)
    .scalar_subquery()
)
_AHEAD_WITHIN = (
    select(func.count())
    .where(
        standings.c.board_id == _BOARD,
        standings.c.place >= _THE_BLOCK.c.low,
        standings.c.place < _PLACE,
    )
    .scalar_subquery()
)
_AHEAD = Prepared(select(_AHEAD_OF_BLOCK + _AHEAD_WITHIN).select_from(_THE_BLOCK))
_BLOCK_BEFORE = Prepared(
    select(blocks.c.low, blocks.c.held)
    .where(blocks.c.board_id == _BOARD, blocks.c.low < _LOW)
    .order_by(blocks.c.low.desc())
    .limit(1)
)
_SIZE = Prepared(
    select(func.coalesce(func.sum(blocks.c.held), 0)).where(blocks.c.board_id == _BOARD)
)
_AFTER = Prepared(
    select(standings.c.place)
    .where(standings.c.board_id == _BOARD, standings.c.place > _PLACE)
    .order_by(standings.c.place)
    .limit(_MOST)
)
_BEFORE = Prepared(
    select(standings.c.place)
    .where(standings.c.board_id == _BOARD, standings.c.place < _PLACE)
    .order_by(standings.c.place.desc())
    .limit(_MOST)
)
_NTH = Prepared(
    select(standings.c.place)
    .where(standings.c.board_id == _BOARD, standings.c.place >= _LOW)
    .order_by(standings.c.place)
    .limit(1)
    .offset(bindparam("skipped"))
)
_PUT = Prepared(insert(standings).values(board_id=_BOARD, place=_PLACE))
_TAKE = Prepared(
    delete(standings).where(standings.c.board_id == _BOARD, standings.c.place == _PLACE)
)
_GROW = Prepared(
    update(blocks)
    .where(blocks.c.board_id == _BOARD, blocks.c.low == _LOW_OF.scalar_subquery())
    .values(held=blocks.c.held + bindparam("more", type_=Integer))
    .returning(blocks.c.low, blocks.c.held)
)
_RESIZE = Prepared(
    update(blocks).where(blocks.c.board_id == _BOARD, blocks.c.low == _LOW).values(held=_HELD)
)
_ADD_BLOCK = Prepared(insert(blocks).values(board_id=_BOARD, low=_LOW, held=_HELD))
_DROP_BLOCK = Prepared(delete(blocks).where(blocks.c.board_id == _BOARD, blocks.c.low == _LOW))


def hold(connection: Connection, id: UUID) -> None:
    """PostgreSQL: a lock until the commit. SQLite has one writer as it is."""
    if connection.dialect.name == "postgresql":
        key = int.from_bytes(id.bytes[8:], "big", signed=True)
        _HOLD.rows(connection, key=key)


class SqlRankings:
    """The ``Rankings`` port."""

    def __init__(self, work: UnitOfWork) -> None:
        """Rows of the unit's own transaction."""
        self._connection = work.connection

    def hold(self, challenge_id: UUID) -> None:
        """As ``hold``."""
        hold(self._connection, challenge_id)

    def move(self, board_id: UUID, before: bytes | None, after: bytes | None) -> None:
        """One row out, one in, and the counts of their blocks."""
        if before == after:
            return
        if before is not None:
            self._take(board_id, before)
        if after is not None:
            self._put(board_id, after)

    def rank(self, board_id: UUID, place: bytes) -> int:
        """A sum over blocks and a count within one."""
        found = _AHEAD.rows(self._connection, board=board_id, at_place=place)
        return int(found[0][0]) + 1 if found else 1

    def size(self, board_id: UUID) -> int:
        """A sum over blocks."""
        return int(_SIZE.rows(self._connection, board=board_id)[0][0])

    def after(self, board_id: UUID, place: bytes, most: int) -> Sequence[bytes]:
        """By key."""
        rows = _AFTER.rows(self._connection, board=board_id, at_place=place, most=most)
        return [bytes(row[0]) for row in rows]

    def before(self, board_id: UUID, place: bytes, most: int) -> Sequence[bytes]:
        """By key, backwards."""
        rows = _BEFORE.rows(self._connection, board=board_id, at_place=place, most=most)
        return [bytes(row[0]) for row in reversed(rows)]

    def _put(self, board_id: UUID, place: bytes) -> None:
        _PUT.run(self._connection, board=board_id, at_place=place)
        grown = self._grow(board_id, place, 1)
        if grown is None:
            self._add_block(board_id, b"", 1)
            return
        low, held = grown
        if held <= 2 * BLOCK:
            return
        skipped = held // 2
        middle = _NTH.rows(self._connection, board=board_id, at_low=low, skipped=skipped)
        self._resize(board_id, low, skipped)
        self._add_block(board_id, bytes(middle[0][0]), held - skipped)

    def _take(self, board_id: UUID, place: bytes) -> None:
        if _TAKE.run(self._connection, board=board_id, at_place=place) != 1:
            raise Stale("standings")
        shrunk = self._grow(board_id, place, -1)
        if shrunk is not None and shrunk[1] < BLOCK // 4 and shrunk[0] != b"":
            self._join(board_id, *shrunk)

    def _grow(self, board_id: UUID, place: bytes, more: int) -> tuple[bytes, int] | None:
        """The block that a place lies in, once it holds so many more; None if there is none."""
        rows = _GROW.rows(self._connection, board=board_id, at_place=place, more=more)
        return (bytes(rows[0][0]), int(rows[0][1])) if rows else None

    def _join(self, board_id: UUID, low: bytes, held: int) -> None:
        """Put a small block to the one before it, if the two are not too much for one."""
        ((before, there),) = _BLOCK_BEFORE.rows(self._connection, board=board_id, at_low=low)
        if held and there + held > BLOCK + BLOCK // 2:
            return
        _DROP_BLOCK.run(self._connection, board=board_id, at_low=low)
        self._resize(board_id, bytes(before), there + held)

    def _resize(self, board_id: UUID, low: bytes, held: int) -> None:
        _RESIZE.run(self._connection, board=board_id, at_low=low, holds=held)

    def _add_block(self, board_id: UUID, low: bytes, held: int) -> None:
        _ADD_BLOCK.run(self._connection, board=board_id, at_low=low, holds=held)
