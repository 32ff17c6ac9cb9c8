"""What is written about the code is made from the code and is current."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from moim.apps.documents import DOCS, import_everything, outdated, tables
from moim.kernel.errors import Conflict, Refusal
from moim.platform.catalogue import kind_of, kinds, lines_of, refusals
from moim.platform.codec import EVENTS

HANGUL = re.compile("[가-힣]")
LATIN = re.compile("[A-Za-z]")
CODE = re.compile("[a-z0-9]+(-[a-z0-9]+)*")


@pytest.fixture(scope="module")
def refused() -> list[type[Refusal]]:
    import_everything()
    return refusals()


def test_generated_documents_are_current():
    stale = [str(file.relative_to(DOCS)) for file in outdated(DOCS)]

    assert stale == [], "run python -m moim.apps.documents"


def test_every_event_is_documented():
    page = (DOCS / "events.md").read_text(encoding="utf-8")

    assert [event for event in EVENTS.values() if f"**{event.__name__}**" not in page] == []


def test_every_refusal_has_its_own_code(refused: list[type[Refusal]]):
    """Two contexts may refuse for one reason: then the code and the kind are the same."""
    meanings = {
        (one.code, one.__base__ if one in refused else one, _context_of(one))
        for one in [*kinds(), *refused]
    }
    codes = Counter(code for code, _ in {(code, kind) for code, kind, _ in meanings})

    assert len(meanings) == len([*kinds(), *refused]), "one context, one code, two refusals"
    assert [code for code, count in codes.items() if count > 1] == []


def _context_of(refusal: type[Refusal]) -> str:
    return ".".join(refusal.__module__.split(".")[:3])


def test_codes_are_kebab_case(refused: list[type[Refusal]]):
    assert [r.code for r in [*kinds(), *refused] if not CODE.fullmatch(r.code)] == []


def test_every_refusal_says_what_it_is_in_both_languages(refused: list[type[Refusal]]):
    assert [problem for refusal in refused for problem in unsaid(refusal)] == []


def unsaid(refusal: type[Refusal]) -> Iterator[str]:
    """What a refusal leaves to its kind, or says in the wrong language."""
    kind = kind_of(refusal)
    if refusal.ko == kind.ko or not HANGUL.search(refusal.ko):
        yield f"{refusal.__name__} has no Korean sentence of its own"
    if refusal.en == kind.en or not more_latin_than_hangul(refusal.en):
        yield f"{refusal.__name__} has no English sentence of its own"


def more_latin_than_hangul(sentence: str) -> bool:
    """An English sentence may name a Korean thing by its name."""
    return len(LATIN.findall(sentence)) > len(HANGUL.findall(sentence))


def test_a_refusal_that_says_nothing_of_its_own_is_found():
    class TooLate(Conflict):
        code = "too-late"
        ko = "It is too late."

    assert len(list(unsaid(TooLate))) == 2


def test_every_refusal_is_documented(refused: list[type[Refusal]]):
    page = (DOCS / "refusals.md").read_text(encoding="utf-8")

    assert [r.code for r in [*kinds(), *refused] if f"| `{r.code}` |" not in page] == []


def asyncapi() -> dict[str, Any]:
    document: dict[str, Any] = json.loads((DOCS / "asyncapi.json").read_text(encoding="utf-8"))
    return document


def references(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if "$ref" in part:
            yield part["$ref"]
        for value in part.values():
            yield from references(value)
    elif isinstance(part, list):
        for value in part:
            yield from references(value)


def resolve(document: dict[str, Any], reference: str) -> Any:
    part: Any = document
    for name in reference.removeprefix("#/").split("/"):
        part = part[name]
    return part


def test_asyncapi_points_at_nothing_that_is_not_there():
    document = asyncapi()

    for reference in references(document):
        assert resolve(document, reference), reference


def test_asyncapi_has_every_event_and_every_line():
    document = asyncapi()
    heard = [line for line in lines_of(tables()) if line.policy.event.type_name() in EVENTS]

    assert {message["name"] for message in document["components"]["messages"].values()} == set(
        EVENTS
    )
    assert len(document["operations"]) == len(heard)
    for line in heard:
        operation = document["operations"][f"{line.name}.{line.policy.event.__name__}"]
        assert operation["x-rows"] == list(line.policy.rows)
