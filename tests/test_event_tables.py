"""Tables of events: known by their columns, kept apart from what was read, and compared with it."""

# ruff: noqa: E501  (the rows of tables are as long as they are)

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from articles.sources import SourceError, read_upload
from dashboard.cli import app
from dashboard.comparing import listed_overlays, rows_of
from dashboard.ingest import ingest_paths, ingest_text, ingest_upload, listed_in
from geodata.comparing import Tolerance, compare
from geodata.listed import ListedEvent
from geodata.model import DatePrecision, EventType, PlacePrecision
from geodata.query import DrawnArea, EventFilter, Near
from geodata.query.table_rows import rows_within
from geodata.store import Store
from geodata.store.hints import load_hints
from geodata.store.listed import listed_tables, load_listed, remove_listed, save_listed

ACLED = """event_id_cnty,event_date,time_precision,event_type,sub_event_type,actor1,actor2,country,admin1,location,latitude,longitude,geo_precision,source,notes,fatalities
UKR1,2022-09-12,1,Explosions/Remote violence,Shelling/artillery/missile attack,Military Forces of Russia,,Ukraine,Dnipropetrovsk,Nikopol,47.5674,34.3906,1,Ukrinform,"Shelling of Nikopol, two dead.",2
UKR2,14 September 2022,2,Battles,Armed clash,Military Forces of Russia,Military Forces of Ukraine,Ukraine,Kharkiv,Izium,49.2088,37.2485,1,ISW,Clash.,0
UKR3,someday,1,Battles,Armed clash,,,Ukraine,Kharkiv,Izium,49.2,37.2,1,ISW,No day.,0
UKR4,2022-09-12,1,Battles,Armed clash,,,Ukraine,Kharkiv,Izium,249.2,37.2,1,ISW,Not on Earth.,0
"""
UCDP = """id,type_of_violence,side_a,side_b,where_prec,where_coordinates,where_description,adm_1,latitude,longitude,country,date_prec,date_start,date_end,best,high,low,source_article
412345,1,Government of Russia,Government of Ukraine,3,Nikopol raion,near Nikopol,Dnipropetrovsk,47.57,34.39,Ukraine,2,2022-09-11 00:00:00.000,2022-09-13 00:00:00.000,3,5,2,"Reuters, 2022-09-13"
"""
VIINA = """event_id;report_id;date;time;longitude;latitude;GEO_PRECISION;ADM1_NAME;asciiname;source;url;text;t_artillery_b;t_airstrike_b
77;9;20220912;10:00;34.3906;47.5674;ADM3;Dnipropetrovsk;Nikopol;unian;https://example.org/1;Обстріл;1;0
78;10;20220913;;37.2485;49.2088;ADM2;Kharkiv;Izium;unian;https://example.org/2;Інше;0;0
"""
SHELLING = "Russian forces shelled Nikopol on 12 September 2022, killing two people, officials said.\n"


def events_in(name: str, content: str) -> list[ListedEvent]:
    return [item for item in read_upload(name, content.encode()) if isinstance(item, ListedEvent)]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "events.db") as opened:
        yield opened


def test_acled_rows_become_events_and_bad_rows_are_named() -> None:
    found = list(read_upload("acled.csv", ACLED.encode()))
    first, second = (item for item in found if isinstance(item, ListedEvent))
    assert (first.id, first.place_name, first.fatalities) == ("ACLED:UKR1", "Nikopol", 2)
    assert (first.kind, first.event_types) == ("Shelling/artillery/missile attack", (EventType.EXPLOSIONS,))
    assert (first.date_start, first.date_end) == (date(2022, 9, 12), date(2022, 9, 12))
    assert (first.latitude, first.longitude, first.country) == (47.5674, 34.3906, "Ukraine")
    assert (second.date_start, second.date_end) == (date(2022, 9, 11), date(2022, 9, 17))
    assert second.date_precision is DatePrecision.WEEK
    problems = [str(item) for item in found if isinstance(item, SourceError)]
    assert "acled.csv, row 4: it is no event of ACLED ('someday' is no date" in problems[0]
    assert "row 5" in problems[1]
    assert "not on Earth" in problems[1]


def test_rows_without_an_id_are_named_and_do_not_take_each_others_place() -> None:
    found = list(read_upload("acled.csv", ACLED.replace("UKR1,", ",").replace("UKR2,", ",").encode()))
    assert not [item for item in found if isinstance(item, ListedEvent)]
    assert "row 2: it is no event of ACLED (its id is empty)" in str(found[1])


def test_a_row_that_stands_twice_in_a_file_is_compared_once(tmp_path: Path) -> None:
    table = tmp_path / "acled.csv"
    table.write_text(ACLED + ACLED.splitlines()[1] + "\n")
    assert [event.row for event in listed_in(str(table))[0]] == ["UKR1", "UKR2"]


