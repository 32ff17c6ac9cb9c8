"""Questions: pages of posts and comments, one post, search, boards' statistics."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from moim.contexts.community.application.ports import Wanted, Work
from moim.contexts.community.application.posts import Actor, OnePost
from moim.contexts.community.domain.boards import BOARDS, board_named
from moim.contexts.community.domain.comment import CommentNotFound
from moim.contexts.community.domain.comment import State as CommentState
from moim.contexts.community.domain.guarding import warnings
from moim.contexts.community.domain.indexing import words_of
from moim.contexts.community.domain.member import Member
from moim.contexts.community.domain.post import Edit, PostNotFound, State
from moim.kernel.errors import NotFound

STATISTICS_DAYS = 30


class MemberNotFound(NotFound):
    """Nobody, or nobody that the asker may see."""

    code = "member-not-found"
    ko = "그런 회원이 없습니다."
    en = "There is no such member."


Row = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class SeenPost:
    """A post as one viewer sees it; ``did`` is what the viewer did with it.

    ``decides`` is whether they see, too, what waits for a moderator.
    """

    row: Row
    author: Member
    did: frozenset[str]
    gated: bool
    warnings: tuple[str, ...]
    decides: bool


def page_of_posts(wanted: Wanted, work: Work) -> Sequence[Row]:
    """Lean rows in the order asked for. Raises NoSuchBoard."""
    if wanted.board is not None:
        board_named(wanted.board)
    return work.lists.page(wanted)


def one_post(wanted: OnePost, work: Work) -> SeenPost:
    """Raises PostNotFound, also between two who block each other."""
    row, viewer = work.posts.row(wanted.id), wanted.actor.user_id
    if row is None:
        raise PostNotFound
    own = row["author_id"] == viewer
    if row["state"] == State.REMOVED.value or not (row["visible"] or own or wanted.actor.moderator):
        raise PostNotFound
    if not own and work.follows.blocked_between(viewer, [row["author_id"]]):
        raise PostNotFound
    gated = row["category"] in BOARDS[row["board"]].gated
    opened = own or not gated or work.reactions.unlocked(row["id"], viewer)
    return SeenPost(
        row=row,
        author=work.members.get(row["author_id"]),
        did=frozenset(work.reactions.of(row["id"], viewer)),
        gated=not opened,
        warnings=warnings(f"{row['title']} {row['body']}") if own else (),
        decides=own or wanted.actor.moderator,
    )


def edits_of(wanted: OnePost, work: Work) -> Sequence[Edit]:
    """How the post read before, the newest first; whoever sees it sees that too."""
    seen = one_post(wanted, work)
    return [] if seen.gated else list(reversed(work.posts.edits(wanted.id)))


@dataclass(frozen=True, kw_only=True)
class CommentsOf:
    """A page of a post's comments; ``after`` is the path of the last one."""

    post: OnePost
    after: str | None
    limit: int


@dataclass(frozen=True, kw_only=True)
class SeenComments:
    """Rows in the order of the tree, whose texts the viewer does not see, what they recommend."""

    rows: Sequence[Row]
    blocked: set[UUID]
    gated: bool
    recommended: set[UUID]


def comments_of(wanted: CommentsOf, work: Work) -> SeenComments:
    """A page of them as one viewer sees it. Raises PostNotFound."""
    seen, viewer = one_post(wanted.post, work), wanted.post.actor.user_id
    waiting_of = None if wanted.post.actor.moderator else viewer
    rows = work.comments.page(wanted.post.id, wanted.after, wanted.limit, waiting_of)
    authors = list({row["author_id"] for row in rows})
    return SeenComments(
        rows=rows,
        blocked=work.follows.blocked_between(viewer, authors),
        gated=seen.gated,
        recommended=work.comments.recommended([row["id"] for row in rows], viewer),
    )


@dataclass(frozen=True, kw_only=True)
class OneSeenComment:
    """A comment, and who asks."""

    id: UUID
    actor: Actor


