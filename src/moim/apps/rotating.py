"""``moim keys rotate``: the instance's own keys anew, and every user's key wrapped under them."""

import socket
import sys

from moim.apps.house import build
from moim.platform.rewrapping import rewrap_user_keys
from moim.platform.settings import Settings

LOOK_S = 0.5


async def rotate_keys(settings: Settings) -> int:
    """Replace them; the exit code. What was encrypted stays as it is.

    Refused while the program runs: it would wrap a newcomer's key under what is destroyed here.
    """
    if _is_running(settings):
        print("moim: stop the program first (it answers), then rotate.", file=sys.stderr)
        return 2
    house = build(settings)
    house.migrate()
    try:
        version = house.vault.rotate()
        counts = [await rewrap_user_keys(context, house.vault) for context in house.contexts]
        house.vault.retire()
        house.authenticator.tokens.rotate()
        await house.workers.close()
    finally:
        house.close()
    print(f"Master key {version}: {sum(counts)} users' keys wrapped anew, the old one destroyed.")
    return 0


def _is_running(settings: Settings) -> bool:
    try:
        with socket.create_connection((settings.host, settings.port), timeout=LOOK_S):
            return True
    except OSError:
        return False
