"""Bad input of every kind ends in a clear refusal in the asker's language, never in a 500."""

import asyncio
import json
import string
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from moim.contexts.workouts.adapters.files import refusals as of_files
from moim.contexts.workouts.adapters.http import reasons
from moim.contexts.workouts.adapters.http.shapes import GoalChanges, NewWorkout, NewZones
from moim.kernel.errors import Refusal
from moim.kernel.ids import new_id
from moim.platform.uploads import FileTooLarge, UploadLimits
from tests.contexts.workouts import samples
from tests.contexts.workouts.world import World

WORKOUT = {"sport": "run", "started_at": "2026-05-01T06:00:00Z", "elapsed_s": 3000}
GOAL = {"metric": "distance", "period": "month", "target": 20_000}
ZONES = {"valid_from": "2020-01-01", "bounds_bpm": [90, 110, 130, 150, 170]}


def assert_problem(answer: httpx.Response, *statuses: int) -> dict[str, Any]:
    assert answer.status_code in statuses, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["detail"]
    assert problem["code"]
    assert "Traceback" not in answer.text
    return problem


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("sport", "chess"),
        ("sport", None),
        ("sport", 7),
        ("started_at", "yesterday"),
        ("started_at", "2026-05-01T06:00:00"),
        ("started_at", "2026-13-01T06:00:00Z"),
        ("started_at", "2099-01-01T00:00:00Z"),
        ("started_at", "1969-12-31T23:59:59Z"),
        ("started_at", "0001-01-01T00:00:00+14:00"),
        ("started_at", "9999-12-31T23:59:59-14:00"),
        ("started_at", 10**30),
        ("started_at", None),
        ("elapsed_s", 0),
        ("elapsed_s", -1),
        ("elapsed_s", 14 * 24 * 3600 + 1),
        ("elapsed_s", "long"),
        ("elapsed_s", None),
        ("distance_m", -0.1),
        ("distance_m", 5_000_001),
        ("distance_m", 10**400),
        ("moving_s", -5),
        ("moving_s", [1]),
        ("elevation_gain_m", 50_001),
        ("elevation_gain_m", {}),
        ("title", "가" * 121),
        ("title", "보이지\u202e않게"),
        ("title", "\x00"),
        ("title", 5),
        ("note", "가" * 4001),
        ("note", "\x07"),
        ("heart_rate_avg_bpm", 150),
        ("user_id", "01a1fdc8-5abe-7db6-9048-3ac572bad4de"),
        ("__proto__", {}),
    ],
)
async def test_a_field_that_cannot_be_is_refused_and_pointed_at(runner, field, value) -> None:
    answer = await runner.post("/workouts", WORKOUT | {field: value})

    problem = assert_problem(answer, 422)
    assert problem["errors"][0]["pointer"] == f"#/{field}"
    assert await runner.all_workouts() == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("metric", "smiles"),
        ("period", "decade"),
        ("target", 0),
        ("target", 60_000_000),
        ("sport", "chess"),
        ("starts_on", "2026-02-30"),
        ("ends_on", "soon"),
        ("ended", True),
    ],
)
async def test_a_goal_that_cannot_be_is_refused(runner, field, value) -> None:
    assert_problem(await runner.post("/goals", GOAL | {field: value}), 422)
    assert (await runner.got("/goals"))["items"] == []


@pytest.mark.parametrize(
    "given",
    [
        {"metric": "count", "target": 5_001},
        {"period": "custom"},
        {"period": "custom", "starts_on": "2026-05-02", "ends_on": "2026-05-01"},
        {"period": "custom", "starts_on": "2020-01-01", "ends_on": "2026-01-01"},
        {"period": "custom", "starts_on": "9999-01-01", "ends_on": "9999-12-31"},
        {"period": "custom", "starts_on": "0001-01-01", "ends_on": "0001-01-02"},
    ],
)
async def test_a_goal_that_could_not_be_counted_is_refused(runner, given) -> None:
    assert_problem(await runner.post("/goals", GOAL | given), 422)
    made = (await runner.post("/goals", GOAL)).json()
    assert_problem(await runner.send("PATCH", f"/goals/{made['id']}", json=given), 422)


@pytest.mark.parametrize(
    "given",
    [
        {"bounds_bpm": [1, 2, 3]},
        {"bounds_bpm": [0, 110, 130, 150, 170]},
        {"bounds_bpm": [90, 110, 130, 150, 10**30]},
        {"bounds_bpm": [90, 90, 130, 150, 170]},
        {"valid_from": "x"},
        {"source": "measured"},
    ],
)
async def test_zones_that_no_heart_has_are_refused(runner, given) -> None:
    answer = await runner.send("PUT", "/heart-rate-zones", json=ZONES | given)

    assert_problem(answer, 422)


