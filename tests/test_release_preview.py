"""A release policy holds for pictures and reports as for data, and the map can show it beforehand."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from made_pages import SECONDS
from made_records import UDY, filled_store
from streamlit.testing.v1 import AppTest

from dashboard.map_view import MapWindow, to_update
from dashboard.snapshot import SnapshotOptions, collect, draw_snapshot, read_statement
from geodata.export import FORMATS, ReleasePolicy, export_bytes
from geodata.export.records import records_of
from geodata.export.released import released_selection
from geodata.export.unit_changes import compare_units
from geodata.query import EventFilter, EventIndex, Near, to_query
from geodata.store import Store

PICTURES = (".png", ".svg", ".pdf", ".html")
SMALL = SnapshotOptions(width_px=640, height_px=400)
# What tells that four bodies were found in Udy: the name, the sentence, the coordinates, the source.
TELLING = (
    *("Udy", "bodies with signs of torture", "Two towns retaken", "example/1"),
    *(r"50\.391\D{1,12}36\.056", r"36\.056\D{1,12}50\.391"),
)
HIDING = (ReleasePolicy(blur_km=30), ReleasePolicy(to_admin1=True))


APP = str(Path(__file__).parents[1] / "dashboard" / "app.py")


def map_parts(app: AppTest) -> dict[str, Any]:
    """Return what the map of a page was told, by part."""
    told = json.loads(app.get("component_instance")[0].proto.json_args)["feature_group"]
    found = re.search(r"conflictmap\.show\((\[.*\])\)\.addTo", told)
    assert found is not None
    return dict(json.loads(found[1]))


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


@pytest.mark.parametrize(("km", "told"), [(30, {"Kharkiv Oblast", "Kherson Oblast"}), (400, set())])
def test_a_province_narrower_than_the_grid_is_not_told(index: EventIndex, km: float, told: set[str]) -> None:
    """Beside a point moved to a grid of 50 km "Kyiv City" would tell the city."""
    policy = ReleasePolicy(blur_km=km)
    selection = index.select(EventFilter())
    records = [record for batch in records_of(index.store, selection, policy) for record in batch]
    assert {str(r["admin1"]) for r in records if r["admin1"] and not r["location_is_area"]} == told
    changes = compare_units(index, selection, selection, policy)
    assert ("Kharkiv Oblast, UA" in set(changes["name"])) is bool(told)
    assert changes["events_a"].sum() == len(selection)


@pytest.mark.parametrize("policy", HIDING, ids=["blur", "admin1"])
def test_a_part_of_the_map_finer_than_the_places_is_not_shown(
    index: EventIndex, policy: ReleasePolicy
) -> None:
    """Only the streets around Udy, with its point moved out of them, would tell that it was Udy."""
    streets = (50.385, 36.05, 50.395, 36.06)
    shown = draw_snapshot(
        index, index.select(EventFilter()), ".png", options=SMALL, policy=policy, bounds=streets
    )
    south, west, north, east = read_statement(shown).bounds or streets
    assert min(north - south, (east - west) * 0.64) * 111.2 >= (policy.blur_km or 100) * 0.99
    assert south < 50.385 < 50.395 < north
    assert policy.tellable_bounds((0.0, 0.0, 60.0, 60.0)) != streets
    assert ReleasePolicy(confirmed_only=True).tellable_bounds(streets) == streets


def test_the_preview_draws_no_filter_and_no_choice_that_a_file_would_not_tell(
    made_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The circle around Izium and the chosen event's own spot stood on the map of what is released."""
    monkeypatch.setenv("CONFLICTMAP_DB", made_store.name)
    near = EventFilter(near=Near(latitude=49.2103, longitude=37.2761, km=40, label="Izium"))
    chosen = next(iter(EventIndex(made_store).select(near).ids()))
    app = AppTest.from_file(APP, default_timeout=SECONDS)
    for name, value in to_query(near).items():
        app.query_params[name] = value
    app.query_params["event"] = chosen
    app.run()
    before = map_parts(app)
    assert before["circle"] is not None
    assert before["selected"][1]
    app.session_state["release_places"] = "moved to a grid of 50 km"
    app.session_state["release_preview"] = True
    app.run()
    shown = map_parts(app)
    assert shown["circle"] is None
    assert shown["selected"][1] == []
    assert app.session_state["map_previews"]
    app.session_state["release_places"] = "as they are"
    app.run()
    assert map_parts(app)["circle"] == before["circle"]
    assert not app.session_state["map_previews"], "the map takes clicks again"


def test_types_that_are_masked_cannot_be_drawn(index: EventIndex) -> None:
    with pytest.raises(ValueError, match="without masking event_type"):
        collect(index, index.select(EventFilter()), policy=ReleasePolicy(masked=("event_type",)))
