"""Personal data at rest: one key a user, wrapped by the instance's key (docs/adr/0003).

Erasing a user's wrapped key makes everything encrypted under it unreadable, backups included.
"""

import base64
import binascii
import hashlib
import hmac
import os
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from moim.platform.keyfiles import KeyFile

KEY_LENGTH = 32
NONCE_LENGTH = 12
ID_LENGTH = 16
VERSION_LENGTH = 4
FORMAT = b"\x01"  # AES-256-GCM, nonce first
TOKEN_LENGTH = 64  # characters: 16 bytes of id and 32 of HMAC in base64url


class Unreadable(Exception):
    """What is stored was not encrypted under this key, for this purpose, or was changed."""


class _Keys(msgspec.Struct):
    current: int
    masters: dict[int, bytes]
    index: bytes
    links: bytes


def _first_keys() -> _Keys:
    return _Keys(
        current=1,
        masters={1: os.urandom(KEY_LENGTH)},
        index=os.urandom(KEY_LENGTH),
        links=os.urandom(KEY_LENGTH),
    )


@dataclass(frozen=True)
class UserKey:
    """One user's key, open. Keep it no longer than the unit of work."""

    user_id: UUID
    _cipher: AESGCM = field(repr=False)

    def encrypt(self, text: str, purpose: str) -> bytes:
        """``purpose`` names the column (``users.email``); it must be the same to decrypt."""
        nonce = os.urandom(NONCE_LENGTH)
        bound = self._bound(purpose)
        return FORMAT + nonce + self._cipher.encrypt(nonce, text.encode(), bound)

    def decrypt(self, sealed: bytes, purpose: str) -> str:
        """The text back. Raises Unreadable."""
        if sealed[:1] != FORMAT:
            raise Unreadable("unknown format")
        nonce, rest = sealed[1 : 1 + NONCE_LENGTH], sealed[1 + NONCE_LENGTH :]
        try:
            return self._cipher.decrypt(nonce, rest, self._bound(purpose)).decode()
        except (InvalidTag, ValueError) as error:
            raise Unreadable(purpose) from error

    def _bound(self, purpose: str) -> bytes:
        return purpose.encode() + b"\0" + self.user_id.bytes


class Seal:
    """What the instance itself keeps for a while and nobody may read in a copy of its database."""

    def __init__(self, key: bytes) -> None:
        """``key`` is 32 bytes that seal nothing else."""
        self._cipher = AESGCM(key)

    def close(self, content: bytes, about: bytes) -> bytes:
        """``about`` names the row; what is moved to another does not open there."""
        nonce = os.urandom(NONCE_LENGTH)
        return FORMAT + nonce + self._cipher.encrypt(nonce, content, about)

    def open(self, sealed: bytes, about: bytes) -> bytes:
        """The content back. Raises Unreadable."""
        if sealed[:1] != FORMAT or len(sealed) <= 1 + NONCE_LENGTH:
            raise Unreadable("unknown format")
        nonce, rest = sealed[1 : 1 + NONCE_LENGTH], sealed[1 + NONCE_LENGTH :]
        try:
            return self._cipher.decrypt(nonce, rest, about)
        except InvalidTag as error:
            raise Unreadable("seal") from error


class Vault:
    """The instance's keys, and what is done with them."""

    def __init__(self, folder: Path) -> None:
        """Make the keys in ``folder`` on the very first start."""
        self._file = KeyFile(folder, "vault.json", _Keys, _first_keys)
        self._keys = self._file.load()

    @property
    def version(self) -> int:
        """The master key that new wrappings use."""
        return self._keys.current

    def new_user_key(self, user_id: UUID) -> bytes:
        """A fresh key for the user, wrapped: the only form that is ever stored."""
        return self._wrap(user_id, os.urandom(KEY_LENGTH))

    def open_user_key(self, user_id: UUID, wrapped: bytes) -> UserKey:
        """Unwrap. Raises Unreadable for another user's key or a retired master key."""
        return UserKey(user_id, AESGCM(self._unwrap(user_id, wrapped)))

    def blind_index(self, purpose: str, value: str) -> bytes:
        """32 bytes to find an encrypted value by; hand in ``value`` already normalised."""
        message = b"index\0" + purpose.encode() + b"\0" + value.encode()
        return hmac.digest(self._keys.index, message, hashlib.sha256)

    def seal(self, purpose: str) -> Seal:
        """A seal for ``purpose`` alone, the same at every start."""
        message = b"seal\0" + purpose.encode()
        return Seal(hmac.digest(self._keys.links, message, hashlib.sha256))

    def mint(self, purpose: str, id: UUID) -> str:
        """A link token of 64 URL-safe characters that proves we issued ``id`` for ``purpose``.

        It keeps no state: the row behind the id says when it expires and whether it was used.
        """
        return base64.urlsafe_b64encode(id.bytes + self._proof(purpose, id)).decode()

    def check(self, purpose: str, token: str) -> UUID | None:
        """The id that was minted, or None for anything else. Takes the same time either way."""
        if len(token) != TOKEN_LENGTH or not token.isascii():
            return None
        try:
            id = UUID(bytes=base64.urlsafe_b64decode(token)[:ID_LENGTH])
        except (binascii.Error, ValueError):
            return None
        return id if hmac.compare_digest(token, self.mint(purpose, id)) else None

    def rotate(self) -> int:
        """Make a new master key for wrappings from now on; answer its version.

        Old versions still open what they wrapped. Then ``rewrap`` each stored key, then
        ``retire``.
        """
        with self._file.changing() as keys:
            keys.current = max(keys.masters) + 1
            keys.masters[keys.current] = os.urandom(KEY_LENGTH)
        self._keys = self._file.load()
        return self._keys.current

    def rewrap(self, user_id: UUID, wrapped: bytes) -> bytes:
        """The same user key under the present master key. What it encrypted stays as it is."""
        return self._wrap(user_id, self._unwrap(user_id, wrapped))

    def retire(self) -> None:
        """Destroy all master keys but the present one. What they wrapped is lost."""
        with self._file.changing() as keys:
            keys.masters = {keys.current: keys.masters[keys.current]}
        self._keys = self._file.load()

    def _proof(self, purpose: str, id: UUID) -> bytes:
        message = b"link\0" + purpose.encode() + b"\0" + id.bytes
        return hmac.digest(self._keys.links, message, hashlib.sha256)

    def _wrap(self, user_id: UUID, key: bytes) -> bytes:
        version = self._keys.current.to_bytes(VERSION_LENGTH)
        nonce = os.urandom(NONCE_LENGTH)
        master = AESGCM(self._keys.masters[self._keys.current])
        return version + nonce + master.encrypt(nonce, key, version + user_id.bytes)

    def _unwrap(self, user_id: UUID, wrapped: bytes) -> bytes:
        version = wrapped[:VERSION_LENGTH]
        nonce = wrapped[VERSION_LENGTH : VERSION_LENGTH + NONCE_LENGTH]
        number = int.from_bytes(version)
        if number not in self._keys.masters:
            self._keys = self._file.load()  # another process may have rotated
        if number not in self._keys.masters:
            raise Unreadable("the master key was retired")
        sealed = wrapped[VERSION_LENGTH + NONCE_LENGTH :]
        try:
            master = AESGCM(self._keys.masters[number])
            return master.decrypt(nonce, sealed, version + user_id.bytes)
        except (InvalidTag, ValueError) as error:
            raise Unreadable("user key") from error
