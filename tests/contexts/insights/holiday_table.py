"""Makes the table of public holidays: ``python -m tests.contexts.insights.holiday_table``."""

import re
from datetime import date
from importlib.resources import files

from holidays.countries.south_korea import KR

from moim.contexts.insights import adapters
from moim.contexts.insights.adapters.public_holidays import TABLE

YEARS = range(1970, 2051)
KOREAN = (
    (r"^기독탄신일", "성탄절"),
    (r"^(.+) (?:전날|다음날)$", r"\1 연휴"),
    (r"^(.+) 대체 휴일$", r"대체공휴일(\1)"),
    (r"기독탄신일", "성탄절"),
)
ENGLISH = (
    (r"^The (?:day preceding|second day of) (.+)$", r"\1 holiday"),
    (r"^Alternative holiday for (.+)$", r"Substitute holiday (\1)"),
)


def table() -> str:
    """What the file should hold."""
    years = {language: KR(years=YEARS, language=language) for language in ("ko", "en_US")}
    return "".join(
        f"{day}\t{_korean(day, years['ko'].get_list(day))}"
        f"\t{_worded(years['en_US'].get_list(day), ENGLISH)}\n"
        for day in sorted(years["ko"])
    )


def _korean(day: date, names: list[str]) -> str:
    new_year = "신정" if day.day == 1 else "신정 연휴"
    return _worded([name.replace("신정연휴", new_year) for name in names], KOREAN)


def _worded(names: list[str], changes: tuple[tuple[str, str], ...]) -> str:
    for pattern, words in changes:
        names = [re.sub(pattern, words, name) for name in names]
    return ", ".join(sorted(names))


if __name__ == "__main__":
    (files(adapters) / TABLE).write_text(table(), encoding="utf-8")
