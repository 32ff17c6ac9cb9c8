"""The app's modules by themselves, asked in a real browser: days, instants, paces, the month."""

from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.visiting import Running

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def ask(browser: Browser, running: Running):
    """``ask("format.js", "m => m.km(1234)")``: what a module answers on an open page."""
    context = browser.new_context(locale="ko-KR", timezone_id="Asia/Seoul")
    page = context.new_page()
    page.goto(f"{running.origin}/signin")
    page.wait_for_selector("h1")

    def asked(module: str, question: str) -> Any:
        return page.evaluate(f"import('/assets/{module}').then({question})")

    yield asked
    context.close()


def test_a_month_shows_holidays_goals_weeks_and_how_far(ask):
    shown = ask(
        "month-grid.js",
        """(m) => {
          const answer = {
            month: "2026-05",
            days: [
              {date: "2026-05-05", workouts: 2, distance_m: 12340, sports: ["run", "walk"],
               goal_reached: true, holiday: "어린이날"},
              {date: "2026-05-06", workouts: 1, distance_m: 0, sports: ["yoga"]},
            ],
            weeks: [{starts_on: "2026-05-03", workouts: 5, distance_m: 55500}],
          };
          const table = m.monthGrid(answer, {today: "2026-05-06", chosen: "2026-05-05",
            choose: () => 0});
          const day = (date) => table.querySelector(`[data-day="${date}"]`);
          return {
            first: table.querySelector("[data-day]").dataset.day,
            days: table.querySelectorAll("[data-day]").length,
            fifth: day("2026-05-05").className, label: day("2026-05-05").getAttribute("aria-label"),
            blob: day("2026-05-05").querySelector(".day-blob").textContent,
            today: day("2026-05-06").getAttribute("aria-current"),
            reachable: [...table.querySelectorAll("[tabindex='0']")].map((d) => d.dataset.day),
            week: table.querySelectorAll(".week-total")[1].textContent,
            outside: day("2026-04-30").className,
          };
        }""",
    )
    assert shown["first"] == "2026-04-26"  # the week begins where the server's does: on Sunday
    assert shown["days"] == 42
    assert {"day-reached", "day-sunday", "heat-4"} <= set(shown["fifth"].split())
    assert "어린이날" in shown["label"]
    assert "12.34" in shown["label"]
    assert shown["blob"] == "12.3"
    assert shown["today"] == "date"
    assert shown["reachable"] == ["2026-05-05"]
    assert shown["week"] == "55.5km"
    assert "day-outside" in shown["outside"]


@pytest.mark.parametrize(
    ("day", "time", "zone", "instant"),
    [
        ("2026-11-03", "07:30", "Asia/Seoul", "2026-11-02T22:30:00Z"),
        ("2026-07-01", "12:00", "Europe/Berlin", "2026-07-01T10:00:00Z"),
        ("2026-10-25", "12:00", "Europe/Berlin", "2026-10-25T11:00:00Z"),
        ("2026-03-08", "03:00", "America/New_York", "2026-03-08T07:00:00Z"),
        ("2026-01-01", "00:00", "Asia/Kathmandu", "2025-12-31T18:15:00Z"),
    ],
)
def test_a_clock_on_the_wall_is_an_instant_in_its_zone(ask, day, time, zone, instant):
    assert ask("wall-clock.js", f"m => m.instantOf('{day}', '{time}', '{zone}')") == instant


def test_a_day_lasts_from_its_midnight_to_the_next(ask):
    asked = "m => m.instantsOf('2026-11-30', '2026-11-30', 'Asia/Seoul')"
    assert ask("wall-clock.js", asked) == {
        "from": "2026-11-29T15:00:00Z",
        "to": "2026-11-30T15:00:00Z",
    }


@pytest.mark.parametrize(
    ("zone", "name"),
    [("Asia/Seoul", "서울 시간"), ("Asia/Tokyo", "일본 시간"), ("UTC", "UTC")],
)
def test_a_clock_is_called_by_its_place(ask, zone, name):
    assert ask("zones.js", f"m => m.zoneName('{zone}')") == name


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("마포", "서울특별시 마포구"),
        ("서울마", "서울특별시 마포구"),
        ("ㅁㅍ", "서울특별시 마포구"),
        ("seocho", "서울특별시 서초구"),
        ("경기 광주", "경기도 광주시"),
        ("", "서울특별시"),
    ],
)
def test_a_region_is_found_by_any_of_its_names(ask, typed, first):
    offered = """m => {
      const place = m.regionField("region", "지역", null);
      const field = place.querySelector("input");
      field.value = "%s";
      field.dispatchEvent(new Event("input"));
      return place.querySelector("[role=option]").textContent;
    }"""
    assert ask("regions.js", offered % typed) == first


