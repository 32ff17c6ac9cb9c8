"""Questions about somebody's live session: it is shown as their new workouts are."""

from collections.abc import Sequence
from dataclasses import dataclass

from moim.contexts.workouts.application.live_ports import LiveWork
from moim.contexts.workouts.application.live_sessions import PROVIDER, Watch
from moim.contexts.workouts.application.seeing import Watchers
from moim.contexts.workouts.domain.live_points import Batch
from moim.contexts.workouts.domain.live_session import LiveSession, SessionNotFound
from moim.contexts.workouts.domain.privacy_zones import Circle
from moim.contexts.workouts.domain.sight import Sight, sight_of


@dataclass(frozen=True, kw_only=True)
class Watched:
    """A session and what the asker sees of it; ``circles`` are cut out, none for its owner."""

    session: LiveSession
    sight: Sight
    circles: Sequence[Circle] = ()


class Spectators:
    """Who may watch a session live."""

    def __init__(self, watchers: Watchers) -> None:
        """``watchers`` knows who follows whom."""
        self._watchers = watchers

    def session(self, about: Watch, work: LiveWork) -> Watched:
        """The session, for whoever may see it; raises SessionNotFound."""
        session = work.live_sessions.get(about.session_id)
        if session.user_id == about.viewer_id:
            return Watched(session=session, sight=Sight.whole())
        shown = work.athletes.get(session.user_id).shown
        onlooker = self._watchers.onlooker(about.viewer_id, session.user_id, shown)
        sight = sight_of(shown, PROVIDER, onlooker)
        if sight is None:
            raise SessionNotFound
        circles = work.privacy_zones.hidden(session.user_id)
        return Watched(session=session, sight=sight, circles=circles)

    def batches(self, about: Watch, work: LiveWork) -> tuple[Watched, Sequence[Batch]]:
        """The session and some of its batches; none any more once it has ended."""
        watched = self.session(about, work)
        return watched, work.live_sessions.batches(watched.session, about.after, about.limit)
