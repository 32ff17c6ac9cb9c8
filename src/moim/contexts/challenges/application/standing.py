"""Where an entrant stands after something changed: entry, boards, teams and the telling of it."""

from datetime import timedelta
from uuid import UUID, uuid5

from moim.contexts.challenges.application.notices import tell
from moim.contexts.challenges.application.ports import Board, Work
from moim.contexts.challenges.domain.challenge import COUNTING, Challenge, State
from moim.contexts.challenges.domain.entry import Entry
from moim.contexts.challenges.domain.events import RankingMoved
from moim.contexts.challenges.domain.measure import Kind
from moim.contexts.challenges.domain.notices import NoticeKind
from moim.contexts.challenges.domain.person import Person
from moim.contexts.challenges.domain.ranking import standing_at

TOLD_EVERY = timedelta(seconds=1)


def region_board(challenge_id: UUID, region: str) -> UUID:
    """The board of those of a challenge who show that they are from one region."""
    return uuid5(challenge_id, region)


def settle(entry: Entry, challenge: Challenge, work: Work) -> None:
    """Reckon the entry, keep it, and move it on every board it stands on.

    The challenge must be held.
    """
    measure = challenge.terms.measure
    before, doubt = entry.stood, entry.in_doubt
    entry.reckon(measure)
    entry.stood = after = entry.place(measure)
    finished = _note_finish(entry, challenge)
    work.entries.save(entry)
    if finished and challenge.state is State.RUNNING:
        tell(challenge, [entry.user_id], NoticeKind.GOAL, work)
    if before == after:
        if entry.in_doubt is not doubt and after is not None:
            board = work.boards.get(challenge.id)
            have_read_again(board, work)
            work.boards.save(board)
        return
    work.rankings.move(challenge.id, before, after)
    if entry.region is not None:
        work.rankings.move(region_board(challenge.id, entry.region), before, after)
    board = work.boards.get(challenge.id)
    _count(entry, challenge, board, before, after, work)
    if challenge.state in COUNTING:
        have_told(board, entry.user_id, before, work)
    work.boards.save(board)


def stand_as_shown(person: Person, work: Work) -> None:
    """Have them stand, wherever they entered, on the board of the region that they show now.

    Also in challenges that are over: a board says where somebody is from whenever it is read.
    """
    for challenge_id in work.challenges.of(person.user_id):
        work.rankings.hold(challenge_id)
        entry = work.entries.find(challenge_id, person.user_id)
        if entry is None:
            continue
        before = entry.region
        if not entry.show_region(person.shown_region):
            continue
        work.entries.save(entry)
        if before is not None:
            work.rankings.move(region_board(challenge_id, before), entry.stood, None)
        if entry.region is not None:
            work.rankings.move(region_board(challenge_id, entry.region), None, entry.stood)
        board = work.boards.get(challenge_id)
        have_read_again(board, work)
        work.boards.save(board)


def have_read_again(board: Board, work: Work) -> None:
    """Have who watches read anew what nobody moved in. Save the board after."""
    board.revision += 1
    if not board.telling:  # else who watches is hinted at it by that
        board.told_at = work.now


def have_told(board: Board, user_id: UUID, was: bytes | None, work: Work) -> None:
    """Have the others told that the person moved, at most once a second. Save the board after."""
    work.boards.note_moved(board.challenge_id, user_id, was)
    tell_soon(board, work)


def tell_soon(board: Board, work: Work) -> None:
    """Have what moved be told, a second after the last time. Save the board after."""
    if not board.telling:
        board.telling = True
        soonest = work.now if board.told_at is None else max(work.now, board.told_at + TOLD_EVERY)
        work.remind(soonest + TOLD_EVERY / 4, RankingMoved(challenge_id=board.challenge_id))


def _note_finish(entry: Entry, challenge: Challenge) -> bool:
    """Keep when the entrant's own target was reached; whether that is news."""
    target = challenge.terms.target
    if target is None or entry.total is None or challenge.terms.kind is Kind.GROUP_GOAL:
        return False
    measure = challenge.terms.measure
    reached = measure.points(entry.total.value) >= measure.points(target)
    news = reached and entry.finished_at is None
    if news:
        entry.finished_at = entry.total.at
    elif not reached:
        entry.finished_at = None
    return news


def _count(
    entry: Entry,
    challenge: Challenge,
    board: Board,
    before: bytes | None,
    after: bytes | None,
    work: Work,
) -> None:
    won = (standing_at(after).points if after else 0) - (
        standing_at(before).points if before else 0
    )
    came = (after is not None) - (before is not None)
    board.ranked += came
    board.points += won
    if challenge.terms.by_team and entry.team is not None:
        work.boards.team_moves(challenge.id, entry.team, won, came)
    target = challenge.terms.target
    if challenge.terms.kind is Kind.GROUP_GOAL and target is not None:
        reached = board.points >= challenge.terms.measure.points(target)
        if reached and board.goal_at is None:
            board.goal_at = work.now
