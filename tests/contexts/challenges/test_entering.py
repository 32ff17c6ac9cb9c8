"""Making challenges, entering and leaving them."""

from datetime import timedelta

import pytest

from moim.contracts.users import Account, EmailVerified, ProfileUpdated, UserLoggedIn
from tests.contexts.challenges.world import (
    ENDS,
    NOON,
    ON_BOTH_DATABASES,
    Person,
    World,
    registered,
)


@pytest.mark.event(41)
@ON_BOTH_DATABASES
async def test_a_challenge_is_made_as_a_draft_that_only_its_organiser_sees(world: World):
    organiser, stranger = await world.people(2)

    answer = await organiser.try_make(state="draft", target=100_000)

    assert answer.status_code == 201
    made = answer.json()
    assert made["state"] == "draft"
    (event,) = world.published("ChallengeCreated")
    assert (event["challenge_id"], event["metric"], event["target"]) == (
        made["id"],
        "distance",
        100_000,
    )
    assert (await organiser.seen(f"/{made['id']}"))["title"] == "11월 달리기"
    assert (await stranger.send("GET", f"/{made['id']}")).status_code == 404
    assert (await stranger.seen(""))["items"] == []
    announced = await organiser.send("PATCH", f"/{made['id']}", json={"state": "announced"})
    assert announced.status_code == 200, announced.text
    assert [one["id"] for one in (await stranger.seen("", state="running"))["items"]] == [
        made["id"]
    ]


async def test_the_same_request_sent_twice_makes_one_challenge(world: World):
    organiser = await world.person()
    body = {"title": "하나", "starts_at": NOON.isoformat(), "ends_at": ENDS.isoformat()}
    headers = {"idempotency-key": "k1"}

    first = await organiser.send("POST", "", json=body, headers=headers)
    second = await organiser.send("POST", "", json=body, headers=headers)

    assert first.json()["id"] == second.json()["id"]
    assert len(world.rows("challenges")) == 1


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        ({"kind": "fastest", "metric": "time"}, "challenge-terms"),
        ({"kind": "streak", "metric": "distance"}, "challenge-terms"),
        ({"kind": "group_goal"}, "challenge-terms"),
        ({"sport": "chess"}, "challenge-terms"),
        ({"timezone": "Mars/Base"}, "challenge-terms"),
        ({"by_team": True, "kind": "longest"}, "challenge-terms"),
        ({"visibility": "club"}, "challenge-terms"),
        ({"ends_at": "2026-11-02T00:00:00Z"}, "challenge-period"),
        ({"ends_at": "2036-11-02T00:00:00Z"}, "challenge-period"),
    ],
)
async def test_terms_that_nobody_could_take_part_in_are_refused(world: World, terms, code):
    organiser = await world.person()

    answer = await organiser.try_make(**terms)

    assert (answer.status_code, answer.json()["code"]) == (422, code)


@pytest.mark.event(42)
@pytest.mark.event(47)
@ON_BOTH_DATABASES
async def test_joining_counts_what_was_run_in_the_period_before(world: World):
    organiser, runner = await world.people(2)
    challenge = await organiser.makes()
    await runner.runs(5_000)
    await runner.runs(7_000, at=NOON - timedelta(days=20))

    entry = await runner.joins(challenge)

    assert (entry["state"], entry["value"]) == ("in", 5_000)
    assert world.published("ChallengeJoined") == [
        {"challenge_id": challenge, "user_id": str(runner.id)}
    ]
    (added,) = world.published("ParticipantAdded")
    assert added["by"] == str(runner.id)
    assert (await runner.seen(f"/{challenge}"))["entrants"] == 1
    assert (await runner.send("PUT", f"/{challenge}/entries/me")).status_code == 200
    assert len(world.published("ChallengeJoined")) == 1


@pytest.mark.event(51)
@pytest.mark.event(59)
@ON_BOTH_DATABASES
async def test_who_left_comes_back_with_the_earlier_results(world: World):
    organiser, runner = await world.people(2)
    challenge = await organiser.makes()
    await runner.joins(challenge)
    await runner.runs(5_000)

    assert (await runner.send("DELETE", f"/{challenge}/entries/me")).status_code == 204
    assert (await runner.send("GET", f"/{challenge}/entries/me")).status_code == 404
    assert (await organiser.seen(f"/{challenge}/ranking"))["items"] == []
    assert len(world.published("ParticipationCancelled")) == 1
    await runner.runs(2_000)
    entry = await runner.joins(challenge)

    assert entry["value"] == 7_000
    assert len(world.published("ChallengeRejoined")) == 1
    assert len(world.published("ChallengeJoined")) == 1
    assert (await runner.entry(challenge))["rank"] == 1


