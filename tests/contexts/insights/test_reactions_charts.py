"""What others tell becomes charts: analysis, activity, consent, devices, feedback."""

import io
from datetime import timedelta

import pytest
from PIL import Image

from moim.contexts.insights.application import snapshots
from moim.contracts import insights as told
from moim.contracts import users
from moim.contracts.workouts import WorkoutAnalysed, WorkoutAnalysisRequested, WorkoutDeleted
from moim.kernel.ids import new_id
from tests.contexts.insights.world import ON_BOTH_DATABASES, World, day

TABLES = {
    "splits": [
        {"distance_m": 1000.0, "moving_s": 300.0},
        {"distance_m": 1000.0, "moving_s": 290.0},
    ],
    "heart_rate_zones": [{"zone": 1.0, "held_s": 600.0}, {"zone": 3.0, "held_s": 1200.0}],
    "best_efforts": [{"distance_m": 5000.0, "elapsed_s": 1500.0}],
    "best_powers": [{"duration_s": 300.0, "power_w": 287.0}],
    "load": [{"trimp": 70.0}],
}


def analysed(workout, request=None, **tables) -> WorkoutAnalysed:
    about = {"workout_id": workout.workout_id, "user_id": workout.user_id}
    return WorkoutAnalysed(**about, request_id=request or new_id(), analysis=tables or TABLES)


@pytest.mark.row(72)
@pytest.mark.row(73)
@ON_BOTH_DATABASES
async def test_an_analysis_that_was_asked_for_waits_as_a_chart_and_then_stands(world: World):
    workout, request = world.recorded(), new_id()
    about = {"workout_id": workout.workout_id, "user_id": world.somebody}
    await world.happens(world.registered(), workout)

    await world.happens(WorkoutAnalysisRequested(**about, request_id=request))
    subject = f"workout:{workout.workout_id}"
    (pending,) = (await world.seen("charts", subject=subject))["items"]
    await world.happens(analysed(workout, request))

    assert (pending["id"], pending["status"]) == (str(request), "pending")
    chart = await world.seen(f"charts/{request}")
    assert chart["status"] == "ready"
    assert {row["table"] for row in chart["rows"]} == set(TABLES)
    drawing = (await world.get(f"charts/{request}.svg")).text
    assert "구간 기록" in drawing
    assert "287 W" in drawing
    assert "25:00 · 5&#39;00&quot;/km" in drawing
    only = await world.patch(f"charts/{request}", filters={"table": "splits"})
    assert {row["table"] for row in only.json()["rows"]} == {"splits"}


@ON_BOTH_DATABASES
async def test_charts_of_load_zones_and_records_add_up_what_was_analysed(world: World):
    first, second = world.recorded(day("2026-10-30")), world.recorded(day("2026-11-01"))
    unknown = world.recorded(day("2026-10-31"))
    quick = TABLES | {"best_efforts": [{"distance_m": 5000.0, "elapsed_s": 1400.0}]}
    await world.happens(world.registered(), first, second, unknown)
    await world.happens(analysed(first), analysed(second, **quick))

    zones = await world.chart(kind="zones", period="year")
    load = await world.chart(kind="training_load", period="2026-10-30/2026-11-02")
    records = await world.chart(kind="records", period="year")

    assert [row["held_s"] for row in zones["rows"]] == [1200.0, 0.0, 2400.0]
    assert [row["load"] for row in load["rows"]] == [70.0, 0.0, 70.0, 0.0]
    assert load["rows"][0]["form"] == 0.0
    assert load["rows"][-1]["form"] < 0 < load["rows"][-1]["fitness"]
    assert [row["elapsed_s"] for row in records["rows"]] == [1500.0, 1400.0]
    assert [chart["figures"]["missing"] for chart in (zones, load, records)] == [1, 1, 1]
    asked = [
        e for e in await world.published(told.ChartDataUpdated) if e.reason == "metrics-missing"
    ]
    assert {event.dataset for event in asked} == {"analysis"}
    assert {event.workout_ids for event in asked} == {(unknown.workout_id,)}
    for chart, words in ((zones, "20분 · 33%"), (load, "체력"), (records, "23:20")):
        assert words in (await world.get(f"charts/{chart['id']}.svg")).text

    await world.happens(analysed(unknown))

    now = [(await world.get(f"charts/{chart['id']}")).json() for chart in (zones, load, records)]
    assert [chart["figures"]["missing"] for chart in now] == [0, 0, 0]
    assert now[0]["rows"][0]["held_s"] > zones["rows"][0]["held_s"]
    assert now[1]["rows"][1]["load"] == 70.0


