"""Every frame of a series shows the same part of the map at the same scale, and states its period."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from made_events import make_store
from PIL import Image

from dashboard.cli import app
from dashboard.palette import Theme
from dashboard.series import SeriesOptions, draw_series
from dashboard.series.drawing import columns_for, draw_frames
from dashboard.series.frames import MOST_FRAMES, Series, collect_series, periods_of, range_of, unit_for
from geodata.export import ReleasePolicy
from geodata.query import ByDayRule, EventFilter, EventIndex
from geodata.query.timeline import BinUnit
from geodata.store import Store

SEPTEMBER = EventFilter(date_from=date(2022, 9, 1), date_to=date(2022, 9, 30))
# Two frames, of one and of two events: what is asked of a file does not change with their number.
TWO_WEEKS = EventFilter(date_from=date(2022, 9, 1), date_to=date(2022, 9, 11))


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EventIndex]:
    with Store(tmp_path_factory.mktemp("series") / "made.db") as store:
        make_store(store)
        yield EventIndex(store)


def series_of(
    index: EventIndex, wanted: EventFilter = SEPTEMBER, unit: BinUnit = BinUnit.WEEK, **more: ReleasePolicy
) -> Series:
    options = SeriesOptions(unit=unit)
    return collect_series(index, index.select(wanted), options, names=str, policy=more.get("policy"))


@pytest.mark.parametrize("unit", BinUnit)
@pytest.mark.parametrize("days", [1, 7, 30, 61, 366])
def test_frames_cover_every_day_once(unit: BinUnit, days: int) -> None:
    first = date(2023, 12, 14)
    last = first + timedelta(days=days - 1)
    periods = list(periods_of(first, last, unit))
    covered = [low + timedelta(days=n) for low, high in periods for n in range((high - low).days + 1)]
    assert covered == [first + timedelta(days=n) for n in range(days)]
    if unit is BinUnit.WEEK:
        assert all(low.weekday() == 0 for low, _ in periods[1:])
    if unit is BinUnit.MONTH:
        assert all(low.day == 1 for low, _ in periods[1:])


def test_the_unit_suits_the_length() -> None:
    day = date(2022, 1, 1)
    units = [unit_for(day, day + timedelta(days=days)) for days in (0, 30, 31, 216, 217, 2_000)]
    assert units == [BinUnit.DAY, BinUnit.DAY, BinUnit.WEEK, BinUnit.WEEK, BinUnit.MONTH, BinUnit.MONTH]


def test_each_frame_holds_what_its_filter_holds_on_the_same_map(index: EventIndex) -> None:
    series = series_of(index)
    assert [(f.first.day, f.last.day) for f in series.frames] == [
        (1, 4),
        (5, 11),
        (12, 18),
        (19, 25),
        (26, 30),
    ]
    assert [frame.content.about.shown for frame in series.frames] == [1, 2, 1, 0, 0]
    assert {frame.content.bounds for frame in series.frames} == {series.bounds}
    assert series.frames[0].words == "1–4 Sep 2022"
    assert series.most == 2


def test_what_is_in_no_frame_is_said(index: EventIndex) -> None:
    everything = series_of(index, EventFilter(), BinUnit.MONTH)
    assert sum(f.content.about.shown for f in everything.frames) >= 45
    assert "in no frame, for want of a date: 1" in everything.notes
    possible = EventFilter(
        date_from=date(2022, 8, 1), date_to=date(2022, 9, 30), by_day_rule=ByDayRule.POSSIBLE
    )
    assert all(f.content.wanted.by_day_rule is ByDayRule.DAY_IN for f in series_of(index, possible).frames)


@pytest.mark.slow
def test_frames_are_pictures_of_one_size_that_differ_where_events_do(index: EventIndex) -> None:
    images = list(draw_frames(series_of(index, TWO_WEEKS), Theme.LIGHT))
    assert len(images) == 2
    assert {image.shape for image in images} == {(800, 1280, 3)}
    assert not np.array_equal(images[0], images[1])
    # The scale and the ground around it, on which nothing else is set.
    corner = images[0][633:665, 30:150]
    assert all(np.array_equal(image[633:665, 30:150], corner) for image in images)
    assert len(np.unique(images[0].reshape(-1, 3), axis=0)) > 50


def test_a_gif_runs_through_every_frame_for_as_long_as_asked(index: EventIndex) -> None:
    options = SeriesOptions(unit=BinUnit.WEEK, seconds=0.5)
    picture = Image.open(io.BytesIO(draw_series(index, index.select(TWO_WEEKS), ".gif", options=options)))
    assert (picture.n_frames, picture.size, picture.info["loop"]) == (2, (1280, 800), 0)
    durations = []
    for number in range(picture.n_frames):
        picture.seek(number)
        durations.append(picture.info["duration"])
    assert durations == [500, 1250]


def test_a_sheet_has_a_map_for_each_frame(index: EventIndex) -> None:
    data = draw_series(index, index.select(TWO_WEEKS), ".png", options=SeriesOptions(unit=BinUnit.WEEK))
    picture = Image.open(io.BytesIO(data))
    assert picture.size[0] == 2000
    assert picture.text["Software"] == "Conflict Map"
    assert data == draw_series(
        index, index.select(TWO_WEEKS), ".png", options=SeriesOptions(unit=BinUnit.WEEK)
    )
    assert [columns_for(n) for n in (1, 2, 3, 7, 13, 30)] == [2, 2, 3, 4, 5, 6]


@pytest.mark.slow
def test_a_film_has_every_frame(index: EventIndex, tmp_path: Path) -> None:
    ffmpeg = pytest.importorskip("imageio_ffmpeg", reason="the extra film is not installed")
    options = SeriesOptions(unit=BinUnit.WEEK, seconds=0.5)
    path = tmp_path / "series.mp4"
    path.write_bytes(draw_series(index, index.select(TWO_WEEKS), ".mp4", options=options))
    frames, seconds = ffmpeg.count_frames_and_secs(str(path))
    assert frames == 2 * 10 + 15
    assert seconds == pytest.approx(1.75, abs=0.1)


def test_a_release_policy_holds_for_frames(index: EventIndex) -> None:
    series = series_of(index, policy=ReleasePolicy(blur_km=30))
    assert any("grid of 30 km" in note for note in series.notes)
    assert "Izium" not in {name for f in series.frames for name in f.content.place_names.values()}


def test_what_cannot_be_a_series_is_said_with_the_remedy(index: EventIndex) -> None:
    with pytest.raises(ValueError, match="events with a date"):
        range_of(index.select(EventFilter(words="damaged")))
    long = EventFilter(date_from=date(2022, 1, 1), date_to=date(2022, 12, 31))
    with pytest.raises(ValueError, match=f"more than the {MOST_FRAMES}"):
        series_of(index, long, BinUnit.DAY)
    with pytest.raises(ValueError, match=r"use \.png, \.gif, \.mp4"):
        draw_series(index, index.select(SEPTEMBER), ".avi")
    refused = CliRunner().invoke(app, ["series", "-o", "x.png", "--db", index.store.name, "--seconds", "0"])
    assert refused.exit_code == 2
