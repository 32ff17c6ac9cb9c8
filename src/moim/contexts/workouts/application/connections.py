"""Use cases about accounts at device makers: connect, be told, sync, part."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from moim.contexts.workouts.application.imports import StartImport, UndoImport, start_import
from moim.contexts.workouts.application.ports import Work
from moim.contexts.workouts.domain.connections import (
    ATTEMPTS_MAX,
    TRY_LENGTH,
    ConnectedElsewhere,
    Connection,
    ConnectionNotAsked,
    NotConnected,
    Notice,
    State,
    Try,
    pause_after,
)
from moim.contexts.workouts.domain.sight import SHOWN_TO_OWNER_ALONE
from moim.kernel.ids import new_id

DUE_AT_ONCE = 100
FORGOTTEN_AT_ONCE = 20


@dataclass(frozen=True, kw_only=True)
class OneConnection:
    """A maker of a person's."""

    user_id: UUID
    provider: str


@dataclass(frozen=True, kw_only=True)
class AskConnection:
    """What the browser is sent with."""

    user_id: UUID
    provider: str
    state_hash: bytes = field(repr=False)
    browser_hash: bytes = field(repr=False)
    verifier: str = field(repr=False)


def ask_connection(command: AskConnection, work: Work) -> None:
    """Remember what is asked."""
    work.connections.add_try(
        Try(
            state_hash=command.state_hash,
            browser_hash=command.browser_hash,
            user_id=command.user_id,
            provider=command.provider,
            verifier=command.verifier,
            expires_at=work.now + TRY_LENGTH,
        )
    )


@dataclass(frozen=True, kw_only=True)
class TakeTry:
    """The maker's answer, as this browser brought it."""

    provider: str
    state_hash: bytes = field(repr=False)
    browser_hash: bytes = field(repr=False)


def take_try(command: TakeTry, work: Work) -> Try | None:
    """What was asked, once; None for what was not asked here, which uses the question up too."""
    asked = work.connections.take_try(command.state_hash)
    asked_here = (
        asked is not None
        and asked.provider == command.provider
        and asked.browser_hash == command.browser_hash
        and work.now < asked.expires_at
    )
    return asked if asked_here else None


def must_be_asked(asked: Try | None) -> Try:
    """The question; raises ConnectionNotAsked."""
    if asked is None:
        raise ConnectionNotAsked
    return asked


@dataclass(frozen=True, kw_only=True)
class Connect:
    """The maker vouched."""

    user_id: UUID
    provider: str
    their_hash: bytes
    sealed: bytes = field(repr=False)


def connect(command: Connect, work: Work) -> None:
    """Let workouts come from there; raises ConnectedElsewhere."""
    theirs = work.connections.whose(command.provider, command.their_hash)
    if theirs is not None and theirs.user_id != command.user_id:
        raise ConnectedElsewhere
    connection = work.connections.find(command.user_id, command.provider)
    if connection is None:
        connection = Connection(
            user_id=command.user_id,
            provider=command.provider,
            their_hash=command.their_hash,
            sealed=command.sealed,
            connected_at=work.now,
        )
    connection.connect(command.their_hash, command.sealed)
    work.connections.save(connection)


@dataclass(frozen=True, kw_only=True)
class NewKey:
    """A key, wrapped, for whoever has none in this context yet."""

    user_id: UUID
    wrapped: bytes = field(repr=False)


def key_to_seal_with(command: NewKey, work: Work) -> bytes:
    """The person's key, wrapped: the one there is, or from now on this."""
    kept = work.connections.key_of(command.user_id)
    if kept is None:
        work.connections.keep_key(command.user_id, command.wrapped)
    return kept or command.wrapped


def wrapped_key(user_id: UUID, work: Work) -> bytes | None:
    """The person's key in this context, if there is one."""
    return work.connections.key_of(user_id)


def connections_of(user_id: UUID, work: Work) -> Sequence[Connection]:
    """A person's."""
    return work.connections.of(user_id)


def connection_of(about: OneConnection, work: Work) -> Connection:
    """One of a person's; raises NotConnected."""
    found = work.connections.find(about.user_id, about.provider)
    if found is None:
        raise NotConnected
    return found


def part(about: OneConnection, work: Work) -> None:
    """Forget the maker's account; workouts that came from there stay if its terms let them."""
    work.connections.remove(connection_of(about, work))


def to_be_forgotten(_nothing: None, work: Work) -> Sequence[UndoImport]:
    """Imports to take back: whose maker wants all deleted of a person who parted with it."""
    found = work.connections.imports_of_parted(SHOWN_TO_OWNER_ALONE, FORGOTTEN_AT_ONCE)
    return [UndoImport(import_id=id, user_id=user_id) for id, user_id in found]


@dataclass(frozen=True, kw_only=True)
class KeepTokens:
    """Tokens that the maker renewed; None when it will not: the person must connect again."""

    user_id: UUID
    provider: str
    sealed: bytes | None = field(repr=False)


def keep_tokens(command: KeepTokens, work: Work) -> None:
    """From now on these."""
    connection = work.connections.find(command.user_id, command.provider)
    if connection is None:
        return
    if command.sealed is None:
        connection.lose()
    else:
        connection.sealed = command.sealed
    work.connections.save(connection)


@dataclass(frozen=True, kw_only=True)
class Told:
    """Something new at the maker; ``what`` None says that the person parted there."""

    provider: str
    their_hash: bytes
    external_id: str
    what: str | None


def take_notices(told: Sequence[Told], work: Work) -> None:
    """Note what is to be fetched: once, however often it is told. Of strangers nothing."""
    for one in told:
        connection = work.connections.whose(one.provider, one.their_hash)
        if connection is None:
            continue
        if one.what is None:
            work.connections.remove(connection)
        elif connection.state is State.ACTIVE:
            notice = Notice(
                id=new_id(),
                user_id=connection.user_id,
                provider=one.provider,
                external_id=one.external_id,
                what=one.what,
            )
            work.connections.add_notice(notice, work.now)


def due_notices(_nothing: None, work: Work) -> Sequence[Notice]:
    """What is to be fetched now."""
    return work.connections.due(work.now, DUE_AT_ONCE)


@dataclass(frozen=True, kw_only=True)
class FinishSync:
    """One visit at the maker: what was fetched as an import, what is settled, what failed."""

    about: OneConnection
    delivery: StartImport | None
    settled: Sequence[UUID]
    failed: Sequence[Notice] = ()


def finish_sync(command: FinishSync, work: Work) -> None:
    """Begin the import, and try what failed again later, eight times at most."""
    if command.delivery is not None:
        start_import(command.delivery, work)
    given_up = [one.id for one in command.failed if one.attempts + 1 >= ATTEMPTS_MAX]
    work.connections.settle([*command.settled, *given_up])
    for notice in command.failed:
        if notice.id not in given_up:
            work.connections.put_off(notice, work.now + pause_after(notice.attempts + 1))
    connection = work.connections.find(command.about.user_id, command.about.provider)
    if connection is not None:
        connection.synced_at = work.now
        work.connections.save(connection)
