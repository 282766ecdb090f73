"""Installing country files: both GeoNames formats, bad files, downloads, and names in every spelling."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from click.testing import CliRunner

from dashboard.cli import app
from dashboard.ingest import ingest_articles
from geodata.corrections import NotAnEvent, ReportKey
from geodata.gazetteer import (
    KEPT_DAYS,
    THEATRES,
    CountryFileError,
    Gazetteer,
    drop_unused,
    install,
    install_several,
    installed_folder,
    open_gazetteer,
    status,
)
from geodata.gazetteer.country_files import read_country_file
from geodata.gazetteer.download import DownloadError, fetch_country
from geodata.gazetteer.installed import read_overlay
from geodata.gazetteer.installing import install_file, map_units
from geodata.gazetteer.opening import files_by_country
from geodata.model import Article, PlaceKind
from geodata.store import Store
from geodata.store.per_article import with_unlisted_names

NOW = 1_800_000_000.0


def quiet(_share: float, _what: str) -> None:
    """A progress callback that says nothing."""


def postal(*rows: str) -> str:
    """Postal lines from "name;admin1 name;code;district;lat;lon;accuracy"."""
    lines = []
    for row in rows:
        name, unit, code, district, lat, lon, accuracy = row.split(";")
        lines.append("\t".join(["UA", "00000", name, unit, code, district, "", "", "", lat, lon, accuracy]))
    return "\n".join(lines) + "\n"


def dump(*rows: str) -> str:
    """Dump lines from "id;name;names;lat;lon;class;code;admin1;population"."""
    lines = []
    for row in rows:
        id_, name, names, lat, lon, class_, code, admin1, population = row.split(";")
        head = [id_, name, name, names, lat, lon, class_, code, "UA", "", admin1, "", "", "", population]
        lines.append("\t".join([*head, "", "", "Europe/Kyiv", "2024-01-01"]))
    return "\n".join(lines) + "\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CONFLICTMAP_DATA", str(tmp_path / "data"))
    return tmp_path


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return open_gazetteer()


def test_a_postal_file_gives_each_settlement_once(folder: Path, gazetteer: Gazetteer) -> None:
    file = folder / "UA.txt"
    file.write_text(
        postal(
            "Вигаданівка;Kharkivska;07;Chuhuivskyi;49.60;36.60;4",
            "Вигаданівка;Kharkivska;07;Chuhuivskyi;49.601;36.601;4",
            "Вигаданівка (Інша рада);Kharkivska;07;Iziumskyi;49.20;37.00;1",
            "Харків;Kharkivska;07;Kharkivska;49.98;36.25;4",
        ),
        encoding="utf-8",
    )
    done = install_file(file, "UA", gazetteer, quiet)
    assert (done.rows, done.added, done.merged, done.estimated) == (4, 2, 1, 1)
    overlay = read_overlay()
    first, second = overlay.new
    assert (first.name, first.admin1, first.radius_km) == ("Vyhadanivka", "UA.07", 0)
    assert second.radius_km > 0
    assert {"Вигаданівка", "Vygadanivka", "Vigadanovka"} <= {name for name, _ in first.names}
    assert list(overlay.known) == ["gn:706483"]


def test_units_are_told_by_where_their_points_lie(folder: Path, gazetteer: Gazetteer) -> None:
    file = folder / "UA.txt"
    file.write_text(
        postal("Буча;Kyivska;12;Bucha;50.54;30.21;4", "Київ;Kyiv;13;Kyiv;50.45;30.52;4"), encoding="utf-8"
    )
    units = map_units(list(read_country_file(file, "UA")), "UA", gazetteer)
    assert units == {"12": "UA.13", "13": "UA.12"}


def test_a_country_dump(folder: Path, gazetteer: Gazetteer) -> None:
    file = folder / "UA.txt"
    file.write_text(
        dump(
            "706483;Kharkiv;Харків,Kharkov;49.98;36.25;P;PPLA;07;1421125",
            "99000001;Vyhadane;Вигадане;49.5;36.5;P;PPL;07;120",
            "99000002;Vyhadana Richka;;49.5;36.6;H;STM;07;0",
            "99000003;Vyhadana Hora;;49.5;36.7;T;HLL;07;0",
            "99000004;Vyhadanyi Raion;;49.5;36.7;A;ADM2;07;9000",
        ),
        encoding="utf-8",
    )
    done = install_file(file, "UA", gazetteer, quiet)
    assert (done.added, done.merged) == (3, 1)
    assert {entry.kind for entry in read_overlay().new} == {
        PlaceKind.SETTLEMENT,
        PlaceKind.WATER,
        PlaceKind.ADMIN2,
    }


GOOD = postal("Буча;Kyivska;12;Bucha;50.54;30.21;4")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b"a,b,c\n", "its lines have 1 tab-separated column,"),
        (GOOD.encode().replace(b"UA\t", b"PL\t", 1), "line 1 is about 'PL'"),
        ((GOOD + "UA\tcut").encode(), "line 2: 2 columns instead of 12"),
        (GOOD.replace("50.54", "150.54").encode(), "not on Earth"),
        (GOOD.replace("50.54", "north").encode(), "line 1: could not convert"),
        (b"PK\x03\x04\xff\xfe\x00", "UTF-8"),
    ],
)
def test_a_bad_file_gets_one_clear_message(
    folder: Path, gazetteer: Gazetteer, content: bytes, message: str
) -> None:
    file = folder / "broken.txt"
    file.write_bytes(content)
    with pytest.raises(CountryFileError, match=message) as caught:
        install_file(file, "UA", gazetteer, quiet)
    assert "broken.txt" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert not list(installed_folder().glob("UA*"))


def test_a_bad_country_code() -> None:
    with pytest.raises(CountryFileError, match="two-letter"):
        install("Ukraine")


def test_several_countries_are_installed_from_a_folder(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("geodata.gazetteer.opening.open_gazetteer", lambda **_: None)
    files = tmp_path / "files"
    files.mkdir()
    (files / "UA-postal.txt").write_text(
        postal("Нове;Харківська;07;Куп'янський;49.7;37.6;4"), encoding="utf-8"
    )
    with zipfile.ZipFile(files / "ML.zip", "w") as archive:
        archive.writestr("ML.txt", dump("9;Tinzan;;15.1;-3.2;P;PPL;04;120").replace("\tUA\t", "\tML\t"))
        archive.writestr("readme.txt", "terms")
    (files / "BF.txt").write_text("not a country file", encoding="utf-8")
    (files / "notes.txt").write_text("my notes", encoding="utf-8")
    assert sorted(files_by_country(files)) == ["BF", "ML", "UA"]
    found = install_several((), files)
    assert [done.country for done in found.done] == ["ML", "UA"]
    assert [code for code, _ in found.failed] == ["BF"]
    assert "BF.txt is not a GeoNames file" in found.failed[0][1]
    chosen = install_several(("ml", "NE"), files)
    assert [done.country for done in chosen.done] == ["ML"]
    assert chosen.failed == (("NE", f"{files} holds no file for it"),)


def test_a_folder_without_country_files_is_told(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(CountryFileError, match=r"holds no country file such as UA\.zip"):
        install_several((), tmp_path)


def test_theatres_are_countries() -> None:
    assert len(set(THEATRES)) == len(THEATRES) >= 50
    assert all(open_gazetteer().country(code) is not None for code in THEATRES)


def test_status_without_anything_installed(folder: Path) -> None:
    assert status().installed == ()


def aged(path: Path, days: float) -> Path:
    os.utime(path, (NOW - days * 86_400,) * 2)
    return path


def test_what_nobody_used_for_long_leaves_the_cache(tmp_path: Path) -> None:
    for name in ("gazetteer-old", "gazetteer-young"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "lists.json").write_text("{}")
    (tmp_path / "map-old.js").touch()
    old = [aged(tmp_path / name, KEPT_DAYS + 1) for name in ("gazetteer-old", "map-old.js")]
    drop_unused([*old, aged(tmp_path / "gazetteer-young", KEPT_DAYS - 1), tmp_path / "never-there"], NOW)
    assert [path.name for path in tmp_path.iterdir()] == ["gazetteer-young"]


def test_what_is_locked_stays_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path, target: Path) -> Path:
        raise PermissionError(13, "used by another process", str(self))

    index = tmp_path / "gazetteer-old"
    index.mkdir()
    (index / "lists.json").write_text("{}")
    monkeypatch.setattr(Path, "rename", refuse)
    drop_unused([aged(index, KEPT_DAYS + 1)], NOW)
    assert (index / "lists.json").read_text() == "{}"


def test_status_counts_other_indexes(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONFLICTMAP_CACHE", str(folder / "cache"))
    assert (status().built, status().others) == (False, ())
    other = folder / "cache" / "gazetteer-of-another-version"
    other.mkdir(parents=True)
    (other / "lists.json").write_text("{}")
    assert (status().others, status().others_bytes) == ((other,), 2)


@contextmanager
def server(answer: Callable[[BaseHTTPRequestHandler], None]) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer(self)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    http = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=http.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{http.server_port}"
    finally:
        http.shutdown()
        thread.join()
        http.server_close()


def archive(member: str, text: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as opened:
        opened.writestr(member, text)
    return buffer.getvalue()


def send(
    body: bytes, status_code: int = 200, claimed: int | None = None
) -> Callable[[BaseHTTPRequestHandler], None]:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status_code)
        handler.send_header("Content-Length", str(len(body) if claimed is None else claimed))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def test_a_download_reports_progress_and_gives_the_file(tmp_path: Path) -> None:
    shares: list[float] = []
    with server(send(archive("UA.txt", GOOD))) as url:
        path = fetch_country("UA", tmp_path, lambda share, _: shares.append(share), url)
    assert path.read_text(encoding="utf-8") == GOOD
    assert shares[-1] == 1.0


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (send(b"no such file", 404), "two-letter ISO"),
        (send(b"oops", 500), "answered 500"),
        (send(b"<html>hotel wifi</html>"), "no GeoNames archive"),
        (send(archive("PL.txt", GOOD)), "holding UA.txt"),
        (send(b"", claimed=10**12), "more than any country"),
    ],
)
def test_a_failed_download_says_what_to_do(
    tmp_path: Path, answer: Callable[[BaseHTTPRequestHandler], None], message: str
) -> None:
    with server(answer) as url, pytest.raises(DownloadError, match=message):
        fetch_country("UA", tmp_path, quiet, url)


def test_offline_points_to_the_option_that_needs_no_network(tmp_path: Path) -> None:
    with pytest.raises(DownloadError, match="--from FILE"):
        fetch_country("UA", tmp_path, quiet, "http://127.0.0.1:9")


@pytest.mark.slow
def test_after_installing_names_are_found_in_every_spelling(folder: Path) -> None:
    file = folder / "UA.txt"
    file.write_text(postal("Вигаданівка;Kharkivska;07;Chuhuivskyi;49.60;36.60;4"), encoding="utf-8")
    before = open_gazetteer()
    install("ua", file)
    after = open_gazetteer()
    assert len(after) == len(before) + 1
    for spelling in ("Vyhadanivka", "Вигаданівка", "ВИГАДАНІВКА", "Vygadanivka", "Vigadanovka"):
        assert [p.admin1 for p in after.candidates(spelling)] == ["UA.07"], spelling
    assert before.candidates("Vyhadanivka") == ()
    assert [done.country for done in status().installed] == ["UA"]


@pytest.mark.slow
def test_articles_that_name_a_village_are_read_again_when_its_country_is_installed(folder: Path) -> None:
    """Offered after reading, several countries at once, from a folder of files; corrections stay."""
    files, db = folder / "files", str(folder / "events.db")
    files.mkdir()
    (files / "UA.txt").write_text(
        postal("Вигаданівка;Kharkivska;07;Chuhuivskyi;49.60;36.60;4"), encoding="utf-8"
    )
    village = (
        "Russian forces shelled the village of Vyhadanivka in Kharkiv Oblast on 12 September 2022, killing "
        "two people, the governor of Kharkiv Oblast said."
    )
    city = "Russian forces shelled Izium on 11 September 2022, killing three people, officials said."
    day = date(2022, 9, 13)
    with Store(db) as store:
        found = [Article.create(text, title=text[:40], published=day) for text in (village, city)]
        summary = ingest_articles(store, found)
        assert dict(summary.unlisted).keys() == {"UA"}
        assert any("conflictmap gazetteer install UA" in note for note in summary.notes)
        assert with_unlisted_names(store, ["ua"]) == [found[0].id]
        assert with_unlisted_names(store, ["ML"]) == []
        corrected = next(report for report in store.reports() if report.article_id == found[1].id)
        store.correct(NotAnEvent(report=ReportKey.of(corrected)))
    result = CliRunner().invoke(app, ["gazetteer", "install", "UA", "PL", "--from", str(files), "--db", db])
    assert result.exit_code == 3, result.output
    assert "PL was not installed" in result.output
    assert "1 article read again, 1 otherwise than before" in result.output
    with Store(db) as store:
        placed = {report.place.name for report in store.reports() if report.place}
        assert "Vyhadanivka" in placed
        assert corrected.id not in {report.id for report in store.reports()}
        assert with_unlisted_names(store, ["UA"]) == []
