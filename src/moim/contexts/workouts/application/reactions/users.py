"""What workouts does about people."""

from moim.contexts.workouts.application.companions import forget_companions
from moim.contexts.workouts.application.ports import Work
from moim.contexts.workouts.domain.athlete import Athlete
from moim.contracts.users import ProfileUpdated, UserRegistered, UserWithdrew


def know_athlete(event: UserRegistered | ProfileUpdated, work: Work) -> None:
    """Days begin at midnight in the person's zone; companions are shown by nickname."""
    athlete = Athlete(user_id=event.user_id, timezone=event.timezone, nickname=event.nickname)
    work.athletes.save(athlete)


def erase_athlete(event: UserWithdrew, work: Work) -> None:
    """Nothing of the person stays, and those who were with them are regrouped."""
    forget_companions(work.signatures.of_user(event.user_id), work)
    work.athletes.erase(event.user_id)
