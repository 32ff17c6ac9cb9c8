"""``moim parked``: what could not be handled, in every context of this instance."""

import sys

from moim.apps.house import House, build
from moim.platform.parked import drop_parked, list_parked, replay_parked
from moim.platform.settings import Settings


async def show(settings: Settings) -> None:
    """Print every parked line."""
    house = build(settings)
    try:
        count = 0
        for context in house.contexts:
            after = 0
            while lines := await list_parked(context, after=after):
                for line in lines:
                    print(
                        f"{context.name} {line.number}: {line.policy} {line.type} - {line.reason}"
                    )
                count += len(lines)
                after = lines[-1].number
        print(f"{count} parked." if count else "Nothing is parked.")
    finally:
        house.close()


async def replay(settings: Settings, context: str, number: int) -> int:
    """Put a line back; the running program takes it up. Exit code 0 if it was parked."""
    house = build(settings)
    try:
        done = await replay_parked(_named(house, context), number)
    finally:
        house.close()
    print("It will be tried again." if done else "No such parked line.")
    return 0 if done else 1


async def drop(settings: Settings, context: str, number: int) -> int:
    """Give a line up. Exit code 0 if it was parked."""
    house = build(settings)
    try:
        done = await drop_parked(_named(house, context), number)
    finally:
        house.close()
    print("Dropped." if done else "No such parked line.")
    return 0 if done else 1


def _named(house: House, name: str):  # type: ignore[no-untyped-def] # noqa: ANN202
    found = next((context for context in house.contexts if context.name == name), None)
    if found is None:
        print(f"moim: there is no context {name}.", file=sys.stderr)
        raise SystemExit(2)
    return found
