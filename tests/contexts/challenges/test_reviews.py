"""Doubted results: who decides, what the end waits for, and what becomes of the undecided."""

from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID

import pytest

from moim.contexts.challenges.adapters.proving import verify
from moim.contracts.users import (
    Account,
    AccountLocked,
    AccountUnlocked,
    LoginFailed,
    UserWithdrew,
)
from moim.contracts.workouts import WorkoutDeleted, WorkoutsSynced, WorkoutUpdated
from moim.kernel.ids import new_id
from tests.contexts.challenges.tracks import city_drive, track
from tests.contexts.challenges.world import ENDS, NOON, ON_BOTH_DATABASES, Person, World

DOUBT = {"reason": "too-fast", "note": "GPS가 튄 것 같아요."}
ACCOUNT = Account(
    nickname="누구", region=None, locale="ko", timezone="Asia/Seoul", verified=True, locked=False
)


async def doubted(by: Person, challenge: str, whose: Person, nth: int = 0) -> str:
    """Somebody's result is doubted; the path of the review."""
    results = await by.seen(f"/{challenge}/results", user_id=str(whose.id))
    path = f"/{challenge}/results/{results['items'][nth]['id']}/reviews"
    asked = await by.send("POST", path, json=DOUBT)
    assert asked.status_code == 201, asked.text
    return f"/{challenge}/reviews/{asked.json()['id']}"


async def decides(by: Person, review: str, decision: str = "exclude", **more: Any) -> str:
    """What the decision is answered with: its code, or nothing."""
    answer = await by.send("PATCH", review, json={"decision": decision, **more})
    return str(answer.json().get("code", ""))


async def objects(by: Person, review: str) -> str:
    answer = await by.send("PUT", f"{review}/appeal", json={"text": "제 기록이 맞습니다."})
    return str(answer.json().get("code", ""))


async def types(by: Person, challenge: str, value: float) -> UUID:
    body, result = {"value": value, "at": NOON.isoformat()}, new_id()
    answer = await by.send("PUT", f"/{challenge}/results/{result}", json=body)
    assert answer.status_code == 200, answer.text
    return result


async def ranked(by: Person, challenge: str) -> list[tuple[str, float]]:
    page = await by.seen(f"/{challenge}/ranking")
    return [(line["user_id"], line["value"]) for line in page["items"]]


async def state_of(by: Person, challenge: str) -> str:
    return str((await by.seen(f"/{challenge}"))["state"])


@ON_BOTH_DATABASES
async def test_the_end_waits_for_a_review_and_comes_with_its_decision(world: World):
    organiser, runner, rival = await world.people(3)
    challenge = await organiser.makes()
    for one, metres in ((runner, 9_000), (rival, 5_000)):
        await one.joins(challenge)
        await one.runs(metres)
    review = await doubted(rival, challenge, runner)
    assert [len(await one.told("review")) for one in (organiser, runner, rival)] == [1, 1, 1]

    await world.becomes(ENDS)

    seen = await runner.seen(f"/{challenge}")
    assert (seen["state"], seen["waits_until"]) == ("ended", "2026-12-08T00:00:00Z")
    assert world.published("ChallengeEnded") == []
    await world.passes(minutes=1)
    await runner.runs(50_000, at=ENDS - timedelta(hours=3))
    assert (await runner.entry(challenge))["value"] == 9_000, "what comes late does not count"
    assert await decides(organiser, review, "correct", value=4_000) == ""
    await world.passes(days=3)

    seen = await runner.seen(f"/{challenge}")
    assert (seen["state"], seen["waits_until"]) == ("final", None)
    assert await ranked(rival, challenge) == [(str(rival.id), 5_000), (str(runner.id), 4_000)]
    assert [(await one.told("end"))[0]["data"]["rank"] for one in (runner, rival)] == [2, 1]
    assert len(world.published("ChallengeEnded")) == 1
    assert (await verify(world.context, world.blobs, UUID(challenge))).holds
    assert await world.parked() == []


async def test_a_result_that_is_kept_holds_up_nothing_any_more(world: World):
    organiser, runner = await world.people(2)
    challenge = await organiser.makes()
    await runner.joins(challenge)
    await runner.runs(9_000)
    review = await doubted(organiser, challenge, runner)
    await world.becomes(ENDS)

    assert await decides(organiser, review, "keep") == ""
    await world.settle()

    assert await state_of(runner, challenge) == "final"
    assert await decides(organiser, review, "exclude") == "challenge-state"
    assert await objects(runner, review) == "challenge-state"
    late = await organiser.send("PATCH", review, json={"decision": "keep"})
    assert late.json()["detail"] == "챌린지의 지금 상태(순위 확정)에서는 할 수 없습니다."


