"""GeoParquet that was written elsewhere is loaded whole, once, and what is no event is told."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from made_events import make_store
from object_storage import BUCKET, storage_of

from dashboard.cli import app
from geodata.export import export_bytes
from geodata.loading import LoadError, load_events
from geodata.loading.rows import loaded_of
from geodata.model import DatePrecision, PlaceKind, PlacePrecision
from geodata.query import EventFilter, EventIndex
from geodata.store import Store
from geodata.store.upkeep import check

# What the export says of each report of an event, and what depends on the filter and on those.
NOT_KEPT = {"n_reports", "attribution_kind", "attribution", "doubts"}


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    with Store(tmp_path_factory.mktemp("made") / "made.db") as store:
        make_store(store)
        return parquet_of(store)


@pytest.fixture
def store(tmp_path: Path) -> Any:
    with Store(tmp_path / "loaded.db") as opened:
        yield opened


def parquet_of(store: Store) -> bytes:
    index = EventIndex(store)
    return export_bytes(store, index.select(EventFilter(include_undated=True)), ".parquet")


def records(data: bytes) -> dict[str, dict[str, Any]]:
    rows = pq.read_table(pa.BufferReader(data)).to_pylist()
    return {row["event_id"]: {k: v for k, v in row.items() if k not in NOT_KEPT} for row in rows}


def test_what_was_exported_is_the_same_once_it_is_loaded(
    store: Store, exported: bytes, tmp_path: Path
) -> None:
    (tmp_path / "events.parquet").write_bytes(exported)
    done = load_events(store, str(tmp_path / "events.parquet"))
    assert done.failures == []
    assert done.events == len(records(exported)) > 5
    assert records(parquet_of(store)) == records(exported)
    assert check(store) == []
    card = store.cards(store.event_ids()[:1])[0]
    assert card.sources[0].excerpt == records(exported)[card.event.id]["notes"]


def test_loading_once_more_changes_nothing_and_joining_anew_keeps_it(
    store: Store, exported: bytes, tmp_path: Path
) -> None:
    (tmp_path / "events.parquet").write_bytes(exported)
    load_events(store, str(tmp_path))
    before = store.revision()
    again = load_events(store, f"file://{tmp_path}")
    assert (again.events, again.already_there) == (0, len(records(exported)))
    assert records(parquet_of(store)) == records(exported)
    store.rejoin()
    assert records(parquet_of(store)) == records(exported)
    assert store.revision() > before


def test_a_kill_between_two_steps_is_made_good_by_loading_once_more(
    store: Store, exported: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "events.parquet").write_bytes(exported)

    def killed(*_: object, **__: object) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Store, "save_events", killed)
        with pytest.raises(KeyboardInterrupt):
            load_events(store, str(tmp_path))
    store.finish_joining()
    load_events(store, str(tmp_path))
    assert records(parquet_of(store)) == records(exported)
    assert check(store) == []


def test_every_file_below_a_folder_is_read_and_what_is_none_is_told(exported: bytes, tmp_path: Path) -> None:
    folder = tmp_path / "map"
    (folder / "year=2022").mkdir(parents=True)
    table = pq.read_table(pa.BufferReader(exported))
    half = table.num_rows // 2
    pq.write_table(table.slice(0, half), folder / "year=2022" / "part-0.parquet")
    pq.write_table(table.slice(half), folder / "part-1.parquet")
    (folder / "_metadata.parquet").write_bytes(b"left beside")
    (folder / "notes.txt").write_text("no table")
    (folder / "cut.parquet").write_bytes(exported[:-200])
    pq.write_table(pa.table({"name": ["x"], "population": [1]}), folder / "other.parquet")
    db = str(tmp_path / "events.db")
    told = CliRunner().invoke(app, ["load", str(folder), "--db", db])
    lines = [line for line in told.output.splitlines() if line != "Loading events…"]
    assert told.exit_code == 1
    assert lines[0].startswith("cut.parquet: it cannot be read (")
    assert lines[1].startswith("other.parquet: it cannot be read (it has no column event_id")
    assert lines[2:] == [f"{table.num_rows} events loaded from 2 files"]


def test_a_row_that_is_no_event_is_named_and_the_others_are_loaded(
    store: Store, exported: bytes, tmp_path: Path
) -> None:
    table = pq.read_table(pa.BufferReader(exported))
    kinds = ["Festival", *table["sub_event_type"].to_pylist()[1:]]
    wrong = table.set_column(table.schema.get_field_index("sub_event_type"), "sub_event_type", [kinds])
    pq.write_table(wrong, tmp_path / "events.parquet")
    done = load_events(store, str(tmp_path))
    assert done.events == table.num_rows - 1
    assert len(done.failures) == 1
    assert "was left out ('Festival'" in done.failures[0]


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("nowhere", "there is nothing at nowhere"),
        ("ftp://ana:secret@example.org/map", "ftp://ana:***@example.org/map cannot be opened"),
    ],
)
def test_what_cannot_be_opened_is_one_line_without_passwords(tmp_path: Path, address: str, says: str) -> None:
    told = CliRunner().invoke(app, ["load", address, "--db", str(tmp_path / "events.db")])
    assert told.exit_code == 3
    assert told.output.startswith(says)
    assert "secret" not in told.output
    assert len(told.output.splitlines()) == 1


def test_an_empty_folder_is_told(store: Store, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(LoadError, match="there is no Parquet file in"):
        load_events(store, str(tmp_path / "empty"))


def test_a_row_of_another_program_is_taken_as_it_says() -> None:
    row = {
        "event_id": "A1", "sub_event_type": "Armed clash", "date_start": "2022-09-01",
        "date_end": "2022-09-30", "latitude": 48.0, "longitude": 37.5, "location": "Donetsk Oblast",
        "geo_precision": 3, "where_prec": 4, "time_precision": 3, "date_prec": 4, "radius_km": 90.0,
        "fatalities": float("nan"), "notes": "Fighting went on.",
    }  # fmt: skip
    lead = loaded_of(row, "a.parquet").event.lead
    assert lead.place is not None
    assert (lead.place.kind, lead.place_precision) == (PlaceKind.ADMIN1, PlacePrecision.REGION)
    assert (lead.date_precision, lead.toll.fatalities) == (DatePrecision.MONTH, None)


def parts_of(exported: bytes) -> dict[str, bytes]:
    """An export in two files of a folder, with what programs leave beside."""
    table = pq.read_table(pa.BufferReader(exported))
    found = {"map/_metadata.parquet": b"left beside", "map/notes.txt": b"no table"}
    for number, part in enumerate((table.slice(0, 3), table.slice(3))):
        buffer = pa.BufferOutputStream()
        pq.write_table(part, buffer)
        found[f"map/year=2022/part-{number}.parquet"] = buffer.getvalue().to_pybytes()
    return found


def test_events_are_loaded_from_object_storage_by_its_address(
    exported: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    with storage_of(parts_of(exported)) as server:
        address = f"s3://ana:secret@{BUCKET}/map?scheme=http&region=us-east-1&endpoint_override={server}"
        db = str(tmp_path / "events.db")
        refused = CliRunner().invoke(app, ["load", address, "--db", db])
        assert refused.exit_code == 3
        assert "127.0.0.1 lies in a private network" in refused.output
        assert "secret" not in refused.output
        loaded = CliRunner().invoke(app, ["load", address, "--private", "--db", db])
    assert loaded.exit_code == 0, loaded.output
    with Store(db) as store:
        assert set(store.event_ids()) == set(records(exported))
        assert "secret" not in " ".join(version.note for version in store.versions())


def test_events_are_loaded_by_whatever_fsspec_opens(
    store: Store, exported: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory = pytest.importorskip("fsspec", reason="fsspec is not installed").filesystem("memory")
    monkeypatch.setattr(memory, "store", {})
    for name, content in parts_of(exported).items():
        memory.pipe(f"/{name}", content)
    done = load_events(store, "memory://map")
    assert (done.files, done.failures) == (2, [])
    assert records(parquet_of(store)) == records(exported)


@pytest.mark.parametrize(
    "address",
    [
        "s3://bucket/map?endpoint_override=127.0.0.1:9000",
        "s3://bucket/map?scheme=http&endpoint_override=http%3A%2F%2F169.254.169.254",
        "s3://bucket/map?endpoint_override=%5Bfec0%3A%3A1%5D%3A9000",
        "hdfs://10.0.0.1:8020/map",
    ],
)
def test_a_server_in_a_private_network_is_not_asked(store: Store, address: str) -> None:
    with pytest.raises(LoadError, match="lies in a private network; if the storage is your own, add"):
        load_events(store, address)


def test_kinds_of_storage_that_are_not_there_are_told_with_the_way_to_get_them(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "fsspec", None)
    with pytest.raises(LoadError, match=r"need more libraries .*conflictmap\[storage\]"):
        load_events(store, "memory://map")
    with pytest.raises(LoadError, match="https:// is no object storage; fetch the file and name it"):
        load_events(store, "https://example.org/events.parquet")