def one_comment(wanted: OneSeenComment, work: Work) -> tuple[Row, bool]:
    """As it stands in its tree, and whether the asker recommends it. Raises CommentNotFound."""
    row, actor = work.comments.row(wanted.id), wanted.actor
    if row is None:
        raise CommentNotFound
    waits = row["state"] == CommentState.WAITING.value
    if waits and not actor.moderator and row["author_id"] != actor.user_id:
        raise CommentNotFound
    return row, bool(work.comments.recommended([wanted.id], wanted.actor.user_id))


@dataclass(frozen=True, kw_only=True)
class PageOf:
    """A page of what is a person's own."""

    user_id: UUID
    after: Any
    limit: int


def drafts_of(wanted: PageOf, work: Work) -> Sequence[Row]:
    """Drafts, scheduled and waiting posts, newest first."""
    return work.lists.drafts(wanted.user_id, wanted.after, wanted.limit)


def bookmarks_of(wanted: PageOf, work: Work) -> Sequence[Row]:
    """The last kept first."""
    return work.lists.bookmarked(wanted.user_id, wanted.after, wanted.limit)


def mentions_of(wanted: PageOf, work: Work) -> Sequence[Row]:
    """Comments in which the person is called, newest first."""
    rows = work.comments.mentioning(wanted.user_id, wanted.after, wanted.limit)
    blocked = work.follows.blocked_between(wanted.user_id, [row["author_id"] for row in rows])
    return [row for row in rows if row["author_id"] not in blocked]


@dataclass(frozen=True, kw_only=True)
class SearchFor:
    """Words, and where the last page ended."""

    text: str
    viewer_id: UUID | None
    after: int | None
    limit: int


def search_posts(wanted: SearchFor, work: Work) -> tuple[Sequence[Row], int | None]:
    """Posts that hold all words, the newest first, and where the page ends.

    Raises NothingToSearch.
    """
    rows = work.search.page(words_of(wanted.text, work.stems), wanted.after, wanted.limit)
    last = rows[-1]["seq"] if len(rows) == wanted.limit else None
    if wanted.viewer_id is not None:
        authors = list({row["author_id"] for row in rows})
        blocked = work.follows.blocked_between(wanted.viewer_id, authors)
        rows = [row for row in rows if row["author_id"] not in blocked]
    return rows, last


@dataclass(frozen=True, kw_only=True)
class BoardDays:
    """Days of a board up to today."""

    board: str
    days: int


def board_statistics(wanted: BoardDays, work: Work) -> Sequence[Row]:
    """Posts, comments and views a day, the oldest first."""
    board_named(wanted.board)
    last: date = work.now.date()
    return work.views.of_board(wanted.board, last - timedelta(days=wanted.days - 1), last)


@dataclass(frozen=True, kw_only=True)
class Profile:
    """What others see of a member of the community."""

    member: Member
    followers: int
    followed: bool
    market: Row


@dataclass(frozen=True, kw_only=True)
class WhoseProfile:
    """Of whom, and who asks."""

    user_id: UUID
    viewer_id: UUID


def profile_of(wanted: WhoseProfile, work: Work) -> Profile:
    """Raises MemberNotFound, also between two who block each other."""
    member = work.members.get(wanted.user_id)
    blocked = work.follows.blocked_between(wanted.viewer_id, [wanted.user_id])
    if blocked or (member.nickname is None and wanted.user_id != wanted.viewer_id):
        raise MemberNotFound
    target = str(wanted.user_id)
    return Profile(
        member=member,
        followers=work.follows.followers_count("person", target),
        followed=bool(work.follows.followed_by(wanted.viewer_id, "person", [target])),
        market=work.sales.standing_of(wanted.user_id),
    )


def post_behind(token: str, work: Work) -> UUID:
    """Where a shared link leads. Raises PostNotFound."""
    post_id = work.reactions.shared_post(token)
    if post_id is None:
        raise PostNotFound
    return post_id
