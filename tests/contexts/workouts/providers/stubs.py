"""Makers' servers as they document themselves, to be spoken to over HTTP without a network."""

import base64
import hashlib
import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from moim.contexts.workouts.adapters.providers.garmin import Garmin
from moim.contexts.workouts.adapters.providers.strava import Strava

CLIENT_ID, CLIENT_SECRET, VERIFY = "our-client", "our-secret", "our-verify-token"


class Stub:
    """One person at one maker, with activities; what it does can be changed on the way."""

    name: str
    source: str
    personal_only: bool
    their_id = "4aac7f3c"
    provider: Any

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.now = now
        self.access: set[str] = set()
        self.refresh: set[str] = set()
        self.files: dict[str, bytes] = {}
        self.challenges: dict[str, str] = {}
        self.registered = True
        self.down = False
        self.asked: list[str] = []

    def client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(transport=httpx.ASGITransport(app=self.app()))

    def app(self) -> Any:
        raise NotImplementedError

    def tokens(self, lifetime_s: float) -> dict[str, Any]:
        """New ones; the refresh token of before no longer works."""
        access, refresh = secrets.token_hex(8), secrets.token_hex(8)
        self.access, self.refresh = {access}, {refresh}
        return {"access_token": access, "refresh_token": refresh, "expires_in": lifetime_s}

    def lets_in(self, request: Request) -> bool:
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        return token in self.access and self.registered

    def guarded(self, answer: Callable[[Request], Response]) -> Any:
        async def endpoint(request: Request) -> Response:
            self.asked.append(request.url.path)
            if self.down:
                return JSONResponse({"errorMessage": "down"}, 503)
            if not self.lets_in(request):
                return JSONResponse({"errorMessage": "Unauthorized"}, 401)
            return answer(request)

        return endpoint


class PhoneStub:
    """The app Health Auto Export of one version: it posts by itself, and hands nothing out."""

    name = "health_auto_export"
    source = "file"
    personal_only = False

    def __init__(self, workout: Callable[..., dict[str, Any]]) -> None:
        self.workout = workout

    def record(self, _id: str, _content: bytes) -> tuple[dict[str, str], Any]:
        """A run was ended: what the app posts to us, again with every sync."""
        return {}, {"data": {"workouts": [self.workout()]}}


class GarminStub(Stub):
    """PKCE is checked, refresh tokens rotate, a file is handed out once."""

    name = source = "garmin"
    personal_only = False

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__(now)
        self.provider = Garmin(client_id=CLIENT_ID, client_secret=CLIENT_SECRET, client=self.client)

    def agree(self, query: dict[str, str]) -> dict[str, str]:
        """The person agrees on the page: what the browser brings back."""
        assert query["code_challenge_method"] == "S256"
        assert "scope" not in query
        code = secrets.token_hex(4)
        self.challenges[code] = query["code_challenge"]
        return {"code": code, "state": query["state"]}

    def app(self) -> Any:
        api = "/wellness-api/rest"
        return Starlette(
            routes=[
                Route("/di-oauth2-service/oauth/token", self.token, methods=["POST"]),
                Route(
                    f"{api}/user/id",
                    self.guarded(lambda _: JSONResponse({"userId": self.their_id})),
                ),
                Route(f"{api}/activityFile", self.guarded(self.file)),
                Route(f"{api}/backfill/activities", self.guarded(lambda _: Response(None, 202))),
                Route(
                    f"{api}/user/registration",
                    self.guarded(self.deregister),
                    methods=["DELETE"],
                ),
            ]
        )

    async def token(self, request: Request) -> Response:
        form = dict(await request.form())
        if (form["client_id"], form["client_secret"]) != (CLIENT_ID, CLIENT_SECRET):
            return JSONResponse({"error": "invalid_client"}, 400)
        if form["grant_type"] == "refresh_token":
            right = form["refresh_token"] in self.refresh and self.registered
        else:
            digest = hashlib.sha256(str(form["code_verifier"]).encode()).digest()
            challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
            right = self.challenges.pop(str(form["code"]), None) == challenge
        if not right:
            return JSONResponse({"error": "invalid_grant"}, 400)
        return JSONResponse(self.tokens(86_400) | {"token_type": "bearer"})

    def file(self, request: Request) -> Response:
        content = self.files.pop(request.query_params["id"], None)
        return Response(content) if content else Response(None, 410)

    def deregister(self, _request: Request) -> Response:
        self.registered = False
        return Response(None, 204)

    def record(self, id: str, content: bytes) -> tuple[dict[str, str], Any]:
        """A watch synced: what Garmin posts to us."""
        self.files[id] = content
        url = f"https://apis.garmin.com/wellness-api/rest/activityFile?id={id}&token=t{id}"
        file = {"userId": self.their_id, "summaryId": f"{id}-file", "fileType": "FIT"}
        return self.post({"activityFiles": [file | {"callbackURL": url, "manual": False}]})

    def parted(self) -> tuple[dict[str, str], Any]:
        return self.post({"deregistrations": [{"userId": self.their_id}]})

    def post(self, body: Any) -> tuple[dict[str, str], Any]:
        return {"garmin-client-id": CLIENT_ID, "user-agent": "Garmin Health API"}, body


