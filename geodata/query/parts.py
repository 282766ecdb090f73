"""Which events a line of the account is made of: by what is known of their dates, reports and places."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from geodata.model import PlacePrecision
from geodata.query.clauses import code_of
from geodata.query.index import EventIndex
from geodata.query.period import NO_DAY
from geodata.query.selection import Selection

# Whether a first and a last possible day are known.
_KNOWN = {
    "dated": (True, True),
    "by_day": (False, True),
    "since_day": (True, False),
    "undated": (False, False),
}
EVENT_PARTS = frozenset((*_KNOWN, "events", "reports", "joined", "spots", "areas", "tray", "without_place"))
"""Keys that ``events_of_part`` knows."""


def events_of_part(index: EventIndex, selection: Selection, key: str, limit: int) -> list[str]:
    """Return the ids of the first events of a part, newest first; KeyError for a key that is no such part.

    How events are drawn is asked of the selection, all else of every event of the store.
    """
    if key not in EVENT_PARTS:
        raise KeyError(f"no part of the account is called {key!r}")
    if key in ("spots", "areas", "tray", "without_place"):
        rows = selection.rows[_drawn(index, key)[index.columns.location[selection.rows]]]
    else:
        rows = np.flatnonzero(_known(index, key)).astype(np.int32)
    return index.columns.ids_of(rows[:limit])


def _known(index: EventIndex, key: str) -> npt.NDArray[np.bool_]:
    columns = index.columns
    if key in ("events", "reports"):
        return np.ones(len(columns), dtype=np.bool_)
    if key == "joined":
        return np.asarray(columns.table.column("n_reports").to_numpy() > 1)
    first, last = _KNOWN[key]
    return np.asarray(((columns.starts != NO_DAY) == first) & ((columns.ends != NO_DAY) == last))


def _drawn(index: EventIndex, key: str) -> npt.NDArray[np.bool_]:
    """Return, per location, whether its events are drawn in this way."""
    columns = index.columns
    places = columns.locations
    nowhere = np.isnan(places.latitude)
    country = columns.location_precision == code_of(PlacePrecision.COUNTRY)
    return np.asarray(
        {
            "without_place": nowhere,
            "tray": country & ~nowhere,
            "areas": places.is_area & ~country & ~nowhere,
            "spots": ~places.is_area & ~country & ~nowhere,
        }[key]
    )
