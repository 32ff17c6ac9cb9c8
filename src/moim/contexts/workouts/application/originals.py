"""Use cases about originals that may go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from moim.contexts.workouts.application.ports import Work


@dataclass(frozen=True, kw_only=True)
class LetGo:
    """Originals that no row seems to need, and the instant from when on or at which that is so."""

    sha256s: Sequence[str]
    at: datetime


def let_go(command: LetGo, work: Work) -> None:
    """Have them removed at ``at`` if that is still so; what is to go already goes as planned."""
    new = set(command.sha256s) - work.originals.going(command.sha256s)
    work.originals.let_go(new, command.at)


def forget(about: LetGo, work: Work) -> None:
    """They were removed, or are needed after all, as was found at ``about.at``."""
    work.originals.gone(about.sha256s, about.at)
