"""``moim export``: everything about somebody in one ZIP, for people and machines to read."""

import sys
import zipfile
from pathlib import Path

from moim.apps.house import build
from moim.apps.people import account_of
from moim.platform.portability import add, collected
from moim.platform.settings import Settings


async def export_for(settings: Settings, address: str, target: Path) -> int:
    """Write the ZIP for the account with this address; the exit code."""
    house = build(settings)
    house.migrate()
    try:
        user_id = await account_of(house, address)
        if user_id is None:
            print("moim: no account has this address.", file=sys.stderr)
            return 2
        pieces = await collected(house.portions, user_id, house.contexts[0].clock())
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for piece in pieces:
                add(archive, piece)
        await house.workers.close()
    finally:
        house.close()
    print(f"{target}: {len(pieces)} files.")
    return 0
