"""Measures the dashboard in headless Chromium: filter change to drawn panes, bytes per update, server memory.

    PYTHONPATH=tests python tests/benchmarks/dashboard_speed.py --demo 20000 1000000 [--runs 7] [--naive]

Synthetic events are written through the real store (kept in ``--store`` for the next time); ``--demo`` reads
the sample dispatches first. "first" is a new browser's time to map, timeline and cards, median of three. Each
run unticks or ticks one event type and waits until all three have been drawn anew. ``--naive``
measures one folium CircleMarker per event, at 1,000 and 10,000 events, the same way in the same session.
"""

from __future__ import annotations

import argparse
import base64
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
from browser_driver import APP, CHROMIUM, FLAGS, start_server, stop_server
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Frame, Page, sync_playwright
from synthetic import fill

from dashboard.cli import SAMPLES
from dashboard.ingest import ingest_paths
from geodata.store import Store

WAIT_MS = 180_000
FIRST_TIMES = 3
# Ticked off and, the second time round, on again.
TICKED = ("Battles", "Explosions/Remote violence", "Violence against civilians", "Strategic developments")
LISTEN = """() => {
  window.__at = {};
  for (const name of ["drawn", "timeline", "cards"])
    window.addEventListener(`conflictmap:${name}`, () => { window.__at[name] = Date.now(); });
  window.addEventListener("click", () => { window.__at = {}; window.__from = Date.now(); }, true);
}"""
PASSED = "() => ['drawn', 'timeline', 'cards'].every((name) => window.__at[name])"
TOOK = "() => Math.max(...Object.values(window.__at)) - window.__from"

SERVE_LEAFLET = """
import streamlit.components.v1 as components
from xstatic.pkg import leaflet
components.declare_component("leaflet", path=leaflet.BASE_DIR)
"""

NAIVE_APP = """
import folium, streamlit as st
from streamlit_folium import st_folium
from synthetic_points import POINTS
shown = st.session_state.setdefault("shown", len(POINTS))
if st.button("fewer"):
    shown = st.session_state["shown"] = shown - 10
made = folium.Map(location=[48.5, 31.5], zoom_start=6, tiles=None)
made.default_js = [("leaflet", "/component/synthetic_points.leaflet/leaflet.js")]
made.default_css = [("leaflet", "/component/synthetic_points.leaflet/leaflet.css")]
for number, (lat, lon, text) in enumerate(POINTS[:shown]):
    folium.CircleMarker([lat, lon], radius=5, tooltip=text).add_to(made)
st_folium(made, key="naive", returned_objects=[], width=900, height=500)
"""


@dataclass
class Traffic:
    """Bytes that came over the page's web socket since the last ``take``."""

    received: int = 0

    def listen(self, page: Page) -> None:
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.webSocketFrameReceived", self._frame)

    def _frame(self, event: dict[str, Any]) -> None:
        frame = event["response"]
        data = frame["payloadData"]
        self.received += len(base64.b64decode(data)) if frame["opcode"] == 2 else len(data)

    def take(self) -> int:
        taken, self.received = self.received, 0
        return taken


def measure_dashboard(chromium: Any, db: Path, runs: int) -> dict[str, float]:
    """Return medians: seconds to first content, seconds and bytes per filter change, server MB."""
    server, address = start_server(APP, db.parent, {"CONFLICTMAP_DB": str(db)})
    try:
        warm = chromium.new_context(viewport={"width": 1440, "height": 900})
        _open(warm.new_page(), address)
        warm.close()
        firsts = []
        for _ in range(FIRST_TIMES):
            context = chromium.new_context(viewport={"width": 1440, "height": 900})
            page = context.new_page()
            begun = time.perf_counter()
            _open(page, address)
            firsts.append(time.perf_counter() - begun)
        page.wait_for_timeout(1_500)
        page.evaluate(LISTEN)
        traffic = Traffic()
        traffic.listen(page)
        seconds, sizes = [], []
        names = [*TICKED, *TICKED] * runs
        for name in names[:runs]:
            traffic.take()
            page.locator(f".tree input[data-name='{name}']").click()
            page.wait_for_function(PASSED, timeout=WAIT_MS)
            page.wait_for_timeout(250)
            seconds.append(page.evaluate(TOOK) / 1000)
            sizes.append(traffic.take())
        memory = psutil.Process(server.pid).memory_info().rss / 1e6
        return {
            "first_s": statistics.median(firsts),
            "update_s": statistics.median(seconds),
            "worst_s": max(seconds),
            "update_kB": statistics.median(sizes) / 1000,
            "most_kB": max(sizes) / 1000,
            "server_MB": memory,
        }
    finally:
        stop_server(server)


