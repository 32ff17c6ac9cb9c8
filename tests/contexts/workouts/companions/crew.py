"""People with names, their outings and what the house finds of them."""

from typing import Any

from moim.contexts.workouts.adapters.grouping import Grouper
from moim.contracts.users import UserRegistered, UserWithdrew
from tests.contexts.workouts.world import Person, World

from .outings import gpx


class Crew:
    """Everybody of a test, over one world."""

    def __init__(self, world: World) -> None:
        self.world = world
        (self.grouper,) = (
            job.__self__ for job in world.module.jobs if isinstance(job.__self__, Grouper)
        )

    async def person(self, nickname: str, consent: str | None = None) -> Person:
        person = self.world.person()
        await self.world.tell(
            UserRegistered(
                user_id=person.id,
                email_hash="",
                nickname=nickname,
                locale="ko",
                timezone="Asia/Seoul",
                preferred_device=None,
            )
        )
        if consent:
            await self.consents(person, consent)
        return person

    async def people(self, *nicknames: str, consent: str | None = None) -> list[Person]:
        return [await self.person(nickname, consent) for nickname in nicknames]

    async def consents(self, person: Person, consent: str) -> None:
        answer = await person.send("PUT", "/companion-consent", json={"consent": consent})
        assert answer.status_code == 204, answer.text

    async def ran(self, person: Person, start_s: int = 0, end_s: int = 2400, **how: Any) -> str:
        """An outing imported and, with all the others that wait, looked at; its id."""
        workout = await person.imported("run.gpx", gpx(start_s, end_s, **how))
        await self.grouper.catch_up()
        return workout["id"]

    async def ran_together(self, *people: Person, **how: Any) -> list[str]:
        return [await self.ran(one, beside_m=6.0 * n, **how) for n, one in enumerate(people)]

    async def withdrew(self, person: Person) -> None:
        await self.world.tell(UserWithdrew(user_id=person.id))
        await self.grouper.catch_up()

    def rows(self, *tables: str) -> dict[str, int]:
        return {table: len(self.world.rows(table)) for table in tables}


async def company(person: Person, workout_id: str) -> Any:
    return await person.got(f"/workouts/{workout_id}/companions")


def names(found: Any) -> set[str]:
    return {one["nickname"] for one in found["companions"]}