@pytest.mark.parametrize(
    "query",
    [
        "sport=chess",
        "from=yesterday",
        "to=2026-02-30",
        "from=9999-12-31T23:59:59-14:00",
        "from=0001-01-01T00:00:00%2B14:00",
        "limit=0",
        "limit=101",
        "limit=ten",
        "limit=1e1",
        "cursor=AAAA",
        "cursor=%00",
        "cursor=" + "A" * 600,
        "cursor=가",
    ],
)
async def test_a_list_asked_for_wrongly_is_refused(either_runner, query) -> None:
    assert_problem(await either_runner.get(f"/workouts?{query}"), 422)


@pytest.mark.parametrize("zoom", ["-1", "3", "x", "1.5"])
async def test_a_zoom_there_is_not_is_refused(runner, zoom) -> None:
    made = await runner.typed()
    assert_problem(await runner.get(f"/workouts/{made['id']}/track?zoom={zoom}"), 422)


@pytest.mark.parametrize("id", ["x", "1", "%00", "00000000-0000-0000-0000-00000000000g"])
async def test_an_id_that_is_none_is_refused(runner, id) -> None:
    for path in (f"/workouts/{id}", f"/workouts/imports/{id}", f"/goals/{id}"):
        assert_problem(await runner.get(path), 404, 422)


@pytest.mark.parametrize(
    ("content", "content_type", "statuses"),
    [
        (b"{", "application/json", (400,)),
        (b"", "application/json", (400, 422)),
        (b"[]", "application/json", (422,)),
        (b"null", "application/json", (422,)),
        (b'{"sport": NaN}', "application/json", (400, 422)),
        (b"\xff\xfe", "application/json", (400,)),
        (b"[" * 100_000, "application/json", (400, 422)),
        (b"{}" + b" " * 2_000_000, "application/json", (413,)),
        (b"sport=run", "application/x-www-form-urlencoded", (415, 422)),
        (json.dumps(WORKOUT).encode(), "text/plain", (415, 422)),
    ],
)
async def test_a_body_that_is_not_what_it_should_be_is_refused(
    runner, content, content_type, statuses
) -> None:
    answer = await runner.send(
        "POST", "/workouts", content=content, headers={"content-type": content_type}
    )

    assert_problem(answer, *statuses)


@pytest.mark.parametrize("header", ["v1", '"1"', "abc", '"v99999999999999999999"'])
async def test_a_version_that_is_none_is_refused(runner, header) -> None:
    made = await runner.typed()

    answer = await runner.send(
        "PATCH", f"/workouts/{made['id']}", json={"title": "a"}, headers={"if-match": header}
    )

    assert_problem(answer, 412, 422)


# ── Uploads ──────────────────────────────────────────────────────────────────────────────────

BOUNDARY = "multipart/form-data; boundary=xx"
PART = (
    b'--xx\r\ncontent-disposition: form-data; name="file"; filename="a.fit"\r\n'
    b"\r\nabc\r\n--xx--\r\n"
)


@pytest.mark.parametrize(
    ("content", "content_type", "status", "code"),
    [
        (b"{}", "application/json", 415, "not-multipart"),
        (PART, "multipart/form-data", 422, "broken-upload"),
        (PART[:-20], BOUNDARY, 422, "broken-upload"),
        (b"--yy\r\n", BOUNDARY, 422, "broken-upload"),
        (PART.replace(b'name="file"; ', b""), BOUNDARY, 422, "broken-upload"),
        (PART.replace(b'; filename="a.fit"', b""), BOUNDARY, 422, "no-file"),
        (b"--xx--\r\n", BOUNDARY, 422, "no-file"),
    ],
)
async def test_a_form_that_is_none_is_refused_and_leaves_nothing(
    world, runner, content, content_type, status, code
) -> None:
    answer = await runner.send(
        "POST", "/workouts/imports", content=content, headers={"content-type": content_type}
    )

    problem = assert_problem(answer, status)
    assert problem["code"] in {code, "broken-upload"}
    assert world.rows("imports") == []
    assert world.blob_keys() == set()


async def test_more_than_the_limits_is_refused_as_too_large(database, tmp_path) -> None:
    limits = UploadLimits(file_max_bytes=10_000, total_max_bytes=15_000, files_max=3)
    world = World(database, tmp_path, limits=limits)
    runner = world.person()

    one = await runner.try_upload(("big.fit", bytes(10_001)))
    together = await runner.try_upload(("a", bytes(9_000)), ("b", bytes(9_000)))
    many = await runner.try_upload(*((str(n), b"x") for n in range(4)))

    assert assert_problem(one, 413)["code"] == FileTooLarge.code
    assert assert_problem(together, 413)["code"] == "body-too-large"
    assert assert_problem(many, 413)["code"] == "too-many-files"
    assert (world.rows("imports"), world.blob_keys()) == ([], set())


