"""The file formats of an export: each writes records to a binary stream, in batches where the format can."""

from __future__ import annotations

import csv
import io
import json
import tempfile
import warnings
from collections.abc import Iterator
from datetime import date
from itertools import chain
from pathlib import Path
from typing import BinaryIO
from xml.sax.saxutils import escape, quoteattr

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from shapely.geometry import Polygon, mapping
from shapely.geometry.base import BaseGeometry

from geodata.export.about import PROGRAM, About
from geodata.export.columns import COLUMNS, NAMES, Record, Value, place_of
from geodata.export.geometry import geometry_of_record, is_area
from geodata.export.styles import add_styles

Batches = Iterator[list[Record]]

# A spreadsheet takes a cell that begins with one of these for a formula.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
ABOUT_COLUMN = "about_this_file"


def safe_cell(value: Value) -> str | int | float:
    """Return a cell that no spreadsheet runs: a text that looks like a formula gets an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return value
    text = str(value).replace("\x00", "")
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA_STARTS) else text


def write_csv(stream: BinaryIO, batches: Batches, about: About) -> None:
    """Write UTF-8 CSV with a byte order mark; the last column of the first row says what the file is.

    Without events that row stands alone, its other cells empty.
    """
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", errors="replace", newline="")
    writer = csv.writer(text)
    writer.writerow((*NAMES, ABOUT_COLUMN))
    statement = " ".join(about.lines())
    for batch in batches:
        for record in batch:
            writer.writerow([*(safe_cell(record[name]) for name in NAMES), safe_cell(statement)])
            statement = ""
    if statement:
        writer.writerow([*("" for _ in NAMES), safe_cell(statement)])
    text.flush()
    text.detach()


def _json_value(value: Value) -> str | int | float | bool | None:
    if isinstance(value, date):
        return value.isoformat()
    return _clean(value) if isinstance(value, str) else value


def _clean(text: str) -> str:
    """Return the text without lone surrogates, which no UTF-8 file can hold, and without control signs.

    Programs that read C strings would take a text to end at a NUL.
    """
    return text.encode("utf-8", "replace").decode("utf-8").translate(_CONTROLS)


_CONTROLS = {code: " " for code in (*range(32), 127) if chr(code) not in "\t\n\r"}


def write_geojson(stream: BinaryIO, batches: Batches, about: About) -> None:
    """Write a FeatureCollection (RFC 7946); events without a place have a null geometry."""
    head = json.dumps({"type": "FeatureCollection", "about": about.to_dict()}, ensure_ascii=False)
    stream.write(f'{_clean(head)[:-1]}, "features": [\n'.encode())
    first = True
    for batch in batches:
        for record in batch:
            feature = json.dumps(_feature(record), ensure_ascii=False, allow_nan=False)
            stream.write((("" if first else ",\n") + feature).encode())
            first = False
    stream.write(b"\n]}\n")


def _feature(record: Record) -> dict[str, object]:
    geometry = geometry_of_record(record)
    properties = {name: _json_value(value) for name, value in record.items()}
    drawn = None if geometry is None else mapping(geometry)
    return {"type": "Feature", "id": properties["event_id"], "geometry": drawn, "properties": properties}


_ARROW_TYPES: dict[type, pa.DataType] = {
    str: pa.string(),
    int: pa.int64(),
    float: pa.float64(),
    bool: pa.bool_(),
    date: pa.date32(),
}


def _arrow_table(batch: list[Record]) -> pa.Table:
    arrays = {
        column.name: pa.array(
            [_clean(v) if isinstance(v := record[column.name], str) else v for record in batch],
            _ARROW_TYPES[column.kind],
        )
        for column in COLUMNS
    }
    drawn = [geometry_of_record(record) for record in batch]
    arrays["geometry"] = pa.array([None if g is None else shapely.to_wkb(g) for g in drawn], pa.binary())
    return pa.table(arrays)


def write_geoparquet(stream: BinaryIO, batches: Batches, about: About) -> None:
    """Write GeoParquet 1.1 (points and areas as WKB); the statement is the metadata "about"."""
    geometry = {"encoding": "WKB", "geometry_types": ["Point", "Polygon", "MultiPolygon"]}
    geo = {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": geometry}}
    statement = json.dumps(about.to_dict(), ensure_ascii=False)
    schema = _arrow_table([]).schema.with_metadata({"geo": json.dumps(geo), "about": _clean(statement)})
    with pq.ParquetWriter(stream, schema) as writer:
        for batch in batches:
            writer.write_table(_arrow_table(batch).cast(schema))


def write_geopackage(stream: BinaryIO, batches: Batches, about: About) -> None:
    """Write a GeoPackage: points (and events without a place) in one layer, areas in another.

    The statement is the description of the first layer. Styles let QGIS open it as it looks on the screen.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "events.gpkg"
        written = False
        for batch in chain(batches, [[]]):
            areas = [is_area(geometry_of_record(record)) for record in batch]
            for wanted, name in zip((False, True), GEOPACKAGE_LAYERS, strict=True):
                chosen = [record for record, area in zip(batch, areas, strict=True) if area is wanted]
                if chosen or not written:
                    _append_layer(path, name, chosen, about, append=written)
            written = True
        add_styles(path, *GEOPACKAGE_LAYERS)
        stream.write(path.read_bytes())