@ON_BOTH_DATABASES
async def test_whoever_was_taken_out_at_the_end_may_still_object(world: World):
    organiser, runner = await world.people(2)
    moderator = Person(world, roles=("user", "moderator"))
    challenge = await organiser.makes()
    await runner.joins(challenge)
    await runner.runs(9_000)
    review = await doubted(organiser, challenge, runner)
    world.now = ENDS - timedelta(minutes=1)
    await decides(organiser, review)
    await world.becomes(ENDS + timedelta(days=2))
    assert await state_of(runner, challenge) == "ended"

    assert await objects(runner, review) == ""
    await world.passes(days=2)
    assert await state_of(runner, challenge) == "ended"
    assert await decides(moderator, review, "keep") == ""
    await world.settle()

    assert await state_of(runner, challenge) == "final"
    assert await ranked(runner, challenge) == [(str(runner.id), 9_000)]


async def test_who_does_not_object_holds_the_end_up_for_three_days(world: World):
    organiser, runner = await world.people(2)
    challenge = await organiser.makes()
    await runner.joins(challenge)
    workout = await runner.runs(9_000, at=ENDS - timedelta(hours=2))
    world.tracks.shown[workout] = _drive(workout, runner)
    world.now = ENDS - timedelta(minutes=1)
    await world.passes(seconds=5)
    assert (await runner.entry(challenge))["rank"] is None

    await world.becomes(ENDS + timedelta(days=2))
    assert await state_of(runner, challenge) == "ended"
    await world.passes(days=1)

    assert await state_of(runner, challenge) == "final"
    assert await objects(runner, await _only_review(runner, challenge)) == "challenge-state"


def _drive(workout: UUID, runner: Person) -> Any:
    return track(workout, runner.id, city_drive())


async def _only_review(by: Person, challenge: str) -> str:
    (review,) = (await by.seen(f"/{challenge}/reviews"))["items"]
    return f"/{challenge}/reviews/{review['id']}"


@ON_BOTH_DATABASES
async def test_what_nobody_decides_in_a_week_is_as_it_was_before_the_doubt(world: World):
    organiser, measured, typed, held, excluded = await world.people(5)
    challenge = await organiser.makes(by_hand=True)
    for one in (measured, typed, held, excluded):
        await one.joins(challenge)
    await measured.runs(9_000)
    await excluded.runs(8_000)
    await types(typed, challenge, 7_000)
    failed = LoginFailed(
        user_id=held.id, email_hash="h", reason="wrong-password", failures_in_window=3
    )
    await world.happens(failed)
    await types(held, challenge, 6_000)
    appealed = await doubted(organiser, challenge, excluded)
    await decides(organiser, appealed)
    await objects(excluded, appealed)
    for one in (measured, typed):
        await doubted(organiser, challenge, one)
    as_it_was = [(str(measured.id), 9_000), (str(typed.id), 7_000)]
    assert await ranked(organiser, challenge) == as_it_was, "a doubt moves nobody"

    for waited in (timedelta(0), timedelta(days=6, hours=23)):
        await world.becomes(ENDS + waited)
    assert await state_of(organiser, challenge) == "ended"
    await world.passes(hours=1)

    assert await state_of(organiser, challenge) == "final"
    assert await ranked(organiser, challenge) == as_it_was
    reviews = (await organiser.seen(f"/{challenge}/reviews"))["items"]
    assert {(one["user_id"], one["decision"], one["lapsed"], one["open"]) for one in reviews} == {
        (str(measured.id), "keep", True, False),
        (str(typed.id), "keep", True, False),
        (str(held.id), "exclude", True, False),
        (str(excluded.id), "exclude", True, False),
    }
    lines = (await typed.seen(f"/{challenge}/results/lines"))["items"]
    assert (lines[0]["reason"], lines[0]["by"], lines[0]["after"]) == ("review-lapsed", None, 7_000)
    assert world.published("ChallengeEnded")[0]["final_ranking_size"] == 2
    assert (await verify(world.context, world.blobs, UUID(challenge))).holds
    assert await world.parked() == []


