"""Starts the real dashboard and drives one page of it in a Chromium that can reach no other machine."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
import urllib.request
from pathlib import Path
from typing import Any

from dashboard.server import Serving
from dashboard.serving import server_command, server_environment

APP = Path(__file__).parents[1] / "dashboard" / "app.py"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"),
    *("--disable-sync", "--no-first-run"),
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost",
]
SECONDS_TO_START = 120
TOTAL = """() => {
  const { marks, areas, tray } = conflictmap.update();
  return [...marks, ...areas, ...tray].reduce((sum, row) => sum + row.total, 0);
}"""
WAIT_MS = 60_000
STILL_MS = 300
FIRST_PAGE_MS = 300_000


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_up(address: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(SECONDS_TO_START * 5):
        assert server.poll() is None, "the dashboard ended while it started"
        try:
            urllib.request.urlopen(f"{address}/_stcore/health", timeout=2)
            return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError(f"the dashboard did not answer within {SECONDS_TO_START} s")


def start_server(
    script: Path, folder: Path, environment: dict[str, str], **options: Any
) -> tuple[subprocess.Popen[bytes], str]:
    """Serve a script from a folder, without a key unless told; the process and the address it answers at."""
    port = free_port()
    serving = Serving(db=environment.get("CONFLICTMAP_DB", ""), port=port, script=str(script), **options)
    server = subprocess.Popen(
        server_command(), env=server_environment() | environment, cwd=folder,
        stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    assert server.stdin is not None
    server.stdin.write(serving.to_line())
    server.stdin.flush()
    address = f"http://localhost:{port}"
    wait_until_up(address, server)
    return server, address


def stop_server(server: subprocess.Popen[bytes]) -> None:
    """End a server and everything that is open to it."""
    server.terminate()
    with server:
        server.wait(timeout=10)


class Dashboard:
    """One page of the dashboard, with everything it asked for and complained about."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.foreign: list[str] = []
        self.errors: list[str] = []
        page.on("request", self._asked)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("dialog", self._dialog)

    def _asked(self, request: Any) -> None:
        if not request.url.startswith(("http://localhost:", "ws://localhost:", "data:", "blob:")):
            self.foreign.append(request.url)

    def _dialog(self, dialog: Any) -> None:
        self.errors.append(f"a dialog opened: {dialog.message}")
        dialog.dismiss()

    @property
    def map(self) -> Any:
        """The frame the map runs in."""
        frame = self.page.wait_for_selector(".st-key-map_pane iframe").content_frame()
        frame.wait_for_function(
            "window.conflictmap && conflictmap.map && conflictmap.update()", timeout=WAIT_MS, polling=100
        )
        return frame

    def wait_until_still(self) -> None:
        """Wait until the server has had nothing to draw for this page for a while.

        Where one rerun follows another, the page says that none runs in between, and what the first left
        undone stands there unmarked.
        """
        self.page.wait_for_function(
            """(while_ms) => {
              const app = document.querySelector("[data-testid=stApp]");
              const still = app?.dataset.testScriptState === "notRunning" &&
                !document.querySelector("[data-testid=stElementContainer][data-stale=true]");
              window.stillSince = still ? window.stillSince ?? performance.now() : undefined;
              return still && performance.now() - window.stillSince >= while_ms; }""",
            arg=STILL_MS,
            timeout=WAIT_MS,
        )
        self.page.evaluate("delete window.stillSince")

    def marks(self) -> list[dict[str, Any]]:
        return list(self.map.evaluate("conflictmap.visibleMarks()"))

    def total_on_map(self) -> int:
        """Events drawn as marks, areas and in the tray, whatever the view."""
        return int(self.map.evaluate(f"({TOTAL})()"))

    def count(self) -> int:
        """The number the line above the map says is shown."""
        text = self.page.locator(".st-key-outcome_text p").inner_text()
        return int(text.split(" of ")[0].replace(",", ""))

    def wait_for_count(self, number: int) -> None:
        """Wait until a count is shown and the side bar with it: old fields may stand there before."""
        self.page.wait_for_function(
            "(n) => document.querySelector('.st-key-outcome_text p')?.innerText.startsWith(n + ' of ')",
            arg=f"{number:,}",
            timeout=WAIT_MS,
        )
        self.wait_until_still()

    def wait_for_map(self, number: int) -> None:
        self.map.wait_for_function(f"(n) => ({TOTAL})() === n", arg=number, timeout=WAIT_MS)

    def cards(self) -> Any:
        return self.page.locator(".cards .card")

    def click_map(self, x: float, y: float) -> None:
        box = self.page.locator(".st-key-map_pane iframe").bounding_box()
        self.page.mouse.click(box["x"] + x + 1, box["y"] + y + 1)