@pytest.mark.parametrize(
    ("sport", "mps", "text"),
    [
        ("run", 1000 / 299.6, "5′00″ /km"),
        ("ride", 10.0, "36.0 km/h"),
        ("swim", 1.25, "1′20″ /100 m"),
        ("run", 0, "– /km"),
    ],
)
def test_each_sport_says_how_fast_in_its_own_way(ask, sport, mps, text):
    asked = f"m => {{const s = m.speed({mps}, '{sport}'); return s.value + ' ' + s.unit}}"
    assert ask("format.js", asked) == text


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("km(12345)", "12.35"),
        ("km(123456)", "123.5"),
        ("km(null)", "–"),
        ("clock(3599.7)", "1:00:00"),
        ("clock(65)", "1:05"),
        ("span(5400)", "1시간 30분"),
        ("span(7200)", "2시간"),
        ("rise(-0.4)", "0 m"),
        ("rise(3.6)", "+4 m"),
        ("distanceName(42195)", "마라톤"),
        ("distanceName(5000)", "5 km"),
        ("month('2026-02')", "2026년 2월"),
    ],
)
def test_figures_are_written_as_people_read_them(ask, question, text):
    assert ask("format.js", f"m => m.{question}") == text


def test_a_track_gets_distance_speed_and_gradient_and_keeps_its_gaps(ask):
    read = ask(
        "track.js",
        """(m) => {
          const n = 200, time_s = [], lat = [], lon = [], elevation_m = [];
          for (let i = 0; i < n; i += 1) {
            time_s.push(i + 7);
            lat.push(i === 100 ? null : 37.5 + i * 3 / 111195);
            lon.push(i === 100 ? null : 127);
            elevation_m.push(10 + i * 0.15);
          }
          const track = m.readTrack({points: n, time_s, lat, lon, elevation_m});
          return {
            start: track.time_s[0], end: track.distance_m.at(-1), speed: track.speed_mps[50],
            rise: track.gradient[100], gap: track.lat[100], heart: track.heart_rate_bpm,
            at: m.nearest(track.distance_m, 151),
          };
        }""",
    )
    assert read["start"] == 0
    assert read["end"] == pytest.approx(597, abs=1)
    assert read["speed"] == pytest.approx(3.0, abs=0.02)
    assert read["rise"] == pytest.approx(0.05, abs=0.002)
    assert read["gap"] is None
    assert read["heart"] is None
    assert read["at"] == 50


def test_a_file_larger_than_a_request_waits_for_the_next_one(ask):
    shares = ask(
        "importing.js",
        """(m) => {
          const batch = {state: "sending", sent: 150, total: 300};
          return [0, 100, 200].map((from) => m.sentShare(batch, {from, size: 100}));
        }""",
    )
    assert shares == [1, 0.5, 0]


def test_goals_are_told_in_the_units_people_use(ask):
    asked = "m => [m.amount('distance', 82500), m.amount('count', 3), m.amount('time', 19200)]"
    assert ask("goal-words.js", asked) == ["82.5 km", "3회", "5시간 20분"]
    assert ask("goal-words.js", "m => m.fromForm('time', '2.5')") == 9000


def test_a_sample_every_ten_seconds_is_one_line_and_a_long_hole_stays_open(ask):
    lines = """(m) => {
      const flat = (axis) => ({column: axis.map(() => 20), floor: 0, least: 2, words: String});
      const line = (axis) => m.picture(flat(axis), axis).svg.querySelector(".chart-line");
      const drawn = (axis) => line(axis).getAttribute("d").split("M").length - 1;
      const even = Array.from({length: 10}, (_, at) => at * 10);
      const held = Array.from({length: 900}, (_, at) => at).filter((at) => at < 300 || at > 500);
      return [drawn(even), drawn(held)];
    }"""
    assert ask("charts.js", lines) == [1, 2]


def test_time_in_zones_names_the_bounds_it_was_counted_by(ask):
    shown = ask(
        "workout-tables.js",
        """(m) => {
          const bars = m.zoneBars({below_s: 0, zones_s: [60, 60, 120, 0, 0],
            bounds_bpm: [96, 115, 134, 153, 172]});
          return [...bars.children].map((li) => li.textContent);
        }""",
    )
    assert len(shown) == 5
    assert "96–114 bpm" in shown[0]
    assert "50%" in shown[2]
    assert "172 bpm 이상" in shown[4]


