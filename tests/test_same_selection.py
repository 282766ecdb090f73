"""The same events on the map, in the cards, in the table and in the export, for filters drawn at random."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from made_events import make_random_store

from dashboard import data
from dashboard.map_view import MapWindow, to_update
from geodata.export import export_bytes
from geodata.model import Attribution, Certainty, EventType, PlacePrecision, SubEventType
from geodata.query import Clock, DateRule, DrawnArea, EventFilter, EventIndex, Near, from_query, to_query
from geodata.store import Store

FILTERS = 200
WORLD = (-90.0, -180.0, 90.0, 180.0)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EventIndex]:
    with Store(tmp_path_factory.mktemp("same") / "events.db") as store:
        make_random_store(store, 400)
        yield EventIndex(store)


def random_filter(dice: random.Random) -> EventFilter:
    day = date(2022, 2, 1) + timedelta(days=dice.randrange(900))
    latitude, longitude = dice.uniform(45, 51), dice.uniform(24, 39)
    choices: dict[str, object] = {
        "date_from": day,
        "clock": dice.choice(list(Clock)),
        "date_rule": dice.choice(list(DateRule)),
        "include_undated": dice.random() < 0.5,
        "area": DrawnArea(
            corners=((latitude, longitude), (latitude + 3, longitude), (latitude + 2, longitude + 4))
        ),
        "near": Near(latitude=latitude, longitude=longitude, km=dice.uniform(5, 400)),
        "include_possible": dice.random() < 0.5,
        "event_types": tuple(dice.sample(list(EventType), 2)),
        "sub_event_types": tuple(dice.sample(list(SubEventType), 3)),
        "actors": ("Military Forces of Russia",),
        "fatalities_at_least": dice.randrange(12),
        "attributions": tuple(dice.sample(list(Attribution), 2)),
        "outlets": tuple(dice.sample(["Wire", "Courier", "Monitor"], 2)),
        "certainties": tuple(dice.sample(list(Certainty), 3)),
        "place_confidence_at_least": round(dice.random(), 2),
        "place_precisions": tuple(dice.sample(list(PlacePrecision), 4)),
        "words": dice.choice(["shelling", '"power plant"', "-bridge", "village school"]),
    }
    asked = dict(dice.sample(sorted(choices.items()), dice.randrange(4)))
    if "date_from" in asked:
        asked["date_to"] = day + timedelta(days=dice.randrange(200))
    return EventFilter(**asked)  # type: ignore[arg-type]


def ids_on_the_map(index: EventIndex, wanted: EventFilter) -> set[str]:
    """Return the events behind everything the map draws, with those it says it cannot draw."""
    selection = index.select(wanted)
    update, cells = to_update(
        index, selection, names={}, window=MapWindow(box=WORLD, zoom=5), selected=None,
        overlays=(), fit_token="0",
    )  # fmt: skip
    rows = update.rows()
    keys = [row[3] for row in rows[2]] + [row[0] for row in (*rows[3], *rows[4])]
    drawn = set(data.ids_at(index, selection, keys))
    assert len(drawn) == len(selection) - cells.without_place
    return drawn | {event_id for event_id in selection.ids() if selection.cell_of(event_id) is None}


def test_map_cards_table_and_export_show_the_same_events(index: EventIndex) -> None:
    dice = random.Random(11)
    sizes = []
    for _ in range(FILTERS):
        wanted = random_filter(dice)
        selection = index.select(wanted)
        pages = [selection.page(start, 500) for start in range(0, len(selection), 500)]
        cards = [event_id for page in pages for event_id in page.ids]
        exported = export_bytes(index.store, selection, ".csv").decode("utf-8-sig")
        table = list(csv.DictReader(line for line in io.StringIO(exported) if not line.startswith("#")))
        assert cards == selection.ids() == [row["event_id"] for row in table if row["event_id"]]
        assert set(cards) == ids_on_the_map(index, wanted)
        assert from_query(to_query(wanted)) == (wanted, ())
        sizes.append(len(cards))
    assert sum(size > 0 for size in sizes) > FILTERS / 2
