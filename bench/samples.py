"""One-hour recordings as a watch writes them, each different from the last by its start."""

import struct
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count

import numpy as np
from fastcrc import crc16

SECONDS = 3_600
FIT_EPOCH_S = 631_065_600
FIRST_START = datetime(2021, 1, 1, tzinfo=UTC)
BETWEEN_STARTS = timedelta(hours=2)  # outings that overlap would be taken for one
SEMICIRCLES_A_DEGREE = 2**31 / 180

UINT8, SINT32, UINT16, UINT32, ENUM, UINT32Z, BYTE = 0x02, 0x85, 0x84, 0x86, 0x00, 0x8C, 0x0D
FILE_ID = (0, ((0, 1, ENUM), (1, 2, UINT16), (2, 2, UINT16), (3, 4, UINT32Z), (4, 4, UINT32)))
EVENT = (21, ((253, 4, UINT32), (0, 1, ENUM), (1, 1, ENUM)))
RECORD = (
    20,
    (
        (253, 4, UINT32),  # timestamp
        (0, 4, SINT32),  # position_lat
        (1, 4, SINT32),  # position_long
        (5, 4, UINT32),  # distance, cm
        (73, 4, UINT32),  # enhanced_speed, mm/s
        (78, 4, UINT32),  # enhanced_altitude, 0.2 m from -500 m
        (3, 1, UINT8),  # heart_rate
        (4, 1, UINT8),  # cadence, of one leg
    ),
)
UNNAMED = (233, ((2, 4, BYTE),))  # watches write it beside each record
HRV = (78, ((0, 10, UINT16),))
LAP = (19, ((253, 4, UINT32), (2, 4, UINT32), (7, 4, UINT32), (8, 4, UINT32), (9, 4, UINT32)))
SESSION = (
    18,
    (
        *((253, 4, UINT32), (2, 4, UINT32), (5, 1, ENUM), (6, 1, ENUM)),
        *((7, 4, UINT32), (8, 4, UINT32), (9, 4, UINT32)),
    ),
)
ACTIVITY = (34, ((253, 4, UINT32),))
LETTERS = {
    (4, SINT32): "i",
    (4, UINT32): "I",
    (4, UINT32Z): "I",
    (2, UINT16): "H",
    (1, ENUM): "B",
    (1, UINT8): "B",
    (4, BYTE): "4s",
    (10, UINT16): "5H",
}


@dataclass(frozen=True)
class Run:
    """An hour through Seoul at 1 Hz, with the noise of real sensors; arrays of one length."""

    lat: np.ndarray
    lon: np.ndarray
    distance_m: np.ndarray
    speed_mps: np.ndarray
    elevation_m: np.ndarray
    heart_rate_bpm: np.ndarray
    cadence_spm: np.ndarray


def run(seconds: int = SECONDS) -> Run:
    """The same every time."""
    random = np.random.default_rng(42)
    at = np.arange(seconds)
    speed = 3.1 + 0.4 * np.sin(at / 83) + random.normal(0, 0.12, seconds)
    heading = np.cumsum(random.normal(0, 0.04, seconds))
    wander = random.normal(0, 0.4, (2, seconds))
    north = np.cumsum(speed * np.cos(heading)) + wander[0]
    east = np.cumsum(speed * np.sin(heading)) + wander[1]
    return Run(
        lat=37.52 + north / 111_195,
        lon=126.98 + east / 88_200,
        distance_m=np.cumsum(speed),
        speed_mps=speed,
        elevation_m=np.round((18 + 12 * np.sin(at / 290) + 3 * np.sin(at / 41)) * 5) / 5,
        heart_rate_bpm=np.clip(120 + at / 20, 0, 152) + np.round(8 * np.sin(at / 170)),
        cadence_spm=np.round(172 + 3 * np.sin(at / 59) + random.normal(0, 1.5, seconds)),
    )


@dataclass
class _Fit:
    """Messages one after the other, with the places of every timestamp."""

    body: bytearray = field(default_factory=bytearray)
    stamps: list[int] = field(default_factory=list)
    packs: dict[int, struct.Struct] = field(default_factory=dict)

    def define(self, local: int, message: tuple) -> None:
        number, fields = message
        self.body += struct.pack("<BBBHB", 0x40 | local, 0, 0, number, len(fields))
        for part in fields:
            self.body += bytes(part)
        self.packs[local] = struct.Struct("<" + "".join(LETTERS[part[1:]] for part in fields))

    def add(self, local: int, *values: object, stamps: tuple[int, ...] = (0,)) -> None:
        """One message; ``stamps`` are the offsets of its timestamps."""
        self.stamps += [len(self.body) + 1 + offset for offset in stamps]
        self.body.append(local)
        self.body += self.packs[local].pack(*values)


