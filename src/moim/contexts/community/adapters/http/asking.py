"""What all routes of community share."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends
from pydantic import BaseModel, ConfigDict

from moim.contexts.community.application.posts import Actor
from moim.platform.auth import Caller, PerhapsSignedIn, require

NOBODY = UUID(int=0)
"""Stands for a guest where an id is needed; no account has it."""

Moderator = Annotated[Caller, Depends(require("moderator"))]


class Form(BaseModel):
    """Nothing unknown, nothing coerced."""

    model_config = ConfigDict(extra="forbid", strict=True)


def actor_of(caller: PerhapsSignedIn) -> Actor:
    """Who acts, with their roles."""
    if caller is None:
        return Actor(user_id=NOBODY)
    return Actor(
        user_id=caller.user_id, moderator=caller.has("moderator"), staff=caller.has("staff")
    )
