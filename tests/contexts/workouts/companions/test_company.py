"""Company as its members see it, from import to leaving."""

from uuid import UUID

import pytest

from moim.contexts.workouts.adapters import comparing
from moim.contracts.users import ProfileUpdated
from moim.platform.processes import ProcessingFailed

from .crew import Crew, company, names
from .outings import gpx


@pytest.fixture
async def crew(world) -> Crew:
    return Crew(world)


@pytest.fixture
async def either_crew(either_world) -> Crew:
    return Crew(either_world)


async def test_two_who_let_themselves_be_named_see_each_other(either_crew):
    minji, junho = await either_crew.people("민지", "준호", consent="named")
    hers, his = await either_crew.ran_together(minji, junho)

    (companion,) = (await company(minji, hers))["companions"]
    assert companion["nickname"] == "준호"
    assert companion["user_id"] == str(junho.id)
    assert companion["share"] == pytest.approx(1.0, abs=0.02)
    assert companion["extent"] == companion["their_extent"] == "whole"
    assert names(await company(junho, his)) == {"민지"}


async def test_a_companions_course_is_named_to_whom_its_map_is_shown(crew):
    minji, junho = await crew.people("민지", "준호", consent="named")
    hers, his = await crew.ran_together(minji, junho)
    group = (await company(minji, hers))["group"]["id"]

    async def courses():
        seen = [await company(minji, hers), await minji.got(f"/companion-groups/{group}")]
        return [one["companions"][0]["workout_id"] for one in seen]

    assert await courses() == [None, None]
    shown = {"visibility": "public", "map_visibility": "public"}
    assert (await junho.send("PATCH", f"/workouts/{his}", json=shown)).status_code == 200
    assert await courses() == [his, his]
    tracks = crew.world.tracks
    (beside,) = tracks.tracks_beside(UUID(hers), minji.id)
    assert (beside.workout_id, beside.owner_id) == (UUID(his), junho.id)
    assert tracks.tracks_beside(UUID(hers), junho.id) == (), "her company is hers to see"
    track = await minji.got(f"/workouts/{his}/track")
    assert len(track["lat"]) == track["points"]
    hidden = {"map_visibility": "private"}
    assert (await junho.send("PATCH", f"/workouts/{his}", json=hidden)).status_code == 200
    assert await courses() == [None, None]
    assert tracks.tracks_beside(UUID(hers), minji.id) == []


async def test_whoever_joined_for_the_second_half_had_company_all_along(crew):
    minji, junho = await crew.people("민지", "준호", consent="named")
    hers, his = await crew.ran(minji, 0, 3600), await crew.ran(junho, 2400, 3600)

    (seen_by_her,) = (await company(minji, hers))["companions"]
    (seen_by_him,) = (await company(junho, his))["companions"]
    assert (seen_by_her["extent"], seen_by_her["their_extent"]) == ("part", "whole")
    assert (seen_by_him["extent"], seen_by_him["their_extent"]) == ("whole", "part")
    assert seen_by_her["share"] == pytest.approx(1 / 3, abs=0.02)


async def test_without_saying_anything_people_are_counted_and_not_named(crew):
    minji, junho, sora = await crew.people("민지", "준호", "소라")
    hers, _, _ = await crew.ran_together(minji, junho, sora)

    found = await company(minji, hers)
    assert (found["people"], found["unnamed"], found["companions"]) == (2, 2, [])
    assert (await minji.got("/companion-consent"))["consent"] == "counted"


@pytest.mark.parametrize("hers", ["nobody", "counted", "named"])
@pytest.mark.parametrize("his", ["nobody", "counted", "named"])
async def test_who_sees_whom_as_both_consented(crew, hers, his):
    minji, junho = await crew.person("민지", hers), await crew.person("준호", his)
    her_run, his_run = await crew.ran_together(minji, junho)

    found = [await company(minji, her_run), await company(junho, his_run)]
    counted = "nobody" not in (hers, his)
    named = hers == his == "named"
    assert [one["people"] for one in found] == [counted, counted]
    assert [len(one["companions"]) for one in found] == [named, named]


async def test_a_name_is_shown_and_hidden_as_consent_changes_without_looking_again(crew):
    minji, junho = await crew.people("민지", "준호", consent="named")
    hers, _ = await crew.ran_together(minji, junho)
    await crew.consents(junho, "counted")
    assert names(await company(minji, hers)) == set()
    assert (await company(minji, hers))["unnamed"] == 1
    await crew.consents(junho, "named")
    assert names(await company(minji, hers)) == {"준호"}


async def test_to_want_nobody_takes_effect_at_once_and_leaves_nothing_to_be_found_by(crew):
    minji, junho = await crew.people("민지", "준호", consent="named")
    hers, his = await crew.ran_together(minji, junho)
    await crew.consents(junho, "nobody")

    assert (await company(minji, hers))["people"] == 0
    assert (await company(junho, his))["people"] == 0
    mine = {row.user_id for row in crew.world.rows("signatures")}
    assert mine == {minji.id}
    assert {row.number for row in crew.world.rows("minute_cells")} == {
        row.number for row in crew.world.rows("signatures")
    }