def _open(page: Page, address: str) -> None:
    page.set_default_timeout(WAIT_MS)
    page.goto(address)
    page.wait_for_selector(".cards .card")
    page.wait_for_selector(".timeline svg rect")
    frame = page.wait_for_selector(".st-key-map_pane iframe").content_frame()
    frame.wait_for_function("window.conflictmap && conflictmap.map && conflictmap.update()", timeout=WAIT_MS)


def measure_naive(chromium: Any, events: int, runs: int, folder: Path) -> dict[str, float]:
    """Return the same for one CircleMarker per event, all of them rebuilt on every rerun."""
    from synthetic import make_articles

    points = [
        (report.latitude, report.longitude, report.id)
        for _, reading in make_articles(events * 2)
        for report in reading.reports
        if report.latitude is not None
    ][:events]
    (folder / "synthetic_points.py").write_text(f"{SERVE_LEAFLET}\nPOINTS = {points!r}")
    (folder / "naive.py").write_text(NAIVE_APP)
    server, address = start_server(folder / "naive.py", folder, {})
    try:
        page = chromium.new_context(viewport={"width": 1440, "height": 900}).new_page()
        page.set_default_timeout(WAIT_MS)
        page.goto(address)
        _wait_for_markers(page, events)
        traffic = Traffic()
        traffic.listen(page)
        seconds, sizes = [], []
        for run in range(runs):
            traffic.take()
            begun = time.perf_counter()
            page.get_by_role("button", name="fewer").click()
            _wait_for_markers(page, events - 10 * (run + 1))
            seconds.append(time.perf_counter() - begun)
            sizes.append(traffic.take())
        return {"update_s": statistics.median(seconds), "update_kB": statistics.median(sizes) / 1000}
    finally:
        stop_server(server)


def _wait_for_markers(page: Page, number: int) -> None:
    deadline = time.perf_counter() + WAIT_MS / 1000
    while time.perf_counter() < deadline:
        if number in [_markers_in(frame) for frame in page.frames[1:]]:
            return
        page.wait_for_timeout(30)
    raise TimeoutError(f"{number} markers did not appear")


def _markers_in(frame: Frame) -> int:
    """Return how many markers a frame shows; none when a rerun has just taken the frame away."""
    try:
        return int(frame.evaluate("() => document.querySelectorAll('path.leaflet-interactive').length"))
    except PlaywrightError:
        return 0


def store_of(folder: Path, events: int) -> Path:
    """Return a store with so many synthetic events, written when it is not there yet."""
    path = folder / f"big{events}.db"
    if not path.exists():
        with Store(path) as store:
            fill(store, events)
    return path


def demo_of(folder: Path) -> Path:
    """Return a store of the sample dispatches, read when it is not there yet."""
    path = folder / "demo-samples.db"
    if not path.exists():
        with Store(path) as store:
            ingest_paths(store, [str(SAMPLES)])
    return path


def report(name: str, measured: dict[str, float]) -> None:
    figures = ", ".join(f"{key} {value:.2f}" for key, value in measured.items())
    sys.stdout.write(f"{name}: {figures}\n")
    sys.stdout.flush()


def main() -> None:
    """Measure what the command line asks for and print a line each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("events", type=int, nargs="*", default=[])
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--store", type=Path, default=Path(tempfile.gettempdir()))
    parser.add_argument("--demo", action="store_true")
    parser.add_argument("--naive", action="store_true")
    asked = parser.parse_args()
    with sync_playwright() as api:
        chromium = api.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        if asked.demo:
            report("dashboard, samples", measure_dashboard(chromium, demo_of(asked.store), asked.runs))
        for events in asked.events:
            measured = measure_dashboard(chromium, store_of(asked.store, events), asked.runs)
            report(f"dashboard, {events:,} events", measured)
        for events in (1_000, 10_000) if asked.naive else ():
            with tempfile.TemporaryDirectory() as folder:
                report(f"CircleMarkers, {events:,} events", measure_naive(chromium, events, 3, Path(folder)))
        chromium.close()


if __name__ == "__main__":
    main()
