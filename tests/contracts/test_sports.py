"""Every context speaks of the same sports."""

from moim.contexts.workouts.domain.sports import Sport
from moim.kernel.sports import SPORTS


def test_the_sports_that_are_told_are_those_a_workout_can_be() -> None:
    assert [*SPORTS] == [*Sport]
