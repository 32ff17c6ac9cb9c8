"""What community says about workouts: notes beside them, which never change one."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from moim.kernel.errors import NotFound

RUNNING_BOARDS = frozenset({"free", "challenges", "races"})
"""Boards on which people tell of what they did, by their permanent names."""
RECORDING_SUGGESTED_EVERY = timedelta(days=1)


class PromptNotFound(NotFound):
    """No such prompt, or somebody else's."""

    code = "workout-prompt-not-found"
    ko = "안내를 찾을 수 없습니다. 이미 닫았거나 처리되었습니다."
    en = "There is no such prompt. It was dismissed, or is done."


class PromptKind(StrEnum):
    """What somebody is asked: nothing is done unless they do it."""

    RECORD = "record"
    DELETE = "delete"
    UPDATE = "update"


@dataclass(frozen=True, kw_only=True)
class Attached:
    """A post with a workout of its author's; ``seen`` is how often the post was."""

    post_id: UUID
    user_id: UUID
    workout_id: UUID
    seen: int = 0


@dataclass(frozen=True, kw_only=True)
class Feedback:
    """A comment on a post with a workout; its words stay with community."""

    comment_id: UUID
    workout_id: UUID
    post_id: UUID
    user_id: UUID
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Prompt:
    """A question to ``user_id`` about a post of theirs, and the workout with it if there is one."""

    id: UUID
    user_id: UUID
    kind: PromptKind
    post_id: UUID
    workout_id: UUID | None
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Review:
    """A workout whose post was reported; ``outcome`` is None while nobody decided."""

    report_id: UUID
    workout_id: UUID
    user_id: UUID
    post_id: UUID
    reason: str
    at: datetime
    outcome: str | None = None


def may_suggest_recording(board: str, last_at: datetime | None, now: datetime) -> bool:
    """Whether to ask who wrote without a workout: about what they did, and once a day at most."""
    rested = last_at is None or now - last_at >= RECORDING_SUGGESTED_EVERY
    return board in RUNNING_BOARDS and rested


def is_feedback(attached: Attached, commenter_id: UUID) -> bool:
    """Nobody gives feedback to themselves."""
    return commenter_id != attached.user_id
