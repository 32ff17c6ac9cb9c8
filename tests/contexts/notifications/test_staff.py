"""Priorities by request and approval, and words of templates with versions, lint and preview."""

import pytest

from moim.contexts.notifications.domain.channels import Kind
from moim.contexts.notifications.domain.template import LANGUAGES, lint, variables_of
from moim.contexts.notifications.domain.texts_announcements import TEMPLATES
from moim.contracts.community import PostLiked
from moim.contracts.notifications import (
    PriorityChangeApproved,
    PriorityChanged,
    PriorityChangeRejected,
    PriorityChangeRequested,
)
from moim.kernel.ids import new_id
from tests.contexts.notifications.world import ON_BOTH_DATABASES, World

STAFF = {"roles": ("user", "staff")}
WORDS = {
    "ko": {"title": "{people}이 엄지를 들었습니다", "body": "{title}"},
    "en": {"title": "Thumbs up by {people}", "body": "{title}"},
}


@pytest.mark.event(96)
@pytest.mark.event(97)
@pytest.mark.event(87)
@ON_BOTH_DATABASES
async def test_a_granted_priority_holds_from_the_next_message_on(world: World):
    minji = await world.person("민지")
    wish = {"topic": "community", "to": "high"}
    asked = await world.done("POST", "notification-priorities", wish, user=minji)

    await world.done("POST", f"notification-priorities/{asked['id']}/approval", **STAFF)

    post = await world.post(minji)
    await world.happens(PostLiked(post_id=post, user_id=new_id()))
    liked, decided = await world.inbox(minji)
    assert decided["title"] == "알림 우선순위 변경 요청: 승인되었습니다"
    steps = (await world.why(liked, "app", minji))["steps"]
    assert {"step": "lane", "saw": "high"} in steps
    (requested,) = world.published(PriorityChangeRequested)
    (approved,) = world.published(PriorityChangeApproved)
    (changed,) = world.published(PriorityChanged)
    assert (requested.user_id, approved.to) == (minji, "high")
    assert (changed.user_id, changed.before, changed.after) == (minji, "normal", "high")
    lanes = (await world.seen("notification-priorities", minji))["lanes"]
    assert lanes == {"community": "high"}
    assert (await world.seen("notification-priorities", new_id()))["items"] == []


@pytest.mark.event(98)
async def test_a_rejection_says_why_and_changes_nothing(world: World):
    minji = await world.person("민지")
    wish = {"topic": "announcements", "to": "high", "for_all": True}
    asked = await world.done("POST", "notification-priorities", wish, user=minji)
    path = f"notification-priorities/{asked['id']}"

    await world.done("POST", f"{path}/rejection", {"reason": "급하지 않습니다"}, **STAFF)

    (notice,) = await world.inbox(minji)
    assert notice["body"] == "공지 → 높음 급하지 않습니다"
    (rejected,) = world.published(PriorityChangeRejected)
    assert rejected.reason == "급하지 않습니다"
    again = await world.send("POST", f"{path}/approval", **STAFF)
    assert (again.status_code, again.json()["code"]) == (409, "priority-request-decided")
    own = await world.send("POST", f"{path}/approval", user=minji)
    assert own.json()["code"] == "role-missing"


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        ({"topic": "community", "to": "critical"}, "priority-not-allowed"),
        ({"topic": "security", "to": "bulk"}, "priority-not-allowed"),
        ({"topic": "weather", "to": "high"}, "notification-topic-unknown"),
    ],
)
async def test_a_priority_that_nothing_may_have_is_refused(world: World, wish, code):
    answer = await world.send("POST", "notification-priorities", wish)

    assert (answer.status_code, answer.json()["code"]) == (422, code)


@ON_BOTH_DATABASES
async def test_new_words_are_a_version_that_older_notices_are_shown_with_too(world: World):
    minji, chulsoo = await world.person("민지"), await world.person("철수")
    post = await world.post(minji)
    await world.happens(PostLiked(post_id=post, user_id=chulsoo))
    path = "notification-templates/post-liked"

    first = await world.done("PUT", path, WORDS, **STAFF, **{"if-match": '"v0"'})
    stale = await world.send("PUT", path, WORDS, **STAFF, **{"if-match": '"v0"'})
    preview = await world.done("POST", f"{path}/preview", {}, **STAFF)

    assert (first["number"], stale.status_code) == (1, 412)
    assert preview["ko"]["title"] == "민지님, 철수님 외 3명이 엄지를 들었습니다"
    await world.happens(PostLiked(post_id=post, user_id=new_id()))
    (notice,) = await world.inbox(minji)
    assert notice["title"] == "철수님 외 1명이 엄지를 들었습니다"
    listed = (await world.seen("notification-templates", **STAFF))["items"]
    assert {one["name"]: one["number"] for one in listed}["post-liked"] == 1


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("post-liked", {"en": {"title": "Thumbs up", "body": "{title}"}}),
        ("post-liked", {"ko": {"title": "{people.__class__}", "body": "{title}"}}),
        ("post-liked", {"ko": {"title": "{", "body": ""}}),
        ("post-liked", {"ko": {"title": "{secret}"}, "en": {"title": "{secret}"}}),
        ("advertisement", WORDS),
    ],
)
async def test_words_that_would_come_out_wrong_are_refused(world: World, name, change):
    path = f"notification-templates/{name}"

    answer = await world.send("PUT", path, WORDS | change, **STAFF)

    assert (answer.status_code, answer.json()["code"]) == (422, "template-not-allowed")


async def test_words_are_for_staff_and_those_of_security_for_nobody(world: World):
    own = await world.send("PUT", "notification-templates/post-liked", WORDS)
    security = await world.send("PUT", "notification-templates/account-locked", WORDS, **STAFF)

    assert (own.status_code, security.status_code) == (403, 404)


@pytest.mark.parametrize("name", sorted(TEMPLATES))
def test_every_template_says_the_same_in_both_languages(name: str):
    template = TEMPLATES[name]

    lint(template.kind, template.ko, template.en)

    assert all(template.words(language).title for language in LANGUAGES)
    advertises = template.kind is Kind.MARKETING
    assert {"sender", "contact", "optout"} <= variables_of(template.ko) or not advertises
