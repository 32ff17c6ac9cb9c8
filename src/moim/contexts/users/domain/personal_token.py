"""Personal access tokens: what a script or a device shows instead of a password."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from moim.contexts.users.domain.wording import composed, is_plain
from moim.kernel.aggregates import Aggregate
from moim.kernel.errors import Conflict, Invalid

NAME_LENGTH_MAX = 60
TOKENS_MAX = 50
DAYS_MAX = 366

# What stands after /v1/ in an address, read (GET) or written. Accounts, sessions and the
# instance itself are never a script's to change, whatever its scopes say.
AREAS = (
    "challenges",
    "clubs",
    "feedback",
    "gatherings",
    "goals",
    "insights",
    "notifications",
    "posts",
    "users",
    "workout-sessions",
    "workouts",
)
NEVER = frozenset({"users:write"})
SCOPES = frozenset(f"{area}:{do}" for area in AREAS for do in ("read", "write")) - NEVER


class TokenNameNotAllowed(Invalid):
    """Empty, too long, or with something in it that cannot be seen."""

    code = "token-name-not-allowed"
    ko = "토큰 이름은 보이는 글자 1~60자로 입력하세요."
    en = "A token's name has 1 to 60 visible characters."


class UnknownScope(Invalid):
    """A scope that no personal token can have."""

    code = "unknown-scope"
    ko = "개인 토큰에 줄 수 없는 범위입니다. 예: workouts:read"
    en = "No personal token can have this scope. Example: workouts:read"


class TooManyTokens(Conflict):
    """One account has at most fifty."""

    code = "too-many-tokens"
    ko = "개인 토큰은 {tokens_max}개까지 만들 수 있습니다. 쓰지 않는 토큰을 삭제하세요."
    en = "You can have {tokens_max} personal tokens. Remove one that you do not use."


@dataclass(kw_only=True, eq=False)
class PersonalToken(Aggregate):
    """A named token with scopes. Only its hash is kept; ``expires_at`` None is never."""

    id: UUID
    user_id: UUID
    name: str
    token_hash: bytes = field(repr=False)
    scopes: frozenset[str]
    made_at: datetime
    expires_at: datetime | None
    used_at: datetime | None = None

    @classmethod
    def make(
        cls,
        id: UUID,
        user_id: UUID,
        token_hash: bytes,
        *,
        name: str,
        scopes: Iterable[str],
        days: int | None,
        at: datetime,
    ) -> "PersonalToken":
        """A new one, for ``days`` days (1 to 366) or without an end."""
        text = composed(name).strip()
        if not 0 < len(text) <= NAME_LENGTH_MAX or not is_plain(text):
            raise TokenNameNotAllowed(field="name")
        wanted = frozenset(scopes)
        if not wanted or not wanted <= SCOPES:
            raise UnknownScope(field="scopes")
        return cls(
            id=id,
            user_id=user_id,
            name=text,
            token_hash=token_hash,
            scopes=wanted,
            made_at=at,
            expires_at=None if days is None else at + timedelta(days=days),
        )
