"""What a typed name means: a region or a place by any of its names or as printed; namesakes told apart."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache

import numpy as np

from geodata.gazetteer import Gazetteer, NameKind, normalise_name, open_gazetteer
from geodata.gazetteer.index import KINDS
from geodata.gazetteer.outlines import districts_at
from geodata.gazetteer.second_level import ID_SOURCE
from geodata.geography import contains
from geodata.model import Place, PlaceKind
from geodata.regions import AREA_KINDS, is_region, region_names

NEAR_MISSES = 5
_ALIKE = 0.7
"""How alike, as difflib counts, a name is that is suggested: "Donezk" is .77 like "Donetsk"."""
_CODE = re.compile(r"[A-Z]{2}")
_POINT = re.compile(r"\s*\((-?\d+\.\d+), (-?\d+\.\d+)\)\s*$")

# A name that only transliterates, abbreviates or first of all means a people is no answer to a search.
_WEAK = (NameKind.CODE, NameKind.TRANSLITERATION, NameKind.PEOPLE)


def find_regions(typed: str, gazetteer: Gazetteer | None = None) -> list[Place]:
    """Return the regions that a typed name or printed label ("Crimea, UA") may well mean, all of one kind.

    A country goes before a continent or named region, these before first- and second-level units; several are
    namesakes of the same kind. Empty where no region has that name.
    """
    table = gazetteer or open_gazetteer()
    code = table.country(typed.strip()) if _CODE.fullmatch(typed.strip()) else None
    printed = _region_of_label().get(typed.strip().casefold())
    if code is not None or printed is not None:
        return [code or table.place(printed or "")]
    found = [pair for pair in _named(typed, table) if pair[0].kind in AREA_KINDS and is_region(pair[0].id)]
    if not found:
        return []
    best = min(AREA_KINDS.index(place.kind) for place, _ in found)
    return _without_twins(_most_meant([pair for pair in found if AREA_KINDS.index(pair[0].kind) == best]))


def find_namesakes(
    typed: str, gazetteer: Gazetteer | None = None, *, used: Collection[str] = ()
) -> list[Place]:
    """Return the places that a typed name or printed label may mean, most prominent first.

    Points go before areas of the same name. Of places only also called so ("Odessa" for Odesa), those are
    among them that are more prominent than all that bear the name. ``used`` are the ids of places that events
    are at: when exactly one place of that name is among them, it alone is returned, unless it was only once
    or elsewhere called so ("Oleksandrivka" for Donetsk) and others bear the name.
    """
    table = gazetteer or open_gazetteer()
    found = _named(typed, table)
    found = [pair for pair in found if not pair[0].is_area] or found
    known = [pair for pair in found if pair[0].id in used and pair[1] not in _WEAK]
    borne = any(kind is NameKind.PRIMARY for _, kind in found)
    if len(known) == 1 and (not borne or _bears(typed, *known[0])):
        return [known[0][0]]
    places = _most_meant(found)
    if len(known) == 1:
        places = list(dict.fromkeys([known[0][0], *places]))
    if "," not in typed:
        most = max((_prominence(place, table) for place in places), default=0.0)
        others = [place for place, kind in found if kind not in _WEAK and _prominence(place, table) > most]
        places = list(dict.fromkeys([*others, *places]))
    return sorted(places, key=lambda place: -_prominence(place, table))


def _bears(typed: str, place: Place, kind: NameKind) -> bool:
    """Whether a place is called as was typed, or spelt much like it ("Odessa" for Odesa)."""
    said, name = normalise_name(typed.partition(",")[0]), normalise_name(place.name)
    return kind is NameKind.PRIMARY or difflib.SequenceMatcher(None, said, name).ratio() >= _ALIKE


def places_named(typed: str, gazetteer: Gazetteer | None = None) -> list[Place]:
    """Return every place of a typed name or printed label, areas too, most prominent first.

    "village, region, country" keeps to what lies there. What only transliterates, abbreviates or means a
    people counts where nothing else has that name.
    """
    return _without_weak(_named(typed, gazetteer or open_gazetteer()))


def _without_weak(found: Sequence[tuple[Place, NameKind]]) -> list[Place]:
    strong = [place for place, kind in found if kind not in _WEAK]
    return list(dict.fromkeys(strong or [place for place, _ in found]))


def _prominence(place: Place, table: Gazetteer) -> float:
    return float(table.prominence[table.row_of(place.id)])


def _named(typed: str, table: Gazetteer) -> list[tuple[Place, NameKind]]:
    """Return every place whose name is typed, followed or not by what a label puts behind it.

    Coordinates at the end, as ``distinct_labels`` writes them, choose the place at that point.
    """
    at = _POINT.search(typed)
    if at:
        point = (float(at[1]), float(at[2]))
        return [
            pair
            for pair in _named(typed[: at.start()], table)
            if (round(pair[0].latitude, 3), round(pair[0].longitude, 3)) == point
        ]
    head, _, rest = typed.partition(",")
    asked = {normalise_name(part) for part in rest.split(",") if part.strip()}
    if asked:
        named = table.matches(head.strip())
        found = [pair for pair in named if asked <= _qualifiers(pair[0], table)]
        if found:
            return found
    found = list(table.matches(typed))
    return found if found or not asked else _within(named, rest.split(","), table)


def _within(
    named: Iterable[tuple[Place, NameKind]], areas: Iterable[str], table: Gazetteer
) -> list[tuple[Place, NameKind]]:
    """Return the places that lie in all of some areas, each called by any of its names."""
    found = list(named)
    for area in areas:
        units = [unit for unit in table.candidates(area.strip()) if unit.is_area]
        found = [pair for pair in found if any(_holds(unit, pair[0]) for unit in units)]
    return found


def _holds(unit: Place, place: Place) -> bool:
    """Whether a place lies in a unit: by codes, in a district without one by what the place's is called."""
    if contains(unit, place):
        return True
    return unit.kind is PlaceKind.ADMIN2 and place.admin1 == unit.admin1 and district_of(place) == unit.name


