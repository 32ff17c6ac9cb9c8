"""What of the catalogue is not built yet: two lists that only grow shorter.

``python -m tests.architecture.to_come`` takes off them what is there by now.
"""

from dataclasses import dataclass
from pathlib import Path

from moim.apps.documents import tables
from moim.platform.catalogue import lines_of

from .published import published
from .sources import REPOSITORY, modules

CATALOGUE = REPOSITORY / "docs" / "catalogue"
REACTIONS_TO_COME = CATALOGUE / "reactions_to_come.txt"
EVENTS_TO_COME = CATALOGUE / "events_to_come.txt"


@dataclass(frozen=True)
class ToCome:
    """The list of a file and the most lines it may have, which stand in its first line."""

    most: int
    names: tuple[str, ...]


def read(file: Path) -> ToCome:
    first, *names = file.read_text(encoding="utf-8").split("\n")[:-1]
    return ToCome(int(first.removeprefix("at most ")), tuple(names))


def shorten(file: Path, there: set[str]) -> None:
    """Take off what is there by now and lower the limit to what is left."""
    left = [name for name in read(file).names if name not in there]
    file.write_text("\n".join([f"at most {len(left)}", *left, ""]), encoding="utf-8")


def implemented_rows() -> set[str]:
    return {str(row) for line in lines_of(tables()) for row in line.policy.rows}


if __name__ == "__main__":
    shorten(REACTIONS_TO_COME, implemented_rows())
    shorten(EVENTS_TO_COME, published(modules()))
