"""What a certificate is made from."""

from moim.contexts.workouts.application.queries import Asking, OneOf
from moim.contexts.workouts.domain.workout import Workout


def certified(about: OneOf, work: Asking) -> tuple[Workout, bytes | None]:
    """The owner's workout and its samples, None for one without a track."""
    workout = work.workouts.get(about.id, about.user_id)
    return workout, work.views.track(about.id) if workout.has_track else None
