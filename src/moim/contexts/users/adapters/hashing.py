"""Argon2id in a bounded pool: never on the event loop, never inside a transaction."""

import asyncio
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from moim.contexts.users.domain.password import LENGTH_MAX, NO_PASSWORD, Proof, typed
from moim.platform.db import Overloaded

T = TypeVar("T")

THREADS = 2
WAITING_MAX = 64  # about 0.6 s of work for two threads at 19 ms each


@dataclass(frozen=True, kw_only=True)
class Cost:
    """Argon2id's parameters: passes, memory in KiB, lanes.

    The default is the OWASP Password Storage Cheat Sheet's second choice: 19 MiB, two passes.
    """

    passes: int = 2
    memory_kib: int = 19 * 1024
    lanes: int = 1


class Hashing:
    """Hashes and compares passwords, a few at a time; more than 64 waiting are turned away."""

    def __init__(self, cost: Cost) -> None:
        """Make the hash that stands in for accounts that do not exist."""
        self._hasher = PasswordHasher(
            time_cost=cost.passes,
            memory_cost=cost.memory_kib,
            parallelism=cost.lanes,
            type=Type.ID,
        )
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="argon2")
        self._waiting = 0
        self._nobodys = self._hasher.hash(secrets.token_hex())

    async def hash(self, password: str) -> str:
        """An encoded Argon2id hash with its parameters and salt."""
        return await self._in_pool(self._hash, password)

    async def prove(self, password: str, against: str | None) -> Proof | None:
        """Compare with a hash; None for no hash, after the same work as for one."""
        if against in (None, NO_PASSWORD):
            await self._in_pool(self._prove, password, self._nobodys)
            return None if against is None else Proof(of_hash=NO_PASSWORD, matches=False)
        return await self._in_pool(self._prove, password, against)

    async def _in_pool(self, work: Callable[..., T], *arguments: str) -> T:
        if self._waiting >= WAITING_MAX:
            raise Overloaded
        self._waiting += 1
        try:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._threads, work, *arguments)
        finally:
            self._waiting -= 1

    def _hash(self, password: str) -> str:
        return self._hasher.hash(typed(password))

    def _prove(self, password: str, against: str) -> Proof:
        if len(password) > LENGTH_MAX:
            password = ""  # no account has one so long; do the work all the same
        try:
            self._hasher.verify(against, typed(password))
        except (VerificationError, InvalidHashError):
            return Proof(of_hash=against, matches=False)
        outdated = self._hasher.check_needs_rehash(against)
        return Proof(
            of_hash=against, matches=True, fresh_hash=self._hash(password) if outdated else None
        )