async def test_what_was_looked_at_and_stands_is_doubted_anew_by_the_organiser_alone(world: World):
    organiser, typed, rival, another = await world.people(4)
    challenge = await organiser.makes(by_hand=True)
    for one in (typed, rival, another):
        await one.joins(challenge)
    result = await types(typed, challenge, 7_000)
    review = await doubted(rival, challenge, typed)
    assert await decides(organiser, review, "keep") == ""

    for one in (rival, another):
        again = await one.send("POST", f"/{challenge}/results/{result}/reviews", json=DOUBT)
        assert (again.status_code, again.json()["code"]) == (409, "result-believed")

    again = await organiser.send("POST", f"/{challenge}/results/{result}/reviews", json=DOUBT)
    assert again.status_code == 201


@ON_BOTH_DATABASES
async def test_a_doubted_place_stands_and_says_so_until_it_is_decided(world: World):
    organiser, typed, rival, held = await world.people(4)
    challenge = await organiser.makes(by_hand=True)
    for one in (typed, rival, held):
        await one.joins(challenge)
    await types(typed, challenge, 7_000)
    await types(rival, challenge, 6_000)
    failed = LoginFailed(
        user_id=held.id, email_hash="h", reason="wrong-password", failures_in_window=3
    )
    await world.happens(failed)
    await types(held, challenge, 9_000)
    await world.passes(seconds=5)

    async def seen(tag: str = "") -> tuple[str, list[tuple[float, bool]]]:
        headers = {"if-none-match": tag}
        told = await rival.send("GET", f"/{challenge}/ranking", headers=headers)
        items = told.json()["items"] if told.status_code == 200 else []
        return told.headers["etag"], [(one["value"], one["in_doubt"]) for one in items]

    hints: list[str] = []
    world.hub.tell = lambda topic, revision: hints.append(topic)  # type: ignore[method-assign]
    sure, lines = await seen()
    assert lines == [(7_000, False), (6_000, False)]
    review = await doubted(rival, challenge, typed)
    await world.keeper.tell()
    assert hints == [f"challenge:{challenge}"], "who watches reads it"
    doubtful, lines = await seen(sure)
    assert lines == [(7_000, True), (6_000, False)]
    assert (await typed.entry(challenge))["rank"] == 1
    own = (await typed.seen(f"/{challenge}/results"))["items"]
    assert [(one["state"], one["counts"]) for one in own] == [("review", True)]
    own = (await held.seen(f"/{challenge}/results"))["items"]
    assert [(one["state"], one["counts"]) for one in own] == [("review", False)]
    assert (await verify(world.context, world.blobs, UUID(challenge))).holds
    assert await decides(organiser, review, "keep") == ""
    assert (await seen(doubtful))[1] == [(7_000, False), (6_000, False)]
    (over,) = world.published("ResultCorrected")
    assert (over["user_id"], over["before"], over["after"]) == (str(typed.id), 7_000, 7_000)


async def test_an_appeal_against_a_correction_brings_the_value_back(world: World):
    organiser, runner, typed = await world.people(3)
    moderator = Person(world, roles=("user", "moderator"))
    challenge = await organiser.makes(by_hand=True)
    for one in (runner, typed):
        await one.joins(challenge)
    await runner.runs(9_000)
    await types(typed, challenge, 7_000)
    for one in (runner, typed):
        review = await doubted(organiser, challenge, one)
        await decides(organiser, review, "correct", value=2_000)
        again = await doubted(organiser, challenge, one)
        assert await decides(organiser, again, "keep") == ""
        assert (await one.entry(challenge))["value"] == 2_000, "a doubt undoes no correction"
        assert (await verify(world.context, world.blobs, UUID(challenge))).holds
        await objects(one, review)
        assert await decides(moderator, review, "keep") == ""

    assert await ranked(organiser, challenge) == [(str(runner.id), 9_000), (str(typed.id), 7_000)]
    assert (await verify(world.context, world.blobs, UUID(challenge))).holds


