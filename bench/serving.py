"""Figures of a running server, each taken through HTTP as its users would."""

import json
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bench.load import Client, closed_loop, request, upload
from bench.samples import Files
from bench.server import PeakMemory, Server
from bench.table import Row, cpu_of

WORKOUTS = 5_000
CONNECTIONS = 64
WARM_S = 2.0
LOAD_S = 6.0
HELLOS = 500
FIT_UPLOADS = 60
GPX_UPLOADS = 30
CLIENTS = 4
FILES_A_CLIENT = 60
REACTIONS = 200
BIG_RECORDS = 99_998
WORKERS_READY_WITHIN_S = 20.0
QUIET_S = 2.0
BETWEEN = timedelta(hours=5)
CHART_WITHIN_S = 180.0  # with some thousand workouts analysed
LOOK_AGAIN_S = 0.2
MONTHS_FILLED = 34  # 5,000 workouts that far apart
PASSWORD = "a long walk by the river"


@dataclass
class Bench:
    """A server, one connection to it, and people signed up on it."""

    server: Server
    client: Client
    files: Files
    people: int = 0

    def person(self) -> str:
        """Somebody new, signed in: the access token."""
        self.people += 1
        who = {"email": f"bench{self.people}@example.com", "password": PASSWORD}
        new = who | {"nickname": f"bench{self.people}"}
        self.client.json(request("POST", "/v1/users", body=json.dumps(new).encode()))
        session = self.client.json(request("POST", "/v1/sessions", body=json.dumps(who).encode()))
        return str(session["access_token"])

    def spent(self, act: Callable[[], None]) -> tuple[float, float]:
        """Processor seconds that the server's process and its workers used meanwhile."""
        before = self.server.cpu_s()
        act()
        after = self.server.cpu_s()
        return after[0] - before[0], after[1] - before[1]

    def load(self, requests: list[bytes], what: str, most_ms: float) -> Iterator[Row]:
        """What many connections get that ask without a pause."""
        lanes = [requests[n % len(requests) :] + requests for n in range(CONNECTIONS)]
        closed_loop(self.server.port, lanes, WARM_S)
        before = self.server.cpu_s()
        seen = closed_loop(self.server.port, lanes, LOAD_S)
        after = self.server.cpu_s()
        if seen.failed:
            raise RuntimeError(f"{what}: {seen.failed} requests failed")
        cpu = cpu_of((after[0] - before[0], after[1] - before[1]), seen.requests)
        yield Row(what=f"{what}, requests/s", value=seen.per_s, unit="/s", cpu=cpu)
        yield Row(what=f"{what}, p50", value=seen.p50_ms, unit="ms")
        yield Row(what=f"{what}, p99", value=seen.p99_ms, unit="ms", most=most_ms)


def at_rest(bench: Bench) -> Iterator[Row]:
    """Memory before anybody came, once the workers have loaded what they need."""
    ready_by = time.perf_counter() + WORKERS_READY_WITHIN_S
    worked = -1.0
    while (now := sum(bench.server.cpu_s())) > worked and time.perf_counter() < ready_by:
        worked = now
        time.sleep(QUIET_S)
    processes = len(bench.server.processes())
    shared = bench.server.proportional_mib()
    yield Row(what=f"memory idle, {processes} processes (PSS)", value=shared, unit="MiB", most=250)
    yield Row(
        what="  the same, shared pages counted in each (RSS)",
        value=bench.server.resident_mib(),
        unit="MiB",
    )


def hello(bench: Bench) -> Iterator[Row]:
    """One connection that is kept: a delay of 40 ms here would be Nagle's."""
    took = []

    def ask() -> None:
        for _ in range(HELLOS):
            began = time.perf_counter()
            bench.client.send(request("GET", "/healthz"))
            took.append((time.perf_counter() - began) * 1000)

    cpu = cpu_of(bench.spent(ask), HELLOS)
    yield Row(
        what="hello on a kept connection, p50", value=statistics.median(took), unit="ms", cpu=cpu
    )
    yield Row(what="  p99", value=_p99(took), unit="ms", most=25)


