"""In which second-level unit each town of cities500 lies: a table that GeoNames' settlements come without."""

from __future__ import annotations

import pyarrow.parquet as pq

from geodata.gazetteer.tables import DATA

FILE = "town_units.parquet"


def units_of_towns() -> dict[int, str]:
    """Return the name of the unit by the town's GeoNames id; towns of unknown unit are left out."""
    table = pq.read_table(DATA / FILE)
    return dict(zip(table["town"].to_pylist(), table["district"].to_pylist(), strict=True))
