"""Derives the table of US hamlets that cities500 lacks from the PyPI package ``zipcodes``.

Run as ``python -m geodata.data.build_us_places`` with ``zipcodes`` installed. Local news names hamlets and
unincorporated places that have a post office but fewer than 500 people. One row per name and state stands at
the mean of its postal points; names that cities500 already has nearby are left out.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

import zipcodes

from geodata.gazetteer import Gazetteer, normalise_name, open_gazetteer
from geodata.gazetteer.tables import PLACE_COLUMNS
from geodata.globe import points_km

SOURCE = "GeoNames US postal points, CC BY 4.0 (zipcodes, MIT)"
KNOWN_KM = 30.0
_TYPES = ("STANDARD", "PO BOX")
STATES = frozenset(
    "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC "
    "ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY".split()
)


def place_rows(points: list[dict[str, Any]], gazetteer: Gazetteer) -> list[list[str]]:
    """Return one table row per hamlet, sorted by state and name."""
    groups: dict[tuple[str, str], list[tuple[float, float, str]]] = defaultdict(list)
    for point in points:
        usable = point["zip_code_type"] in _TYPES and point["state"] in STATES and point["active"]
        if usable and point["lat"] and point["long"]:
            place = (float(point["lat"]), float(point["long"]), point["county"])
            groups[point["state"], point["city"]].append(place)
    rows = []
    for (state, city), places in sorted(groups.items()):
        latitude = sum(p[0] for p in places) / len(places)
        longitude = sum(p[1] for p in places) / len(places)
        if not is_known(city, state, latitude, longitude, gazetteer):
            spot = [f"{latitude:.3f}", f"{longitude:.3f}", "0", "US", f"US.{state}", places[0][2]]
            rows.append([city, "settlement", *spot, "", SOURCE])
    return rows


def is_known(name: str, state: str, latitude: float, longitude: float, gazetteer: Gazetteer) -> bool:
    """Return whether cities500 has a place of that name near the point, or the name is no name."""
    if not any(letter.isalpha() for letter in normalise_name(name)):
        return True
    return any(
        place.admin1 == f"US.{state}"
        and place.id.startswith("gn:")
        and points_km(latitude, longitude, place.latitude, place.longitude) <= KNOWN_KM
        for place in gazetteer.candidates(name)
    )


def main() -> None:
    """Write us_places.tsv beside this script."""
    rows = place_rows(zipcodes.list_all(), open_gazetteer())
    text = "\n".join("\t".join(line) for line in [[*PLACE_COLUMNS.split(), "source"], *rows]) + "\n"
    (Path(__file__).parent / "us_places.tsv").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
