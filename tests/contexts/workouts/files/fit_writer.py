"""A small FIT writer: what devices write, and what they should not, for tests and benchmarks."""

import struct
from dataclasses import dataclass, field

from fastcrc import crc16

EPOCH_S = 631_065_600
START = 1_100_000_000
"""FIT seconds of the samples' first record: 2024-11-08."""

FORMATS = {
    0x00: "B", 0x01: "b", 0x02: "B", 0x83: "h", 0x84: "H", 0x85: "i", 0x86: "I", 0x88: "f",
    0x0A: "B", 0x8B: "H", 0x8C: "I", 0x0D: "B",
}  # fmt: skip

FILE_ID = (0, [(0, 1, 0x00), (1, 2, 0x84), (2, 2, 0x84), (3, 4, 0x8C), (4, 4, 0x86)])
RECORD = (
    20,
    [
        (253, 4, 0x86),
        (0, 4, 0x85),
        (1, 4, 0x85),
        (5, 4, 0x86),
        (6, 2, 0x84),
        (2, 2, 0x84),
        (3, 1, 0x02),
        (4, 1, 0x02),
    ],
)
SESSION = (
    18,
    [
        (253, 4, 0x86),
        (2, 4, 0x86),
        (5, 1, 0x00),
        (6, 1, 0x00),
        (7, 4, 0x86),
        (8, 4, 0x86),
        (9, 4, 0x86),
    ],
)
LAP = (19, [(253, 4, 0x86), (2, 4, 0x86), (7, 4, 0x86), (8, 4, 0x86), (9, 4, 0x86), (24, 1, 0x00)])
EVENT = (21, [(253, 4, 0x86), (0, 1, 0x00), (1, 1, 0x00)])
ACTIVITY = (34, [(253, 4, 0x86), (5, 4, 0x86)])
HRV = (78, [(0, 10, 0x84)])


@dataclass
class FitFile:
    """Messages added one by one; ``done`` puts header and checksums around them."""

    big_endian: bool = False
    body: bytearray = field(default_factory=bytearray)
    formats: dict[int, str] = field(default_factory=dict)

    def define(self, local, kind, developer=()):
        number, fields = kind
        order = ">" if self.big_endian else "<"
        self.body += bytes([0x40 | local | (0x20 if developer else 0), 0, self.big_endian])
        self.body += struct.pack(f"{order}H", number) + bytes([len(fields)])
        self.formats[local] = order
        for part in fields:
            self.body += bytes(part)
            self.formats[local] += element(*part[1:])
        if developer:
            self.body += bytes([len(developer)])
            for number, size, index, base in developer:
                self.body += bytes([number, size, index])
                self.formats[local] += element(size, base)

    def add(self, local, *values):
        self.body.append(local)
        self.body += struct.pack(self.formats[local], *values)

    def add_compressed(self, local, second, *values):
        self.body.append(0x80 | local << 5 | second & 0x1F)
        self.body += struct.pack(self.formats[local], *values)

    def done(self, header=14, size=None):
        head = struct.pack(
            "<BBHI4s", header, 0x20, 2132, len(self.body) if size is None else size, b".FIT"
        )
        if header == 14:
            head += struct.pack("<H", crc16.arc(head))
        whole = head + bytes(self.body)
        return whole + struct.pack("<H", crc16.arc(whole))


def element(size, base):
    if base == 0x07:
        return f"{size}s"
    letter = FORMATS[base]
    return f"{size // struct.calcsize('<' + letter)}{letter}"


def semicircles(degrees):
    return round(degrees * 2**31 / 180)


def record_values(n, *, start=START, bpm=None):
    """Sample ``n`` of a run southwards through Seoul at 3 m/s, one sample a second."""
    return (
        start + n,
        semicircles(37.55 - n * 3 / 111_195),
        semicircles(126.98),
        n * 300,
        3000,
        round((40 + n % 7 + 500) * 5),
        140 + n % 10 if bpm is None else bpm,
        85,
    )


def begun(*, big_endian=False, kind=4):
    """A file with its file_id: a Garmin Forerunner 255."""
    fit = FitFile(big_endian)
    fit.define(0, FILE_ID)
    fit.add(0, kind, 1, 3992, 12345678, START)
    return fit


def session(fit, *, count, sport=1, sub_sport=0, start=START, local=3):
    fit.define(local, SESSION)
    fit.add(
        local,
        start + count,
        start,
        sport,
        sub_sport,
        count * 1000,
        count * 1000,
        count * 300,
    )


def run(count=60, **how):
    """A plain run of ``count`` records; ``big_endian`` as you like."""
    fit = begun(**how)
    fit.define(1, RECORD)
    for n in range(count):
        fit.add(1, *record_values(n))
    session(fit, count=count)
    return fit


def hour(seconds=3600):
    """An hour of 1 Hz records as watches write them: others in between, laps, events, R-R."""
    fit = begun()
    fit.define(1, RECORD)
    fit.define(2, HRV)
    fit.define(4, EVENT)
    fit.define(5, LAP)
    fit.define(6, (233, [(2, 4, 0x0D)]))
    fit.add(4, START, 0, 0)
    for n in range(seconds):
        fit.add(1, *record_values(n))
        fit.add(6, 1, 2, 3, 4)
        if n % 3 == 0:
            fit.add(2, 420, 431, 0xFFFF, 0xFFFF, 0xFFFF)
        if n % 333 == 332:
            fit.add(5, START + n, START + n - 332, 333_000, 333_000, 100_000, 2)
    fit.add(4, START + seconds, 0, 4)
    session(fit, count=seconds)
    fit.define(7, ACTIVITY)
    fit.add(7, START + seconds, START + seconds + 9 * 3600)
    return fit.done()
