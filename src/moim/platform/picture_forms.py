"""One picture in and one out: how a form that brings it is described, read and answered."""

from typing import Any

from starlette.requests import Request

from moim.platform.processes import ProcessingFailed, ProcessingTooSlow
from moim.platform.ratelimit import TooOften
from moim.platform.uploads import BrokenUpload, FileTooLarge, NoFile, UploadLimits, received

FORM = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {"file": {"type": "string", "format": "binary"}},
                }
            }
        },
    }
}
REFUSED = (FileTooLarge, NoFile, BrokenUpload, ProcessingFailed, ProcessingTooSlow, TooOften)
"""What a route refuses that takes a picture and has a worker make its own of it."""


async def uploaded(request: Request, max_bytes: int) -> bytes:
    """The form's one file. Raises FileTooLarge, NoFile or BrokenUpload."""
    limits = UploadLimits(file_max_bytes=max_bytes, total_max_bytes=max_bytes, files_max=1)
    async with received(request, limits) as upload:
        return upload.files[0].read()


def webp(description: str) -> dict[int | str, dict[str, Any]]:
    """How a route's answer is described that is one."""
    return {200: {"content": {"image/webp": {}}, "description": description}}


def headers_of(key: str) -> dict[str, str]:
    """Of the picture kept under ``key``: its content never changes, and is for this reader."""
    return {
        "etag": f'"{key[:24]}"',
        "cache-control": "private, max-age=86400",
        "x-content-type-options": "nosniff",
    }
