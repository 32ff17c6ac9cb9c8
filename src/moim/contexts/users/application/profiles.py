"""Use cases about what an account says of its owner."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from moim.contexts.users.application.activity import note
from moim.contexts.users.application.ports import Work
from moim.contexts.users.domain.activity import Doing
from moim.contexts.users.domain.nickname import NicknameTaken
from moim.contexts.users.domain.profile import revised
from moim.contexts.users.domain.user import User
from moim.kernel.errors import Changed


@dataclass(frozen=True, kw_only=True)
class EditProfile:
    """``values`` as ``domain.profile.revised`` takes them; ``version`` is what was read before."""

    user_id: UUID
    values: Mapping[str, Any] = field(repr=False)
    health_consent: bool | None = None
    version: int | None = None


def edit_profile(command: EditProfile, work: Work) -> User:
    """Change what is named and leave the rest."""
    user = work.users.get(command.user_id)
    before = user.profile
    if command.version is not None and command.version != user.version:
        raise Changed
    if command.health_consent is not None:
        user.consent_to_health_data(command.health_consent, work.now)
    profile = revised(user.known(), command.values, work.now)
    if work.users.nickname_is_taken(profile.nickname.key, but=user.id):
        raise NicknameTaken(field="nickname")
    user.edit(profile)
    work.users.save(user)
    if user.profile != before:
        note(work, user.id, Doing.PROFILE_EDITED)
    return user
