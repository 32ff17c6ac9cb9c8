from itertools import count
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from moim.contexts.workouts.domain.companion_groups import components, merged, regrouped

PEOPLE = [UUID(int=n) for n in range(1, 13)]
pairs = st.sets(
    st.tuples(st.sampled_from(PEOPLE), st.sampled_from(PEOPLE)).filter(
        lambda pair: pair[0] < pair[1]
    )
)


class Book:
    """Groups as rows would hold them: which workout is in which."""

    def __init__(self):
        self.group_of: dict[UUID, UUID] = {}
        self.pairs: set[tuple[UUID, UUID]] = set()
        self._numbers = count(1000)

    def new_id(self):
        return UUID(int=next(self._numbers))

    def add(self, new):
        self.pairs |= new
        weights = {g: list(self.group_of.values()).count(g) for g in self.group_of.values()}
        found = merged(new, self.group_of, weights, self.new_id)
        for workout, group in self.group_of.items():
            self.group_of[workout] = found.renamed.get(group, group)
        assert not found.joined.keys() & self.group_of.keys()
        self.group_of |= found.joined

    def drop(self, old):
        self.pairs -= old
        touched = {self.group_of[one] for pair in old for one in pair if one in self.group_of}
        members = {w: g for w, g in self.group_of.items() if g in touched}
        inside = [pair for pair in self.pairs if pair[0] in members]
        for workout, group in regrouped(members, inside, self.new_id).items():
            if group is None:
                del self.group_of[workout]
            else:
                self.group_of[workout] = group

    def parts(self):
        groups = set(self.group_of.values())
        return {frozenset(w for w, g in self.group_of.items() if g == group) for group in groups}


@given(st.lists(st.tuples(st.booleans(), pairs), max_size=8))
def test_groups_kept_up_are_those_worked_out_anew(history):
    book = Book()
    for come, some in history:
        if come:
            book.add(some - book.pairs)
        else:
            book.drop(some & book.pairs)
        assert book.parts() == set(components(book.pairs))


def test_a_relay_is_one_group():
    relay = [(PEOPLE[n], PEOPLE[n + 1]) for n in range(5)]
    assert components(relay) == [frozenset(PEOPLE[:6])]


def test_the_larger_group_lends_its_name():
    book = Book()
    book.add({(PEOPLE[0], PEOPLE[1])})
    book.add({(PEOPLE[2], PEOPLE[3]), (PEOPLE[3], PEOPLE[4])})
    larger = book.group_of[PEOPLE[2]]
    book.add({(PEOPLE[0], PEOPLE[4])})
    assert set(book.group_of.values()) == {larger}


def test_the_name_stays_with_the_largest_part():
    book = Book()
    book.add({(PEOPLE[n], PEOPLE[n + 1]) for n in range(6)})
    name = book.group_of[PEOPLE[0]]
    book.drop({(PEOPLE[1], PEOPLE[2])})
    assert book.group_of[PEOPLE[6]] == name
    assert book.group_of[PEOPLE[0]] != name


def test_whoever_is_left_alone_is_in_no_group():
    book = Book()
    book.add({(PEOPLE[0], PEOPLE[1])})
    book.drop({(PEOPLE[0], PEOPLE[1])})
    assert book.group_of == {}