@pytest.mark.event(48)
async def test_the_organiser_adds_and_removes_and_nobody_else_does(world: World):
    organiser, runner = await world.people(2)
    challenge = await organiser.makes(visibility="invitation")

    assert (await runner.send("PUT", f"/{challenge}/entries/{organiser.id}")).status_code == 403
    added = await organiser.send("PUT", f"/{challenge}/entries/{runner.id}")
    assert added.json()["state"] == "in"
    assert (await runner.entry(challenge))["state"] == "in"
    people = (await organiser.seen(f"/{challenge}/entries"))["items"]
    assert [(one["user_id"], one["nickname"]) for one in people] == [(str(runner.id), "러너1")]
    removed = await organiser.send(
        "DELETE", f"/{challenge}/entries/{runner.id}", json={"reason": "duplicate"}
    )

    assert removed.status_code == 204
    (event,) = world.published("ParticipantRemoved")
    assert (event["by"], event["reason"]) == (str(organiser.id), "duplicate")
    again = await runner.send("PUT", f"/{challenge}/entries/me")
    assert (again.status_code, again.json()["code"]) == (403, "removed-from-challenge")


async def test_an_invitation_lets_people_see_and_enter(world: World):
    organiser, runner = await world.people(2)
    challenge = await organiser.makes(visibility="invitation")
    code = (await organiser.seen(f"/{challenge}"))["invitation"]

    for page in ("", "/ranking", "/results", "/reviews", "/feed", "/entries", "/improvements"):
        assert (await runner.send("GET", f"/{challenge}{page}")).status_code == 404, page
    refused = await runner.send("PUT", f"/{challenge}/entries/me", json={"invitation": "x"})
    assert (refused.status_code, refused.json()["code"]) == (403, "not-invited")
    seen = await runner.seen(f"/{challenge}", invitation=code)
    assert "invitation" not in seen
    await runner.joins(challenge, invitation=code)
    assert (await runner.seen(f"/{challenge}"))["entry"]["state"] == "in"


@pytest.mark.row(180)
async def test_a_challenge_of_a_region_age_and_gender_lets_those_in(world: World):
    organiser, runner = await world.people(2)
    challenge = await organiser.makes(region="서울특별시", age_group="30s", gender="female")
    claims = {"age_group": "30s", "gender": "female"}

    refused = await runner.send("PUT", f"/{challenge}/entries/me", json=claims)
    assert refused.json()["code"] == "outside-challenge-group"
    await world.happens(
        ProfileUpdated(
            user_id=runner.id,
            nickname="한강",
            region="서울특별시 마포구",
            locale="ko",
            timezone="Asia/Seoul",
            region_public=True,
        )
    )
    wrong = await runner.send("PUT", f"/{challenge}/entries/me", json=claims | {"age_group": "40s"})
    assert wrong.json()["code"] == "outside-challenge-group"
    await runner.joins(challenge, **claims)
    await runner.runs(1_000)

    (line,) = (await runner.seen(f"/{challenge}/ranking"))["items"]
    assert line["nickname"] == "한강"
    region = await runner.seen(f"/{challenge}/ranking", around="region")
    assert (region["me"]["rank"], region["size"]) == (1, 1)


async def test_a_province_lists_the_challenges_of_its_districts(world: World):
    organiser = await world.person()
    whole, part = [await organiser.makes(region=f"서울특별시{more}") for more in ("", " 마포구")]
    await organiser.makes(region="부산광역시")

    async def listed(region: str) -> set[str]:
        return {one["id"] for one in (await organiser.seen("", region=region))["items"]}

    assert await listed("서울특별시") == {whole, part}
    assert await listed("서울특별시 마포구") == {part}
    assert await listed("서울%") == set()


@pytest.mark.row(1)
async def test_who_signed_up_may_enter_what_has_no_prize(world: World):
    organiser, runner = await world.person("주최"), Person(world)
    challenge = await organiser.makes()
    adds = f"/{challenge}/entries/{runner.id}"
    refused = await organiser.send("PUT", adds)
    assert (refused.status_code, refused.json()["code"]) == (403, "not-eligible")

    await world.happens(registered(runner.id, "러너"))

    assert (await runner.seen("/eligibility"))["eligibility"] == "open"
    assert (await organiser.send("PUT", adds)).status_code == 200
    (listed,) = (await organiser.seen(f"/{challenge}/entries"))["items"]
    assert listed["nickname"] == "러너"
    refused = await runner.send("PUT", f"/{await organiser.makes(prize=True)}/entries/me")
    assert (refused.status_code, refused.json()["code"]) == (403, "not-eligible")


