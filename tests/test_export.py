"""Exports hold exactly the selected events in every format, state themselves and run nothing."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import geopandas as gpd
import openpyxl
import pyarrow.parquet as pq
import pyogrio
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_records import (
    KHARKIV_OBLAST,
    UDY,
    filled_store,
    make_article,
    make_event,
    make_reading,
    make_reports,
)

from geodata.export import COLUMNS, FORMATS, ReleasePolicy, about, export_bytes, format_for, save_export
from geodata.export.columns import NAMES
from geodata.export.formats import ABOUT_COLUMN, GEOPACKAGE_LAYERS
from geodata.export.notes import notes_for
from geodata.looks import color_of
from geodata.model import EventType, SubEventType
from geodata.query import ByDayRule, EventFilter, EventIndex, Selection
from geodata.store import Store

SUFFIXES = [known.suffix for known in FORMATS if known.whole]
KML = "{http://www.opengis.net/kml/2.2}"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with filled_store(Path(tmp_path_factory.mktemp("export"))) as opened:
        yield opened


@pytest.fixture(scope="module")
def index(store: Store) -> EventIndex:
    return EventIndex(store)


def lines_of(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def rows_of(data: bytes) -> list[dict[str, str]]:
    """The rows that are events."""
    return [row for row in lines_of(data) if row["event_id"]]


def ids_in(data: bytes, suffix: str, folder: Path) -> list[str]:
    """Read the ids back with another program's reader where there is one."""
    if suffix == ".csv":
        return [row["event_id"] for row in rows_of(data)]
    if suffix == ".geojson":
        return [feature["properties"]["event_id"] for feature in json.loads(data)["features"]]
    if suffix == ".xlsx":
        sheet = openpyxl.load_workbook(io.BytesIO(data))["events"]
        return [str(row[0]) for row in sheet.iter_rows(min_row=2, values_only=True)]
    if suffix == ".kml":
        found = ET.fromstring(data).iter(f"{KML}Data")
        return [d[0].text or "" for d in found if d.get("name") == "event_id"]
    path = folder / f"events{suffix}"
    path.write_bytes(data)
    if suffix == ".parquet":
        return list(gpd.read_parquet(path)["event_id"])
    layers = [gpd.read_file(path, layer=name) for name in GEOPACKAGE_LAYERS]
    return [event_id for layer in layers for event_id in layer["event_id"]]


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize(
    "wanted", [EventFilter(), EventFilter(words="shelling"), EventFilter(words="nothing")]
)
def test_the_file_holds_the_selected_events(
    store: Store, index: EventIndex, tmp_path: Path, suffix: str, wanted: EventFilter
) -> None:
    selection = index.select(wanted)
    found = ids_in(export_bytes(store, selection, suffix), suffix, tmp_path)
    # Layers of a GeoPackage hold one kind of geometry each; all other formats keep the list's order.
    assert sorted(found) == sorted(selection.ids()) if suffix == ".gpkg" else found == selection.ids()


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_file_states_its_filter_and_credits(
    store: Store, index: EventIndex, tmp_path: Path, suffix: str
) -> None:
    selection = index.select(EventFilter(words="shelling"))
    path = tmp_path / f"events{suffix}"
    save_export(path, store, selection)
    if suffix == ".gpkg":
        text = str(pyogrio.read_info(path, layer=GEOPACKAGE_LAYERS[0])["layer_metadata"])
    elif suffix == ".xlsx":
        sheet = openpyxl.load_workbook(path)["about"]
        text = "\n".join(str(row[0]) for row in sheet.iter_rows(values_only=True))
    elif suffix == ".parquet":
        text = pq.read_schema(path).metadata[b"about"].decode()
    else:
        text = path.read_text("utf-8-sig")
    text = text.replace("&quot;", '"').replace('\\"', '"').replace('""', '"').replace('\\\\"', '"')
    for part in ('mentioning "shelling"', "GeoNames", "CC BY 4.0", "Natural Earth"):
        assert part in text.replace('\\"', '"')
    assert "2 of 11 events" in text or '"shown": 2' in text


def test_a_csv_without_events_still_says_what_it_is(store: Store, index: EventIndex) -> None:
    [line] = lines_of(export_bytes(store, index.select(EventFilter(words="nothing")), ".csv"))
    assert list(line) == [*(c.name for c in COLUMNS), ABOUT_COLUMN]
    assert 'mentioning "nothing". 0 of 11 events.' in line[ABOUT_COLUMN]
    assert "GeoNames" in line[ABOUT_COLUMN]
    assert {value for name, value in line.items() if name != ABOUT_COLUMN} == {""}