@ON_BOTH_DATABASES
async def test_what_only_the_rules_doubt_holds_up_an_end_where_something_is_to_be_won(
    world: World,
):
    organiser = await world.person()
    runner = await world.person("민지", verified=True)
    for_fun, to_win = await organiser.makes(), await organiser.makes(prize=True)
    for challenge in (for_fun, to_win):
        await runner.joins(challenge)
    workout = await runner.runs(9_000)
    world.tracks.shown[workout] = track(workout, runner.id, [3.0] * 1_800, noise_m=0.0)
    await world.passes(seconds=5)
    assert len((await organiser.seen("/reviews"))["items"]) == 2

    await world.becomes(ENDS)

    assert await state_of(runner, for_fun) == "final"
    assert await state_of(runner, to_win) == "ended"
    (waiting,) = (await organiser.seen("/reviews"))["items"]
    assert (waiting["challenge"]["id"], waiting["reason"]) == (to_win, "synthetic-track")
    assert await decides(organiser, f"/{to_win}/reviews/{waiting['id']}", "keep") == ""
    await world.settle()
    for challenge in (for_fun, to_win):
        assert await ranked(runner, challenge) == [(str(runner.id), 9_000)]
        assert await state_of(runner, challenge) == "final"


@ON_BOTH_DATABASES
async def test_who_leaves_for_good_leaves_a_doubt_without_words(world: World):
    organiser, typed, rival, taken_out = await world.people(4)
    challenge = await organiser.makes(by_hand=True)
    for one in (typed, rival, taken_out):
        await one.joins(challenge)
    await types(typed, challenge, 7_000)
    await types(taken_out, challenge, 3_000)
    await doubted(rival, challenge, typed)
    appealed = await doubted(organiser, challenge, taken_out)
    await decides(organiser, appealed, "correct", value=1_000)
    await objects(taken_out, appealed)

    await world.happens(UserWithdrew(user_id=rival.id))
    for waited in (0, 7):
        await world.becomes(ENDS + timedelta(days=waited))
    await world.happens(UserWithdrew(user_id=taken_out.id))

    assert await state_of(organiser, challenge) == "final"
    values = [value for _user, value in await ranked(organiser, challenge)]
    assert values == [7_000, 1_000], "a person's doubt lapses as one, though they are gone"
    rows = {row.user_id == typed.id: row for row in world.rows("reviews")}
    assert (rows[True].note, rows[True].asked_by == rival.id) == ("", False)
    assert (rows[False].appeal, rows[False].user_id == taken_out.id) == ("", False)
    assert await world.parked() == []


async def test_a_deleted_workout_is_looked_at_no_longer(world: World):
    organiser, runner = await world.people(2)
    challenge = await organiser.makes()
    await runner.joins(challenge)
    workout = await runner.runs(9_000)
    review = await doubted(organiser, challenge, runner)

    await world.happens(WorkoutDeleted(workout_id=workout, user_id=runner.id))
    await world.becomes(ENDS)

    assert await decides(organiser, review) == "challenge-state"
    assert await state_of(organiser, challenge) == "final"


async def test_a_sync_does_not_answer_somebody_s_doubt(world: World):
    organiser, runner = await world.people(2)
    challenge = await organiser.makes()
    await runner.joins(challenge)
    await runner.runs(9_000)
    await doubted(organiser, challenge, runner)

    await world.happens(
        WorkoutsSynced(user_id=runner.id, provider="file", imported=0, duplicates=0, failed=0)
    )

    (result,) = (await runner.seen(f"/{challenge}/results"))["items"]
    assert (result["state"], result["reasons"]) == ("review", ["too-fast"])


async def test_who_decided_first_does_not_decide_the_appeal(world: World):
    organiser, runner = await world.people(2)
    moderator = Person(world, roles=("user", "moderator"))
    world.accounts.of[organiser.id] = ACCOUNT
    world.accounts.moderating = [moderator.id]
    challenge = await organiser.makes()
    await runner.joins(challenge)
    await runner.runs(9_000)
    review = await doubted(organiser, challenge, runner)
    await decides(organiser, review)
    await objects(runner, review)
    titles = [one["title"] for one in await runner.told() if one["kind"] != "overtaken"]
    assert titles == [
        "「11월 달리기」에서 검토하던 기록이 결정됐어요.",
        "「11월 달리기」의 기록을 검토하고 있어요.",
    ]
    assert len(await organiser.told("review")) == 2, "as who doubted, and as who is to decide"

    refused = await organiser.send("PATCH", review, json={"decision": "exclude"})

    assert (refused.status_code, refused.json()["code"]) == (403, "appeal-needs-another")
    (told,) = (await organiser.seen(f"/{challenge}/reviews"))["items"]
    assert (told["open"], told["may_decide"]) == (True, False)
    (told,) = (await moderator.seen("/reviews"))["items"]
    assert (told["open"], told["may_decide"]) == (True, True)
    assert await decides(moderator, review, "keep") == ""
    assert (await runner.entry(challenge))["value"] == 9_000


