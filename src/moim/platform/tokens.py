"""Proofs of a session: signed access tokens, opaque refresh tokens, personal tokens (ADR 0004)."""

import base64
import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from moim.kernel.errors import Unauthenticated
from moim.platform.keyfiles import KeyFile

ALGORITHM = "Ed25519"
ACCESS_LIFETIME_S = 15 * 60
VERIFIED_MAX = 10_000
TOKEN_LENGTH_MAX = 2_048
OPAQUE_BYTES = 32
PERSONAL_PREFIX = "moim_pat_"
RELOAD_AT_MOST_EVERY = timedelta(seconds=5)
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


class TokenInvalid(Unauthenticated):
    """It was not signed by this instance, or is no token at all."""

    code = "token-invalid"
    ko = "로그인 정보가 올바르지 않습니다. 다시 로그인해 주세요."
    en = "This token is not valid. Please sign in again."


class TokenExpired(Unauthenticated):
    """It was good once."""

    code = "token-expired"
    ko = "로그인 시간이 지났습니다. 다시 로그인하거나 토큰을 갱신해 주세요."
    en = "This token has expired. Refresh it or sign in again."


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """What an access token says of its bearer."""

    user_id: UUID
    session_id: UUID
    roles: frozenset[str]
    issued_at: datetime
    expires_at: datetime


class _Key(msgspec.Struct):
    kid: str
    private: bytes


class _Keys(msgspec.Struct):
    keys: list[_Key]  # the first one signs


def _new_key() -> _Key:
    kid = secrets.token_hex(8)
    return _Key(kid=kid, private=Ed25519PrivateKey.generate().private_bytes_raw())


def _as_jwk(key: _Key) -> OKPKey:
    public = Ed25519PrivateKey.from_private_bytes(key.private).public_key().public_bytes_raw()
    parts = {"kty": "OKP", "crv": "Ed25519", "x": _base64(public), "d": _base64(key.private)}
    return OKPKey.import_key({**parts, "kid": key.kid, "use": "sig", "alg": ALGORITHM})


def _base64(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


class Tokens:
    """Issues and verifies access tokens with the instance's signing keys."""

    def __init__(self, folder: Path, issuer: str) -> None:
        """``issuer`` is the instance's own address; tokens of another one do not count."""
        self._issuer = issuer
        self._file = KeyFile(folder, "signing.json", _Keys, lambda: _Keys(keys=[_new_key()]))
        self._verified: dict[str, Claims] = {}
        self._reloaded_at = BEGINNING
        self._load()

    def issue_access(
        self,
        user_id: UUID,
        session_id: UUID,
        roles: Iterable[str],
        now: datetime,
        lifetime_s: int = ACCESS_LIFETIME_S,
    ) -> str:
        """A JWT (RFC 9068 type ``at+jwt``) for one session of one user."""
        signing = next(iter(self._keys.values()))
        issued = int(now.timestamp())
        claims = {
            "iss": self._issuer,
            "sub": str(user_id),
            "sid": str(session_id),
            "roles": sorted(roles),
            "iat": issued,
            "exp": issued + lifetime_s,
        }
        header = {"alg": ALGORITHM, "kid": signing.kid, "typ": "at+jwt"}
        return jwt.encode(header, claims, signing, algorithms=[ALGORITHM])

    def verify(self, token: str, now: datetime) -> Claims:
        """What the token says. Raises TokenInvalid or TokenExpired.

        A token seen before costs a look-up and the comparison of its expiry.
        """
        claims = self._verified.get(token)
        if claims is None:
            claims = self._read(token, now)
            if len(self._verified) >= VERIFIED_MAX:
                for old in list(self._verified)[: VERIFIED_MAX // 10]:
                    self._verified.pop(old, None)
            self._verified[token] = claims
        if claims.expires_at <= now:
            self._verified.pop(token, None)
            raise TokenExpired
        return claims

    def jwks(self) -> dict[str, Any]:
        """The public keys as a JWK set (RFC 7517), for ``/.well-known/jwks.json``."""
        return {"keys": [key.as_dict(private=False) for key in self._keys.values()]}

    def rotate(self) -> str:
        """Sign with a new key from now on; the one before still verifies. Answer the new kid."""
        with self._file.changing() as document:
            document.keys = [_new_key(), *document.keys[:1]]
        self._load()
        return next(iter(self._keys))

    def _load(self) -> None:
        self._keys = {key.kid: _as_jwk(key) for key in self._file.load().keys}
        self._verified.clear()

    def _key_named(self, kid: object, now: datetime) -> OKPKey:
        if not isinstance(kid, str):
            raise TokenInvalid
        if kid not in self._keys and now - self._reloaded_at >= RELOAD_AT_MOST_EVERY:
            self._reloaded_at = now
            self._load()  # another process may have rotated
        if kid not in self._keys:
            raise TokenInvalid
        return self._keys[kid]

    def _read(self, token: str, now: datetime) -> Claims:
        if len(token) > TOKEN_LENGTH_MAX or not token.isascii():
            raise TokenInvalid
        try:
            key = self._key_named(_header(token).get("kid"), now)
            read = jwt.decode(token, key, algorithms=[ALGORITHM])
            said = read.claims
            if read.header.get("typ") != "at+jwt" or said["iss"] != self._issuer:
                raise TokenInvalid
            return Claims(
                user_id=UUID(said["sub"]),
                session_id=UUID(said["sid"]),
                roles=frozenset(said["roles"]),
                issued_at=datetime.fromtimestamp(said["iat"], UTC),
                expires_at=datetime.fromtimestamp(said["exp"], UTC),
            )
        except (JoseError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise TokenInvalid from error


def _header(token: str) -> dict[str, Any]:
    encoded = token.partition(".")[0]
    raw = base64.urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4))
    return msgspec.json.decode(raw, type=dict[str, Any])


def new_refresh_token() -> tuple[str, bytes]:
    """A refresh token of 256 random bits, and the hash to store instead of it."""
    token = secrets.token_urlsafe(OPAQUE_BYTES)
    return token, hash_token(token)


def new_personal_token() -> tuple[str, bytes]:
    """A personal access token, shown once, and the hash to store instead of it."""
    token = PERSONAL_PREFIX + secrets.token_urlsafe(OPAQUE_BYTES)
    return token, hash_token(token)


def hash_token(token: str) -> bytes:
    """SHA-256. Enough, without salt or stretching, because the token is random."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
