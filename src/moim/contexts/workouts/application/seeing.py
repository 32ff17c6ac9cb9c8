"""Questions of others than the owner: what of a workout they may see, and nothing more."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from moim.contexts.workouts.application.queries import Views
from moim.contexts.workouts.application.sharing_ports import SharingWork
from moim.contexts.workouts.domain.privacy_zones import Circle
from moim.contexts.workouts.domain.sharing import ShareLinkGone, ShareLinkNotFound
from moim.contexts.workouts.domain.sight import (
    SHOWN_TO_OWNER_ALONE,
    STRANGER,
    Onlooker,
    Shown,
    Sight,
    sight_of,
)
from moim.contexts.workouts.domain.workout import NoTrack, Workout, WorkoutNotFound
from moim.contracts.community import Follows


class Asking(SharingWork, Protocol):
    """A unit of work that also answers."""

    views: Views


@dataclass(frozen=True, kw_only=True)
class Look:
    """A workout and who wants to see it; None is a stranger."""

    workout_id: UUID
    viewer_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class Seen:
    """A workout and what the asker sees of it.

    ``circles`` are cut out of its map, none for its owner. ``nickname`` is the owner's, told to
    others.
    """

    workout: Workout
    sight: Sight
    circles: Sequence[Circle] = ()
    nickname: str | None = None


class Watchers:
    """Who may watch whom: asked at each look, since follows and blocks come and go."""

    def __init__(self, follows: Follows) -> None:
        """``follows`` is community's answer."""
        self._follows = follows

    def onlooker(self, viewer_id: UUID | None, owner_id: UUID, shown: Shown) -> Onlooker:
        """What matters of somebody other than the owner, as far as ``shown`` asks."""
        if viewer_id is None:
            return STRANGER
        if self._follows.blocked_between(viewer_id, [owner_id]):
            return Onlooker(blocked=True)
        if not shown.asks_who_follows():
            return STRANGER
        followed = self._follows.followed_by(viewer_id, "person", [str(owner_id)])
        return Onlooker(follows=str(owner_id) in followed)

    def see(self, about: Look, work: Asking) -> Seen:
        """The workout as this person sees it; raises WorkoutNotFound if not at all."""
        workout = work.workouts.find(about.workout_id)
        if workout.user_id == about.viewer_id:
            return Seen(workout=workout, sight=Sight.whole())
        known = self.onlooker(about.viewer_id, workout.user_id, workout.shown)
        if about.viewer_id is not None and not known.blocked:
            grant = work.share_requests.grant(workout.id, about.viewer_id)
            known = Onlooker(follows=known.follows, grant=grant)
        sight = sight_of(workout.shown, workout.source, known)
        if sight is None:
            raise WorkoutNotFound
        return _seen(workout, sight, work)

    def see_track(self, about: Look, work: Asking) -> tuple[Seen, bytes]:
        """The workout and its samples, which are yet to be cut; raises NoTrack too."""
        seen = self.see(about, work)
        return seen, _samples(seen, work)

    def see_derived(self, about: Look, work: Asking) -> tuple[Seen, bytes | None]:
        """The workout and what was derived of it; None for one typed in."""
        return self.see(about, work), work.views.derived(about.workout_id)

    def see_whole(self, about: Look, work: Asking) -> tuple[Seen, bytes | None]:
        """The workout, for others with the samples that tell how much of its map is left."""
        seen = self.see(about, work)
        return seen, _samples_of_others(seen, work)


def see_by_link(token_hash: bytes, work: Asking) -> Seen:
    """What a link shows; raises ShareLinkNotFound or ShareLinkGone."""
    link = work.share_links.by_token(token_hash)
    if link is None:
        raise ShareLinkNotFound
    if not link.open(work.now):
        raise ShareLinkGone
    workout = work.workouts.find(link.workout_id)
    if workout.source in SHOWN_TO_OWNER_ALONE:
        raise ShareLinkNotFound
    sight = Sight(map=link.grant.map, heart_rate=link.grant.heart_rate)
    return _seen(workout, sight, work)


def see_whole_by_link(token_hash: bytes, work: Asking) -> tuple[Seen, bytes | None]:
    """What a link shows, with the samples that tell how much of its map is left."""
    seen = see_by_link(token_hash, work)
    return seen, _samples_of_others(seen, work)


def see_track_by_link(token_hash: bytes, work: Asking) -> tuple[Seen, bytes]:
    """The samples of what a link shows, yet to be cut; raises NoTrack too."""
    seen = see_by_link(token_hash, work)
    return seen, _samples(seen, work)


def _seen(workout: Workout, sight: Sight, work: Asking) -> Seen:
    return Seen(
        workout=workout,
        sight=sight,
        circles=work.privacy_zones.hidden(workout.user_id),
        nickname=work.athletes.get(workout.user_id).nickname,
    )


def _samples(seen: Seen, work: Asking) -> bytes:
    samples = work.views.track(seen.workout.id)
    if samples is None:
        raise NoTrack
    return samples


def _samples_of_others(seen: Seen, work: Asking) -> bytes | None:
    return None if seen.sight.owner else work.views.track(seen.workout.id)
