"""``moim challenge verify`` beside the running program: what it proves, and what it finds."""

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from moim.apps.cli import app
from moim.kernel.ids import new_id
from tests.journeys.program import Program, runner


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    with Program(tmp_path_factory.mktemp("verifying") / "data") as started:
        yield started


def verified(program: Program, *challenges: object) -> Result:
    words = ["challenge", "verify", *map(str, challenges)]
    return CliRunner().invoke(app, words, env={"MOIM_DATA": str(program.data)})


def test_a_ranking_holds_until_somebody_changes_a_row_by_hand(program: Program) -> None:
    now = datetime.now(UTC)
    with runner(program.url, "주자") as somebody:
        terms = {
            "title": "이번 주 달리기",
            "sport": "run",
            "starts_at": (now - timedelta(days=2)).isoformat(),
            "ends_at": (now + timedelta(days=2)).isoformat(),
            "timezone": "Asia/Seoul",
            "state": "announced",
        }
        challenge = somebody.client.post("/v1/challenges", json=terms).json()["id"]
        joins = f"/v1/challenges/{challenge}/entries/me"
        assert somebody.client.put(joins).is_success
        ran = {"sport": "run", "started_at": (now - timedelta(hours=3)).isoformat()}
        ran |= {"elapsed_s": 3_000, "distance_m": 10_000}
        assert somebody.client.post("/v1/workouts", json=ran).is_success
        somebody.until(joins, lambda told: told.json()["rank"] == 1)

        another = somebody.client.post("/v1/challenges", json=terms | {"title": "하나 더"})
        draft = somebody.client.post("/v1/challenges", json=terms | {"state": "draft"})
        assert (another.status_code, draft.status_code) == (201, 201)

        said = verified(program, "--all")

        assert said.exit_code == 0, said.output
        assert f"[1/2] {challenge} 이번 주 달리기\n  The ranking of 1 is what" in said.output
        assert f"[2/2] {another.json()['id']} 하나 더\n  The ranking of 0 is what" in said.output
        assert "Rankings that hold: 2. That differ: 0." in said.output
        _better_by_hand(program.data / "db" / "challenges.sqlite", somebody.id)
        said = verified(program, challenge)
        assert said.exit_code == 1
        assert "Places that differ: 1. Ranks that differ: 1. In the ranking: 1." in said.output
        assert somebody.id in said.output
        said = verified(program, another.json()["id"], challenge)
        assert (said.exit_code, "hold: 1. That differ: 1." in said.output) == (1, True)
        said = verified(program, another.json()["id"])
        assert (said.exit_code, "That differ" in said.output) == (0, False)


def test_of_a_challenge_that_is_not_there_nothing_is_proved(program: Program) -> None:
    said = verified(program, new_id())

    assert said.exit_code == 2
    assert "There is no such challenge" in said.output
    for words in ((), ("--all", new_id())):
        said = verified(program, *words)
        assert (said.exit_code, "or say --all" in said.output) == (2, True)


def _better_by_hand(file: Path, user_id: str) -> None:
    """Somebody with the file at hand puts an entrant ahead."""
    with sqlite3.connect(file) as rows:
        (place,) = rows.execute("SELECT place FROM entries").fetchone()
        ahead = (int.from_bytes(place[:8], "big") - 5_000_000).to_bytes(8, "big") + place[8:]
        rows.execute(
            "UPDATE entries SET place = ? WHERE user_id = ?", (ahead, user_id.replace("-", ""))
        )
    rows.close()