def test_columns_are_named_as_acled_and_ucdp_name_them(store: Store, index: EventIndex) -> None:
    rows = rows_of(export_bytes(store, index.select(EventFilter()), ".csv"))
    assert list(rows[0]) == [*(c.name for c in COLUMNS), ABOUT_COLUMN]
    bodies = next(row for row in rows if row["location"] == "Udy")
    assert bodies["event_type"] == "Violence against civilians"
    assert (bodies["event_date"], bodies["time_precision"], bodies["geo_precision"]) == (
        "2022-09-11",
        "1",
        "1",
    )
    assert (bodies["fatalities"], bodies["n_reports"], bodies["source"]) == ("4", "2", "Dispatch; Courier")


def test_a_last_possible_day_is_no_date(store: Store, index: EventIndex) -> None:
    clash = EventFilter(
        sub_event_types=(SubEventType.ARMED_CLASH,), date_to=date(2022, 8, 31), by_day_rule=ByDayRule.POSSIBLE
    )
    rows = rows_of(export_bytes(store, index.select(clash), ".csv"))
    assert {(r["event_date"], r["year"], r["date_end"]) for r in rows} == {("", "", "2022-09-11")}
    assert {(r["date_known"], r["in_period"]) for r in rows} == {("last day only", "possibly")}
    says = rows[0][ABOUT_COLUMN]
    assert "2 dated only “by” a day; 2 only possibly in the period" in says
    released = export_bytes(
        store, index.select(clash), ".geojson", policy=ReleasePolicy(masked=("date_end", "date_known"))
    )
    assert json.loads(released)["about"]["dated_by_a_last_day_only"] == 2
    everything = rows_of(export_bytes(store, index.select(EventFilter()), ".csv"))
    assert {row["in_period"] for row in everything} == {""}


def test_an_area_is_told_apart_from_a_point(store: Store, index: EventIndex) -> None:
    rows = rows_of(export_bytes(store, index.select(EventFilter()), ".csv"))
    area = next(row for row in rows if row["location"] == KHARKIV_OBLAST.name)
    assert (area["location_is_area"], area["geo_precision"], area["where_prec"]) == ("true", "3", "4")
    assert area["location_id"] == KHARKIV_OBLAST.id


def test_not_stated_and_none_are_different(store: Store, index: EventIndex) -> None:
    rows = rows_of(export_bytes(store, index.select(EventFilter()), ".csv"))
    mine = [row["fatalities"] for row in rows if row["sub_event_type"] == "Remote explosive/landmine/IED"]
    assert mine == ["0", "0"]
    assert {row["fatalities"] for row in rows if row["sub_event_type"] == "Armed clash"} == {""}
    placeless = json.loads(export_bytes(store, index.select(EventFilter(words="mine")), ".geojson"))
    assert placeless["features"][0]["geometry"] is None


def hostile_selection(folder: Path, text: str) -> tuple[Store, Selection]:
    """Return a store with one event whose title, outlet, actor and excerpt are a text."""
    store = Store(folder / "hostile.db")
    article = replace(make_article(text, text=text * 3), title=text)
    report = make_reports(make_article())[0]
    span = replace(report.excerpt, start=0, end=len(text))
    told = replace(
        report, article_id=article.id, excerpt=span, trigger_span=span, actor1=text, place_spans=()
    )
    store.save_reading(
        article, replace(make_reading(article, [told]), sentences=(), places=(), times=(), events=())
    )
    store.save_events([make_event(told)])
    return store, EventIndex(store).select(EventFilter())


def test_areas_are_polygons_and_points_points(store: Store, index: EventIndex, tmp_path: Path) -> None:
    selection = index.select(EventFilter())
    features = json.loads(export_bytes(store, selection, ".geojson"))["features"]
    kinds = {f["properties"]["location"]: (f["geometry"] or {}).get("type") for f in features}
    assert kinds == {
        "Udy": "Point", "Izium": "Point", "Kherson": "Point", None: None,
        "Kharkiv Oblast": "MultiPolygon", "Ukraine": "MultiPolygon",
    }  # fmt: skip
    path = tmp_path / "events.gpkg"
    save_export(path, store, selection)
    areas = gpd.read_file(path, layer="event_areas")
    assert set(areas["location"]) == {"Kharkiv Oblast", "Ukraine"}
    assert areas.geometry.contains(gpd.points_from_xy([36.5], [49.6])[0]).all()
    root = ET.fromstring(export_bytes(store, selection, ".kml"))
    assert len(list(root.iter(f"{KML}MultiGeometry"))) == len(areas)


