"""Our own FIT decoder: one FIT file, or several in a chain, as recordings (ADR 0010)."""

from collections import Counter
from dataclasses import dataclass
from typing import Final

import numpy as np

from moim.contexts.workouts.adapters.files.fit_activity import Assembly
from moim.contexts.workouts.adapters.files.fit_messages import Messages
from moim.contexts.workouts.adapters.files.fit_profile import (
    ACTIVITY,
    ACTIVITY_FILE,
    DEVICE_INFO,
    EVENT,
    FIELD_DESCRIPTION,
    FILE_ID,
    FILE_KINDS,
    HEART_RATE,
    HRV,
    LAP,
    RECORD,
    SESSION,
)
from moim.contexts.workouts.adapters.files.fit_wire import Walk, begins_at, extent_at, walk
from moim.contexts.workouts.adapters.files.refusals import (
    LIMIT_RECORDS,
    LIMIT_SESSIONS,
    NoPoints,
    NotAnActivity,
    TooManyRecords,
    Unreadable,
)
from moim.contexts.workouts.domain.recording import Recording

_CHAIN_MOST: Final = 200
_MESSAGES_MOST: Final = {
    FILE_ID: 1_000,
    SESSION: LIMIT_SESSIONS,
    LAP: 20_000,
    RECORD: LIMIT_RECORDS,
    EVENT: 100_000,
    DEVICE_INFO: 100_000,
    ACTIVITY: 1_000,
    HRV: 2 * LIMIT_RECORDS,
    HEART_RATE: 100_000,
    FIELD_DESCRIPTION: 5_000,
}
"""What we read of each kind at most, well above what the longest races write."""

_BACK_MOST_S: Final = 3_600
_AHEAD_MOST_S: Final = 2 * 86_400
_FASTEST_MPS: Final = 500
_METRES_A_DEGREE: Final = 111_195


@dataclass(slots=True)
class _Link:
    """One FIT file of the chain."""

    messages: Messages
    kind: int | None
    fault: str | None

    @property
    def activity(self) -> bool:
        """Whether there is a workout in it."""
        if self.kind in FILE_KINDS:
            return False
        return bool(len(self.messages.table(RECORD)) or len(self.messages.table(SESSION)))


def read_fit(data: bytes) -> list[Recording]:
    """Read every activity in these bytes, oldest file of the chain first.

    What a broken file still holds is kept and marked ``partial``: ``truncated`` if it ends too
    early, ``corrupt`` if it turns into noise, ``bad-crc`` if it reads well but its checksum is
    wrong. Raises ``NotAnActivity``, ``NoPoints``, ``Unreadable`` or ``TooManyRecords``.
    """
    with np.errstate(all="ignore"):  # wild values of broken files; what they give is taken out
        return _read(data)


def _read(data: bytes) -> list[Recording]:
    links = _chain(data)
    activities: list[tuple[_Link, list[Messages]]] = []
    for link in links:
        if link.activity:
            activities.append((link, []))
        elif activities and len(link.messages.table(HEART_RATE)):
            activities[-1][1].append(link.messages)
        if activities and link.fault:
            earlier = activities[-1][0]
            earlier.fault = earlier.fault or link.fault
    if sum(len(link.messages.table(RECORD)) for link, _ in activities) > LIMIT_RECORDS:
        raise TooManyRecords
    found = [
        recording
        for link, straps in activities
        for recording in Assembly(link.messages, straps, link.fault).recordings()
    ]
    if not found:
        _refuse(links)
    if len(found) > LIMIT_SESSIONS:
        raise TooManyRecords(limit=LIMIT_SESSIONS)
    return found


def _refuse(links: list[_Link]) -> None:
    """Say what the file is, if it is something; else why nothing came of it."""
    for link in links:
        if link.kind in FILE_KINDS and link.kind is not None:
            what, ko, en = FILE_KINDS[link.kind]
            raise NotAnActivity(what=what, what_ko=ko, what_en=en)
    if any(link.fault for link in links) or not links:
        raise Unreadable
    if any(link.kind in (None, ACTIVITY_FILE) for link in links):
        raise NoPoints
    raise NotAnActivity(what="other", what_ko="다른 종류의 FIT", what_en="another kind of FIT file")


def _chain(data: bytes) -> list[_Link]:
    links: list[_Link] = []
    at = 0
    while at < len(data) and begins_at(data, at) and len(links) < _CHAIN_MOST:
        extent = extent_at(data, at)
        walked = walk(data, extent)
        _count(walked)
        messages = Messages(data, walked.groups)
        fault = walked.fault or extent.fault
        if fault:
            noise = _noise_at(messages)
            if noise is not None:
                messages = Messages(data, walked.groups, before=noise)
                fault = "corrupt"
        links.append(_Link(messages, messages.table(FILE_ID).first(0), fault))
        at = extent.after
    return links


def _count(walked: Walk) -> None:
    counts = Counter[int]()
    for group in walked.groups:
        counts[group.layout.message] += group.count()
    for message, most in _MESSAGES_MOST.items():
        if counts[message] > most:
            raise TooManyRecords(limit=most)


def _noise_at(messages: Messages) -> int | None:
    """Offset of the first record that cannot follow the one before it, None if all can.

    Asked only of files that failed a check: time that leaps, or a place too far to reach.
    """
    records = messages.table(RECORD)
    times = messages.times(records)
    if len(records) < 2:  # noqa: PLR2004 - nothing to compare
        return None
    step = np.diff(times)
    wrong = np.isnan(step) | (step < -_BACK_MOST_S) | (step > _AHEAD_MOST_S)
    lat, lon = records.numbers(0), records.numbers(1)
    if lat is not None and lon is not None:
        degrees = np.hypot(np.diff(lat), np.diff(lon) * np.cos(lat[1:] * (np.pi / 2**31)))
        metres = degrees * (180 / 2**31 * _METRES_A_DEGREE)
        wrong |= metres > _FASTEST_MPS * np.maximum(np.abs(step), 1) + 1_000
    found = np.flatnonzero(wrong)
    return int(records.offsets[found[0] + 1]) if len(found) else None
