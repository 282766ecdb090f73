"""What was saved can be opened again and compared, fact by fact, with what the store knows now."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from made_records import KHERSON, filled_store, make_article, make_event, make_reading, make_reports

from dashboard.cli import app
from dashboard.saved_files import NotSavedError, address_of, read_saved, verify_saved
from dashboard.snapshot import SnapshotOptions, draw_snapshot
from geodata.export import FORMATS, ReleasePolicy, export_bytes
from geodata.model import Certainty, Report, SubEventType, Toll
from geodata.query import EventFilter, EventIndex, Near, from_query
from geodata.store import Store

EXPORTS = [known.suffix for known in FORMATS if known.whole]
PICTURES = [".png", ".svg", ".pdf", ".html"]
SMALL = SnapshotOptions(width_px=640, height_px=400)
WANTED = EventFilter(date_from=date(2022, 9, 1), date_to=date(2022, 9, 30))

CHANGES: dict[str, tuple[Callable[[Report], Report], str]] = {
    "place": (
        lambda r: replace(r, place=KHERSON, latitude=KHERSON.latitude, longitude=KHERSON.longitude),
        "km away",
    ),
    "dates": (lambda r: replace(r, date_start=date(2022, 9, 10)), "2022-09-11 (reported 2022-09-13) → "),
    "type": (lambda r: replace(r, sub_event_type=SubEventType.ABDUCTION), "Attack → Abduction"),
    "toll": (lambda r: replace(r, toll=Toll(fatalities=9)), "4 killed → 9 killed"),
    "certainty": (lambda r: replace(r, certainty=Certainty.DISPUTED), "stated → disputed"),
    "actors": (lambda r: replace(r, actor1="Militia"), "Military Forces of Russia → Militia"),
    "sources": (lambda r: replace(r, attribution="a neighbour"), "what was written differs"),
}


def save(suffix: str, index: EventIndex, wanted: EventFilter = WANTED, **more: object) -> bytes:
    if suffix in EXPORTS:
        return export_bytes(index.store, index.select(wanted), suffix, **more)  # type: ignore[arg-type]
    return draw_snapshot(index, index.select(wanted), suffix, options=SMALL, **more)  # type: ignore[arg-type]


def store_of(folder: Path, change: Callable[[Report], Report] = lambda report: report) -> EventIndex:
    """Return an index of the same article, with its first report changed."""
    store = Store(folder / "changed.db")
    article = make_article()
    first, *others = make_reports(article)
    reports = (change(first), *others)
    store.save_reading(article, make_reading(article, reports))
    store.save_events(make_event(report) for report in reports)
    return EventIndex(store)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EventIndex]:
    made = store_of(tmp_path_factory.mktemp("saved"))
    yield made
    made.store.close()


@pytest.fixture(scope="module")
def saved(index: EventIndex) -> dict[str, bytes]:
    return {suffix: save(suffix, index) for suffix in (*EXPORTS, *PICTURES)}


@pytest.mark.parametrize("suffix", [*EXPORTS, *PICTURES])
def test_a_file_opens_on_its_view_and_agrees_with_its_store(
    saved: dict[str, bytes], index: EventIndex, suffix: str
) -> None:
    found = read_saved(f"file{suffix}", saved[suffix])
    assert from_query(address_of(found))[0] == WANTED
    verification = verify_saved(found, index)
    assert (verification.same, verification.changes) == (True, ())
    assert "same 4 events" in verification.sentence


@pytest.mark.parametrize("suffix", [*EXPORTS, ".png"])
@pytest.mark.parametrize("fact", CHANGES)
def test_each_changed_event_is_named_with_what_changed(
    saved: dict[str, bytes], tmp_path: Path, suffix: str, fact: str
) -> None:
    change, words = CHANGES[fact]
    changed = store_of(tmp_path, change)
    verification = verify_saved(read_saved(f"file{suffix}", saved[suffix]), changed)
    changed.store.close()
    [only] = verification.changes
    assert not verification.same
    assert "at Udy, 2022-09-11" in only.name
    assert any(told.startswith(fact) and words in told for told in only.differences), only.differences
    assert not any("_" in told for told in only.differences), "columns are named in words"


def test_events_that_went_and_came_are_named(tmp_path: Path, saved: dict[str, bytes]) -> None:
    with filled_store(tmp_path) as store:
        changes = verify_saved(read_saved("map.png", saved[".png"]), EventIndex(store)).changes
    assert {change.differences for change in changes} >= {("new",)}
    words = {word for change in changes for word in change.differences}
    assert any(word.startswith("sources: ") for word in words)


@pytest.mark.parametrize("suffix", [*EXPORTS, ".png", ".html"])
@pytest.mark.parametrize(
    "policy",
    [
        ReleasePolicy(blur_km=20),
        ReleasePolicy(to_admin1=True),
        ReleasePolicy(delay_days=3, as_of=date(2022, 9, 15)),
        ReleasePolicy(masked=("actor1", "notes")),
        ReleasePolicy(confirmed_only=True),
    ],
)
def test_a_released_file_is_compared_under_its_policy(
    index: EventIndex, suffix: str, policy: ReleasePolicy
) -> None:
    found = read_saved(f"file{suffix}", save(suffix, index, policy=policy))
    assert found.policy == policy
    assert verify_saved(found, index).same


def test_a_filter_that_may_not_be_told_cannot_be_asked_again(index: EventIndex) -> None:
    wanted = EventFilter(near=Near(latitude=50.391, longitude=36.056, km=3, label="Udy"))
    found = read_saved("f.csv", save(".csv", index, wanted, policy=ReleasePolicy(blur_km=20)))
    assert found.wanted == EventFilter()
    with pytest.raises(NotSavedError, match="keeps a part of its filter back"):
        verify_saved(found, index)


@pytest.mark.parametrize("suffix", [".csv", ".geojson", ".png", ".html"])
@pytest.mark.parametrize(
    ("region", "policy", "told"),
    [
        ("district:izium-raion@49.21,37.28", ReleasePolicy(to_admin1=True), False),
        ("district:izium-raion@49.21,37.28", ReleasePolicy(blur_km=200), False),
        ("district:izium-raion@49.21,37.28", ReleasePolicy(blur_km=5), True),
        ("ne:UA.07", ReleasePolicy(to_admin1=True), True),
        ("ne:UA.07", ReleasePolicy(blur_km=400), False),
        ("region:donbas", ReleasePolicy(to_admin1=True), True),
    ],
)
def test_a_region_is_told_only_beside_places_as_coarse(
    index: EventIndex, suffix: str, region: str, policy: ReleasePolicy, told: bool
) -> None:
    """Points moved to their province under the head "Events in Izium Raion" would tell the district."""
    found = read_saved(f"f{suffix}", save(suffix, index, EventFilter(regions=(region,)), policy=policy))
    assert found.wanted.regions == ((region,) if told else ())
    assert ("region" in found.hidden) is not told


def test_the_part_of_the_map_that_was_shown_is_restored(index: EventIndex) -> None:
    data = save(".png", index, bounds=(48.0, 34.0, 51.0, 38.0))
    assert address_of(read_saved("map.png", data))["map"] == "49.5000,36.0000,7"


def test_a_file_of_a_region_opens_on_all_of_the_region(index: EventIndex) -> None:
    """It opened on the few kilometres where its events are, while the picture shows the whole region."""
    wanted = EventFilter(regions=("region:donbas",))
    for suffix in (".png", ".geojson"):
        address = address_of(read_saved(f"map{suffix}", save(suffix, index, wanted)))
        latitude, longitude, zoom = map(float, address["map"].split(","))
        assert (latitude, longitude) == pytest.approx((48.5, 38.4), abs=0.3)
        assert zoom <= 8
    assert "map" not in address_of(read_saved("map.csv", save(".csv", index)))


@pytest.mark.parametrize("command", ["open", "verify", "changes"])
@pytest.mark.parametrize("suffix", [".png", ".geojson", ".csv", ".xlsx", ".gpkg", ".docx", ""])
def test_a_wrong_file_is_named_with_what_to_do_and_exit_code_2(
    command: str, suffix: str, index: EventIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / f"holiday{suffix}"
    file.write_bytes(b'{"type": "FeatureCollection", "features": []}')
    monkeypatch.setenv("CONFLICTMAP_DB", index.store.name)
    ran = CliRunner().invoke(app, [command, str(file)])
    said = ran.stderr.splitlines()[-1]
    assert ran.exit_code == 2
    assert said.startswith(f"Error: {file}: this file ")
    assert "; use the file as it was saved" in said or "; open a snapshot, a report" in said
    assert "Error)" not in said
    assert "Traceback" not in ran.output


@pytest.mark.parametrize("suffix", [*EXPORTS, ".png"])
@pytest.mark.parametrize("harm", ["cut", "foreign", "empty"])
def test_a_damaged_or_foreign_file_is_refused_in_one_line(
    saved: dict[str, bytes], suffix: str, harm: str
) -> None:
    data = {"cut": saved[suffix][:600], "foreign": b"hello\n" * 30, "empty": b""}[harm]
    with pytest.raises(NotSavedError) as told:
        read_saved(f"file{suffix}", data)
    assert "\n" not in str(told.value)
