"""The command line: what it prints, what it returns, and one clear line for whatever goes wrong."""

from __future__ import annotations

import csv
import json
import sqlite3
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from dashboard import cli, serving
from dashboard.filter_options import read_filter
from dashboard.saved_files import read_saved
from dashboard.serving import ServingError, choose_port
from geodata.export import ReleasePolicy
from geodata.model import EventType
from geodata.query import EventFilter, EventIndex
from geodata.store import Store

SHELLING = (
    "Shells hit Nikopol\n\nRussian forces shelled Nikopol yesterday, killing two people, officials said.\n"
)
PAGE = "<html><body><nav>Home</nav><p>Please log in.</p></body></html>"

CONTEXT = click.Context(cli.app)


@pytest.fixture
def db(tmp_path: Path) -> str:
    return str(tmp_path.parent / f"{tmp_path.name}.db")


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli.app, [str(a) for a in arguments])


def test_ingest_accounts_for_every_input(tmp_path: Path, db: str) -> None:
    (tmp_path / "good.txt").write_text(SHELLING)
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    result = run("ingest", tmp_path / "good.txt", "--published", "2022-09-13", "--db", db)
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("1 article: 1 stored; ")
    again = run("ingest", tmp_path, "--published", "2022-09-13", "--db", db)
    assert again.exit_code == 0
    assert again.stdout.startswith("1 article: 1 already there (1 other file left out); ")


BAD = {
    "empty.txt": b"",
    "binary.txt": bytes(range(256)) * 8,
    "page.html": PAGE.encode(),
    "date.md": b"---\npublished: soon\n---\nText.",
    "large.txt": b"Shells fell. " * 3_900_000,
    "office.txt": b"PK\x03\x04" + bytes(100),
}


def test_a_bad_input_is_one_line_and_the_rest_goes_on(tmp_path: Path, db: str) -> None:
    for name, content in BAD.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "good.txt").write_text(SHELLING)
    result = run("ingest", tmp_path, tmp_path / "missing.txt", "--db", db)
    assert result.exit_code == 1
    assert "8 articles: 1 stored, 7 not read" in result.stdout
    lines = result.stderr.splitlines()
    for name in (*BAD, "missing.txt"):
        assert len([line for line in lines if line.startswith(str(tmp_path / name))]) == 1, name
    assert "Traceback" not in result.output


def test_an_undated_article_is_said_and_not_guessed(tmp_path: Path, db: str) -> None:
    (tmp_path / "good.txt").write_text(SHELLING)
    result = run("ingest", tmp_path, "--db", db)
    assert result.exit_code == 0
    assert "1 without a publication date: Shells hit Nikopol" in result.stderr
    assert "1 undated" in result.stdout


@pytest.mark.parametrize(
    "arguments", [("ingest",), ("ingest", "a.txt", "--published", "soon"), ("nonsense",)]
)
def test_a_command_that_is_not_understood_is_exit_code_2(arguments: tuple[str, ...]) -> None:
    assert run(*arguments).exit_code == 2


def test_a_database_that_cannot_be_written_is_exit_code_3(tmp_path: Path) -> None:
    article = tmp_path / "good.txt"
    article.write_text(SHELLING)
    other = tmp_path / "notes.db"
    other.write_text("these are my notes\n" * 50)
    for db in (tmp_path, other, "/proc/conflictmap/x.db"):
        result = run("ingest", article, "--db", db)
        assert result.exit_code == 3, result.output
        assert len(result.stderr.strip().splitlines()) == 1
        assert "Traceback" not in result.output
    assert other.read_text() == "these are my notes\n" * 50


def test_a_dashboard_needs_a_store_that_is_there(tmp_path: Path) -> None:
    result = run("dashboard", "--db", tmp_path / "none.db")
    assert result.exit_code == 3
    assert not (tmp_path / "none.db").exists()


def test_extract_prints_json_with_offsets_and_stores_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONFLICTMAP_DB", str(tmp_path / "events.db"))
    path = tmp_path / "good.txt"
    path.write_text(SHELLING)
    result = run("extract", path, "--published", "2022-09-13", "--format", "json")
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert found["article"]["title"] == "Shells hit Nikopol"
    assert [SHELLING[p["start"] : p["end"]] for p in found["places"]] == [p["text"] for p in found["places"]]
    (event,) = found["events"]
    assert event["date_start"] == "2022-09-12"
    assert event["fatalities"] == 2
    assert event["sub_event_type"] == "Shelling/artillery/missile attack"
    assert "Nikopol" in event["place"]
    assert not (tmp_path / "events.db").exists()


