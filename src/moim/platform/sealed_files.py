"""Files that lie encrypted: written and read in blocks, so that neither is ever whole in memory.

AES-256-GCM a block under a key used for this file alone; the nonce counts the blocks, and the
last one says that it is the last: a file cut short or put together anew does not open.
"""

from collections.abc import Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from moim.platform.vault import Unreadable

KEY_BYTES = 32
BLOCK_BYTES = 256 * 1024
TAG_BYTES = 16
NONCE_BYTES = 12
_MORE, _LAST = b"more", b"last"


class SealedWriter:
    """A stream into ``target``, to be closed: without its last block a file does not open."""

    def __init__(self, target: BinaryIO, key: bytes) -> None:
        """``key`` is 32 random bytes that seal nothing else."""
        self._target = target
        self._cipher = AESGCM(key)
        self._waiting = bytearray()
        self._blocks = 0
        self.size_bytes = 0

    def write(self, data: bytes) -> int:
        """Take more."""
        self._waiting += data
        self.size_bytes += len(data)
        while len(self._waiting) > BLOCK_BYTES:
            self._put(bytes(self._waiting[:BLOCK_BYTES]), _MORE)
            del self._waiting[:BLOCK_BYTES]
        return len(data)

    def flush(self) -> None:
        """Nothing: a block goes when it is full."""

    def close(self) -> None:
        """Put the last block."""
        self._put(bytes(self._waiting), _LAST)
        self._waiting.clear()

    def _put(self, block: bytes, place: bytes) -> None:
        nonce = self._blocks.to_bytes(NONCE_BYTES)
        self._target.write(self._cipher.encrypt(nonce, block, place))
        self._blocks += 1


def unsealed(source: BinaryIO, key: bytes) -> Iterator[bytes]:
    """The blocks of a sealed file, opened. Raises Unreadable; closes ``source``."""
    cipher = AESGCM(key)
    with source:
        sealed, number = source.read(BLOCK_BYTES + TAG_BYTES), 0
        while sealed:
            following = source.read(BLOCK_BYTES + TAG_BYTES)
            place = _MORE if following else _LAST
            try:
                yield cipher.decrypt(number.to_bytes(NONCE_BYTES), sealed, place)
            except InvalidTag:
                raise Unreadable("sealed file") from None
            sealed, number = following, number + 1