async def test_an_owner_who_is_alone_decides_the_appeal_too(world: World):
    owner = Person(world, roles=("user", "owner"))
    organiser, runner, other = await world.people(3)
    world.accounts.moderating = [owner.id, other.id]
    challenge = await organiser.makes()
    await runner.joins(challenge)
    await runner.runs(9_000)
    review = await doubted(organiser, challenge, runner)
    await decides(owner, review)
    await objects(runner, review)

    assert await decides(owner, review, "keep") == "appeal-needs-another", "another moderates"
    world.accounts.moderating = [owner.id]
    world.accounts.of[organiser.id] = ACCOUNT
    assert await decides(owner, review, "keep") == "appeal-needs-another", "the organiser may"
    del world.accounts.of[organiser.id]
    assert (await owner.seen("/reviews"))["items"][0]["may_decide"] is True
    assert await decides(owner, review, "keep") == ""


@ON_BOTH_DATABASES
async def test_the_desk_has_every_open_review_and_organisers_see_their_own(world: World):
    one, other, runner = await world.people(3)
    moderator = Person(world, roles=("user", "moderator"))
    reviews = []
    for organiser, title in ((one, "첫째"), (other, "둘째"), (one, "셋째")):
        challenge = await organiser.makes(title=title)
        await runner.joins(challenge)
        await runner.runs(5_000)
        reviews.append(await doubted(organiser, challenge, runner))

    async def titles(by: Person, **query: Any) -> list[str]:
        page = await by.seen("/reviews", **query)
        return [item["challenge"]["title"] for item in page["items"]]

    assert await titles(moderator) == ["첫째", "둘째", "셋째"]
    assert await titles(one) == ["첫째", "셋째"]
    assert await titles(runner) == []
    first = await moderator.seen("/reviews", limit=2)
    assert await titles(moderator, limit=2, cursor=first["next"]) == ["셋째"]
    assert [item["may_decide"] for item in first["items"]] == [True, True]
    assert first["items"][0]["nickname"] == "러너2"
    await decides(one, reviews[0], "keep")
    assert await titles(moderator) == ["둘째", "셋째"]
    assert await titles(one, state="decided") == ["첫째"]
    assert (await runner.send("GET", "/reviews", params={"state": "mine"})).status_code == 422


async def test_a_moderator_reads_a_private_challenge_only_once_a_result_was_doubted(
    world: World,
):
    organiser, runner, stranger = await world.people(3)
    moderator = Person(world, roles=("user", "moderator"))
    challenge = await organiser.makes(visibility="invitation")
    await organiser.send("PUT", f"/{challenge}/entries/{runner.id}")
    await runner.runs(5_000)
    read = [f"/{challenge}", f"/{challenge}/ranking", f"/{challenge}/reviews"]

    async def statuses(by: Person) -> list[int]:
        return [(await by.send("GET", path)).status_code for path in read]

    assert await statuses(moderator) == [404, 404, 404]
    await doubted(organiser, challenge, runner)
    assert await statuses(moderator) == [200, 200, 200]
    assert await statuses(stranger) == [404, 404, 404]
    assert "invitation" not in await moderator.seen(f"/{challenge}")
    results = await moderator.seen(f"/{challenge}/results", user_id=str(runner.id))
    assert len(results["items"]) == 1
    refused = await moderator.send("PUT", f"/{challenge}/entries/me", json={})
    assert refused.status_code == 403
    assert (await moderator.send("GET", f"/{challenge}/entries")).status_code == 403


