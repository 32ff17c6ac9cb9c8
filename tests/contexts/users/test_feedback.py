"""Feedback: sent by users, read and answered by staff, told to who reacts."""

import pytest
from sqlalchemy import update

from moim.contexts.users.persistence import tables
from moim.kernel.ids import new_id
from tests.contexts.users.world import World, bearer

PATH = "/v1/feedback"
FORM = {"topic": "challenge", "text": "순위가 늦게 바뀝니다."}


async def signed_in(world: World, email: str = "minji@example.com", name: str = "민지"):
    id = await world.sign_up(email, name)
    return id, bearer((await world.sign_in(email))["access_token"])


async def a_staff(world: World):
    id = await world.sign_up("staff@example.com", "직원")
    staff = update(tables.users).where(tables.users.c.id == id).values(roles="staff,user")
    world.database.write(lambda c: c.execute(staff) and None).result()
    return id, bearer((await world.sign_in("staff@example.com"))["access_token"])


@pytest.mark.event(16)
async def test_feedback_is_kept_told_and_seen_by_its_sender(world: World) -> None:
    id, me = await signed_in(world)
    subject = str(new_id())

    sent = await world.client.post(PATH, json=FORM | {"subject_id": subject}, headers=me)

    assert sent.status_code == 201, sent.text
    assert world.published("FeedbackSubmitted") == [
        {
            "user_id": str(id),
            "feedback_id": sent.json()["id"],
            "topic": "challenge",
            "subject_id": subject,
        }
    ]
    (line,) = (await world.client.get(PATH, headers=me)).json()["items"]
    assert line == sent.json()
    assert (line["text"], line["answer"]) == (FORM["text"], None)


@pytest.mark.event(17)
async def test_staff_answers_once_and_the_sender_reads_it(world: World) -> None:
    id, me = await signed_in(world)
    sent = (await world.client.post(PATH, json=FORM, headers=me)).json()
    _, staff = await a_staff(world)
    path = f"{PATH}/{sent['id']}/answer"
    form = {"resolution": "planned", "text": "다음 달에 고칩니다."}

    waiting = (await world.client.get(f"{PATH}/all?answered=false", headers=staff)).json()
    answered = await world.client.post(path, json=form, headers=staff)
    again = await world.client.post(path, json=form, headers=staff | {"accept-language": "ko"})

    assert [one["id"] for one in waiting["items"]] == [sent["id"]]
    assert answered.status_code == 200, answered.text
    assert (again.status_code, again.json()["code"]) == (409, "feedback-already-answered")
    assert "이미 답변한" in again.json()["detail"]
    assert world.published("FeedbackAnswered") == [
        {
            "user_id": str(id),
            "feedback_id": sent["id"],
            "topic": "challenge",
            "subject_id": None,
            "resolution": "planned",
        }
    ]
    (line,) = (await world.client.get(PATH, headers=me)).json()["items"]
    assert (line["resolution"], line["answer"]) == ("planned", form["text"])
    assert not (await world.client.get(f"{PATH}/all?answered=false", headers=staff)).json()["items"]


async def test_who_is_not_staff_neither_reads_others_nor_answers(sqlite_world: World) -> None:
    world = sqlite_world
    _, owner = await signed_in(world)
    sent = (await world.client.post(PATH, json=FORM, headers=owner)).json()
    _, other = await signed_in(world, "second@example.com", "둘째")
    form = {"resolution": "done", "text": "했습니다."}

    assert not (await world.client.get(PATH, headers=other)).json()["items"]
    for answer in (
        await world.client.get(f"{PATH}/all", headers=other),
        await world.client.post(f"{PATH}/{sent['id']}/answer", json=form, headers=other),
    ):
        assert (answer.status_code, answer.json()["code"]) == (403, "role-missing")


async def test_what_nobody_sent_has_no_answer(sqlite_world: World) -> None:
    _, owner = await signed_in(sqlite_world)
    form = {"resolution": "done", "text": "했습니다."}

    answer = await sqlite_world.client.post(f"{PATH}/{new_id()}/answer", json=form, headers=owner)

    assert answer.status_code == 404


@pytest.mark.parametrize("text", ["", " \n ", "가" * 4_001, "숨은\u202e글"])
async def test_a_text_that_cannot_be_read_is_refused(sqlite_world: World, text: str) -> None:
    _, me = await signed_in(sqlite_world)

    answer = await sqlite_world.client.post(
        PATH, json=FORM | {"text": text}, headers=me | {"accept-language": "ko"}
    )

    assert answer.status_code == 422
    assert "feedback-text-not-allowed" in answer.text
    assert "4,000자" in answer.text


async def test_the_same_message_sent_twice_with_one_key_is_one(sqlite_world: World) -> None:
    _, me = await signed_in(sqlite_world)
    once = me | {"idempotency-key": "feedback-1"}

    answers = [await sqlite_world.client.post(PATH, json=FORM, headers=once) for _ in range(2)]

    assert answers[0].content == answers[1].content
    assert len(sqlite_world.published("FeedbackSubmitted")) == 1
