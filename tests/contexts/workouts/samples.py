"""Device files of one runner's days, small and made here."""

import gzip
import io
import zipfile
from datetime import UTC, datetime, timedelta

from tests.contexts.workouts.files import fit_writer, xml_samples

DAY_S = 86_400
MORNING = xml_samples.START
_FIT_EPOCH = datetime(1989, 12, 31, tzinfo=UTC)
_MORNING_FIT_S = int((MORNING - _FIT_EPOCH).total_seconds())


def fit(seconds: int = 120, *, later_s: int = 0, sport: int = 1, bpm: int | None = None) -> bytes:
    """A run from six in the morning, ``later_s`` later, a sample a second, 3 m/s."""
    start = _MORNING_FIT_S + later_s
    file = fit_writer.begun()
    file.define(1, fit_writer.RECORD)
    for n in range(seconds):
        file.add(1, *fit_writer.record_values(n, start=start, bpm=bpm))
    fit_writer.session(file, count=seconds, start=start, sport=sport)
    return file.done()


def legs(*sports: int, seconds: int = 60) -> bytes:
    """A file with a session a sport, one after the other."""
    file = fit_writer.begun()
    file.define(1, fit_writer.RECORD)
    for leg, sport in enumerate(sports):
        start = _MORNING_FIT_S + leg * (seconds + 30)
        for n in range(seconds):
            file.add(1, *fit_writer.record_values(n, start=start))
        fit_writer.session(file, count=seconds, start=start, sport=sport)
        if leg + 1 < len(sports):
            file.define(1, fit_writer.RECORD)
    return file.done()


def gpx(seconds: int = 120, *, later_s: int = 0, extension: bool = False, **how) -> bytes:
    """The same course as ``fit``, as an app writes it; poorer without the extension."""
    range_s = range(later_s, later_s + seconds)
    text = xml_samples.gpx(
        xml_samples.track(range_s, extension=extension, kind=how.pop("kind", "running"), **how)
    ).decode()
    if later_s:  # the writer moves the course with the clock; keep it where it was
        for n in reversed(range_s):
            old, new = 37.55 - n * 2.7e-5, 37.55 - (n - later_s) * 2.7e-5
            text = text.replace(f'lat="{old:.7f}"', f'lat="{new:.7f}"', 1)
    return text.encode()


def tcx(seconds: int = 120) -> bytes:
    return xml_samples.tcx(xml_samples.activity(xml_samples.lap(range(seconds))))


def gzipped(data: bytes) -> bytes:
    return gzip.compress(data, mtime=0)


def zipped(*members: tuple[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return buffer.getvalue()


def broken_off(data: bytes) -> bytes:
    """The first three quarters: the battery died."""
    return data[: len(data) * 3 // 4]


def morning(*, after_s: float = 0) -> str:
    return f"{MORNING + timedelta(seconds=after_s):%Y-%m-%dT%H:%M:%SZ}"
