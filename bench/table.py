"""A figure beside its limit, as a line of a Markdown table."""

import os
import platform
from dataclasses import dataclass
from pathlib import Path

HEADS = ("figure", "measured", "limit", "ratio", "", "CPU a time")
WIDTHS = (62, 16, 14, 7, 4, 25)


@dataclass(frozen=True, kw_only=True)
class Row:
    """One figure. ``most`` or ``least`` is its limit, if it has one; ``cpu`` what it cost."""

    what: str
    value: float
    unit: str
    most: float | None = None
    least: float | None = None
    cpu: str = ""

    @property
    def ratio(self) -> float | None:
        """How many times better than the limit; less than one is a miss."""
        if self.most is not None:
            return self.most / self.value if self.value else float("inf")
        return None if self.least is None else self.value / self.least

    def line(self) -> str:
        """The row as it is printed."""
        ratio = self.ratio
        limit = ""
        if self.most is not None or self.least is not None:
            sign, bound = ("≥", self.least) if self.most is None else ("≤", self.most)
            limit = f"{sign} {_figure(bound)}"
        verdict = "" if ratio is None else "ok" if ratio >= 1 else "MISS"
        told = "" if ratio is None or ratio == float("inf") else f"{ratio:.2f}×"
        measured = f"{_figure(self.value)} {self.unit}"
        return _line((self.what, measured, limit, told, verdict, self.cpu))


def head() -> str:
    """The two lines above the rows."""
    return _line(HEADS) + "\n" + _line(tuple("-" * width for width in WIDTHS))


def cpu_of(spent: tuple[float, float], times: int) -> str:
    """Processor time a time: the server's own process, and its workers."""
    main, workers = (value * 1000 / times for value in spent)
    return f"{main:.2f} ms" + (f" + {workers:.1f} ms worker" if workers > 0.05 else "")


def machine() -> str:
    """What it was measured on, and how busy that was before."""
    model = platform.machine()
    info = Path("/proc/cpuinfo")
    names = [line for line in info.read_text().splitlines() if line.startswith("model name")]
    if names:
        model = names[0].partition(": ")[2]
    return (
        f"{os.cpu_count()} × {model}, {platform.system()} {platform.release()}, "
        f"Python {platform.python_version()}, load before: {os.getloadavg()[0]:.1f}"
    )


def _figure(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _line(cells: tuple[str, ...]) -> str:
    padded = (cell.ljust(width) for cell, width in zip(cells, WIDTHS, strict=True))
    return "| " + " | ".join(padded) + " |"
