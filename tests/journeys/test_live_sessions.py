"""A run told live to the real program, which is killed while it is told."""

import json
from datetime import datetime
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from tests.contexts.workouts.live.walks import STEP_DEG
from tests.journeys.program import Program, runner

KILLS = 2
BATCHES_A_LIFE = 40
EACH = 5


def batch(seq: int, started_ms: int) -> dict[str, object]:
    """Five seconds northwards at 3 m/s."""
    points = [
        {"t": started_ms + 1000 * second, "lat": 37.5 + STEP_DEG * second, "lon": 127.0, "hr": 150}
        for second in range(EACH * (seq - 1), EACH * seq)
    ]
    return {"seq": seq, "points": points}


def unix_ms(instant: str) -> int:
    return round(datetime.fromisoformat(instant).timestamp() * 1000)


def test_nothing_that_was_answered_is_lost_at_kills_and_the_run_becomes_whole(
    tmp_path: Path,
) -> None:
    program = Program(tmp_path / "data")
    program.start()
    try:
        with runner(program.url, "끊긴러너") as somebody:
            answer = somebody.client.post("/v1/workout-sessions", json={"sport": "run"})
            id, began = answer.json()["id"], answer.json()["started_at"]
            started_ms = unix_ms(began)
            path = f"/v1/workout-sessions/{id}"
            seq = 0
            for _ in range(KILLS):
                for _ in range(BATCHES_A_LIFE):
                    seq += 1
                    body = batch(seq, started_ms)
                    answer = somebody.client.post(f"{path}/points", json=body)
                    assert answer.status_code == 200, answer.text
                program.kill()
                program.start()

                told = somebody.get(path).json()
                assert (told["next_seq"], told["missing"]) == (seq + 1, [])
                assert told["points"] == EACH * seq
                again = somebody.client.post(f"{path}/points", json=batch(seq, started_ms))
                assert again.json()["points"] == EACH * seq

            ended = somebody.client.post(f"{path}/end").json()
            if ended["state"] != "ended":
                somebody.until(path, lambda told: told.json()["state"] == "ended")
                ended = somebody.get(path).json()
            track = somebody.get(f"/v1/workouts/{ended['workout_id']}/track").json()
            assert track["points"] == EACH * seq
            workout = somebody.get(f"/v1/workouts/{ended['workout_id']}").json()
            assert workout["elapsed_s"] == EACH * seq - 1
            somebody.until(
                "/v1/insights/sessions",
                lambda told: [card["state"] for card in told.json()["items"]] == ["result"],
            )
    finally:
        program.stop()


def test_a_screen_hears_of_points_and_both_are_let_go_at_the_stop(tmp_path: Path) -> None:
    program = Program(tmp_path / "data")
    with program, runner(program.url, "보는이") as somebody:
        answer = somebody.client.post("/v1/workout-sessions", json={"sport": "run"}).json()
        topic = f"workout-session:{answer['id']}"
        with (
            connect(f"ws://127.0.0.1:{program.port}/v1/live") as socket,
            somebody.client.stream("GET", f"/v1/live/{topic}") as stream,
        ):
            token = somebody.client.headers["authorization"].removeprefix("Bearer ")
            socket.send(json.dumps({"type": "auth", "token": token}))
            socket.send(json.dumps({"type": "subscribe", "topic": topic}))
            heard = [json.loads(socket.recv())["type"] for _ in range(2)]
            lines = stream.iter_lines()
            assert (heard, next(lines)) == (["ready", "subscribed"], ": welcome")

            body = {"type": "points", "session": answer["id"]}
            body |= batch(1, unix_ms(answer["started_at"]))
            socket.send(json.dumps(body))

            told = sorted(
                (json.loads(socket.recv()) for _ in range(2)), key=lambda one: one["type"]
            )
            assert told[0] == {"type": "hint", "topic": topic, "revision": 2}
            assert (told[1]["type"], told[1]["points"]) == ("points", EACH)
            assert [next(lines) for _ in range(3)][1] == "event: hint"

            program.stop()
            assert list(lines)[-1] == ""
            with pytest.raises(ConnectionClosed):
                socket.recv()
