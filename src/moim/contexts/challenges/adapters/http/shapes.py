"""How challenges look in JSON: names and units as the API promises them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from moim.contexts.challenges.application.queries import Listed, RankingPage, Seen
from moim.contexts.challenges.application.results import VALUE_MAX
from moim.contexts.challenges.domain.challenge import (
    DESCRIPTION_LENGTH_MAX,
    ENTRANTS_MAX,
    GRACE_S_MAX,
    TARGET_MAX,
    TITLE_LENGTH_MAX,
    AgeGroup,
    Challenge,
    Gender,
    Terms,
    Visibility,
)
from moim.contexts.challenges.domain.entry import Entry
from moim.contexts.challenges.domain.live import lasted_s
from moim.contexts.challenges.domain.measure import Kind, Metric
from moim.contexts.challenges.domain.notices import NoticeKind
from moim.contexts.challenges.domain.ranking import Ranked
from moim.contexts.challenges.domain.review import NOTE_LENGTH_MAX, Complaint, Decision
from moim.platform.http.texts import clean_text

UNITS = {
    Metric.DISTANCE: "m",
    Metric.TIME: "s",
    Metric.COUNT: "count",
    Metric.CLIMB: "m",
    Metric.ACTIVE_DAYS: "days",
}
REASON_LENGTH_MAX = 60
STRICT = ConfigDict(extra="forbid")
NoteText = Annotated[str, Field(max_length=NOTE_LENGTH_MAX)]
Target = Annotated[float, Field(gt=0, le=TARGET_MAX, description="Metres, seconds or a count.")]


class NewChallenge(BaseModel):
    """A challenge to make. ``state`` announced lets people see and enter it at once."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {
                "title": "11월 100 km",
                "sport": "run",
                "kind": "most",
                "metric": "distance",
                "target": 100_000,
                "starts_at": "2026-11-01T00:00:00+09:00",
                "ends_at": "2026-12-01T00:00:00+09:00",
                "timezone": "Asia/Seoul",
                "visibility": "open",
                "state": "announced",
            }
        },
    )

    title: Annotated[str, Field(min_length=1, max_length=TITLE_LENGTH_MAX * 8)]
    description: Annotated[str, Field(max_length=DESCRIPTION_LENGTH_MAX * 8)] = ""
    sport: Annotated[str, Field(max_length=24)] | None = None
    kind: Kind = Kind.MOST
    metric: Metric = Metric.DISTANCE
    distance_m: Annotated[float, Field(gt=0, le=200_000)] | None = None
    target: Target | None = None
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    timezone: Annotated[str, Field(max_length=64)] = "Asia/Seoul"
    visibility: Visibility = Visibility.OPEN
    club_id: UUID | None = None
    region: Annotated[str, Field(max_length=40)] | None = None
    age_group: AgeGroup | None = None
    gender: Gender | None = None
    prize: bool = False
    by_team: bool = False
    by_hand: bool = False
    grace_s: Annotated[
        int, Field(ge=0, le=GRACE_S_MAX, description="Late syncs count so long.")
    ] = 0
    entrants_max: Annotated[int, Field(ge=1, le=ENTRANTS_MAX)] | None = None
    state: Literal["draft", "announced"] = "draft"


class ChallengeChanges(BaseModel):
    """What to change; what is left out stays."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"example": {"ends_at": "2026-12-08T00:00:00+09:00"}}
    )

    title: Annotated[str, Field(min_length=1, max_length=TITLE_LENGTH_MAX * 8)] | None = None
    description: Annotated[str, Field(max_length=DESCRIPTION_LENGTH_MAX * 8)] | None = None
    ends_at: AwareDatetime | None = None
    target: Target | None = None
    state: Literal["announced"] | None = None


class Joining(BaseModel):
    """What a challenge may ask of who enters."""

    model_config = STRICT

    invitation: Annotated[str, Field(max_length=32)] | None = None
    age_group: AgeGroup | None = None
    gender: Gender | None = None
    team: Annotated[str, Field(max_length=40 * 8)] | None = None


class Removal(BaseModel):
    """Why somebody is taken out: told to everyone, so a code or a few words."""

    model_config = STRICT

    reason: Annotated[str, Field(min_length=1, max_length=REASON_LENGTH_MAX)] = "organiser"


class TypedResult(BaseModel):
    """A result by hand. ``user_id`` only by the organiser, for somebody else."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"example": {"value": 1, "at": "2026-11-20T21:30:00Z"}}
    )

    value: Annotated[float, Field(gt=0, le=VALUE_MAX)]
    at: AwareDatetime
    note: NoteText = ""
    user_id: UUID | None = None


class NewReview(BaseModel):
    """Why a result looks wrong."""

    model_config = STRICT

    reason: Complaint
    note: NoteText = ""


class ReviewDecision(BaseModel):
    """What becomes of the result; ``value`` for a correction."""

    model_config = STRICT

    decision: Decision
    value: Annotated[float, Field(gt=0, le=VALUE_MAX)] | None = None
    answer: NoteText = ""


