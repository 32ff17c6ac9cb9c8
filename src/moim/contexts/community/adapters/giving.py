"""What community gives to an export of a person's data: all that they wrote and did here."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from moim.contexts.community.application.own_data import OwnData, own_data
from moim.platform.context import Context
from moim.platform.portability import Piece, line_of


class Giving:
    """A file of JSON lines a subject."""

    def __init__(self, context: Context[Any]) -> None:
        """Reads when it is asked."""
        self._context = context

    async def give(self, user_id: UUID) -> Sequence[Piece]:
        """Only subjects of which there is something."""
        found = await self._context.ask(own_data, OwnData(user_id=user_id))
        return [
            Piece(path=f"{subject}.jsonl", content=b"\n".join(line_of(row) for row in rows))
            for subject, rows in found.items()
            if rows
        ]
