"""The hot list: what a post's place on it is made of, and how that is told.

``W = 2·recommends + likes + bookmarks + 0.5·shares + min(1.5·commenters, votes) +
0.3·sqrt(viewers)``; ``hot = log2(1 + W) / (age_h + 2)^gravity``, nothing after 14 days and
nothing for a post of the future. Votes are weighted by the trust of who gave them; the part of
comments is at most that of votes, so that a quarrel does not lift a post (as Lobsters has it); the
shape of the ageing is that of Hacker News and Lemmy.
"""

from dataclasses import dataclass
from datetime import datetime
from math import log2, log10, sqrt

HOT_DAYS = 14
HOUR_S = 3_600.0
LIVELY_DAYS = 30
QUIET = 10  # so that a board on which nothing happens is lifted above none


def liveliness(interactions: int) -> float:
    """What the hot of a board's posts is divided by on the page of all boards, at least 1.

    ``log10(10 + interactions)``, the board's posts and comments of the last thirty days: without it
    the busiest board would have the page to itself (the shape is that of Lemmy's "scaled").
    """
    return log10(QUIET + max(interactions, 0))


@dataclass(frozen=True, kw_only=True)
class Signals:
    """``likes`` and ``recommends`` are weighted sums; commenters are others than the author."""

    likes: float = 0.0
    recommends: float = 0.0
    bookmarks: int = 0
    shares: int = 0
    commenters: int = 0
    viewers: int = 0


@dataclass(frozen=True, kw_only=True)
class Why:
    """The formula with its figures in: what "why is this here" tells.

    ``everywhere`` is ``hot`` over ``liveliness``: the place on the page of all boards.
    """

    likes: float
    recommends: float
    bookmarks: float
    shares: float
    comments: float
    views: float
    weight: float
    age_h: float
    gravity: float
    hot: float
    liveliness: float
    everywhere: float


def heat(
    signals: Signals, published_at: datetime, now: datetime, gravity: float, lively: float = 1.0
) -> Why:
    """How hot a post is at ``now``; ``lively`` is the liveliness of its board."""
    likes, recommends = signals.likes, 2 * signals.recommends
    votes = likes + recommends + signals.bookmarks
    comments = min(1.5 * signals.commenters, votes)
    shares, views = 0.5 * signals.shares, 0.3 * sqrt(signals.viewers)
    weight = votes + shares + comments + views
    age_h = (now - published_at).total_seconds() / HOUR_S
    alive = 0 <= age_h <= HOT_DAYS * 24
    hot = log2(1 + weight) / (age_h + 2) ** gravity if alive else 0.0
    return Why(
        likes=round(likes, 2),
        recommends=round(recommends, 2),
        bookmarks=float(signals.bookmarks),
        shares=shares,
        comments=comments,
        views=round(views, 2),
        weight=round(weight, 2),
        age_h=round(age_h, 2),
        gravity=gravity,
        hot=round(hot, 6),
        liveliness=round(lively, 3),
        everywhere=round(hot / lively, 6),
    )
