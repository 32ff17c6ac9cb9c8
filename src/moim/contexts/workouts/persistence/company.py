"""Pairs of workouts and the groups they make, as rows."""

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from moim.contexts.workouts.application.companion_ports import Membership, Together
from moim.contexts.workouts.domain.companion_groups import Pair
from moim.contexts.workouts.persistence.company_tables import group_members, pairs
from moim.contexts.workouts.persistence.portions import portions
from moim.contexts.workouts.persistence.tables import workouts
from moim.platform.work import UnitOfWork

_PART = delete(pairs).where(
    pairs.c.workout_id == bindparam("one"), pairs.c.other_id == bindparam("other")
)


class SqlCompany:
    """The ``Company`` port. A pair is two rows, one from each side."""

    def __init__(self, work: UnitOfWork) -> None:
        """Rows of the unit's own transaction."""
        self._connection = work.connection

    def partners(self, workout_ids: Collection[UUID]) -> Sequence[Pair]:
        """By key."""
        found: list[Pair] = []
        for some in portions(workout_ids):
            rows = self._connection.execute(
                select(pairs.c.workout_id, pairs.c.other_id).where(pairs.c.workout_id.in_(some))
            )
            found.extend((row.workout_id, row.other_id) for row in rows)
        return found

    def pair(self, found: Sequence[Together]) -> None:
        """Insert or replace both sides of each."""
        if found:
            rows = [row for one in found for row in _both_sides(one)]
            self._connection.execute(_pairing(self._connection.dialect.name), rows)

    def part(self, pairs_: Collection[Pair]) -> None:
        """Delete both sides of each."""
        sides = [side for pair in pairs_ for side in (pair, pair[::-1])]
        if sides:
            about = [{"one": one, "other": other} for one, other in sides]
            self._connection.execute(_PART, about)

    def groups(self, workout_ids: Collection[UUID]) -> Mapping[UUID, UUID]:
        """By key."""
        found: dict[UUID, UUID] = {}
        columns = group_members.c.workout_id, group_members.c.group_id
        for some in portions(workout_ids):
            rows = self._connection.execute(
                select(*columns).where(group_members.c.workout_id.in_(some))
            )
            found.update((row.workout_id, row.group_id) for row in rows)
        return found

    def sizes(self, group_ids: Collection[UUID]) -> Mapping[UUID, int]:
        """By the index over the group."""
        found: dict[UUID, int] = {}
        column = group_members.c.group_id
        for some in portions(group_ids):
            rows = self._connection.execute(
                select(column, func.count()).where(column.in_(some)).group_by(column)
            )
            found.update((group, count) for group, count in rows)
        return found

    def members(self, group_ids: Collection[UUID]) -> Sequence[Membership]:
        """By the index over the group."""
        found: list[Membership] = []
        for some in portions(group_ids):
            rows = self._connection.execute(
                select(group_members).where(group_members.c.group_id.in_(some))
            )
            found.extend(membership_of(row) for row in rows)
        return found

    def places(self, workout_ids: Collection[UUID]) -> Sequence[Membership]:
        """By key."""
        found: list[Membership] = []
        for some in portions(workout_ids):
            rows = self._connection.execute(
                select(group_members).where(group_members.c.workout_id.in_(some))
            )
            found.extend(membership_of(row) for row in rows)
        return found

    def rename(self, names: Mapping[UUID, UUID]) -> None:
        """One statement a group that becomes another."""
        for group, name in names.items():
            self._connection.execute(
                update(group_members).where(group_members.c.group_id == group).values(group_id=name)
            )

    def place(self, groups: Mapping[UUID, UUID]) -> None:
        """Update those that are in a group, insert the others."""
        known = self.groups(groups.keys())
        for workout_id in known:
            self._connection.execute(
                update(group_members)
                .where(group_members.c.workout_id == workout_id)
                .values(group_id=groups[workout_id])
            )
        new = [workout_id for workout_id in groups if workout_id not in known]
        for some in portions(new):
            owners = self._connection.execute(
                select(workouts.c.id, workouts.c.user_id).where(workouts.c.id.in_(some))
            )
            rows = [
                {"workout_id": id, "user_id": user_id, "group_id": groups[id], "kept": False}
                for id, user_id in owners
            ]
            if rows:
                self._connection.execute(insert(group_members), rows)

    def leave_alone(self, workout_ids: Collection[UUID]) -> None:
        """Delete unless kept."""
        self._remove(workout_ids, group_members.c.kept.is_(False))

    def forget(self, workout_ids: Collection[UUID]) -> None:
        """Delete."""
        self._remove(workout_ids)

    def memberships(self, group_id: UUID, user_id: UUID) -> Sequence[Membership]:
        """By the index over the member, the oldest workout first."""
        rows = self._connection.execute(
            select(group_members)
            .where(group_members.c.group_id == group_id, group_members.c.user_id == user_id)
            .order_by(group_members.c.workout_id)
        )
        return [membership_of(row) for row in rows]

    def say(self, group_id: UUID, user_id: UUID, title: str | None, *, kept: bool) -> None:
        """All of the member's places at once."""
        self._connection.execute(
            update(group_members)
            .where(group_members.c.group_id == group_id, group_members.c.user_id == user_id)
            .values(title=title, kept=kept)
        )

    def _remove(self, workout_ids: Collection[UUID], *conditions: Any) -> None:
        for some in portions(workout_ids):
            self._connection.execute(
                delete(group_members).where(group_members.c.workout_id.in_(some), *conditions)
            )


@cache
def _pairing(dialect_name: str) -> Any:
    dialect = postgresql if dialect_name == "postgresql" else sqlite
    statement = dialect.insert(pairs)
    told = ("share", "other_share", "near_s", "longest_s")
    return statement.on_conflict_do_update(
        index_elements=["workout_id", "other_id"],
        set_={name: statement.excluded[name] for name in told},
    )


def membership_of(row: Row[Any]) -> Membership:
    """A membership from its row."""
    return Membership(**row._mapping)  # noqa: SLF001


def _both_sides(pair: Together) -> Sequence[dict[str, Any]]:
    one, other = pair.one.workout_id, pair.other.workout_id
    times = {"near_s": pair.near_s, "longest_s": pair.longest_s}
    return (
        {"workout_id": one, "other_id": other}
        | times
        | {"share": pair.share, "other_share": pair.other_share},
        {"workout_id": other, "other_id": one}
        | times
        | {"share": pair.other_share, "other_share": pair.share},
    )
