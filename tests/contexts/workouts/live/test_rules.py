"""Whatever order batches come in, and however often: the same track, the same way so far."""

from datetime import UTC, datetime
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from moim.contexts.workouts.domain.live_arrivals import Arrivals
from moim.contexts.workouts.domain.live_points import Batch, Point, track_of_batches
from moim.contexts.workouts.domain.live_session import LiveSession
from moim.contexts.workouts.domain.sports import Sport
from moim.kernel.ids import new_id
from tests.contexts.workouts.live.walks import NOON_MS

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
points = st.builds(
    Point,
    st.integers(NOON_MS, NOON_MS + 600_000),
    st.integers(375_000_000, 375_200_000),
    st.integers(1_270_000_000, 1_270_200_000),
    st.none() | st.integers(-50_000, 900_000),
    st.none() | st.integers(0, 250),
    st.none() | st.integers(0, 250),
)


@st.composite
def deliveries(draw: Any) -> tuple[list[Batch], list[Batch]]:
    """Batches of a session, and how they come: each at least once, in any order."""
    batches = [
        Batch.sent(seq, sent)
        for seq, sent in enumerate(
            draw(st.lists(st.lists(points, min_size=1, max_size=5), min_size=1, max_size=8)),
            start=draw(st.integers(0, 1)),
        )
    ]
    again = draw(st.lists(st.sampled_from(batches), max_size=8))
    return batches, draw(st.permutations(batches + again))


class Phone:
    """A session and the batches kept of it, as its rows would be."""

    def __init__(self, pauses: list[tuple[int, int | None]]) -> None:
        self.session = LiveSession(
            id=new_id(), user_id=new_id(), sport=Sport.RUN, started_at=NOON, heard_at=NOON
        )
        self.session.pauses_ms = pauses
        self.kept: dict[int, Batch] = {}

    def send(self, batch: Batch) -> None:
        before = max((seq for seq in self.kept if seq < batch.seq), default=None)
        after = min((seq for seq in self.kept if seq > batch.seq), default=None)
        new = self.session.take(
            batch,
            None if before is None else self.kept[before],
            None if after is None else self.kept[after],
            NOON,
        )
        assert new is (batch.seq not in self.kept)
        self.kept.setdefault(batch.seq, batch)

    def state(self) -> tuple[Any, ...]:
        session = self.session
        return session.points, session.distance_cm, session.latest, session.arrivals

    def track(self) -> Any:
        kept = b"".join(self.kept[seq].kept for seq in sorted(self.kept))
        return track_of_batches(kept, self.session.pauses_ms)


PAUSES = st.sampled_from([[], [(NOON_MS + 100_000, NOON_MS + 300_000)], [(NOON_MS + 1, None)]])


@given(deliveries(), PAUSES)
@settings(max_examples=150)
def test_any_order_and_repetition_of_batches_gives_the_same_session(delivered, pauses):
    in_order, as_they_come = delivered
    orderly, hasty = Phone(list(pauses)), Phone(list(pauses))
    for batch in in_order:
        orderly.send(batch)
    for batch in as_they_come:
        hasty.send(batch)

    assert hasty.state() == orderly.state()
    one, other = orderly.track(), hasty.track()
    for name in one.__dataclass_fields__:
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name))
    assert hasty.session.arrivals.missing() == []


@given(deliveries())
def test_a_track_rises_in_time_and_has_each_instant_once(delivered):
    batches, _ = delivered
    phone = Phone([])
    for batch in batches:
        phone.send(batch)

    times = phone.track().time_ms
    assert (np.diff(times) > 0).all()
    assert set(times.tolist()) == {one.time_ms for batch in batches for one in batch.points()}


@given(st.lists(st.integers(0, 40), min_size=1))
def test_what_came_and_what_is_missing_make_the_whole(numbers):
    arrivals = Arrivals()
    for number in numbers:
        arrivals = arrivals.with_one(number)

    came = {seq for seq in range(arrivals.last + 1) if arrivals.has(seq)}
    assert came == set(numbers)
    assert set(arrivals.missing()) == set(range(1, max(numbers))) - came


@given(points)
def test_a_point_is_kept_as_it_is(point):
    assert Point.of(point.kept()) == point
    assert len(point.kept()) == 24
