"""The selected events that have a point, as a GeoDataFrame: what layers of a user's own are made of."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import numpy.typing as npt

from geodata.model import SubEventType
from geodata.query import EventIndex, Selection
from geodata.query.period import NO_DAY, Days


def event_points(index: EventIndex, selection: Selection) -> gpd.GeoDataFrame:
    """Return a row for each selected event at a point, in WGS 84; those known only to an area are left out.

    Columns: event_id, event_type, sub_event_type, date_start and date_end (NaT where not known), deaths (the
    best figure, missing where none is stated) and geometry. No text of an article is among them.
    """
    columns, rows = index.columns, selection.rows
    places = columns.locations
    at = columns.location[rows]
    rows = rows[~places.is_area[at] & ~np.isnan(places.latitude[at])]
    at = columns.location[rows]
    kinds = np.array([kind.value for kind in SubEventType])[columns.sub_types[rows]]
    types = np.array([kind.event_type.value for kind in SubEventType])[columns.sub_types[rows]]
    deaths = columns.table.column("fatalities").to_pandas().iloc[rows].reset_index(drop=True)
    return gpd.GeoDataFrame(
        {
            "event_id": columns.ids_of(rows),
            "event_type": types,
            "sub_event_type": kinds,
            "date_start": _days(columns.starts[rows]),
            "date_end": _days(columns.ends[rows]),
            "deaths": deaths.astype("Int64"),
        },
        geometry=gpd.points_from_xy(places.longitude[at], places.latitude[at]),
        crs="EPSG:4326",
    )


def _days(numbers: Days) -> npt.NDArray[np.datetime64]:
    days = numbers.astype("datetime64[D]").astype("datetime64[s]")
    days[numbers == NO_DAY] = np.datetime64("NaT", "s")
    return days
