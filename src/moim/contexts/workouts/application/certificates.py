"""What a certificate is made from."""

from collections.abc import Sequence

from moim.contexts.workouts.application.queries import Asking, OneOf
from moim.contexts.workouts.domain.privacy_zones import Circle
from moim.contexts.workouts.domain.workout import Workout


def certified(about: OneOf, work: Asking) -> tuple[Workout, bytes | None, Sequence[Circle]]:
    """The owner's workout, its samples (None for one without a track), and what is cut of them."""
    workout = work.workouts.get(about.id, about.user_id)
    samples = work.views.track(about.id) if workout.has_track else None
    return workout, samples, work.privacy_zones.hidden(about.user_id)
