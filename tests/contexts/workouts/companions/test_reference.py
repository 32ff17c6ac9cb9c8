"""The five files of one ride: their scores were measured elsewhere, by another program."""

import pytest

from moim.contexts.workouts.adapters.files.read import read_recordings
from moim.contexts.workouts.domain.derivation import derive
from moim.contexts.workouts.domain.distance import fixes_of
from moim.contexts.workouts.domain.togetherness import compare
from moim.contexts.workouts.domain.traces import trace_of
from tests.contexts.workouts.files.devices import device_file, needs_devices

FILES = {
    "A": "group_A_leader.gpx",
    "B": "group_B_together.gpx",
    "C": "group_C_joined_second_half.gpx",
    "D": "group_D_same_route_1h_later.gpx",
    "E": "group_E_first_15pct_only.gpx",
}
SHARES = {
    "A": (1.00, 1.00, 0.28, 0.00, 0.17),
    "B": (1.00, 1.00, 0.28, 0.00, 0.17),
    "C": (1.00, 1.00, 1.00, 0.00, 0.00),
    "D": (0.00, 0.00, 0.00, 1.00, 0.00),
    "E": (0.17, 0.17, 0.00, 0.00, 1.00),
}


@pytest.fixture(scope="module")
def traces():
    found = {}
    for letter, name in FILES.items():
        (recording,) = read_recordings(device_file(f"derived/{name}"), name)
        found[letter] = trace_of(fixes_of(recording), derive(recording).summary.elapsed_s)
    return found


@needs_devices
@pytest.mark.parametrize("near_m", [50.0, 100.0, 200.0])
@pytest.mark.parametrize("letter", FILES)
def test_the_share_of_each_in_the_company_of_each(traces, letter, near_m):
    found = compare(traces[letter], list(traces.values()), [near_m] * 5)
    assert [one.share for one in found] == pytest.approx(SHARES[letter], abs=0.02)


@needs_devices
def test_who_rode_together(traces):
    found = {
        letter: {
            other
            for other, one in zip(
                FILES, compare(trace, list(traces.values()), [100.0] * 5), strict=True
            )
            if one.together and other != letter
        }
        for letter, trace in traces.items()
    }
    assert found == {"A": {"B", "C"}, "B": {"A", "C"}, "C": {"A", "B"}, "D": set(), "E": set()}
