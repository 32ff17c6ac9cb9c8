"""Where real device files are, and how to go without them."""

import csv
from pathlib import Path

import pytest

DEVICES = Path(__file__).parents[5] / "shared" / "data" / "devices"

needs_devices = pytest.mark.skipif(
    not DEVICES.exists(), reason="the device files are not on this machine"
)


def device_file(name):
    return (DEVICES / name).read_bytes()


def index():
    if not DEVICES.exists():
        return []
    with (DEVICES / "INDEX.csv").open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))
