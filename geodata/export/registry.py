"""The table of export formats: which ending a file has, what it is called and who writes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from geodata.export.about import About
from geodata.export.columns import Record
from geodata.export.crosswalk import ACLED, UCDP, writer_for
from geodata.export.formats import write_csv, write_geojson, write_geopackage, write_geoparquet, write_kml
from geodata.export.spreadsheet import write_xlsx


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One format: its suffix, media type and writer; ``whole``: it holds every column of an export."""

    name: str
    suffix: str
    media_type: str
    write: Callable[[BinaryIO, Iterator[list[Record]], About], None]
    whole: bool = True


FORMATS: tuple[Format, ...] = (
    Format(name="CSV", suffix=".csv", media_type="text/csv", write=write_csv),
    Format(name="Excel", suffix=".xlsx",
        media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", write=write_xlsx),
    Format(name="GeoJSON", suffix=".geojson", media_type="application/geo+json", write=write_geojson),
    Format(name="GeoPackage", suffix=".gpkg", media_type="application/geopackage+sqlite3",
        write=write_geopackage),
    Format(name="GeoParquet", suffix=".parquet", media_type="application/vnd.apache.parquet",
        write=write_geoparquet),
    Format(name="KML", suffix=".kml", media_type="application/vnd.google-earth.kml+xml", write=write_kml),
    Format(name="ACLED columns", suffix=".acled.csv", media_type="text/csv", write=writer_for(ACLED),
        whole=False),
    Format(name="UCDP columns", suffix=".ucdp.csv", media_type="text/csv", write=writer_for(UCDP),
        whole=False),
)  # fmt: skip