async def test_a_file_over_the_limit_of_one_workout_fails_with_a_reason_and_is_not_kept(
    world, runner
) -> None:
    (file,) = (await runner.upload(("huge.fit", samples.fit() + bytes(25_000_001))))["files"]

    assert (file["verdict"], file["reason"]) == ("failed", "file-too-large")
    assert "25" in file["detail"]
    assert world.blob_keys() == set()


async def test_a_bomb_in_a_zip_is_defused(world, runner) -> None:
    bomb = samples.zipped(("zeros.gpx", bytes(24_000_000)), ("run.fit", samples.fit()))

    files = (await runner.upload(("bomb.zip", bomb)))["files"]

    assert {file["name"]: file["verdict"] for file in files} == {
        "zeros.gpx": "failed",
        "run.fit": "imported",
    }


async def test_nobody_moves_for_longer_than_it_took(runner) -> None:
    made = await runner.typed(elapsed_s=3000, moving_s=3000)

    longer = await runner.post("/workouts", WORKOUT | {"moving_s": 3001})
    shorter = await runner.send("PATCH", f"/workouts/{made['id']}", json={"elapsed_s": 2999})

    for answer in (longer, shorter):
        problem = assert_problem(answer, 422)
        assert problem["code"] == "figure-out-of-range"
        assert [one["pointer"] for one in problem["errors"]] == ["#/moving_s"]


async def test_what_was_typed_with_a_digit_too_many_is_refused(runner) -> None:
    made = await runner.typed(elapsed_s=1800, distance_m=5_000)

    further = await runner.post("/workouts", WORKOUT | {"distance_m": 500_000})
    sooner = await runner.send("PATCH", f"/workouts/{made['id']}", json={"elapsed_s": 10})

    for answer in (further, sooner):
        problem = assert_problem(answer, 422)
        assert problem["code"] == "figure-out-of-range"
        assert [one["pointer"] for one in problem["errors"]] == ["#/distance_m"]


# ── Who is asking ────────────────────────────────────────────────────────────────────────────


async def test_an_expired_token_is_refused_in_both_languages(world, runner) -> None:
    world.clock.move(minutes=16)

    korean = await runner.get("/workouts")
    english = await runner.get("/workouts", headers={"accept-language": "en-GB"})

    assert assert_problem(korean, 401)["code"] == "token-expired"
    assert "로그인" in korean.json()["detail"]
    assert assert_problem(english, 401)["detail"].isascii()


@pytest.mark.parametrize("token", ["", "Bearer", "Bearer x", "Basic YTpi", "Bearer " + "a" * 5000])
async def test_without_a_token_nothing_is_told(world, token) -> None:
    person = world.person()
    person.client.headers["authorization"] = token

    for method, path in (
        ("GET", "/workouts"),
        ("POST", "/workouts"),
        ("POST", "/workouts/imports"),
        ("GET", f"/workouts/{new_id()}"),
        ("GET", f"/workouts/{new_id()}/original"),
        ("GET", "/goals"),
        ("PUT", "/heart-rate-zones"),
    ):
        answer = await person.send(method, path)
        assert_problem(answer, 401)
        assert answer.headers["www-authenticate"] == "Bearer"


async def test_a_locked_account_is_out_at_once(world, runner) -> None:
    assert (await runner.get("/workouts")).status_code == 200
    world.revocations.revoke(runner.id, world.clock.now.replace(year=2027))

    assert assert_problem(await runner.get("/workouts"), 401)["code"] == "session-ended"


@pytest.mark.parametrize("language", ["ko", "en"])
async def test_every_refusal_speaks_the_askers_language(runner, language) -> None:
    made = await runner.typed()
    asked = (
        ("GET", f"/workouts/{new_id()}", {}),
        ("GET", f"/workouts/{made['id']}/track", {}),
        ("GET", "/workouts?sport=chess", {}),
        ("POST", "/workouts", {"json": {}}),
        ("POST", "/workouts/imports", {"content": b"x"}),
        ("POST", "/goals", {"json": GOAL | {"period": "custom"}}),
        ("PUT", "/heart-rate-zones", {"json": ZONES | {"bounds_bpm": [5, 4, 3, 2, 1]}}),
    )
    for method, path, how in asked:
        answer = await runner.send(method, path, headers={"accept-language": language}, **how)
        detail = assert_problem(answer, 404, 409, 415, 422)["detail"]
        assert any("가" <= letter <= "힣" for letter in detail) == (language == "ko"), detail


