"""Templates that are saved, taken up and handed on; preferences that charts follow."""

import pytest

from moim.contexts.insights.domain.template import TEMPLATES_MAX
from moim.contracts import insights as told
from moim.contracts.users import UserWithdrew
from moim.kernel.ids import new_id
from tests.contexts.insights.world import ON_BOTH_DATABASES, World

WEEKLY = {
    "kind": "weeks",
    "filters": {"sport": "run"},
    "order": "-distance_m",
    "format": "png",
    "look": {"theme": "dark"},
}


async def saved(world: World, **changes) -> dict:
    answer = await world.post("templates", name="주간 달리기", design=WEEKLY | changes)
    assert answer.status_code == 201, answer.text
    return answer.json()


@pytest.mark.event(108)
@ON_BOTH_DATABASES
async def test_a_template_is_saved_changed_and_deleted(world: World):
    template = await saved(world)

    path = f"templates/{template['id']}"
    first = {"if-match": '"v1"'}
    changed = await world.put(path, headers=first, name="월간", design={"kind": "months"})
    stale = await world.put(path, headers=first, name="연간", design={"kind": "years"})

    assert template["design"] == WEEKLY
    assert (changed.json()["name"], changed.json()["version"]) == ("월간", 2)
    assert stale.status_code == 412
    assert len(await world.published(told.TemplateSaved)) == 2
    url = f"/v1/insights/{path}"
    assert (await world.client.delete(url, headers=world.signed(new_id()))).status_code == 404
    assert (await world.client.delete(url, headers=world.signed())).status_code == 204
    assert (await world.seen("templates"))["items"] == []


@pytest.mark.event(109)
@ON_BOTH_DATABASES
async def test_a_chart_is_asked_for_with_a_template(world: World):
    template = await saved(world)

    path, key = f"templates/{template['id']}/charts", {"idempotency-key": "lost-answer"}
    asked = await world.post(path, headers=key, period="2026-10-01/2026-10-31")
    again = await world.post(path, headers=key, period="2026-10-01/2026-10-31")
    await world.settle()

    assert (again.status_code, again.json()) == (202, asked.json())

    chart = await world.seen(f"charts/{asked.json()['id']}")
    assert (chart["kind"], chart["filters"], chart["order"], chart["format"]) == (
        "weeks",
        {"sport": "run"},
        "-distance_m",
        "png",
    )
    (event,) = await world.published(told.TemplateLoaded)
    assert str(event.template_id) == template["id"]


@pytest.mark.event(116)
@pytest.mark.event(117)
@ON_BOTH_DATABASES
async def test_a_template_that_was_offered_and_taken_belongs_to_both(world: World):
    friend = new_id()
    await world.happens(world.registered(), world.registered(user_id=friend))
    template = await saved(world)

    offer = (await world.post(f"templates/{template['id']}/shares", to=str(friend))).json()
    await world.put(f"templates/{template['id']}", name="다른", design={"kind": "years"})
    (waiting,) = (await world.seen("template-shares", friend))["items"]
    taken = await world.post(f"template-shares/{offer['id']}/approve", friend)

    assert (waiting["state"], waiting["from"]) == ("waiting", str(world.somebody))
    assert (taken.status_code, taken.json()["design"]) == (201, WEEKLY)
    assert [one["name"] for one in (await world.seen("templates", friend))["items"]] == [
        "주간 달리기"
    ]
    (asked,) = await world.published(told.TemplateShareRequested)
    (done,) = await world.published(told.TemplateShareApproved)
    assert (asked.to, asked.share_id) == (friend, done.share_id)
    again = await world.post(f"template-shares/{offer['id']}/approve", friend)
    assert again.status_code == 409


async def test_an_offer_and_its_approval_are_made_once_however_often_they_are_sent(world: World):
    friend = new_id()
    await world.happens(world.registered(), world.registered(user_id=friend))
    path, key = f"templates/{(await saved(world))['id']}/shares", {"idempotency-key": "once"}

    offers = [await world.post(path, headers=key, to=str(friend)) for _ in range(2)]
    taking = f"template-shares/{offers[0].json()['id']}/approve"
    taken = [await world.post(taking, friend, headers=key) for _ in range(2)]

    assert offers[0].json() == offers[1].json()
    assert len((await world.seen("template-shares"))["items"]) == 1
    assert [one.status_code for one in taken] == [201, 201]
    assert taken[0].json() == taken[1].json()


