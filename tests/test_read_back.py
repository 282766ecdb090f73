"""Every format is read back by a program that is not ours, and says the same ids, dates, places and tolls."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import docx
import duckdb
import fastkml
import geopandas as gpd
import lxml.html
import openpyxl
import pypdf
import pytest
from hostile_texts import HOSTILE
from made_records import KHARKIV_OBLAST, UDY, make_article, make_reports

from dashboard.briefing import draw_briefing
from dashboard.snapshot import SnapshotOptions, draw_snapshot, read_statement
from dashboard.snapshot.page import printable
from dashboard.wording import describe_interval, describe_toll
from geodata.export import FORMATS, export_bytes
from geodata.export.facts import canonical, facts_of
from geodata.export.formats import GEOPACKAGE_LAYERS
from geodata.model import Article, DatePrecision, Event, PlacePrecision, Reading, Toll
from geodata.query import EventFilter, EventIndex, Selection
from geodata.store import Store

Row = tuple[str, ...]
"""Id, first and last day, place, latitude, longitude, least, best and most dead; "" is not stated."""

NAMES = (
    *("event_id", "date_start", "date_end", "location", "latitude", "longitude"),
    *("fatalities_low", "fatalities", "fatalities_high"),
)
FIRST_DAY = date(2022, 9, 1)


def fill(store: Store) -> None:
    """Store an event for each text that means harm, with that text in every field."""
    base = make_reports(make_article())[0]
    pairs = []
    for number, text in enumerate(HOSTILE):
        sentence = f"{text[:30_000]} was shelled."
        article = Article.create(
            sentence, title=text[:5_000], outlet=text[:200], url=f"https://example.org/{number}?a=<b>&c='",
            published=FIRST_DAY + timedelta(days=number),
        )  # fmt: skip
        span = replace(base.excerpt, start=0, end=len(sentence))
        start, end = days_of(number)
        place = replace(
            UDY, id=f"made:{number}", name=text[:200], latitude=45 + number * 0.05, admin1_name=text[:99]
        )
        if number % 5 == 4:
            place = replace(KHARKIV_OBLAST, id=f"made:area:{number}", name=text[:200])
        told = replace(
            base, id=f"{article.id}-0", article_id=article.id, excerpt=span,
            trigger_span=replace(span, end=1),
            place=place, latitude=place.latitude, longitude=place.longitude, place_spans=(),
            radius_km=place.radius_km, date_start=start, date_end=end, attribution=text[:200],
            place_precision=PlacePrecision.REGION if place.is_area else PlacePrecision.SETTLEMENT,
            date_precision=DatePrecision.of_interval(start, end), published=article.published,
            actor1=text[:200], actor2=text[:200][::-1], toll=toll_of(number),
        )  # fmt: skip
        pairs.append((article, Reading(article_id=article.id, reports=(told,))))
    store.save_readings(pairs)


def days_of(number: int) -> tuple[date | None, date | None]:
    """Return a day, some days, by a day, since a day, or no date."""
    day = FIRST_DAY + timedelta(days=number)
    return ((day, day), (day, day + timedelta(days=9)), (None, day), (day, None), (None, None))[number % 5]


def toll_of(number: int) -> Toll:
    """Return a toll with a range, one without, none of anybody, and one that is not stated."""
    return (
        Toll(fatalities_low=number, fatalities=number + 1, fatalities_high=number + 7, injured=3),
        Toll(fatalities=number), Toll(fatalities=0), Toll(),
    )[number % 4]  # fmt: skip


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EventIndex]:
    with Store(tmp_path_factory.mktemp("back") / "harm.db") as store:
        fill(store)
        yield EventIndex(store)


@pytest.fixture(scope="module")
def everything(index: EventIndex) -> Selection:
    return index.select(EventFilter())


def text_of(name: str, value: Any) -> str:
    """Return a value as all formats agree on it."""
    if value is None or value != value:
        return ""
    if name in ("date_start", "date_end") and isinstance(value, datetime | date):
        return value.isoformat()[:10]
    return canonical(name, value)


def row_of(values: dict[str, Any]) -> Row:
    return tuple(text_of(name, values.get(name)) for name in NAMES)


def said_by(event: Event) -> Row:
    lead = event.lead
    return row_of(
        {
            "event_id": event.id, "date_start": lead.date_start, "date_end": lead.date_end,
            "location": lead.place.name if lead.place else None, "latitude": lead.latitude,
            "longitude": lead.longitude, "fatalities_low": event.fatalities_low,
            "fatalities": event.fatalities, "fatalities_high": event.fatalities_high,
        }
    )  # fmt: skip


def by_csv(data: bytes, folder: Path) -> list[dict[str, Any]]:
    path = folder / "events.csv"
    path.write_bytes(data)
    how = "all_varchar=true, header=true, parallel=false, delim=',', quote='\"', escape='\"'"
    found = duckdb.sql(f"SELECT * FROM read_csv('{path}', {how})")
    return [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]


def by_xlsx(data: bytes, _folder: Path) -> list[dict[str, Any]]:
    names, *rows = openpyxl.load_workbook(io.BytesIO(data))["events"].iter_rows(values_only=True)
    return [dict(zip(names, row, strict=True)) for row in rows]


def by_geopandas(name: str, *layers: str) -> Callable[[bytes, Path], list[dict[str, Any]]]:
    def read(data: bytes, folder: Path) -> list[dict[str, Any]]:
        path = folder / name
        path.write_bytes(data)
        frames = [gpd.read_file(path, layer=layer) for layer in layers] or [gpd.read_file(path)]
        return [row for frame in frames for row in frame.astype(object).to_dict("records")]

    return read


def by_duckdb(data: bytes, folder: Path) -> list[dict[str, Any]]:
    path = folder / "events.parquet"
    path.write_bytes(data)
    found = duckdb.sql(f"SELECT {', '.join(NAMES)} FROM read_parquet('{path}')")
    assert len(gpd.read_parquet(path)) == len(found)
    return [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]


def by_fastkml(data: bytes, _folder: Path) -> list[dict[str, Any]]:
    found = fastkml.KML.from_string(data, strict=False)
    [document] = found.features
    rows = [{d.name: d.value for d in mark.extended_data.elements} for mark in document.features]
    for row, mark in zip(rows, document.features, strict=True):
        assert mark.geometry is not None, row["event_id"]
    return rows


def by_acled(data: bytes, folder: Path) -> list[dict[str, Any]]:
    return [
        row | {"event_id": row["event_id_cnty"], "date_start": day_of(row["event_date"])}
        for row in by_csv(data, folder)
    ]


def day_of(text: str | None) -> str | None:
    return datetime.strptime(text, "%d %B %Y").date().isoformat() if text else None  # noqa: DTZ007


def by_ucdp(data: bytes, folder: Path) -> list[dict[str, Any]]:
    renamed = {
        "event_id": "id", "location": "where_coordinates", "fatalities_low": "low", "fatalities": "best",
        "fatalities_high": "high",
    }  # fmt: skip
    return [row | {ours: row.get(theirs) for ours, theirs in renamed.items()} for row in by_csv(data, folder)]


READERS: dict[str, Callable[[bytes, Path], list[dict[str, Any]]]] = {
    ".csv": by_csv,
    ".xlsx": by_xlsx,
    ".geojson": by_geopandas("events.geojson"),
    ".gpkg": by_geopandas("events.gpkg", *GEOPACKAGE_LAYERS),
    ".parquet": by_duckdb,
    ".kml": by_fastkml,
    ".acled.csv": by_acled,
    ".ucdp.csv": by_ucdp,
}
# What another scheme has no column for.
LACKS = {".acled.csv": {"date_end", "fatalities_low", "fatalities_high"}}


def test_every_format_has_a_reader() -> None:
    assert set(READERS) == {known.suffix for known in FORMATS}


@pytest.mark.parametrize("suffix", READERS)
def test_another_program_reads_the_same_ids_days_places_and_tolls(
    index: EventIndex, everything: Selection, tmp_path: Path, suffix: str
) -> None:
    data = export_bytes(index.store, everything, suffix)
    compared = [n for n, name in enumerate(NAMES) if name not in LACKS.get(suffix, ())]
    found = {tuple(row_of(row)[n] for n in compared) for row in READERS[suffix](data, tmp_path)}
    rows = [said_by(event) for event in index.store.events()]
    if (
        suffix == ".acled.csv"
    ):  # which has one day for each event: the first, where that is not known the last
        rows = [(row[0], row[1] or row[2], *row[2:]) for row in rows]
    assert found == {tuple(row[n] for n in compared) for row in rows}


@pytest.mark.slow
def test_a_word_document_says_the_same(index: EventIndex, everything: Selection) -> None:
    data = draw_briefing(index, everything, ".docx")
    events = index.store.events(everything.ids())
    [table] = [t for t in docx.Document(io.BytesIO(data)).tables if t.rows[0].cells[0].text == "no."]
    rows = [[cell.text for cell in row.cells] for row in table.rows[1:]]
    assert [(row[1], row[4]) for row in rows] == [
        (describe_interval(e.lead.date_start, e.lead.date_end), describe_toll(e) or "") for e in events
    ]
    assert set(read_statement(data).facts or ()) == {event.id for event in events}
    for row, event in zip(rows, events, strict=True):
        assert event.lead.place is not None
        name = event.lead.place.name[:60]
        assert not name.isprintable() or not name.isascii() or " ".join(name.split()) in row[3]


@pytest.mark.slow
def test_a_pdf_says_the_same(index: EventIndex, everything: Selection) -> None:
    data = draw_briefing(index, everything, ".pdf")
    text = "".join("".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(data)).pages)
    for event in index.store.events(everything.ids()):
        told = [describe_interval(event.lead.date_start, event.lead.date_end), describe_toll(event)]
        assert all("".join(words.split()) in text for words in told if words)
        assert event.lead.place is not None
        name = event.lead.place.name[:60]
        assert not name.isprintable() or not name.isascii() or "".join(name.split()) in text
    assert set(read_statement(data).facts or ()) == set(everything.ids())


def test_a_report_says_the_same_and_runs_nothing(index: EventIndex, everything: Selection) -> None:
    data = draw_snapshot(index, everything, ".html", options=SnapshotOptions(width_px=640, height_px=400))
    page = lxml.html.document_fromstring(data)
    rows = {row.get("data-event"): row for row in page.iter("tr") if row.get("data-event")}
    for event in index.store.events():
        cells = [cell.text_content() for cell in rows[event.id]]
        assert cells[0] == describe_interval(event.lead.date_start, event.lead.date_end)
        assert event.lead.place is not None
        assert printable(event.lead.place.name) in cells[2]
        assert cells[3] == (describe_toll(event) or "")
    assert len(page.xpath("//script")) == 1
    assert not page.xpath("//iframe | //img | //base | //form | //link | //object | //embed")


def test_facts_of_a_record_agree_with_what_was_read_back(index: EventIndex, everything: Selection) -> None:
    facts = read_statement(draw_briefing(index, everything, ".pdf")).facts or {}
    rows = by_xlsx(export_bytes(index.store, everything, ".xlsx"), Path())
    assert {str(row["event_id"]): facts_of(row)["toll"] for row in rows} == {
        key: found["toll"] for key, found in facts.items()
    }