def test_ucdp_and_viina_rows_keep_what_they_say_of_precision_and_deaths() -> None:
    (ged,) = events_in("ged.csv", UCDP)
    assert (ged.fatalities_low, ged.fatalities, ged.fatalities_high) == (2, 3, 5)
    assert (ged.place_precision, ged.date_precision) == (PlacePrecision.DISTRICT, DatePrecision.DAYS)
    assert (ged.actor1, ged.kind) == ("Government of Russia", "State-based conflict")
    shelling, other = events_in("viina.csv", VIINA)
    assert (shelling.kind, shelling.date_start, shelling.fatalities) == ("artillery", date(2022, 9, 12), None)
    assert (shelling.place_precision, shelling.url) == (PlacePrecision.SETTLEMENT, "https://example.org/1")
    assert (other.kind, other.event_types) == ("reported event", ())


def test_a_table_whose_columns_are_named_is_read_as_articles() -> None:
    found = list(read_upload("acled.csv", ACLED.encode(), columns={"text": "notes"}))
    assert not [item for item in found if isinstance(item, ListedEvent)]


def test_rows_are_kept_apart_and_coming_in_again_change_nothing(store: Store) -> None:
    ingest_text(store, SHELLING, published=date(2022, 9, 13))
    before = store.events()
    summary = ingest_upload(store, "acled.csv", ACLED.encode())
    assert (summary.listed, len(summary.failures), summary.stored) == (2, 2, 0)
    assert "2 rows of event tables" in summary.describe()
    # Rows that are no events are no articles either.
    assert (summary.articles, summary.bad_rows) == (0, 2)
    assert summary.describe().startswith("0 articles: none; 2 rows of event tables, 2 more not taken in; ")
    assert "longitude in -180..180" in summary.failures[-1]
    ingest_upload(store, "ged.csv", UCDP.encode())
    ingest_upload(store, "acled.csv", ACLED.encode())
    assert listed_tables(store) == {"ACLED": 2, "UCDP GED": 1}
    assert load_listed(store, "ACLED") == sorted(events_in("acled.csv", ACLED), key=lambda e: e.date_start)
    assert store.events() == before
    assert remove_listed(store, "ACLED") == 2
    assert listed_tables(store) == {"UCDP GED": 1}


def test_a_store_without_tables_has_none(store: Store) -> None:
    assert listed_tables(store) == {}
    assert load_listed(store) == []
    assert remove_listed(store, "ACLED") == 0
    assert save_listed(store, []) == 0


def test_what_both_have_is_paired_and_the_rest_is_said(store: Store) -> None:
    ingest_text(store, SHELLING, published=date(2022, 9, 13))
    ingest_text(store, "Protesters marched in Kryvyi Rih on 13 September 2022.", published=date(2022, 9, 14))
    ingest_text(store, "Shells hit Udy on 1 May 2022.", published=date(2022, 5, 2))
    found = compare(events_in("acled.csv", ACLED), store.events())
    (match,) = found.both
    assert (match.listed.row, match.days, match.deaths_agree) == ("UKR1", 0, True)
    assert match.km < 5
    assert [row.row for row in found.only_listed] == ["UKR2"]
    assert [e.lead.event_type for e in found.only_read] == [EventType.PROTESTS]
    assert found.outside == 1
    assert found.describe().startswith("both: 1 (deaths differ in 0); only the table: 1; only read: 1; ")
    assert [row["which"] for row in rows_of(found)] == ["both", "only the table", "only read"]


@pytest.mark.parametrize(
    ("change", "tolerance", "paired"),
    [
        (("2022-09-12,1,Exp", "2022-09-13,1,Exp"), Tolerance(), 1),
        (("2022-09-12,1,Exp", "2022-09-14,1,Exp"), Tolerance(), 0),
        (("2022-09-12,1,Exp", "2022-09-14,1,Exp"), Tolerance(days=2), 1),
        (("47.5674,34.3906,1", "47.75,34.3906,1"), Tolerance(), 1),
        (("47.5674,34.3906,1", "47.85,34.3906,1"), Tolerance(), 0),
        (("47.5674,34.3906,1", "47.85,34.3906,1"), Tolerance(km=40), 1),
        (("47.5674,34.3906,1", "47.85,34.3906,2"), Tolerance(), 1),
        (("Shelling/artillery/missile attack", "Peaceful protest"), Tolerance(), 0),
        (("Shelling/artillery/missile attack", "Peaceful protest"), Tolerance(same_type=False), 1),
    ],
)
def test_each_tolerance_decides(
    store: Store, change: tuple[str, str], tolerance: Tolerance, paired: int
) -> None:
    ingest_text(store, SHELLING, published=date(2022, 9, 13))
    table = ACLED.replace(*change)
    assert table != ACLED
    assert len(compare(events_in("acled.csv", table), store.events(), tolerance).both) == paired


@pytest.mark.parametrize(("stated", "agree"), [(2, True), (3, True), (4, False), (0, False)])
def test_deaths_that_differ_are_said(store: Store, stated: int, agree: bool) -> None:
    ingest_text(store, SHELLING, published=date(2022, 9, 13))
    table = ACLED.replace('two dead.",2', f'two dead.",{stated}')
    (match,) = compare(events_in("acled.csv", table), store.events()).both
    assert match.deaths_agree is agree


