"""The bundled list of passwords that are tried first."""

from functools import cache
from importlib.resources import files

COMMENT = "# "


@cache
def common_passwords() -> frozenset[str]:
    """Case folded and composed; read once, at the start."""
    place = files("moim.contexts.users") / "data" / "common_passwords.txt"
    lines = place.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith(COMMENT))
