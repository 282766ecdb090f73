"""Every column of an export holds its own value, shown on one event in which no two values are alike."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from made_records import SENTENCES, UDY, make_article, make_event, make_reading, make_report

from geodata.export import export_bytes
from geodata.export.columns import NAMES
from geodata.export.formats import ABOUT_COLUMN
from geodata.model import (
    Attribution,
    Certainty,
    DatePrecision,
    PlaceKind,
    PlacePrecision,
    SubEventType,
    Toll,
)
from geodata.query import EventFilter, EventIndex
from geodata.store import Store

VILLAGE = replace(
    UDY, id="town:hut", name="Huty", kind=PlaceKind.SETTLEMENT, latitude=49.9, longitude=36.1,
    admin2="UA.07.x", admin2_name="Bohodukhiv Raion",
)  # fmt: skip
DAYS = (date(2022, 12, 30), date(2023, 1, 4))

EXPECTED = {
    "event_date": "2022-12-30",
    "year": "2022",
    "date_start": "2022-12-30",
    "date_end": "2023-01-04",
    "date_known": "first and last day",
    "in_period": "possibly",
    "in_region": "certainly",
    "time_precision": "2",
    "date_prec": "3",
    "reported_first": "2023-01-05",
    "event_type": "Violence against civilians",
    "sub_event_type": "Attack",
    "actor1": "Military Forces of Russia",
    "actor2": "Civilians",
    "civilian_targeting": "true",
    "fatalities": "5",
    "fatalities_low": "4",
    "fatalities_high": "9",
    "injured": "12",
    "country_code": "UA",
    "admin1": "Kharkiv Oblast",
    "admin2": "Bohodukhiv Raion",
    "location": "Huty",
    "location_id": "town:hut",
    "location_told": "Mala Huta",
    "location_is_area": "false",
    "latitude": "49.91",
    "longitude": "36.2",
    "radius_km": "7.5",
    "geo_precision": "2",
    "where_prec": "2",
    "place_confidence": "0.55",
    "certainty": "claimed",
    "attribution_kind": "authorities; witnesses",
    "attribution": "prosecutors; villagers",
    "source": "Dispatch; Courier",
    "source_headline": "Two towns retaken; Bodies found",
    "source_url": "https://Dispatch.example/1; https://Courier.example/1",
    "n_reports": "3",
    "notes": f"{SENTENCES[0]}; {SENTENCES[1]}",
    "disagreements": "the toll differs",
}  # fmt: skip
APART = ("event_id", "doubts")
"""What is made of the others: looked at by itself below."""
DOUBTS = (
    "place not sure; near the place named; only possibly in the period; "
    "claimed, not confirmed; sources differ on the dead; sources disagree"
)


ACLED = {
    "event_date": "30 December 2022",
    "year": "2022",
    "time_precision": "2",
    "disorder_type": "Political violence",
    "event_type": "Violence against civilians",
    "sub_event_type": "Attack",
    "actor1": "Military Forces of Russia",
    "actor2": "Civilians",
    "civilian_targeting": "Civilian targeting",
    "country": "Ukraine",
    "admin1": "Kharkiv Oblast",
    "admin2": "Bohodukhiv Raion",
    "location": "Huty",
    "latitude": "49.91",
    "longitude": "36.2",
    "geo_precision": "2",
    "source": "Dispatch; Courier",
    "notes": f"{SENTENCES[0]}; {SENTENCES[1]}",
    "fatalities": "5",
    "tags": DOUBTS,
}
UCDP = {
    "year": "2022",
    "side_a": "Military Forces of Russia",
    "side_b": "Civilians",
    "number_of_sources": "3",
    "source_office": "Dispatch; Courier",
    "source_article": "https://Dispatch.example/1; https://Courier.example/1",
    "source_headline": "Two towns retaken; Bodies found",
    "where_prec": "2",
    "where_coordinates": "Huty",
    "adm_1": "Kharkiv Oblast",
    "adm_2": "Bohodukhiv Raion",
    "latitude": "49.91",
    "longitude": "36.2",
    "geom_wkt": "POINT (36.2 49.91)",
    "country": "Ukraine",
    "event_clarity": "2",
    "date_prec": "3",
    "date_start": "2022-12-30",
    "date_end": "2023-01-04",
    "deaths_civilians": "5",
    "best": "5",
    "high": "9",
    "low": "4",
}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    one = make_article("Dispatch", date(2023, 1, 6))
    two = replace(make_article("Courier", date(2023, 1, 5)), title="Bodies found")
    lead = replace(
        make_report(one, 0, SubEventType.ATTACK, VILLAGE, DAYS, certainty=Certainty.CLAIMED),
        own_name="Mala Huta", latitude=49.91, longitude=36.2, radius_km=7.5,
        place_precision=PlacePrecision.NEAR,
        place_confidence=0.55, date_precision=DatePrecision.WEEK, civilian_targeting=True,
        toll=Toll(fatalities_low=5, fatalities=5, fatalities_high=5, injured=12),
        attribution="prosecutors", attribution_kind=Attribution.AUTHORITIES,
    )  # fmt: skip
    told = replace(
        make_report(two, 1, SubEventType.SHELLING, UDY, (DAYS[0], DAYS[0]), fatalities=9),
        attribution="villagers", attribution_kind=Attribution.WITNESSES, actor1="Somebody", actor2="Nobody",
    )  # fmt: skip
    again = replace(
        make_report(two, 0, SubEventType.ATTACK, UDY, (DAYS[0], DAYS[0]), fatalities=4),
        attribution="villagers", attribution_kind=Attribution.WITNESSES, id="again",
    )  # fmt: skip
    event = replace(
        make_event(lead, told, again),
        fatalities_low=4,
        fatalities_high=9,
        disagreements=("the toll differs",),
    )
    with Store(tmp_path / "one.db") as opened:
        opened.save_reading(one, make_reading(one, [lead]))
        opened.save_reading(two, make_reading(two, [told, again]))
        opened.save_events([event])
        yield opened


def row_of(store: Store, suffix: str) -> dict[str, str]:
    asked = EventFilter(date_from=DAYS[0], date_to=DAYS[0], regions=("country:UA",))
    found = export_bytes(store, EventIndex(store).select(asked), suffix).decode("utf-8-sig")
    [row] = csv.DictReader(io.StringIO(found))
    return row


def test_every_column_holds_its_own_value(store: Store) -> None:
    row = row_of(store, ".csv")
    assert {name: row[name] for name in NAMES if name not in APART} == EXPECTED
    assert (row["event_id"], row["doubts"]) == (store.events()[0].id, DOUBTS)


@pytest.mark.parametrize(("suffix", "expected"), [(".acled.csv", ACLED), (".ucdp.csv", UCDP)])
def test_so_does_every_column_named_as_others_do(store: Store, suffix: str, expected: dict[str, str]) -> None:
    row = row_of(store, suffix)
    event_id = store.events()[0].id
    assert {n: v for n, v in row.items() if v and v != event_id and n != ABOUT_COLUMN} == expected
    assert row["event_id_cnty" if suffix == ".acled.csv" else "id"] == event_id
