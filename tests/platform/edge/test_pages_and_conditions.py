import base64
from datetime import UTC, datetime
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request

from moim.kernel.ids import new_id
from moim.platform.http.conditions import (
    BadIdempotencyKey,
    BadIfMatch,
    content_etag,
    not_modified,
    once_of,
    version_etag,
    version_wanted,
)
from moim.platform.http.pages import BadCursor, BadLimit, decode_cursor, encode_cursor, limit_of


def request(query: str = "", path: str = "/v1/goals", **headers: str) -> Request:
    named = [
        (name.replace("_", "-").encode(), value.encode("latin-1"))
        for name, value in headers.items()
    ]
    scope = {"type": "http", "method": "POST", "path": path, "headers": named}
    return Request(scope | {"query_string": query.encode(), "server": ("moim.test", 80)})


@given(st.datetimes(timezones=st.just(UTC)), st.uuids(), st.text(st.characters(codec="ascii")))
def test_a_cursor_comes_back_as_it_was(at, id, word):
    position = (at, id, word.replace("\0", ""))

    assert decode_cursor(encode_cursor(position), (datetime, UUID, str)) == position


@given(st.text(max_size=60))
def test_a_cursor_of_somebody_else_s_making_is_refused(text):
    with pytest.raises(BadCursor):
        decode_cursor(text, (datetime, UUID))


def packed(*values: object) -> str:
    return base64.urlsafe_b64encode(msgspec.msgpack.encode(values)).rstrip(b"=").decode()


@pytest.mark.parametrize(
    ("cursor", "kinds"),
    [
        (packed(2**63), (int,)),
        (packed(float("nan")), (float,)),
        (packed("a\0b"), (str,)),
        (packed("2026-05-01T00:00:00"), (datetime,)),
        (packed(1, 2), (int,)),
        (packed("x" * 600), (str,)),
    ],
)
def test_a_cursor_never_holds_what_no_column_can(cursor, kinds):
    with pytest.raises(BadCursor):
        decode_cursor(cursor, kinds)


@pytest.mark.parametrize(("query", "limit"), [("", 20), ("limit=1", 1), ("limit=100", 100)])
def test_a_page_has_the_size_that_was_asked_for(query, limit):
    assert limit_of(request(query)) == limit


@pytest.mark.parametrize("limit", ["0", "101", "-1", "ten", "1.5", "٣", "1e2", ""])
def test_a_page_of_no_sensible_size_is_refused(limit):
    with pytest.raises(BadLimit):
        limit_of(request(f"limit={limit}"))


def test_who_has_the_present_state_is_told_so_without_it():
    etag = content_etag("workouts", new_id(), 3)

    for held in (etag, f'"other", {etag}', etag.removeprefix("W/"), "*"):
        answered = not_modified(request(if_none_match=held), etag)
        assert answered is not None
        assert answered.status_code == 304
        assert answered.headers["etag"] == etag
    assert not_modified(request(if_none_match='"other"'), etag) is None
    assert not_modified(request(), etag) is None


def test_states_that_differ_have_different_etags():
    assert content_etag("a", 1) != content_etag("a", 2)
    assert content_etag("a", "1") != content_etag("a", 1)


def test_an_edit_may_insist_on_the_version_it_saw():
    assert version_wanted(request(if_match=version_etag(3))) == 3
    assert version_wanted(request(if_match="*")) is None
    assert version_wanted(request()) is None
    for wrong in ('"3"', "v3", 'W/"v3"', '"v3", "v4"', '"v' + "9" * 30 + '"'):
        with pytest.raises(BadIfMatch):
            version_wanted(request(if_match=wrong))


def test_a_repeated_request_is_known_by_key_body_and_address():
    user = new_id()

    def once(content=b"{}", path="/v1/goals"):
        return once_of(request(path=path, idempotency_key="abc"), user, content)

    assert once() == once()
    assert once().body_hash != once(b"{ }").body_hash
    assert once().body_hash != once(path="/v1/posts").body_hash
    assert once_of(request(), user, b"{}") is None


@pytest.mark.parametrize("key", ["", "x" * 201, "tab\there", "caf\xe9"])
def test_a_key_that_cannot_be_kept_is_refused(key):
    with pytest.raises(BadIdempotencyKey):
        once_of(request(idempotency_key=key), new_id(), b"")
