"""Somebody leaves, and no byte of what they said, did or recorded is left on the host's disk."""

import io
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import httpx
import psycopg
import pytest
import zstandard
from PIL import Image
from psycopg import sql
from typer.testing import CliRunner

from moim.apps.cli import app
from moim.kernel.ids import new_id
from moim.platform.tokens import Tokens
from tests.contexts.workouts.files.fit_writer import run
from tests.journeys.program import PASSWORD, Program, Runner, _let_others_run, runner
from tests.journeys.test_main_job import BEGUN, CONTEXTS, gpx

SERIAL = (12_345_678).to_bytes(4, "little")
"""Of the watch, as it stands in its file."""
TOLD = {
    "name": "김가온누리",
    "bio": "새벽마다 성산대교 아래에서 몸을 푼다",
    "region": "제주특별자치도 서귀포시",
}
TITLE, NOTE = "가온누리의 비밀 코스", "무릎이 시큰거려 걸었다"
SAID, TOKEN_NAME, LABEL = "지도 색이 흐립니다요", "가온누리네 라즈베리", "가온누리 워치"
PLACE = "가온누리 집 앞"
POST = {"title": "뷁뷁 웱뮁에서", "body": "아무도 모르는 qvxzkwjpost 이야기"}
COMMENT = "웱뷁한 zjqxvkcomment 답글"
ALSO = "가온누리가 이름 지은 파일.gpx"


def live_a_little(somebody: Runner) -> None:
    """Leave something recognisable wherever something can be left."""
    client = somebody.client
    steps: list[Callable[[], httpx.Response]] = [
        lambda: client.patch("/v1/users/me", json=TOLD),
        lambda: client.put("/v1/users/me/photo", files={"file": ("me.png", picture())}),
        lambda: client.post("/v1/feedback", json={"topic": "app", "text": SAID}),
        lambda: client.post(
            "/v1/users/me/tokens", json={"name": TOKEN_NAME, "scopes": ["workouts:read"]}
        ),
        lambda: client.post(
            "/v1/sessions",
            json={"email": somebody.email, "password": PASSWORD, "device_label": LABEL},
        ),
        lambda: client.post("/v1/goals", json={"metric": "count", "period": "week", "target": 3}),
        lambda: client.post("/v1/users/me/export"),
    ]
    for step in steps:
        answer = step()
        assert answer.status_code < 300, answer.text
    named = gpx(BEGUN - timedelta(days=3)).replace(b"<trk>", f"<trk><name>{TITLE}</name>".encode())
    files = somebody.upload(("아침.fit", run(200).done()), (ALSO, named)).json()["files"]
    for file in files:
        (workout_id,) = file["workout_ids"]
        edited = client.patch(f"/v1/workouts/{workout_id}", json={"title": TITLE, "note": NOTE})
        assert edited.status_code == 200, edited.text
    somebody.until("/v1/users/me/export", lambda told: told.json()["state"] in ("ready", "failed"))


def write_something(program: Program, somebody: Runner, comment: str, **post: str) -> None:
    """A post that can be found, and a comment; of a moderator, whose first post does not wait."""
    tokens = Tokens(program.data / "keys", program.url)
    token = tokens.issue_access(
        UUID(somebody.id), new_id(), ("user", "moderator"), datetime.now(UTC)
    )
    signed = {"authorization": f"Bearer {token}"}
    made = somebody.client.post("/v1/boards/free/posts", json=post, headers=signed)
    assert made.status_code == 201, made.text
    path = f"/v1/posts/{made.json()['id']}/comments"
    said = somebody.client.post(path, json={"text": comment}, headers=signed)
    assert said.status_code == 201, said.text
    found = somebody.client.get("/v1/search/posts", params={"q": post["title"]}).json()
    assert [one["title"] for one in found["items"]] == [post["title"]]


def picture() -> bytes:
    content = io.BytesIO()
    Image.effect_noise((300, 300), 90).convert("RGB").save(content, "PNG")
    return content.getvalue()


def personal(somebody: Runner, nickname: str) -> list[str]:
    values = [*TOLD.values(), TITLE, NOTE, SAID, TOKEN_NAME, LABEL, ALSO, COMMENT, nickname]
    words = [*POST.values(), "뷁뷁", "qvxzkwjpost"]
    return [*values, *words, somebody.email]