def test_each_row_and_each_event_is_paired_once_and_the_nearest_first(store: Store) -> None:
    ingest_text(store, SHELLING, published=date(2022, 9, 13))
    near = ACLED.splitlines()[1]
    farther = near.replace("UKR1", "UKR9").replace("47.5674", "47.62")
    table = "\n".join([ACLED.splitlines()[0], farther, near, ""])
    found = compare(events_in("acled.csv", table), store.events())
    assert [match.listed.row for match in found.both] == ["UKR1"]
    assert [row.row for row in found.only_listed] == ["UKR9"]


def test_tables_are_a_layer_of_their_own_that_follows_period_and_types() -> None:
    listed = [*events_in("acled.csv", ACLED), *events_in("ged.csv", UCDP)]
    layers = listed_overlays(listed, EventFilter())
    assert [layer.name for layer in layers] == [
        "ACLED, a table beside what was read: 2 events",
        "UCDP GED, a table beside what was read: 1 event",
    ]
    assert len(layers[0].geometry.geoms) == 2
    battles = listed_overlays(listed, EventFilter(event_types=(EventType.BATTLES,)))
    assert [len(layer.geometry.geoms) for layer in battles] == [1, 1]
    assert listed_overlays(listed, EventFilter(date_from=date(2023, 1, 1))) == []


@pytest.mark.parametrize(
    ("wanted", "left"),
    [
        (EventFilter(regions=("ne:UA.07",)), ["UKR2"]),
        (EventFilter(regions=("ne:UA.07", "ne:UA.04")), ["UKR1", "UKR2", "412345"]),
        (EventFilter(near=Near(latitude=49.2, longitude=37.2, km=20)), ["UKR2"]),
        (EventFilter(area=DrawnArea(corners=((47, 34), (48, 34), (48, 35), (47, 35)))), ["UKR1", "412345"]),
        (EventFilter(fatalities_at_least=3), ["412345"]),
        (EventFilter(regions=("country:PL",)), []),
    ],
    ids=["region", "regions", "near", "drawn", "deaths", "elsewhere"],
)
def test_the_layer_of_tables_obeys_place_and_deaths(wanted: EventFilter, left: list[str]) -> None:
    listed = [*events_in("acled.csv", ACLED), *events_in("ged.csv", UCDP)]
    assert [row.row for row in rows_within(listed, wanted)] == left


def test_rows_known_to_a_region_only_are_possible() -> None:
    listed = [replace(row, place_precision=PlacePrecision.REGION) for row in events_in("acled.csv", ACLED)]
    wanted = EventFilter(regions=("country:UA",))
    assert len(rows_within(listed, wanted)) == 2
    assert rows_within(listed, replace(wanted, include_possible=False)) == []


def test_the_command_compares_a_file_or_a_table_taken_in(tmp_path: Path) -> None:
    db, table, target = str(tmp_path / "events.db"), tmp_path / "acled.csv", tmp_path / "out.csv"
    table.write_text(ACLED)
    with Store(db) as store:
        ingest_text(store, SHELLING, published=date(2022, 9, 13))
    run = CliRunner().invoke(app, ["compare", str(table), "--db", db, "-o", str(target)])
    assert run.exit_code == 0, run.output
    assert "both: 1 (deaths differ in 0); only the table: 1; only read: 0" in run.output
    rows = list(csv.DictReader(io.StringIO(target.read_text())))
    assert [(row["which"], row["table_row"]) for row in rows] == [
        ("both", "ACLED:UKR1"), ("only the table", "ACLED:UKR2"),
    ]  # fmt: skip
    with Store(db) as store:
        assert listed_tables(store) == {}
        ingest_paths(store, [table])
    stored = CliRunner().invoke(app, ["compare", "ACLED", "--db", db, "--from", "2022-09-13"])
    assert "both: 0" in stored.output
    assert CliRunner().invoke(app, ["compare", "acled", "--db", db, "--from", "2022-09-13"]).exit_code == 0
    damaged = "".join(ACLED.splitlines(keepends=True)[3].replace("UKR3", f"UKR9{n}") for n in range(30))
    table.write_text(ACLED + damaged)
    assert "… and 12 more such rows" in CliRunner().invoke(app, ["compare", str(table), "--db", db]).output
    unknown = CliRunner().invoke(app, ["compare", "VIINA", "--db", db])
    assert unknown.exit_code == 2
    assert "neither a table taken in (ACLED) nor a file of one" in unknown.output


def test_hints_are_kept_until_the_date_is_set(store: Store) -> None:
    record = b'{"text": "Two people died in Nikopol on Monday.", "date_modify": "2022-09-14"}'
    ingest_upload(store, "a.json", record)
    (article,) = store.articles()
    assert article.published is None
    assert load_hints(store) == {article.id: date(2022, 9, 14)}
