"""Who looks at a challenge, as a request tells it."""

from uuid import UUID

from moim.contexts.challenges.application.queries import Look
from moim.platform.auth import Caller

MODERATOR = "moderator"


def look_of(challenge_id: UUID, caller: Caller | None, invitation: str | None = None) -> Look:
    """The caller, or somebody without an account, looks at it."""
    return Look(
        challenge_id=challenge_id,
        viewer_id=caller.user_id if caller else None,
        invitation=invitation,
        is_moderator=caller is not None and caller.has(MODERATOR),
    )
