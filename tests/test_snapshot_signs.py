"""What a snapshot explains is to be seen on it, and its bars are bars."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from made_events import KHERSON, Told, save, to_article

from dashboard.palette import MAP_COLORS, Theme
from dashboard.snapshot import collect, draw_snapshot
from dashboard.snapshot.extent import WHOLE_WORLD
from dashboard.snapshot.frame import frame_for
from dashboard.snapshot.page import Box, Page
from dashboard.snapshot.panels import signs_of
from dashboard.snapshot.time_strip import WIDEST_BAR, draw_timeline
from geodata.model import PlacePrecision, SubEventType
from geodata.query import EventFilter, EventIndex
from geodata.regions import asked_outline
from geodata.store import Store


def test_a_ring_that_its_symbol_would_cover_is_neither_drawn_nor_explained(tmp_path: Path) -> None:
    near = Told(
        sentence="Shelling near Kherson killed two.", trigger="Shelling", kind=SubEventType.SHELLING,
        place=KHERSON, precision=PlacePrecision.NEAR, radius_km=15, day=date(2022, 9, 1),
    )  # fmt: skip
    with Store(tmp_path / "near.db") as store:
        save(store, [to_article([near], title="Near", outlet="Made Post", published=date(2022, 9, 2))])
        index = EventIndex(store)
        chosen = index.select(EventFilter())
        close, world = (
            collect(index, chosen, bounds=bounds) for bounds in ((46.0, 32.0, 47.0, 33.5), WHOLE_WORLD)
        )
    ring = ("ring", "somewhere within the ring")
    assert ring in signs_of(close)
    assert ring not in signs_of(world)


@pytest.mark.parametrize(("region", "is_rough"), [("unit:CD.11.01", True), ("ne:UA.07", False)])
def test_a_border_that_is_not_known_is_dashed_as_on_the_map(
    region: str, is_rough: bool, made_store: Store
) -> None:
    index = EventIndex(made_store)
    chosen = index.select(EventFilter(regions=(region,)))
    found = collect(index, chosen)
    assert (len(found.rough_shapes), len(found.filter_shapes)) == (int(is_rough), int(not is_rough))
    sign = ("rough" if is_rough else "asked", "a district whose border is not known")
    assert (sign in signs_of(found)) is is_rough
    assert ("asked" in dict(signs_of(found))) is not is_rough
    ring = MAP_COLORS[Theme.LIGHT].ring
    asked = rf'style="[^"]*stroke-dasharray: 7\.5,[^"]*stroke: {ring};[^"]*stroke-width: 1\.5'
    assert bool(re.search(asked, draw_snapshot(index, chosen, ".svg").decode())) is is_rough
    report = draw_snapshot(index, chosen, ".html").decode()
    assert ('class="rough" stroke-dasharray="8 6"' in report) is is_rough
    assert ("dashed circle: a district whose border is not known" in report.lower()) is is_rough
    assert ("firm line: what the filter asks for" in report.lower()) is not is_rough


def test_an_area_that_events_lie_anywhere_in_has_a_dashed_edge_as_on_the_map(made_store: Store) -> None:
    index = EventIndex(made_store)
    chosen = index.select(EventFilter())
    areas = len(collect(index, chosen).area_shapes)
    assert areas
    colors = MAP_COLORS[Theme.LIGHT]
    edge = rf'opacity: 0\.55; stroke-dasharray: [^"]*stroke: {colors.area};'
    assert re.search(edge, draw_snapshot(index, chosen, ".svg").decode())
    report = draw_snapshot(index, chosen, ".html").decode()
    assert report.count(f'stroke="{colors.area}" stroke-width="1.2" stroke-dasharray="4 3"') == areas


def test_countries_are_named_before_towns_on_all_of_the_sheet(
    made_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From Kharkiv to Kivu it is far, and not wide: the sheet shows Africa and Asia on both sides."""
    index = EventIndex(made_store)
    chosen = index.select(EventFilter(regions=("unit:CD.11.01", "ne:UA.07")))
    written: list[str] = []
    text = Page.text

    def note(self: Page, x: float, y: float, words: str, **how: Any) -> None:
        written.append(words)
        text(self, x, y, words, **how)

    monkeypatch.setattr(Page, "text", note)
    draw_snapshot(index, chosen, ".png")
    assert {"SUDAN", "TURKEY", "ETHIOPIA"} <= set(written), "a town's name took their place"
    assert {"NIGER", "INDIA", "ALGERIA"} <= set(written), "they lie beside what was asked for"
    assert "Mumbai" in written
    assert "MALTA" not in written, "what is small is named on small maps"


def test_the_bars_of_two_days_are_bars(made_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    index = EventIndex(made_store)
    days = index.select(EventFilter(date_from=date(2022, 9, 12), date_to=date(2022, 9, 13)))
    widths: list[float] = []
    monkeypatch.setattr(Page, "bar", lambda self, box, *_, **__: widths.append(box.width))
    draw_timeline(Page(800, 500, "#fff"), Box(0, 0, 700, 60), collect(index, days), MAP_COLORS[Theme.LIGHT])
    assert widths
    assert max(widths) <= WIDEST_BAR


def test_a_small_region_fills_its_picture() -> None:
    """The Gaza Strip is a third of a degree high; on a picture of a degree and more it was a speck."""
    west, south, east, north = asked_outline("region:gaza-strip").bounds  # type: ignore[union-attr]
    place = Box(0, 0, 560, 320)
    frame = frame_for((south, west, north, east), place)
    (_, low), (_, high) = frame.to_page(south, west), frame.to_page(north, west)
    assert (high - low) / place.height > 0.45
