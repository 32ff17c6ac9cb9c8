"""Telling everyone that positions changed: gathered, at most once a second a challenge."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from moim.contexts.challenges.application.life import NOTICE, begin_task
from moim.contexts.challenges.application.notices import tell
from moim.contexts.challenges.application.ports import Board, Moved, Work
from moim.contexts.challenges.application.standing import tell_soon
from moim.contexts.challenges.domain.challenge import Challenge
from moim.contexts.challenges.domain.notices import BUNDLED_FOR, NoticeKind
from moim.contexts.challenges.domain.ranking import FIRST_OF_ALL, TOLD_MAX, TOP, standing_at
from moim.contracts.challenges import Position, RankingUpdated

PASSED_MAX = 3
PASSING_MAX = 50


def tell_positions(challenge: Challenge, work: Work) -> None:
    """Say where those who moved stand now, and who is new among the first ten."""
    board = work.boards.get(challenge.id)
    top = [
        str(standing_at(place).user_id)
        for place in work.rankings.after(challenge.id, FIRST_OF_ALL, TOP)
    ]
    for user_id in set(top) ^ set(board.top):
        work.boards.note_moved(challenge.id, UUID(user_id), FIRST_OF_ALL)
    noted = work.boards.take_moved(challenge.id, TOLD_MAX)
    moved = [one for one in noted if one.place is not None]
    gone = tuple(one.user_id for one in noted if one.place is None)
    ranks = {
        one.user_id: work.rankings.rank(challenge.id, one.place)
        for one in moved
        if one.place is not None
    }
    changed = _changed(challenge, moved, ranks, work)
    if changed or gone:
        work.publish(RankingUpdated(challenge_id=challenge.id, changed=changed, gone=gone))
    _tell_overtaken(challenge, moved, work)
    work.entries.tell_ranks(challenge.id, ranks)
    if board.goal_at is not None and not (board.told_at and board.told_at >= board.goal_at):
        begin_task(challenge, NOTICE, {"kind": NoticeKind.GOAL.value}, work)
    _keep(board, top, work, more=len(noted) == TOLD_MAX)


def _changed(
    challenge: Challenge, moved: Sequence[Moved], ranks: Mapping[UUID, int], work: Work
) -> tuple[Position, ...]:
    measure = challenge.terms.measure
    told = work.entries.ranks_told(challenge.id, list(ranks))
    standings = [standing_at(one.place) for one in moved if one.place is not None]
    return tuple(
        Position(
            user_id=one.user_id,
            rank=ranks[one.user_id],
            before=told.get(one.user_id),
            value=measure.value_of(one.points),
            points=one.points,
            reached_at=one.at,
        )
        for one in standings
    )


def _tell_overtaken(challenge: Challenge, moved: Sequence[Moved], work: Work) -> None:
    """Tell those just passed; who was told within the hour has it counted on that notice."""
    passed: set[UUID] = set()
    for one in moved[:PASSING_MAX]:
        if one.place is None:
            continue
        for place in work.rankings.after(challenge.id, one.place, PASSED_MAX):
            if one.was is None or place < one.was:
                passed.add(standing_at(place).user_id)
    fresh: list[UUID] = []
    bundled: list[UUID] = []
    for user_id in sorted(passed - {one.user_id for one in moved}):
        entry = work.entries.get(challenge.id, user_id)
        recent = entry.overtaken_at is not None and work.now - entry.overtaken_at < BUNDLED_FOR
        (bundled if recent else fresh).append(user_id)
    if bundled:
        work.notices.add_to_last(challenge.id, bundled, NoticeKind.OVERTAKEN.value)
    if fresh:
        work.entries.overtaken(challenge.id, fresh, work.now)
        tell(challenge, fresh, NoticeKind.OVERTAKEN, work)


def _keep(board: Board, top: Sequence[str], work: Work, *, more: bool) -> None:
    board.top, board.telling = top, False
    board.told_at, board.revision = work.now, board.revision + 1
    if more:
        tell_soon(board, work)
    work.boards.save(board)
