"""Developer fields that stand for a native one: “Power” of a running pod is the record's power.

The value is physical, in the unit its description names, so a unit we do not expect keeps the
native field. Energy stays the device's own: what rowing machines send is summed up wrongly (7,000
kcal for 28 minutes).
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from moim.contexts.workouts.adapters.files.fit_messages import Description, Messages, Rows
from moim.contexts.workouts.adapters.files.fit_profile import LAP, RECORD, SESSION

Floats = NDArray[np.float64]

_METRES: Final = frozenset({"", "m", "meters", "metres"})
_BEATS: Final = frozenset({"", "bpm"})
_TURNS: Final = frozenset({"", "rpm", "spm"})
_WATTS: Final = frozenset({"", "w", "watt", "watts"})
_SPEED: Final = frozenset({"", "m/s", "mps"})
_CELSIUS: Final = frozenset({"", "c", "°c", "celsius"})

_UNITS: Final[dict[int, dict[int, frozenset[str]]]] = {
    RECORD: {
        2: _METRES,
        3: _BEATS,
        4: _TURNS,
        5: _METRES,
        6: _SPEED,
        7: _WATTS,
        13: _CELSIUS,
        73: _SPEED,
        78: _METRES,
    },
    SESSION: {9: _METRES, 16: _BEATS, 17: _BEATS, 18: _TURNS, 20: _WATTS},
    LAP: {9: _METRES},
}
"""Message and native field that may be replaced, and the units we take."""

_RECORD_POWER: Final = 7


def developed(messages: Messages, message: int) -> dict[int, Floats]:
    """Columns of developer fields by the native field they replace, in file order, in units."""
    table = messages.table(message)
    if not any(part.developer is not None for rows in table.rows for part in rows.layout.fields):
        return {}
    descriptions = messages.descriptions()
    found: dict[int, list[Floats | None]] = {}
    for at, rows in enumerate(table.rows):
        for native, column in _of_rows(rows, message, descriptions).items():
            found.setdefault(native, [None] * len(table.rows))[at] = column
    joined = {native: table.joined(parts) for native, parts in found.items()}
    return {native: column for native, column in joined.items() if column is not None}


def _of_rows(
    rows: Rows, message: int, descriptions: dict[tuple[int, int], Description]
) -> dict[int, Floats]:
    found: dict[int, Floats] = {}
    for part in rows.layout.fields:
        if part.developer is None:
            continue
        description = descriptions.get((part.developer, part.number))
        native = None if description is None else _native(description, message)
        if description is None or native is None:
            continue
        column = rows.numbers(part, description.base)
        if column is not None:
            column = column / description.scale - description.offset
            earlier = found.get(native)
            found[native] = column if earlier is None else over(earlier, column)
    return found


def _native(description: Description, message: int) -> int | None:
    """The native field replaced, if the description says so in a unit we take.

    Early power pods named their field “Power” and left the native number out.
    """
    takes = _UNITS[message]
    native = description.native_field
    if native is None and message == RECORD and description.name.casefold() == "power":
        native = _RECORD_POWER
    elif description.native_message not in (None, message):
        return None
    return native if native in takes and description.units in takes[native] else None


def over(upper: Floats, lower: Floats | None) -> Floats:
    """``upper``, and ``lower`` where it has no value."""
    if lower is None:
        return upper
    missing = np.isnan(upper)
    return np.where(missing, lower, upper) if missing.any() else upper
