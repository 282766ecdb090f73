"""The periods offered by name suit the data: a week for a month of war, a year for years of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from made_events import IZIUM, Told, save, to_article

from dashboard.presets import WHOLE, preset_named, presets_of
from geodata.model import SubEventType
from geodata.query import EventIndex
from geodata.store import Store


@pytest.mark.parametrize(
    ("first", "names"),
    [
        (date(2022, 9, 1), ["Last 7 days", "Last 30", WHOLE]),
        (date(2019, 1, 1), ["Last 30", "Last year", WHOLE]),
    ],
)
def test_periods_count_back_from_the_last_event(tmp_path: Path, first: date, names: list[str]) -> None:
    told = [
        Told(sentence="A strike.", trigger="strike", kind=SubEventType.SHELLING, place=IZIUM, day=day)
        for day in (first, date(2022, 9, 20))
    ]
    with Store(tmp_path / "spans.db") as store:
        save(store, [to_article(told, title="Spans", outlet="Wire", published=date(2023, 1, 1))])
        presets = presets_of(EventIndex(store))
    assert list(presets) == names
    assert presets["Last 30"] == (date(2022, 8, 22), date(2022, 9, 20))
    assert preset_named((None, None), presets) == WHOLE
    assert preset_named((date(2022, 9, 1), None), presets) is None


def test_a_store_without_dates_offers_everything_alone(tmp_path: Path) -> None:
    with Store(tmp_path / "empty.db") as store:
        assert presets_of(EventIndex(store)) == {WHOLE: (None, None)}
