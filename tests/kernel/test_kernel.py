import dataclasses
import time
from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moim.kernel import errors, ids
from moim.kernel.aggregates import Aggregate
from moim.kernel.clock import system_clock
from moim.kernel.errors import Conflict, Invalid, Refusal
from moim.kernel.events import Event
from moim.kernel.ids import new_id
from moim.kernel.policies import on


class Sold(Event, key="shop_id"):
    shop_id: UUID
    pieces: int = 1


class Restocked(Event, key="shop_id"):
    shop_id: UUID


def test_an_event_is_named_for_the_module_that_declares_it():
    assert Sold.type_name() == "test_kernel.Sold"


def test_an_event_is_a_fact_and_cannot_be_changed():
    sold = Sold(shop_id=new_id())
    with pytest.raises(dataclasses.FrozenInstanceError):
        sold.pieces = 2
    assert sold == Sold(shop_id=sold.shop_id, pieces=1)
    with pytest.raises(TypeError):
        Sold(new_id())


def test_an_event_is_ordered_by_its_key():
    sold = Sold(shop_id=new_id())
    assert sold.ordering_key() == str(sold.shop_id)


def test_an_event_without_a_key_cannot_be_declared():
    with pytest.raises(TypeError):

        class Keyless(Event):
            pass


@given(st.lists(st.integers(0, 9)))
def test_an_aggregate_hands_over_what_it_recorded_once_and_in_order(pieces):
    shop, shop_id = Aggregate(), new_id()
    for number in pieces:
        shop.record(Sold(shop_id=shop_id, pieces=number))
    assert [event.pieces for event in shop.collect()] == pieces
    assert shop.collect() == []


def test_two_aggregates_with_the_same_values_are_still_two():
    assert Aggregate() != Aggregate()


def test_ids_are_version_7_and_of_the_rfc_variant():
    id = new_id()
    assert id.version == 7
    assert id.variant == "specified in RFC 4122"


@given(st.lists(st.integers(0, 2**60), min_size=2, max_size=20))
def test_ids_rise_whatever_the_clock_does(moments_ns):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ids, "_last", 0)
        patch.setattr(ids.time, "time_ns", iter(moments_ns).__next__)
        made = [new_id() for _ in moments_ns]
    assert made == sorted(set(made))
    highest = max(moments_ns) // 1_000_000
    assert highest <= made[-1].int >> 80 <= highest + 1


def test_ids_tell_when_they_were_made():
    before = time.time_ns() // 1_000_000
    assert before <= new_id().int >> 80 <= time.time_ns() // 1_000_000 + 1


def test_ids_do_not_repeat():
    assert len({new_id() for _ in range(10_000)}) == 10_000


def test_the_clock_tells_aware_utc():
    now = system_clock()
    assert now.tzinfo is UTC
    assert now > datetime(2026, 1, 1, tzinfo=UTC)


KINDS = sorted(
    (kind for kind in vars(errors).values() if isinstance(kind, type)), key=lambda k: k.__name__
)


@pytest.mark.parametrize("kind", [k for k in KINDS if issubclass(k, Refusal)])
def test_every_kind_of_refusal_speaks_both_languages_and_has_its_code(kind):
    refusal = kind()
    assert refusal.sentence("ko") != refusal.sentence("en")
    assert refusal.sentence("de") == refusal.sentence("en")
    assert kind.code == kind.code.lower().strip()


def test_codes_of_the_kinds_are_all_different():
    codes = [kind.code for kind in KINDS if issubclass(kind, Refusal)]
    assert len(set(codes)) == len(codes)


def test_a_refusal_says_what_it_was_about():
    class Sleeping(Conflict):
        code = "sleeping"
        ko = "{hours}시간 후에 다시 오세요."
        en = "Come back in {hours} hours."

    refusal = Sleeping(hours=8)
    assert refusal.sentence("ko") == "8시간 후에 다시 오세요."
    assert refusal.sentence("en") == "Come back in 8 hours."
    assert refusal.details == {"hours": 8}
    assert str(refusal) == "sleeping"
    assert not isinstance(refusal, Invalid)


def test_a_policy_is_named_for_its_function():
    def restock(event: Sold, work: None) -> None:
        """Nothing to do."""

    policy = on(Sold, restock, 21, 43, emits=(Restocked,))
    assert policy.name == "restock"
    assert policy.rows == (21, 43)
    assert policy.emits == frozenset({Restocked})