class StravaStub(Stub):
    """Tokens of six hours, a list by pages, streams by type; scopes may be unticked."""

    name = source = "strava"
    personal_only = True
    their_id = "134815"

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__(now)
        self.activities: dict[int, tuple[dict[str, Any], dict[str, Any]]] = {}
        self.provider = Strava(
            client_id=CLIENT_ID,
            client_secret=CLIENT_SECRET,
            verify_token=VERIFY,
            client=self.client,
        )

    def agree(self, query: dict[str, str]) -> dict[str, str]:
        code = secrets.token_hex(4)
        self.challenges[code] = ""
        return {"code": code, "state": query["state"], "scope": query["scope"]}

    def app(self) -> Any:
        api = "/api/v3"
        return Starlette(
            routes=[
                Route(f"{api}/oauth/token", self.token, methods=["POST"]),
                Route(f"{api}/athlete/activities", self.guarded(self.listed)),
                Route(f"{api}/activities/{{id:int}}", self.guarded(self.activity)),
                Route(f"{api}/activities/{{id:int}}/streams", self.guarded(self.streams)),
                Route("/oauth/deauthorize", self.deauthorize, methods=["POST"]),
            ]
        )

    async def token(self, request: Request) -> Response:
        form = dict(await request.form())
        if form["grant_type"] == "refresh_token":
            right = form["refresh_token"] in self.refresh and self.registered
        else:
            right = self.challenges.pop(str(form["code"]), None) is not None
        if not right:
            fault = {"resource": "RefreshToken", "field": "refresh_token", "code": "invalid"}
            return JSONResponse({"message": "Bad Request", "errors": [fault]}, 400)
        told = self.tokens(21_600)
        told |= {"expires_at": int(self.now().timestamp()) + 21_600, "token_type": "Bearer"}
        if form["grant_type"] == "authorization_code":
            told["athlete"] = {"id": int(self.their_id)}
        return JSONResponse(told)

    def listed(self, request: Request) -> Response:
        first = request.query_params["page"] == "1"
        return JSONResponse([one for one, _ in self.activities.values()] if first else [])

    def activity(self, request: Request) -> Response:
        found = self.activities.get(request.path_params["id"])
        return JSONResponse(found[0]) if found else JSONResponse({"message": "Not Found"}, 404)

    def streams(self, request: Request) -> Response:
        assert request.query_params["key_by_type"] == "true"
        return JSONResponse(self.activities[request.path_params["id"]][1])

    async def deauthorize(self, request: Request) -> Response:
        form = await request.form()
        assert form["access_token"] in self.access
        self.registered = False
        return JSONResponse({"access_token": form["access_token"]})

    def record(self, id: str, _content: bytes) -> tuple[dict[str, str], Any]:
        """A run of three minutes appears: what Strava posts to us."""
        start = datetime(2026, 5, 3, 21, tzinfo=UTC)
        seconds = list(range(180))
        streams = {
            "time": seconds,
            "latlng": [[37.5283 + n * 3e-5, 126.9326] for n in seconds],
            "altitude": [20 + n % 5 for n in seconds],
            "heartrate": [120 + n % 30 for n in seconds],
            "cadence": [85 for _ in seconds],
        }
        activity = {
            "id": int(id),
            "name": "Morning Run",
            "sport_type": "TrailRun",
            "start_date": start.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "start_date_local": "2026-05-04T06:00:00Z",
            "manual": False,
        }
        told = {
            name: {"data": data, "series_type": "distance", "resolution": "high"}
            for name, data in streams.items()
        }
        self.activities[int(id)] = (activity, told)
        return self.event("activity", int(id), "create")

    def parted(self) -> tuple[dict[str, str], Any]:
        return self.event("athlete", int(self.their_id), "update", authorized="false")

    def event(self, kind: str, id: int, aspect: str, **updates: str) -> tuple[dict[str, str], Any]:
        return {}, {
            "object_type": kind,
            "object_id": id,
            "aspect_type": aspect,
            "owner_id": int(self.their_id),
            "subscription_id": 120_475,
            "event_time": 1_516_126_040,
            "updates": updates,
        }
