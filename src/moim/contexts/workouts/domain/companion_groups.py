"""Groups of workouts that were done together: connected components, kept up as pairs come and go.

A group is what hangs together through pairs; whom somebody is shown in it are only those with a
pair of their own, so that a long relay does not become everybody's company.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from moim.kernel.ids import new_id

Pair = tuple[UUID, UUID]


@dataclass(frozen=True, kw_only=True)
class Merge:
    """What new pairs change: groups that become another, and workouts that get their first."""

    renamed: Mapping[UUID, UUID]
    joined: Mapping[UUID, UUID]


def components(pairs: Iterable[Pair]) -> list[frozenset[UUID]]:
    """The sets that hang together, each of two or more."""
    root = _Roots()
    for one, other in pairs:
        root.join(one, other)
    return [frozenset(members) for members in root.sets() if len(members) > 1]


def merged(
    pairs: Iterable[Pair],
    group_of: Mapping[UUID, UUID],
    weight_of: Mapping[UUID, int],
    make_id: Callable[[], UUID] = new_id,
) -> Merge:
    """Take new pairs into groups that stand, without looking at their other members.

    ``group_of`` has the group of each workout in ``pairs`` that has one; of groups that meet the
    weightiest (then the oldest) lends its name, so that few rows change.
    """
    root = _Roots()
    met: set[UUID] = set()
    for one, other in pairs:
        root.join(one, other)
        met.update((one, other))
    groups = {group_of[workout] for workout in met if workout in group_of}
    for workout in met & group_of.keys():
        root.join(workout, group_of[workout])
    renamed: dict[UUID, UUID] = {}
    joined: dict[UUID, UUID] = {}
    for members in root.sets():
        standing = sorted(members & groups, key=lambda group: (-weight_of.get(group, 0), group))
        name = standing[0] if standing else make_id()
        renamed.update((group, name) for group in standing[1:])
        joined.update((workout, name) for workout in members - groups if workout not in group_of)
    return Merge(renamed=renamed, joined=joined)


def regrouped(
    members: Mapping[UUID, UUID],
    pairs: Iterable[Pair],
    make_id: Callable[[], UUID] = new_id,
) -> dict[UUID, UUID | None]:
    """The group of each member now that pairs went; None for one that is left alone.

    ``members`` maps workouts to the groups they were in, ``pairs`` are all that are left between
    them. Where a group falls apart its name stays with the largest part (then the oldest workout).
    """
    taken: set[UUID] = set()
    now: dict[UUID, UUID | None] = dict.fromkeys(members)
    for part in sorted(components(pairs), key=lambda part: (-len(part), min(part))):
        names = Counter(members[workout] for workout in part if workout in members)
        free = [(-count, name) for name, count in names.items() if name not in taken]
        name = min(free)[1] if free else make_id()
        taken.add(name)
        now.update(dict.fromkeys(part, name))
    return now


class _Roots:
    """Disjoint sets, with paths halved as they are walked."""

    def __init__(self) -> None:
        self._parent: dict[UUID, UUID] = {}

    def join(self, one: UUID, other: UUID) -> None:
        first, second = self._root(one), self._root(other)
        if first != second:
            self._parent[second] = first

    def sets(self) -> list[set[UUID]]:
        found: dict[UUID, set[UUID]] = defaultdict(set)
        for key in self._parent:
            found[self._root(key)].add(key)
        return list(found.values())

    def _root(self, key: UUID) -> UUID:
        parent = self._parent
        parent.setdefault(key, key)
        while parent[key] != key:
            parent[key] = key = parent[parent[key]]
        return key
