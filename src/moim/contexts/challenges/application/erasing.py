"""What becomes of somebody's entries when they leave for good."""

from uuid import UUID

from moim.contexts.challenges.application.ports import Work
from moim.contexts.challenges.application.standing import have_read_again, region_board, settle
from moim.contexts.challenges.domain.challenge import State
from moim.contexts.challenges.domain.entry import EntryState
from moim.contexts.challenges.domain.ranking import Standing, place_of, standing_at
from moim.kernel.ids import new_id

OVER = frozenset({State.CLOSED, State.FINAL})


def erase_person(user_id: UUID, work: Work) -> None:
    """Off every board that still moves; under no name on those that do not; then all rows."""
    for challenge_id in work.challenges.of(user_id):
        work.rankings.hold(challenge_id)
        challenge = work.challenges.get(challenge_id)
        entry = work.entries.find(challenge_id, user_id)
        if entry is None:
            continue
        if challenge.state in OVER and entry.stood is not None:
            nobody = new_id()
            was = standing_at(entry.stood)
            place = place_of(Standing(points=was.points, at=was.at, user_id=nobody))
            work.rankings.move(challenge_id, entry.stood, place)
            if entry.region is not None:
                work.rankings.move(region_board(challenge_id, entry.region), entry.stood, place)
            work.entries.rename(user_id, nobody, challenge_id)
            board = work.boards.get(challenge_id)
            have_read_again(board, work)  # its counts say nothing of who left
            board.top = [str(nobody) if one == str(user_id) else one for one in board.top]
            work.boards.save(board)
        elif entry.state is EntryState.IN:
            entry.state = EntryState.LEFT
            board = work.boards.get(challenge_id)
            board.entrants -= 1
            work.boards.save(board)
            settle(entry, challenge, work)
    work.people.erase(user_id)
