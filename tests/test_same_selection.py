"""The same events and the same certainty on map, cards and table and in every file, for random filters."""

from __future__ import annotations

import csv
import html
import io
import random
import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from made_events import make_random_store
from map_reading import read_parts

from dashboard.excerpts import to_card
from dashboard.map_view import MapWindow, to_update
from dashboard.snapshot import SnapshotOptions, collect, read_statement, web_page
from dashboard.snapshot.statement import statement_text
from dashboard.table import to_row
from geodata.export import export_bytes
from geodata.export.facts import GROUPS
from geodata.model import Attribution, Certainty, EventType, PlacePrecision, SubEventType
from geodata.query import (
    ByDayRule,
    Clock,
    DateRule,
    Doubt,
    DrawnArea,
    EventFilter,
    EventIndex,
    Near,
    from_query,
    to_query,
)
from geodata.query.questions import ids_at
from geodata.store import Store

WORLD = (-90.0, -180.0, 90.0, 180.0)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EventIndex]:
    with Store(tmp_path_factory.mktemp("same") / "events.db") as store:
        make_random_store(store, 160)
        yield EventIndex(store)


def random_filter(dice: random.Random) -> EventFilter:
    day = date(2022, 2, 1) + timedelta(days=dice.randrange(900))
    latitude, longitude = dice.uniform(45, 51), dice.uniform(24, 39)
    choices: dict[str, object] = {
        "date_from": day,
        "clock": dice.choice(list(Clock)),
        "date_rule": dice.choice(list(DateRule)),
        "by_day_rule": dice.choice(list(ByDayRule)),
        "include_undated": dice.random() < 0.5,
        "regions": (dice.choice(["ne:UA.07", "ne:UA.05", "country:UA", "region:donbas", "country:RU"]),),
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
    sent = read_parts(update)
    keys = [row["key"] for part in ("marks", "areas", "tray") for row in sent[part]]
    drawn = set(ids_at(index, selection, keys))
    assert len(drawn) == len(selection) - cells.without_place
    return drawn | {event_id for event_id in selection.ids() if selection.cell_of(event_id) is None}


# How a card and a row of the table put what the place and the date say themselves.
SAID: dict[Doubt, tuple[str, str]] = {
    Doubt.NO_PLACE: ("where", r"Place not found"),
    Doubt.PLACE_UNSURE: ("where", r"place not sure"),
    Doubt.NEAR: ("where", r"near here"),
    Doubt.AREA: ("where", r"somewhere in this"),
    Doubt.COUNTRY: ("where", r"known to the country only"),
    Doubt.UNDATED: ("when", r"^undated"),
    Doubt.BY_DAY: ("when", r"^by "),
    Doubt.SINCE_DAY: ("when", r"^since "),
}


def read_doubts(when: str, where: str, others: list[str]) -> set[str]:
    """Return the doubts that a card or a row says in words."""
    texts = {"when": when, "where": where}
    said = {doubt.value for doubt, (part, words) in SAID.items() if re.search(words, texts[part])}
    return said | (set(others) & {doubt.value for doubt in Doubt})


def doubts_on_the_screen(index: EventIndex, wanted: EventFilter) -> tuple[dict[str, set[str]], ...]:
    """Return what the cards and the table say is not sure, by event id."""
    selection = index.select(wanted)
    relations = selection.relations_of(selection.ids())
    cards, rows = {}, {}
    for stored in index.store.cards(selection.ids()):
        relation = relations.get(stored.event.id)
        card = to_card(stored, list(EventType), wanted, relation)
        where = f"{card['where']} {card['where_note']}"
        cards[card["id"]] = read_doubts(card["when"], where, [text for text, _ in card["chips"]])
        row = to_row(stored, wanted, relation)
        rows[row["Event"]] = read_doubts(row["When"], row["Where"], row["Not sure"].split("; "))
    return cards, rows


def doubts_in_files(index: EventIndex, wanted: EventFilter) -> tuple[dict[str, set[str]], ...]:
    """Return what the export, the snapshot's statement and the report say is not sure, by event id."""
    selection = index.select(wanted)
    text = export_bytes(index.store, selection, ".csv").decode("utf-8-sig")
    exported = {
        row["event_id"]: row["doubts"] for row in csv.DictReader(io.StringIO(text)) if row["event_id"]
    }
    content = collect(index, selection)
    statement = read_statement(statement_text(content, "t").encode())
    place = GROUPS["certainty"].index("doubts")
    carried = {key: facts["certainty"][place] for key, facts in (statement.facts or {}).items()}
    report = web_page.draw_page(content, content.records or (), SnapshotOptions()).decode()
    told = {
        key: "; ".join(re.findall(r"<p>(.*?)</p>", cell))
        for key, cell in re.findall(
            r'<tr data-event="([^"]+)"[^>]*>(?:<td>.*?</td>){4}<td>(.*?)</td>', report
        )
    }
    return tuple(
        {key: set(filter(None, html.unescape(words).split("; "))) for key, words in found.items()}
        for found in (exported, carried, told)
    )


@pytest.mark.parametrize(("filters", "doubts"), [(12, 6), pytest.param(200, 10, marks=pytest.mark.slow)])
def test_screen_and_files_show_the_same_events_with_the_same_certainty(
    index: EventIndex, monkeypatch: pytest.MonkeyPatch, filters: int, doubts: int
) -> None:
    # The picture of the map is looked at elsewhere; here the report's rows matter, for every filter.
    monkeypatch.setattr(web_page, "vector_map", lambda *_: "")
    dice = random.Random(11)
    sizes, met = [], set()
    for _ in range(filters):
        wanted = random_filter(dice)
        selection = index.select(wanted)
        pages = [selection.page(start, 500) for start in range(0, len(selection), 500)]
        cards = [event_id for page in pages for event_id in page.ids]
        assert cards == selection.ids()
        assert set(cards) == ids_on_the_map(index, wanted)
        assert from_query(to_query(wanted)) == (wanted, ())
        on_cards, in_table = doubts_on_the_screen(index, wanted)
        exported, carried, told = doubts_in_files(index, wanted)
        assert list(exported) == cards
        assert on_cards == in_table == exported == carried == told
        met |= set().union(*exported.values()) if exported else set()
        sizes.append(len(cards))
    assert sum(size > 0 for size in sizes) > filters / 2
    assert len(met) >= doubts
