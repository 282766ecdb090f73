"""What is not sure about an event is decided once, for one event and for a whole map alike."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import shapely
from made_events import IZIUM, OBLAST, UKRAINE, Told, save, to_article

from dashboard.excerpts import to_card
from dashboard.map_view import to_update
from dashboard.outcome import counts_line
from dashboard.snapshot import collect
from geodata.export.geometry import geometry_of_record
from geodata.export.records import records_of
from geodata.model import Certainty, Event, EventType, PlacePrecision, SubEventType
from geodata.query import Clock, Doubt, EventFilter, EventIndex, Relation, doubts_of
from geodata.query.certainty import UNSURE_BELOW, is_unsure_place
from geodata.store import Store

SEPTEMBER = EventFilter(date_from=date(2022, 9, 1), date_to=date(2022, 9, 30))
PLAIN = Told(
    sentence="A strike hit Izium.", trigger="strike", kind=SubEventType.SHELLING, place=IZIUM,
    day=date(2022, 9, 3),
)  # fmt: skip


def made(folder: Path, *told: Told) -> tuple[list[Event], EventIndex]:
    store = Store(folder / "doubts.db")
    events = save(store, [to_article(list(told), title="Told", outlet="Wire", published=date(2022, 10, 2))])
    return events, EventIndex(store)


@pytest.mark.parametrize(
    ("told", "wanted", "doubts"),
    [
        (PLAIN, SEPTEMBER, ()),
        (replace(PLAIN, sure=0.59), SEPTEMBER, (Doubt.PLACE_UNSURE,)),
        (replace(PLAIN, sure=UNSURE_BELOW), SEPTEMBER, ()),
        (replace(PLAIN, place=None), SEPTEMBER, (Doubt.NO_PLACE,)),
        (replace(PLAIN, precision=PlacePrecision.NEAR, radius_km=9), SEPTEMBER, (Doubt.NEAR,)),
        (replace(PLAIN, place=OBLAST, precision=PlacePrecision.REGION), SEPTEMBER, (Doubt.AREA,)),
        (replace(PLAIN, place=UKRAINE, precision=PlacePrecision.COUNTRY), SEPTEMBER, (Doubt.COUNTRY,)),
        (replace(PLAIN, day=None), EventFilter(), (Doubt.UNDATED,)),
        (replace(PLAIN, day=None, until=date(2022, 9, 9)), EventFilter(), (Doubt.BY_DAY,)),
        (
            replace(PLAIN, day=None, until=date(2022, 9, 9)),
            SEPTEMBER,
            (Doubt.BY_DAY, Doubt.POSSIBLY_IN_PERIOD),
        ),
        (replace(PLAIN, until=date(2022, 10, 1)), SEPTEMBER, (Doubt.POSSIBLY_IN_PERIOD,)),
        (replace(PLAIN, day=date(2022, 10, 3)), EventFilter(), (Doubt.AFTER_REPORT,)),
        (replace(PLAIN, day=date(2022, 10, 2)), EventFilter(), ()),
        (replace(PLAIN, until=date(2022, 10, 3)), EventFilter(), ()),
        (
            replace(PLAIN, day=None),
            EventFilter(date_from=date(2022, 10, 1), clock=Clock.REPORTED),
            (Doubt.UNDATED,),
        ),
        (replace(PLAIN, certainty=Certainty.CLAIMED), SEPTEMBER, (Doubt.CLAIMED,)),
        (replace(PLAIN, certainty=Certainty.CONFIRMED), SEPTEMBER, ()),
    ],
)
def test_each_doubt_is_named(
    tmp_path: Path, told: Told, wanted: EventFilter, doubts: tuple[Doubt, ...]
) -> None:
    events, index = made(tmp_path, told)
    assert doubts_of(events[0], wanted) == doubts
    index.store.close()


def test_sources_that_differ_and_a_place_that_reaches_in_are_named(tmp_path: Path) -> None:
    events, index = made(tmp_path, PLAIN)
    event = replace(
        events[0], fatalities_low=300, fatalities=600, fatalities_high=600, disagreements=("toll: 300, 600",)
    )
    assert doubts_of(event, EventFilter(), Relation.POSSIBLY) == (
        Doubt.POSSIBLY_IN_REGION,
        Doubt.TOLL_RANGE,
        Doubt.DISAGREEMENT,
    )
    index.store.close()


def test_the_map_counts_the_same_doubts(tmp_path: Path) -> None:
    told = (
        PLAIN,
        replace(PLAIN, sure=0.2),
        replace(PLAIN, sure=0.6),
        replace(PLAIN, day=None, until=date(2022, 9, 9)),
        replace(PLAIN, place=OBLAST, precision=PlacePrecision.REGION, sure=0.5),
    )
    events, index = made(tmp_path, *told)
    cells = index.select(SEPTEMBER).cells()
    [cell], [area] = cells.cells, cells.areas
    assert (cell.count, cell.unsure, cell.maybe) == (4, 1, 1)
    assert (area.count, area.unsure, area.maybe) == (1, 1, 0)
    assert cell.unsure == sum(
        Doubt.PLACE_UNSURE in doubts_of(e, SEPTEMBER) for e in events if e.lead.place == IZIUM
    )
    index.store.close()


def test_a_day_after_publication_is_counted_and_marked_as_a_contradiction(tmp_path: Path) -> None:
    told = (PLAIN, replace(PLAIN, day=date(2022, 10, 3)), replace(PLAIN, day=None))
    _, index = made(tmp_path, *told)
    selection = index.select(EventFilter())
    assert selection.after_report == 1
    assert f"1 {Doubt.AFTER_REPORT}" in counts_line(selection)
    cards = [to_card(card, tuple(EventType), selection.filter) for card in index.store.cards(selection.ids())]
    marked = [chip for card in cards for chip in card["chips"] if chip[1] == "contradiction"]
    assert marked == [[Doubt.AFTER_REPORT, "contradiction"]]
    index.store.close()


def test_the_border_of_sure_is_the_same_in_single_and_double_precision() -> None:
    assert not is_unsure_place(0.6)
    assert is_unsure_place(0.5999)
    assert not is_unsure_place([0.6])[0]


def test_a_district_without_an_outline_is_its_circle_on_map_picture_and_in_files(tmp_path: Path) -> None:
    quarter = replace(PLAIN, precision=PlacePrecision.DISTRICT, radius_km=25.0)
    country = replace(PLAIN, place=UKRAINE, precision=PlacePrecision.COUNTRY, radius_km=25.0)
    _, index = made(tmp_path, quarter, country)
    selection = index.select(EventFilter())
    update, _ = to_update(
        index, selection, names={}, window=None, selected=None, overlays=(), fit_token="0"
    )  # fmt: skip
    [area], [tray] = update.areas, update.country_rows
    assert area.geometry is not None
    assert tray.geometry is None
    [drawn] = collect(index, selection).area_shapes.values()
    [record] = [r for batch in records_of(index.store, selection) for r in batch if r["geo_precision"] != 3]
    filed = geometry_of_record(record)
    assert filed is not None
    for shape in (area.geometry, drawn, filed):
        _, south, _, north = shape.bounds
        assert (north - south) * 111.2 == pytest.approx(50, abs=0.5)
        assert shape.contains(shapely.Point(IZIUM.longitude, IZIUM.latitude))
    index.store.close()