class Files:
    """Makes FIT and GPX files of one hour, no two of them of the same hours."""

    def __init__(self, seconds: int = SECONDS) -> None:
        self._seconds = seconds
        self._run = run(seconds)
        self._fit = _template(self._run)
        self._stamps = np.array(self._fit.stamps)[:, None] + np.arange(4)
        self._gpx = _gpx_points(self._run)
        self._numbers = count()

    def fit(self) -> bytes:
        """The next hour as FIT: 3,600 records with R-R intervals, laps and others between."""
        start = self._next_start()
        body = np.frombuffer(bytes(self._fit.body), np.uint8).copy()
        stamps = body[self._stamps].view("<u4")
        stamps += int(start.timestamp()) - FIT_EPOCH_S
        body[self._stamps] = stamps.view(np.uint8)
        head = struct.pack("<BBHI4s", 14, 0x20, 2132, len(body), b".FIT")
        whole = head + struct.pack("<H", crc16.arc(head)) + body.tobytes()
        return whole + struct.pack("<H", crc16.arc(whole))

    def gpx(self) -> bytes:
        """The next hour as GPX 1.1 with heart rate and cadence."""
        start = np.datetime64(self._next_start().replace(tzinfo=None), "s")
        times = np.datetime_as_string(start + np.arange(self._seconds), unit="s")
        points = "".join(
            f"{before}<time>{time}Z</time>{after}"
            for (before, after), time in zip(self._gpx, times, strict=True)
        )
        return GPX.format(points=points).encode()

    def _next_start(self) -> datetime:
        return FIRST_START + next(self._numbers) * BETWEEN_STARTS


def _template(run: Run) -> _Fit:
    fit = _Fit()
    seconds = len(run.lat)
    for local, message in enumerate((FILE_ID, RECORD, HRV, SESSION, EVENT, LAP, UNNAMED, ACTIVITY)):
        fit.define(local, message)
    fit.add(0, 4, 1, 3992, 12_345_678, 0, stamps=(9,))
    fit.add(4, 0, 0, 0)
    columns = (
        np.round(run.lat * SEMICIRCLES_A_DEGREE),
        np.round(run.lon * SEMICIRCLES_A_DEGREE),
        np.round(run.distance_m * 100),
        np.round(run.speed_mps * 1000),
        np.round((run.elevation_m + 500) * 5),
        run.heart_rate_bpm,
        run.cadence_spm // 2,
    )
    rows = np.stack(columns, axis=1).astype(int).tolist()
    for at, row in enumerate(rows):
        fit.add(1, at, *row)
        fit.add(6, bytes(4), stamps=())
        if at % 3 == 0:
            fit.add(2, 420, 431, *(0xFFFF,) * 3, stamps=())
        if at % 330 == 329:
            fit.add(5, at, at - 329, 330_000, 330_000, 100_000, stamps=(0, 4))
    fit.add(4, seconds, 0, 4)
    whole = (seconds * 1000, seconds * 1000, round(run.distance_m[-1] * 100))
    fit.add(3, seconds, 0, 1, 0, *whole, stamps=(0, 4))
    fit.add(7, seconds)
    return fit


GPX = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<gpx creator="Moim bench" version="1.1" '
    'xmlns="http://www.topografix.com/GPX/1/1" '
    'xmlns:ns3="http://www.garmin.com/xmlschemas/TrackPointExtension/v1">\n'
    "<trk><name>Seoul Running</name><type>running</type><trkseg>\n{points}</trkseg></trk></gpx>\n"
)


def _gpx_points(run: Run) -> list[tuple[str, str]]:
    """What stands before and after the time of each point."""
    rows = zip(
        *(run.lat, run.lon, run.elevation_m, run.heart_rate_bpm, run.cadence_spm // 2),
        strict=True,
    )
    return [
        (
            f'<trkpt lat="{lat:.10f}" lon="{lon:.10f}">\n<ele>{elevation:.1f}</ele>\n',
            (
                "\n<extensions><ns3:TrackPointExtension>"
                f"<ns3:hr>{heart:.0f}</ns3:hr><ns3:cad>{cadence:.0f}</ns3:cad>"
                "</ns3:TrackPointExtension></extensions>\n</trkpt>\n"
            ),
        )
        for lat, lon, elevation, heart, cadence in rows
    ]