GEOPACKAGE_LAYERS = ("events", "event_areas")


def _append_layer(path: Path, name: str, batch: list[Record], about: About, *, append: bool) -> None:
    table = _arrow_table(batch)
    frame: pd.DataFrame = table.drop_columns(["geometry"]).to_pandas(types_mapper=_NULLABLE.get)
    for column in COLUMNS:
        if column.kind is date:
            frame[column.name] = pd.to_datetime(frame[column.name])
    drawn = shapely.from_wkb(table["geometry"].to_pylist())
    layer = gpd.GeoDataFrame(frame, geometry=drawn, crs="EPSG:4326")
    statement = {"DESCRIPTION": "\n".join(_clean(line) for line in about.lines()), "IDENTIFIER": name}
    with warnings.catch_warnings():
        # GDAL has no dates before the year 1 and says so for empty columns.
        warnings.simplefilter("ignore", RuntimeWarning)
        layer.to_file(
            path,
            layer=name,
            driver="GPKG",
            engine="pyogrio",
            mode="a" if append else "w",
            geometry_type="Point" if name == GEOPACKAGE_LAYERS[0] else "MultiPolygon",
            layer_metadata=None if append else {"about": _clean(json.dumps(about.to_dict()))},
            layer_options=None if append else statement,
        )


_NULLABLE = {pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype(), pa.string(): pd.StringDtype()}


# Areas are drawn as lines with a faint inside, so that what lies below them can still be seen.
_KML_AREA = (
    '<Style id="area"><LineStyle><color>ff685544</color><width>1.5</width></LineStyle>'
    "<PolyStyle><color>22685544</color></PolyStyle></Style>"
)


def write_kml(stream: BinaryIO, batches: Batches, about: About) -> None:
    """Write KML 2.2 with one placemark per event; events without a place have none."""
    statement = _xml("\n".join(about.lines()))
    head = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
        f"<name>{PROGRAM}</name><description>{statement}</description>\n{_KML_AREA}\n"
    )
    stream.write(head.encode())
    for batch in batches:
        stream.write("".join(map(_placemark, batch)).encode())
    stream.write(b"</Document></kml>\n")


def _xml(text: str) -> str:
    """Return text for XML: escaped, without the characters that XML 1.0 does not allow."""
    allowed = (c for c in _clean(text) if c >= " " or c in "\t\n")
    return escape("".join(c for c in allowed if c not in "\ufffe\uffff"))


def _placemark(record: Record) -> str:
    name = f"{record['sub_event_type']}: {place_of(record) or 'place not stated'}"
    data = "".join(
        f"<Data name={quoteattr(key)}><value>{_xml(str(_json_value(value)))}</value></Data>"
        for key, value in record.items()
        if value is not None
    )
    # A viewer shows descriptions as HTML, so what was text must be escaped for HTML before XML.
    notes = _xml(escape(str(record["notes"] or "")))
    start, end = record["date_start"], record["date_end"]
    span = "".join(f"<{tag}>{day}</{tag}>" for tag, day in (("begin", start), ("end", end)) if day)
    when = f"<TimeSpan>{span}</TimeSpan>" if span else ""
    geometry = geometry_of_record(record)
    style = "<styleUrl>#area</styleUrl>" if is_area(geometry) else ""
    return (
        f"<Placemark><name>{_xml(name)}</name><description>{notes}</description>{when}{style}"
        f"<ExtendedData>{data}</ExtendedData>{_kml_geometry(geometry)}</Placemark>\n"
    )


def _kml_geometry(geometry: BaseGeometry | None) -> str:
    if geometry is None:
        return ""
    if geometry.geom_type == "Point":
        return f"<Point><coordinates>{geometry.x},{geometry.y}</coordinates></Point>"
    return f"<MultiGeometry>{''.join(map(_kml_polygon, shapely.get_parts(geometry)))}</MultiGeometry>"


def _kml_polygon(polygon: Polygon) -> str:
    rings = [("outerBoundaryIs", polygon.exterior), *(("innerBoundaryIs", r) for r in polygon.interiors)]
    drawn = "".join(
        f"<{tag}><LinearRing><coordinates>{' '.join(f'{x},{y}' for x, y in ring.coords)}</coordinates>"
        f"</LinearRing></{tag}>"
        for tag, ring in rings
    )
    return f"<Polygon>{drawn}</Polygon>"
