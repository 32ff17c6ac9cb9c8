"""Answers other contexts: who follows what, and who has blocked whom, who looks after a board."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar
from uuid import UUID

from moim.contexts.community.application.ports import Work
from moim.contexts.community.domain.looking_after import looking_after
from moim.contracts.community import Moderators
from moim.platform.context import Context

T = TypeVar("T")


class LocalFollows:
    """``contracts.community.Follows`` where the follows are in this very process."""

    def __init__(self, context: Context[Any]) -> None:
        """Reads in the caller's thread, on its own snapshot."""
        self._context = context

    def followers_of(
        self, kind: str, target: str, after: UUID | None = None, most: int = 1_000
    ) -> list[UUID]:
        """The next ``most`` followers in the order of their ids, after ``after``."""
        return self._ask(lambda work: work.follows.followers_of(kind, target, after, most))

    def followed_by(self, user_id: UUID, kind: str, targets: Sequence[str]) -> set[str]:
        """Those of ``targets`` that the person follows."""
        return self._ask(lambda work: work.follows.followed_by(user_id, kind, targets))

    def blocked_between(self, user_id: UUID, others: Sequence[UUID]) -> set[UUID]:
        """Those of ``others`` who have blocked the person or whom the person has blocked."""
        return self._ask(lambda work: work.follows.blocked_between(user_id, others))

    def _ask(self, question: Callable[[Work], T]) -> T:
        return self._context.database.read(
            lambda connection: question(self._context.work_on(connection))
        )


class LocalModerators:
    """``contracts.community.Moderators`` where the boards are in this very process."""

    def __init__(self, context: Context[Any], house: Moderators) -> None:
        """``house`` says who may decide on every board."""
        self._context = context
        self._house = house

    def moderators_of(self, board: str) -> list[UUID]:
        """Whom staff named for the board, else all who may decide."""
        named = self._context.database.read(
            lambda connection: self._context.work_on(connection).looking_after.of(board)
        )
        return looking_after(named, self._house.moderators_of(board))
