"""Watching: polite to servers, sure of its state over restarts and kills, honest about gaps."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner
from made_files import eml, rss

from articles.sources import SourceError
from articles.sources.linked import LinkedPages
from articles.sources.polling import NotNowError, Rules
from dashboard.cli import app
from dashboard.ingest import open_store
from dashboard.watch_state import Gap, SourceState, WatchState, load_state, save_state, state_file
from dashboard.watching import Watch
from geodata.gazetteer import open_gazetteer
from geodata.store import Store

ITEM = (
    "<item><title>{0}</title><link>{1}{0}</link>"
    "<description>Shells hit {0} on 12 September 2022 and killed two people.</description></item>"
)


def feed(*towns: str, pages: str = "urn:") -> bytes:
    items = "".join(ITEM.format(town, pages) for town in towns)
    return f'<rss version="2.0"><channel><title>Wire</title>{items}</channel></rss>'.encode()


class Site(BaseHTTPRequestHandler):
    body, status, robots = b"", 200, b""
    pages: dict[str, bytes] = {}  # noqa: RUF012
    headers_out: dict[str, str] = {}  # noqa: RUF012
    asked: list[tuple[str, str]] = []  # noqa: RUF012

    def do_GET(self) -> None:
        site = type(self)
        site.asked.append((self.path, self.headers.get("If-None-Match", "")))
        if self.path == "/robots.txt":
            self.send_response(200 if site.robots else 404)
            self.end_headers()
            self.wfile.write(site.robots)
            return
        if self.path.startswith("/page/"):
            self.send_response(200 if self.path in site.pages else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(site.pages.get(self.path, b""))
            return
        tag = f'"{hash(site.body)}"'
        same = site.status == 200 and self.headers.get("If-None-Match") == tag
        self.send_response(304 if same else site.status)
        for name, value in {"ETag": tag, **site.headers_out}.items():
            self.send_header(name, value)
        self.end_headers()
        if not same:
            self.wfile.write(site.body)

    def log_message(self, *_args: object) -> None:
        return


@pytest.fixture
def site() -> Iterator[str]:
    Site.body, Site.status, Site.robots, Site.headers_out, Site.asked = feed("Nikopol"), 200, b"", {}, []
    Site.pages = {}
    server = HTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/feed"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "events.db") as opened:
        yield opened


class Clock:
    now = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def watch(store: Store, tmp_path: Path, clock: Clock, *sources: str) -> Watch:
    return Watch(
        store=store, sources=sources, path=tmp_path / "state.json", gazetteer=open_gazetteer(), clock=clock,
        say=lambda _line: None, is_allowed=lambda address: address == "127.0.0.1",
        pause=lambda _seconds: None,
    )  # fmt: skip


def titles(store: Store) -> list[str]:
    return sorted(article.title for article in store.articles())


def test_new_entries_come_in_and_nothing_is_sent_twice(
    site: str, store: Store, tmp_path: Path, clock: Clock
) -> None:
    watching = watch(store, tmp_path, clock, site)
    watching.step()
    assert titles(store) == ["Nikopol"]
    watching.step()
    assert [path for path, _ in Site.asked] == ["/robots.txt", "/feed"]
    clock.now += 46
    watching.step()
    assert Site.asked[-1][1].startswith('"')
    Site.body = feed("Udy", "Nikopol")
    clock.now += 46
    watching.step()
    assert titles(store) == ["Nikopol", "Udy"]
    again = watch(store, tmp_path, clock, site)
    again.step()
    assert titles(store) == ["Nikopol", "Udy"]
    assert again.state.sources[site].articles == 2
    assert again.state.sources[site].gaps == []


def test_a_failing_server_is_left_alone_for_longer_each_time(
    site: str, store: Store, tmp_path: Path, clock: Clock
) -> None:
    watching = watch(store, tmp_path, clock, site)
    Site.status = 500
    pauses = []
    for _ in range(9):
        watching.step()
        state = watching.state.sources[site]
        pauses.append(state.next_try - clock.now)
        clock.now = state.next_try
    assert pauses[:3] == [90, 180, 360]
    assert pauses[-1] == 3600
    assert (state.failures_in_a_row, state.problem) == (9, "the server answered 500")
    Site.status = 200
    watching.step()
    assert (state.failures_in_a_row, state.problem) == (0, "")
    assert titles(store) == ["Nikopol"]


@pytest.mark.parametrize(
    ("status", "answer", "pause"), [(503, "7200", 7200), (429, "30", 45), (410, "", 86_400)]
)
def test_a_server_gets_the_pause_it_asks_for(
    site: str, store: Store, tmp_path: Path, clock: Clock, status: int, answer: str, pause: int
) -> None:
    Site.status, Site.headers_out = status, {"Retry-After": answer}
    watching = watch(store, tmp_path, clock, site)
    watching.step()
    assert watching.state.sources[site].next_try - clock.now == pause
    # A restart does not ask earlier.
    assert watch(store, tmp_path, clock, site).state.sources[site].next_try - clock.now == pause


def test_robots_txt_is_kept(site: str, store: Store, tmp_path: Path, clock: Clock) -> None:
    Site.robots = b"User-agent: *\nDisallow: /feed\n"
    watching = watch(store, tmp_path, clock, site)
    watching.step()
    assert "robots.txt asks programs not to fetch it" in watching.state.sources[site].problem
    assert [path for path, _ in Site.asked] == ["/robots.txt"]
    with pytest.raises(NotNowError):
        watching.rules.check(site)
    Site.robots = b"User-agent: conflictmap\nCrawl-delay: 300\nDisallow: /private\n"
    assert Rules(lambda _address: True).check(site) == 300
    fresh = watch(store, tmp_path / "other", clock, site)
    fresh.step()
    assert fresh.state.sources[site].next_try - clock.now == 300


def test_a_gap_is_noted_and_whether_something_may_be_lost(
    site: str, store: Store, tmp_path: Path, clock: Clock
) -> None:
    watch(store, tmp_path, clock, site).step()
    start, clock.now = clock.now, clock.now + 7_200
    Site.body = feed("Udy", "Nikopol")
    watching = watch(store, tmp_path, clock, site)
    watching.step()
    (gap,) = watching.state.sources[site].gaps
    assert gap == Gap(start=start, end=clock.now, why="the watch was not running", lost=False)
    clock.now += 7_200
    Site.body = feed("Izium")
    watch(store, tmp_path, clock, site).step()
    gaps = load_state(tmp_path / "state.json").sources[site].gaps
    assert [gap.lost for gap in gaps] == [False, True]


def test_private_addresses_are_not_watched(store: Store, tmp_path: Path, clock: Clock) -> None:
    watching = watch(store, tmp_path, clock, "http://127.0.0.1:9/feed")
    watching.is_allowed = lambda _address: False
    watching.rules = Rules(lambda _address: False)
    watching.step()
    assert "private network" in watching.state.sources["http://127.0.0.1:9/feed"].problem


def test_a_folder_gives_its_new_and_changed_files_once_they_settled(
    store: Store, tmp_path: Path, clock: Clock
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    clock.now = time.time()

    def write(name: str, text: str, seconds_ago: float) -> None:
        (folder / name).write_text(text)
        os.utime(folder / name, (clock.now - seconds_ago,) * 2)

    write("a.txt", "Nikopol\n\nShells hit Nikopol on 12 September 2022.\n", 10)
    write("bad.pdf", "no pdf", 10)
    watching = watch(store, tmp_path, clock, str(folder))
    watching.step()
    assert titles(store) == ["Nikopol"]
    (line,) = watching.state.sources[str(folder)].unread
    assert line.startswith(str(folder / "bad.pdf"))
    write("b.txt", "Udy\n\nShells hit Udy on 12 September 2022.\n", 0)
    watching.state.sources[str(folder)].next_try = 0
    watching.step()
    assert titles(store) == ["Nikopol"]
    clock.now += 6
    watching.step()
    assert titles(store) == ["Nikopol", "Udy"]
    assert len(watching.state.sources[str(folder)].unread) == 1
    (folder / "a.txt").unlink()
    folder.rename(tmp_path / "away")
    clock.now += 6
    watching.step()
    assert watching.state.sources[str(folder)].problem == "there is no such folder"
    assert titles(store) == ["Nikopol", "Udy"]


def test_a_watched_folder_names_once_what_is_left_out_and_says_what_was_found(
    store: Store, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    clock.now = time.time() + 60
    (folder / "photo.png").write_bytes(b"x")
    (folder / "gone.txt").symlink_to(tmp_path / "nothing")
    (folder / "a.eml").write_bytes(eml("Shells hit Nikopol on 12 September 2022.\n-- \nOlha Bondar\n"))
    (folder / "b.txt").write_text("Shells hit Udy on 12 September 2022.\n")
    said: list[str] = []
    watching = watch(store, tmp_path, clock, str(folder))
    watching.say = said.append
    for _ in range(3):
        watching.step()
        clock.now += 6
    left_out = [line for line in said if line.startswith("left out: ")]
    assert [("photo.png" in line, "gone.txt" in line) for line in left_out] == [(False, True), (True, False)]
    assert f"{folder / 'a.eml'}: 1 line of signature, below two dashes, left out" in said
    assert "1 article without a publication date; set it on the page Add articles" in said
    state = watching.state.sources[str(folder)]
    assert [line for line in state.unread if "photo.png" in line or "gone.txt" in line] == [
        line.removeprefix("left out: ") for line in left_out
    ]

    def locked(_path: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("dashboard.watching.os.scandir", locked)
    watching.step()
    assert state.problem == "the folder cannot be opened (Permission denied)"


def test_a_single_look_at_what_is_not_there_is_told_by_its_exit_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboard.watch_commands._stop_on_signals", threading.Event)
    (tmp_path / "in").mkdir()
    words = ["watch", "--once", "--db", str(tmp_path / "events.db")]
    codes = [CliRunner().invoke(app, [*words, str(tmp_path / name)]).exit_code for name in ("in", "none")]
    assert codes == [0, 1]


def test_a_damaged_state_is_begun_anew_and_a_written_one_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "watch" / "state.json"
    assert load_state(path) == WatchState()
    state = WatchState(alive_at=5.0, stopped=False, sources={"x": SourceState(name="x", files={"a": (1, 2)})})
    state.sources["x"].note_gap(Gap(start=1, end=2, why="w"))
    save_state(path, state)
    assert load_state(path) == state
    assert [p.name for p in path.parent.iterdir()] == ["state.json"]
    for broken in (b"", b"{", b"[]", b'{"sources": {"x": {}}}', b"\xff"):
        path.write_bytes(broken)
        assert load_state(path) == WatchState()


def _start(db: Path, folder: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "dashboard.cli", "watch", str(folder), "--db", str(db)]
    return subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
def test_kills_lose_nothing_and_store_nothing_twice_and_a_request_to_end_is_followed(tmp_path: Path) -> None:
    folder, db = tmp_path / "in", tmp_path / "events.db"
    folder.mkdir()
    for number in range(120):
        text = f"Day {number}\n\nShells hit Nikopol on 12 September 2022 and killed {number + 2} people.\n"
        (folder / f"{number}.txt").write_text(text)
    for seconds in (3, 4, 5):
        process = _start(db, folder)
        time.sleep(seconds)
        process.kill()
        process.wait()
    before = load_state(state_file(str(db))).alive_at or 0
    process = _start(db, folder)
    until = time.monotonic() + 120
    while time.monotonic() < until:
        watched = load_state(state_file(str(db)))
        state = watched.sources.get(str(folder))
        if state is not None and len(state.files) == 120 and (watched.alive_at or 0) > before:
            break
        time.sleep(0.5)
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 0
    assert load_state(state_file(str(db))).stopped
    with open_store(str(db)) as store:
        assert len(titles(store)) == len(set(titles(store))) == 120


def test_a_real_feed_gives_its_article(site: str, store: Store, tmp_path: Path, clock: Clock) -> None:
    Site.body = rss()
    watch(store, tmp_path, clock, site).step()
    (article,) = store.articles()
    assert (article.outlet, str(article.published)) == ("Example Feed", "2022-09-13")


PAGE = (
    "<html><head><title>{0}</title></head><body><article><h1>{0}</h1>"
    + "<p>Shells hit {0} on 12 September 2022 and killed two people, the mayor of the town said.</p>"
    + "<p>" + "Rescuers searched the ruins of a school near the market for hours. " * 20 + "</p>"
    + "</article></body></html>"
)  # fmt: skip


def test_a_summary_is_read_with_the_page_it_links_to(
    site: str, store: Store, tmp_path: Path, clock: Clock
) -> None:
    pages = site.removesuffix("feed") + "page/"
    Site.body = feed("Nikopol", "Udy", "Izium", pages=pages)
    Site.pages = {f"/page/{town}": PAGE.format(town).encode() for town in ("Nikopol", "Udy")}
    Site.robots = b"User-agent: *\nDisallow: /page/Udy\n"
    watching = watch(store, tmp_path, clock, site)
    waited: list[float] = []
    watching.linked = LinkedPages(watching.rules, watching.is_allowed, waited.append, lambda: 5.0)
    watching.step()
    texts = {article.title: article.text for article in store.articles()}
    assert "Rescuers searched" in texts["Nikopol"]
    assert [texts[town].startswith("Shells hit") for town in ("Udy", "Izium")] == [True, True]
    assert "/page/Udy" not in [path for path, _ in Site.asked]
    lines = watching.state.sources[site].unread
    assert sorted("robots.txt" in line or "404" in line for line in lines) == [True, True]
    assert waited == [1.0]
    assert next(a for a in store.articles() if a.title == "Nikopol").url == f"{pages}Nikopol"
    clock.now += 46
    watching.step()
    assert len(store.articles()) == 3


def test_many_new_entries_come_in_by_and_by(site: str, store: Store, tmp_path: Path, clock: Clock) -> None:
    towns = [f"Town {number}" for number in range(25)]
    Site.body = feed(*towns)
    watching = watch(store, tmp_path, clock, site)
    watching.step()
    assert len(store.articles()) == 20
    clock.now += 46
    watching.step()
    assert titles(store) == sorted(towns)
    clock.now += 46
    watching.step()
    assert Site.asked[-1][1].startswith('"')


def test_no_page_is_fetched_where_nobody_wants_it_or_it_lies_in_a_private_network(
    site: str, store: Store, tmp_path: Path, clock: Clock
) -> None:
    Site.body = feed("Nikopol", pages=site.removesuffix("feed") + "page/")
    watching = watch(store, tmp_path, clock, site)
    watching.with_pages = False
    watching.step()
    assert [path for path, _ in Site.asked] == ["/robots.txt", "/feed"]
    (entry,) = store.articles()
    with pytest.raises(SourceError, match="private network"):
        LinkedPages(Rules(lambda _address: False), lambda _address: False).read(entry)