class NewAppeal(BaseModel):
    """Why the decision is wrong."""

    model_config = STRICT

    text: Annotated[str, Field(min_length=1, max_length=NOTE_LENGTH_MAX)]


class NoticeSettings(BaseModel):
    """Which notices are wanted; a kind that is not named follows the account."""

    model_config = STRICT

    settings: dict[NoticeKind, bool]


class Rating(BaseModel):
    """What an entrant thinks."""

    model_config = STRICT

    rating: Annotated[int, Field(ge=1, le=5)]
    text: Annotated[str, Field(max_length=1_000)] = ""


class SeenNotices(BaseModel):
    """Notices that were read."""

    model_config = STRICT

    ids: Annotated[list[UUID], Field(min_length=1, max_length=100)]


def words(text: str, name: str, length_max: int = NOTE_LENGTH_MAX) -> str:
    """Lines that somebody wrote, fit to keep; they may be empty."""
    return clean_text(text, length_max, name, lines=True, empty=True)


def terms_of(new: NewChallenge, title: str, description: str) -> Terms:
    """The terms that a body asks for."""
    given = new.model_dump(exclude={"state", "title", "description"})
    return Terms(title=title, description=description, **given)


def unit_of(terms: Terms) -> str:
    """What values and target are in."""
    return "count" if terms.kind is Kind.ATTENDANCE else UNITS[terms.metric]


def challenge_body(challenge: Challenge, entrants: int) -> dict[str, Any]:
    """A challenge as everybody sees it."""
    terms = challenge.terms
    told = {name: getattr(value, "value", value) for name, value in vars(terms).items()}
    return {
        "id": challenge.id,
        "organiser_id": challenge.organiser_id,
        "state": challenge.state.shown,
        **told,
        "unit": unit_of(terms),
        "entrants": entrants,
        "closes_at": challenge.closes_at,
        "waits_until": challenge.waits_until,
        "final_at": challenge.final_at,
        "version": challenge.version,
    }


def listed_body(listed: Listed) -> dict[str, Any]:
    """A challenge in a list, with the standing of a viewer who takes part."""
    own = listed.own
    body = challenge_body(listed.challenge, listed.entrants) | {"entered": own is not None}
    told = own and {"value": own.value, "rank": own.rank, "change": own.change}
    return body | {"own": told}


def seen_body(seen: Seen, viewer_id: UUID | None, now: datetime) -> dict[str, Any]:
    """A challenge on its own, as the viewer sees it."""
    challenge, board = seen.challenge, seen.board
    body = challenge_body(challenge, board.entrants)
    body["ranked"] = board.ranked
    body["revision"] = board.revision
    body["total"] = challenge.terms.measure.value_of(board.points)
    body["goal_reached_at"] = board.goal_at
    if viewer_id == challenge.organiser_id:
        body["invitation"] = challenge.invitation
    body["entry"] = entry_body(seen.entry, now) if seen.entry else None
    return body


def entry_body(entry: Entry, now: datetime, me: Ranked | None = None) -> dict[str, Any]:
    """An entry as its entrant sees it."""
    live = entry.live
    return {
        "challenge_id": entry.challenge_id,
        "user_id": entry.user_id,
        "state": entry.state.value,
        "joined_at": entry.joined_at,
        "team": entry.team,
        "region": entry.region,
        "value": entry.total.value if entry.total else None,
        "achieved_at": entry.total.at if entry.total else None,
        "finished_at": entry.finished_at,
        "rank": me.rank if me else None,
        "change": me.change if me else None,
        "goal": entry.goal,
        "notices": entry.notices,
        "live": None
        if live is None
        else {
            "state": live.state,
            "session_id": live.session_id,
            "started_at": live.started_at,
            "elapsed_s": round(lasted_s(live, now), 1),
            "distance_m": live.distance_m,
        },
        "version": entry.version,
    }


def ranked_body(ranked: Ranked) -> dict[str, Any]:
    """A line of a ranking."""
    return {
        "rank": ranked.rank,
        "user_id": ranked.user_id,
        "nickname": ranked.nickname,
        "value": ranked.value,
        "achieved_at": ranked.achieved_at,
        "change": ranked.change,
        "live": ranked.live,
        "live_distance_m": ranked.live_distance_m,
        "in_doubt": ranked.in_doubt,
    }


def ranking_body(page: RankingPage, next_cursor: str | None) -> dict[str, Any]:
    """Part of a ranking."""
    return {
        "items": [ranked_body(ranked) for ranked in page.items],
        "next": next_cursor,
        "me": ranked_body(page.me) if page.me else None,
        "gap_to_next": page.gap_to_next,
        "size": page.size,
        "revision": page.seen.board.revision,
        "unit": unit_of(page.seen.challenge.terms),
    }


def without(row: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """A row without what it is not shown with."""
    return {name: value for name, value in row.items() if name not in names}
