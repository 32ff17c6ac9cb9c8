"""Everything that a person wrote and did here, for an export."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from moim.contexts.community.application.ports import Work

FOLLOWS_MAX, CASES_MAX = 2_000, 1_000
SAID = (
    "id",
    "board",
    "category",
    "title",
    "body",
    "fields",
    "tags",
    "region",
    "photos",
    "challenge_id",
    "gathering_id",
    "state",
    "hidden",
    "created_at",
    "publish_at",
    "published_at",
    "edited_at",
)
ANSWERED = ("id", "post_id", "reply_to_id", "text", "tags", "created_at", "edited_at")


@dataclass(frozen=True, kw_only=True)
class OwnData:
    """Whose."""

    user_id: UUID


def own_data(wanted: OwnData, work: Work) -> Mapping[str, Sequence[Any]]:
    """Rows by subject: posts with drafts, comments, bookmarks, follows, blocks, reports, cases."""
    user_id = wanted.user_id
    posts = [work.posts.row(id) or {} for id in work.posts.all_of(user_id)]
    comments = [work.comments.find(id) for id in work.comments.all_of(user_id)]
    return {
        "posts": [_post(row, work) for row in posts if row],
        "comments": [
            {name: getattr(one, name) for name in ANSWERED} for one in comments if one is not None
        ],
        "reactions": [dict(row) for row in work.reactions.all_of(user_id)],
        "follows": [
            {"kind": kind, "id": target}
            for kind, target in work.follows.of(user_id, None, None, FOLLOWS_MAX)
        ],
        "blocks": [{"id": id} for id in work.follows.blocks_of(user_id)],
        "cases": [
            {"id": case.id, "post_id": case.post_id, "appeal": case.appeal_text}
            for case in work.cases.about(user_id, None, CASES_MAX)
        ],
    }


def _post(row: Mapping[str, Any], work: Work) -> dict[str, Any]:
    """With what is attached named by what it is, and how its sale stands."""
    workout = row["workout_id"] and work.replicas.workout(row["workout_id"])
    goal = row["goal_id"] and work.replicas.goal(row["goal_id"])
    sale = work.sales.find(row["id"]) if row["board"] == "market" else None
    return {
        **{name: row[name] for name in SAID},
        "workout": workout and {name: workout[name] for name in ("sport", "started_at")},
        "goal": goal and {name: goal[name] for name in ("metric", "target", "period")},
        "sold_at": sale and sale.sold_at,
    }