def one_by_one(bench: Bench) -> Iterator[Row]:
    """From the first byte of an upload until the workout has been read back."""
    token = bench.person()
    for kind, make, times, most in (
        ("FIT", bench.files.fit, FIT_UPLOADS, 30),
        ("GPX", bench.files.gpx, GPX_UPLOADS, None),
    ):
        requests = [upload(token, f"hour.{kind.lower()}", make()) for _ in range(times + 10)]
        for content in requests[:10]:
            _uploaded(bench.client, token, content)
        took: list[float] = []

        def all_of_them(requests: list[bytes] = requests, took: list[float] = took) -> None:
            for content in requests[10:]:
                began = time.perf_counter()
                _uploaded(bench.client, token, content)
                took.append((time.perf_counter() - began) * 1000)

        cpu = cpu_of(bench.spent(all_of_them), times)
        what = f"one hour of {kind} at 1 Hz, uploaded and read back, p50"
        yield Row(what=what, value=statistics.median(took), unit="ms", most=most, cpu=cpu)
        yield Row(what="  quickest", value=min(took), unit="ms")


def _uploaded(client: Client, token: str, content: bytes) -> None:
    (file,) = client.json(content)["files"]
    if file["verdict"] != "imported":
        raise RuntimeError(f"a sample was not imported: {file}")
    client.json(request("GET", f"/v1/workouts/{file['workout_ids'][0]}", token))


def many_at_once(bench: Bench) -> Iterator[Row]:
    """Four people who each upload file after file."""
    lanes = []
    for _ in range(CLIENTS):
        token = bench.person()
        lanes.append([upload(token, "hour.fit", bench.files.fit()) for _ in range(FILES_A_CLIENT)])
    before = bench.server.cpu_s()
    seen = closed_loop(bench.server.port, lanes)
    after = bench.server.cpu_s()
    if seen.failed:
        raise RuntimeError(f"{seen.failed} uploads failed")
    cpu = cpu_of((after[0] - before[0], after[1] - before[1]), seen.requests)
    what = f"hours of FIT from {CLIENTS} clients at once, files/s"
    yield Row(what=what, value=seen.per_s, unit="/s", least=80, cpu=cpu)


def big_import(bench: Bench, content: bytes, what: str) -> Iterator[Row]:
    """How much memory one import of some 100,000 records takes at its peak."""
    token = bench.person()
    idle = bench.server.resident_mib()
    with PeakMemory(bench.server) as memory:
        began = time.perf_counter()
        answer = bench.client.json(upload(token, "big.fit", content))
        took = time.perf_counter() - began
    if answer["files"][0]["verdict"] != "imported":
        raise RuntimeError(f"the big file was not imported: {answer}")
    added = memory.peak_mib - idle
    yield Row(what=f"{what}: memory added at its peak", value=added, unit="MiB", most=150)
    yield Row(what="  time until settled", value=took * 1000, unit="ms")


def filled(bench: Bench, token: str) -> Iterator[Row]:
    """5,000 workouts, and how quickly another context has counted them."""
    lanes: list[list[bytes]] = [[] for _ in range(CONNECTIONS)]
    for n in range(WORKOUTS):
        lanes[n % CONNECTIONS].append(_entry(token, n))
    began = time.perf_counter()
    before = bench.server.cpu_s()
    seen = closed_loop(bench.server.port, lanes)
    if seen.failed:
        raise RuntimeError(f"{seen.failed} workouts were not entered")
    while _counted(bench.client, token) < WORKOUTS:
        time.sleep(0.02)
    took = time.perf_counter() - began
    after = bench.server.cpu_s()
    cpu = cpu_of((after[0] - before[0], after[1] - before[1]), WORKOUTS)
    what = f"workouts entered from {CONNECTIONS} connections, requests/s"
    yield Row(what=what, value=seen.per_s, unit="/s")
    yield Row(
        what="  the same, and counted by insights: reactions/s",
        value=WORKOUTS / took,
        unit="/s",
        cpu=cpu,
    )


def _entry(token: str, n: int) -> bytes:
    entry = {
        "sport": ("run", "run", "ride", "walk")[n % 4],
        "title": f"한강 아침 러닝 {n}",
        "started_at": (_last_month() - (n + 1) * BETWEEN).isoformat(),
        "elapsed_s": 1_800 + n % 3_600,
        "moving_s": 1_700 + n % 3_600,
        "distance_m": 5_000 + n % 9_000,
        "elevation_gain_m": n % 300,
    }
    return request("POST", "/v1/workouts", token, json.dumps(entry).encode())


def _counted(client: Client, token: str) -> int:
    first = (_last_month() - timedelta(days=2_000)).date()
    asked = request("GET", f"/v1/insights/totals?by=year&from={first}", token)
    return sum(year["workouts"] for year in client.json(asked)["items"])