async def test_to_want_company_again_finds_that_of_the_past(crew):
    minji, junho = await crew.people("민지", "준호", consent="nobody")
    hers, _ = await crew.ran_together(minji, junho)
    assert crew.rows("signatures", "minute_cells") == {"signatures": 0, "minute_cells": 0}
    for person in (minji, junho):
        await crew.consents(person, "named")
    assert (await company(minji, hers))["looking"]
    await crew.grouper.catch_up()
    assert names(await company(minji, hers)) == {"준호"}
    assert not (await company(minji, hers))["looking"]


async def test_a_stranger_may_not_ask_nor_leave_nor_name(crew):
    minji, junho, stranger = await crew.people("민지", "준호", "낯선이", consent="named")
    hers, _ = await crew.ran_together(minji, junho)
    group = (await company(minji, hers))["group"]["id"]

    for method, path in (
        ("GET", f"/workouts/{hers}/companions"),
        ("DELETE", f"/workouts/{hers}/companions/me"),
        ("PUT", f"/workouts/{hers}/companions/me"),
        ("GET", f"/companion-groups/{group}"),
    ):
        assert (await stranger.send(method, path)).status_code == 404, path
    refused = await stranger.send("PATCH", f"/companion-groups/{group}", json={"title": "내 모임"})
    assert refused.json()["code"] == "companion-group-not-found"
    assert names(await company(minji, hers)) == {"준호"}
    assert (await stranger.got("/companion-groups"))["items"] == []


async def test_strangers_on_the_same_way_are_nobodys_company(crew):
    people = await crew.people("민지", "맞은편", "나중", "빠른이", consent="named")
    hers = await crew.ran(people[0])
    await crew.ran(people[1], north=False)
    await crew.ran(people[2], 300, 2700, speed_mps=2.0)
    await crew.ran(people[3], speed_mps=4.0)
    assert (await company(people[0], hers))["people"] == 0


async def test_ones_own_second_watch_is_no_company(crew):
    minji = await crew.person("민지", "named")
    hers = await crew.ran(minji, 0, 3600)
    await crew.ran(minji, 1200, 2400, beside_m=5)
    assert (await company(minji, hers))["people"] == 0


async def test_leaving_is_seen_by_all_and_holds_when_everything_is_looked_at_again(crew):
    minji, junho, sora = await crew.people("민지", "준호", "소라", consent="named")
    hers, his, soras = await crew.ran_together(minji, junho, sora)
    left = await junho.send("DELETE", f"/workouts/{his}/companions/me")
    assert left.status_code == 204

    assert names(await company(minji, hers)) == {"소라"}
    own = await company(junho, his)
    assert (own["left"], own["people"], own["group"]) == (True, 0, None)
    for person, workout in ((junho, his), (minji, hers)):
        assert (await person.post(f"/workouts/{workout}/analysis")).status_code == 202
    await crew.world.caught_up()
    await crew.grouper.catch_up()
    assert names(await company(sora, soras)) == {"민지"}
    await crew.consents(junho, "nobody")
    await crew.consents(junho, "named")
    await crew.grouper.catch_up()
    assert names(await company(sora, soras)) == {"민지"}


async def test_whoever_left_may_come_back(crew):
    minji, junho = await crew.people("민지", "준호", consent="named")
    hers, his = await crew.ran_together(minji, junho)
    await junho.send("DELETE", f"/workouts/{his}/companions/me")
    assert (await junho.send("PUT", f"/workouts/{his}/companions/me")).status_code == 204
    await crew.grouper.catch_up()
    assert names(await company(minji, hers)) == {"준호"}


async def test_a_deleted_workout_is_in_nobodys_company(crew):
    minji, junho = await crew.people("민지", "준호", consent="named")
    hers, his = await crew.ran_together(minji, junho)
    await junho.send("DELETE", f"/workouts/{his}")
    assert (await company(minji, hers))["people"] == 0
    assert (await company(minji, hers))["group"] is None
    assert crew.rows("pairs", "group_members", "signatures") == {
        "pairs": 0,
        "group_members": 0,
        "signatures": 1,
    }


async def test_an_undone_import_takes_its_company_back(crew):
    minji, junho = await crew.people("민지", "준호", consent="named")
    hers, _ = await crew.ran_together(minji, junho)
    (delivery,) = (await junho.got("/workouts/imports"))["items"]
    assert (await junho.send("DELETE", f"/workouts/imports/{delivery['id']}")).status_code < 300
    await crew.grouper.catch_up()
    assert (await company(minji, hers))["people"] == 0
    assert crew.rows("pairs", "company_tasks") == {"pairs": 0, "company_tasks": 0}


async def test_a_removed_track_is_in_nobodys_company(crew):
    minji, junho = await crew.people("민지", "준호", consent="named")
    hers, his = await crew.ran_together(minji, junho)
    assert (await junho.send("DELETE", f"/workouts/{his}/track")).status_code == 200
    assert (await company(minji, hers))["people"] == 0
    assert len({row.number for row in crew.world.rows("minute_cells")}) == 1


