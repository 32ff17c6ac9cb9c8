"""Where people come in and go out: what must happen around a transaction, in its order.

First the cheap limits, then a read, then Argon2id in its pool, then one short transaction, then
what the edge must know at once.
"""

from base64 import urlsafe_b64encode
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar
from uuid import UUID

from moim.contexts.users.adapters.hashing import Hashing
from moim.contexts.users.adapters.limits import Limits
from moim.contexts.users.application import accounts, leaving, passwords, sessions, sign_in
from moim.contexts.users.application.ports import Work
from moim.contexts.users.domain.email import Email
from moim.contexts.users.domain.password import NO_PASSWORD, PasswordPolicy, Proof, ProofOutdated
from moim.contexts.users.domain.session import Session, SessionOver, tidy_label
from moim.contexts.users.domain.user import User
from moim.kernel.clock import Clock
from moim.kernel.errors import Refusal, Stale
from moim.kernel.ids import new_id
from moim.platform.context import Answer, Context, Once
from moim.platform.tokens import ACCESS_LIFETIME_S, Tokens, hash_token, new_refresh_token
from moim.platform.vault import Vault

C = TypeVar("C")
T = TypeVar("T")

EMAIL = "users.email"
NEXT_TOKEN = "users.next-refresh-token"  # noqa: S105 - a purpose, not a secret
PROOFS_MAX = 3
REFRESH_TOKEN_LENGTH_MAX = 100


@dataclass(frozen=True, kw_only=True)
class Opened:
    """What somebody who was let in takes along."""

    user: User
    session: Session
    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    expires_in_s: int = ACCESS_LIFETIME_S


