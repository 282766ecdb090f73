"""Two selections set against each other by first-level unit, as a GeoDataFrame."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from geodata.export.policy import ReleasePolicy
from geodata.export.records import records_of
from geodata.naming import region_label
from geodata.query import Counting, EventIndex, Selection
from geodata.query.deaths import death_bounds
from geodata.regions import drawn_outline

ELSEWHERE = "in no single province"
"""Names the last row: events known only to a wider area, to a country or to no place."""

COUNTED = ("events", "deaths")
BOUNDS = ("deaths_low", "deaths_high")
TOLD = frozenset({"admin1", "event_type", "fatalities", "fatalities_low", "fatalities_high"})
"""Columns of an export that a comparison by unit would tell."""


def compare_units(
    index: EventIndex, one: Selection, two: Selection, policy: ReleasePolicy | None = None
) -> gpd.GeoDataFrame:
    """Return a row for each first-level unit that either selection has events in, greatest change first.

    Columns: code ("UA.07"), name, events_a and events_b (reports where the filters count those),
    events_change (b less a), the same three for deaths (sums of each event's best figure; events that state
    none count none), deaths_low_a to deaths_high_b (the sums of the lowest and highest figures of all
    sources) and geometry in WGS 84. What lies in no single unit is the last row, with an empty code and no
    geometry, so that the columns add up to the selections.

    Under a ``policy`` what it withholds is in no number; what lies in a unit narrower than its grid is in the
    last row.
    ValueError for one that masks what the comparison says.
    """
    if policy is not None and TOLD & set(policy.masked):
        raise ValueError(f"a comparison tells {', '.join(sorted(TOLD))}; release it without masking these")
    sides = [_counts(index, one, policy).add_suffix("_a"), _counts(index, two, policy).add_suffix("_b")]
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


def _counts(index: EventIndex, selection: Selection, policy: ReleasePolicy | None) -> pd.DataFrame:
    """Return events and deaths by unit code; "" is what lies in no single one."""
    columns, codes = index.columns, ("", *index.units.codes)
    rows = _released_rows(index, selection, policy)
    unit = index.units.of[columns.location[rows]] + 1
    if policy is not None:
        told = [policy.may_tell_unit(f"ne:{code}") for code in index.units.codes]
        unit = np.where(np.array([False, *told])[unit], unit, 0)
    stated = columns.table.column("fatalities").fill_null(0).to_numpy()
    weights = columns.reports[rows] if selection.filter.counting is Counting.REPORTS else None
    counted = {"events": np.bincount(unit, weights=weights, minlength=len(codes)).astype(np.int64)}
    for name, deaths in zip(("deaths", *BOUNDS), (stated, *death_bounds(index)), strict=True):
        counted[name] = np.bincount(unit, weights=deaths[rows], minlength=len(codes)).astype(np.int64)
    found = pd.DataFrame(counted, index=list(codes))
    return found[found["events"] > 0]


def _released_rows(
    index: EventIndex, selection: Selection, policy: ReleasePolicy | None
) -> npt.NDArray[np.int32]:
    """Return the rows of a selection that a policy lets out."""
    if policy is None or not policy.withholds:
        return selection.rows
    batches = records_of(index.store, selection, policy)
    rows = index.columns.rows_of_ids([str(record["event_id"]) for batch in batches for record in batch])
    return rows.astype(np.int32)
