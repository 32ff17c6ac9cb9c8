"""Quiet hours, mutes, devices and the way out of letters, over HTTP."""

import pytest

from moim.contracts.community import CommentCreated, PostLiked
from moim.contracts.notifications import ConsentRequested, RefusalRequested
from moim.contracts.users import FeedbackAnswered, NotificationSettingsChanged, ProfileUpdated
from moim.kernel.ids import new_id
from tests.contexts.notifications.test_announcements import announced
from tests.contexts.notifications.world import ON_BOTH_DATABASES, World

HOURS = "notification-settings/quiet-hours"
NIGHT = {"windows": [{"start": "22:00", "end": "07:00", "days": [0, 1, 2, 3, 4, 5, 6]}]}
BROWSER = {
    "endpoint": "https://updates.push.services.mozilla.com/wpush/v2/abc",
    "keys": {"p256dh": "BA", "auth": "AA"},
    "label": "내 노트북",
}


@ON_BOTH_DATABASES
async def test_quiet_hours_are_kept_with_their_version(world: World):
    first = await world.seen(HOURS)
    assert first == {
        "windows": [],
        "summary_at": "08:00",
        "timezone": "Asia/Seoul",
        "version": 0,
    }

    put = await world.done("PUT", HOURS, NIGHT, **{"if-match": '"v0"'})

    assert put["windows"] == NIGHT["windows"]
    stale = await world.send("PUT", HOURS, NIGHT, **{"if-match": '"v0"'})
    assert (stale.status_code, stale.json()["code"]) == (412, "changed-meanwhile")
    assert (await world.seen(HOURS, new_id()))["windows"] == []


async def test_who_moves_to_another_zone_is_shown_their_hours_there(world: World):
    minji = await world.person("민지")
    before = await world.get(HOURS, minji)
    moved = {"nickname": "민지", "locale": "ko", "region": None, "timezone": "Asia/Kabul"}
    await world.happens(ProfileUpdated(user_id=minji, **moved))

    after = await world.get(HOURS, minji, headers={"if-none-match": before.headers["etag"]})

    assert (after.status_code, after.json()["timezone"]) == (200, "Asia/Kabul")


@pytest.mark.parametrize(
    "window",
    [
        {"start": "22:00", "end": "22:00"},
        {"start": "22:00", "end": "07:00", "days": [7]},
        {"start": "late", "end": "07:00"},
    ],
)
async def test_hours_that_are_none_are_refused(world: World, window):
    answer = await world.send("PUT", HOURS, {"windows": [window]})

    assert answer.status_code == 422


async def test_what_is_muted_is_heard_of_no_more_until_it_is_unmuted(world: World):
    author = await world.person("민지")
    post = await world.post(author)
    about = {"kind": "post", "subject_id": str(post)}

    await world.done("PUT", "notification-settings/mutes", about, user=author)
    await world.happens(PostLiked(post_id=post, user_id=new_id()))

    assert await world.told(author) == []
    muted = (await world.seen("notification-settings/mutes", author))["items"]
    assert [(one["kind"], one["subject_id"]) for one in muted] == [("post", str(post))]
    await world.done("DELETE", "notification-settings/mutes", about, user=author)
    await world.happens(PostLiked(post_id=post, user_id=new_id()))
    assert await world.told(author) == ["post-liked"]


async def test_a_device_is_known_once_shown_without_its_address_and_removed(world: World):
    minji = await world.person("민지")
    ids = {
        (await world.done("POST", "push-subscriptions", BROWSER, user=minji))["id"]
        for _ in range(2)
    }

    page = await world.seen("push-subscriptions", minji)
    assert [one["label"] for one in page["items"]] == ["내 노트북"]
    assert "mozilla" not in str(page)
    (id,) = ids
    stranger = await world.send("DELETE", f"push-subscriptions/{id}", user=new_id())
    assert stranger.status_code == 404
    await world.done("DELETE", f"push-subscriptions/{id}", user=minji)
    assert (await world.seen("push-subscriptions", minji))["items"] == []


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"provider": "webpush"}, 422, "push-subscription-incomplete"),
        ({"provider": "fcm", "token": "t"}, 409, "channel-not-offered"),
    ],
)
async def test_a_device_that_cannot_be_told_is_refused(world: World, body, status, code):
    answer = await world.send("POST", "push-subscriptions", body)

    assert (answer.status_code, answer.json()["code"]) == (status, code)


@pytest.mark.event(92)
@ON_BOTH_DATABASES
async def test_one_click_leaves_at_once_and_only_by_post(world: World):
    minji = await world.person("민지")
    wishes = {"feedback": {"email": True}}
    await world.happens(NotificationSettingsChanged(user_id=minji, settings=wishes))
    answered = {"user_id": minji, "topic": "app", "resolution": "done"}
    await world.happens(FeedbackAnswered(feedback_id=new_id(), **answered))
    (letter,) = world.letters.to(minji)
    link = letter.headers["List-Unsubscribe"].strip("<>")
    path = link.removeprefix("http://moim.test")

    looked = await world.client.get(path)
    await world.happens(FeedbackAnswered(feedback_id=new_id(), **answered))
    left = await world.client.post(path, content=b"List-Unsubscribe=One-Click")
    again = await world.client.post(path)
    await world.settle()
    await world.happens(FeedbackAnswered(feedback_id=new_id(), **answered))

    assert (looked.json()["purpose"], looked.json()["done"]) == ("service", False)
    assert (left.status_code, left.json()["done"], again.status_code) == (200, True, 200)
    assert len(world.letters.to(minji)) == 2
    assert [
        (event.user_id, event.channel, event.purpose) for event in world.published(RefusalRequested)
    ] == [(minji, "email", "service")]
    assert (await world.client.post("/v1/unsubscribe/forged")).status_code == 404


@pytest.mark.event(91)
async def test_who_follows_a_sale_is_asked_once_whether_they_agree_to_advertising(world: World):
    minji = await world.person("민지")
    for _ in range(2):
        sale = await announced(world, kind="sale")
        await world.done("PUT", f"announcements/{sale['id']}/follow", {}, user=minji)

    assert await world.told(minji) == ["consent-asked"]
    (asked,) = world.published(ConsentRequested)
    assert (asked.user_id, asked.channel, asked.purpose) == (minji, "app", "marketing")


async def test_a_mute_of_a_person_holds_for_what_they_do(world: World):
    author, loud = await world.person("민지"), await world.person("철수")
    post = await world.post(author)
    about = {"kind": "person", "subject_id": str(loud)}
    await world.done("PUT", "notification-settings/mutes", about, user=author)

    await world.happens(
        CommentCreated(comment_id=new_id(), post_id=post, parent_id=None, author_id=loud)
    )

    assert await world.told(author) == []
