"""Questions: challenges, rankings, and what stands beside them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from moim.contexts.challenges.application.ports import Board, Work
from moim.contexts.challenges.application.standing import region_board
from moim.contexts.challenges.domain.challenge import Challenge, NotOrganiser
from moim.contexts.challenges.domain.entry import Entry, EntryNotFound, EntryState
from moim.contexts.challenges.domain.live import moved
from moim.contexts.challenges.domain.ranking import FIRST_OF_ALL, Ranked, standing_at
from moim.kernel.errors import Invalid

FRIENDS_MAX = 1_000
TEAMS_MAX = 100
NAMED = frozenset({"entrants", "feed"})
"""Lists whose rows tell the nickname of the entrant they are about."""


class Shown(NamedTuple):
    """What lists show of an entrant beside the place."""

    nickname: str | None
    day_rank: int | None
    live: str | None
    place: bytes | None
    in_doubt: bool


NOT_KNOWN = Shown(nickname=None, day_rank=None, live=None, place=None, in_doubt=False)


@dataclass(frozen=True, kw_only=True)
class Filter:
    """Which challenges to list; ``of`` are the viewer's own, joined or organised."""

    viewer_id: UUID | None
    state: str | None = None
    region: str | None = None
    sport: str | None = None
    of: str | None = None
    after: UUID | None = None
    limit: int = 20


class Own(NamedTuple):
    """The viewer's own standing in a challenge of a list, with the rank of yesterday's end."""

    value: float | None
    rank: int | None
    day_rank: int | None

    @property
    def change(self) -> int | None:
        """Places won since yesterday, negative when lost."""
        if self.rank is None or self.day_rank is None:
            return None
        return self.day_rank - self.rank


class Listed(NamedTuple):
    """A challenge in a list; ``own`` is the standing of a viewer who takes part."""

    challenge: Challenge
    entrants: int
    own: Own | None


@dataclass(frozen=True, kw_only=True)
class Span:
    """A page of rows about a challenge or a person: after what the list is in order of, so many."""

    challenge_id: UUID | None = None
    user_id: UUID | None = None
    after: tuple[Any, ...] | None = None
    limit: int = 20


class Views(Protocol):
    """Rows as they are shown."""

    def challenges(self, wanted: Filter) -> Sequence[Listed]:
        """Newest first."""
        ...

    def answered(self, user_id: UUID, request_ids: Sequence[UUID]) -> set[UUID]:
        """Those of these requests for feedback that the person answered."""
        ...

    def shown(self, challenge_id: UUID, users: Sequence[UUID]) -> Mapping[UUID, Shown]:
        """What lists show of these."""
        ...

    def team_places(
        self, challenge_id: UUID, team: str, after: bytes, most: int
    ) -> Sequence[bytes]:
        """The next places of a team's members behind ``after``, best first."""
        ...

    def team_counts(self, challenge_id: UUID, team: str, before: bytes | None) -> int:
        """How many of a team stand in the ranking, or before a place in it."""
        ...

    def page(self, name: str, span: Span) -> Sequence[Mapping[str, Any]]:
        """Rows of a list that has a name: see the adapter."""
        ...

    def one(self, name: str, id: UUID) -> Mapping[str, Any] | None:
        """A row by its id."""
        ...

    def told_since(self, at: datetime) -> Sequence[tuple[UUID, int, datetime]]:
        """Boards told after ``at``: id, revision, when."""
        ...


class Reads(Work, Protocol):
    """A snapshot to ask."""

    views: Views


class NoRegion(Invalid):
    """Asked for a region's ranking without one."""

    code = "region-needed"
    ko = "지역을 지정해 주세요. 프로필에 지역을 공개해 두면 그 지역이 쓰입니다."
    en = "Name a region, or show yours on your profile."


class NoTeam(Invalid):
    """Asked for a team's ranking without one."""

    code = "team-needed"
    ko = "팀을 지정해 주세요. 참여할 때 팀을 정했다면 그 팀이 쓰입니다."
    en = "Name a team, or join with one."


@dataclass(frozen=True, kw_only=True)
class Look:
    """Somebody looks at a challenge."""

    challenge_id: UUID
    viewer_id: UUID | None
    invitation: str | None = None
    is_moderator: bool = False


@dataclass(frozen=True, kw_only=True)
class Seen:
    """A challenge with its counts and the viewer's entry, which is without its results."""

    challenge: Challenge
    board: Board
    entry: Entry | None


def look(about: Look, work: Reads) -> Seen:
    """One challenge as the viewer may see it; raises ChallengeNotFound."""
    challenge = work.challenges.get(about.challenge_id)
    viewer = about.viewer_id
    entry = work.entries.standing_of(challenge.id, viewer) if viewer else None
    entered = entry is not None and entry.state is not EntryState.REMOVED
    moderates = about.is_moderator and work.reviews.any_in(challenge.id)
    challenge.shown_to(viewer, entered=entered, invitation=about.invitation, moderates=moderates)
    if entry is not None and entry.live is not None:
        entry.live = moved(entry.live, work.live_distances.distance_of(entry.live.session_id))
    return Seen(challenge=challenge, board=work.boards.get(challenge.id), entry=entry)


