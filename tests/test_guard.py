"""Whom the dashboard's server lets in: its own names and pages, with the key; everyone else gets nothing."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dashboard.guard import Guard, host_name, is_loopback

KEY = "right-key"


async def _inner(scope: Any, receive: Any, send: Any) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.accept"})
        return
    headers = [(b"X-Frame-Options", b"ALLOWALL")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"the map"})


def ask(
    headers: dict[str, str], *, path: str = "/", query: str = "", kind: str = "http", **options: Any
) -> tuple[Any, dict[str, str], bytes]:
    """Status (or the websocket's answer), headers and body that a guarded server gives."""
    sent: list[Any] = []
    scope = {
        "type": kind, "path": path, "query_string": query.encode(),
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in headers.items()],
    }  # fmt: skip

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {}

    asyncio.run(Guard(_inner, port=8501, **options)(scope, receive, send))  # type: ignore[arg-type]
    if kind == "websocket":
        return sent[0]["type"], {}, b""
    told = {name.decode().lower(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], told, sent[-1].get("body", b"")


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost:8501", 200),
        ("LOCALHOST.:8501", 200),
        ("127.0.0.1:8501", 200),
        ("127.8.8.8", 200),
        ("[::1]:8501", 200),
        ("map.example.org", 200),
        ("evil.example", 403),
        ("localhost.evil.example:8501", 403),
        ("evil.example/localhost", 403),
        ("user@localhost", 403),
        ("192.168.1.5:8501", 403),
        ("0.0.0.0:8501", 403),
        ("localhost:port", 403),
        ("", 403),
    ],
)
def test_only_own_names_are_answered(host: str, status: int) -> None:
    assert ask({"host": host}, names=["Map.example.org"])[0] == status


def test_a_request_names_one_host() -> None:
    status, _, body = ask({})
    assert status == 403
    assert b"the map" not in body


@pytest.mark.parametrize(
    ("origin", "answer"),
    [
        (None, "websocket.accept"),
        ("http://localhost:8501", "websocket.accept"),
        ("http://localhost:9999", "websocket.close"),
        ("http://127.0.0.1:8501", "websocket.close"),
        ("http://evil.example", "websocket.close"),
        ("https://map.example.org", "websocket.accept"),
        ("null", "websocket.close"),
    ],
)
def test_a_stream_opens_only_for_the_dashboards_own_pages(origin: str | None, answer: str) -> None:
    headers = {"host": "localhost:8501"} | ({"origin": origin} if origin else {})
    assert ask(headers, kind="websocket", names=["map.example.org"])[0] == answer


def test_a_page_elsewhere_may_link_here_but_neither_frame_nor_load_anything() -> None:
    cross = {"host": "localhost", "sec-fetch-site": "cross-site"}
    assert ask(cross | {"sec-fetch-mode": "navigate", "sec-fetch-dest": "document"})[0] == 200
    assert ask(cross | {"sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe"})[0] == 403
    assert ask(cross | {"sec-fetch-mode": "no-cors", "sec-fetch-dest": "script"})[0] == 403


def test_every_answer_refuses_frames_of_others() -> None:
    for headers in ({"host": "localhost"}, {"host": "evil.example"}):
        told = ask(headers)[1]
        assert told["content-security-policy"] == "frame-ancestors 'self'"
        assert told["x-frame-options"] == "SAMEORIGIN"
        assert told["cross-origin-resource-policy"] == "same-origin"


def test_the_key_opens_once_from_the_address_and_then_from_the_cookie() -> None:
    host = {"host": "localhost:8501"}
    assert ask(host, key=KEY)[0] == 403
    assert ask(host, key=KEY, query="key=wrong")[0] == 403
    status, told, _ = ask(host, key=KEY, path="/articles", query=f"from=2022-09-01&key={KEY}&words=a%20b")
    assert (status, told["location"]) == (303, "/articles?from=2022-09-01&words=a+b")
    assert "HttpOnly" in told["set-cookie"]
    cookie = told["set-cookie"].partition(";")[0]
    assert ask(host | {"cookie": f"other=1; {cookie}"}, key=KEY)[2] == b"the map"
    assert ask(host | {"cookie": cookie}, key=KEY, kind="websocket")[0] == "websocket.accept"
    assert ask(host, key=KEY, kind="websocket")[0] == "websocket.close"
    assert ask(host | {"cookie": cookie + "x"}, key=KEY)[0] == 403
    assert ask(host, key=KEY, path="/_stcore/health")[0] == 200


@pytest.mark.parametrize("path", ["//evil.example/x", "/\\evil.example", "\\\\evil.example"])
def test_handing_over_the_key_leads_to_no_other_server(path: str) -> None:
    location = ask({"host": "localhost"}, key=KEY, path=path, query=f"key={KEY}")[1]["location"]
    assert location.startswith("/evil.example")


@given(st.one_of(st.just("localhost"), st.text(max_size=60)), st.text(max_size=60), st.text(max_size=60))
@example("localhost", "http://[", "=;")
def test_odd_headers_are_answered_and_open_nothing(host: str, origin: str, cookie: str) -> None:
    clean = [value.encode("latin-1", "ignore").decode("latin-1") for value in (host, origin, cookie)]
    status, _, body = ask(dict(zip(("host", "origin", "cookie"), clean, strict=True)), key=KEY)
    assert status == 403
    assert b"the map" not in body


def test_names_are_read_from_what_a_browser_sends() -> None:
    assert host_name("[::1]:80") == "::1"
    assert host_name("A.B.:80") == "a.b"
    assert host_name("a b") == "a b" or host_name("a b") is None
    assert not is_loopback("10.0.0.1")
    assert not is_loopback("localhost.example.org")
