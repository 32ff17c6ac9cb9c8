import hashlib
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moim.platform.blobs import Blobs, FolderBlobs, NoSuchBlob, sweep_all

ABSENT = "0" * 64


@pytest.fixture(params=[False, True], ids=["plain", "compressed"])
def compress(request) -> bool:
    return request.param


@pytest.fixture
def folder(tmp_path) -> Path:
    return tmp_path / "blobs"


@pytest.fixture
def blobs(folder) -> Blobs:
    return FolderBlobs(folder)


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_content_is_kept_under_its_own_hash(blobs, compress):
    content = b"GPX" * 10_000

    key = blobs.put(content, compress=compress)

    assert key == hashlib.sha256(content).hexdigest()
    assert blobs.get(key) == content
    with blobs.open(key) as stream:
        assert stream.read(3) == b"GPX"
        assert len(stream.read()) == len(content) - 3
    assert blobs.exists(key)
    assert list(blobs.iterate()) == [key]


def test_a_file_is_kept_like_its_bytes(blobs, compress, tmp_path):
    content = os.urandom(700_000)
    (tmp_path / "upload").write_bytes(content)

    key = blobs.put(tmp_path / "upload", compress=compress)

    assert blobs.get(key) == content


@given(content=st.binary(max_size=2_000), compress=st.booleans())
def test_any_content_comes_back_whole(tmp_path_factory, content, compress):
    blobs = FolderBlobs(tmp_path_factory.getbasetemp() / "any-blobs")

    assert blobs.get(blobs.put(content, compress=compress)) == content


def test_the_same_content_is_kept_once(blobs, folder):
    assert blobs.put(b"same") == blobs.put(b"same", compress=True)
    assert len(files_in(folder)) == 1


def test_what_compresses_takes_less_room(blobs, folder):
    blobs.put(b"<trkpt/>" * 50_000, compress=True)

    (file,) = files_in(folder)
    assert file.stat().st_size < 10_000


def test_what_was_deleted_is_gone(blobs, compress):
    key = blobs.put(b"photo", compress=compress)

    assert blobs.delete(key)

    assert not blobs.exists(key)
    assert not blobs.delete(key)
    with pytest.raises(NoSuchBlob):
        blobs.get(key)


@pytest.mark.parametrize("key", ["../../../etc/passwd", "", "A" * 64, "0" * 63])
def test_a_key_that_is_no_hash_reaches_no_file(blobs, key):
    with pytest.raises(NoSuchBlob):
        blobs.get(key)


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_crash_while_writing_leaves_no_half_content(blobs, folder, monkeypatch, step):
    def crash(*_args):
        raise OSError("power cut")

    monkeypatch.setattr(*((os, "fsync") if step == "fsync" else (Path, "replace")), crash)

    with pytest.raises(OSError, match="power cut"):
        blobs.put(b"half")

    monkeypatch.undo()
    assert not files_in(folder)
    assert blobs.get(blobs.put(b"half")) == b"half"


def test_what_a_killed_writer_left_is_swept_once_it_is_old(blobs, folder):
    left = folder / "incoming" / "by-a-killed-process"
    left.write_bytes(b"half a file")

    assert blobs.sweep() == 0  # somebody may be writing it now
    os.utime(left, (0, 0))
    assert blobs.sweep() == 1
    assert list(blobs.iterate()) == []


def test_each_store_in_a_folder_is_swept(tmp_path):
    for name in ("users", "workouts"):
        FolderBlobs(tmp_path / name).put(b"kept")
        left = tmp_path / name / "incoming" / "by-a-killed-process"
        left.write_bytes(b"half a file")
        os.utime(left, (0, 0))

    assert sweep_all(tmp_path) == 2
    assert sweep_all(tmp_path) == sweep_all(tmp_path / "none") == 0
    assert len(list(FolderBlobs(tmp_path / "users").iterate())) == 1


def test_nothing_is_found_where_nothing_is(blobs):
    assert not blobs.exists(ABSENT)
    with pytest.raises(NoSuchBlob):
        blobs.open(ABSENT)
