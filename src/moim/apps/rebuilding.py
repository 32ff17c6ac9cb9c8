"""``moim rebuild``: read models from what they were made of."""

import sys

from moim.apps.house import build
from moim.contexts.insights.application.rebuilding import people_after, rebuild_viewer
from moim.platform.settings import Settings


async def rebuild(settings: Settings, context: str) -> int:
    """Recompute a context's read models; the exit code."""
    if context != "insights":
        print("moim: only insights has read models.", file=sys.stderr)
        return 2
    house = build(settings)
    house.migrate()
    try:
        insights = next(one for one in house.contexts if one.name == context)
        count, last = 0, None
        while people := await insights.ask(people_after, last):
            for person in people:
                await insights.run(rebuild_viewer, person)
            count, last = count + len(people), people[-1]
    finally:
        house.close()
    print(f"Recomputed the days of {count} people.")
    return 0
