"""Derives the table of airports and air bases that news names from the PyPI package ``airportsdata``.

Run as ``python -m geodata.data.build_airports`` where ``airportsdata`` (MIT) is installed. International
airports with an IATA code and military airfields are kept; admin1 is the unit the airport lies in.
"""

from __future__ import annotations

import re
from pathlib import Path

import airportsdata

from geodata.gazetteer.outlines import admin1_code_at
from geodata.gazetteer.tables import PLACE_COLUMNS

SOURCE = "airportsdata (MIT)"
RADIUS_KM = 3
_KEPT = re.compile(r"\bInternational\b|\bIntl\b")
_MILITARY = re.compile(r"\b(?:Air Base|Air Force Base|Airbase|AFB|Naval Air Station|Army Airfield)\b")
_SHORT = re.compile(r"\b(International|Intl)\b ?")


def airport_row(airport: dict[str, object]) -> list[str] | None:
    """Return the table row of an airport, or None when news hardly names it."""
    name = str(airport["name"]).strip()
    military = bool(_MILITARY.search(name))
    if not military and not (airport["iata"] and _KEPT.search(name)):
        return None
    latitude, longitude = float(str(airport["lat"])), float(str(airport["lon"]))
    code = admin1_code_at(latitude, longitude) or ""
    shorter = " ".join(_SHORT.sub("", name).split())
    others = {shorter, name.replace("Air Force Base", "AFB"), name.replace("Air Base", "Airbase")}
    others |= {name.replace("Air Base", "airfield"), name.replace("Airbase", "Air Base")}
    others = {other for other in others if " " in other} - {name}
    country = str(airport["country"])
    admin1 = code if code.startswith(country) else ""
    place = [name, "facility", f"{latitude:.4f}", f"{longitude:.4f}", str(RADIUS_KM)]
    return [*place, country, admin1, "", "|".join(sorted(others)), SOURCE]


def main() -> None:
    """Write airports.tsv beside this script."""
    rows: dict[tuple[str, str], list[str]] = {}
    for airport in airportsdata.load("ICAO").values():
        row = airport_row(dict(airport))
        if row is not None:
            rows.setdefault((row[0], row[5]), row)
    lines = [[*PLACE_COLUMNS.split(), "source"], *sorted(rows.values())]
    text = "\n".join("\t".join(line) for line in lines) + "\n"
    (Path(__file__).parent / "airports.tsv").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
