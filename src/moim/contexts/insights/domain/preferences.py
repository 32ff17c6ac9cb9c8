"""How somebody likes charts, where a request does not say."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from moim.contracts.insights import ChartPreferencesLoaded, ChartPreferencesSaved
from moim.kernel.aggregates import Aggregate
from moim.kernel.errors import Changed, Invalid

CHOICES: Mapping[str, re.Pattern[str]] = {
    "format": re.compile("svg|png|csv|json"),
    "theme": re.compile("light|dark|auto"),
    "width": re.compile(r"3[2-9]\d|[4-9]\d\d|1\d{3}|2[0-3]\d{2}|2400"),
    "metric": re.compile("distance_m|moving_s|elevation_gain_m|workouts"),
    "axis": re.compile("distance|time"),
}
"""What can be preferred. ``width`` is in px, 320 to 2400; ``axis`` is of charts of one workout."""


class UnknownPreference(Invalid):
    """There is nothing of this name to prefer, or no such value of it."""

    code = "chart-preference"
    ko = "알 수 없는 설정이거나 쓸 수 없는 값입니다: {name}"
    en = "There is no such preference, or no such value of it: {name}"


@dataclass(kw_only=True, eq=False)
class ChartPreferences(Aggregate):
    """What one person chose, by name."""

    user_id: UUID
    chosen: dict[str, str] = field(default_factory=dict)

    def save(self, chosen: Mapping[str, str], version: int | None) -> None:
        """Choose all anew. Raises UnknownPreference, and Changed if it is not at ``version``."""
        if version is not None and version != self.version:
            raise Changed
        for name, value in chosen.items():
            if name not in CHOICES or CHOICES[name].fullmatch(value) is None:
                raise UnknownPreference(field="preferences", name=name[:40])
        self.chosen = dict(chosen)
        self.record(ChartPreferencesSaved(user_id=self.user_id, preferences=self.chosen))

    def load(self) -> Mapping[str, str]:
        """Take them up; who chose nothing has nothing to take up."""
        if self.chosen:
            self.record(ChartPreferencesLoaded(user_id=self.user_id))
        return self.chosen
