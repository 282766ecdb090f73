"""Reads an export back: what it says of itself and its records, whatever the format."""

from __future__ import annotations

import csv
import io
import json
import re
import tempfile
import warnings
import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import geopandas as gpd
import openpyxl
import pyarrow.parquet as pq
import pyogrio

from geodata.export.about import LINK
from geodata.export.formats import ABOUT_COLUMN, GEOPACKAGE_LAYERS
from geodata.export.policy import ReleasePolicy
from geodata.export.spreadsheet import EVENTS, STATEMENT

_KML = "{http://www.opengis.net/kml/2.2}"
_ENTITY = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


class NotAnExportError(ValueError):
    """A file is no export of this program, or is damaged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadExport:
    """What an export holds: its filter and release policy as a link writes them, and its records by id."""

    query: Mapping[str, str]
    release: Mapping[str, str]
    records: Mapping[str, Mapping[str, object]]

    @property
    def policy(self) -> ReleasePolicy | None:
        """The policy that the file was released under; None: nothing was kept back."""
        return ReleasePolicy.from_query(self.release)


def read_export(data: bytes, suffix: str) -> ReadExport:
    """Return what an export holds; NotAnExportError for any other file, with the remedy."""
    reader = _READERS.get(suffix.lower())
    if reader is None:
        raise NotAnExportError(f"{suffix or 'no suffix'!r} is no export format; use {', '.join(_READERS)}")
    try:
        about, rows = reader(data)
        query, release = about if isinstance(about, tuple) else (about["query"], about.get("release") or {})
        return ReadExport(
            query={str(k): str(v) for k, v in query.items()},
            release={str(k): str(v) for k, v in release.items()},
            records={str(row["event_id"]): row for row in rows if row.get("event_id")},
        )
    except NotAnExportError:
        raise
    except Exception as error:
        # Whatever a reader of a damaged or foreign file trips over, the answer to the user is the same.
        raise NotAnExportError(
            "this file is damaged or was not saved by Conflict Map; use the file as it was saved"
        ) from error


Read = tuple[Any, list[dict[str, Any]]]


def _from_link(text: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return filter and policy out of the link that stands among the lines of a statement."""
    found = re.search(re.escape(LINK) + r"\?(\S*)", text)
    if found is None:
        raise NotAnExportError(
            "this file does not say which filter it was made with; use the file as it was saved"
        )
    pairs = dict(parse_qsl(found[1], keep_blank_values=True))
    release = {k.removeprefix("release_"): v for k, v in pairs.items() if k.startswith("release_")}
    return {k: v for k, v in pairs.items() if not k.startswith("release_")}, release


def _csv(data: bytes) -> Read:
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    return _from_link(rows[0][ABOUT_COLUMN]), list(rows)


def _geojson(data: bytes) -> Read:
    found = json.loads(data)
    return found["about"], [feature["properties"] for feature in found["features"]]


def _kml(data: bytes) -> Read:
    if _ENTITY.search(data):
        raise NotAnExportError("this KML file declares entities, which no export of Conflict Map does")
    root = ET.fromstring(data)  # noqa: S314 - entities were refused above
    about = _from_link(root.findtext(f"{_KML}Document/{_KML}description") or "")
    rows = [
        {str(d.get("name")): d.findtext(f"{_KML}value") for d in placemark.iter(f"{_KML}Data")}
        for placemark in root.iter(f"{_KML}Placemark")
    ]
    return about, rows


def _parquet(data: bytes) -> Read:
    table = pq.read_table(io.BytesIO(data))
    return json.loads(table.schema.metadata[b"about"]), table.drop_columns(["geometry"]).to_pylist()


def _geopackage(data: bytes) -> Read:
    rows: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        path = Path(folder) / "export.gpkg"
        path.write_bytes(data)
        about = json.loads(pyogrio.read_info(path, layer=GEOPACKAGE_LAYERS[0])["layer_metadata"]["about"])
        for layer in GEOPACKAGE_LAYERS:
            frame = gpd.read_file(path, layer=layer, ignore_geometry=True)
            rows += [
                {str(k): None if v is None or v != v else v for k, v in row.items()}
                for row in frame.astype(object).to_dict("records")
            ]
    return about, rows


def _xlsx(data: bytes) -> Read:
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    about = "\n".join(str(row[0]) for row in book[STATEMENT].iter_rows(values_only=True) if row)
    names, *rows = book[EVENTS].iter_rows(values_only=True)
    # A row ends with its last filled cell.
    return _from_link(about), [dict(zip_longest(map(str, names), row)) for row in rows]


_READERS: dict[str, Callable[[bytes], Read]] = {
    ".csv": _csv,
    ".xlsx": _xlsx,
    ".geojson": _geojson,
    ".gpkg": _geopackage,
    ".parquet": _parquet,
    ".kml": _kml,
}
