"""The instance's own key (VAPID, RFC 8292), by which push services know who sends."""

import base64
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils

from moim.platform.keyfiles import KeyFile

TOKEN_LENGTH = timedelta(hours=12)
COORDINATE_BYTES = 32


class _Vapid(msgspec.Struct):
    private: bytes


def _new_vapid() -> _Vapid:
    key = ec.generate_private_key(ec.SECP256R1())
    return _Vapid(key.private_numbers().private_value.to_bytes(COORDINATE_BYTES, "big"))


class Vapid:
    """The instance's key, by which push services know who sends."""

    def __init__(self, keys_folder: Path, contact: str, clock: Callable[[], datetime]) -> None:
        """Made on the very first start; subscriptions of browsers hold for this key alone."""
        kept = KeyFile(keys_folder, "vapid.json", _Vapid, _new_vapid).load()
        value = int.from_bytes(kept.private, "big")
        self._key = ec.derive_private_key(value, ec.SECP256R1())
        self._contact = contact
        self._clock = clock
        self.public = text_of(point_of(self._key.public_key()))

    def authorization(self, endpoint: str) -> str:
        """The header for one service, good for twelve hours."""
        parts = urlsplit(endpoint)
        claims = {
            "aud": f"{parts.scheme}://{parts.netloc}",
            "exp": int((self._clock() + TOKEN_LENGTH).timestamp()),
            "sub": self._contact,
        }
        head = text_of(b'{"typ":"JWT","alg":"ES256"}')
        signed = f"{head}.{text_of(msgspec.json.encode(claims))}"
        r, s = utils.decode_dss_signature(
            self._key.sign(signed.encode(), ec.ECDSA(hashes.SHA256()))
        )
        proof = r.to_bytes(COORDINATE_BYTES, "big") + s.to_bytes(COORDINATE_BYTES, "big")
        return f"vapid t={signed}.{text_of(proof)}, k={self.public}"


def point_of(key: ec.EllipticCurvePublicKey) -> bytes:
    """The public key as 65 bytes."""
    form = serialization.PublicFormat.UncompressedPoint
    return key.public_bytes(serialization.Encoding.X962, form)


def text_of(value: bytes) -> str:
    """Base64 for URLs, without padding."""
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()
