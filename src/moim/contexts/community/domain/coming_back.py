"""What an export says of posts and comments, made to stand here again."""

import hashlib
from uuid import UUID

TIME_ORDERED = 7


def id_again(user_id: UUID, id: UUID) -> UUID:
    """The id of what cannot have its own here: always the same for the person and the id."""
    digest = hashlib.sha256(user_id.bytes + id.bytes).digest()[:10]
    head = id.bytes[:6] if id.version == TIME_ORDERED else bytes(6)
    value = int.from_bytes(head + digest, "big")
    value = value & ~(0xF << 76) | TIME_ORDERED << 76
    return UUID(int=value & ~(0b11 << 62) | 0b10 << 62)
