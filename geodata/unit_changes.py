"""Two selections set against each other by first-level unit, as a GeoDataFrame."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd

from geodata.naming import region_label
from geodata.query import EventIndex, Selection
from geodata.regions import drawn_outline

ELSEWHERE = "in no single province"
"""Names the last row: events known only to a wider area, to a country or to no place."""

COUNTED = ("events", "deaths")


def compare_units(index: EventIndex, one: Selection, two: Selection) -> gpd.GeoDataFrame:
    """Return a row for each first-level unit that either selection has events in, greatest change first.

    Columns: code ("UA.07"), name, events_a and events_b, events_change (b less a), the same three for deaths
    (sums of each event's best figure; events that state none count none) and geometry in WGS 84. What lies in
    no single unit is the last row, with an empty code and no geometry, so that the columns add up to the
    selections.
    """
    sides = [_counts(index, one).add_suffix("_a"), _counts(index, two).add_suffix("_b")]
    table = sides[0].join(sides[1], how="outer")
    table = table.fillna(0).astype("int64")
    for what in COUNTED:
        table[f"{what}_change"] = table[f"{what}_b"] - table[f"{what}_a"]
    table = table.rename_axis("code").reset_index()
    elsewhere = table["code"] == ""
    table.insert(1, "name", [region_label(f"ne:{code}") if code else ELSEWHERE for code in table["code"]])
    order = table.assign(last=elsewhere, size=-table["events_change"].abs(), all=-table["events_b"])
    table = table.loc[order.sort_values(["last", "size", "all", "name"]).index].reset_index(drop=True)
    shapes = [drawn_outline(f"ne:{code}") if code else None for code in table["code"]]
    return gpd.GeoDataFrame(table, geometry=gpd.GeoSeries(shapes, crs="EPSG:4326"))


def _counts(index: EventIndex, selection: Selection) -> pd.DataFrame:
    """Return events and deaths by unit code; "" is what lies in no single one."""
    columns, rows, codes = index.columns, selection.rows, ("", *index.units.codes)
    unit = index.units.of[columns.location[rows]] + 1
    stated = columns.table.column("fatalities").fill_null(0).to_numpy()[rows]
    counted = {
        "events": np.bincount(unit, minlength=len(codes)),
        "deaths": np.bincount(unit, weights=stated, minlength=len(codes)).astype(np.int64),
    }
    found = pd.DataFrame(counted, index=list(codes))
    return found[found["events"] > 0]
