"""Archives of strangers: one member at a time, bombs refused, names only labels."""

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moim.contexts.workouts.adapters.files import archive
from moim.contexts.workouts.adapters.files.archive import gunzipped, label_of, unzipped
from moim.contexts.workouts.adapters.files.refusals import ArchiveTooLarge, Unreadable
from moim.kernel.errors import Refusal


def zipped(members, method=zipfile.ZIP_DEFLATED):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as writing:
        for name, data in members:
            writing.writestr(name, data)
    return packed.getvalue()


def test_every_file_comes_with_its_label_and_bytes_and_hidden_ones_do_not():
    data = zipped(
        [
            ("garmin/a.fit", b"one"),
            ("garmin/", b""),
            ("__MACOSX/garmin/._a.fit", b"x"),
            ("garmin/.DS_Store", b"x"),
            ("../../etc/passwd", b"two"),
            ("C:\\runs\\b.gpx", b"three"),
        ]
    )
    assert [(member.name, member.data) for member in unzipped(data)] == [
        ("a.fit", b"one"),
        ("passwd", b"two"),
        ("b.gpx", b"three"),
    ]


def test_a_korean_name_split_into_its_letters_is_put_together():
    assert label_of("a/\u1112\u1161\u11ab\u1100\u1161\u11bc.fit") == "한강.fit"
    assert label_of("x\u202e\ngpx.exe/") == "xgpx.exe"
    assert label_of("/") == "?"


def test_an_open_file_can_be_walked_as_well_as_bytes():
    packed = io.BytesIO(zipped([("a", b"1"), ("b", b"2")]))
    assert [member.data for member in unzipped(packed)] == [b"1", b"2"]


def test_a_bomb_is_refused_by_its_ratio_and_the_rest_is_read():
    bomb, good = unzipped(zipped([("bomb", b"\0" * 20_000_000), ("good", b"data")]))
    assert bomb.refusal is not None
    assert bomb.refusal.code == "archive-too-large"
    assert not bomb.data
    assert good.data == b"data"


def test_a_member_over_the_limit_of_a_file_is_refused_before_it_is_unpacked():
    (large,) = unzipped(zipped([("large", b"\0" * 26_000_000)], zipfile.ZIP_STORED))
    assert large.refusal.code == "file-too-large"


def test_a_zip_in_a_zip_is_refused():
    (nested,) = unzipped(zipped([("inner.zip", zipped([("a", b"1")]))]))
    assert nested.refusal.details == {"why": "nested"}


def test_a_member_whose_bytes_do_not_match_is_refused_and_the_next_is_read():
    data = bytearray(zipped([("a", b"first" * 50), ("b", b"second")], zipfile.ZIP_STORED))
    data[data.index(b"first") + 3] ^= 0xFF
    broken, good = unzipped(bytes(data))
    assert broken.refusal.details == {"why": "damaged"}
    assert good.data == b"second"


def test_too_many_members_are_refused(monkeypatch):
    monkeypatch.setattr(archive, "LIMIT_MEMBERS", 3)
    with pytest.raises(ArchiveTooLarge):
        list(unzipped(zipped([(str(n), b"x") for n in range(4)])))


def test_too_many_bytes_in_all_are_refused_on_the_way(monkeypatch):
    monkeypatch.setattr(archive, "LIMIT_UNPACKED_BYTES", 10)
    walk = unzipped(zipped([("a", b"123456"), ("b", b"123456")]))
    assert next(walk).data == b"123456"
    with pytest.raises(ArchiveTooLarge):
        next(walk)


@pytest.mark.parametrize("data", [b"", b"PK\3\4", b"no archive at all"])
def test_what_is_no_zip_is_unreadable(data):
    with pytest.raises(Unreadable):
        list(unzipped(data))


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 2_000), st.integers(0, 255)), max_size=8))
def test_a_mutated_archive_gives_members_or_a_refusal(changes):
    data = bytearray(zipped([("a.fit", b"1" * 100), ("b.gpx", b"<gpx/>" * 20)]))
    for at, value in changes:
        data[at % len(data)] = value
    try:
        members = list(unzipped(bytes(data)))
    except Refusal:
        members = []
    assert all(len(member.data) <= 25_000_000 for member in members)


@given(st.binary(max_size=200))
def test_any_bytes_as_gzip_unfold_or_are_refused(data):
    try:
        assert gunzipped(b"\x1f\x8b" + data)
    except Refusal as refusal:
        assert refusal.code == "unreadable"  # noqa: PT017 - either outcome is right
