"""The makers of devices that the host has set up."""

from moim.contexts.workouts.adapters.providers.garmin import Garmin
from moim.contexts.workouts.adapters.providers.port import Provider
from moim.contexts.workouts.adapters.providers.strava import Strava
from moim.contexts.workouts.adapters.providers.syncing import secret_of
from moim.platform.settings import Settings
from moim.platform.vault import Vault


def providers_of(settings: Settings, vault: Vault) -> dict[str, Provider]:
    """By name; those without a client id are not offered."""
    found: dict[str, Provider] = {}
    if settings.garmin_id:
        found["garmin"] = Garmin(client_id=settings.garmin_id, client_secret=settings.garmin_secret)
    if settings.strava_id:
        found["strava"] = Strava(
            client_id=settings.strava_id,
            client_secret=settings.strava_secret,
            verify_token=secret_of(vault, "strava"),
        )
    return found