async def test_many_analyses_are_asked_for_a_part_at_a_time_until_all_have_come(
    world: World, monkeypatch
):
    monkeypatch.setattr(snapshots, "ASKED_FOR_MAX", 2)
    workouts = [world.recorded(day(f"2026-10-0{nth}")) for nth in (5, 4, 3, 2, 1)]
    known = {one.workout_id: one for one in workouts}
    await world.happens(world.registered(), *workouts)

    async def asked() -> list[list]:
        every = await world.published(told.ChartDataUpdated)
        parts = [event.workout_ids for event in every if event.reason == "metrics-missing"]
        return [[known[id] for id in part] for part in parts]

    chart = await world.chart(kind="zones", period="year")
    assert await asked() == [workouts[:2]]
    await world.happens(analysed(workouts[0]))
    assert len(await asked()) == 1, "one of them is still to come"
    await world.happens(analysed(workouts[1]))
    assert (await asked())[1:] == [workouts[2:4]]
    await world.happens(analysed(workouts[2]), analysed(workouts[3]))
    assert (await asked())[2:] == [workouts[4:]]
    await world.happens(analysed(workouts[4]))

    assert len(await asked()) == 3
    now = (await world.get(f"charts/{chart['id']}")).json()
    assert now["figures"] == {"missing": 0}
    data = (await world.get(f"charts/{chart['id']}.json")).json()
    assert data["missing"] == 0
    assert "awaited_down_to" not in data, "what it asked for is its own book-keeping"


async def test_a_chart_without_any_figures_yet_says_that_they_are_looked_for(world: World):
    await world.happens(world.registered(), world.recorded())
    words = [
        (await world.get(f"charts/{(await world.chart(kind=kind))['id']}.svg")).text
        for kind in ("zones", "training_load", "records")
    ]
    assert all("운동 1회를 분석하고 있습니다" in one for one in words)


async def test_what_was_analysed_of_a_deleted_workout_counts_no_longer(world: World):
    workout = world.recorded()
    await world.happens(world.registered(), workout, analysed(workout))

    await world.happens(WorkoutDeleted(workout_id=workout.workout_id, user_id=world.somebody))

    assert (await world.chart(kind="zones"))["rows"] == []


async def test_an_analysis_asked_for_as_a_chart_waits_until_it_is_told(world: World):
    workout = world.recorded()
    await world.happens(world.registered(), workout)
    waiting = await world.chart(kind="analysis", subject=f"workout:{workout.workout_id}")

    other = world.recorded()
    await world.happens(other, analysed(other))
    still = (await world.get(f"charts/{waiting['id']}")).json()
    await world.happens(analysed(workout))
    after = (await world.get(f"charts/{waiting['id']}")).json()

    assert [one["status"] for one in (waiting, still, after)] == ["pending", "pending", "ready"]
    asked = [event.workout_ids for event in await world.published(told.ChartDataUpdated)]
    assert [ids for ids in asked if ids] == [(workout.workout_id,)], "asked for once"