def list_challenges(wanted: Filter, work: Reads) -> Sequence[Listed]:
    """Those the viewer may see."""
    return work.views.challenges(wanted)


def own_entry(about: Look, work: Reads) -> tuple[Entry, Ranked | None]:
    """The viewer's entry, with the rank if there is one; raises EntryNotFound."""
    seen = look(about, work)
    if seen.entry is None or seen.entry.state is not EntryState.IN:
        raise EntryNotFound
    return seen.entry, own_rank(seen, work)


@dataclass(frozen=True, kw_only=True)
class AskRanking:
    """Which part of a ranking: around me, the top, friends, a region's or a team's top."""

    look: Look
    around: str = "top"
    region: str | None = None
    team: str | None = None
    limit: int = 20
    after: bytes | None = None


@dataclass(frozen=True, kw_only=True)
class RankingPage:
    """Part of a ranking, the viewer's own line, and how far the next one is."""

    seen: Seen
    items: Sequence[Ranked]
    next: bytes | None
    me: Ranked | None
    gap_to_next: float | None
    size: int


def ranking(asked: AskRanking, work: Reads) -> RankingPage:
    """Exact ranks, at a cost that does not grow with the number of entrants."""
    seen = look(asked.look, work)
    if asked.around == "friends":
        return _friends(asked, seen, work)
    if asked.around == "team":
        return _team(asked, seen, work)
    board_id = seen.challenge.id
    if asked.around == "region":
        region = asked.region or (seen.entry.region if seen.entry else None)
        if region is None:
            raise NoRegion(field="region")
        board_id = region_board(board_id, region)
    places = _places(asked, seen, board_id, work)
    from_top = asked.around != "me" and asked.after is None
    first = 1 if from_top or not places else work.rankings.rank(board_id, places[0])
    numbered = list(enumerate(places, start=first))
    own = _own_place(seen, board_id)
    if own is not None and own not in places:
        numbered.append((work.rankings.rank(board_id, own), own))
    lines = _shown(seen, numbered, work, of_all=board_id == seen.challenge.id)
    items = lines[: len(places)]
    more = asked.around != "me" and len(places) == asked.limit
    size = seen.board.ranked if board_id == seen.challenge.id else work.rankings.size(board_id)
    return RankingPage(
        seen=seen,
        items=items,
        next=places[-1] if more else None,
        me=_own_of(lines, asked.look.viewer_id) if own is not None else None,
        gap_to_next=_gap(seen, board_id, places, work),
        size=size,
    )


def team_ranking(about: Look, work: Reads) -> tuple[Seen, Sequence[tuple[str, float, int]]]:
    """Teams with what their members come to, best first."""
    seen = look(about, work)
    measure = seen.challenge.terms.measure
    teams = work.boards.teams(seen.challenge.id, TEAMS_MAX)
    return seen, [(team, measure.value_of(points), members) for team, points, members in teams]


def own_rank(seen: Seen, work: Reads) -> Ranked | None:
    """The viewer's own line."""
    own = _own_place(seen, seen.challenge.id)
    if own is None:
        return None
    return _shown(seen, [(work.rankings.rank(seen.challenge.id, own), own)], work, of_all=True)[0]


def rows(asked: tuple[str, Look, Span], work: Reads) -> Sequence[Mapping[str, Any]]:
    """A page of what everybody who sees the challenge may see."""
    name, about, span = asked
    look(about, work)
    return _named(name, span, work)


def feedback_requests(asked: tuple[Look, Span], work: Reads) -> Sequence[Mapping[str, Any]]:
    """A page of when entrants were asked, each with whether the viewer has ``answered``."""
    about, span = asked
    found = rows(("feedback", about, span), work)
    ids = [row["id"] for row in found]
    answered = work.views.answered(about.viewer_id, ids) if about.viewer_id else set()
    return [{**row, "answered": row["id"] in answered} for row in found]


def organisers_rows(asked: tuple[str, Look, Span], work: Reads) -> Sequence[Mapping[str, Any]]:
    """A page of what only the organiser sees; who may not know of it learns nothing."""
    name, about, span = asked
    if look(about, work).challenge.organiser_id != about.viewer_id:
        raise NotOrganiser
    return _named(name, span, work)


def own_rows(asked: tuple[str, Span], work: Reads) -> Sequence[Mapping[str, Any]]:
    """A page of the person's own."""
    name, span = asked
    return work.views.page(name, span)


def one_row(asked: tuple[str, UUID], work: Reads) -> Mapping[str, Any] | None:
    """A row by its id; who may see it is for the asker to say."""
    return work.views.one(*asked)


