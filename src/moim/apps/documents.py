"""The documents that are made from the code: ``python -m moim.apps.documents [--check]``.

docs/events.md, docs/refusals.md, docs/settings.md, docs/asyncapi.json and docs/schemas. They are
committed, so a change of what others rely on is a difference that somebody reviews.
"""

import argparse
import importlib
import json
import pkgutil
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import moim
from moim import contexts
from moim.kernel.policies import Policy
from moim.platform.asyncapi import document
from moim.platform.catalogue import (
    Line,
    events_page,
    lines_of,
    read_events,
    refusals,
    refusals_page,
)
from moim.platform.catalogue import who as who_of
from moim.platform.codec import EVENTS
from moim.platform.schemas import incompatibilities, schemas_of
from moim.platform.settings import settings_page

DOCS = Path(moim.__file__).parents[2] / "docs"


def tables() -> dict[str, Sequence[Policy[Any]]]:
    """The policy table of every context that has one."""
    found: dict[str, Sequence[Policy[Any]]] = {}
    for context in pkgutil.iter_modules(contexts.__path__):
        application = f"{contexts.__name__}.{context.name}.application"
        if find_spec(application) and find_spec(f"{application}.policies"):
            found[context.name] = importlib.import_module(f"{application}.policies").POLICIES
    return found


def who(event_name: str) -> list[Line]:
    """The policies that listen to an event. Raises UnknownEvent if there is no such event."""
    return who_of(event_name, lines_of(tables()))


def import_everything() -> None:
    """Import every module, so that what registers itself by being imported is there."""
    for module in pkgutil.walk_packages(moim.__path__, "moim."):
        importlib.import_module(module.name)


def pages(docs: Path) -> dict[Path, str]:
    """What each generated file should hold."""
    import_everything()
    lines = lines_of(tables())
    schemas = {
        docs / "schemas" / f"{context}.json": _json(schemas_of(context))
        for context in sorted({event.context for event in EVENTS.values()})
    }
    return {
        docs / "events.md": events_page(read_events(docs / "catalogue" / "events.csv"), lines),
        docs / "refusals.md": refusals_page(refusals()),
        docs / "settings.md": settings_page(),
        docs / "asyncapi.json": _json(document(lines, moim.__version__)),
        **schemas,
    }


def broken_promises(docs: Path) -> list[str]:
    """What the events in the code would break for whoever relies on the committed schemas."""
    return [
        f"{file.stem}: {problem}"
        for file in sorted((docs / "schemas").glob("*.json"))
        for problem in incompatibilities(
            json.loads(file.read_text(encoding="utf-8")), schemas_of(file.stem)
        )
    ]


def outdated(docs: Path) -> dict[Path, str]:
    """The generated files that are not as they should be, and what they should hold."""
    return {
        file: text
        for file, text in pages(docs).items()
        if not file.is_file() or file.read_text(encoding="utf-8") != text
    }


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def main() -> int:
    """Write the documents, or with ``--check`` say which are not current."""
    parser = argparse.ArgumentParser(prog="python -m moim.apps.documents", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, fail on a difference")
    check = parser.parse_args().check
    if broken := broken_promises(DOCS):
        print("An event may only gain fields with a default. Make a new event instead of:")
        print(*broken, sep="\n")
        return 1
    stale = outdated(DOCS)
    for file, text in stale.items():
        print(f"{'outdated' if check else 'written'}: {file.relative_to(DOCS.parent)}")
        if not check:
            file.parent.mkdir(exist_ok=True)
            file.write_text(text, encoding="utf-8")
    return int(check and bool(stale))


if __name__ == "__main__":
    sys.exit(main())
