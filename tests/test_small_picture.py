"""A picture as wide as a column of text stays legible: what stands close together is one symbol."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from made_events import Told, save, settlement, to_article

from dashboard.snapshot import Paper, SnapshotOptions, collect, draw, draw_snapshot
from dashboard.snapshot.content import FEW_MARKS
from geodata.model import SubEventType
from geodata.query import EventFilter, EventIndex
from geodata.store import Store


@pytest.mark.slow
def test_a_small_picture_gathers_what_a_large_one_shows_apart(tmp_path: Path) -> None:
    """Forty villages a few kilometres apart: on 600 pixels their symbols would push each other far aside."""
    told = [
        Told(
            sentence=f"Shells hit Village {n}.", trigger="Shells", kind=SubEventType.SHELLING,
            day=date(2022, 9, 1),
            place=settlement(f"v{n}", f"Village {n}", 48.5 + 0.1 * (n % 8), 36 + 0.2 * (n // 8)),
        )
        for n in range(40)
    ]  # fmt: skip
    with Store(tmp_path / "crowd.db") as store:
        save(store, [to_article(told, title="Forty", outlet="Wire", published=date(2022, 9, 2))])
        index = EventIndex(store)
        selection = index.select(EventFilter())
        few = collect(index, selection, max_marks=FEW_MARKS)
        assert len(few.cells.cells) <= FEW_MARKS
        assert sum(cell.count for cell in few.cells.cells) == 40
        small, large = (SnapshotOptions(paper=paper) for paper in (Paper.SMALL, Paper.SCREEN))
        assert draw_snapshot(index, selection, options=small) == draw(few, ".png", small)
        apart = collect(index, selection)
        assert len(apart.cells.cells) == 40
        assert draw_snapshot(index, selection, options=large) == draw(apart, ".png", large)
