"""``moim rederive``: figures from the kept originals, by the version that runs now."""

import sys

from moim.apps.house import build
from moim.apps.people import account_of
from moim.contexts.workouts.adapters.files.read import PARSER_VERSION
from moim.contexts.workouts.application.rederiving import (
    Outdated,
    derive_anew,
    moved_since,
    outdated,
)
from moim.platform.settings import Settings


async def rederive_outdated(settings: Settings, address: str | None) -> int:
    """Derive anew what an older version derived; the exit code."""
    house = build(settings)
    house.migrate()
    try:
        user_id = None
        if address is not None:
            user_id = await account_of(house, address)
            if user_id is None:
                print("moim: no account has this address.", file=sys.stderr)
                return 2
        context = house.importer.context
        began = context.clock()
        count, last = 0, None
        async with house.moving():
            while found := await context.ask(
                outdated, Outdated(user_id=user_id, after=last, parser_version=PARSER_VERSION)
            ):
                if await context.run(derive_anew, found):
                    await house.importer.catch_up()
                count, last = count + len(found), found[-1][0]
            await house.pumps.settle()
        moved = await context.ask(moved_since, began)
    finally:
        house.close()
    print(f"Derived {count} workouts anew; the figures of {moved} changed.")
    print("GET /v1/workouts/{id}/changes tells what each was before.")
    return 0
