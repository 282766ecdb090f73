"""Adds a country's every settlement to the gazetteer, from a file or from GeoNames' download server."""

from __future__ import annotations

import csv
import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path

from geodata.amounts import counted
from geodata.gazetteer.build import Progress
from geodata.gazetteer.country_files import FilePlace, read_country_file
from geodata.gazetteer.folders import installed_folder
from geodata.gazetteer.index import Gazetteer
from geodata.gazetteer.installed import COLUMNS, InstalledSet
from geodata.gazetteer.names import normalise_name
from geodata.gazetteer.outlines import admin1_code_at
from geodata.gazetteer.romanise import has_cyrillic, national, romanisations
from geodata.globe import points_km
from geodata.model import PlaceKind

SAME_PLACE_KM = 3.0  # two rows of one name closer than this are one settlement
KNOWN_PLACE_KM = 10.0  # a place of the built-in table this near, of the same name and unit, is the same
POINTS_PER_UNIT = 300  # so many points decide which first-level unit a code of the file stands for
LATIN_COUNTRIES_CYRILLIC = frozenset({"UA"})  # whose Cyrillic names are Ukrainian


def install_file(path: Path, country: str, gazetteer: Gazetteer, progress: Progress) -> InstalledSet:
    """Read a country file and store its settlements in the user's data folder.

    Raises CountryFileError for a file that cannot be used, OSError when a folder cannot be written.
    """
    country = country.upper()
    progress(0.0, f"reading {path.name}")
    places = list(read_country_file(path, country))
    unit_of = map_units(places, country, gazetteer)
    rows, counts, ids = [], Counter(rows=len(places)), Counter[object]()
    settlements = list(merge_rows(places, unit_of))
    for number, (place, admin1) in enumerate(settlements):
        if number % 1000 == 0:
            progress(0.1 + 0.6 * number / len(settlements), f"naming {counted(len(settlements), 'place')}")
        row = to_row(place, admin1, country, gazetteer)
        counts["merged" if row["same_as"] else "added"] += 1
        counts["estimated"] += float(str(row["radius_km"])) > 0
        ids[row["id"]] += 1
        if ids[row["id"]] > 1:  # namesakes that the file puts on one spot
            row["id"] = f"{row['id']}:{ids[row['id']]}"
        rows.append(row)
    return _save(rows, counts, country, path.name)


def map_units(places: Iterable[FilePlace], country: str, gazetteer: Gazetteer) -> dict[str, str]:
    """Return the GeoNames admin1 code each of the file's own codes stands for.

    Most of the sure points decide: postal files number some units differently (Kyiv city and oblast).
    """
    points: dict[str, list[FilePlace]] = defaultdict(list)
    for place in places:
        if place.radius_km == 0 and len(points[place.admin1]) < POINTS_PER_UNIT:
            points[place.admin1].append(place)
    units = {}
    for code, sample in points.items():
        votes = Counter(admin1_code_at(p.latitude, p.longitude) for p in sample)
        best = next((c for c, _ in votes.most_common() if c and c.startswith(f"{country}.")), None)
        own = f"{country}.{code}"
        if sample[0].geonames_id is not None and gazetteer.admin1(own) is not None:
            best = own
        units[code] = best or own
    return units


def merge_rows(places: Iterable[FilePlace], unit_of: dict[str, str]) -> Iterator[tuple[FilePlace, str]]:
    """Yield each settlement once with its admin1 code: rows of one name, unit and spot are one place.

    Postal files repeat a town for every postal code; the surest row stands for it.
    """
    groups: dict[tuple[str, str, PlaceKind], list[FilePlace]] = defaultdict(list)
    for place in places:
        if place.name:
            groups[place.name, unit_of.get(place.admin1, ""), place.kind].append(place)
    for (_, admin1, _), group in groups.items():
        kept: list[FilePlace] = []
        for place in sorted(group, key=lambda p: (p.radius_km, -p.population)):
            if not any(_near(place, other) for other in kept):
                kept.append(place)
                yield place, admin1


def _near(a: FilePlace, b: FilePlace) -> bool:
    limit = max(SAME_PLACE_KM, a.radius_km, b.radius_km)
    return points_km(a.latitude, a.longitude, b.latitude, b.longitude) <= limit


def to_row(place: FilePlace, admin1: str, country: str, gazetteer: Gazetteer) -> dict[str, object]:
    """Return the stored form of a settlement: display name, all spellings, which known place it is."""
    ukrainian = country in LATIN_COUNTRIES_CYRILLIC
    spellings = [place.name, *place.names]
    if ukrainian:
        cyrillic = [name for name in spellings if has_cyrillic(name)]
        spellings += [latin for name in cyrillic for latin in romanisations(name)]
    name = national(place.name) if ukrainian and has_cyrillic(place.name) else place.name
    if place.radius_km and admin1_code_at(place.latitude, place.longitude) == admin1:
        radius_km = place.radius_km / 2
    else:
        radius_km = place.radius_km
    known = known_place(place, admin1, spellings, gazetteer)
    slug = "-".join(normalise_name(name).split())
    own_id = f"{country.lower()}:{slug}@{place.latitude:.4f},{place.longitude:.4f}"
    return {
        "id": own_id if place.geonames_id is None else f"gn:{place.geonames_id}",
        "same_as": known or "",
        "name": name,
        "kind": place.kind.value,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "admin1": admin1,
        "admin2": f"{place.admin2} Raion" if ukrainian and place.admin2.endswith("kyi") else place.admin2,
        "population": place.population,
        "radius_km": radius_km,
        "names": "|".join(dict.fromkeys(s for s in spellings if s != name and "|" not in s)),
    }


def known_place(place: FilePlace, admin1: str, spellings: list[str], gazetteer: Gazetteer) -> str | None:
    """Return the id of the built-in place this is (by GeoNames id or by name, unit and nearness)."""
    if place.geonames_id is not None:
        place_id = f"gn:{place.geonames_id}"
        return place_id if gazetteer.has_place(place_id) else None
    near = [
        (points_km(place.latitude, place.longitude, p.latitude, p.longitude), p.id)
        for spelling in dict.fromkeys(normalise_name(s) for s in spellings)
        for p in gazetteer.candidates(spelling)
        if p.kind is PlaceKind.SETTLEMENT and p.admin1 == admin1
    ]
    distance, place_id = min(near, default=(KNOWN_PLACE_KM + 1, ""))
    return place_id if distance <= max(KNOWN_PLACE_KM, place.radius_km) else None


def _save(rows: list[dict[str, object]], counts: Counter[str], country: str, source: str) -> InstalledSet:
    folder = installed_folder()
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f".{country}.part"
    with part.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, COLUMNS, delimiter="\t", quoting=csv.QUOTE_NONE, quotechar=None)
        writer.writeheader()
        writer.writerows(rows)
    digest = hashlib.sha256(part.read_bytes()).hexdigest()
    done = InstalledSet(
        country=country,
        rows=counts["rows"],
        added=counts["added"],
        merged=counts["merged"],
        estimated=counts["estimated"],
        source=source,
        sha256=digest,
    )
    part.replace(folder / f"{country}.tsv")
    note = folder / f".{country}.json.part"
    note.write_text(json.dumps(asdict(done), indent=1), encoding="utf-8")
    note.replace(folder / f"{country}.json")
    return done
