"""Use cases of the clock: views, counts told late, the hot list, the nightly recount, retention."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from moim.contexts.community.application.ports import Work
from moim.contexts.community.application.posts import take_down, tell_count_soon
from moim.contexts.community.domain.boards import BOARDS
from moim.contexts.community.domain.events import CountsDue
from moim.contexts.community.domain.hot import LIVELY_DAYS, Signals, heat, liveliness
from moim.contracts.community import PostCommentCountChanged, PostViewCountChanged

BATCH = 200
HOT_LENGTH_MAX = 20_000
HOT_KEPT = 4  # of five minutes each: who reads on after that goes on in a later one
WORDS, CLEAR = "words", "clear"
NOBODY = UUID(int=0)  # who left is not named by what is done for it
VIEWERS_KEPT = timedelta(days=2)


@dataclass(frozen=True, kw_only=True)
class RecordViews:
    """Sightings: post, day, the viewer's keyed hash, and whether it is a member."""

    sightings: Sequence[tuple[UUID, date, bytes, bool]]


def record_views(command: RecordViews, work: Work) -> None:
    """The fact and the counter in one transaction: what is sent twice counts once."""
    for post_id, new in sorted(work.views.seen(command.sightings).items()):
        work.posts.count(post_id, views=new)
        tell_count_soon(post_id, "views", work)


def tell_counts(event: CountsDue, work: Work) -> None:
    """Say once how many there are by now."""
    if not work.posts.counts_due(event.post_id, event.what, due=False):
        return
    count = work.posts.counts(event.post_id)[event.what]
    if event.what == "views":
        work.publish(PostViewCountChanged(post_id=event.post_id, count=count))
    else:
        work.publish(PostCommentCountChanged(post_id=event.post_id, count=count))


@dataclass(frozen=True, kw_only=True)
class Batch:
    """Where the last batch ended."""

    after: UUID | None = None


def refresh_hot(command: Batch, work: Work) -> UUID | None:
    """Reckon a batch of the hot list anew; where to go on, None at the end."""
    ids = work.posts.warm(command.after, BATCH)
    reckon(ids, work)
    return ids[-1] if len(ids) == BATCH else None


def keep_hot_list(_: None, work: Work) -> None:
    """Page the hot list by how it stands now: until the next time its pages follow each other."""
    work.lists.keep_hot(HOT_LENGTH_MAX, HOT_KEPT, _lively(work))
    for board in BOARDS:
        work.touched(board)


def reckon(ids: Sequence[UUID], work: Work) -> None:
    """Place posts on the hot list by what is known of them now."""
    signals, lively = work.posts.signals(ids), _lively(work)
    for id in ids:
        row = work.posts.row(id)
        if row is None or row["published_at"] is None:
            continue
        votes = signals[id]
        told = Signals(
            likes=votes.likes,
            recommends=votes.recommends,
            bookmarks=row["bookmarks"],
            shares=row["shares"],
            commenters=votes.commenters,
            viewers=row["views"],
        )
        board = BOARDS[row["board"]]
        why = heat(told, row["published_at"], work.now, board.gravity, lively[board.name])
        work.posts.heat(id, why)
        work.touched(row["board"])


def _lively(work: Work) -> dict[str, float]:
    counts = work.views.lively(work.now.date() - timedelta(days=LIVELY_DAYS))
    return {board: liveliness(counts.get(board, 0)) for board in BOARDS}


def recount(command: Batch, work: Work) -> tuple[int, UUID | None]:
    """Compare a batch of counters with their facts and mend them."""
    return work.posts.recount(command.after, BATCH)


def clear_words(work: Work) -> None:
    """Have what was removed go from the index's files too, after the commit."""
    work.deliver(WORDS, CLEAR, NOBODY)


def tidy_search(first: bool, work: Work) -> bool:
    """What was deleted leaves the index of words; whether more is to do."""
    return work.search.tidy(first=first)


def erase_what_is_old(_: Batch, work: Work) -> int:
    """Take down what has been kept for as long as its board keeps posts; how many."""
    ids = work.posts.due_to_erase(work.now, BATCH)
    for id in ids:
        post = work.posts.find(id)
        if post is not None:
            take_down(post, None, work)
    work.views.forget_viewers(work.now.date() - VIEWERS_KEPT)
    return len(ids)
