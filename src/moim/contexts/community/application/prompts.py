"""Use cases about prompts: cards with ready drafts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from moim.contexts.community.application.ports import Work
from moim.contexts.community.application.posts import A_DAY, Actor, WritePost, write_post
from moim.contexts.community.domain.post import Content
from moim.contexts.community.domain.prompts import (
    A_DAY_MAX,
    UNCAPPED,
    Facts,
    Kind,
    Prompt,
    PromptNotFound,
    drafted,
)
from moim.kernel.ids import new_id

BOARD = "free"


@dataclass(frozen=True, kw_only=True)
class About:
    """What a prompt is about; ``facts`` fill the draft."""

    user_id: UUID
    kind: Kind
    subject_id: UUID
    facts: Facts
    category: str | None = None
    workout_id: UUID | None = None
    goal_id: UUID | None = None
    post_id: UUID | None = None


def suggest(about: About, work: Work) -> None:
    """Show a card, unless it was shown, its owner has left, or the day has had enough of them."""
    member, kind = work.members.get(about.user_id), about.kind
    if member.left or work.prompts.knows(about.user_id, kind.value, about.subject_id):
        return
    if kind not in UNCAPPED:
        uncapped = [one.value for one in UNCAPPED]
        if work.prompts.made_since(about.user_id, work.now - A_DAY, uncapped) >= A_DAY_MAX:
            return
    title, body = drafted(kind, member.locale, about.facts)
    work.prompts.save(
        Prompt(
            id=new_id(),
            user_id=about.user_id,
            kind=kind,
            subject_id=about.subject_id,
            board=BOARD,
            category=about.category,
            title=title,
            body=body,
            at=work.now,
            workout_id=about.workout_id,
            goal_id=about.goal_id,
            post_id=about.post_id,
        )
    )


@dataclass(frozen=True, kw_only=True)
class PromptsOf:
    """A page of a person's open prompts."""

    user_id: UUID
    after: tuple[datetime, UUID] | None
    limit: int


def prompts_of(wanted: PromptsOf, work: Work) -> Sequence[Prompt]:
    """Newest first."""
    return work.prompts.open_of(wanted.user_id, wanted.after, wanted.limit)


@dataclass(frozen=True, kw_only=True)
class AcceptPrompt:
    """``as_`` is what is made of the draft; ``html`` is its text rendered."""

    id: UUID
    post_id: UUID
    actor: Actor
    as_: str
    title: str | None = None
    body: str | None = None
    html: str = ""


def accept_prompt(command: AcceptPrompt, work: Work) -> Prompt:
    """Make a post or a draft of it, as its owner says; one that asks for an edit is only closed."""
    prompt = _own(command.id, command.actor.user_id, work)
    made = None if prompt.post_id is not None else command.post_id
    prompt.accept(made)
    work.prompts.save(prompt)
    if made is not None:
        content = Content(
            title=command.title or prompt.title,
            body=command.body or prompt.body,
            html=command.html,
            category=prompt.category,
            workout_id=prompt.workout_id,
            goal_id=prompt.goal_id,
        )
        write_post(
            WritePost(
                id=made, actor=command.actor, board=prompt.board, content=content, as_=command.as_
            ),
            work,
        )
    return prompt


@dataclass(frozen=True, kw_only=True)
class OnePrompt:
    """A prompt and whose it is."""

    id: UUID
    user_id: UUID


def prompt_of(wanted: OnePrompt, work: Work) -> Prompt:
    """Raises PromptNotFound."""
    return _own(wanted.id, wanted.user_id, work)


def dismiss_prompt(command: OnePrompt, work: Work) -> None:
    """Not this one."""
    prompt = _own(command.id, command.user_id, work)
    prompt.dismiss()
    work.prompts.save(prompt)


def _own(id: UUID, user_id: UUID, work: Work) -> Prompt:
    prompt = work.prompts.find(id, user_id)
    if prompt is None:
        raise PromptNotFound
    return prompt
