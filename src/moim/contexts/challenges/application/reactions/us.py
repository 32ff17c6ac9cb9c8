"""What challenges does about its own events: mostly, that a time has come."""

from moim.contexts.challenges.application.asking import provide
from moim.contexts.challenges.application.closing import close_if_due
from moim.contexts.challenges.application.life import (
    NOTICE,
    RECKON,
    begin_task,
    end_if_due,
    start_if_due,
)
from moim.contexts.challenges.application.ports import Work
from moim.contexts.challenges.application.telling import tell_positions
from moim.contexts.challenges.domain import events
from moim.contexts.challenges.domain.challenge import Challenge, State
from moim.contexts.challenges.domain.notices import NoticeKind
from moim.contracts.challenges import ChallengeEnded


def start(event: events.StartDue, work: Work) -> None:
    """The start has come."""
    challenge = _held(event, work)
    if start_if_due(challenge, work):
        work.challenges.save(challenge)


def tell_halfway(event: events.HalfwayDue, work: Work) -> None:
    """Half of it is over, if its end is still the same."""
    _tell_if_running(event, NoticeKind.HALFWAY, work)


def tell_last_day(event: events.LastDayDue, work: Work) -> None:
    """A day is left, if its end is still the same."""
    _tell_if_running(event, NoticeKind.LAST_DAY, work)


def end(event: events.EndDue, work: Work) -> None:
    """The end has come, unless it was moved."""
    challenge = _held(event, work)
    if start_if_due(challenge, work):  # a stopped program may wake after both
        work.challenges.save(challenge)
    if challenge.terms.ends_at == event.ends_at:
        end_if_due(challenge, work)
        work.challenges.save(challenge)


def close(event: events.CloseDue | events.WaitOver, work: Work) -> None:
    """Late syncs count no more, and neither does what was waited for."""
    challenge = _held(event, work)
    close_if_due(challenge, work)
    work.challenges.save(challenge)


def announce_final_ranking(event: ChallengeEnded, work: Work) -> None:
    """Sum the results from the workouts once more, freeze the ranking, and tell every entrant."""
    work.rankings.hold(event.challenge_id)
    challenge = work.challenges.get(event.challenge_id)
    if challenge.state is State.CLOSED:
        begin_task(challenge, RECKON, {"then": "final"}, work)


def tell_ranking(event: events.RankingMoved, work: Work) -> None:
    """A second's moves, told at once."""
    tell_positions(_held(event, work), work)


def provide_statistics(event: events.StatisticsWanted, work: Work) -> None:
    """Count what was asked for."""
    provide(event.challenge_id, event.request_id, work)


def _tell_if_running(
    event: events.HalfwayDue | events.LastDayDue, kind: NoticeKind, work: Work
) -> None:
    challenge = _held(event, work)
    if challenge.state is State.RUNNING and challenge.terms.ends_at == event.ends_at:
        begin_task(challenge, NOTICE, {"kind": kind.value}, work)


def _held(
    event: events.StartDue
    | events.HalfwayDue
    | events.LastDayDue
    | events.EndDue
    | events.CloseDue
    | events.WaitOver
    | events.RankingMoved,
    work: Work,
) -> Challenge:
    work.rankings.hold(event.challenge_id)
    return work.challenges.get(event.challenge_id)
