"""A track as somebody may see it: the only way on which samples reach others than their owner."""

from moim.contexts.workouts.adapters.track_codec import decode_track
from moim.contexts.workouts.application.seeing import Seen
from moim.contexts.workouts.domain.recording import Track
from moim.contexts.workouts.domain.track_cutting import seen_track
from moim.contexts.workouts.domain.workout import NoTrack


def track_shown(seen: Seen, samples: bytes) -> Track:
    """What is left of the samples; raises NoTrack if nothing is."""
    shown = seen_track(decode_track(samples), seen.sight, seen.circles)
    if not len(shown):
        raise NoTrack
    return shown


def course_shown(seen: Seen, samples: bytes) -> Track:
    """For what is nothing without a place on the map; raises NoTrack without one."""
    if not seen.sight.map:
        raise NoTrack
    return track_shown(seen, samples)
