"""Everything that a person wrote and did here, for an export."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from moim.contexts.community.application.ports import Work

FOLLOWS_MAX, CASES_MAX = 2_000, 1_000
SAID = ("id", "board", "title", "body", "fields", "tags", "state", "created_at", "published_at")
ANSWERED = ("id", "post_id", "text", "tags", "created_at", "edited_at")


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
        "posts": [{name: row[name] for name in SAID} for row in posts if row],
        "comments": [
            {name: getattr(one, name) for name in ANSWERED} for one in comments if one is not None
        ],
        "reactions": work.reactions.all_of(user_id),
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
