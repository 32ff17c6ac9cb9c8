"""Groups: what hangs together, what its members call it, and what keeps it."""

import pytest

from moim.contexts.workouts.domain import companions as rules
from moim.contexts.workouts.persistence import signatures as of_signatures

from .crew import Crew, company, names
from .outings import gpx


@pytest.fixture
async def crew(world) -> Crew:
    return Crew(world)


async def relay(crew):
    """Three of whom the second ran a half with each of the others."""
    first, second, third = await crew.people("하나", "둘", "셋", consent="named")
    return (first, second, third), [
        await crew.ran(first, 0, 1800),
        await crew.ran(second, 0, 3600, beside_m=6),
        await crew.ran(third, 1800, 3600, beside_m=12),
    ]


async def test_a_relay_is_one_group_and_shows_each_only_their_own_company(crew):
    (first, second, third), runs = await relay(crew)
    groups = {
        (await company(p, r))["group"]["id"]
        for p, r in zip((first, second, third), runs, strict=True)
    }
    assert len(groups) == 1
    (group,) = groups
    assert names(await first.got(f"/companion-groups/{group}")) == {"둘"}
    assert names(await second.got(f"/companion-groups/{group}")) == {"하나", "셋"}
    assert names(await third.got(f"/companion-groups/{group}")) == {"둘"}


async def test_without_its_middle_the_relay_falls_apart(crew):
    (first, second, _), runs = await relay(crew)
    await second.send("DELETE", f"/workouts/{runs[1]}")
    assert (await company(first, runs[0]))["group"] is None
    assert crew.rows("group_members") == {"group_members": 0}


async def test_a_title_is_the_members_own(crew):
    (first, second, _), runs = await relay(crew)
    group = (await company(first, runs[0]))["group"]["id"]
    answer = await first.send(
        "PATCH", f"/companion-groups/{group}", json={"title": " 남산 크루 ", "kept": True}
    )
    assert (answer.json()["title"], answer.json()["kept"]) == ("남산 크루", True)
    theirs = await second.got(f"/companion-groups/{group}")
    assert (theirs["title"], theirs["kept"]) == (None, False)
    again = await first.send("PATCH", f"/companion-groups/{group}", json={"kept": False})
    assert again.json()["title"] == "남산 크루"
    gone = await first.send("PATCH", f"/companion-groups/{group}", json={"title": None})
    assert gone.json()["title"] is None


@pytest.mark.parametrize("title", ["가" * 61, "줄\n바꿈", "\u202e거꾸로", 7])
async def test_a_title_that_cannot_be_is_refused(crew, title):
    (first, _, _), runs = await relay(crew)
    group = (await company(first, runs[0]))["group"]["id"]
    answer = await first.send("PATCH", f"/companion-groups/{group}", json={"title": title})
    assert answer.status_code == 422


async def test_a_kept_group_stays_when_the_others_are_gone(crew):
    minji, junho = await crew.people("민지", "준호", consent="named")
    hers, his = await crew.ran_together(minji, junho)
    group = (await company(minji, hers))["group"]["id"]
    await minji.send("PATCH", f"/companion-groups/{group}", json={"title": "봄날", "kept": True})
    await junho.send("DELETE", f"/workouts/{his}")
    kept = await minji.got(f"/companion-groups/{group}")
    assert (kept["title"], kept["people"]) == ("봄날", 0)
    await minji.send("DELETE", f"/workouts/{hers}/companions/me")
    assert (await minji.get(f"/companion-groups/{group}")).status_code == 404


async def test_groups_are_listed_newest_first_page_by_page(crew):
    minji, junho = await crew.people("민지", "준호", consent="named")
    for day in range(3):
        await crew.ran_together(
            minji, junho, start_s=day * 86_400, end_s=day * 86_400 + 2400, speed_mps=0.9
        )
    first = await minji.got("/companion-groups?limit=2")
    second = await minji.got(f"/companion-groups?limit=2&cursor={first['next']}")
    listed = [*first["items"], *second["items"]]
    assert len(listed) == 3
    assert second["next"] is None
    starts = [one["started_at"] for one in listed]
    assert starts == sorted(starts, reverse=True)
    await minji.send("PATCH", f"/companion-groups/{listed[1]['id']}", json={"kept": True})
    assert [one["id"] for one in (await minji.got("/companion-groups?kept=true"))["items"]] == [
        listed[1]["id"]
    ]


async def test_whoever_arrives_late_joins_two_groups_into_one(crew):
    one, two, three, four, bridge = await crew.people(*"가나다라마", consent="named")
    first = await crew.ran(one, 0, 1500)
    await crew.ran(two, 0, 1500, beside_m=6)
    second = await crew.ran(three, 1800, 3300)
    await crew.ran(four, 1800, 3300, beside_m=6)
    before = {(await company(p, r))["group"]["id"] for p, r in ((one, first), (three, second))}
    assert len(before) == 2
    await crew.ran(bridge, 0, 3300, beside_m=3)
    after = {(await company(p, r))["group"]["id"] for p, r in ((one, first), (three, second))}
    assert len(after) == 1
    assert after < before


