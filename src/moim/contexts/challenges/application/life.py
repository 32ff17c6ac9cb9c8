"""What time does to a challenge: it starts, is half over, ends, closes, and is made final."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from moim.contexts.challenges.application.closing import close_if_due
from moim.contexts.challenges.application.entries import reconcile
from moim.contexts.challenges.application.notices import tell
from moim.contexts.challenges.application.ports import Task, Work
from moim.contexts.challenges.application.standing import have_read_again, settle
from moim.contexts.challenges.domain.challenge import Challenge
from moim.contexts.challenges.domain.events import (
    CloseDue,
    EndDue,
    HalfwayDue,
    LastDayDue,
)
from moim.contexts.challenges.domain.notices import NoticeKind
from moim.contexts.challenges.domain.ranking import FIRST_OF_ALL, standing_at
from moim.contracts.challenges import ChallengeEndNotified
from moim.kernel.ids import new_id

RECKONED_AT_ONCE = 200
TOLD_AT_ONCE = 500
TURNED_AT_ONCE = 2_000
RECKON, NOTICE, DAY = "reckon", "notice", "day"


def start_if_due(challenge: Challenge, work: Work) -> bool:
    """Let it run if its start has come. Save the challenge after."""
    if not challenge.start(work.now):
        return False
    begin_task(challenge, RECKON, {"then": "start"}, work)
    return True


def remind_of_end(challenge: Challenge, work: Work) -> None:
    """Have the end and what comes before it come at their time."""
    ends_at = challenge.terms.ends_at
    id = challenge.id
    if challenge.halfway_at > work.now:
        work.remind(challenge.halfway_at, HalfwayDue(challenge_id=id, ends_at=ends_at))
    if challenge.has_last_day and challenge.last_day_at > work.now:
        work.remind(challenge.last_day_at, LastDayDue(challenge_id=id, ends_at=ends_at))
    work.remind(ends_at, EndDue(challenge_id=id, ends_at=ends_at))


def end_if_due(challenge: Challenge, work: Work) -> None:
    """End it if its end has come, and close it when late syncs no longer count."""
    if challenge.end(work.now):
        ends_at = challenge.terms.ends_at
        if challenge.terms.grace_s:
            due = CloseDue(challenge_id=challenge.id, ends_at=ends_at)
            work.remind(challenge.closes_at, due)
        else:
            close_if_due(challenge, work)


def begin_task(challenge: Challenge, kind: str, about: dict[str, str], work: Work) -> None:
    """Do something for all entrants: the first of them now, the others piece by piece."""
    task = Task(id=new_id(), challenge_id=challenge.id, kind=kind, about=about, asked_at=work.now)
    work.tasks.save(task)
    _piece(task, challenge, work)


def carry_on(task_id: UUID, work: Work) -> None:
    """The next piece of a task, if it is not done."""
    task = work.tasks.find(task_id)
    if task is None:
        return
    work.rankings.hold(task.challenge_id)
    challenge = work.challenges.get(task.challenge_id)
    _piece(task, challenge, work)


def _piece(task: Task, challenge: Challenge, work: Work) -> None:
    if task.kind == RECKON:
        _reckon(task, challenge, work)
    elif task.kind == NOTICE:
        _notify(task, challenge, work)
    else:
        _turn_day(task, challenge, work)


def _reckon(task: Task, challenge: Challenge, work: Work) -> None:
    """Results once more from the workouts; after the last, what the task was for."""
    users = work.entries.after(challenge.id, _uuid(task.after), RECKONED_AT_ONCE)
    reason = "final-reckoning" if task.about["then"] == "final" else "workout-recorded"
    for user_id in users:
        entry = work.entries.get(challenge.id, user_id)
        if reconcile(entry, challenge, reason, work):
            settle(entry, challenge, work)
    if len(users) == RECKONED_AT_ONCE:
        _keep(task, users[-1].bytes, len(users), work)
        return
    work.tasks.done(task.id)
    if task.about["then"] == "start":
        begin_task(challenge, NOTICE, {"kind": NoticeKind.START.value}, work)
    elif challenge.finish(work.now):
        board = work.boards.get(challenge.id)
        have_read_again(board, work)
        work.boards.save(board)
        work.challenges.save(challenge)
        begin_task(challenge, NOTICE, {"kind": NoticeKind.END.value}, work)


def _notify(task: Task, challenge: Challenge, work: Work) -> None:
    users = work.entries.after(challenge.id, _uuid(task.after), TOLD_AT_ONCE)
    kind = NoticeKind(task.about["kind"])
    data = _final_ranks(challenge, users, work) if kind is NoticeKind.END else {}
    told = tell(challenge, users, kind, work, data)
    if len(users) == TOLD_AT_ONCE:
        _keep(task, users[-1].bytes, told, work)
        return
    work.tasks.done(task.id)
    if kind is NoticeKind.END:
        recipients = task.count + told
        work.publish(ChallengeEndNotified(challenge_id=challenge.id, recipients=recipients))


def _turn_day(task: Task, challenge: Challenge, work: Work) -> None:
    """Keep the ranks of the day that ended, in the order of the ranking."""
    places = work.rankings.after(challenge.id, task.after or FIRST_OF_ALL, TURNED_AT_ONCE)
    ranks = {
        standing_at(place).user_id: task.count + number
        for number, place in enumerate(places, start=1)
    }
    work.entries.turn_day(challenge.id, ranks)
    if len(places) == TURNED_AT_ONCE:
        _keep(task, places[-1], len(places), work)
    else:
        work.tasks.done(task.id)


def _final_ranks(
    challenge: Challenge, users: Sequence[UUID], work: Work
) -> dict[UUID, dict[str, int | float]]:
    ranks: dict[UUID, dict[str, int | float]] = {}
    for user_id in users:
        entry = work.entries.get(challenge.id, user_id)
        if entry.stood is not None and entry.total is not None:
            rank = work.rankings.rank(challenge.id, entry.stood)
            ranks[user_id] = {"rank": rank, "value": entry.total.value}
    return ranks


def _keep(task: Task, after: bytes, count: int, work: Work) -> None:
    work.tasks.save(
        Task(
            id=task.id,
            challenge_id=task.challenge_id,
            kind=task.kind,
            about=task.about,
            after=after,
            count=task.count + count,
            asked_at=task.asked_at,
        )
    )


def _uuid(after: bytes) -> UUID | None:
    return UUID(bytes=after) if after else None


def turn_days(_now: datetime, work: Work) -> None:
    """Begin the turn of the day wherever it is past midnight and was not begun."""
    for challenge_id in work.challenges.awaited():
        challenge = work.challenges.get(challenge_id)
        today = challenge.terms.measure.day_of(work.now)
        board = work.boards.get(challenge_id)
        if board.day == today:
            continue
        work.rankings.hold(challenge_id)
        board = work.boards.get(challenge_id)
        first, board.day = board.day is None, today
        work.boards.save(board)
        if not first:
            begin_task(challenge, DAY, {"day": today.isoformat()}, work)