def test_every_reason_a_file_can_have_is_told_in_both_languages() -> None:
    kinds = [
        kind
        for kind in vars(of_files).values()
        if isinstance(kind, type)
        and issubclass(kind, Refusal)
        and kind.__module__ == of_files.__name__
    ]
    codes = {kind.code for kind in kinds} | {
        "same-bytes", "same-outing", "richer-recording", "replaced-by-owner", "truncated",
        "corrupt", "bad-crc", "processing-failed", "processing-too-slow", "reader-stumbled",
        "not-stored", "original-lost", "starts-in-future", "starts-too-early",
        "figure-out-of-range",
    }  # fmt: skip

    names = ("limit_mb", "limit", "why", "what", "what_ko", "what_en", "field", "timeout_s")
    details = dict.fromkeys((*names, "minimum", "maximum"), "1")
    for code in codes:
        korean = reasons.sentence(code, details, "ko")
        english = reasons.sentence(code, details, "en")
        assert korean, code
        assert english, code
        assert any("가" <= letter <= "힣" for letter in korean), code
        assert english.isascii(), code


# ── Anything at all ──────────────────────────────────────────────────────────────────────────

scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats(allow_nan=True)
    | st.text(max_size=40)
    | st.sampled_from(["run", "custom", "day", "distance", "2026-05-01", "2026-05-01T00:00:00Z"])
)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=6,
)
FIELDS = sorted(
    {
        *NewWorkout.model_fields,
        *GoalChanges.model_fields,
        *NewZones.model_fields,
        "start_s",
        "end_s",
    }
)
bodies = st.dictionaries(st.sampled_from(FIELDS) | st.text(max_size=5), values, max_size=9)
likely = st.fixed_dictionaries(
    {},
    optional={
        "sport": st.sampled_from(["run", "ride", "x"]),
        "started_at": st.datetimes().map(lambda moment: moment.isoformat() + "Z"),
        "elapsed_s": st.floats(),
        "distance_m": st.floats(),
        "title": st.text(max_size=130),
        "note": st.text(max_size=50),
        "metric": st.sampled_from(["distance", "count"]),
        "period": st.sampled_from(["day", "custom"]),
        "target": st.floats(0, 1e8),
        "starts_on": st.dates().map(str),
        "ends_on": st.dates().map(str),
        "valid_from": st.dates().map(str),
        "bounds_bpm": st.lists(st.integers(), min_size=5, max_size=5),
        "start_s": st.floats(),
        "end_s": st.floats(),
    },
)
queries = st.dictionaries(
    st.sampled_from(["sport", "from", "to", "limit", "cursor", "zoom", "wait"])
    | st.text(string.ascii_letters, min_size=1, max_size=4),
    st.text(max_size=30)
    | st.datetimes().map(lambda moment: moment.isoformat())
    | st.dates().map(str)
    | st.integers(-5, 200).map(str),
    max_size=4,
)
PATHS = (
    ("POST", "/workouts"),
    ("GET", "/workouts"),
    ("PATCH", "/workouts/{id}"),
    ("GET", "/workouts/{id}/track"),
    ("POST", "/workouts/{id}/crop"),
    ("POST", "/workouts/imports"),
    ("GET", "/workouts/imports"),
    ("POST", "/goals"),
    ("PATCH", "/goals/{goal}"),
    ("PUT", "/heart-rate-zones"),
)


@pytest.mark.parametrize(("method", "path"), PATHS)
def test_no_input_makes_a_route_fail(database, tmp_path, method, path) -> None:
    loop = asyncio.new_event_loop()

    async def prepared():
        world = World(database, tmp_path)
        runner = world.person()
        made = await runner.imported("run.fit", samples.fit(60))
        goal = (await runner.post("/goals", GOAL)).json()
        return runner, path.format(id=made["id"], goal=goal["id"])

    runner, address = loop.run_until_complete(prepared())

    @settings(
        max_examples=40,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    )
    @given(body=bodies | likely, query=queries)
    def attempt(body, query) -> None:
        content = json.dumps(body).encode() if method != "GET" else None
        request = runner.client.request(
            method,
            f"/v1{address}",
            params=query,
            content=content,
            headers={"content-type": "application/json"},
        )
        answer = loop.run_until_complete(request)
        assert answer.status_code < 500, (body, query, answer.text)
        if answer.status_code >= 400:
            assert_problem(answer, answer.status_code)
        else:
            assert answer.status_code in {200, 201, 202, 204}

    try:
        attempt()
    finally:
        loop.close()
