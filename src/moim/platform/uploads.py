"""Files from a form, read as they arrive: hashed on the way, never whole in memory if large."""

import hashlib
import re
import tempfile
import unicodedata
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import Request

from moim.kernel.errors import Invalid, TooLarge, Unsupported
from moim.platform.http.limits import MEBIBYTE, BodyTooLarge, allow_body

MEMORY_MAX_BYTES = MEBIBYTE
FIELD_MAX_BYTES = 64 * 1024
FIELDS_MAX = 50
NAME_LENGTH_MAX = 120
OVERHEAD_BYTES_A_PART = 8 * 1024
BOUNDARY_LENGTH_MAX = 70
UNSEEN = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)


class NotMultipart(Unsupported):
    """Files come as multipart/form-data."""

    code = "not-multipart"
    ko = "파일은 multipart/form-data로 보내 주세요."
    en = "Send files as multipart/form-data."


class BrokenUpload(Invalid):
    """The form ends early or is not built as its boundary says."""

    code = "broken-upload"
    ko = "파일이 끝까지 전송되지 않았거나 형식이 올바르지 않습니다. 다시 올려 주세요."
    en = "The upload is incomplete or malformed. Please send it again."


class FileTooLarge(TooLarge):
    """One of the files has more bytes than allowed."""

    code = "upload-too-large"
    ko = "파일 하나의 크기는 {max_bytes}바이트를 넘을 수 없습니다."
    en = "A single file may not exceed {max_bytes} bytes."


class TooManyFiles(TooLarge):
    """More files or fields than one form may have."""

    code = "too-many-files"
    ko = "한 번에 {files_max}개까지 올릴 수 있습니다."
    en = "At most {files_max} files at once."


class NoFile(Invalid):
    """A form without any file."""

    code = "no-file"
    ko = "파일을 선택해 주세요."
    en = "Please choose a file."


@dataclass(frozen=True, kw_only=True)
class UploadLimits:
    """How much one upload may hold, and how many files at least."""

    file_max_bytes: int
    total_max_bytes: int
    files_max: int
    files_min: int = 1


@dataclass(frozen=True, kw_only=True)
class UploadedFile:
    """One file, in memory (``data``) or in a temporary file (``path``) that goes with the form.

    ``name`` is a label to show, without folders and unseen characters; never a path to open.
    """

    field: str
    name: str
    size_bytes: int
    sha256: str
    data: bytes | None
    path: Path | None

    def read(self) -> bytes:
        """The whole content."""
        if self.data is not None:
            return self.data
        if self.path is None:
            raise AssertionError
        return self.path.read_bytes()


@dataclass(frozen=True, kw_only=True)
class Upload:
    """What a form held: its files in order, and its texts by name (the last of a name counts)."""

    files: list[UploadedFile] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)


@asynccontextmanager
async def received(request: Request, limits: UploadLimits) -> AsyncIterator[Upload]:
    """Receive the form; its temporary files exist inside the block only.

    Raises NotMultipart, BrokenUpload, NoFile, FileTooLarge, TooManyFiles or BodyTooLarge; a
    client that goes away raises Starlette's ClientDisconnect. Nothing is left behind either way.
    """
    boundary = _boundary(request.headers.get("content-type", ""))
    overhead = OVERHEAD_BYTES_A_PART * limits.files_max + FIELD_MAX_BYTES
    allow_body(request, limits.total_max_bytes + overhead)
    form = _Form(limits)
    try:
        parser = MultipartParser(boundary, form.callbacks())  # type: ignore[arg-type]
        async for chunk in request.stream():
            parser.write(chunk)
        parser.finalize()
        if not form.ended:
            raise BrokenUpload
        if len(form.files) < limits.files_min:
            raise NoFile
        yield Upload(files=form.files, fields=form.fields)
    except FormParserError:
        raise BrokenUpload from None
    finally:
        form.forget()


def _boundary(content_type: str) -> bytes:
    kind, options = parse_options_header(content_type)
    boundary = options.get(b"boundary", b"")
    if kind != b"multipart/form-data":
        raise NotMultipart
    if not 0 < len(boundary) <= BOUNDARY_LENGTH_MAX:
        raise BrokenUpload
    return boundary


