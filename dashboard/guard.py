"""Lets requests in to the dashboard only for its own names, from its own pages, and with its key.

A page elsewhere can make a browser ask this server in three ways, and each is stopped: by a name of its own
that it points to this machine (the Host header names it), by asking from its own origin (Origin and
Sec-Fetch-Site name it), and by a frame. Other users of the machine lack the key in the opened address.
"""

from __future__ import annotations

import hmac
import ipaddress
from collections.abc import Iterable
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.types import ASGIApp, Message, Receive, Scope, Send

KEY_PARAMETER = "key"
# Answers "ok" and nothing else, so that whoever starts the server can wait for it.
_WITHOUT_KEY = "/_stcore/health"
_HEADERS = (
    (b"content-security-policy", b"frame-ancestors 'self'"),
    (b"x-frame-options", b"SAMEORIGIN"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"referrer-policy", b"same-origin"),
    (b"x-content-type-options", b"nosniff"),
)


def host_name(netloc: str) -> str | None:
    """The lower-case name in ``name:port``, without brackets and final dot; None where it is none."""
    try:
        parts = urlsplit(f"//{netloc}")
        _ = parts.port  # raises for what is no port
    except ValueError:
        return None
    if parts.netloc != netloc or "@" in netloc or not parts.hostname:
        return None
    return parts.hostname.rstrip(".")


def is_loopback(name: str) -> bool:
    """Whether a name or address can only mean this machine."""
    try:
        return name == "localhost" or ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def _headers(scope: Scope, name: bytes) -> list[str]:
    return [value.decode("latin-1") for key, value in scope["headers"] if key.lower() == name]


class Guard:
    """An ASGI application around the dashboard's; what it does not let in never reaches that."""

    def __init__(self, app: ASGIApp, *, names: Iterable[str] = (), key: str = "", port: int = 0) -> None:
        """``names`` are allowed beside this machine's own; an empty ``key`` asks for none."""
        self.app = app
        self.names = frozenset(name.lower().rstrip(".") for name in names)
        self.key = key
        self.cookie = f"conflictmap-{port}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer why not."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        reason = self._foreign(scope)
        if reason:
            await _refuse(scope, send, reason)
        elif self._has_key_in_address(scope):
            await self._hand_over_key(scope, send)
        elif self.key and scope["path"] != _WITHOUT_KEY and not self._is_key(self._cookie(scope)):
            await _refuse(scope, send, "open the address that conflictmap printed when it was started")
        else:
            await self.app(scope, receive, _with_headers(send))

    def _foreign(self, scope: Scope) -> str:
        """Why a request is not one of the dashboard's own pages or a visitor's, or ""."""
        hosts = _headers(scope, b"host")
        if len(hosts) != 1 or not self._is_allowed(host_name(hosts[0])):
            return "the dashboard is not served under this name; allow it with --allow-host"
        for origin in _headers(scope, b"origin"):
            netloc = origin.partition("://")[2]
            if netloc != hosts[0] and host_name(netloc) not in self.names:
                return "the dashboard answers only its own pages"
        visit = _headers(scope, b"sec-fetch-mode") == ["navigate"] and _headers(scope, b"sec-fetch-dest") == [
            "document"
        ]
        if "cross-site" in _headers(scope, b"sec-fetch-site") and not visit:
            return "the dashboard answers only its own pages"
        return ""

    def _is_allowed(self, name: str | None) -> bool:
        return name is not None and (name in self.names or is_loopback(name))

    def _is_key(self, told: str) -> bool:
        return hmac.compare_digest(told.encode(), self.key.encode())

    def _cookie(self, scope: Scope) -> str:
        try:
            kept = SimpleCookie("; ".join(_headers(scope, b"cookie"))).get(self.cookie)
        except CookieError:
            return ""
        return kept.value if kept else ""

    def _has_key_in_address(self, scope: Scope) -> bool:
        told = dict(_parameters(scope)).get(KEY_PARAMETER, "")
        return bool(self.key) and scope["type"] == "http" and self._is_key(told)

    async def _hand_over_key(self, scope: Scope, send: Send) -> None:
        """Keep the key in a cookie and lead to the same address without it, fit to be sent on."""
        rest = urlencode([pair for pair in _parameters(scope) if pair[0] != KEY_PARAMETER])
        path = "/" + scope["path"].lstrip("/\\")
        cookie = f"{self.cookie}={self.key}; Path=/; HttpOnly; SameSite=Lax"
        headers = [
            (b"location", (path + (f"?{rest}" if rest else "")).encode("ascii", "ignore")),
            (b"set-cookie", cookie.encode()),
            (b"cache-control", b"no-store"),
            (b"content-length", b"0"),
            *_HEADERS,
        ]
        await send({"type": "http.response.start", "status": 303, "headers": headers})
        await send({"type": "http.response.body", "body": b""})


def _parameters(scope: Scope) -> list[tuple[str, str]]:
    return parse_qsl(scope.get("query_string", b"").decode("latin-1"), keep_blank_values=True)


async def _refuse(scope: Scope, send: Send, reason: str) -> None:
    """Answer 403 with one line; a websocket is closed before it opens."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008, "reason": reason})
        return
    body = f"Conflict Map: {reason}.\n".encode()
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        *_HEADERS,
    ]
    await send({"type": "http.response.start", "status": 403, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _with_headers(send: Send) -> Send:
    async def sender(message: Message) -> None:
        if message["type"] == "http.response.start":
            names = {name for name, _ in _HEADERS}
            kept = [pair for pair in message.get("headers", []) if pair[0].lower() not in names]
            message = {**message, "headers": [*kept, *_HEADERS]}
        await send(message)

    return sender
