"""The product's main job through the real program: from a watch's file to the month."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import psycopg
import pytest
from psycopg import sql

from tests.contexts.workouts.files.fit_writer import START, run
from tests.journeys.program import Program, Runner, runner

CONTEXTS = ("users", "workouts", "insights", "challenges", "notifications", "community")
FIT_EPOCH = datetime(1989, 12, 31, tzinfo=UTC)
BEGUN = FIT_EPOCH + timedelta(seconds=START)
MONTH = f"{BEGUN.astimezone(ZoneInfo('Asia/Seoul')):%Y-%m}"


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    with Program(tmp_path_factory.mktemp("whole") / "data") as started:
        yield started


def gpx(starts_at: datetime, points: int = 300) -> bytes:
    rows = "".join(
        f'<trkpt lat="{37.5 + n * 3e-5:.6f}" lon="127.000000"><ele>{20 + n % 7}</ele>'
        f"<time>{(starts_at + timedelta(seconds=n)):%Y-%m-%dT%H:%M:%SZ}</time></trkpt>"
        for n in range(points)
    )
    head = '<gpx version="1.1" creator="test" xmlns="http://www.topografix.com/GPX/1/1">'
    return f"{head}<trk><type>running</type><trkseg>{rows}</trkseg></trk></gpx>".encode()


def days_with_workouts(somebody: Runner, month: str = MONTH) -> int:
    calendar = somebody.get(f"/v1/insights/calendar?month={month}").json()
    return sum(day["workouts"] for day in calendar["days"])


def test_a_watch_file_becomes_a_workout_a_map_and_a_day_of_the_month(program: Program) -> None:
    with runner(program.url, "한강러너") as somebody:
        answer = somebody.upload(("아침.fit", run(600).done()))

        assert answer.status_code == 201, answer.text
        (file,) = answer.json()["files"]
        assert file["verdict"] == "imported"
        (workout_id,) = file["workout_ids"]
        workout = somebody.get(f"/v1/workouts/{workout_id}").json()
        assert workout["sport"] == "run"
        assert workout["has_track"] is True
        picture = somebody.get(f"/v1/insights/workouts/{workout_id}/map.svg?color=pace")
        assert picture.headers["content-type"].startswith("image/svg+xml")
        assert "<path" in picture.text
        somebody.until(
            f"/v1/insights/calendar?month={MONTH}",
            lambda told: told.json()["total"]["workouts"] == 1,
        )


def test_two_who_ran_together_attended_and_one_who_ran_alone_did_not(program: Program) -> None:
    begun = datetime.now(UTC) - timedelta(hours=2)
    terms = {
        "title": "정모 출석",
        "kind": "attendance",
        "metric": "count",
        "starts_at": (begun - timedelta(days=1)).isoformat(),
        "ends_at": (begun + timedelta(days=1)).isoformat(),
        "state": "announced",
    }
    with (
        runner(program.url, "정모하나") as one,
        runner(program.url, "정모둘") as two,
        runner(program.url, "혼자") as alone,
    ):
        challenge = one.client.post("/v1/challenges", json=terms).json()["id"]
        place = f"/v1/challenges/{challenge}/entries/me"
        with closing(sqlite3.connect(program.data / "db" / "challenges.sqlite")) as rows, rows:
            rows.execute("DELETE FROM people")  # as if they were older than challenges
        for somebody in (one, two, alone):
            assert somebody.client.put(place).is_success
        course = gpx(begun, points=1_200)
        beside = course.replace(b"127.000000", b"127.000060")
        hers = one.upload(("one.gpx", course)).json()["files"][0]["workout_ids"][0]
        assert two.upload(("two.gpx", beside)).is_success
        assert alone.upload(("alone.gpx", gpx(begun - timedelta(hours=1), 1_200))).is_success

        for somebody in (one, two):
            somebody.until(place, lambda told: told.json()["value"] == 1)
        lines = alone.get(f"/v1/challenges/{challenge}/ranking").json()["items"]
        assert {line["nickname"] for line in lines} == {"정모하나", "정모둘"}
        assert alone.get(place).json()["value"] is None

        assert one.client.delete(f"/v1/workouts/{hers}").is_success
        two.until(place, lambda told: told.json()["value"] is None)


def test_a_stranger_sees_nothing_of_it(program: Program) -> None:
    with runner(program.url, "주인") as owner, runner(program.url, "이웃") as stranger:
        (file,) = owner.upload(("run.fit", run(120).done())).json()["files"]
        (workout_id,) = file["workout_ids"]

        for path in ("", "/track", "/splits", "/analysis", "/original", "/export.gpx"):
            assert stranger.get(f"/v1/workouts/{workout_id}{path}").status_code == 404, path
        for path in ("map.svg", "map.png", "profile.svg"):
            answer = stranger.get(f"/v1/insights/workouts/{workout_id}/{path}")
            assert answer.status_code == 404, path
        assert stranger.get("/v1/workouts").json()["items"] == []


def test_what_was_answered_survives_a_kill_and_what_waited_is_taken_up(tmp_path: Path) -> None:
    program = Program(tmp_path / "data")
    program.start()
    try:
        with runner(program.url, "끊긴러너") as somebody:
            begun = datetime(2026, 5, 1, 21, 0, tzinfo=UTC)
            files = [(f"{number}.gpx", gpx(begun + timedelta(days=number))) for number in range(25)]
            import_id = somebody.upload(*files, wait=False).json()["id"]

            program.kill()
            program.start()

            somebody.sign_in()
            done = somebody.until(
                f"/v1/workouts/imports/{import_id}",
                lambda told: told.status_code == 200 and told.json()["status"] == "done",
            ).json()
            assert {file["verdict"] for file in done["files"]} == {"imported"}
            assert len(somebody.get("/v1/workouts?limit=100").json()["items"]) == len(files)
            somebody.until(
                "/v1/insights/calendar?month=2026-05",
                lambda told: told.json()["total"]["workouts"] == len(files),
            )
    finally:
        program.stop()


def test_undo_takes_the_whole_delivery_back_from_list_and_month(program: Program) -> None:
    with runner(program.url, "되돌림") as somebody:
        import_id = somebody.upload(
            ("a.fit", run(200).done()), ("b.gpx", gpx(BEGUN - timedelta(hours=8)))
        ).json()["id"]

        undone = somebody.client.delete(f"/v1/workouts/imports/{import_id}")

        assert undone.json()["status"] == "undone"
        assert somebody.get("/v1/workouts").json()["items"] == []
        somebody.until(
            f"/v1/insights/calendar?month={MONTH}",
            lambda told: told.json()["total"]["workouts"] == 0,
        )


@pytest.fixture
def postgres_template(postgres_url: str) -> Iterator[str]:
    """A template of databases, one a context, all dropped afterwards."""
    names = [f"journey_{context}" for context in CONTEXTS]
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        for name in names:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield postgres_url.rpartition("/")[0] + "/journey_{context}"
        for name in names:
            drop = sql.SQL("DROP DATABASE {} WITH (FORCE)")
            connection.execute(drop.format(sql.Identifier(name)))


@pytest.mark.postgres
def test_the_same_program_does_it_on_postgresql(tmp_path: Path, postgres_template: str) -> None:
    with (
        Program(tmp_path / "data", database=postgres_template) as program,
        runner(program.url, "포스트그레스") as somebody,
    ):
        (file,) = somebody.upload(("run.fit", run(300).done())).json()["files"]

        assert file["verdict"] == "imported"
        somebody.until(
            f"/v1/insights/calendar?month={MONTH}",
            lambda told: told.json()["total"]["workouts"] == 1,
        )