class _Form:
    """Follows the parser's callbacks and builds the parts."""

    def __init__(self, limits: UploadLimits) -> None:
        self.files: list[UploadedFile] = []
        self.fields: dict[str, str] = {}
        self.ended = False
        self._limits = limits
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._in_memory = 0
        self._total = 0
        self._parts = 0
        self._header: tuple[bytearray, bytearray] = (bytearray(), bytearray())
        self._headers: dict[bytes, bytes] = {}
        self._part: _Part | None = None

    def callbacks(self) -> dict[str, Any]:
        return {
            "on_part_begin": self._begin,
            "on_header_begin": self._begin_header,
            "on_header_field": lambda data, start, end: self._header[0].extend(data[start:end]),
            "on_header_value": lambda data, start, end: self._header[1].extend(data[start:end]),
            "on_header_end": self._end_header,
            "on_headers_finished": self._open,
            "on_part_data": self._take,
            "on_part_end": self._close,
            "on_end": self._end,
        }

    def forget(self) -> None:
        """Remove every temporary file."""
        if self._part is not None and self._part.file is not None:
            self._part.file.close()
        if self._folder is not None:
            self._folder.cleanup()

    def _begin(self) -> None:
        self._parts += 1
        if self._parts > self._limits.files_max + FIELDS_MAX:
            raise TooManyFiles(files_max=self._limits.files_max)
        self._headers = {}

    def _begin_header(self) -> None:
        self._header = (bytearray(), bytearray())

    def _end_header(self) -> None:
        name, value = self._header
        self._headers[bytes(name).lower()] = bytes(value)

    def _open(self) -> None:
        _, options = parse_options_header(self._headers.get(b"content-disposition", b""))
        if b"name" not in options:
            raise BrokenUpload
        name = options[b"name"].decode("utf-8", "replace")[:NAME_LENGTH_MAX]
        filename = options.get(b"filename")
        self._part = _Part(name, None if filename is None else label_of(filename))
        if filename is not None and len(self.files) >= self._limits.files_max:
            raise TooManyFiles(files_max=self._limits.files_max)

    def _take(self, data: bytes, start: int, end: int) -> None:
        part = self._part
        if part is None:
            raise BrokenUpload
        chunk = memoryview(data)[start:end]
        part.size += len(chunk)
        self._total += len(chunk)
        if part.label is None:
            if part.size > FIELD_MAX_BYTES:
                raise FileTooLarge(max_bytes=FIELD_MAX_BYTES)
        elif part.size > self._limits.file_max_bytes:
            raise FileTooLarge(max_bytes=self._limits.file_max_bytes)
        if self._total > self._limits.total_max_bytes:
            raise BodyTooLarge(max_bytes=self._limits.total_max_bytes)
        part.hash.update(chunk)
        if part.file is None and self._in_memory + len(chunk) > MEMORY_MAX_BYTES:
            self._move_to_disk(part)
        if part.file is not None:
            part.file.write(chunk)
        else:
            part.memory += chunk
            self._in_memory += len(chunk)

    def _move_to_disk(self, part: "_Part") -> None:
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="moim-upload-")
        part.file = (Path(self._folder.name) / str(len(self.files))).open("wb")
        part.file.write(part.memory)
        self._in_memory -= len(part.memory)
        part.memory = bytearray()

    def _close(self) -> None:
        part, self._part = self._part, None
        if part is None:
            raise BrokenUpload
        if part.label is None:
            self.fields[part.name] = bytes(part.memory).decode("utf-8", "replace")
            return
        path = None
        if part.file is not None:
            part.file.close()
            path = Path(part.file.name)
        self.files.append(
            UploadedFile(
                field=part.name,
                name=part.label,
                size_bytes=part.size,
                sha256=part.hash.hexdigest(),
                data=bytes(part.memory) if path is None else None,
                path=path,
            )
        )

    def _end(self) -> None:
        self.ended = True


@dataclass
class _Part:
    name: str
    label: str | None
    size: int = 0
    memory: bytearray = field(default_factory=bytearray)
    file: IO[bytes] | None = None
    hash: Any = field(default_factory=hashlib.sha256)


def label_of(filename: bytes) -> str:
    """A file's name as something to show: no folders, nothing unseen, at most 120 characters."""
    text = unicodedata.normalize("NFC", UNSEEN.sub("", filename.decode("utf-8", "replace")))
    name = re.split(r"[/\\]", text)[-1].strip(" .")
    if len(name) > NAME_LENGTH_MAX:
        stem, dot, ending = name.rpartition(".")
        keep = NAME_LENGTH_MAX - len(ending) - 1
        name = f"{stem[:keep]}.{ending}" if dot and keep > 0 else name[:NAME_LENGTH_MAX]
    return name or "file"
