"""What one account gives, packed and unpacked as an export is."""

import io
import zipfile
from collections.abc import Mapping
from uuid import UUID

from moim.platform.portability import Parcel, Portion, add


async def given(portion: Portion, user_id: UUID) -> dict[str, bytes]:
    """What the portion gives of somebody, by path."""
    told = {}
    for piece in await portion.give(user_id):
        kept = io.BytesIO()
        with zipfile.ZipFile(kept, "w") as archive:
            add(archive, piece)
            told[piece.path] = archive.read(piece.path)
    return told


async def taken(portion: Portion, user_id: UUID, files: Mapping[str, bytes]) -> list[str]:
    """Let the portion take these for somebody; what it did not take."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        for path, content in files.items():
            archive.writestr(f"part/{path}", content)
    assert portion.take is not None
    with zipfile.ZipFile(kept) as archive:
        return list(await portion.take(user_id, Parcel(archive, "part")))