async def test_a_cropped_workout_is_compared_anew(crew):
    minji, junho = await crew.people("민지", "준호", consent="named")
    hers, his = await crew.ran_together(minji, junho)
    cropped = await junho.post(f"/workouts/{his}/crop", {"start_s": 0, "end_s": 300})
    assert cropped.status_code == 200
    await crew.grouper.catch_up()
    assert (await company(minji, hers))["people"] == 0
    assert (await junho.send("DELETE", f"/workouts/{his}/crop")).status_code == 200
    await crew.grouper.catch_up()
    assert names(await company(minji, hers)) == {"준호"}


async def test_of_somebody_who_goes_nothing_stays_and_the_others_stay_together(crew):
    minji, junho, sora = await crew.people("민지", "준호", "소라", consent="named")
    hers, _, _ = await crew.ran_together(minji, junho, sora)
    await crew.withdrew(junho)

    assert names(await company(minji, hers)) == {"소라"}
    for table in ("signatures", "group_members", "company_consents", "company_tasks"):
        assert junho.id not in {row.user_id for row in crew.world.rows(table)}, table
    assert crew.rows("pairs", "group_members") == {"pairs": 2, "group_members": 2}
    numbers = {row.number for row in crew.world.rows("signatures")}
    assert {row.number for row in crew.world.rows("minute_cells")} == numbers


async def test_a_workout_typed_in_has_no_company_and_waits_for_none(crew):
    minji = await crew.person("민지", "named")
    typed = await minji.typed()
    assert crew.rows("company_tasks") == {"company_tasks": 0}
    found = await company(minji, typed["id"])
    assert (found["people"], found["group"], found["looking"]) == (0, None, False)


async def test_a_new_nickname_is_shown(crew):
    minji, junho = await crew.people("민지", "준호", consent="named")
    hers, _ = await crew.ran_together(minji, junho)
    await crew.world.tell(
        ProfileUpdated(
            user_id=junho.id, nickname="한강준호", region=None, locale="ko", timezone="Asia/Seoul"
        )
    )
    assert names(await company(minji, hers)) == {"한강준호"}


async def test_another_process_takes_up_what_a_stopped_one_left(crew):
    minji, junho = await crew.people("민지", "준호", consent="named")
    for n, person in enumerate((minji, junho)):
        await person.imported("run.gpx", gpx(beside_m=6.0 * n))
    after = Crew(crew.world.beside())
    assert await after.grouper.catch_up() == 2
    assert await crew.grouper.catch_up() == 0
    (hers,) = await minji.all_workouts()
    assert names(await company(minji, hers["id"])) == {"준호"}


async def test_a_track_that_no_worker_survives_holds_up_nobody(crew, monkeypatch):
    minji, junho, broken = await crew.people("민지", "준호", "깨진", consent="named")
    real = crew.world.workers.run

    async def run(function, about, *more, timeout_s):
        if function.__name__ == "sign_all" and any(one.workout_id in doomed for one in about):
            raise ProcessingFailed
        return await real(function, about, *more, timeout_s=timeout_s)

    doomed: set = set()
    made = await broken.imported("run.gpx", gpx())
    doomed.add(UUID(made["id"]))
    monkeypatch.setattr(crew.world.workers, "run", run)
    hers, _ = await crew.ran_together(minji, junho)
    assert (await company(minji, hers))["people"] == 1
    assert crew.rows("company_tasks") == {"company_tasks": 0}


async def test_what_is_asked_for_while_it_is_looked_at_is_done_afterwards(crew, monkeypatch):
    minji, junho = await crew.person("민지", "named"), await crew.person("준호", "nobody")
    hers = await crew.ran(minji)
    await junho.imported("run.gpx", gpx(beside_m=6))
    real, changed = crew.world.workers.run, []

    async def run(function, about, *, timeout_s):
        signatures = await real(function, about, timeout_s=timeout_s)
        if not changed:
            changed.append(await crew.consents(junho, "named"))
        return signatures

    monkeypatch.setattr(crew.world.workers, "run", run)
    await crew.grouper.catch_up()
    assert changed
    await crew.grouper.catch_up()
    assert names(await company(minji, hers)) == {"준호"}


async def test_a_defect_over_one_track_holds_up_no_other(crew, monkeypatch):
    minji, junho, odd = await crew.people("민지", "준호", "이상한", consent="named")
    real = comparing.minute_positions

    def stumbling(fixes):
        if fixes.time_ms.size == 100:
            raise ZeroDivisionError
        return real(fixes)

    monkeypatch.setattr(comparing, "minute_positions", stumbling)
    await odd.imported("run.gpx", gpx(0, 990))
    hers, _ = await crew.ran_together(minji, junho)
    assert names(await company(minji, hers)) == {"준호"}
    assert crew.rows("company_tasks") == {"company_tasks": 0}
