"""Fetching a page: only public addresses, checked again after every redirect, and never too much."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from articles.sources import SourceError, web_page
from articles.sources.web_page import fetch_page
from geodata.public_addresses import is_public_address

WHOLE_PAGE = 400
"""Bytes of the page that comes drop by drop, for twenty seconds."""


class Pages(BaseHTTPRequestHandler):
    dripped = 0

    def do_GET(self) -> None:
        port = self.server.server_address[1]
        moves = {
            "/moved": f"http://127.0.0.1:{port}/page",
            "/inside": f"http://127.0.0.2:{port}/page",
            "/file": "file:///etc/passwd",
            "/loop": "/loop",
            "/letters": "/дом?q=ї",
        }
        if self.path == "/slow":
            self.send_response(200)
            self.end_headers()
            for Pages.dripped in range(WHOLE_PAGE):
                self.wfile.write(b"x")
                time.sleep(0.05)
            return
        if self.path == "/cut":
            self.send_response(200)
            self.send_header("Content-Length", "5000")
            self.end_headers()
            self.wfile.write(b"<p>hello</p>")
            return
        if self.path in moves:
            self.send_response(302)
            self.send_header("Location", moves[self.path].encode().decode("latin-1"))
            self.end_headers()
            return
        self.send_response(404 if self.path == "/none" else 200)
        self.end_headers()
        self.wfile.write(b"x" * 6_000_000 if self.path == "/large" else b"<p>hello</p>")

    def log_message(self, *_args: object) -> None:
        return


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Pages)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


def only_this_machine(address: str) -> bool:
    return address == "127.0.0.1"


def test_a_page_is_fetched_and_redirects_are_followed(site: str) -> None:
    raw = fetch_page(f"{site}/moved", is_allowed=only_this_machine)
    assert raw.content == b"<p>hello</p>"
    assert raw.url == f"{site}/page"


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("/inside", "private network"),
        ("/file", "only http and https"),
        ("/loop", "redirects more than"),
        ("/none", "answered 404"),
        ("/large", "more than 5 MB"),
        ("/cut", "broke off with bytes missing: 4,988"),
    ],
)
def test_what_is_not_fetched_is_said_in_one_line(site: str, path: str, problem: str) -> None:
    with pytest.raises(SourceError, match=problem) as caught:
        fetch_page(site + path, is_allowed=only_this_machine)
    assert str(caught.value).startswith(site)


def test_a_page_that_drips_is_given_up(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web_page, "DEADLINE_SECONDS", 0.5)
    with pytest.raises(SourceError, match="did not send it whole in"):
        fetch_page(f"{site}/slow", is_allowed=only_this_machine)
    assert Pages.dripped < WHOLE_PAGE - 1, "it waited for the whole page"


def test_addresses_beyond_ascii_are_asked_for_as_browsers_do(site: str) -> None:
    assert fetch_page(f"{site}/вулиця?місто=Київ", is_allowed=only_this_machine).content == b"<p>hello</p>"
    raw = fetch_page(f"{site}/letters", is_allowed=only_this_machine)
    assert raw.content == b"<p>hello</p>"
    with pytest.raises(SourceError, match=r"was not found|private network"):
        fetch_page("http://новини.localhost/")


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost:8501/",
        "http://[::1]/",
        "http://10.0.0.1/",
        "http://192.168.1.1/admin",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::ffff:127.0.0.1]/",
        "http://0.0.0.0/",
        "http://2130706433/",
        "http://[2002:7f00:1::]/",
        "http://[2002:c0a8:101::1]/",
        "http://[fec0::1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2001:0:7f00:1::]/",
    ],
)
def test_private_networks_are_refused(url: str) -> None:
    with pytest.raises(SourceError, match=r"private network|was not found"):
        fetch_page(url)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://example.org/", "http:///x", "http://h:port/"])
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(SourceError):
        fetch_page(url)


def test_one_private_address_among_public_ones_is_enough_to_refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    def both(*_args: object, **_options: object) -> list[object]:
        return [(0, 0, 0, "", ("93.184.216.34", 80)), (0, 0, 0, "", ("10.0.0.1", 80))]

    monkeypatch.setattr(web_page.socket, "getaddrinfo", both)
    with pytest.raises(SourceError, match="private network"):
        fetch_page("http://rebinding.example/")


def test_an_unknown_host_is_a_line_about_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(*_args: object, **_options: object) -> list[object]:
        raise socket.gaierror("no such host")

    monkeypatch.setattr(web_page.socket, "getaddrinfo", nobody)
    with pytest.raises(SourceError, match="was not found; check the address"):
        fetch_page("http://nowhere.example/")


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:4700::1111", True),
        ("100.64.0.1", False),
        ("fe80::1%eth0", False),
        ("2002:5db8:d822::1", False),
        ("fec0::5", False),
        ("::ffff:10.0.0.1", False),
    ],
)
def test_public_addresses_are_told_from_private_ones(address: str, public: bool) -> None:
    assert is_public_address(address) is public
