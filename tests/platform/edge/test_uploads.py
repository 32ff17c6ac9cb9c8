import hashlib
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.requests import ClientDisconnect, Request

from moim.kernel.errors import Refusal
from moim.platform.http.limits import BodyTooLarge, LimitedBody
from moim.platform.uploads import (
    BrokenUpload,
    FileTooLarge,
    NoFile,
    NotMultipart,
    TooManyFiles,
    UploadLimits,
    label_of,
    received,
)

BOUNDARY = b"--course-of-2026"
LIMITS = UploadLimits(file_max_bytes=3_000_000, total_max_bytes=5_000_000, files_max=3)


@pytest.fixture(autouse=True)
def temporary(tmp_path, monkeypatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def part(content: bytes, filename: str | None = "run.fit", name: str = "file") -> bytes:
    label = "" if filename is None else f'; filename="{filename}"'
    head = f'Content-Disposition: form-data; name="{name}"{label}\r\n\r\n'
    return b"--" + BOUNDARY + b"\r\n" + head.encode() + content + b"\r\n"


def form(*parts: bytes) -> bytes:
    return b"".join(parts) + b"--" + BOUNDARY + b"--\r\n"


def request(content: bytes, *, step: int = 65_536, cut: bool = False, kind: str | None = None):
    """A request that arrives in pieces of ``step`` bytes; ``cut``: its client then goes away."""
    pieces = [content[at : at + step] for at in range(0, len(content), step)]
    messages = [{"type": "http.request", "body": piece, "more_body": True} for piece in pieces]
    messages.append({"type": "http.disconnect"} if cut else {"type": "http.request"})
    left = iter(messages)

    async def receive():
        return next(left)

    content_type = kind or f"multipart/form-data; boundary={BOUNDARY.decode()}"
    headers = [(b"content-type", content_type.encode())]
    scope = {"type": "http", "method": "POST", "path": "/", "headers": headers}
    return Request(scope, LimitedBody(scope, receive))


async def test_files_and_fields_arrive_as_they_were_sent():
    content = form(part(b"one"), part(b"", "empty.gpx"), part("봄".encode(), None, "title"))

    async with received(request(content), LIMITS) as upload:
        first, empty = upload.files

    assert (first.name, first.read(), first.size_bytes) == ("run.fit", b"one", 3)
    assert first.sha256 == hashlib.sha256(b"one").hexdigest()
    assert (empty.size_bytes, empty.read()) == (0, b"")
    assert upload.fields == {"title": "봄"}


@settings(max_examples=60)
@given(
    contents=st.lists(st.binary(max_size=300), min_size=1, max_size=3),
    step=st.integers(1, 70),
)
async def test_how_the_bytes_are_cut_on_the_way_changes_nothing(contents, step):
    sent = [content + b"\r\n--" + BOUNDARY[:-1] for content in contents]  # almost the boundary

    async with received(request(form(*map(part, sent)), step=step), LIMITS) as upload:
        assert [file.read() for file in upload.files] == sent


async def test_what_is_large_goes_to_disk_and_is_gone_afterwards(temporary):
    large = bytes(range(256)) * 8_000

    async with received(request(form(part(b"small"), part(large))), LIMITS) as upload:
        small, big = upload.files
        assert small.data == b"small"
        assert big.data is None
        assert big.read() == large
        assert big.sha256 == hashlib.sha256(large).hexdigest()

    assert not list(temporary.iterdir())


async def test_memory_is_counted_over_the_whole_form():
    files = [part(b"x" * 600_000, f"{number}.fit") for number in range(3)]

    async with received(request(form(*files)), LIMITS) as upload:
        in_memory = sum(len(file.data or b"") for file in upload.files)

    assert in_memory <= 1024 * 1024


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (form(part(b"x" * 3_000_001)), FileTooLarge),
        (form(*[part(b"x" * 2_000_000)] * 3), BodyTooLarge),
        (form(*[part(b"x")] * 4), TooManyFiles),
        (form(*[part(b"x", None, f"f{n}") for n in range(60)]), TooManyFiles),
        (form(part(b"x" * 70_000, None, "title")), FileTooLarge),
        (form(part(b"x", None, "title")), NoFile),
        (form(), NoFile),
        (part(b"never ended"), BrokenUpload),
        (b"not a form at all", BrokenUpload),
        (b"", BrokenUpload),
        (b"--" + BOUNDARY + b"\r\nNo-Disposition: x\r\n\r\nx\r\n--" + BOUNDARY, BrokenUpload),
    ],
)
async def test_what_cannot_be_taken_is_refused_and_leaves_nothing(temporary, content, refusal):
    with pytest.raises(refusal):
        async with received(request(content), LIMITS):
            pass

    assert not list(temporary.iterdir())


@pytest.mark.parametrize(
    ("kind", "refusal"),
    [
        ("application/octet-stream", NotMultipart),
        ("multipart/mixed; boundary=x", NotMultipart),
        ("multipart/form-data", BrokenUpload),
        (f"multipart/form-data; boundary={'x' * 71}", BrokenUpload),
    ],
)
async def test_another_content_type_is_refused(kind, refusal):
    with pytest.raises(refusal):
        async with received(request(form(part(b"x")), kind=kind), LIMITS):
            pass


async def test_a_client_that_goes_away_leaves_nothing_behind(temporary):
    content = part(b"x" * 2_500_000)

    with pytest.raises(ClientDisconnect):
        async with received(request(content, cut=True), LIMITS):
            pass

    assert not list(temporary.iterdir())


@given(st.binary(max_size=200))
async def test_no_bytes_but_a_form_are_taken_for_one(content):
    with pytest.raises(Refusal):
        async with received(request(b"--" + BOUNDARY + b"\r\n" + content), LIMITS):
            pass


@pytest.mark.parametrize(
    ("sent", "label"),
    [
        ("아침 달리기.fit", "아침 달리기.fit"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\kim\\run.gpx", "run.gpx"),
        ("a\u202egpx.exe", "agpx.exe"),
        ("nul\x00byte.fit", "nulbyte.fit"),
        ("..", "file"),
        ("", "file"),
        ("x" * 300 + ".fit", "x" * 116 + ".fit"),
    ],
)
def test_a_file_s_name_is_a_label_and_never_a_path(sent, label):
    assert label_of(sent.encode()) == label
