"""Reads GeoNames' two formats of country files, postal codes and the full dump, into plain settlements."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from geodata.amounts import counted
from geodata.model import PlaceKind, check_coordinates

POSTAL_COLUMNS = 12
DUMP_COLUMNS = 19
SURE_ACCURACY = 4  # GeoNames' postal accuracy: 1 estimated, 4 the place itself, 6 the middle of addresses
UNSURE_RADIUS_KM = 25.0
_FACILITIES = frozenset("AIRB AIRF AIRP CMPRF DAM HSP INSM MFG MLTB NUCL PPLX PRN PS PSN STNE".split())
_WATERS = frozenset("BAY CHN GULF LGN LK RSV SD SEA STM STMI STRT".split())
_COUNCIL = re.compile(r"\s*\(.*\)\s*$")


class CountryFileError(ValueError):
    """A country file cannot be read; the message names the file, the line and what was expected."""


@dataclass(slots=True, kw_only=True)
class FilePlace:
    """One place as a country file gives it; ``admin1`` is the file's own code, not yet GeoNames'.

    ``radius_km`` is the uncertainty of the point, 0 where the file vouches for it.
    """

    name: str
    kind: PlaceKind
    latitude: float
    longitude: float
    admin1: str
    admin1_name: str = ""
    admin2: str = ""
    population: int = 0
    radius_km: float = 0.0
    geonames_id: int | None = None
    names: list[str] = field(default_factory=list)


def read_country_file(path: Path, country: str) -> Iterator[FilePlace]:
    """Yield the places of a postal file (12 columns) or of a country dump (19 columns).

    Raises CountryFileError when the file is neither, names another country, is not UTF-8 or has a line
    that does not fit; OSError when it cannot be read.
    """
    columns = 0
    try:
        with path.open(encoding="utf-8", newline="\n") as handle:
            for number, line in enumerate(handle, start=1):
                cells = line.rstrip("\r\n").split("\t")
                columns = columns or _columns_of(path, cells)
                if len(cells) != columns:
                    raise CountryFileError(
                        f"{path.name}, line {number}: {counted(len(cells), 'column')} instead of {columns}; "
                        "is the file complete?"
                    )
                place = _parse(path, number, cells, country)
                if place is not None:
                    yield place
    except UnicodeDecodeError as error:
        raise CountryFileError(f"{path.name} is not UTF-8 text: give the unzipped GeoNames file") from error
    if not columns:
        raise CountryFileError(f"{path.name} is empty")


def _columns_of(path: Path, cells: list[str]) -> int:
    if len(cells) not in (POSTAL_COLUMNS, DUMP_COLUMNS):
        raise CountryFileError(
            f"{path.name} is not a GeoNames file: its lines have "
            f"{counted(len(cells), 'tab-separated column')}, a postal file has {POSTAL_COLUMNS} and "
            f"a country dump {DUMP_COLUMNS}"
        )
    return len(cells)


def _parse(path: Path, number: int, cells: list[str], country: str) -> FilePlace | None:
    postal = len(cells) == POSTAL_COLUMNS
    found = cells[0] if postal else cells[8]
    if found != country:
        raise CountryFileError(f"{path.name}, line {number} is about {found!r}, not about {country}")
    try:
        place = _postal_place(cells) if postal else _dump_place(cells)
        if place is not None:
            check_coordinates(place.latitude, place.longitude)
        return place
    except ValueError as error:
        raise CountryFileError(f"{path.name}, line {number}: {error}") from error


def _postal_place(cells: list[str]) -> FilePlace:
    accuracy = int(cells[11] or 0)
    return FilePlace(
        name=_COUNCIL.sub("", cells[2]),
        kind=PlaceKind.SETTLEMENT,
        latitude=float(cells[9]),
        longitude=float(cells[10]),
        admin1=cells[4],
        admin1_name=cells[3],
        admin2=cells[5],
        radius_km=0.0 if accuracy >= SURE_ACCURACY else UNSURE_RADIUS_KM,
    )


def _dump_place(cells: list[str]) -> FilePlace | None:
    kind = _kind_of(cells[6], cells[7])
    if kind is None:
        return None
    return FilePlace(
        name=cells[1],
        kind=kind,
        latitude=float(cells[4]),
        longitude=float(cells[5]),
        admin1=cells[10],
        population=int(cells[14] or 0),
        geonames_id=int(cells[0]),
        names=[name for name in (cells[2], *cells[3].split(",")) if name and name != cells[1]],
    )


def _kind_of(feature_class: str, feature_code: str) -> PlaceKind | None:
    """Return the kind of a GeoNames feature, None for those that news does not place events by."""
    if feature_class == "P" and feature_code != "PPLX":
        return PlaceKind.SETTLEMENT
    if feature_code in ("ADM2", "ADM3"):
        return PlaceKind.ADMIN2
    if feature_class == "H" and feature_code in _WATERS:
        return PlaceKind.WATER
    return PlaceKind.FACILITY if feature_code in _FACILITIES else None
