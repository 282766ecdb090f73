"""A page on another origin gets nothing of the dashboard, whatever name or frame it uses."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from browser_driver import APP, CHROMIUM, FIRST_PAGE_MS, FLAGS, start_server, stop_server
from made_events import make_store

from geodata.store import Store

pytestmark = pytest.mark.browser
KEY = "the-key-of-this-test"
ELSEWHERE = """<!doctype html><title>elsewhere</title><iframe src="{address}/" id="frame"></iframe>
<script>
window.got = [];
const note = (how) => (what) => window.got.push(how + " " + what);
fetch("{address}/").then(() => note("fetch")("answered"), note("fetch"));
fetch("{address}/_stcore/host-config").then(() => note("config")("answered"), note("config"));
const stream = new WebSocket("{address}/_stcore/stream".replace("http", "ws"), ["streamlit"]);
stream.onopen = () => note("stream")("opened");
stream.onerror = () => note("stream")("refused");
</script>"""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a dashboard that asks for its key."""
    folder = tmp_path_factory.mktemp("kept")
    with Store(folder / "made.db") as store:
        make_store(store)
    server, address = start_server(APP, folder, {"CONFLICTMAP_DB": str(folder / "made.db")}, key=KEY)
    yield address
    stop_server(server)


@pytest.fixture(scope="module")
def elsewhere(kept: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a page, on another port, that tries to get at the dashboard."""
    folder = tmp_path_factory.mktemp("elsewhere")
    (folder / "index.html").write_text(ELSEWHERE.replace("{address}", kept), encoding="utf-8")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder))) as server:
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://localhost:{server.server_port}/"
        server.shutdown()


@pytest.fixture(scope="module")
def misled(chromium: Any) -> Iterator[Any]:
    """A browser in which a name of somebody else's leads to this machine."""
    flags = [flag for flag in FLAGS if "host-resolver-rules" not in flag]
    rules = "--host-resolver-rules=MAP evil.example 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE localhost"
    browser = chromium.browser_type.launch(executable_path=CHROMIUM, args=[*flags, rules])
    yield browser
    browser.close()


def test_a_name_mapped_to_this_machine_gets_nothing(misled: Any, kept: str) -> None:
    context = misled.new_context()
    page = context.new_page()
    answer = page.goto(kept.replace("localhost", "evil.example") + f"/?key={KEY}")
    assert answer.status == 403
    assert "not served under this name" in page.inner_text("body")
    context.close()


def test_a_page_elsewhere_gets_nothing_even_from_a_browser_that_was_let_in(
    misled: Any, kept: str, elsewhere: str
) -> None:
    context = misled.new_context()
    page = context.new_page()
    page.goto(f"{kept}/?key={KEY}")
    page.wait_for_selector(".cards .card", timeout=FIRST_PAGE_MS)
    assert "key=" not in page.url
    for origin in (elsewhere, elsewhere.replace("localhost", "evil.example")):
        intruder = context.new_page()
        intruder.goto(origin)
        intruder.wait_for_function("window.got.length === 3")
        assert not [line for line in intruder.evaluate("window.got") if line.endswith(("answered", "opened"))]
        frame = intruder.frames[1]
        assert "Conflict Map" not in frame.title()
        assert not frame.query_selector("#root")
    context.close()
