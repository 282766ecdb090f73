"""The demo as a stranger starts it: it answers who has its address, and ending it leaves nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path

import pytest

from dashboard.server import Serving
from dashboard.serving import ServingError, absolute_db, address_of, check_reach, choose_port, is_free

TRAP = "import pathlib; pathlib.Path({mark!r}).touch(); raise SystemExit('the current folder was imported')"
TRAPS = ("dashboard", "geodata", "streamlit", "folium", "starlette", "sitecustomize", "pages", "data")

pytestmark = pytest.mark.skipif(os.name == "nt", reason="ends the program with a POSIX signal")


@contextmanager
def demo(folder: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The running demo, started from the folder, and the address it printed."""
    command = [sys.executable, "-P", "-m", "dashboard.cli", "demo", "--no-browser"]
    command += ["--port", str(choose_port(None)), "--db", "demo.db"]
    with subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        lines: list[str] = []
        for line in process.stderr:
            lines.append(line)
            if "Conflict Map is at" in line:
                break
        assert lines[-1].startswith("Conflict Map is at http://localhost:"), "".join(lines)
        try:
            yield process, lines[-1].split()[4]
        finally:
            process.kill()


def port_of(address: str) -> int:
    return int(address.partition("localhost:")[2].partition("/")[0])


@pytest.mark.slow
def test_the_demo_serves_its_page_to_who_has_the_address_and_ends_with_its_server(tmp_path: Path) -> None:
    mark = tmp_path / "imported"
    for name in TRAPS:
        (tmp_path / f"{name}.py").write_text(TRAP.format(mark=str(mark)), encoding="utf-8")
    (tmp_path / ".streamlit").mkdir()
    (tmp_path / ".streamlit" / "config.toml").write_text("[server]\nport = 1\n", encoding="utf-8")
    with demo(tmp_path) as (process, address):
        bare = address.partition("?")[0]
        with pytest.raises(urllib.error.HTTPError, match="403"):
            urllib.request.urlopen(bare, timeout=60)
        visitor = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        with visitor.open(address, timeout=60) as page:
            assert page.url == bare
            assert b"<title>" in page.read()
        foreign = urllib.request.Request(bare, headers={"Host": "evil.example"})
        with pytest.raises(urllib.error.HTTPError, match="403"):
            visitor.open(foreign, timeout=60)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=60) == 0
    assert is_free(port_of(address))
    assert (tmp_path / "demo.db").exists()
    assert not mark.exists()


@pytest.mark.slow
def test_a_killed_demo_leaves_no_server_behind(tmp_path: Path) -> None:
    with demo(tmp_path) as (process, address):
        process.kill()
    until = time.monotonic() + 60
    while not is_free(port_of(address)) and time.monotonic() < until:
        time.sleep(0.1)
    assert is_free(port_of(address))


def test_others_get_in_only_when_somebody_said_who_may() -> None:
    for host in ("localhost", "127.0.0.1", "::1"):
        check_reach(host, sign_in=None, without_sign_in=False)
    for host in ("0.0.0.0", "::", "192.168.1.5", "map.example.org"):
        with pytest.raises(ServingError, match="--sign-in FILE"):
            check_reach(host, sign_in=None, without_sign_in=False)
        check_reach(host, sign_in=Path("people.toml"), without_sign_in=False)
        check_reach(host, sign_in=None, without_sign_in=True)


def test_the_address_to_open_holds_the_key() -> None:
    assert address_of(Serving(db="a.db", port=80, key="k", address="0.0.0.0")) == "http://localhost:80/?key=k"
    assert address_of(Serving(db="a.db", port=80, address="fd00::1")) == "http://[fd00::1]:80/"


def test_a_database_means_the_same_file_from_every_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert absolute_db("a.db") == str(tmp_path / "a.db")
    assert absolute_db("postgresql://me@host/name") == "postgresql://me@host/name"
