"""Whether somebody looks at the answer in a browser's window."""

from starlette.types import Scope

HEADER_LENGTH_MAX = 1_000


def wants_page(scope: Scope) -> bool:
    """Whether ``Accept`` names HTML, as browsers do when they go to an address."""
    return any(
        name == b"accept" and b"text/html" in value[:HEADER_LENGTH_MAX]
        for name, value in scope["headers"]
    )