@pytest.mark.row(139)
@ON_BOTH_DATABASES
async def test_the_activity_chart_has_a_point_for_what_was_done(world: World):
    did = {"user_id": world.somebody, "occurred_at": world.now}
    await world.happens(
        world.registered(),
        users.ActivityLogged(**did, activity="signed-in"),
        users.ActivityLogged(**did, activity="signed-in"),
        users.ActivityLogged(**did, activity="goal-set"),
    )

    chart = await world.chart(kind="activity", period="month")

    assert chart["rows"] == [
        {"day": "2026-11-02", "activity": "goal-set", "count": 1},
        {"day": "2026-11-02", "activity": "signed-in", "count": 2},
    ]
    assert "2회" in (await world.get(f"charts/{chart['id']}.svg")).text
    assert (await world.chart(new_id(), kind="activity"))["rows"] == []


@ON_BOTH_DATABASES
async def test_what_was_done_moves_to_its_day_in_another_zone(world: World):
    await world.happens(
        world.registered(),
        users.ActivityLogged(user_id=world.somebody, activity="signed-in", occurred_at=world.now),
        users.ProfileUpdated(
            user_id=world.somebody,
            nickname="민지",
            region=None,
            locale="ko",
            timezone="America/New_York",
        ),
    )

    chart = await world.chart(kind="activity", period="year")

    assert [row["day"] for row in chart["rows"]] == ["2026-11-01"]


@pytest.mark.row(140)
@pytest.mark.row(141)
@ON_BOTH_DATABASES
async def test_activity_statistics_wait_as_a_chart_and_then_have_their_figures(world: World):
    request = {"user_id": world.somebody, "request_id": new_id()}
    period = "2026-10-01/2026-10-31"
    await world.happens(world.registered(), users.ActivityStatsRequested(**request, period=period))
    pending = await world.seen(f"charts/{request['request_id']}")

    stats = {"activity": {"signed-in": 12.0}, "challenges": {"challenge-joined": 1.0}}
    await world.happens(users.ActivityStatsProvided(**request, stats=stats))

    chart = await world.seen(f"charts/{request['request_id']}")
    assert (pending["status"], chart["status"]) == ("pending", "ready")
    assert (chart["from"], chart["to"]) == ("2026-10-01", "2026-10-31")
    assert chart["rows"][0] == {"section": "activity", "name": "signed-in", "value": 12.0}
    drawing = (await world.get(f"charts/{chart['id']}.svg", language="en")).text
    assert "Signed in" in drawing


@pytest.mark.row(145)
@ON_BOTH_DATABASES
async def test_the_consent_chart_moves_when_consent_does(world: World):
    given = {"user_id": world.somebody, "channel": "email", "purpose": "marketing"}
    await world.happens(world.registered())
    chart = await world.chart(kind="consent", live=True)

    await world.happens(users.NotificationConsentChanged(**given, granted=True))
    agreed = await world.seen(f"charts/{chart['id']}")
    drawing = (await world.get(f"charts/{chart['id']}.svg")).text
    world.now += timedelta(days=1)
    await world.happens(users.NotificationConsentChanged(**given, granted=False))

    assert (len(chart["rows"]), len(agreed["rows"])) == (0, 1)
    assert "이메일 · 광고" in drawing
    assert "동의" in drawing
    assert "거부" in (await world.get(f"charts/{chart['id']}.svg")).text


@pytest.mark.row(146)
@ON_BOTH_DATABASES
async def test_new_charts_carry_the_new_photo(world: World):
    await world.happens(world.registered())
    before = await world.chart()

    photo = users.ProfilePhotoUpdated(user_id=world.somebody, photo_key="a" * 64)
    await world.happens(photo)

    url = f"/v1/users/{world.somebody}/photo?v={'a' * 12}"
    assert (before["photo"], (await world.chart())["photo"]) == (None, url)
    assert (await world.seen("dashboard"))["photo"] == url


def a_photo(colour: str) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (512, 512), colour).save(written, "WEBP")
    return written.getvalue()


def corner_of(png: bytes) -> tuple[int, ...]:
    """The middle of where a portrait stands, in a picture of two pixels a point."""
    image = Image.open(io.BytesIO(png)).convert("RGB")
    middle = 2 * (28 + 16)
    return image.getpixel((image.width - middle, middle - 12))


