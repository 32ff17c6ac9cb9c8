"""What leaves the house: once, at its time, tried again as the error says, never to the dead."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest

from moim.contexts.notifications.adapters.carrying import Accepted, NotSent
from moim.contexts.notifications.domain.channels import Channel, Lane
from moim.contexts.notifications.domain.retry import Failure
from moim.contexts.notifications.domain.sending import Parcel
from moim.contracts.community import PostLiked
from moim.contracts.notifications import NotificationSent
from moim.contracts.users import NotificationSettingsChanged, PasswordChanged, ProfileUpdated
from moim.kernel.ids import new_id
from moim.platform.mail import LetterRefused
from tests.contexts.notifications.test_announcements import announced
from tests.contexts.notifications.test_settings import BROWSER, NIGHT
from tests.contexts.notifications.world import ON_BOTH_DATABASES, REFUSED, World


class Bell:
    """A push channel that keeps what it is given, or fails as a test says."""

    def __init__(self) -> None:
        self.rung: list[Parcel] = []
        self.fails: list[NotSent] = []

    async def send(self, parcel: Parcel) -> Accepted:
        if self.fails:
            raise self.fails.pop(0)
        self.rung.append(parcel)
        return Accepted()


@pytest.fixture
async def bell():
    return Bell()


@pytest.fixture
async def world(database, tmp_path, bell):
    world = World(database, tmp_path, carriers={Channel.PUSH: bell})
    yield world
    await world.close()


async def with_device(world: World, nickname: str = "민지", number: int = 0) -> UUID:
    who = await world.person(nickname)
    device = BROWSER | {"endpoint": f"https://push.test/{number}"}
    await world.done("POST", "push-subscriptions", device, user=who)
    return who


async def liked(world: World, author: UUID, title: str = "한강") -> None:
    post = await world.post(author, title)
    await world.happens(PostLiked(post_id=post, user_id=new_id()))


async def push_of(world: World, author: UUID):
    (notice, *_) = await world.inbox(author)
    return await world.why(notice, "push", author)


@ON_BOTH_DATABASES
async def test_two_workers_on_one_database_send_each_thing_once(world: World, bell: Bell):
    people = [await with_device(world, str(number), number) for number in range(6)]
    posts = [await world.post(one) for one in people]
    cause = [PostLiked(post_id=post, user_id=new_id()) for post in posts]
    real, world.carrying.once = world.carrying.once, _none
    await world.happens(*cause)
    world.carrying.once = real

    await asyncio.gather(*(world.carrying.once(Lane.NORMAL) for _ in range(4)))

    assert sorted(parcel.sending.user_id for parcel in bell.rung) == sorted(people)
    pushed = [one for one in world.published(NotificationSent) if one.channel == "push"]
    await world.settle()
    assert len([one for one in world.published(NotificationSent) if one.channel == "push"]) == 6
    assert len(pushed) <= 6


async def _none(_lane: Lane) -> int:
    return 0


async def test_the_first_like_rings_and_the_rest_ring_once_more_at_the_end(world, bell):
    author = await with_device(world)
    post = await world.post(author)
    for _ in range(4):
        await world.happens(PostLiked(post_id=post, user_id=new_id()))
    assert [parcel.title for parcel in bell.rung] == ["1명이 회원님의 글을 좋아합니다"]

    world.pass_by(minutes=10)
    await world.settle()

    assert [parcel.title for parcel in bell.rung][1:] == ["4명이 회원님의 글을 좋아합니다"]


async def test_a_bundle_that_was_read_meanwhile_does_not_ring_again(world, bell):
    author = await with_device(world)
    post = await world.post(author)
    for _ in range(2):
        await world.happens(PostLiked(post_id=post, user_id=new_id()))
    await world.done("POST", "notifications/read", {}, user=author)

    world.pass_by(minutes=10)
    await world.settle()

    assert len(bell.rung) == 1


async def test_likes_are_bundled_for_who_has_pushes_alone_too(world, bell):
    author = await with_device(world)
    wishes = {"community": {"app": False}}
    await world.happens(NotificationSettingsChanged(user_id=author, settings=wishes))
    post = await world.post(author)
    for _ in range(4):
        await world.happens(PostLiked(post_id=post, user_id=new_id()))

    world.pass_by(minutes=10)
    await world.settle()

    assert [parcel.title[0] for parcel in bell.rung] == ["1", "4"]
    assert await world.inbox(author) == []


async def test_a_bundle_that_is_over_the_measure_rings_at_its_end_no_more_than_at_its_beginning(
    world, bell
):
    author = await with_device(world)
    for number in range(10):
        await liked(world, author, f"글 {number}")
    post = await world.post(author)
    for _ in range(3):
        await world.happens(PostLiked(post_id=post, user_id=new_id()))

    world.pass_by(minutes=10)
    await world.settle()

    assert len(bell.rung) == 10
    assert (await push_of(world, author))["now_reason"] == "too-frequent"


async def test_quiet_hours_put_off_a_push_until_they_are_over(world, bell):
    author = await with_device(world)
    await world.done("PUT", "notification-settings/quiet-hours", NIGHT, user=author)
    world.pass_by(hours=11)

    await liked(world, author)

    said = await push_of(world, author)
    assert (said["verdict"], said["reason"]) == ("defer", "quiet-hours")
    assert said["until"] == "2026-11-02T22:00:00Z"
    assert bell.rung == []
    world.pass_by(hours=8, minutes=10)
    await world.settle()
    assert len(bell.rung) == 1


async def test_all_whose_quiet_ends_on_one_minute_are_not_told_in_one_minute(world, bell):
    people = [await with_device(world, str(number), number) for number in range(12)]
    for one in people:
        await world.done("PUT", "notification-settings/quiet-hours", NIGHT, user=one)
    world.pass_by(hours=11)
    for one in people:
        await liked(world, one)
    world.pass_by(hours=8)

    told = []
    for _ in range(10):
        world.pass_by(minutes=1)
        await world.settle()
        told.append(len(bell.rung))

    assert told[-1] == 12, "within ten minutes"
    assert 0 < told[4] < 12


async def test_what_waited_is_judged_by_the_hours_of_where_the_person_is_by_then(world, bell):
    author = await with_device(world)
    await world.done("PUT", "notification-settings/quiet-hours", NIGHT, user=author)
    world.pass_by(hours=11)
    await liked(world, author)
    world.pass_by(hours=6)
    profile = {"nickname": "민지", "region": None, "locale": "ko"}
    await world.happens(ProfileUpdated(user_id=author, timezone="Asia/Kabul", **profile))

    world.pass_by(hours=2, minutes=10)  # 07:10 in Seoul is 02:40 in Kabul
    await world.settle()

    assert bell.rung == []
    world.pass_by(hours=4, minutes=30)
    await world.settle()
    assert len(bell.rung) == 1


async def test_a_failure_is_tried_again_after_the_providers_own_wait(world, bell):
    author = await with_device(world)
    bell.fails = [NotSent(Failure.TRANSIENT, "429", retry_after_s=120)]
    await liked(world, author)
    assert (await push_of(world, author))["now_reason"] == "retry:429"

    world.pass_by(seconds=119)
    await world.settle()
    assert bell.rung == []
    world.pass_by(seconds=2)
    await world.settle()

    assert len(bell.rung) == 1


async def test_a_social_push_is_given_up_after_five_tries(world, bell):
    author = await with_device(world)
    bell.fails = [NotSent(Failure.TRANSIENT, "503") for _ in range(9)]
    await liked(world, author)

    for _ in range(8):
        world.pass_by(minutes=30)
        await world.settle()

    said = await push_of(world, author)
    assert (said["now"], said["now_reason"], said["attempts"]) == ("failed", "503", 5)


async def test_what_is_of_no_use_any_more_is_not_sent(world, bell):
    author = await with_device(world)
    bell.fails = [NotSent(Failure.TRANSIENT, "503")]
    await liked(world, author)

    world.pass_by(hours=7)
    await world.settle()

    said = await push_of(world, author)
    assert (said["now"], said["now_reason"], bell.rung) == ("withheld", "expired", [])


async def test_a_dead_device_is_forgotten_and_nothing_more_is_sent_there(world, bell):
    author = await with_device(world)
    (device,) = (await world.seen("push-subscriptions", author))["items"]
    bell.fails = [NotSent(Failure.DEAD_ADDRESS, "410", dead=(UUID(device["id"]),))]

    await liked(world, author, "첫째")
    await liked(world, author, "둘째")

    assert (await world.seen("push-subscriptions", author))["items"] == []
    assert (await push_of(world, author))["reason"] == "no-address"
    assert bell.rung == []


async def test_a_dead_mail_address_stays_dead_for_whoever_registers_it_again(world):
    minji = await world.person("민지", email_hash="ab" * 32)
    world.letters.fails = REFUSED
    await world.happens(PasswordChanged(user_id=minji))
    world.letters.fails = None

    await world.happens(PasswordChanged(user_id=minji))
    other = await world.person("또민지", email_hash="ab" * 32)
    await world.happens(PasswordChanged(user_id=other))

    assert world.letters.sent == []
    (notice,) = await world.inbox(other)
    why = await world.why(notice, "email", other)
    assert why["reason"] == "address-suppressed"


async def test_a_letter_that_is_refused_for_what_it_is_takes_no_address_away(world):
    minji = await world.person("민지")
    world.letters.fails = LetterRefused("554")
    await world.happens(PasswordChanged(user_id=minji))
    world.letters.fails = None

    (notice,) = await world.inbox(minji)
    why = await world.why(notice, "email", minji)
    assert (why["now"], why["now_reason"]) == ("failed", "letter-refused")
    await world.happens(PasswordChanged(user_id=minji))
    assert len(world.letters.to(minji)) == 1


async def test_a_mail_server_that_is_away_is_asked_again_within_the_hour(world):
    minji = await world.person("민지")
    world.letters.fails = ConnectionRefusedError()
    await world.happens(PasswordChanged(user_id=minji))
    world.letters.fails = None

    world.pass_by(seconds=5)
    await world.settle()

    assert len(world.letters.to(minji)) == 1
    first = world.letters.sent[0]
    assert first.message_id is not None
    assert first.message_id.endswith("@moim.test>")


async def test_what_is_over_the_measure_waits_for_monday_s_letter(world, bell):
    author = await with_device(world)
    for number in range(12):
        await liked(world, author, f"글 {number}")

    assert len(bell.rung) == 10
    assert (await push_of(world, author))["now_reason"] == "too-frequent"
    world.pass_by(days=6, hours=20)
    await world.settle()
    (letter,) = world.letters.to(author)
    assert "글 11" in letter.text


async def test_the_end_of_a_bundle_that_falls_into_the_night_rings_in_the_morning(world, bell):
    author = await with_device(world)
    await world.done("PUT", "notification-settings/quiet-hours", NIGHT, user=author)
    world.pass_by(hours=9, minutes=55)  # 21:55
    post = await world.post(author)
    for _ in range(3):
        await world.happens(PostLiked(post_id=post, user_id=new_id()))

    world.pass_by(minutes=10)
    await world.settle()
    assert len(bell.rung) == 1
    world.pass_by(hours=9, minutes=6)
    await world.settle()

    assert [parcel.title[0] for parcel in bell.rung] == ["1", "3"]


async def test_who_wants_no_quiet_any_more_does_not_wait_for_its_end(world, bell):
    author = await with_device(world)
    await world.done("PUT", "notification-settings/quiet-hours", NIGHT, user=author)
    world.pass_by(hours=11)
    await liked(world, author)
    later = {"windows": [{"start": "22:00", "end": "23:30"}]}
    await world.done("PUT", "notification-settings/quiet-hours", later, user=author)
    assert bell.rung == []

    await world.done("PUT", "notification-settings/quiet-hours", {"windows": []}, user=author)

    assert len(bell.rung) == 1


async def test_a_night_s_worth_is_measured_like_a_day_s(world, bell):
    author = await with_device(world)
    await world.done("PUT", "notification-settings/quiet-hours", NIGHT, user=author)
    await world.consents(author, "push")
    world.pass_by(hours=11)
    for number in range(11):
        await liked(world, author, f"글 {number}")
    for title in ("신발", "모자", "양말"):
        await announced(world, kind="sale", title=f"{title} 세일", segment="everyone")
    assert bell.rung == []

    world.pass_by(hours=9, minutes=10)
    await world.settle()

    kinds = [parcel.template for parcel in bell.rung]
    assert (kinds.count("post-liked"), kinds.count("advertisement")) == (10, 2)


async def test_a_channel_that_nobody_set_up_fails_and_says_so(database, tmp_path):
    world = World(database, tmp_path)
    author = await with_device(world)

    await liked(world, author)

    said = await push_of(world, author)
    assert (said["now"], said["now_reason"]) == ("failed", "channel-not-configured")
    await world.close()


async def test_a_crash_between_sending_and_noting_is_taken_up_after_two_minutes(world, bell):
    author = await with_device(world)
    real = world.carrying._send

    async def dies(parcel: Parcel) -> None:
        await bell.send(parcel)
        raise ConnectionAbortedError

    world.carrying._send = dies
    with pytest.raises(ConnectionAbortedError):
        await liked(world, author)
    world.carrying._send = real

    await world.settle()
    assert len(bell.rung) == 1, "held for whoever had it"
    world.now += timedelta(minutes=2, seconds=1)
    await world.settle()
    assert [parcel.sending.attempts for parcel in bell.rung] == [1, 2]


async def test_which_way_a_text_went_is_told_to_its_reader(database, tmp_path):
    class Kakao(Bell):
        async def send(self, parcel: Parcel) -> Accepted:
            return Accepted(by="sms-instead-of-alimtalk:3041")

    world = World(database, tmp_path, carriers={Channel.PUSH: Kakao()})
    author = await with_device(world)

    await liked(world, author)

    said = await push_of(world, author)
    assert (said["now"], said["now_reason"]) == ("sent", "accepted:sms-instead-of-alimtalk:3041")
    await world.close()


async def test_an_advertisement_that_failed_is_not_begun_again_in_the_night(world, bell):
    minji = await with_device(world)
    for channel in ("push", "app"):
        await world.consents(minji, channel)
    bell.rung.clear()
    world.pass_by(hours=8, minutes=54)  # 20:54 in Seoul
    bell.fails = [NotSent(Failure.TRANSIENT, "503", retry_after_s=90)]

    await announced(world, kind="sale", segment="everyone")

    said = await push_of(world, minji)
    assert (said["now"], said["now_reason"]) == ("failed", "legal-night")
    world.pass_by(hours=12)
    await world.settle()
    assert bell.rung == []


async def test_who_agreed_to_the_night_is_tried_again_in_it(world, bell):
    minji = await with_device(world)
    for channel in ("push", "app"):
        await world.consents(minji, channel)
    bell.rung.clear()
    await world.consents(minji, "push", "night")
    bell.rung.clear()
    world.pass_by(hours=8, minutes=54)
    bell.fails = [NotSent(Failure.TRANSIENT, "503", retry_after_s=90)]

    await announced(world, kind="sale", segment="everyone")
    world.pass_by(seconds=91)
    await world.settle()

    assert len(bell.rung) == 1
