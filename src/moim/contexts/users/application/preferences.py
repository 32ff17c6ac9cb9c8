"""Use cases about settings and consents."""

from dataclasses import dataclass
from uuid import UUID

from moim.contexts.users.application.activity import note
from moim.contexts.users.application.ports import Work
from moim.contexts.users.application.queries import WhoIs
from moim.contexts.users.domain.activity import Doing
from moim.contexts.users.domain.consent import Consents, Matter, Purpose, Source
from moim.contexts.users.domain.preferences import Channel, Preferences, Privacy, Wanted
from moim.kernel.errors import Changed


def preferences_of(whom: WhoIs, work: Work) -> Preferences:
    """What is set; an account that set nothing has the defaults."""
    return work.preferences.of(whom.user_id)


@dataclass(frozen=True, kw_only=True)
class SetPreferences:
    """None leaves a part as it is; ``version`` is what was read before."""

    user_id: UUID
    notifications: Wanted | None
    privacy: Privacy | None
    version: int | None


def set_preferences(command: SetPreferences, work: Work) -> Preferences:
    """Replace what is given."""
    user = work.users.get(command.user_id)
    preferences = work.preferences.of(command.user_id)
    before = preferences.privacy
    if command.version is not None and command.version != preferences.version:
        raise Changed
    if preferences.set(command.notifications, command.privacy):
        if preferences.privacy != before:
            preferences.record(user.profile_told(preferences.privacy.told()))
        work.preferences.save(preferences)
        note(work, command.user_id, Doing.SETTINGS_CHANGED)
    return preferences


def consents_of(whom: WhoIs, work: Work) -> Consents:
    """What is in force."""
    return work.consents.of(whom.user_id)


@dataclass(frozen=True, kw_only=True)
class SayConsents:
    """What is not among ``wishes`` stays as it is."""

    user_id: UUID
    wishes: dict[Matter, bool]
    wording: str
    source: Source


def say_consents(command: SayConsents, work: Work) -> Consents:
    """Give or take back."""
    work.users.get(command.user_id)
    consents = work.consents.of(command.user_id)
    consents.say(dict(command.wishes), wording=command.wording, source=command.source, at=work.now)
    if consents.added:
        note(work, command.user_id, Doing.CONSENT_CHANGED)
    work.consents.save(consents)
    return consents


@dataclass(frozen=True, kw_only=True)
class LeaveOut:
    """By a letter's link or by telephone: nothing more on this channel for this purpose."""

    user_id: UUID
    channel: Channel
    purpose: Purpose
    source: Source


def leave_out(command: LeaveOut, work: Work) -> None:
    """Refused under the wording that was agreed to, if one was."""
    user = work.users.find(command.user_id)
    if user is None or user.profile is None:
        return  # who has left has refused everything
    consents = work.consents.of(command.user_id)
    matter = (command.channel, command.purpose)
    held = consents.in_force.get(matter)
    wording = command.source.value if held is None else held.wording
    consents.say({matter: False}, wording=wording, source=command.source, at=work.now)
    work.consents.save(consents)
