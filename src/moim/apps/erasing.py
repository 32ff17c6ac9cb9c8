"""``moim erase``: somebody leaves at once, as the host was asked to do."""

import sys

import typer

from moim.apps.house import build
from moim.apps.people import account_of
from moim.contexts.users.application.leaving import erase_account
from moim.contexts.users.application.queries import WhoIs
from moim.contexts.workouts.adapters.sweeping import Sweeper
from moim.platform.settings import Settings


async def erase_for(settings: Settings, address: str, *, yes: bool) -> int:
    """Erase the account with this address everywhere; the exit code."""
    house = build(settings)
    house.migrate()
    try:
        user_id = await account_of(house, address)
        if user_id is None:
            print("moim: no account has this address.", file=sys.stderr)
            return 2
        asked = f"Erase {address} and everything kept of them? It cannot be undone"
        if not yes and not typer.confirm(asked):
            print("Nothing was erased.")
            return 1
        await house.contexts[0].run(erase_account, WhoIs(user_id=user_id))
        await house.pumps.settle()
        importer = house.importer
        sweeper = Sweeper(
            context=importer.context, blobs=importer.blobs, arrivals=importer.arrivals
        )
        await sweeper.remove()
        await house.workers.close()
    finally:
        house.close()
    print("Erased.")
    return 0
