"""A provider of identities on this machine: an OpenID Connect server with each one's quirks.

Made from what Kakao, Naver and Google document of their token endpoints, with real signatures.
"""

import base64
import hashlib
import json
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

from moim.contexts.users.adapters.oauth.providers import MAKERS, Provider
from moim.contexts.users.domain.identity import ProviderName

CLIENT_ID = "our-client"
CLIENT_SECRET = "our-secret"
ANSWER = "answer"


class Stub:
    """What the server does can be changed between two requests."""

    def __init__(self, name: ProviderName, key: RSAKey, clock: Any) -> None:
        self.name = name
        self.clock = clock
        self.keys = [key]
        self.subject = "123456789"
        self.claims: dict[str, Any] = {}
        self.consents = True
        self.asks = False  # on a page of its own, by two links: for a person at a browser
        self.broken = False
        self.refusal: dict[str, str] | None = None
        self.codes: dict[str, dict[str, str]] = {}
        self.key_requests = 0
        self.url = ""

    def provider(self) -> Provider:
        """As the house knows it, at the stub's own addresses."""
        real = MAKERS[self.name](CLIENT_ID, CLIENT_SECRET)
        here = {
            field: self.url + urlsplit(getattr(real, field)).path
            for field in ("authorize_url", "token_url", "jwks_url")
        }
        return Provider(**(vars(real) | here))

    def authorize(self, query: dict[str, str]) -> str:
        """Where the browser is sent back to."""
        assert query["response_type"] == "code"
        assert query["client_id"] == CLIENT_ID
        assert "openid" in query["scope"].split()
        back = {"state": query["state"]}
        if self.consents:
            back["code"] = secrets.token_urlsafe(16)
            self.codes[back["code"]] = query
        else:
            back["error"] = "access_denied"
        return f"{query['redirect_uri']}?{urlencode(back)}"

    def token(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """The answer to a code, used up by it."""
        if self.refusal is not None:
            return self._refused(self.refusal)
        asked = self.codes.pop(form["code"], None)
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if form["client_secret"] != CLIENT_SECRET:
            return self._refused({"error": "invalid_client", "error_code": "KOE010"})
        sound = (
            asked is not None
            and asked["code_challenge_method"] == "S256"
            and asked["code_challenge"] == challenge
            and asked["redirect_uri"] == form["redirect_uri"]
            and asked["state"] == form["state"]
        )
        if not sound or asked is None:
            return self._refused({"error": "invalid_grant", "error_code": "KOE320"})
        lifetime: Any = "3600" if self.name is ProviderName.NAVER else 21599
        tokens = {"token_type": "bearer", "access_token": "opaque", "expires_in": lifetime}
        return 200, tokens | {"id_token": self._id_token(asked["nonce"])}

    def _id_token(self, nonce: str) -> str:
        now = int(self.clock().timestamp())
        claims = {
            "iss": MAKERS[self.name]("", "").issuers[-1],
            "aud": CLIENT_ID,
            "sub": self.subject,
            "iat": now,
            "exp": now + 3600,
            "nonce": nonce,
            "nickname": "홍길동",
            "email": "minji@example.com",
            **self.claims,
        }
        key = self.keys[-1]
        return jwt.encode({"alg": "RS256", "kid": key.kid}, claims, key)

    def _refused(self, said: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """Naver says no with 200."""
        return (200 if self.name is ProviderName.NAVER else 400), said

    def jwks(self) -> dict[str, Any]:
        self.key_requests += 1
        return KeySet(list(self.keys)).as_dict(private=False)


class Handler(BaseHTTPRequestHandler):
    stub: Stub

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if query and self.stub.asks and ANSWER not in query:
            ways = {"yes": "동의하고 계속하기", "no": "취소"}
            links = [
                f'<a href="{escape(f"{self.path}&{ANSWER}={way}")}">{words}</a>'
                for way, words in ways.items()
            ]
            page = f"<!doctype html><title>동의</title><h1>동의</h1>{' '.join(links)}"
            self._send(200, "text/html;charset=UTF-8", page.encode())
        elif query:
            if self.stub.asks:
                self.stub.consents = query[ANSWER] == "yes"
            self.send_response(302)
            self.send_header("location", self.stub.authorize(query))
            self.send_header("content-length", "0")
            self.end_headers()
        else:
            self._json(200, self.stub.jwks())

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers["content-length"])).decode()
        form = {name: values[0] for name, values in parse_qs(raw).items()}
        if self.stub.broken:
            self._json(503, {"error": "server_error"})
        else:
            self._json(*self.stub.token(form))

    def log_message(self, *_: object) -> None:
        """Silence."""

    def _json(self, status: int, body: dict[str, Any]) -> None:
        self._send(status, "application/json;charset=UTF-8", json.dumps(body).encode())

    def _send(self, status: int, kind: str, content: bytes) -> None:
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


@contextmanager
def serving(stub: Stub) -> Iterator[Stub]:
    """On a free port of the loopback."""
    handler = type("StubHandler", (Handler,), {"stub": stub})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    stub.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield stub
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