def test_extract_prints_tables_and_brackets_stay_brackets(tmp_path: Path) -> None:
    path = tmp_path / "good.txt"
    path.write_text(SHELLING.replace("officials", "[red]officials[/red] [/nothing]"))
    result = run("extract", path)
    assert result.exit_code == 0, result.output
    assert "publication date unknown" in result.stdout
    assert "Nikopol" in result.stdout


def test_extract_of_a_bad_file_is_exit_code_1(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    result = run("extract", tmp_path / "empty.txt")
    assert result.exit_code == 1
    assert "it is empty" in result.stderr


def test_the_demo_reads_the_samples_and_serves_its_own_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    served: dict[str, object] = {}
    monkeypatch.setattr(cli, "serve", lambda serving, **how: served.update(how, **asdict(serving)))
    monkeypatch.setenv("CONFLICTMAP_DB", str(tmp_path / "mine.db"))
    monkeypatch.setenv("CONFLICTMAP_DATA", str(tmp_path))
    result = run("demo", "--no-browser", "--port", "9999")
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("26 articles: 26 stored; ")
    assert served["db"] == str(tmp_path / "demo.db")
    assert (served["port"], served["open_browser"]) == (9999, False)
    assert not (tmp_path / "mine.db").exists()
    with sqlite3.connect(tmp_path / "demo.db") as connection:
        assert connection.execute("select count(*) from articles").fetchone() == (26,)
    connection.close()


def test_the_dashboard_is_served_to_this_machine_alone_unless_told_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    served: dict[str, Any] = {}
    monkeypatch.setattr(cli, "serve", lambda serving, **how: served.update(how, **asdict(serving)))
    db = str(tmp_path / "events.db")
    Store(db).close()
    assert run("dashboard", "--db", db).exit_code == 0
    assert (served["address"], served["role"], served["names"]) == ("localhost", "administer", ())
    first = served["key"]
    assert len(first) >= 30
    refused = run("dashboard", "--db", db, "--host", "0.0.0.0")
    assert refused.exit_code == 3
    assert "--sign-in FILE" in refused.stderr
    told = run("dashboard", "--db", db, "--host", "0.0.0.0", "--without-sign-in", "--allow-host", "a.example")
    assert told.exit_code == 0, told.output
    assert (served["address"], served["role"], served["names"]) == ("0.0.0.0", "read", ("a.example",))
    assert served["key"] not in ("", first)


def test_the_world_demo_has_samples_and_a_database_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    served: dict[str, Any] = {}
    monkeypatch.setattr(cli, "serve", lambda serving, **how: served.update(how, **asdict(serving)))
    monkeypatch.setenv("CONFLICTMAP_DATA", str(tmp_path))
    result = run("demo", "--world", "--no-browser")
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("14 articles: 14 stored; ")
    assert served["db"] == str(tmp_path / "world.db")


def test_a_port_in_use_is_said_and_the_next_one_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "is_free", lambda port: port == serving.FIRST_PORT + 2)
    assert choose_port(None) == serving.FIRST_PORT + 2
    with pytest.raises(ServingError, match="choose another with --port"):
        choose_port(8501)


@pytest.fixture(scope="module")
def samples_db(tmp_path_factory: pytest.TempPathFactory) -> str:
    name = str(tmp_path_factory.mktemp("samples") / "events.db")
    assert run("ingest", cli.SAMPLES, "--db", name).exit_code == 0
    return name


