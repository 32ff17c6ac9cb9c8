"""The index of words: FTS5 on SQLite, a tsvector on PostgreSQL, the same terms and answers.

Neither database cuts words itself: the terms are the application's, and both are told where each
stands, so that a phrase means the same. The order is that of publishing, not an engine's score.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    String,
    bindparam,
    column,
    delete,
    select,
    table,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite

from moim.contexts.community.application.belongings import Row
from moim.contexts.community.domain.indexing import Word
from moim.contexts.community.persistence.lists import lean
from moim.contexts.community.persistence.tables import posts, search_docs
from moim.platform.prepared import Prepared
from moim.platform.transactions import SCRUB

POSITION_MAX = 16_383
MERGED_PAGES = 200
IDLE_CHANGES = 2  # fewer: the merge had nothing to do (sqlite.org/fts5.html, "merge")
_FULL_TEXT = table("fts_posts", column("rowid", Integer))
_MATCHING = {
    "sqlite": text("fts_posts MATCH :wanted"),
    "postgresql": text("search_docs.grams @@ CAST(:wanted AS tsquery)"),
}
_SEEN = {
    "sqlite": text("+posts.visible"),  # not by its index: only what was matched is looked at
    "postgresql": text("posts.visible"),
}


def _page(kind: str, *, further: bool) -> Prepared:
    """Lean rows with ``seq``, their place in the order."""
    order: ColumnElement[int] = search_docs.c.seq
    page = lean(search_docs.c.seq).join(search_docs, search_docs.c.post_id == posts.c.id)
    if kind == "sqlite":
        order = _FULL_TEXT.c.rowid
        page = page.join(_FULL_TEXT, order == search_docs.c.seq)
    page = page.where(_MATCHING[kind].bindparams(bindparam("wanted", type_=String)), _SEEN[kind])
    if further:
        page = page.where(order < bindparam("after", type_=search_docs.c.seq.type))
    return Prepared(page.order_by(order.desc()).limit(bindparam("most", type_=Integer)))


_PAGES = {
    (kind, further): _page(kind, further=further) for kind in _MATCHING for further in (False, True)
}


class SqlSearch:
    """The ``Search`` port."""

    def __init__(self, connection: Connection) -> None:
        """Over an open transaction."""
        self._connection = connection
        self._sqlite = connection.dialect.name == "sqlite"

    def put(self, post_id: UUID, terms: Sequence[str]) -> None:
        """The first time gives the place in the order; later ones keep it."""
        kind = sqlite if self._sqlite else postgresql
        row = kind.insert(search_docs).values(post_id=post_id).on_conflict_do_nothing()
        self._connection.execute(row)
        if self._sqlite:
            seq = self._seq(post_id)
            self._forget(seq)
            self._connection.execute(
                text("INSERT INTO fts_posts (rowid, grams) VALUES (:seq, :grams)"),
                {"seq": seq, "grams": " ".join(terms)},
            )
        else:
            self._connection.execute(
                text("UPDATE search_docs SET grams = CAST(:grams AS tsvector) WHERE post_id = :id"),
                {"grams": _vector(terms), "id": post_id},
            )

    def remove(self, post_id: UUID) -> None:
        """Both rows."""
        seq = self._seq(post_id)
        if seq is None:
            return
        if self._sqlite:
            self._forget(seq)
        self._connection.execute(delete(search_docs).where(search_docs.c.seq == seq))

    def after(self, seq: int, limit: int) -> Sequence[tuple[int, UUID]]:
        """By key."""
        wanted = select(search_docs.c.seq, search_docs.c.post_id).where(search_docs.c.seq > seq)
        rows = self._connection.execute(wanted.order_by(search_docs.c.seq).limit(limit)).all()
        return [(row.seq, row.post_id) for row in rows]

    def tidy(self, *, first: bool) -> bool:
        """FTS5 keeps deleted terms in its older segments until they are merged."""
        if not self._sqlite:
            return False
        changes = text("SELECT total_changes()")
        before = self._connection.execute(changes).scalar_one()
        pages = -MERGED_PAGES if first else MERGED_PAGES  # a negative number takes in all segments
        merge = text("INSERT INTO fts_posts (fts_posts, rank) VALUES ('merge', :pages)")
        self._connection.execute(merge, {"pages": pages})
        changed: int = self._connection.execute(changes).scalar_one() - before
        more = changed >= IDLE_CHANGES
        if not more:
            self._connection.info[SCRUB] = True  # the log still has what was merged away
        return more

    def page(self, words: Sequence[Word], after: int | None, limit: int) -> Sequence[Row]:
        """From the newest on, by the place in the order; hidden ones are stepped over."""
        kind = self._connection.dialect.name
        page = _PAGES[kind, after is not None]
        asked = _fts(words) if self._sqlite else _tsquery(words)
        given = {"wanted": asked, "most": limit} | ({} if after is None else {"after": after})
        rows = page.named(self._connection, **given)
        return [row._asdict() for row in rows]

    def _seq(self, post_id: UUID) -> int | None:
        found: int | None = self._connection.execute(
            select(search_docs.c.seq).where(search_docs.c.post_id == post_id)
        ).scalar()
        return found

    def _forget(self, seq: int | None) -> None:
        self._connection.execute(text("DELETE FROM fts_posts WHERE rowid = :seq"), {"seq": seq})


def _fts(words: Sequence[Word]) -> str:
    """``"마라 라톤" AND "런"* AND ("달리 리다" OR ("ǂ달리"))``."""
    return " AND ".join(_either(_phrase(word), " AND ", _fts_terms(word), " OR ") for word in words)


def _phrase(word: Word) -> str:
    return f'"{" ".join(word.terms)}"{"*" if word.begins else ""}'


def _fts_terms(word: Word) -> list[str]:
    return [f'"{stem}"' for stem in word.stems]


def _either(phrase: str, both: str, stems: Sequence[str], either: str) -> str:
    return f"({phrase}{either}({both.join(stems)}))" if stems else phrase


def _tsquery(words: Sequence[Word]) -> str:
    """``('마라' <-> '라톤') & '런':* & (('달리' <-> '리다') | ('ǂ달리'))``."""
    return " & ".join(
        _either(_beside(word), " & ", [_quoted(stem) for stem in word.stems], " | ")
        for word in words
    )


def _beside(word: Word) -> str:
    if word.begins:
        return f"{_quoted(word.terms[0])}:*"
    return f"({' <-> '.join(_quoted(term) for term in word.terms)})"


def _vector(terms: Sequence[str]) -> str:
    return " ".join(f"{_quoted(term)}:{at}" for at, term in enumerate(terms[:POSITION_MAX], 1))


def _quoted(term: str) -> str:
    return "'" + term.replace("'", "''").replace("\\", "\\\\") + "'"
