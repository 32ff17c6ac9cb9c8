"""People of the stories, made with domain objects alone."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from moim.contexts.users.domain.email import Email
from moim.contexts.users.domain.nickname import Nickname
from moim.contexts.users.domain.password import PasswordPolicy, Proof
from moim.contexts.users.domain.profile import Profile
from moim.contexts.users.domain.roles import EVERYBODY, Role, Roles
from moim.contexts.users.domain.session import Session
from moim.contexts.users.domain.user import User
from moim.kernel.aggregates import Aggregate
from moim.kernel.events import Event
from moim.kernel.ids import new_id

NOON = datetime(2026, 5, 1, 3, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
POLICY = PasswordPolicy(frozenset({"password123", "qwertyuiop"}))
MODERATOR: Roles = EVERYBODY | {Role.MODERATOR}


def a_user(*, first: bool = False, at: datetime = NOON, profile: Profile | None = None) -> User:
    user = User.sign_up(
        new_id(),
        Email.of("minji@example.com"),
        "a1" * 32,
        "hash of the first password",
        profile or Profile(nickname=Nickname.of("달리는 민지")),
        first=first,
        at=at,
    )
    user.collect()
    return user


def right(user: User, fresh: str | None = None) -> Proof:
    assert user.password_hash
    return Proof(of_hash=user.password_hash, matches=True, fresh_hash=fresh)


def wrong(user: User) -> Proof:
    assert user.password_hash
    return Proof(of_hash=user.password_hash, matches=False)


def a_session(user_id: UUID, token: bytes = b"first", at: datetime = NOON) -> Session:
    session = Session.open(new_id(), user_id, token, method="password", label="워치", at=at)
    session.collect()
    return session


def told(aggregate: Aggregate) -> list[Event]:
    return aggregate.collect()


def kinds(aggregate: Aggregate) -> list[str]:
    return [type(event).__name__ for event in aggregate.collect()]
