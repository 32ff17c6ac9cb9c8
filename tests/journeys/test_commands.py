"""The commands a host gives, beside the running program and its very data."""

import asyncio
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import AsyncMock

import pytest
from typer.testing import CliRunner, Result

from moim.apps import importing
from moim.apps.cli import app
from moim.kernel.ids import new_id
from moim.platform.settings import BadSettings, load_settings
from tests.contexts.workouts.files.fit_writer import run
from tests.journeys.program import Program, Runner, runner


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    with Program(tmp_path_factory.mktemp("commands") / "data") as started:
        yield started


@pytest.fixture(scope="module")
def somebody(program: Program) -> Iterator[Runner]:
    with runner(program.url, "명령줄") as signed_in:
        yield signed_in


def moim(program: Program, *words: object) -> Result:
    return CliRunner().invoke(
        app, [str(word) for word in words], env={"MOIM_DATA": str(program.data)}
    )


def test_files_are_imported_with_a_verdict_each_and_an_exit_code(
    program: Program, tmp_path: Path
) -> None:
    with runner(program.url, "가져온이") as somebody:
        _import_and_look(program, somebody, tmp_path)


def _import_and_look(program: Program, somebody: Runner, tmp_path: Path) -> None:
    good, bad = tmp_path / "아침.fit", tmp_path / "사진.fit"
    good.write_bytes(run(180).done())
    bad.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))

    said = moim(program, "import", good, bad, "--user", somebody.email)

    assert said.exit_code == 1
    assert "imported   아침.fit" in said.output
    assert "failed     사진.fit" in said.output
    assert len(somebody.get("/v1/workouts").json()["items"]) == 1
    month = somebody.get("/v1/workouts").json()["items"][0]["started_at"][:7]
    somebody.until(
        f"/v1/insights/calendar?month={month}",
        lambda told: told.json()["total"]["workouts"] == 1,
    )


def test_an_unknown_account_or_file_imports_nothing(program: Program, tmp_path: Path) -> None:
    file = tmp_path / "a.fit"
    file.write_bytes(run(30).done())

    assert moim(program, "import", file, "--user", "nobody@example.com").exit_code == 2
    assert moim(program, "import", tmp_path / "no.fit", "--user", "a@example.com").exit_code == 2


def test_an_export_is_taken_back_whole_and_again_changes_nothing(
    program: Program, somebody: Runner, tmp_path: Path
) -> None:
    original = run(240).done()
    (file,) = somebody.upload(("저녁.fit", original)).json()["files"]
    (workout_id,) = file["workout_ids"]
    somebody.client.post(f"/v1/workouts/{workout_id}/crop", json={"start_s": 20, "end_s": 200})
    edit = {"title": "한강 저녁", "note": "바람", "visibility": "followers"}
    somebody.client.patch(f"/v1/workouts/{workout_id}", json=edit)
    typed = {"sport": "swim", "started_at": "2026-05-01T06:00:00Z", "elapsed_s": 1800}
    somebody.client.post("/v1/workouts", json={**typed, "distance_m": 1200})
    somebody.client.post(
        "/v1/goals", json={"metric": "distance", "period": "month", "target": 90_000}
    )
    somebody.client.patch("/v1/users/me", json={"bio": "느리게 오래"})
    draft = {"title": "아직", "body": "쓰는 중", "as": "draft"}
    somebody.client.post("/v1/boards/free/posts", json=draft)
    target = tmp_path / "mine.zip"

    said = moim(program, "export", somebody.email, "--to", target)

    assert said.exit_code == 0, said.output
    _look_into(target, somebody, original)
    with runner(program.url, "이사온이") as other:
        first = moim(program, "import", target, "--user", other.email)
        told = _all_told(other)
        second = moim(program, "import", target, "--user", other.email)
        assert "taken back" in first.output, first.output
        assert _all_told(other) == told
        assert second.exit_code in (0, 1)
        before, after = _bare(somebody), _bare(other)
        assert after == before
        assert other.get("/v1/users/me").json()["bio"] == "느리게 오래"
        assert [one["title"] for one in other.get("/v1/drafts").json()["items"]] == ["아직"]


