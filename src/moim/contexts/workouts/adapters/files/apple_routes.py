"""Route files of an Apple Health export, as the inline locations of a workout."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from xml.sax.saxutils import quoteattr

from moim.contexts.workouts.adapters.files.health_values import moment_of
from moim.contexts.workouts.adapters.files.refusals import NoPoints, Unreadable
from moim.contexts.workouts.adapters.files.xml_points import PointParser

_LEAVES: Final = {name: name for name in ("ele", "time", "speed", "course", "hAcc", "vAcc")}
_NAMES: Final = {
    "time": "date",
    "lat": "latitude",
    "lon": "longitude",
    "ele": "altitude",
    "hAcc": "horizontalAccuracy",
    "vAcc": "verticalAccuracy",
    "course": "course",
    "speed": "speed",
}
_TEXT_MOST: Final = 40


@dataclass(frozen=True, slots=True)
class Route:
    """The points as `Location` elements, and when the first begins."""

    inline: str
    started_at: datetime | None


def read_route(data: bytes) -> Route:
    """Read a route file; what breaks off gives the points before the break.

    Numbers are carried over as they are written. Raises ``NoPoints``, ``Unreadable``,
    ``TooManyRecords`` or ``XmlWithEntities``.
    """
    parser = PointParser(_LEAVES, "trkpt")
    places: list[tuple[str, str]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "trkpt":
            places.append((attributes.get("lat", ""), attributes.get("lon", "")))
            parser.open_point()

    parser.start = start
    fault = parser.parse(data)
    count = parser.count
    if not count:
        raise Unreadable if fault else NoPoints
    columns = {name: [""] * count for name in _LEAVES}
    for name, texts in parser.texts.items():
        for row, text in zip(parser.rows[name], texts, strict=True):
            if row < count:
                columns[name][row] = text.strip()
    columns["lat"] = [place[0] for place in places[:count]]
    columns["lon"] = [place[1] for place in places[:count]]
    lines = []
    for row in range(count):
        told = (
            f" {attribute}={quoteattr(columns[name][row][:_TEXT_MOST])}"
            for name, attribute in _NAMES.items()
            if columns[name][row]
        )
        lines.append(f"<Location{''.join(told)}/>\n")
    began = next((text for text in columns["time"] if text), None)
    return Route("".join(lines), moment_of(began))