def _qualifiers(place: Place, table: Gazetteer) -> set[str]:
    """Return, normalised, what may stand behind a place's name: district, unit, country and its code."""
    country = table.country(place.country_code) if place.country_code else None
    parts = (*place.label.split(", ")[1:], country.name if country else "", district_of(place) or "")
    return {normalise_name(part) for part in parts if part}


def _most_meant(found: Sequence[tuple[Place, NameKind]]) -> list[Place]:
    """Return the places whose name is most trustworthy: those that bear it before those also called so."""
    if not found:
        return []
    strong = [(place, kind) for place, kind in found if kind not in _WEAK] or list(found)
    best = min(kind for _, kind in strong)
    return list(dict.fromkeys(place for place, kind in strong if kind is best))


def near_misses(typed: str, limit: int = NEAR_MISSES) -> list[tuple[str, str]]:
    """Return (label, place id) of regions whose name begins with what was typed or is spelt much like it."""
    key = normalise_name(typed.partition(",")[0])
    names = _names_of_regions()
    begun = [name for name in sorted(names, key=len) if key and name.startswith(key)]
    alike = difflib.get_close_matches(key, names, n=limit, cutoff=_ALIKE)
    found = dict.fromkeys(row for name in (*begun[:limit], *alike) for row in names[name])
    return list(found)[:limit]


def region_label(place_id: str) -> str:
    """Return what a reader calls a region; its id where this machine does not know it."""
    label = _label_of_region().get(place_id)
    table = open_gazetteer()
    if label is None and table.has_place(place_id):
        label = table.place(place_id).label
    return label or place_id


@lru_cache(maxsize=1)
def _label_of_region() -> dict[str, str]:
    return {place_id: label for label, place_id in region_names()}


def districts_of(units: Sequence[str], limit: int) -> list[tuple[str, str]]:
    """Return (label, place id) of the second-level units of first-level ones, by label.

    At most ``limit``: those of the units that are named first.
    """
    table = open_gazetteer()
    rows = np.flatnonzero(table.kind_code == KINDS.index(PlaceKind.ADMIN2)).tolist()
    order = {unit: number for number, unit in enumerate(units)}
    places = [place for place in map(table.place_at, rows) if place.admin1 in order]
    places = sorted(_without_twins(places), key=lambda place: order[place.admin1 or ""])[:limit]
    return sorted(zip(distinct_labels(places), (place.id for place in places), strict=True))


def _without_twins(places: Sequence[Place]) -> list[Place]:
    """Return places without the districts of the world's list that a closer table has in the same unit."""
    named = [(place.admin1, normalise_name(place.name)) for place in places]
    listed = [place.id.partition(":")[0] == ID_SOURCE for place in places]
    closer = {key for key, is_listed in zip(named, listed, strict=True) if not is_listed}
    rows = zip(places, named, listed, strict=True)
    return [place for place, key, is_listed in rows if not (is_listed and key in closer)]


@lru_cache(maxsize=1)
def _region_of_label() -> dict[str, str]:
    return {label.casefold(): place_id for label, place_id in region_names()}


@lru_cache(maxsize=1)
def _names_of_regions() -> dict[str, list[tuple[str, str]]]:
    """Return the regions by their normalised names, also without the word for such a unit at the end."""
    found: dict[str, list[tuple[str, str]]] = {}
    for label, place_id in region_names():
        name = label.partition(",")[0]
        for form in dict.fromkeys((normalise_name(name), normalise_name(name.rpartition(" ")[0]))):
            if form:
                found.setdefault(form, []).append((label, place_id))
    return found


def district_of(place: Place) -> str | None:
    """Return the name of the second-level unit a place lies in, None where none is known."""
    if place.is_area or place.admin2_name or not place.admin1:
        return place.admin2_name
    [found] = districts_at(np.array([place.latitude]), np.array([place.longitude]), place.admin1)
    return found.rpartition(":")[2] if found else None


def distinct_labels(places: Sequence[Place]) -> list[str]:
    """Return a label for each place such that no two read the same: by district, then by coordinates."""
    labels = [place.label for place in places]
    for longer in (_with_district, _with_point):
        twice = _repeated(labels)
        labels = [
            longer(place) if label in twice else label for place, label in zip(places, labels, strict=True)
        ]
    return labels


def _repeated(labels: Iterable[str]) -> set[str]:
    return {label for label, count in Counter(labels).items() if count > 1}


def _with_district(place: Place) -> str:
    district = district_of(place)
    parts = (place.name, district, place.admin1_name, place.country_code)
    return ", ".join(dict.fromkeys(part for part in parts if part))


def _with_point(place: Place) -> str:
    return f"{_with_district(place)} ({place.latitude:.3f}, {place.longitude:.3f})"
