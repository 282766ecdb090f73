"""What a snapshot explains is to be seen on it, and its bars are bars."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from made_events import KHERSON, Told, save, to_article

from dashboard.palette import MAP_COLORS, Theme
from dashboard.snapshot import collect
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