@dataclass(frozen=True, kw_only=True)
class NewAccount:
    """What a stranger typed. ``values`` are those of the profile, nickname among them."""

    email: str
    password: str = field(repr=False)
    values: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Door:
    """The ways in. Each raises the refusal that the person is to read."""

    use: Context[Any]
    hashing: Hashing
    policy: PasswordPolicy
    vault: Vault
    tokens: Tokens
    limits: Limits
    clock: Clock
    open: bool

    def index_of(self, email: Email) -> str:
        """The address's blind index, as hex: what stands for it in events and rows."""
        return self.vault.blind_index(EMAIL, email.key).hex()

    async def sign_up(self, wish: NewAccount, host: str) -> User:
        """Open an account."""
        return await self.use.run(accounts.sign_up, await self.sign_up_command(wish, host))

    async def sign_up_once(
        self, wish: NewAccount, host: str, once: Once, answer: Callable[[User], Answer]
    ) -> Answer:
        """Open an account, and answer a repetition as the first time.

        ``once`` is scoped by the address, for there is nobody yet whose it could be.
        """
        command = await self.sign_up_command(wish, host)
        scope = UUID(bytes=bytes.fromhex(command.email_hash)[:16])
        mine = replace(self._keyed(once), user_id=scope)
        return await self.use.run_once(accounts.sign_up, command, mine, answer)

    async def sign_in(
        self,
        email: str,
        password: str,
        device_label: str | None,
        host: str,
        code: str | None = None,
    ) -> Opened:
        """Let in who knows the password; the same work for an address without an account."""
        label = tidy_label(device_label)
        email_hash = self.index_of(Email.of(email))
        self.limits.sign_in(email_hash, host)

        async def attempt() -> Opened:
            against = await self.use.ask(
                sign_in.hash_to_compare, sign_in.Address(email_hash=email_hash)
            )
            proof = await self.hashing.prove(password, against)
            session_id = new_id()
            token, token_hash = token_of(session_id)
            command = sign_in.SignIn(
                email_hash=email_hash,
                proof=proof,
                session_id=session_id,
                token_hash=token_hash,
                device_label=label,
                code=code,
            )
            return self.let_in(await self.use.run(sign_in.sign_in, command), token)

        opened = await _while_outdated(attempt)
        self.limits.signed_in(email_hash, host)
        return opened

    async def refresh(self, presented: str, attempt: str | None = None) -> Opened:
        """Exchange a refresh token for the next one and a new access token.

        ``attempt`` names this exchange: repeated under the same name, it answers the same token.
        """
        session_id = session_of(presented)
        token, token_hash = token_of(session_id, attempt and self._next(presented, attempt))
        command = sessions.Refresh(
            session_id=session_id, presented_hash=hash_token(presented), next_hash=token_hash
        )
        return self.let_in(await self.use.run(sessions.refresh, command), token)

    async def change_password(
        self, user_id: UUID, session_id: UUID, current: str, new: str
    ) -> tuple[UUID, ...]:
        """Set a new password; which sessions ended."""
        self.limits.password_shown(user_id)
        wish = passwords.NewPassword(user_id=user_id, password=new, policy=self.policy)

        async def attempt() -> tuple[UUID, ...]:
            against = await self.use.ask(passwords.judge_new_password, wish)
            proof = await self._proof(current, against)
            may = proof.matches or against == NO_PASSWORD
            fresh = await self.hashing.hash(new) if may else ""
            command = passwords.ChangePassword(
                user_id=user_id, session_id=session_id, proof=proof, password_hash=fresh
            )
            return await self.use.run(passwords.change_password, command)

        return await _while_outdated(attempt)

    async def ask_reset(self, email: str, host: str) -> None:
        """Have a reset link sent, if there is anybody to send it to."""
        email_hash = self.index_of(Email.of(email))
        self.limits.reset(email_hash, host)
        await self.use.run(passwords.ask_reset, passwords.AskReset(email_hash=email_hash))

    async def reset_password(self, link: UUID, password: str) -> tuple[UUID, ...]:
        """Set a new password by a link; which sessions ended."""
        wish = passwords.ResetWish(link=link, password=password, policy=self.policy)
        await self.use.ask(passwords.judge_reset, wish)
        fresh = await self.hashing.hash(password)
        command = passwords.ResetPassword(link=link, password_hash=fresh)
        return await self.use.run(passwords.reset_password, command)

    async def with_password(
        self,
        user_id: UUID,
        password: str,
        handler: Callable[[C, Work], T],
        command_of: Callable[[Proof], C],
    ) -> T:
        """Carry out what somebody signed in must show the password again for."""

        async def carry_out(proof: Proof) -> T:
            return await self.use.run(handler, command_of(proof))

        return await self._shown(user_id, password, carry_out)

    async def with_password_once(
        self,
        user_id: UUID,
        password: str,
        handler: Callable[[C, Work], T],
        command_of: Callable[[Proof], C],
        once: Once,
        told: Callable[[T], Answer],
    ) -> Answer:
        """``with_password``, and answer a repetition as the first time."""
        keyed = self._keyed(once)

        async def carry_out(proof: Proof) -> Answer:
            return await self.use.run_once(handler, command_of(proof), keyed, told)

        return await self._shown(user_id, password, carry_out)

    async def _shown(
        self, user_id: UUID, password: str, carry_out: Callable[[Proof], Awaitable[T]]
    ) -> T:
        self.limits.password_shown(user_id)

        async def attempt() -> T:
            against = await self.use.ask(passwords.own_hash, passwords.Whose(user_id=user_id))
            return await carry_out(await self._proof(password, against))

        return await _while_outdated(attempt)

    def _keyed(self, once: Once) -> Once:
        """Its hash under the instance's key: the body holds a password, which could be guessed."""
        keyed = self.vault.blind_index("idempotency", once.body_hash.hex())
        return replace(once, body_hash=keyed)

    async def leave(self, user_id: UUID, password: str) -> leaving.LeavingBegun:
        """Begin the week after which the account is erased."""
        return await self.with_password(
            user_id,
            password,
            leaving.leave,
            lambda proof: leaving.Leave(user_id=user_id, proof=proof),
        )

    async def sign_up_command(
        self, wish: NewAccount, host: str, *, with_password: bool = True
    ) -> accounts.SignUp:
        """What a stranger typed, judged and hashed; ``with_password`` false leaves it unset."""
        self.limits.sign_up(host)
        email, profile = accounts.judge_sign_up(
            wish.email, wish.password, wish.values, self.policy, self.clock()
        )
        return accounts.SignUp(
            user_id=new_id(),
            email=email,
            email_hash=self.index_of(email),
            password_hash=await self.hashing.hash(wish.password) if with_password else NO_PASSWORD,
            profile=profile,
            open=self.open,
        )

    def _next(self, presented: str, attempt: str) -> str:
        """256 bits that only this instance can tell from the two."""
        proof = self.vault.blind_index(NEXT_TOKEN, f"{attempt}\0{presented}")
        return urlsafe_b64encode(proof).rstrip(b"=").decode()

    async def _proof(self, password: str, against: str) -> Proof:
        proof = await self.hashing.prove(password, against)
        if proof is None:
            raise AssertionError("there was a hash to compare with")
        return proof

    def let_in(self, outcome: sessions.SignedIn | Refusal, refresh_token: str) -> Opened:
        """The tokens of who is let in; raises the refusal of who is not."""
        if isinstance(outcome, Refusal):
            raise outcome
        user, session = outcome.user, outcome.session
        roles = [role.value for role in user.roles]
        return Opened(
            user=user,
            session=session,
            access_token=self.tokens.issue_access(user.id, session.id, roles, self.clock()),
            refresh_token=refresh_token,
        )


def session_of(refresh_token: str) -> UUID:
    """The session that a refresh token says it belongs to. Raises SessionOver for no token."""
    if len(refresh_token) > REFRESH_TOKEN_LENGTH_MAX:
        raise SessionOver
    try:
        return UUID(hex=refresh_token.partition(".")[0])
    except ValueError:
        raise SessionOver from None


def token_of(session_id: UUID, secret: str | None = None) -> tuple[str, bytes]:
    """A refresh token that names its session, so that one row a session finds a used one too."""
    token = f"{session_id.hex}.{secret or new_refresh_token()[0]}"
    return token, hash_token(token)


async def _while_outdated(attempt: Callable[[], Awaitable[T]]) -> T:
    """Again, when the password was changed while the old one was being compared."""
    for _ in range(PROOFS_MAX):
        try:
            return await attempt()
        except ProofOutdated:
            continue
    raise Stale