def test_a_geopackage_brings_its_styles_along(store: Store, index: EventIndex, tmp_path: Path) -> None:
    path = tmp_path / "events.gpkg"
    save_export(path, store, index.select(EventFilter()))
    styles = gpd.read_file(path, layer="layer_styles")
    assert list(styles["f_table_name"]) == list(GEOPACKAGE_LAYERS)
    assert set(styles["useAsDefault"]) == {True}
    assert set(styles["f_geometry_column"]) == {pyogrio.read_info(path, layer="events")["geometry_name"]}
    points, areas = (ET.fromstring(text.partition(">")[2]) for text in styles["styleQML"])
    categories = {c.get("value"): c.get("symbol") for c in points.iter("category")}
    assert set(categories) == {kind.value for kind in EventType}
    for kind in EventType:
        symbol = next(s for s in points.iter("symbol") if s.get("name") == categories[kind.value])
        written = ET.tostring(symbol, encoding="unicode")
        assert color_of(kind) in written
        assert "place_confidence" in written
        assert "in_period" in written
    assert "LinePatternFill" in ET.tostring(areas, encoding="unicode")
    for text in styles["styleSLD"]:
        assert ET.fromstring(text.encode()).tag.endswith("StyledLayerDescriptor")
    # Columns that the styles ask for are there.
    assert {"event_type", "place_confidence", "in_period", "where_prec", "radius_km"} <= set(
        gpd.read_file(path, layer="events").columns
    )


def test_a_workbook_explains_its_columns_and_runs_nothing(tmp_path: Path) -> None:
    store, selection = hostile_selection(tmp_path, '=HYPERLINK("https://evil.example")\x07')
    with store:
        book = openpyxl.load_workbook(io.BytesIO(export_bytes(store, selection, ".xlsx")))
    assert [row[0] for row in book["columns"].iter_rows(min_row=2, values_only=True)] == list(NAMES)
    cells = [cell for row in book["events"].iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if str(cell.value).startswith("=")} == {"s"}
    assert all(cell.hyperlink is None for cell in cells)


@pytest.mark.parametrize(
    ("suffix", "expected"),
    [
        (
            ".acled.csv",
            {
                "event_date": "11 September 2022", "disorder_type": "Political violence",
                "country": "Ukraine", "fatalities": "4", "time_precision": "1", "geo_precision": "1",
                "location": "Udy",
            },
        ),
        (
            ".ucdp.csv",
            {
                "date_start": "2022-09-11", "best": "4", "low": "4", "high": "4", "number_of_sources": "2",
                "event_clarity": "1", "where_prec": "1", "geom_wkt": "POINT (36.056 50.391)",
            },
        ),
    ],
)  # fmt: skip
def test_events_can_be_had_under_the_columns_of_others(
    store: Store, index: EventIndex, suffix: str, expected: dict[str, str]
) -> None:
    rows = lines_of(export_bytes(store, index.select(EventFilter()), suffix))
    assert len(rows) == 11
    row = next(row for row in rows if "bodies" in str(row.values()) or row.get("where_coordinates") == "Udy")
    assert {name: row[name] for name in expected} == expected
    assert "GeoNames" in rows[0][ABOUT_COLUMN]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", " =", "＝"])
def test_no_cell_is_a_formula(tmp_path: Path, start: str) -> None:
    store, selection = hostile_selection(tmp_path, f"{start}HYPERLINK(1)")
    with store:
        data = export_bytes(store, selection, ".csv")
        (row,) = rows_of(data)
        for name in ("actor1", "source", "source_headline", "notes"):
            assert row[name].startswith("'"), name


