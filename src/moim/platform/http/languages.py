"""Which of our two languages the reader prefers."""

from functools import lru_cache

from starlette.types import Scope

KOREAN = "ko"
ENGLISH = "en"
HEADER_LENGTH_MAX = 200


def language_of(scope: Scope) -> str:
    """``ko`` or ``en`` by Accept-Language; Korean if the reader does not say."""
    for name, value in scope["headers"]:
        if name == b"accept-language":
            return preferred(value[:HEADER_LENGTH_MAX].decode("latin-1"))
    return KOREAN


@lru_cache(maxsize=512)
def preferred(header: str) -> str:
    """The one of ``ko`` and ``en`` with the higher weight; the earlier of equals."""
    best, best_weight = KOREAN, 0.0
    for item in header.split(","):
        tag, _, parameters = item.strip().partition(";")
        language = tag.strip().lower().partition("-")[0]
        weight = _weight(parameters)
        if language in {KOREAN, ENGLISH} and weight > best_weight:
            best, best_weight = language, weight
    return best


def _weight(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0
