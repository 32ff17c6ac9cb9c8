"""Questions about notes, and dismissing a prompt."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from moim.contexts.workouts.application.note_ports import NotesWork
from moim.contexts.workouts.application.seeing import Asking, Look, Watchers
from moim.contexts.workouts.domain.notes import Feedback, Prompt, Review


class AskingNotes(Asking, NotesWork, Protocol):
    """A unit of work that answers about workouts and notes."""


@dataclass(frozen=True, kw_only=True)
class NotePage:
    """A page of notes, behind ``after``."""

    limit: int
    after: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class ToldFeedback:
    """Feedback, and what its writer is called."""

    feedback: Feedback
    nickname: str | None


class Reading:
    """What whoever sees a workout may read about it."""

    def __init__(self, watchers: Watchers) -> None:
        """``watchers`` says who sees it."""
        self._watchers = watchers

    def feedback(self, about: tuple[Look, NotePage], work: AskingNotes) -> Sequence[ToldFeedback]:
        """A page of it, newest first; raises WorkoutNotFound."""
        look, page = about
        seen = self._watchers.see(look, work)
        found = work.notes.feedback(seen.workout.id, page.limit, page.after)
        names = {id: work.athletes.get(id).nickname for id in {one.user_id for one in found}}
        return [ToldFeedback(feedback=one, nickname=names[one.user_id]) for one in found]

    def exposure(self, look: Look, work: AskingNotes) -> tuple[int, int]:
        """In how many posts it is, and how often they were seen; raises WorkoutNotFound."""
        return work.notes.exposure(self._watchers.see(look, work).workout.id)


def prompts_of(about: tuple[UUID, NotePage], work: NotesWork) -> Sequence[Prompt]:
    """A page of what somebody is asked, newest first."""
    user_id, page = about
    return work.notes.prompts(user_id, page.limit, page.after)


@dataclass(frozen=True, kw_only=True)
class OnePrompt:
    """A prompt and whom it asks."""

    prompt_id: UUID
    user_id: UUID


def dismiss_prompt(command: OnePrompt, work: NotesWork) -> None:
    """Not to be asked this any more; raises PromptNotFound."""
    work.athletes.hold(command.user_id)
    work.notes.dismiss(command.prompt_id, command.user_id)


def open_reviews(page: NotePage, work: NotesWork) -> Sequence[Review]:
    """A page of what nobody decided yet, oldest first."""
    return work.notes.reviews(page.limit, page.after)
