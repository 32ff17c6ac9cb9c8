"""``moim``: the program's commands. ``moim --help`` tells them."""

import asyncio
import gc
import importlib
import sys
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

import moim
from moim.platform.settings import BadSettings, Settings, load_settings

app = typer.Typer(
    help="Moim: for people who run, ride, race, study and gather. Settings are MOIM_* variables "
    "(docs/settings.md).",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
parked = typer.Typer(help="Events that could not be handled: list, replay, drop.")
app.add_typer(parked, name="parked")
challenge_commands = typer.Typer(help="Challenges: prove a ranking.")
app.add_typer(challenge_commands, name="challenge")
keys = typer.Typer(help="The instance's own keys.")
app.add_typer(keys, name="keys")

Files = Annotated[
    list[Path],
    typer.Argument(
        help="FIT, GPX, TCX, KML, also gzipped or in a ZIP; Apple's export.zip; Moim's own."
    ),
]
User = Annotated[str, typer.Option("--user", help="E-mail address of the account.")]


def main() -> None:
    """Run the command; settings that cannot be meant end it with one sentence."""
    try:
        app()
    except BadSettings as error:
        print(f"moim: {error}", file=sys.stderr)
        raise SystemExit(2) from None


def _settings(**chosen: object) -> Settings:
    return load_settings(**chosen)


@app.command()
def serve(
    contexts: Annotated[str | None, typer.Option(help="all, or names with commas.")] = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.")] = None,
) -> None:
    """Start everything and answer until stopped."""
    gc.disable()  # a quarter of the start: nothing that is made before the first answer goes
    from moim.apps.serve import serve as run  # noqa: PLC0415 - other commands need no web server

    run(_settings(contexts=contexts, host=host, port=port))


@app.command()
def migrate() -> None:
    """Bring every database to the tables this version expects."""
    from moim.apps.house import build  # noqa: PLC0415 - heavy, and only some commands need it

    house = build(_settings())
    try:
        house.migrate()
    finally:
        house.close()
    print("Databases are up to date.")


@app.command("import")
def import_files(files: Files, user: User) -> None:
    """Import device files for somebody; prints a verdict a file."""
    from moim.apps.importing import import_for  # noqa: PLC0415

    raise typer.Exit(asyncio.run(import_for(_settings(), user, files)))


@app.command("demo")
def demo_crew(
    yes: Annotated[bool, typer.Option("--yes", help="Also beside accounts of others.")] = False,
) -> None:
    """Fill it with a crew of 12 and three months of runs; again adds the days since."""
    from moim.apps.demo import demo  # noqa: PLC0415

    raise typer.Exit(asyncio.run(demo(_settings(), yes=yes)))


@app.command()
def export(
    email: Annotated[str, typer.Argument(help="E-mail address of the account.")],
    to: Annotated[Path | None, typer.Option("--to", help="ZIP to write.")] = None,
) -> None:
    """Write everything about somebody into one ZIP: figures as JSON, originals as uploaded."""
    from moim.apps.exporting import export_for  # noqa: PLC0415

    raise typer.Exit(asyncio.run(export_for(_settings(), email, to or Path("moim-export.zip"))))


@app.command()
def erase(
    email: Annotated[str, typer.Argument(help="E-mail address of the account.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Erase somebody and everything kept of them, at once and for good."""
    from moim.apps.erasing import erase_for  # noqa: PLC0415

    raise typer.Exit(asyncio.run(erase_for(_settings(), email, yes=yes)))


@app.command()
def check() -> None:
    """Say what works, what does not, and what to do about it."""
    from moim.apps.checking import check_all  # noqa: PLC0415

    raise typer.Exit(check_all(_settings()))


@app.command()
def who(event: Annotated[str, typer.Argument(help="An event, such as WorkoutRecorded.")]) -> None:
    """Show who reacts to an event, and where that is written."""
    from moim.apps.documents import who as listeners  # noqa: PLC0415
    from moim.platform.codec import UnknownEvent  # noqa: PLC0415

    try:
        lines = listeners(event)
    except UnknownEvent:
        print(f"moim: there is no event {event}; docs/events.md lists them.", file=sys.stderr)
        raise typer.Exit(2) from None
    for line in lines:
        rows = ", ".join(str(row) for row in line.policy.rows)
        print(f"{line.name:45} rows {rows:12} {line.place}")
    if not lines:
        print("Nobody reacts to it yet.")


@app.command()
def rebuild(
    context: Annotated[str, typer.Argument(help="Whose: insights, community.")] = "insights",
) -> None:
    """Recompute the read models of a context."""
    from moim.apps.rebuilding import rebuild as recompute  # noqa: PLC0415

    raise typer.Exit(asyncio.run(recompute(_settings(), context)))


@app.command()
def rederive(
    user: Annotated[str | None, typer.Option("--user", help="Of one account alone.")] = None,
) -> None:
    """Derive workouts anew that an older version derived; says how many figures changed."""
    from moim.apps.rederiving import rederive_outdated  # noqa: PLC0415

    raise typer.Exit(asyncio.run(rederive_outdated(_settings(), user)))


@challenge_commands.command("verify")
def verify_challenges(
    ids: Annotated[list[UUID] | None, typer.Argument(help="Ids of challenges.")] = None,
    all_: Annotated[bool, typer.Option("--all", help="All that are no drafts.")] = False,
) -> None:
    """Recompute rankings from the workouts; exit code 0 if all stored ones equal them, else 1."""
    from moim.apps.challenging import verify_challenges as prove  # noqa: PLC0415

    if all_ == bool(ids):
        print("moim: name challenges by their ids, or say --all.", file=sys.stderr)
        raise typer.Exit(2)
    raise typer.Exit(asyncio.run(prove(_settings(), ids or [])))


@app.command()
def bench() -> None:
    """Measure this machine against the limits; needs the source tree and takes minutes."""
    sys.path.insert(0, str(Path.cwd()))  # an installed command does not look where it is run
    try:
        runner = importlib.import_module("bench.run")
    except ImportError:
        print("moim: bench is part of the source tree; run it there.", file=sys.stderr)
        raise typer.Exit(2) from None
    raise typer.Exit(runner.main([]))


@app.command()
def version() -> None:
    """Print the version."""
    print(moim.__version__)


@parked.command("list")
def parked_list() -> None:
    """Show parked lines with their reasons."""
    from moim.apps.parking import show  # noqa: PLC0415

    asyncio.run(show(_settings()))


@parked.command("replay")
def parked_replay(context: str, number: int) -> None:
    """Give a line all its attempts again."""
    from moim.apps.parking import replay  # noqa: PLC0415

    raise typer.Exit(asyncio.run(replay(_settings(), context, number)))


@parked.command("drop")
def parked_drop(context: str, number: int) -> None:
    """Give a line up for good."""
    from moim.apps.parking import drop  # noqa: PLC0415

    raise typer.Exit(asyncio.run(drop(_settings(), context, number)))


@keys.command("rotate")
def keys_rotate() -> None:
    """Replace the master key and wrap every user's key under the new one; stop serving first."""
    from moim.apps.rotating import rotate_keys  # noqa: PLC0415

    raise typer.Exit(asyncio.run(rotate_keys(_settings())))


@keys.callback()
def _keys() -> None:
    """A group, though it has one command as yet."""


if __name__ == "__main__":
    main()
