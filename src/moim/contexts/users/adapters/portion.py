"""What users gives to an export, and how it takes that back."""

import contextlib
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec

from moim.contexts.users.adapters.album import Album
from moim.contexts.users.application import preferences, profiles
from moim.contexts.users.application.own_data import own_data
from moim.contexts.users.application.queries import WhoIs
from moim.contexts.users.domain.photo import BYTES_MAX, NoPhoto
from moim.contexts.users.domain.preferences import Audience, Privacy, wanted_of
from moim.kernel.errors import Refusal
from moim.platform.portability import Parcel, Piece, page_of

PROFILE, SETTINGS, PHOTO = "profile.json", "settings.json", "photo.webp"
BODY = ("height_cm", "weight_kg", "resting_heart_rate_bpm", "max_heart_rate_bpm")
PLAIN = (
    "nickname",
    "locale",
    "timezone",
    "preferred_device",
    "region",
    "region_public",
    "bio",
    "name",
    "birth_year",
    "gender",
)


class _Settings(msgspec.Struct):
    notifications: dict[str, dict[str, bool]] = {}
    privacy: dict[str, str] = {}


@dataclass(frozen=True, kw_only=True)
class OwnPortion:
    """Everything of ``own_data`` and the photo. Of it profile, settings and photo come back.

    Consents do not: whoever agreed to something here did so here. The log, feedback and accesses
    are history to read; sessions, tokens and ways in are made anew.
    """

    album: Album

    async def give(self, user_id: UUID) -> Sequence[Piece]:
        """A file a subject."""
        found = await self.album.use.ask(own_data, WhoIs(user_id=user_id))
        pieces = [
            Piece(path=f"{subject}.json", content=page_of(part)) for subject, part in found.items()
        ]
        key = found["profile"]["photo_key"]
        if key is not None:
            with contextlib.suppress(NoPhoto):
                pieces.append(Piece(path=PHOTO, content=await self.album.read(key)))
        return pieces

    async def take(self, user_id: UUID, parcel: Parcel) -> Sequence[str]:
        """Make the account say what the export says; one value that does not do stops no other."""
        left: list[str] = []
        if parcel.has(PROFILE):
            left += await self._take_profile(user_id, parcel.value(PROFILE, dict[str, Any]))
        if parcel.has(SETTINGS):
            left += await self._take_settings(user_id, parcel.value(SETTINGS, _Settings))
        if parcel.has(PHOTO):
            left += await self._take_photo(user_id, parcel.read(PHOTO, BYTES_MAX))
        return left

    async def _take_profile(self, user_id: UUID, said: dict[str, Any]) -> list[str]:
        left = []
        now = (await self.album.use.ask(own_data, WhoIs(user_id=user_id)))["profile"]
        for name in PLAIN:
            if said.get(name) not in (None, now[name]):
                left += await self._edited(user_id, {name: said[name]}, None)
        body = said.get("body")
        if said.get("health_consent_at") and isinstance(body, dict) and body != now["body"]:
            values = {name: body.get(name) for name in BODY}
            left += await self._edited(user_id, values, True)
        return left

    async def _edited(
        self, user_id: UUID, values: dict[str, Any], health_consent: bool | None
    ) -> list[str]:
        command = profiles.EditProfile(
            user_id=user_id, values=values, health_consent=health_consent
        )
        try:
            await self.album.use.run(profiles.edit_profile, command)
        except (Refusal, ValueError, TypeError, AttributeError) as error:
            return [f"{', '.join(values)} ({_why(error)})"]
        return []

    async def _take_settings(self, user_id: UUID, said: _Settings) -> list[str]:
        try:
            privacy = Privacy(**{name: Audience(who) for name, who in said.privacy.items()})
            command = preferences.SetPreferences(
                user_id=user_id,
                notifications=wanted_of(said.notifications),
                privacy=privacy,
                version=None,
            )
        except (Refusal, ValueError, TypeError) as error:
            return [f"settings ({_why(error)})"]
        await self.album.use.run(preferences.set_preferences, command)
        return []

    async def _take_photo(self, user_id: UUID, content: bytes) -> list[str]:
        try:
            shown: str | None = await self.album.key_of(user_id)
        except NoPhoto:
            shown = None
        if shown is not None and shown == hashlib.sha256(content).hexdigest():
            return []
        try:
            await self.album.put(user_id, content)
        except Refusal as refusal:
            return [f"photo ({_why(refusal)})"]
        return []


def _why(error: Exception) -> str:
    return error.sentence("en") if isinstance(error, Refusal) else "not a value it may have"
