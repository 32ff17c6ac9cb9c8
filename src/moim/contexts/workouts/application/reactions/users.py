"""What workouts does about people."""

from collections.abc import Mapping

from moim.contexts.workouts.application.companions import erase_company
from moim.contexts.workouts.application.ports import Work
from moim.contexts.workouts.domain.athlete import Athlete
from moim.contexts.workouts.domain.sight import Audience, Shown
from moim.contracts.users import ProfileUpdated, UserRegistered, UserWithdrew


def know_athlete(event: UserRegistered | ProfileUpdated, work: Work) -> None:
    """Days begin at midnight in the person's zone; companions are shown by nickname."""
    told = event.privacy if isinstance(event, ProfileUpdated) else None
    known = work.athletes.get(event.user_id)
    athlete = Athlete(
        user_id=event.user_id,
        timezone=event.timezone,
        nickname=event.nickname,
        shown=known.shown if told is None else _shown(told),
    )
    work.athletes.save(athlete)


def _shown(told: Mapping[str, str]) -> Shown:
    return Shown(
        workout=Audience(told["workouts"]),
        map=Audience(told["map"]),
        heart_rate=Audience(told["heart_rate"]),
    )


def erase_athlete(event: UserWithdrew, work: Work) -> None:
    """Nothing of the person stays, and those who were with them are regrouped."""
    erase_company(work.signatures.of_user(event.user_id), work)
    work.athletes.erase(event.user_id)
