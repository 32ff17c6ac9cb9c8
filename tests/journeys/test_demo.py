"""``moim demo``: a crew that lets every page show something, and is there once."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
import pytest
from typer.testing import CliRunner

from moim.apps.cli import app
from moim.apps.demo import demo
from moim.apps.demo_crew import CREW, PASSWORD, Member
from moim.apps.demo_days import outings_on
from moim.apps.demo_files import file_of
from moim.contexts.workouts.adapters.files.read import read_recordings
from moim.platform.settings import Settings, load_settings
from tests.journeys.program import Program

SMALL = CREW[:2]
SHELVES = (
    "insights/charts",
    "insights/templates",
    "privacy-zones",
    "announcements",
    "feed",
)
DAYS = 8
"""Whatever weekday it is, a whole Wednesday and a whole Saturday are over."""


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    with Program(tmp_path_factory.mktemp("demo") / "data") as started:
        yield started


def made(settings: Settings, crew: Sequence[Member], days: int, *, yes: bool = False) -> int:
    return asyncio.run(demo(settings, yes=yes, crew=crew, days=days))


@contextmanager
def signed_in(program: Program, member: Member) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=program.url, timeout=60.0) as client:
        body = {"email": member.address, "password": PASSWORD}
        answer = client.post("/v1/sessions", json=body)
        assert answer.status_code == 200, answer.text
        client.headers["authorization"] = f"Bearer {answer.json()['access_token']}"
        yield client


def held(program: Program, member: Member, before: datetime) -> tuple[list[str], list[str]]:
    """Workouts begun ``before`` and goals: one that ends while we look is not our matter."""
    with signed_in(program, member) as client:
        workouts = client.get("/v1/workouts?limit=100").json()["items"]
        goals = client.get("/v1/goals").json()["items"]
    begun = [one["id"] for one in workouts if datetime.fromisoformat(one["started_at"]) < before]
    return sorted(begun), sorted(goal["id"] for goal in goals)


def threads(program: Program) -> list[tuple[str, str, int]]:
    """Board, title and comments of every post: anybody may read them."""
    with httpx.Client(base_url=program.url, timeout=60.0) as client:
        items = client.get("/v1/boards/all/posts?limit=100").json()["items"]
    return sorted((one["board"], one["title"], one["counts"]["comments"]) for one in items)


def test_every_page_has_something_and_what_is_there_is_not_added_again(
    program: Program, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = load_settings(data=program.data)

    assert made(settings, SMALL, DAYS - 4) == 0

    told = capsys.readouterr().out
    assert PASSWORD in told
    assert "never do this on a public instance" in told
    early = datetime.now(UTC) - timedelta(hours=4)
    few = [held(program, member, early) for member in SMALL]
    assert made(settings, SMALL, DAYS) == 0
    first = [held(program, member, early) for member in SMALL]
    for before, after in zip(few, first, strict=True):
        assert set(before[0]) < set(after[0])  # only the other days were added
        assert before[1] == after[1]
    with signed_in(program, SMALL[0]) as client:
        newest = client.get("/v1/workouts").json()["items"][0]
        month = datetime.fromisoformat(newest["started_at"]).astimezone(ZoneInfo("Asia/Seoul"))
        calendar = client.get(f"/v1/insights/calendar?month={month:%Y-%m}").json()
        assert calendar["total"]["workouts"] >= 1
        assert len(client.get("/v1/goals").json()["items"]) == len(SMALL[0].aims)
        assert client.get("/v1/heart-rate-zones").json()["items"]
        groups = client.get("/v1/companion-groups").json()["items"]
        names = {companion["nickname"] for companion in groups[0]["companions"]}
        assert SMALL[1].nickname in names
        challenges = client.get("/v1/challenges?of=joined").json()["items"]
        assert [one["state"] for one in challenges] == ["running", "final"]
        assert {one["entrants"] for one in challenges} == {len(SMALL)}
        for shelf in SHELVES:
            assert client.get(f"/v1/{shelf}").json()["items"], shelf
        early_shelves = [len(client.get(f"/v1/{shelf}").json()["items"]) for shelf in SHELVES]
    said = threads(program)
    assert {"free", "market", "announcements"} <= {board for board, _, _ in said}
    assert sum(comments for _, _, comments in said) > 0

    assert made(settings, SMALL, DAYS) == 0
    assert ", 0 challenges" in capsys.readouterr().out
    assert [held(program, member, early) for member in SMALL] == first
    assert threads(program) == said
    with signed_in(program, SMALL[0]) as client:
        assert early_shelves == [
            len(client.get(f"/v1/{shelf}").json()["items"]) for shelf in SHELVES
        ]


def test_beside_accounts_of_others_it_waits_for_a_yes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = load_settings(data=tmp_path / "data")
    somebody, another = CREW[:1], CREW[1:2]
    assert made(settings, somebody, 1) == 0
    capsys.readouterr()

    assert made(settings, another, 1) == 2
    assert "1 account(s) of other people" in capsys.readouterr().err

    assert made(settings, another, 1, yes=True) == 0
    told = capsys.readouterr().out
    assert "Added 1 people" in told
    assert "owns it" not in told


def test_a_day_is_the_same_whenever_it_is_asked_for_and_every_device_can_be_read() -> None:
    week = [date(2026, 5, 4) + timedelta(days=n) for n in range(7)]
    outings = [outing for day in week for outing in outings_on(day, CREW)]
    by_device = {outing.member.device: outing for outing in outings}

    assert len(by_device) == len({member.device for member in CREW})
    for outing in by_device.values():
        name, data = file_of(outing)
        assert (name, data) == file_of(outing)
        (recording,) = read_recordings(data, name)
        assert recording.sport is outing.sport
        assert recording.partial is None
        assert recording.started_at == outing.started_at.astimezone(UTC)


def test_nobody_is_out_twice_at_once() -> None:
    days = [date(2026, 5, 4) + timedelta(days=n) for n in range(28)]

    for day in days:
        out = [outing.member.number for outing in outings_on(day, CREW)]
        assert len(out) == len(set(out))


def test_the_help_names_it() -> None:
    assert "demo" in CliRunner().invoke(app, ["--help"]).output
