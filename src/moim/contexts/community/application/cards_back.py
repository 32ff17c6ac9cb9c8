"""How the prompts of an export are made to stand here again, about what is here again."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from moim.contexts.community.application.coming_back import place_of
from moim.contexts.community.application.ports import Work
from moim.contexts.community.domain.boards import board_named
from moim.contexts.community.domain.post import BODY_MAX, TITLE_MAX, NotOfThePast
from moim.contexts.community.domain.prompts import Prompt
from moim.contexts.community.domain.wording import written
from moim.kernel.ids import TIME_ORDERED, id_again


@dataclass(frozen=True, kw_only=True)
class RestorePrompt:
    """A card with the subjects as they were there; ``workout`` and ``goal`` as of a post."""

    prompt: Prompt
    workout: tuple[str, datetime] | None
    goal: tuple[str, float, str] | None


def restore_prompt(command: RestorePrompt, work: Work) -> bool:
    """Have the card stand as its owner left it; False if what it is about is not here."""
    card = _about_here(command, work)
    if card is None:
        return False
    if not card.at <= work.now:
        raise NotOfThePast(field="at")
    written(card.title, TITLE_MAX, "title")
    written(card.body, BODY_MAX, "body", lines=True)
    board_named(card.board)
    known = work.prompts.about(card.user_id, card.kind.value, card.subject_id)
    if known is not None:
        if known.stand_as(card):
            work.prompts.save(known)
        return True
    id = card.id
    if id.version != TIME_ORDERED or work.prompts.has(id):
        id = id_again(card.user_id, id)
    if not work.prompts.has(id):
        work.prompts.save(replace(card, id=id))
    return True


def _about_here(command: RestorePrompt, work: Work) -> Prompt | None:
    """The card about what is here; None where that is not."""
    card, by = command.prompt, command.prompt.user_id
    here = {
        card.workout_id: command.workout and work.kept.workout_at(by, *command.workout),
        card.goal_id: command.goal and work.kept.goal_like(by, *command.goal),
        card.post_id: card.post_id and _own_post(by, card.post_id, work),
    }
    if any(there is not None and found is None for there, found in here.items()):
        return None
    made = card.made_post_id and _own_post(by, card.made_post_id, work)
    return replace(
        card,
        subject_id=here.get(card.subject_id) or card.subject_id,
        workout_id=here[card.workout_id] if card.workout_id else None,
        goal_id=here[card.goal_id] if card.goal_id else None,
        post_id=here[card.post_id] if card.post_id else None,
        made_post_id=made,
    )


def _own_post(by: UUID, id: UUID, work: Work) -> UUID | None:
    place = place_of((by, id), work)
    return place.id if place.there else None
