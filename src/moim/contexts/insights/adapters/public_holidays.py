"""Public holidays of South Korea, to be shown on calendars.

They lie beside this module as a table made from the ``holidays`` library, which itself would cost
a second at its import and 45 MB of memory. ``python -m tests.contexts.insights.holiday_table``
makes it anew, and a test fails when the library knows of others: of a substitute holiday by a new
law, say.
"""

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files

from moim.platform.http.languages import KOREAN

TABLE = "public_holidays.tsv"
"""A line a holiday from 1970 to 2050: the day, its name in Korean, its name in English."""


def holidays_in(language: str) -> Mapping[date, str]:
    """Names by day, in ``ko`` or ``en``."""
    return _names()[language != KOREAN]


@cache
def _names() -> tuple[Mapping[date, str], Mapping[date, str]]:
    korean, english = {}, {}
    for line in (files(__package__) / TABLE).read_text(encoding="utf-8").splitlines():
        day, ko, en = line.split("\t")
        at = date.fromisoformat(day)
        korean[at], english[at] = ko, en
    return korean, english
