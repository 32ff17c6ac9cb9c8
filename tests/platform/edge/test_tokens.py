import base64
import json
import stat
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jwt
from joserfc.jwk import OctKey, OKPKey

from moim.kernel.ids import new_id
from moim.platform.tokens import (
    TokenExpired,
    TokenInvalid,
    Tokens,
    hash_token,
    new_personal_token,
    new_refresh_token,
)


def test_a_token_says_who_and_for_how_long(tokens, clock):
    user, session = new_id(), new_id()

    claims = tokens.verify(tokens.issue_access(user, session, ["user"], clock()), clock())

    assert (claims.user_id, claims.session_id) == (user, session)
    assert claims.roles == {"user"}
    assert (claims.expires_at - claims.issued_at).total_seconds() == 900


def test_a_token_runs_out_even_if_it_was_verified_before(tokens, clock):
    token = tokens.issue_access(new_id(), new_id(), ["user"], clock())
    tokens.verify(token, clock())
    clock.pass_by(minutes=15)

    with pytest.raises(TokenExpired):
        tokens.verify(token, clock())


def test_a_token_of_another_instance_does_not_count(tokens, clock, tmp_path):
    elsewhere = Tokens(tmp_path / "other-keys", "http://moim.test")

    with pytest.raises(TokenInvalid):
        tokens.verify(elsewhere.issue_access(new_id(), new_id(), [], clock()), clock())


def test_a_token_for_another_address_does_not_count(tokens, clock, tmp_path):
    same_keys = Tokens(tmp_path / "keys", "http://elsewhere.test")

    with pytest.raises(TokenInvalid):
        tokens.verify(same_keys.issue_access(new_id(), new_id(), [], clock()), clock())


def unsigned(token: str) -> str:
    header = base64.urlsafe_b64encode(json.dumps({"alg": "none"}).encode()).decode().rstrip("=")
    return f"{header}.{token.split('.')[1]}."


def signed_with_the_public_key(tokens: Tokens, token: str) -> str:
    """The classic mix-up: the public key taken as the secret of an HMAC."""
    public = tokens.jwks()["keys"][0]
    key = OctKey.import_key(public["x"])
    claims = jwt.decode(token, OKPKey.import_key(public), algorithms=["Ed25519"]).claims
    header = {"alg": "HS256", "kid": public["kid"], "typ": "at+jwt"}
    return jwt.encode(header, claims, key)


def test_weaker_algorithms_are_not_taken(tokens, clock):
    token = tokens.issue_access(new_id(), new_id(), ["owner"], clock())

    for forged in (unsigned(token), signed_with_the_public_key(tokens, token)):
        with pytest.raises(TokenInvalid):
            tokens.verify(forged, clock())


@given(st.text(max_size=60))
def test_any_other_text_is_refused_as_invalid(tmp_path_factory, text):
    tokens = Tokens(tmp_path_factory.getbasetemp() / "keys-of-texts", "http://moim.test")
    now = datetime(2026, 5, 1, tzinfo=UTC)

    for token in (text, f"{text}.{text}.{text}", f"e30.{text}"):
        with pytest.raises(TokenInvalid):
            tokens.verify(token, now)


def test_a_new_key_signs_while_the_one_before_still_verifies(tokens, clock):
    before = tokens.issue_access(new_id(), new_id(), [], clock())

    kid = tokens.rotate()

    assert tokens.jwks()["keys"][0]["kid"] == kid
    tokens.verify(before, clock())
    tokens.rotate()
    with pytest.raises(TokenInvalid):
        tokens.verify(before, clock())


def test_a_process_learns_of_a_key_made_elsewhere(tokens, clock, tmp_path):
    elsewhere = Tokens(tmp_path / "keys", "http://moim.test")
    elsewhere.rotate()

    tokens.verify(elsewhere.issue_access(new_id(), new_id(), [], clock()), clock())


def test_the_published_keys_are_public_only(tokens, tmp_path):
    (key,) = tokens.jwks()["keys"]

    assert key["crv"] == "Ed25519"
    assert "d" not in key
    assert stat.S_IMODE((tmp_path / "keys" / "signing.json").stat().st_mode) == 0o600


def test_opaque_tokens_are_long_random_and_stored_as_hashes():
    refresh, kept = new_refresh_token()
    personal, kept_too = new_personal_token()

    assert len(refresh) >= 43
    assert personal.startswith("moim_pat_")
    assert (kept, kept_too) == (hash_token(refresh), hash_token(personal))
    assert new_refresh_token()[0] != refresh