@pytest.mark.parametrize(
    ("days", "today", "longest", "present"),
    [
        ([], "2026-03-01", 0, 0),
        (["2026-02-27", "2026-02-28", "2026-03-01"], "2026-03-01", 3, 3),
        (["2026-02-27", "2026-02-28"], "2026-03-01", 2, 2),  # today may still come
        (["2026-02-01", "2026-02-02", "2026-02-26"], "2026-03-01", 2, 0),
    ],
)
def test_a_streak_lasts_while_no_day_is_missed(ask, days, today, longest, present):
    asked = f"m => m.streaks({days}, '{today}')"
    assert ask("year-grid.js", asked) == {"longest": longest, "present": present}


def test_shades_of_a_year_begin_at_its_quartiles(ask):
    assert ask("year-grid.js", "m => m.shadeBounds([4, 0, 1, 3, 2])") == [2, 3, 4]


def test_a_workout_of_a_reported_post_leads_to_both(ask):
    row = ask(
        "workout-reviews.js",
        """(m) => {
          const at = "2026-11-20T00:00:00Z";
          const row = m.reviewRow({post_id: "p", workout_id: "w", reason: "spam", at});
          const links = [...row.querySelectorAll("a")].map((a) => a.getAttribute("href"));
          return [row.textContent, ...links];
        }""",
    )
    assert "광고" in row[0]
    assert row[1:] == ["/posts/p", "/workouts/w"]


def test_zones_are_guessed_from_the_reserve_of_a_heart(ask):
    bounds = ask("training-basis.js", "m => m.boundsFrom(50, 190)")
    assert bounds == [120, 134, 148, 162, 176]


@pytest.mark.parametrize(
    ("label", "sign"),
    [
        ("Chrome · Windows", "computer"),
        ("MacIntel", "computer"),
        ("Linux x86_64", "computer"),
        (None, "computer"),
        ("Chrome · Android", "phone"),
        ("iPhone", "phone"),
        ("iPad", "tablet"),
        ("Garmin Forerunner 255", "device"),
    ],
)
def test_a_session_bears_the_sign_of_its_device(ask, label, sign):
    label = "null" if label is None else f"'{label}'"
    assert ask("device-signs.js", f"m => m.deviceSign({label})") == sign


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("1:02:03", 3723), ("12:30", 750), (" 45 ", 45), ("90:00", 5400), ("1:75", None), ("", None)],
)
def test_a_time_on_the_course_is_read_as_people_write_it(ask, text, seconds):
    assert ask("workout-crop.js", f"m => m.secondsOf('{text}')") == seconds


def test_what_can_have_been_one_outing_is_offered_to_be_joined_the_nearest_first(ask):
    found = ask(
        "workout-join.js",
        """(m) => {
          const at = (hour) => new Date(hour * 3600_000).toISOString();
          const run = (id, hour, sport = "run", has_track = true) =>
            ({id, sport, has_track, elapsed_s: 3600, started_at: at(hour)});
          const others = [
            run("far", 40.5), run("after", 12), run("before", 8.5), run("across", 10.5),
            run("ride", 12, "ride"), run("bare", 12, "run", false), run("walk", 14, "walk"),
            run("me", 10),
          ];
          return m.joinable(others, run("me", 10))
            .map(({workout, pause_s, before}) => [workout.id, pause_s, before]);
        }""",
    )
    assert found == [["before", 1800, True], ["after", 3600, False], ["walk", 10_800, False]]


def test_a_figure_that_changed_is_written_so_that_one_sees_it(ask):
    wide = "{name: 'distance_m', before: 8190, after: 7720}"
    close = "{name: 'best_effort_s/1000', before: 334.42, after: 334.07}"
    new = "{name: 'heart_rate_avg_bpm', before: null, after: 141.1}"
    asked = f"m => [{wide}, {close}, {new}].map(m.bothValues)"
    assert ask("workout-history.js", asked) == [
        ["8.19 km", "7.72 km"],
        ["5:34.42", "5:34.07"],
        ["–", "141 bpm"],
    ]
    names = "['best_effort_s/5000', 'moving_s', 'best_effort_s/400', 'distance_m', 'power_avg_w']"
    asked = f"m => m.inOrder({names}.map((name) => ({{name}}))).map(({{name}}) => name)"
    assert ask("workout-history.js", asked) == [
        "distance_m",
        "moving_s",
        "power_avg_w",
        "best_effort_s/400",
        "best_effort_s/5000",
    ]


def test_a_photo_is_cut_within_its_edges(ask):
    wide = "{width: 900, height: 300}"
    asked = f"m => m.windowOn({wide}, {{zoom: 2, x: 0.99, y: 0.5}})"
    assert ask("photo-crop.js", asked) == {"left": 750, "top": 75, "side": 150}