def _last_month() -> datetime:
    """When the month before this one began: all of it has passed wherever this runs."""
    this = datetime.now(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return (this - timedelta(days=1)).replace(day=1)


def pages(bench: Bench, token: str) -> Iterator[Row]:
    """The pages opened most, by many at once."""
    begun = [_last_month() - timedelta(days=30 * n + 15) for n in range(MONTHS_FILLED)]
    spans = [f"&from={first:%Y-%m}-01&to={first:%Y-%m}-28" for first in begun]
    lists = [request("GET", f"/v1/workouts?limit=20{span}", token) for span in ("", "", *spans)]
    months = [
        request("GET", f"/v1/insights/calendar?month={first:%Y-%m}", token) for first in begun
    ]
    yield from bench.load(lists, f"list of 20, {CONNECTIONS} connections", 25)
    yield from bench.load(months, f"month calendar, {CONNECTIONS} connections", 25)
    scopes = [f"?year={first:%Y}&month={first.month}" for first in begun]
    books = [request("GET", f"/v1/records{scope}", token) for scope in ("", *scopes)]
    yield from bench.load(
        books, f"records of a month or of all time, {CONNECTIONS} connections", 25
    )
    spans = [f"from={first:%Y-%m}-01&to={first:%Y-%m}-28" for first in begun]
    loads = [request("GET", f"/v1/training-load?{span}", token) for span in spans]
    yield from bench.load(loads, f"training load of a month, {CONNECTIONS} connections", 25)


def _stands(bench: Bench, path: str, token: str) -> bool:
    """Whether it is ready, and no workout is still being analysed for it: that is once for all."""
    if bench.client.json(request("GET", path, token))["status"] != "ready":
        return False
    return not bench.client.json(request("GET", f"{path}.json", token)).get("missing")


def charts(bench: Bench, token: str) -> Iterator[Row]:
    """Years at a glance, and charts on request with their pictures, by many at once."""
    years = range(2016, 2027)
    heatmaps = [request("GET", f"/v1/insights/heatmap?year={year}", token) for year in years]
    heatmaps += [request("GET", f"/v1/insights/heatmap.svg?year={year}", token) for year in years]
    yield from bench.load(heatmaps, f"year heatmap, {CONNECTIONS} connections", 25)
    looks = []
    for kind in ("weeks", "months", "years", "calendar", "heatmap", "activity", "zones"):
        body = json.dumps({"kind": kind}).encode()
        chart = bench.client.json(request("POST", "/v1/insights/charts", token, body))
        path = f"/v1/insights/charts/{chart['id']}"
        ready_by = time.perf_counter() + CHART_WITHIN_S
        while not _stands(bench, path, token):
            if time.perf_counter() > ready_by:
                raise RuntimeError(f"a chart did not stand: {kind}")
            time.sleep(LOOK_AGAIN_S)
        looks += [request("GET", path, token), request("GET", f"{path}.svg", token)]
    yield from bench.load(looks, f"charts on request, {CONNECTIONS} connections", 25)


def reactions(bench: Bench, token: str) -> Iterator[Row]:
    """From the answer to an entry (it is committed) until the calendar counts it."""
    first = _last_month()
    month = request("GET", f"/v1/insights/calendar?month={first:%Y-%m}", token)
    took, polls = [], []
    seen = bench.client.json(month)["total"]["workouts"]
    for n in range(REACTIONS):
        entry = {
            "sport": "run",
            "started_at": (first + timedelta(days=1, hours=n)).isoformat(),
            "elapsed_s": 1_800,
        }
        bench.client.json(request("POST", "/v1/workouts", token, json.dumps(entry).encode()))
        began = now = time.perf_counter()
        while bench.client.json(month)["total"]["workouts"] <= seen:
            before, now = now, time.perf_counter()
            polls.append(now - before)
        took.append((time.perf_counter() - began) * 1000)
        seen += 1
    poll_ms = statistics.median(polls) * 1000 if polls else 0.0
    what = f"committed until on the calendar, p50 (looked every {poll_ms:.1f} ms)"
    yield Row(what=what, value=statistics.median(took), unit="ms", most=20)
    yield Row(what="  p99", value=_p99(took), unit="ms")


def _p99(values: list[float]) -> float:
    return statistics.quantiles(values, n=100)[98]
