"""Derives the table of US counties from the postal points of the PyPI package ``zipcodes``.

Run as ``python -m geodata.data.build_counties`` where ``zipcodes`` is installed. A county stands at the mean
of its postal points (GeoNames, CC BY 4.0); its radius is the mean distance of those points, doubled.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

import zipcodes

from geodata.gazetteer.tables import PLACE_COLUMNS
from geodata.globe import points_km

SOURCE = "GeoNames US postal points, CC BY 4.0, averaged by county (PyPI zipcodes, MIT)"
MIN_RADIUS_KM = 10.0
_UNITS = ("County", "Parish", "Borough", "Census Area", "City and Borough", "Municipality", "Municipio")


def county_rows(points: list[dict[str, Any]]) -> list[list[str]]:
    """Return one table row per county or parish; independent cities are settlements already."""
    groups: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    for point in points:
        if point["county"].endswith(_UNITS) and point["lat"] and point["long"]:
            groups[point["state"], point["county"]].append((float(point["lat"]), float(point["long"])))
    rows = []
    for (state, county), coordinates in sorted(groups.items()):
        latitude = sum(c[0] for c in coordinates) / len(coordinates)
        longitude = sum(c[1] for c in coordinates) / len(coordinates)
        spread = [points_km(latitude, longitude, *c) for c in coordinates]
        radius = max(MIN_RADIUS_KM, 2 * sum(spread) / len(spread))
        code = f"US.{state}" if state != "PR" else ""
        place = [county, "admin2", f"{latitude:.3f}", f"{longitude:.3f}", f"{radius:.0f}"]
        rows.append([*place, "US" if code else "PR", code, "", "", SOURCE])
    return rows


def main() -> None:
    """Write us_counties.tsv beside this script."""
    lines = [[*PLACE_COLUMNS.split(), "source"], *county_rows(zipcodes.list_all())]
    text = "\n".join("\t".join(line) for line in lines) + "\n"
    (Path(__file__).parent / "us_counties.tsv").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
