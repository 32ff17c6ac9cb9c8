"""Everything that a person wrote and did here, for an export."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from moim.contexts.community.application.ports import Work
from moim.contexts.community.domain.comment import Comment
from moim.contexts.community.domain.prompts import Prompt

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
    "turned_down",
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
    edits = [
        {"post_id": row["id"], "title": one.title, "body": one.body, "at": one.at}
        for row in posts
        if row
        for one in work.posts.edits(row["id"])
    ]
    return {
        "posts": [_post(row, work) for row in posts if row],
        "edits": edits,
        "comments": [_comment(one) for one in comments if one is not None],
        "reactions": [dict(row) for row in work.reactions.all_of(user_id)],
        "follows": [
            {"kind": kind, "id": target}
            for kind, target in work.follows.of(user_id, None, None, FOLLOWS_MAX)
        ],
        "blocks": [{"id": id} for id in work.follows.blocks_of(user_id)],
        "prompts": [_prompt(one, work) for one in work.prompts.all_of(user_id)],
        "cases": [
            {"id": case.id, "post_id": case.post_id, "appeal": case.appeal_text}
            for case in work.cases.about(user_id, None, CASES_MAX)
        ],
    }


def _post(row: Mapping[str, Any], work: Work) -> dict[str, Any]:
    """With what is attached named by what it is, and how its sale stands."""
    held = row["held"]
    sale = work.sales.find(row["id"]) if row["board"] == "market" else None
    return {
        **{name: row[name] for name in SAID},
        **_attached(row["workout_id"], row["goal_id"], work),
        "sold_at": sale and sale.sold_at,
        "held": held and {name: held[name] for name in ("title", "body", "why")},
    }


def _comment(comment: Comment) -> dict[str, Any]:
    down = comment.turned_down
    return {
        **{name: getattr(comment, name) for name in ANSWERED},
        "turned_down": down and {"reason": down.reason, "at": down.at, "edit": down.edit},
    }


def _prompt(prompt: Prompt, work: Work) -> dict[str, Any]:
    """With what it is about named by what that is."""
    names = (
        "id", "kind", "subject_id", "state", "board", "category", "title", "body", "at",
        "workout_id", "goal_id", "post_id", "made_post_id",
    )  # fmt: skip
    return {
        **{name: getattr(prompt, name) for name in names},
        **_attached(prompt.workout_id, prompt.goal_id, work),
    }


def _attached(workout_id: UUID | None, goal_id: UUID | None, work: Work) -> dict[str, Any]:
    workout = workout_id and work.replicas.workout(workout_id)
    goal = goal_id and work.replicas.goal(goal_id)
    return {
        "workout": workout and {name: workout[name] for name in ("sport", "started_at")},
        "goal": goal and {name: goal[name] for name in ("metric", "target", "period")},
    }