def _look_into(target: Path, somebody: Runner, original: bytes) -> None:
    with zipfile.ZipFile(target) as archive:
        lines = [json.loads(line) for line in archive.read("workouts/workouts.jsonl").splitlines()]
        ours = next(line for line in lines if line["title"] == "한강 저녁")
        assert archive.read(f"workouts/{ours['originals'][0]['path']}") == original
        assert json.loads(archive.read("insights/days.jsonl").splitlines()[0])["workouts"] == 1
        assert json.loads(archive.read("users/profile.json"))["email"] == somebody.email


def _all_told(somebody: Runner) -> list[object]:
    paths = ("/v1/workouts?limit=100", "/v1/workouts/imports", "/v1/goals", "/v1/users/me")
    paths += ("/v1/drafts",)
    return [somebody.get(path).json() for path in paths]


def _bare(somebody: Runner) -> list[object]:
    """What the workouts and goals say, without whose they are."""
    names = ("sport", "title", "started_at", "distance_m", "elapsed_s", "visibility", "points")
    workouts = somebody.get("/v1/workouts?limit=100").json()["items"]
    goals = somebody.get("/v1/goals").json()["items"]
    return [
        *({name: one[name] for name in names} for one in workouts),
        *((one["metric"], one["period"], one["target"]) for one in goals),
    ]


def test_check_says_that_all_is_well(program: Program) -> None:
    said = moim(program, "check")

    assert said.exit_code == 0, said.output
    assert "All is well." in said.output


def test_nothing_is_parked_and_days_can_be_counted_over(program: Program) -> None:
    assert "Nothing is parked." in moim(program, "parked", "list").output
    assert moim(program, "parked", "replay", "workouts", 7).exit_code == 1
    assert moim(program, "rebuild", "insights").exit_code == 0
    assert moim(program, "rebuild", "community").exit_code == 0
    assert moim(program, "rebuild", "users").exit_code == 2


def test_who_listens_is_told_by_name(program: Program) -> None:
    said = moim(program, "who", "WorkoutRecorded")

    assert "insights.add_workout" in said.output
    assert moim(program, "who", "NothingHappened").exit_code == 2


def test_a_setting_that_cannot_be_meant_stops_the_start_with_a_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MOIM_DTAA", "x")

    with pytest.raises(BadSettings, match="nearest is MOIM_DATA"):
        load_settings()


def test_rederiving_says_how_many_were_derived_and_changed(
    program: Program, somebody: Runner
) -> None:
    said = moim(program, "rederive", "--user", somebody.email)
    assert said.exit_code == 0, said.output
    assert "Derived 0 workouts anew; the figures of 0 changed." in said.output
    assert moim(program, "rederive", "--user", "nobody@example.com").exit_code == 2


def test_keys_are_rotated_while_nothing_runs_and_everything_still_opens(tmp_path: Path) -> None:
    with Program(tmp_path / "data") as program, runner(program.url, "열쇠지기") as somebody:
        environment = {"MOIM_DATA": str(program.data), "MOIM_PORT": str(program.port)}
        refused = CliRunner().invoke(app, ["keys", "rotate"], env=environment)
        program.stop()
        said = CliRunner().invoke(app, ["keys", "rotate"], env=environment)
        program.start()

        somebody.sign_in()
        assert refused.exit_code == 2
        assert "Master key 2: 1 users' keys" in said.output, said.output
        assert somebody.get("/v1/users/me").json()["email"] == somebody.email


def test_an_import_waits_for_what_a_server_beside_it_carries(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the portion that comes next misses what another process has yet to deliver."""
    happened: list[str] = []

    async def taken_back(_archive, _portions, _user_id, settle) -> list[str]:
        await settle()
        happened.append("next portion")
        return []

    def noting(what: str, answer: object = None) -> AsyncMock:
        return AsyncMock(side_effect=lambda *_: (happened.append(what), answer)[1])

    monkeypatch.setattr(importing, "taken_back", taken_back)
    monkeypatch.setattr(importing, "LOOK_EVERY_S", 0)
    derived = AsyncMock(side_effect=[True, False])
    house = SimpleNamespace(
        importer=SimpleNamespace(
            catch_up=noting("caught up"), context=SimpleNamespace(ask=derived)
        ),
        pumps=SimpleNamespace(overtake=noting("overtaken", True)),
        portions=(),
    )
    with zipfile.ZipFile(tmp_path / "export.zip", "w"):
        pass

    code = asyncio.run(importing._take_back(house, new_id(), tmp_path / "export.zip"))

    assert code == importing.ALL_WELL
    assert happened == ["caught up", "caught up", "overtaken", "next portion"]
