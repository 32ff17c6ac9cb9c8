"""What a context hands to the program that mounts it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fastapi import APIRouter

from moim.platform.context import Context
from moim.platform.deliveries import Courier
from moim.platform.portability import Portion

Job = Callable[[], Awaitable[None]]


@dataclass(frozen=True, kw_only=True)
class Module:
    """A context put together.

    ``revisions`` is the folder of its migrations. ``ready`` runs once after them and before the
    first request; each of ``jobs`` runs until it is cancelled at the stop. ``portion`` is what it
    keeps of a person, for an export.
    """

    context: Context[Any]
    revisions: Path
    router: APIRouter
    courier: Courier | None = None
    ready: tuple[Job, ...] = ()
    jobs: tuple[Job, ...] = field(default=())
    portion: Portion | None = None