def test_an_export_holds_exactly_the_events_of_the_filter(samples_db: str, tmp_path: Path) -> None:
    filters = ("--region", "Donbas", "--from", "2022-04-01", "--type", "explosions")
    for suffix in (".csv", ".geojson"):
        result = run("export", *filters, "--db", samples_db, "-o", tmp_path / f"events{suffix}")
        assert result.exit_code == 0, result.output
        assert "in or possibly in Donbas" in result.stdout
    with (tmp_path / "events.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    with Store(samples_db) as store:
        wanted = EventFilter(
            date_from=date(2022, 4, 1), regions=("region:donbas",), event_types=(EventType.EXPLOSIONS,)
        )
        ids = EventIndex(store).select(wanted).ids()
    assert [row["event_id"] for row in rows] == ids
    assert ids
    features = json.loads((tmp_path / "events.geojson").read_text(encoding="utf-8"))["features"]
    assert sorted(f["properties"]["event_id"] for f in features) == sorted(ids)


def test_an_export_can_be_blurred_and_says_so(samples_db: str, tmp_path: Path) -> None:
    target = tmp_path / "events.csv"
    result = run("export", "--to-admin1", "--mask", "notes", "--db", samples_db, "-o", target)
    assert result.exit_code == 0, result.output
    assert "Release policy" in target.read_text(encoding="utf-8-sig")


@pytest.mark.parametrize(
    ("command", "name"), [("snapshot", "map.html"), ("snapshot", "map.png"), ("export", "events.geojson")]
)
def test_the_options_of_a_release_reach_pictures_and_data(
    samples_db: str, tmp_path: Path, command: str, name: str
) -> None:
    target = tmp_path / name
    result = run(command, "--to-admin1", "--db", samples_db, "-o", target)
    assert result.exit_code == 0, result.output
    assert "Release policy: points moved to their first-level unit" in " ".join(result.output.split())
    read = read_saved(name, target.read_bytes())
    assert read.policy == ReleasePolicy(to_admin1=True)
    assert b"Motyzhyn" not in target.read_bytes()


def test_a_command_that_forgets_to_read_an_option_fails_at_once() -> None:
    with pytest.raises(TypeError, match="never read its options to_admin1"):
        read_filter({"filter_from": None, "to_admin1": True})


def test_a_snapshot_is_drawn_and_verified_until_the_events_change(samples_db: str, tmp_path: Path) -> None:
    target = tmp_path / "map.png"
    db = tmp_path / "copy.db"
    with sqlite3.connect(samples_db) as source, sqlite3.connect(db) as copy:
        source.backup(copy)
    source.close()
    copy.close()
    result = run("snapshot", "--region", "Donbas", "--db", db, "-o", target, "--title", "Donbas")
    assert result.exit_code == 0, result.output
    assert target.read_bytes().startswith(b"\x89PNG")
    assert run("verify", target, "--db", db).exit_code == 0
    with Store(db) as store:
        for article in store.articles():
            store.withdraw(article.id)
    changed = run("verify", target, "--db", db)
    assert changed.exit_code == 1
    assert "has changed" in changed.stdout


@pytest.mark.parametrize("command", ["snapshot", "export"])
def test_files_that_cannot_be_written_are_said(command: str, samples_db: str, tmp_path: Path) -> None:
    assert run(command, "--db", samples_db, "-o", tmp_path / "map.xyz").exit_code == 2
    suffix = ".png" if command == "snapshot" else ".csv"
    result = run(command, "--db", samples_db, "-o", tmp_path / "nowhere" / f"x{suffix}")
    assert result.exit_code == 3
    assert "Traceback" not in result.output
    assert run("verify", tmp_path / "none.png").exit_code == 2


def commands(group: click.Group = cli.app, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    for name in group.list_commands(CONTEXT):
        command = group.get_command(CONTEXT, name)
        found += commands(command, (*path, name)) if isinstance(command, click.Group) else [(*path, name)]
    return found


@pytest.mark.parametrize("path", commands(), ids=" ".join)
def test_every_command_and_option_explains_itself(path: tuple[str, ...]) -> None:
    assert run(*path, "--help").exit_code == 0
    command: click.Command | None = cli.app
    for name in path:
        assert isinstance(command, click.Group)
        command = command.get_command(CONTEXT, name)
    assert command is not None
    assert len(command.help or "") > 20
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, parameter.name


def test_the_gazetteer_says_what_it_holds() -> None:
    result = run("gazetteer", "status")
    assert result.exit_code == 0
    assert "places in" in result.stdout or "not built yet" in result.stdout


def test_a_country_file_that_is_none_is_one_line(tmp_path: Path) -> None:
    path = tmp_path / "UA.txt"
    path.write_text("this is not a table\n")
    result = run("gazetteer", "install", "UA", "--from", path)
    assert result.exit_code == 1
    begun, line = result.stderr.strip().splitlines()
    assert begun == "Installing UA…"
    assert line.startswith("Error: UA.txt is not a GeoNames file")


def test_an_unknown_region_and_a_wrong_date_are_usage_errors() -> None:
    with pytest.raises(click.UsageError, match="no region is called 'Atlantis'"):
        read_filter({"filter_region": ("Atlantis",)})
    with pytest.raises(click.UsageError, match="write dates as"):
        read_filter({"filter_from": "soon"})
    with pytest.raises(click.UsageError, match="no place is called"):
        read_filter({"filter_near": "Atlantis City by the Sea,20"})


def test_a_namesake_is_not_taken_in_silence() -> None:
    with pytest.raises(click.UsageError, match="could be 6 places") as asked:
        read_filter({"filter_near": "Zaliznychne,20"})
    listed = str(asked.value)
    assert "Zaliznychne, Poltava Oblast, UA (49.572, 34.595)" in listed
    assert "[47.6486, 36.1671]" in listed
    used = read_filter({"filter_near": "Zaliznychne,20"}, {"gn:687796"})
    as_printed = read_filter({"filter_near": "Zaliznychne, Poltava Oblast, UA (49.572, 34.595),20"})
    assert used.near is not None
    assert as_printed.near is not None
    assert (used.near.latitude, as_printed.near.latitude) == (47.64855, 49.57234)
    with pytest.raises(click.UsageError, match="Punjab, IN"):
        read_filter({"filter_region": ("Punjab",)})
    with pytest.raises(click.UsageError, match="Did you mean Donetsk Oblast, UA"):
        read_filter({"filter_region": ("Donezk",)})
    assert read_filter({"filter_region": ("Crimea, UA",)}).regions == ("ne:UA.11",)


def test_a_namesake_ends_the_command_with_the_list(samples_db: str, tmp_path: Path) -> None:
    result = run("export", "--near", "Springfield,20", "--db", samples_db, "-o", tmp_path / "events.csv")
    assert result.exit_code == 2
    assert "Springfield, Missouri, US" in result.stderr
    assert not (tmp_path / "events.csv").exists()
    known = run("export", "--near", "Lyman,20", "--db", samples_db, "-o", tmp_path / "events.csv")
    assert known.exit_code == 0, known.output
    assert "Donetsk Oblast" in known.stdout


def test_filters_on_the_command_line_are_those_of_a_link() -> None:
    wanted = read_filter(
        {
            "filter_from": "2022-09-01",
            "filter_region": ("Donbas",),
            "filter_type": ("battles", "civilians"),
            "filter_near": "Izium,20",
            "filter_possible": "0",
        }
    )
    assert wanted.date_from is not None
    assert wanted.date_from.isoformat() == "2022-09-01"
    assert wanted.regions == ("region:donbas",)
    assert [t.value for t in wanted.event_types] == ["Battles", "Violence against civilians"]
    assert wanted.near is not None
    assert round(wanted.near.latitude) == 49
    assert wanted.include_possible is False


def test_who_stops_an_ingest_is_told_what_is_stored(
    db: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object, **_options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "ingest_paths", stopped)
    result = run("ingest", tmp_path, "--db", db)
    assert result.exit_code == 1
    line = f"stopped; what was read so far is stored in {db}, and the same command reads the rest"
    assert line in result.stderr.splitlines()


def test_what_has_no_date_is_counted_and_five_of_it_named(db: str, tmp_path: Path) -> None:
    for number in range(7):
        (tmp_path / f"{number}.txt").write_text(f"Shells hit Nikopol {number}\n\nTwo people died.\n")
    said = run("ingest", tmp_path / "0.txt", "--db", db).stderr
    assert "1 without a publication date: Shells hit Nikopol 0. Relative dates in it stay unknown" in said
    said = run("ingest", tmp_path, "--db", db).stderr
    assert "Shells hit Nikopol 4; and 2 more. Relative dates in them stay unknown" in said
    missing = run("ingest", tmp_path / "none", "--db", db)
    assert "stored in" not in missing.stderr