@pytest.mark.row(146)
async def test_a_drawn_chart_shows_the_photo_while_it_is_shown_and_to_its_owner(world: World):
    await world.happens(world.registered(), world.recorded())
    await world.happens(users.EmailVerified(user_id=world.somebody))

    async def drawn(chart: dict) -> tuple[str, bytes]:
        path = f"charts/{chart['id']}"
        return (await world.get(f"{path}.svg")).text, (await world.get(f"{path}.png")).content

    async def shows(key: str | None) -> None:
        changed = users.ProfilePhotoUpdated(user_id=world.somebody, photo_key=key)
        await world.happens(changed)

    bare = await world.chart()
    world.photos.shown[world.somebody, "a" * 64] = a_photo("#ff0000")
    await shows("a" * 64)
    red = await world.chart()
    svg, png = await drawn(red)
    assert svg.count('<image href="data:image/webp;base64,') == 1
    red_light = corner_of(png)
    assert red_light[0] - red_light[2] > 200
    assert "<image" not in (await drawn(bare))[0], "it was made before there was one"
    share = await world.post(f"charts/{red['id']}/shares", audience="link")
    assert "<image" not in (await world.get(f"shared/{share.json()['token']}.svg")).text

    del world.photos.shown[world.somebody, "a" * 64]
    world.photos.shown[world.somebody, "b" * 64] = a_photo("#0000ff")
    await shows("b" * 64)
    blue_light = corner_of((await drawn(await world.chart()))[1])
    assert blue_light[2] - blue_light[0] > 200
    assert "<image" not in (await drawn(red))[0], "what one no longer shows is shown nowhere"

    world.photos.shown.clear()
    await shows(None)
    assert "<image" not in (await drawn(await world.chart()))[0]


@pytest.mark.row(147)
@ON_BOTH_DATABASES
async def test_the_dashboard_offers_what_the_device_has_data_for(world: World):
    await world.happens(world.registered(preferred_device="phone"))
    phone = (await world.seen("dashboard"))["charts"]

    await world.happens(users.PreferredDeviceChanged(user_id=world.somebody, device="garmin"))

    watch = await world.seen("dashboard")
    assert "power" not in phone
    assert {"power", "cadence", "heart_rate"} <= set(watch["charts"])
    assert watch["device"] == "garmin"


@pytest.mark.row(143)
@pytest.mark.row(144)
@pytest.mark.row(148)
@pytest.mark.row(149)
@ON_BOTH_DATABASES
async def test_feedback_on_charts_stands_on_the_board_with_its_answer_and_a_question(world: World):
    chart, feedback = new_id(), {"user_id": world.somebody, "feedback_id": new_id()}
    about = feedback | {"topic": "visualisation", "subject_id": chart}
    other = {"user_id": world.somebody, "feedback_id": new_id(), "topic": "app"}
    await world.happens(
        world.registered(), users.FeedbackSubmitted(**about), users.FeedbackSubmitted(**other)
    )
    (item,) = (await world.seen("improvements"))["items"]
    (question,) = (await world.seen("questions"))["items"]

    await world.happens(users.FeedbackAnswered(**about, resolution="planned"))
    path = f"questions/{question['id']}/answer"
    stranger = await world.post(path, new_id(), useful=True)
    answered = await world.post(path, useful=True)

    assert (item["state"], item["chart_id"], question["useful"]) == ("open", str(chart), None)
    (item,) = (await world.seen("improvements"))["items"]
    assert (item["state"], item["answered_at"]) == ("planned", "2026-11-02T03:00:00Z")
    assert (stranger.status_code, answered.json()["useful"]) == (404, True)
    assert (await world.post(path, useful=False)).status_code == 409
    assert (await world.seen("improvements", new_id()))["items"] == []
    staff = world.signed(new_id(), role="staff")
    everybodys = await world.client.get("/v1/insights/improvements", headers=staff)
    assert len(everybodys.json()["items"]) == 1