def everything_under(folder: Path) -> Iterator[tuple[Path, bytes]]:
    """Every file's bytes, and what is in those that are compressed."""
    for path in folder.rglob("*"):
        if path.is_file():
            try:
                content = path.read_bytes()
            except FileNotFoundError:
                continue  # it just went
            yield path, content
            if path.suffix == ".zst":
                yield path, zstandard.ZstdDecompressor().stream_reader(content).read()


def found_in(folder: Path, values: list[str]) -> set[tuple[str, str]]:
    return {
        (path.name, value)
        for path, content in everything_under(folder)
        for value in (*values, "the watch")
        if (SERIAL if value == "the watch" else value.encode()) in content
    }


def blobs_in(folder: Path) -> list[Path]:
    return [path for path in (folder / "blobs").rglob("*") if path.is_file()]


def erase(program: Program, somebody: Runner, **settings: str) -> None:
    environment = {"MOIM_DATA": str(program.data)}
    environment |= {f"MOIM_{name.upper()}": value for name, value in settings.items()}
    said = CliRunner().invoke(app, ["erase", somebody.email], env=environment, input="n\n")
    assert said.exit_code == 1, said.output
    assert somebody.get("/v1/users/me").status_code == 200
    said = CliRunner().invoke(app, ["erase", somebody.email, "--yes"], env=environment)
    assert said.exit_code == 0, said.output


def test_no_byte_of_who_left_is_on_the_disk(tmp_path: Path) -> None:
    nickname = f"가온누리{new_id().hex[-6:]}"
    with (
        Program(tmp_path / "data") as program,
        runner(program.url, nickname) as somebody,
        runner(program.url, "남아있는이") as other,
    ):
        other.upload(("b.gpx", gpx(BEGUN)))
        live_a_little(somebody)
        write_something(program, other, "이 답글도", title="남는 글", body="이것은 남는다")
        write_something(program, somebody, COMMENT, **POST)
        values = personal(somebody, nickname)
        before = found_in(program.data, values)
        assert {value for _, value in before} >= {
            TITLE,
            NOTE,
            SAID,
            COMMENT,
            "뷁뷁",
            nickname,
            "the watch",
        }

        erase(program, somebody)

        for _ in range(2_000):
            left = found_in(program.data, values)
            if not left and len(blobs_in(program.data)) == 1:
                break
            _let_others_run()
        assert left == set()
        assert len(blobs_in(program.data)) == 1  # the other one's
        assert len(other.get("/v1/workouts").json()["items"]) == 1
        assert somebody.get("/v1/users/me").status_code in (401, 404)


@pytest.fixture
def postgres_template(postgres_url: str) -> Iterator[str]:
    names = [f"erasure_{context}" for context in CONTEXTS]
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        for name in names:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield postgres_url.rpartition("/")[0] + "/erasure_{context}"
        for name in names:
            drop = sql.SQL("DROP DATABASE {} WITH (FORCE)")
            connection.execute(drop.format(sql.Identifier(name)))


def rows_with(template: str, values: list[str]) -> set[tuple[str, str]]:
    """Which values stand in which table of any context, as text or as bytes."""
    found = set()
    for context in CONTEXTS:
        with psycopg.connect(template.format(context=context)) as connection:
            tables = connection.execute(
                "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
            ).fetchall()
            for (table,) in tables:
                rows = connection.execute(
                    sql.SQL("SELECT row_to_json(t)::text FROM {} t").format(sql.Identifier(table))
                ).fetchall()
                text = "\n".join(row for (row,) in rows)
                found |= {
                    (table, value)
                    for value in values
                    if value in text or value.encode().hex() in text
                }
    return found


@pytest.mark.postgres
def test_no_row_of_who_left_is_in_postgresql(tmp_path: Path, postgres_template: str) -> None:
    nickname = "가온누리러너"
    with (
        Program(tmp_path / "data", database=postgres_template) as program,
        runner(program.url, nickname) as somebody,
    ):
        live_a_little(somebody)
        write_something(program, somebody, COMMENT, **POST)
        values = personal(somebody, nickname)
        assert {value for _, value in rows_with(postgres_template, values)} >= {TITLE, NOTE, "뷁뷁"}

        erase(program, somebody, database=postgres_template)

        for _ in range(2_000):
            left = rows_with(postgres_template, values) | found_in(program.data, values)
            if not left:
                break
            _let_others_run()
        assert left == set()
