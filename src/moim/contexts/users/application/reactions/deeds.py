"""What users remembers of what its people do elsewhere, each told as a line of its log.

Nothing here listens to what may come of ActivityLogged, so that no line leads to another.
"""

from uuid import UUID

from moim.contexts.users.application.ports import Work
from moim.contexts.users.domain.activity import Activity, Doing, quarter_of
from moim.contracts.challenges import ChallengeJoined
from moim.contracts.community import PostCreated
from moim.contracts.workouts import GoalAchieved, GoalSet, SessionEnded, WorkoutsSynced
from moim.kernel.ids import new_id


def log_import(event: WorkoutsSynced, work: Work) -> None:
    """As many as were new; a folder of files is one deed: a line each quarter of an hour."""
    since, doing = quarter_of(work.now), Doing.WORKOUTS_IMPORTED
    if event.imported and not work.activities.add_to(event.user_id, doing, since, event.imported):
        _log(work, event.user_id, doing, amount=event.imported)


def log_session_ended(event: SessionEnded, work: Work) -> None:
    """A workout recorded live."""
    _log(work, event.user_id, Doing.SESSION_ENDED, event.workout_id)


def log_goal_set(event: GoalSet, work: Work) -> None:
    """A goal was set."""
    _log(work, event.user_id, Doing.GOAL_SET, event.goal_id)


def log_goal_achieved(event: GoalAchieved, work: Work) -> None:
    """A goal was reached."""
    _log(work, event.user_id, Doing.GOAL_ACHIEVED, event.goal_id)


def log_challenge_joined(event: ChallengeJoined, work: Work) -> None:
    """A challenge was joined."""
    _log(work, event.user_id, Doing.CHALLENGE_JOINED, event.challenge_id)


def log_post(event: PostCreated, work: Work) -> None:
    """A post was written."""
    _log(work, event.author_id, Doing.POST_WRITTEN, event.post_id)


def _log(
    work: Work, user_id: UUID, doing: Doing, subject_id: UUID | None = None, amount: int = 1
) -> None:
    if user_id not in work.users.public([user_id]):
        return  # who has left leaves no lines
    work.activities.add(Activity.done(new_id(), user_id, doing, work.now, subject_id, amount))
