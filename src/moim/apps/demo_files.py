"""Device files of the demo: FIT as watches write it, GPX as phones do. Same outing, same bytes."""

import struct
from datetime import UTC, datetime, timedelta
from xml.sax.saxutils import escape

import numpy as np
from fastcrc import crc16

from moim.apps.demo_days import Kind, Outing
from moim.apps.demo_tracks import Samples, recorded
from moim.contexts.users.domain.profile import Device
from moim.contexts.workouts.adapters.files.fit_profile import (
    ACTIVITY,
    ACTIVITY_FILE,
    EPOCH_S,
    FILE_ID,
    LAP,
    RECORD,
    SESSION,
    TIMESTAMP,
)

UINT8, UINT16, SINT32, UINT32, UINT32Z, ENUM = 0x02, 0x84, 0x85, 0x86, 0x8C, 0x00
LETTERS = {ENUM: "B", UINT8: "B", UINT16: "H", SINT32: "i", UINT32: "I", UINT32Z: "I"}
RUNNING, CYCLING = 1, 2
BY_DISTANCE, BY_HAND = 2, 0
SEOUL_AHEAD_S = 9 * 3600
GPX_EVERY_S = 2

# Manufacturer and product, as the FIT profile numbers them.
WATCHES = {
    Device.GARMIN: (1, 3992),
    Device.COROS: (294, 0),
    Device.SUUNTO: (23, 0),
    Device.POLAR: (123, 0),
    Device.WAHOO: (32, 0),
}
PHONES = {
    Device.APPLE_WATCH: "Apple Watch",
    Device.GALAXY_WATCH: "Galaxy Watch",
    Device.PHONE: "Phone",
}


def file_of(outing: Outing) -> tuple[str, bytes]:
    """Name and content of what the member's device hands out."""
    begun = f"{outing.started_at:%Y-%m-%d-%H%M}"
    samples = recorded(outing)
    if outing.member.device in WATCHES:
        return f"{begun}.fit", fit_of(outing, samples)
    return f"{begun}.gpx", gpx_of(outing, samples)


def fit_of(outing: Outing, samples: Samples) -> bytes:
    """The outing as a FIT activity with records, laps, a session and the wall clock."""
    manufacturer, product = WATCHES[outing.member.device]
    start, end = samples.begins_s - EPOCH_S, samples.begins_s - EPOCH_S + len(samples) - 1
    serial = 70_000_000 + outing.member.number
    body = _message(
        FILE_ID,
        (0, ENUM, ACTIVITY_FILE),
        (1, UINT16, manufacturer),
        (2, UINT16, product),
        (3, UINT32Z, serial),
        (4, UINT32, start),
    )
    body += _records(samples, start)
    trigger = BY_HAND if outing.kind is Kind.INTERVAL else BY_DISTANCE
    for first, last in samples.laps:
        body += _span(LAP, samples, start, first, last, (24, ENUM, trigger))
    sport = CYCLING if outing.kind is Kind.RIDE else RUNNING
    body += _span(SESSION, samples, start, 0, len(samples) - 1, (5, ENUM, sport), (6, ENUM, 0))
    body += _message(ACTIVITY, (TIMESTAMP, UINT32, end), (5, UINT32, end + SEOUL_AHEAD_S))
    head = struct.pack("<BBHI4s", 14, 0x20, 2132, len(body), b".FIT")
    whole = head + struct.pack("<H", crc16.arc(head)) + body
    return whole + struct.pack("<H", crc16.arc(whole))


def _span(
    kind: int, samples: Samples, start: int, first: int, last: int, *more: tuple[int, int, int]
) -> bytes:
    """A lap or a session: when, how long (milliseconds), how far (centimetres)."""
    length_ms = (last - first) * 1000
    metres = float(samples.distance_m[last] - samples.distance_m[first])
    return _message(
        kind,
        (TIMESTAMP, UINT32, start + last),
        (2, UINT32, start + first),
        (7, UINT32, length_ms),
        (8, UINT32, length_ms),
        (9, UINT32, round(metres * 100)),
        *more,
    )


def _message(kind: int, *fields: tuple[int, int, int]) -> bytes:
    """A definition and one message of it; a field is number, type and raw value."""
    letters = "".join(LETTERS[base] for _, base, _ in fields)
    definition = b"".join(
        bytes((number, struct.calcsize(LETTERS[base]), base)) for number, base, _ in fields
    )
    return (
        struct.pack("<BBBHB", 0x40, 0, 0, kind, len(fields))
        + definition
        + b"\x00"
        + struct.pack(f"<{letters}", *(value for _, _, value in fields))
    )


def _records(samples: Samples, start: int) -> bytes:
    """Every sample; all have one layout, so that they are written in one go."""
    turn = 2**31 / 180
    columns = (
        (TIMESTAMP, UINT32, start + np.arange(len(samples))),
        (0, SINT32, samples.lat * turn),
        (1, SINT32, samples.lon * turn),
        (5, UINT32, samples.distance_m * 100),
        (6, UINT16, samples.speed_mps * 1000),
        (2, UINT16, (samples.elevation_m + 500) * 5),
        (3, UINT8, samples.heart_rate_bpm),
        (4, UINT8, samples.cadence_rpm),
    )
    layout = [("head", "u1")] + [(str(n), f"<{_numpy(base)}") for n, base, _ in columns]
    rows = np.zeros(len(samples), dtype=layout)
    for number, _, values in columns:
        rows[str(number)] = np.round(values)
    definition = struct.pack("<BBBHB", 0x40, 0, 0, RECORD, len(columns)) + b"".join(
        bytes((number, struct.calcsize(LETTERS[base]), base)) for number, base, _ in columns
    )
    return definition + rows.tobytes()


def _numpy(base: int) -> str:
    letter = LETTERS[base]
    return ("i" if letter.islower() else "u") + str(struct.calcsize(letter))


def gpx_of(outing: Outing, samples: Samples) -> bytes:
    """The outing as GPX 1.1 with heart rate and cadence as everybody extends it."""
    begun = datetime.fromtimestamp(samples.begins_s, UTC)
    wears = outing.member.device is not Device.PHONE
    points = []
    for row in range(0, len(samples), GPX_EVERY_S):
        beats = (
            f"<extensions><x:TrackPointExtension><x:hr>{samples.heart_rate_bpm[row]:.0f}</x:hr>"
            f"<x:cad>{samples.cadence_rpm[row]:.0f}</x:cad></x:TrackPointExtension></extensions>"
            if wears
            else ""
        )
        points.append(
            f'<trkpt lat="{samples.lat[row]:.6f}" lon="{samples.lon[row]:.6f}">'
            f"<ele>{samples.elevation_m[row]:.1f}</ele>"
            f"<time>{begun + timedelta(seconds=row):%Y-%m-%dT%H:%M:%SZ}</time>{beats}</trkpt>"
        )
    sport = "cycling" if outing.kind is Kind.RIDE else "running"
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<gpx version="1.1" creator="{PHONES[outing.member.device]}" '
        'xmlns="http://www.topografix.com/GPX/1/1" '
        'xmlns:x="http://www.garmin.com/xmlschemas/TrackPointExtension/v1">'
        f"<trk><name>{escape(outing.title)}</name><type>{sport}</type><trkseg>"
        + "".join(points)
        + "</trkseg></trk></gpx>\n"
    ).encode()