async def test_an_account_older_than_challenges_enters_what_has_no_prize(world: World):
    organiser, unheard_of = await world.person(), Person(world)
    open_to_all, with_prize = await organiser.makes(), await organiser.makes(prize=True)

    assert (await unheard_of.seen("/eligibility"))["eligibility"] == "open"
    await unheard_of.joins(open_to_all)
    refused = await unheard_of.send("PUT", f"/{with_prize}/entries/me")
    assert (refused.status_code, refused.json()["code"]) == (403, "not-eligible")
    await unheard_of.runs(3_000)
    assert (await unheard_of.entry(open_to_all))["rank"] == 1


def older(nickname: str, *, verified: bool = True, locked: bool = False) -> Account:
    """An account that told everything before challenges was there."""
    return Account(
        nickname=nickname,
        region="서울 마포구",
        locale="ko",
        timezone="Asia/Seoul",
        verified=verified,
        locked=locked,
    )


@ON_BOTH_DATABASES
async def test_what_an_older_account_told_before_is_asked_for_when_it_enters(world: World):
    organiser, minji, junho = await world.person(), Person(world), Person(world)
    world.accounts.of = {minji.id: older("민지"), junho.id: older("준호", verified=False)}
    with_prize = await organiser.makes(prize=True, region="서울")

    assert (await minji.seen("/eligibility"))["eligibility"] == "full"
    await minji.joins(with_prize)
    assert (await junho.seen("/eligibility"))["eligibility"] == "open"
    refused = await junho.send("PUT", f"/{with_prize}/entries/me")
    assert (refused.status_code, refused.json()["code"]) == (403, "not-eligible")
    await minji.runs(3_000)
    (first,) = (await organiser.seen(f"/{with_prize}/ranking"))["items"]
    assert first["nickname"] == "민지"
    world.accounts.of = {}  # asked once: from then on it is known
    assert (await minji.seen("/eligibility"))["eligibility"] == "full"


async def test_an_organiser_enters_an_older_account_and_no_locked_one(world: World):
    organiser, minji, locked = await world.person(), Person(world), Person(world)
    nobody = Person(world)
    world.accounts.of = {minji.id: older("민지"), locked.id: older("잠김", locked=True)}
    challenge = await organiser.makes()

    added = await organiser.send("PUT", f"/{challenge}/entries/{minji.id}")
    assert added.status_code in {200, 201}, added.text
    refused = await organiser.send("PUT", f"/{challenge}/entries/{locked.id}")
    assert (refused.status_code, refused.json()["code"]) == (403, "account-locked")
    refused = await organiser.send("PUT", f"/{challenge}/entries/{nobody.id}")
    assert (refused.status_code, refused.json()["code"]) == (403, "not-eligible")


async def test_an_older_account_is_known_from_its_next_sign_in(world: World):
    minji = Person(world)
    world.accounts.of = {minji.id: older("민지")}

    await world.happens(UserLoggedIn(user_id=minji.id, method="password", device_label=None))

    (row,) = world.rows("people")
    assert (row.nickname, row.eligibility, row.region) == ("민지", "full", "서울 마포구")


@pytest.mark.row(17)
async def test_a_verified_address_opens_challenges_with_a_prize(world: World):
    runner, organiser = await world.people(2)

    await world.happens(EmailVerified(user_id=runner.id))

    assert (await runner.seen("/eligibility"))["eligibility"] == "full"
    await runner.joins(await organiser.makes(prize=True))


async def test_a_full_challenge_takes_nobody_more(world: World):
    organiser, first, second = await world.people(3)
    challenge = await organiser.makes(entrants_max=1)

    await first.joins(challenge)
    refused = await second.send("PUT", f"/{challenge}/entries/me")
    assert (refused.status_code, refused.json()["code"]) == (409, "challenge-full")
    await first.send("DELETE", f"/{challenge}/entries/me")
    await second.joins(challenge)


async def test_a_stale_version_changes_nothing(world: World):
    organiser, stranger = await world.people(2)
    challenge = await organiser.makes()

    stale = await organiser.send(
        "PATCH", f"/{challenge}", json={"title": "새 이름"}, headers={"if-match": '"v9"'}
    )

    assert stale.status_code == 412
    foreign = await stranger.send("PATCH", f"/{challenge}", json={"title": "내 것"})
    assert foreign.json()["code"] == "not-organiser"
    assert (await organiser.seen(f"/{challenge}"))["title"] == "11월 달리기"