async def test_in_a_crowd_only_past_companions_are_looked_for(crew, monkeypatch):
    monkeypatch.setattr(of_signatures, "CROWD_MAX", 3)
    minji, junho = await crew.people("민지", "준호", consent="named")
    await crew.ran_together(minji, junho)
    day = {"start_s": 86_400, "end_s": 86_400 + 2400, "speed_mps": 0.9}
    for n in range(4):
        await crew.ran(await crew.person(f"주자{n}", "named"), beside_m=3.0 * n, **day)
    assert crew.rows("crowded_cells")["crowded_cells"] > 0
    hers = await crew.ran(minji, beside_m=1.0, **day)
    await crew.ran(junho, beside_m=2.0, **day)
    assert names(await company(minji, hers)) == {"준호"}


@pytest.mark.parametrize("at_once", [False, True])
async def test_whatever_order_they_arrive_in_and_however_many_at_once(crew, at_once):
    spans = {"하나": (0, 1800), "둘": (0, 3600), "셋": (1800, 3600), "넷": (5400, 7200)}
    for day, order in enumerate((list(spans), list(reversed(spans)))):
        later, runs = day * 86_400, {}
        for nickname in order:
            start, end = spans[nickname]
            person = await crew.person(nickname, "named")
            data = gpx(later + start, later + end, speed_mps=0.9)
            runs[nickname] = person, (await person.imported("run.gpx", data))["id"]
            if not at_once:
                await crew.grouper.catch_up()
        await crew.grouper.catch_up()
        seen = {name: sorted(names(await company(*run))) for name, run in runs.items()}
        assert seen == {"하나": ["둘"], "둘": ["셋", "하나"], "셋": ["둘"], "넷": []}


def test_names_take_both():
    chosen = rules.Consent
    assert rules.may_be_named(chosen.NAMED, chosen.NAMED)
    for one in chosen:
        assert not rules.may_be_named(one, chosen.COUNTED)
        assert not rules.may_be_named(chosen.NOBODY, one)


def test_a_fifth_of_the_shorter_one_and_five_minutes_make_a_candidate():
    assert rules.is_candidate(12, 60, 90)
    assert not rules.is_candidate(11, 60, 90)
    assert rules.is_candidate(5, 10, 600)
    assert not rules.is_candidate(4, 10, 600)


def test_what_only_its_owner_may_see_is_never_grouped():
    from moim.kernel.ids import new_id

    plain = {
        "workout_id": new_id(),
        "user_id": new_id(),
        "elapsed_s": 3600.0,
        "source": "file",
        "has_track": True,
        "consent": rules.Consent.COUNTED,
        "left": False,
    }
    assert rules.Prospect(**plain).groupable
    for worse in (
        {"source": "strava"},
        {"has_track": False},
        {"consent": rules.Consent.NOBODY},
        {"left": True},
    ):
        assert not rules.Prospect(**(plain | worse)).groupable


@pytest.mark.event(121)
async def test_whose_company_changes_is_told_whoever_counts_it(crew):
    def told() -> dict[str, str | None]:
        """The last that was told of each workout."""
        events = crew.world.published("CompanyChanged")
        return {event["workout_id"]: event["group_id"] for event in events}

    (first, second, third), runs = await relay(crew)
    (group,) = set(told().values())
    assert told().keys() == set(runs)
    assert group == (await company(first, runs[0]))["group"]["id"]
    assert len(crew.world.published("CompanyChanged")) == 3, "once each"
    owners = {e["workout_id"]: e["user_id"] for e in crew.world.published("CompanyChanged")}
    assert owners == {r: str(p.id) for r, p in zip(runs, (first, second, third), strict=True)}

    await third.send("DELETE", f"/workouts/{runs[2]}/companions/me")
    assert told() == {runs[0]: group, runs[1]: group, runs[2]: None}
    crew.world.forget_published()
    await second.send("DELETE", f"/workouts/{runs[1]}")
    assert told() == {runs[0]: None}, "of what was deleted WorkoutDeleted tells"


async def test_a_kept_group_and_one_whose_name_changes_are_told_as_they_are(crew):
    one, two, three, four, bridge = await crew.people(*"가나다라마", consent="named")
    runs = [
        await crew.ran(one, 0, 1500),
        await crew.ran(two, 0, 1500, beside_m=6),
        await crew.ran(three, 1800, 3300),
        await crew.ran(four, 1800, 3300, beside_m=6),
        await crew.ran(bridge, 0, 3300, beside_m=3),
    ]
    events = crew.world.published("CompanyChanged")
    last = {event["workout_id"]: event["group_id"] for event in events}
    (group,) = set(last.values())
    assert last.keys() == set(runs)
    await one.send("PATCH", f"/companion-groups/{group}", json={"kept": True})
    crew.world.forget_published()
    for person in (two, bridge):
        await crew.withdrew(person)
    assert crew.world.published("CompanyChanged") == []
