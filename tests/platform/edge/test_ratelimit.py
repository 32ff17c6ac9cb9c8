import pytest
from hypothesis import given
from hypothesis import strategies as st

from moim.platform.ratelimit import RateLimit, TooOften


def test_a_burst_passes_and_the_next_waits_its_turn():
    limit = RateLimit(burst=3, every_s=60)

    waits = [limit.wait_s("kim", 0.0) for _ in range(4)]

    assert waits == [0, 0, 0, 60]
    assert limit.wait_s("kim", 59.0) == pytest.approx(1)
    assert limit.wait_s("kim", 60.0) == 0


def test_one_key_s_haste_does_not_slow_another():
    limit = RateLimit(burst=1, every_s=60)
    limit.check("kim", 0.0)

    with pytest.raises(TooOften) as refused:
        limit.check("kim", 0.5)
    limit.check("lee", 0.5)

    assert refused.value.details == {"retry_after_s": 60}


def test_a_forgotten_key_starts_afresh():
    limit = RateLimit(burst=1, every_s=60)
    limit.check("kim", 0.0)
    limit.forget("kim")

    limit.check("kim", 0.0)


def test_a_flood_of_keys_takes_no_more_memory_than_agreed():
    limit = RateLimit(burst=1, every_s=60, keys_max=100)

    for number in range(1_000):
        limit.wait_s(number, 0.0)

    assert len(limit._buckets) == 100


@given(st.lists(st.floats(0, 30), max_size=60), st.integers(1, 5), st.integers(1, 20))
def test_over_any_time_no_more_pass_than_burst_and_refill_allow(pauses, burst, every_s):
    limit, now, passed = RateLimit(burst=burst, every_s=every_s), 0.0, 0
    for pause in pauses:
        now += pause
        passed += limit.wait_s("kim", now) == 0

    assert passed <= burst + now / every_s + 1e-6
