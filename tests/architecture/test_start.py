"""The start stays short: what is needed seldom is loaded when it is needed."""

import subprocess
import sys

SELDOM = ("httpx", "alembic", "pygments", "rich", "pi_heif", "holidays")


def test_a_start_loads_nothing_that_is_needed_seldom() -> None:
    asks = f"import sys, moim.apps.serve; print([n for n in {SELDOM!r} if n in sys.modules])"

    program = [sys.executable, "-c", asks]
    loaded = subprocess.run(program, capture_output=True, check=True, text=True)

    assert loaded.stdout.strip() == "[]"
