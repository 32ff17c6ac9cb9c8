"""What notes about workouts need of the world."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from moim.contexts.workouts.application.ports import Work
from moim.contexts.workouts.application.progress_queries import AskingProgress
from moim.contexts.workouts.domain.notes import Attached, Feedback, Prompt, PromptKind, Review


class Notes(Protocol):
    """Posts with workouts, comments on them, prompts and reviews."""

    def attach(self, attached: Attached) -> None:
        """Note that the post has this workout."""
        ...

    def attached(self, post_id: UUID) -> Attached | None:
        """The workout of a post."""
        ...

    def detach(self, post_id: UUID) -> None:
        """The post is gone, and what was said under it."""
        ...

    def exposure(self, workout_id: UUID) -> tuple[int, int]:
        """In how many posts a workout is, and how often these were seen."""
        ...

    def add_feedback(self, feedback: Feedback) -> None:
        """Keep it."""
        ...

    def drop_feedback(self, comment_id: UUID) -> None:
        """The comment is gone."""
        ...

    def feedback(self, workout_id: UUID, limit: int, after: UUID | None) -> Sequence[Feedback]:
        """A page of it, newest first."""
        ...

    def prompt(self, prompt: Prompt) -> None:
        """Ask this, in place of the same asked before."""
        ...

    def asked_last(self, user_id: UUID, kind: PromptKind) -> datetime | None:
        """When the person was last asked such a thing, of what still stands."""
        ...

    def prompts(self, user_id: UUID, limit: int, after: UUID | None) -> Sequence[Prompt]:
        """A page of a person's, newest first."""
        ...

    def dismiss(self, id: UUID, user_id: UUID) -> None:
        """Let go of a prompt; raises PromptNotFound."""
        ...

    def review(self, review: Review) -> None:
        """Put it into the queue."""
        ...

    def decide(self, report_id: UUID, outcome: str) -> None:
        """Note what was decided, if it is in the queue."""
        ...

    def reviews(self, limit: int, after: UUID | None) -> Sequence[Review]:
        """A page of what nobody decided yet, oldest first."""
        ...


class NotesWork(Work, Protocol):
    """A unit of work with notes."""

    notes: Notes


class ReactingWork(NotesWork, AskingProgress, Protocol):
    """What policies work with."""
