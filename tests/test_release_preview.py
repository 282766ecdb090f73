"""A release policy holds for pictures and reports as for data, and the map can show it beforehand."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from made_records import UDY, filled_store

from dashboard.map_view import MapWindow, to_update
from dashboard.snapshot import SnapshotOptions, collect, draw_snapshot, read_statement
from geodata.export import FORMATS, ReleasePolicy, export_bytes
from geodata.export.records import records_of
from geodata.export.released import released_selection
from geodata.query import EventFilter, EventIndex, Near

PICTURES = (".png", ".svg", ".pdf", ".html")
SMALL = SnapshotOptions(width_px=640, height_px=400)
# What tells that four bodies were found in Udy: the name, the sentence, the coordinates, the source.
TELLING = (
    *("Udy", "bodies with signs of torture", "Two towns retaken", "example/1"),
    *(r"50\.391\D{1,12}36\.056", r"36\.056\D{1,12}50\.391"),
)
HIDING = (ReleasePolicy(blur_km=30), ReleasePolicy(to_admin1=True))


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EventIndex]:
    with filled_store(Path(tmp_path_factory.mktemp("release"))) as store:
        yield EventIndex(store)


def everything_in(data: bytes) -> str:
    """Return a file's bytes as text, with what is packed in it unpacked: statements, streams, chunks."""
    found = [data]
    at = -1
    while (at := data.find(b"\x78", at + 1)) >= 0:
        try:
            found.append(zlib.decompressobj().decompress(data[at:], 4_000_000))
        except zlib.error:
            continue
    with suppress(ValueError):
        found.append(repr(read_statement(data)).encode())
    return "\n".join(part.decode("utf-8", "replace") for part in found)


@pytest.mark.parametrize("policy", HIDING, ids=["blur", "admin1"])
@pytest.mark.parametrize("suffix", [*(known.suffix for known in FORMATS), *PICTURES])
def test_no_byte_of_a_released_file_tells_the_place(
    index: EventIndex, suffix: str, policy: ReleasePolicy
) -> None:
    wanted = EventFilter(near=Near(latitude=50.391, longitude=36.056, km=60, label="Udy"))
    selection = index.select(wanted)
    assert len(selection)
    if suffix in PICTURES:
        data = draw_snapshot(index, selection, suffix, options=SMALL, policy=policy)
    else:
        data = export_bytes(index.store, selection, suffix, policy=policy)
    text = everything_in(data)
    assert [words for words in TELLING if re.search(words, text)] == []


@pytest.mark.parametrize("policy", HIDING, ids=["blur", "admin1"])
def test_the_picture_draws_what_the_policy_releases(index: EventIndex, policy: ReleasePolicy) -> None:
    content = collect(index, index.select(EventFilter()), policy=policy)
    spots = {(cell.latitude, cell.longitude) for cell in content.cells.cells}
    assert (UDY.latitude, UDY.longitude) not in spots
    assert "Udy" not in content.place_names.values()
    assert bool(spots) is (policy.blur_km is not None)
    assert content.about.shown == len(content.records or ()) == 11


def test_what_is_withheld_is_in_no_count_and_no_bar(index: EventIndex) -> None:
    policy = ReleasePolicy(delay_days=7, as_of=date(2022, 9, 20))
    content = collect(index, index.select(EventFilter()), policy=policy)
    timeline = content.timeline
    assert sum(content.types.values()) == content.about.shown == timeline.total == 6
    assert content.about.withheld == 5


def test_the_map_shows_beforehand_what_a_file_would_hold(index: EventIndex) -> None:
    policy = ReleasePolicy(blur_km=30)
    selection = index.select(EventFilter())
    records = [record for batch in records_of(index.store, selection, policy) for record in batch]
    shown = released_selection(records, selection.filter, selection)
    update, _ = to_update(
        index, shown, names={}, window=MapWindow(box=(-90, -180, 90, 180), zoom=5), selected=None,
        overlays=(), fit_token="0",
    )  # fmt: skip
    drawn = {(round(mark.latitude, 4), round(mark.longitude, 4)) for mark in update.marks}
    assert drawn == {
        (record["latitude"], record["longitude"])
        for record in records
        if record["latitude"] is not None and not record["location_is_area"]
    }


def test_types_that_are_masked_cannot_be_drawn(index: EventIndex) -> None:
    with pytest.raises(ValueError, match="without masking event_type"):
        collect(index, index.select(EventFilter()), policy=ReleasePolicy(masked=("event_type",)))