def _own_place(seen: Seen, board_id: UUID) -> bytes | None:
    """Where the viewer stands on this board; None for who does not."""
    if seen.entry is None:
        return None
    boards = {seen.challenge.id, region_board(seen.challenge.id, seen.entry.region or "")}
    return seen.entry.stood if board_id in boards else None


def _own_of(items: Sequence[Ranked], viewer_id: UUID | None) -> Ranked | None:
    return next((one for one in items if one.user_id == viewer_id), None)


def _named(name: str, span: Span, work: Reads) -> Sequence[Mapping[str, Any]]:
    found = work.views.page(name, span)
    if name not in NAMED or span.challenge_id is None:
        return found
    shown = work.views.shown(span.challenge_id, [row["user_id"] for row in found])
    names = {user_id: one.nickname for user_id, one in shown.items()}
    return [{**row, "nickname": names.get(row["user_id"])} for row in found]


def _places(asked: AskRanking, seen: Seen, board_id: UUID, work: Reads) -> Sequence[bytes]:
    if asked.around != "me":
        return work.rankings.after(board_id, asked.after or FIRST_OF_ALL, asked.limit)
    if seen.entry is None or seen.entry.stood is None:
        return ()
    own = seen.entry.stood
    ahead = list(work.rankings.before(board_id, own, asked.limit // 2))
    behind = work.rankings.after(board_id, own, asked.limit - len(ahead) - 1)
    return [*ahead, own, *behind]


def _friends(asked: AskRanking, seen: Seen, work: Reads) -> RankingPage:
    """Those who follow the viewer and whom the viewer follows, and the viewer."""
    viewer = asked.look.viewer_id
    if viewer is None:
        raise EntryNotFound
    followers = work.follows.followers_of("person", str(viewer), None, FRIENDS_MAX)
    both = work.follows.followed_by(viewer, "person", [str(user) for user in followers])
    users = [viewer, *(user for user in followers if str(user) in both)]
    shown = work.views.shown(seen.challenge.id, users)
    places = sorted(one.place for one in shown.values() if one.place is not None)
    numbered = list(enumerate(places, start=1))[: asked.limit]
    return RankingPage(
        seen=seen,
        items=_shown(seen, numbered, work),
        next=None,
        me=own_rank(seen, work),
        gap_to_next=None,
        size=len(places),
    )


def _team(asked: AskRanking, seen: Seen, work: Reads) -> RankingPage:
    """The members of one team, by themselves."""
    own, id = seen.entry, seen.challenge.id
    team = asked.team or (own.team if own else None)
    if team is None:
        raise NoTeam(field="team")
    places = work.views.team_places(id, team, asked.after or FIRST_OF_ALL, asked.limit)
    before = work.views.team_counts(id, team, places[0]) if asked.after and places else 0
    numbered = list(enumerate(places, start=before + 1))
    stood = own.stood if own is not None and own.team == team else None
    if stood is not None and stood not in places:
        numbered.append((work.views.team_counts(id, team, stood) + 1, stood))
    lines = _shown(seen, numbered, work)
    return RankingPage(
        seen=seen,
        items=lines[: len(places)],
        next=places[-1] if len(places) == asked.limit else None,
        me=_own_of(lines, asked.look.viewer_id) if stood is not None else None,
        gap_to_next=None,
        size=work.views.team_counts(id, team, None),
    )


def _shown(
    seen: Seen, numbered: Sequence[tuple[int, bytes]], work: Reads, *, of_all: bool = False
) -> Sequence[Ranked]:
    """The lines. Yesterday's ranks are those ``of_all``: no change is told of a part's ranks."""
    value_of = seen.challenge.terms.measure.value_of
    standings = [(rank, standing_at(place)) for rank, place in numbered]
    known = work.views.shown(seen.challenge.id, [standing.user_id for _, standing in standings])
    ranked = []
    for rank, (points, at, user_id) in standings:
        shown = known.get(user_id, NOT_KNOWN)
        ranked.append(
            Ranked(
                rank,
                user_id,
                shown.nickname,
                value_of(points),
                at,
                shown.day_rank if of_all else None,
                shown.live,
                in_doubt=shown.in_doubt,
            )
        )
    own = seen.entry
    if own is not None and own.live is not None:
        so_far_m = own.live.distance_m
        ranked = [
            line._replace(live_distance_m=so_far_m) if line.user_id == own.user_id else line
            for line in ranked
        ]
    return ranked


def _gap(seen: Seen, board_id: UUID, places: Sequence[bytes], work: Reads) -> float | None:
    """How much the viewer lacks to the one just ahead."""
    if seen.entry is None or seen.entry.stood is None:
        return None
    own = seen.entry.stood
    at = places.index(own) if own in places else 0
    ahead = places[at - 1 : at] if at else work.rankings.before(board_id, own, 1)
    if not ahead:
        return None
    points = standing_at(ahead[0]).points - standing_at(own).points
    return seen.challenge.terms.measure.value_of(points)