@pytest.mark.slow
@settings(max_examples=12)
@given(st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=30))
def test_any_text_makes_files_that_can_be_read(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    folder = tmp_path_factory.mktemp("any")
    store, selection = hostile_selection(folder, text)
    with store:
        for suffix in SUFFIXES:
            assert len(ids_in(export_bytes(store, selection, suffix), suffix, folder)) == 1


def test_kml_descriptions_are_text_and_not_html(tmp_path: Path) -> None:
    store, selection = hostile_selection(tmp_path, "<script>alert(1)</script>]]>&")
    with store:
        root = ET.fromstring(export_bytes(store, selection, ".kml"))
        (placemark,) = root.iter(f"{KML}Placemark")
        assert "&lt;script&gt;" in (placemark.findtext(f"{KML}description") or "")


class TestReleasePolicy:
    def released(self, store: Store, index: EventIndex, policy: ReleasePolicy) -> list[dict[str, str]]:
        return rows_of(export_bytes(store, index.select(EventFilter()), ".csv", policy=policy))

    def test_blurred_points_cannot_be_told_by_name_or_sentence(self, store: Store, index: EventIndex) -> None:
        rows = self.released(store, index, ReleasePolicy(blur_km=20))
        assert len(rows) == 11
        for row in rows:
            assert "Udy" not in "".join(row.values())
            assert row["geo_precision"] != "1"
        blurred = next(row for row in rows if row["sub_event_type"] == "Attack")
        assert abs(float(blurred["latitude"]) - UDY.latitude) * 111.2 <= 10.1
        assert float(blurred["latitude"]) != UDY.latitude

    def test_points_can_stand_for_their_unit(self, store: Store, index: EventIndex) -> None:
        rows = self.released(store, index, ReleasePolicy(to_admin1=True))
        point = next(row for row in rows if row["sub_event_type"] == "Attack")
        assert "Kharkiv" in point["admin1"]
        assert (point["geo_precision"], point["location_is_area"]) == ("3", "true")
        assert point["location"] == point["admin1"]
        assert point["doubts"].startswith("somewhere in the area named")

    def test_recent_events_are_withheld_and_counted(self, store: Store, index: EventIndex) -> None:
        policy = ReleasePolicy(delay_days=7, as_of=date(2022, 9, 18))
        selection = index.select(EventFilter())
        rows = rows_of(export_bytes(store, selection, ".csv", policy=policy))
        assert rows == []
        later = replace(policy, as_of=date(2022, 9, 20))
        rows = rows_of(export_bytes(store, selection, ".csv", policy=later))
        assert {row["reported_first"] for row in rows} == {"2022-09-13"}
        assert "5 withheld by the release policy" in rows[0][ABOUT_COLUMN]
        assert "events of the 7 days before 2022-09-20 withheld" in rows[0][ABOUT_COLUMN]

    def test_masked_columns_are_empty(self, store: Store, index: EventIndex) -> None:
        rows = self.released(store, index, ReleasePolicy(masked=("actor1", "notes")))
        assert {row["actor1"] + row["notes"] for row in rows} == {""}

    @pytest.mark.parametrize(
        "wrong", [{"blur_km": 0}, {"delay_days": 3}, {"delay_days": -1}, {"masked": ("secret",)}]
    )
    def test_an_impossible_policy_is_refused(self, wrong: dict[str, object]) -> None:
        with pytest.raises(ValueError, match=r"."):
            ReleasePolicy(**wrong)  # type: ignore[arg-type]


def test_a_failed_export_leaves_the_old_file(store: Store, index: EventIndex, tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    path.write_text("old")
    with pytest.raises(RuntimeError, match="no names today"):
        save_export(path, store, index.select(EventFilter(regions=("ne:UA.07",))), names=_failing)
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["events.csv"]


def test_progress_is_told_to_the_end(store: Store, index: EventIndex, tmp_path: Path) -> None:
    told: list[tuple[float, str]] = []
    path = tmp_path / "events.csv"
    save_export(path, store, index.select(EventFilter()), progress=lambda *step: told.append(step))
    assert told == [(1.0, "11 of 11 events")]


def _failing(_region: str) -> str:
    raise RuntimeError("no names today")


def test_notes_beside_a_file_explain_every_column(index: EventIndex) -> None:
    text = notes_for("events.csv", about(index.select(EventFilter(words="shelling"))))
    for part in ('mentioning "shelling"', "2 of 11 events", "CC BY 4.0", "Made with Conflict Map", *NAMES):
        assert part in text


def test_an_unknown_suffix_names_the_formats() -> None:
    with pytest.raises(ValueError, match=r"\.csv, \.xlsx, \.geojson"):
        format_for("events.doc")
