"""What workouts does about charts."""

from moim.contexts.workouts.application.note_ports import ReactingWork
from moim.contexts.workouts.application.rederiving import Outdated, analyse, derive_anew, outdated
from moim.contracts.insights import ChartDataUpdated

MISSING = "metrics-missing"


def refresh_metrics(event: ChartDataUpdated, work: ReactingWork) -> None:
    """Have computed what a chart lacks, and only that: where nothing is missing nothing is told.

    Every other reason is the answer to a change of a workout; to answer it would go on for ever.
    """
    if event.reason != MISSING:
        return
    work.athletes.hold(event.user_id)
    waiting = work.tasks.waiting_for(event.user_id)
    found = outdated(Outdated(user_id=event.user_id, after=None), work)
    derive_anew([one for one in found if one[0] not in waiting], work)
    waiting |= {workout_id for workout_id, _ in found}
    analyse([id for id in event.workout_ids if id not in waiting], event.user_id, work)