@pytest.mark.event(118)
@ON_BOTH_DATABASES
async def test_a_template_that_was_declined_stays_with_its_owner(world: World):
    friend = new_id()
    await world.happens(world.registered(), world.registered(user_id=friend))
    template = await saved(world)
    offer = (await world.post(f"templates/{template['id']}/shares", to=str(friend))).json()

    assert (await world.post(f"template-shares/{offer['id']}/reject")).status_code == 404
    assert (await world.post(f"template-shares/{offer['id']}/reject", friend)).status_code == 204

    assert (await world.seen("templates", friend))["items"] == []
    (sent,) = (await world.seen("template-shares"))["items"]
    assert sent["state"] == "rejected"
    assert len(await world.published(told.TemplateShareRejected)) == 1


async def test_templates_are_not_offered_to_oneself_or_to_nobody(world: World):
    await world.happens(world.registered())
    path = f"templates/{(await saved(world))['id']}/shares"

    oneself = await world.post(path, to=str(world.somebody))
    nobody = await world.post(path, to=str(new_id()))

    assert (oneself.status_code, nobody.status_code) == (422, 404)


async def test_between_two_of_whom_one_blocked_the_other_no_template_is_offered(world: World):
    friend = new_id()
    await world.happens(world.registered(), world.registered(user_id=friend))
    path = f"templates/{(await saved(world))['id']}/shares"
    assert (await world.post(path, to=str(friend))).status_code == 201

    world.follows.pairs.add(frozenset({friend, world.somebody}))

    nobody = await world.post(path, to=str(new_id()))
    refused = await world.post(path, to=str(friend))
    assert (refused.status_code, refused.json()["code"]) == (404, nobody.json()["code"])
    for one in (world.somebody, friend):
        assert (await world.seen("template-shares", one))["items"] == []


async def test_an_offer_to_somebody_who_left_is_gone(world: World):
    friend = new_id()
    await world.happens(world.registered(), world.registered(user_id=friend))
    await world.post(f"templates/{(await saved(world))['id']}/shares", to=str(friend))

    await world.happens(UserWithdrew(user_id=friend))

    assert (await world.seen("template-shares"))["items"] == []


@pytest.mark.parametrize(
    ("name", "design", "code"),
    [
        ("", {}, "template-name"),
        ("가" * 61, {}, "template-name"),
        ("a\u0000b", {}, "template-name"),
        ("하나", {"filters": {"colour": "red"}}, "chart-filter"),
        ("하나", {"order": "colour"}, "chart-order"),
    ],
)
async def test_a_template_that_no_chart_could_follow_is_refused(world: World, name, design, code):
    answer = await world.post("templates", name=name, design={"kind": "weeks"} | design)

    assert (answer.status_code, answer.json()["code"]) == (422, code)


async def test_so_many_templates_and_no_more(world: World):
    for _ in range(TEMPLATES_MAX):
        await saved(world)

    answer = await world.post("templates", name="하나 더", design=WEEKLY)

    assert (answer.status_code, answer.json()["code"]) == (409, "too-many-templates")


@pytest.mark.event(119)
@pytest.mark.event(120)
@ON_BOTH_DATABASES
async def test_charts_follow_preferences_where_the_request_does_not_say(world: World):
    liked = {"format": "png", "metric": "moving_s"}

    saved = await world.put("preferences", preferences=liked)
    follows = (await world.ask_chart()).json()
    says = (await world.ask_chart(format="csv", filters={"metric": "workouts"})).json()

    assert saved.json() == {"version": 1, "preferences": liked}
    assert (follows["format"], follows["filters"]) == ("png", {"metric": "moving_s"})
    assert (says["format"], says["filters"]) == ("csv", {"metric": "workouts"})
    (event,) = await world.published(told.ChartPreferencesSaved)
    assert event.preferences == liked
    assert len(await world.published(told.ChartPreferencesLoaded)) == 2
    assert (await world.seen("preferences", new_id()))["preferences"] == {}


@pytest.mark.parametrize("liked", [{"colour": "red"}, {"theme": "pink"}, {"width": "9000"}])
async def test_what_cannot_be_preferred_is_refused(world: World, liked):
    answer = await world.put("preferences", preferences=liked)

    assert (answer.status_code, answer.json()["code"]) == (422, "chart-preference")


async def test_preferences_saved_elsewhere_meanwhile_are_not_overwritten(world: World):
    await world.put("preferences", preferences={"theme": "dark"})

    stale = await world.put("preferences", headers={"if-match": '"v7"'}, preferences={})

    assert stale.status_code == 412
