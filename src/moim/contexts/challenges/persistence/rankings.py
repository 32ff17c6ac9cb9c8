"""Rankings as rows: places in a clustered key, and blocks that count them.

A rank is the sum of the blocks before plus what stands before within one block: both are short
walks over an index, whatever the number of entrants and however many of them are equal. A block
that has grown is cut in two; one that has shrunk joins the block before it.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import BindParameter, bindparam, delete, func, insert, select, update

from moim.contexts.challenges.persistence.challenges import HOLD
from moim.contexts.challenges.persistence.tables import blocks, standings
from moim.kernel.errors import Stale
from moim.platform.prepared import Prepared
from moim.platform.work import UnitOfWork

BLOCK = 512
_BOARD = bindparam("board", type_=standings.c.board_id.type)
_PLACE = bindparam("at_place", type_=standings.c.place.type)
_LOW = bindparam("at_low", type_=blocks.c.low.type)
_MOST: BindParameter[int] = bindparam("most")

_BLOCK_OF = Prepared(
    select(blocks.c.low, blocks.c.held)
    .where(blocks.c.board_id == _BOARD, blocks.c.low <= _PLACE)
    .order_by(blocks.c.low.desc())
    .limit(1)
)
_BLOCK_BEFORE = (
    select(blocks.c.low, blocks.c.held)
    .where(blocks.c.board_id == _BOARD, blocks.c.low < _LOW)
    .order_by(blocks.c.low.desc())
    .limit(1)
)
_BEFORE_BLOCK = Prepared(
    select(func.coalesce(func.sum(blocks.c.held), 0)).where(
        blocks.c.board_id == _BOARD, blocks.c.low < _LOW
    )
)
_WITHIN_BLOCK = Prepared(
    select(func.count()).where(
        standings.c.board_id == _BOARD, standings.c.place >= _LOW, standings.c.place < _PLACE
    )
)
_SIZE = select(func.coalesce(func.sum(blocks.c.held), 0)).where(blocks.c.board_id == _BOARD)
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
_NTH = (
    select(standings.c.place)
    .where(standings.c.board_id == _BOARD, standings.c.place >= _LOW)
    .order_by(standings.c.place)
    .limit(1)
    .offset(bindparam("skipped"))
)
_PUT = insert(standings)
_TAKE = delete(standings).where(standings.c.board_id == _BOARD, standings.c.place == _PLACE)
_RESIZE = (
    update(blocks)
    .where(blocks.c.board_id == _BOARD, blocks.c.low == _LOW)
    .values(held=bindparam("holds"))
)
_ADD_BLOCK = insert(blocks)
_DROP_BLOCK = delete(blocks).where(blocks.c.board_id == _BOARD, blocks.c.low == _LOW)


class SqlRankings:
    """The ``Rankings`` port."""

    def __init__(self, work: UnitOfWork) -> None:
        """Rows of the unit's own transaction."""
        self._connection = work.connection

    def hold(self, challenge_id: UUID) -> None:
        """PostgreSQL: a lock until the commit. SQLite has one writer as it is."""
        if self._connection.dialect.name == "postgresql":
            key = int.from_bytes(challenge_id.bytes[8:], "big", signed=True)
            self._connection.execute(HOLD, {"challenge": key})

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
        found = _BLOCK_OF.rows(self._connection, board=board_id, at_place=place)
        if not found:
            return 1
        low = found[0][0]
        ahead = _BEFORE_BLOCK.rows(self._connection, board=board_id, at_low=low)
        within = _WITHIN_BLOCK.rows(self._connection, board=board_id, at_low=low, at_place=place)
        return int(ahead[0][0]) + int(within[0][0]) + 1

    def size(self, board_id: UUID) -> int:
        """A sum over blocks."""
        return int(self._connection.execute(_SIZE, {"board": board_id}).scalar_one())

    def after(self, board_id: UUID, place: bytes, most: int) -> Sequence[bytes]:
        """By key."""
        rows = _AFTER.rows(self._connection, board=board_id, at_place=place, most=most)
        return [bytes(row[0]) for row in rows]

    def before(self, board_id: UUID, place: bytes, most: int) -> Sequence[bytes]:
        """By key, backwards."""
        rows = _BEFORE.rows(self._connection, board=board_id, at_place=place, most=most)
        return [bytes(row[0]) for row in reversed(rows)]

    def _put(self, board_id: UUID, place: bytes) -> None:
        self._connection.execute(_PUT, {"board_id": board_id, "place": place})
        found = _BLOCK_OF.rows(self._connection, board=board_id, at_place=place)
        if not found:
            self._add_block(board_id, b"", 1)
            return
        low, held = bytes(found[0][0]), found[0][1] + 1
        if held <= 2 * BLOCK:
            self._resize(board_id, low, held)
            return
        about = {"board": board_id, "at_low": low, "skipped": held // 2}
        middle = bytes(self._connection.execute(_NTH, about).scalar_one())
        self._resize(board_id, low, held // 2)
        self._add_block(board_id, middle, held - held // 2)

    def _take(self, board_id: UUID, place: bytes) -> None:
        about = {"board": board_id, "at_place": place}
        if self._connection.execute(_TAKE, about).rowcount != 1:
            raise Stale("standings")
        found = _BLOCK_OF.rows(self._connection, board=board_id, at_place=place)
        low, held = bytes(found[0][0]), found[0][1] - 1
        if held < BLOCK // 4 and low != b"" and self._joined(board_id, low, held):
            return
        self._resize(board_id, low, held)

    def _joined(self, board_id: UUID, low: bytes, held: int) -> bool:
        about = {"board": board_id, "at_low": low}
        row = self._connection.execute(_BLOCK_BEFORE, about).one()
        if held and row.held + held > BLOCK + BLOCK // 2:
            return False
        self._connection.execute(_DROP_BLOCK, about)
        self._resize(board_id, bytes(row.low), row.held + held)
        return True

    def _resize(self, board_id: UUID, low: bytes, held: int) -> None:
        self._connection.execute(_RESIZE, {"board": board_id, "at_low": low, "holds": held})

    def _add_block(self, board_id: UUID, low: bytes, held: int) -> None:
        self._connection.execute(_ADD_BLOCK, {"board_id": board_id, "low": low, "held": held})