class History:
    """Entrants, an organiser and a moderator who do anything in any order."""

    def __init__(self, world: World, seed: int) -> None:
        self.world = world
        self.random = Random(seed)
        self.moderator = Person(world, roles=("user", "moderator"))
        self.reviews: list[str] = []
        self.ran: list[tuple[Person, UUID]] = []

    async def begins(self) -> None:
        self.organiser, *self.runners = await self.world.people(5)
        ends_at = (NOON + timedelta(days=4)).isoformat()
        self.challenge = await self.organiser.makes(by_hand=True, by_team=True, ends_at=ends_at)
        for number, one in enumerate(self.runners):
            await one.joins(self.challenge, team=f"{number % 2}")

    async def goes_on(self) -> None:
        acts = [self.runs, self.types, self.doubts, self.decides, self.decides, self.objects]
        acts += [self.changes, self.deletes, self.goes_or_comes, self.is_locked_or_not, self.waits]
        self.world.now += timedelta(seconds=1)
        await self.random.choice(acts)()
        await self.world.settle()

    async def runs(self) -> None:
        runner, metres = self.random.choice(self.runners), self.random.randrange(1, 9) * 1_000
        self.ran.append((runner, await runner.runs(metres, at=NOON - timedelta(hours=2))))

    async def changes(self) -> None:
        if self.ran:
            runner, workout = self.random.choice(self.ran)
            told = runner.recorded(self.random.randrange(1, 9) * 700, NOON - timedelta(hours=2))
            about = {
                "workout_id": workout,
                "user_id": runner.id,
                "metrics": told.metrics,
                "changed": ("distance_m",),
            }
            sport, started_at = self.random.choice(["run", "ride"]), told.started_at
            await self.world.happens(WorkoutUpdated(**about, sport=sport, started_at=started_at))

    async def deletes(self) -> None:
        if self.ran:
            runner, workout = self.ran.pop(self.random.randrange(len(self.ran)))
            await self.world.happens(WorkoutDeleted(workout_id=workout, user_id=runner.id))

    async def goes_or_comes(self) -> None:
        runner, method = self.random.choice(self.runners), self.random.choice(["DELETE", "PUT"])
        await runner.send(method, f"/{self.challenge}/entries/me")

    async def is_locked_or_not(self) -> None:
        runner = self.random.choice(self.runners)
        locked = AccountLocked(user_id=runner.id, reason="moderator")
        unlocked = AccountUnlocked(user_id=runner.id, reason="moderator")
        await self.world.happens(self.random.choice([locked, unlocked, unlocked]))

    async def types(self) -> None:
        body = {"value": self.random.randrange(1, 9) * 500.0, "at": NOON.isoformat()}
        runner = self.random.choice(self.runners)
        await runner.send("PUT", f"/{self.challenge}/results/{new_id()}", json=body)

    async def doubts(self) -> None:
        whose, by = self.random.choices(self.runners, k=2)
        found = await by.seen(f"/{self.challenge}/results", user_id=str(whose.id))
        if found["items"]:
            result = self.random.choice(found["items"])["id"]
            path = f"/{self.challenge}/results/{result}/reviews"
            asked = await by.send("POST", path, json=DOUBT)
            if asked.status_code == 201:
                self.reviews.append(f"/{self.challenge}/reviews/{asked.json()['id']}")

    async def decides(self) -> None:
        if self.reviews:
            decision = self.random.choice(["keep", "exclude", "correct"])
            by = self.random.choice([self.organiser, self.moderator])
            await decides(by, self.random.choice(self.reviews), decision, value=3_000)

    async def objects(self) -> None:
        if self.reviews:
            await objects(self.random.choice(self.runners), self.random.choice(self.reviews))

    async def waits(self) -> None:
        await self.world.passes(hours=self.random.choice([1, 12, 36]))

    async def holds(self) -> bool:
        """Every place and rank, and what is counted of all and of the teams."""
        seen = await self.organiser.seen(f"/{self.challenge}")
        values = [value for _user, value in await ranked(self.organiser, self.challenge)]
        teams = await self.organiser.seen(f"/{self.challenge}/ranking", around="teams")
        of_teams = sum(one["value"] for one in teams["items"])
        counted = (seen["ranked"], seen["total"], of_teams)
        assert counted == (len(values), pytest.approx(sum(values)), pytest.approx(sum(values)))
        return (await verify(self.world.context, self.world.blobs, UUID(self.challenge))).holds


@pytest.mark.parametrize("seed", range(2))
async def test_the_ranking_is_what_is_reckoned_anew_after_any_history(world: World, seed: int):
    history = History(world, seed)
    await history.begins()
    for _ in range(24):
        await history.goes_on()
        assert await history.holds()
    for days in (5, 13):
        await world.becomes(NOON + timedelta(days=days))

    final = await ranked(history.organiser, history.challenge)
    assert await state_of(history.organiser, history.challenge) == "final"
    assert await history.holds()
    for path in history.reviews:
        assert await decides(history.moderator, path) == "challenge-state"
    assert await ranked(history.organiser, history.challenge) == final
    assert len(world.published("ChallengeEnded")) == 1
    assert (await history.moderator.seen("/reviews"))["items"] == []
    assert await world.parked() == []
