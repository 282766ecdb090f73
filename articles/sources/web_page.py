"""Fetches one web page or feed that was asked for, and refuses addresses inside private networks.

A link in a document must not make this program talk to a router, a cloud's metadata service or a database
on the same machine. So only http and https are allowed; the host is looked up once, every address it has
must be public, and the connection goes to exactly that address, again after each redirect. All of it
together has a deadline, so that a server which sends a byte a second keeps nobody waiting.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from articles.sources.draft import SourceError
from articles.sources.raw_file import MAX_ARTICLE_MB, RawFile
from geodata.public_addresses import is_public_address

MAX_REDIRECTS = 5
# For looking up, connecting, all redirects and all that is sent.
DEADLINE_SECONDS = 10.0
AGENT = "conflictmap"
_AGENT = f"{AGENT} (reads single pages on request)"
_REDIRECTS = (301, 302, 303, 307, 308)
# Endings that content types stand for; anything else is looked at as a web page.
_SUFFIXES = {
    "application/pdf": ".pdf",
    "text/plain": ".txt",
    "application/rss+xml": ".rss",
    "application/atom+xml": ".atom",
    "application/xml": ".xml",
    "text/xml": ".xml",
    "application/json": ".json",
    "text/csv": ".csv",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server said: its status, the headers by lower-case name, and the body ("" bytes without one)."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    address: str


def fetch_page(url: str, *, is_allowed: Callable[[str], bool] = is_public_address) -> RawFile:
    """Return the page's bytes, its format by content type and the address after redirects.

    Raises SourceError, naming the address, for another scheme, a private address (also after a redirect),
    an answer other than 200, more than ``MAX_ARTICLE_MB``, an answer that breaks off, and no whole answer
    in ``DEADLINE_SECONDS``.
    """
    answer = fetch(url, is_allowed=is_allowed)
    if answer.status != 200:
        problem = (
            f"the server answered {answer.status} {http.client.responses.get(answer.status, '')}".rstrip()
        )
        raise SourceError(url, problem, "open it in a browser and save the page as .html")
    if not answer.body:
        raise SourceError(url, "the page is empty", "open it in a browser")
    kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    suffix = _SUFFIXES.get(kind, ".html")
    return RawFile(name=url, content=answer.body, suffix=suffix, url=answer.address)


def fetch(
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    is_allowed: Callable[[str], bool] = is_public_address,
    limit_mb: int = MAX_ARTICLE_MB,
) -> Answer:
    """Return the server's answer after redirects, whatever its status; raises SourceError as fetch_page."""
    until = monotonic() + DEADLINE_SECONDS
    address = url
    for _ in range(MAX_REDIRECTS + 1):
        answer = _fetch_once(address, url, headers or {}, is_allowed, limit_mb, until)
        target = answer.headers.get("location")
        if answer.status not in _REDIRECTS or not target:
            return answer
        address = urljoin(address, target)
    problem = f"it redirects more than {MAX_REDIRECTS} times"
    raise SourceError(url, problem, "open it in a browser and save it")


def _fetch_once(
    address: str,
    url: str,
    headers: Mapping[str, str],
    is_allowed: Callable[[str], bool],
    limit_mb: int,
    until: float,
) -> Answer:
    """Return the answer of ``address`` itself."""
    connection = _connection(address, url, is_allowed, until)
    target = _target(urlsplit(address))
    limit_bytes = limit_mb * 1_000_000
    sent = {"User-Agent": _AGENT, "Accept": "text/html,*/*;q=0.5", **headers}
    try:
        with _cut_off(connection, until), connection:
            connection.request("GET", target, headers=sent)
            with connection.getresponse() as response:
                said = {name.lower(): value for name, value in response.getheaders()}
                if response.status in _REDIRECTS and said.get("location"):
                    return Answer(status=response.status, headers=said, body=b"", address=address)
                body = response.read(limit_bytes + 1)
                missing = 0 if len(body) > limit_bytes else response.length or 0
                status = response.status
    except (OSError, ValueError, AttributeError, http.client.HTTPException) as error:
        if monotonic() >= until:
            raise _too_slow(url) from None
        problem = f"the page cannot be fetched ({error or type(error).__name__})"
        raise SourceError(url, problem, "check the address and the network") from None
    if monotonic() >= until:
        raise _too_slow(url)
    if len(body) > limit_bytes:
        raise SourceError(url, f"it has more than {limit_mb} MB", "save the article's text as .txt")
    if missing:
        problem = f"the connection broke off with bytes missing: {missing:,}"
        raise SourceError(url, problem, "try again, or open it in a browser and save it")
    return Answer(status=status, headers=said, body=body, address=address)


def _too_slow(url: str) -> SourceError:
    problem = f"the server did not send it whole in {DEADLINE_SECONDS:.0f} seconds"
    return SourceError(url, problem, "open it in a browser and save it")


@contextmanager
def _cut_off(connection: _PinnedHTTP, until: float) -> Iterator[None]:
    """Close the connection when the deadline comes, whatever it waits for."""
    timer = threading.Timer(max(0.0, until - monotonic()), connection.cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()


def _target(parts: SplitResult) -> str:
    """The path and query to ask for, with letters beyond ASCII as browsers send them."""
    safe = "/%:@!$&'()*+,;=~-._"
    path = quote(parts.path or "/", safe=safe)
    return path + (f"?{quote(parts.query, safe=safe + '?')}" if parts.query else "")


def _connection(address: str, url: str, is_allowed: Callable[[str], bool], until: float) -> _PinnedHTTP:
    """Return a connection to the checked address of the host; nothing is sent yet."""
    try:
        parts = urlsplit(address)
        port = parts.port
        host = (parts.hostname or "").encode("ascii" if (parts.hostname or "").isascii() else "idna").decode()
    except ValueError:
        raise SourceError(url, f"{address!r} is no address", "copy it again from the browser") from None
    if parts.scheme not in ("http", "https") or not host:
        raise SourceError(url, "only http and https addresses are fetched", "save the page as .html instead")
    port = port or (443 if parts.scheme == "https" else 80)
    ip = _look_up(host, port, url, is_allowed, until)
    seconds = max(0.1, until - monotonic())
    return (_PinnedHTTPS if parts.scheme == "https" else _PinnedHTTP)(host, port, ip, seconds)


def _look_up(host: str, port: int, url: str, is_allowed: Callable[[str], bool], until: float) -> str:
    """Return the first address of ``host``; raises SourceError unless every one of them is allowed."""
    found: list[str] = []

    def ask() -> None:
        try:
            entries = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found.extend(str(entry[4][0]) for entry in entries)
        except (OSError, UnicodeError):
            found.clear()

    # The system's look-up takes no deadline, so it is waited for from outside.
    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(max(0.0, until - monotonic()))
    if asking.is_alive() or not found:
        problem = f"the host {host} was not found"
        raise SourceError(url, problem, "check the address and the network")
    addresses = tuple(found)
    if not all(is_allowed(address) for address in addresses):
        problem = f"{host} lies in a private network"
        raise SourceError(url, problem, "save the page as .html and read the file")
    return addresses[0]


class _PinnedHTTP(http.client.HTTPConnection):
    """A connection that goes to an address already checked, whatever the name resolves to by now."""

    def __init__(self, host: str, port: int, ip: str, seconds: float) -> None:
        super().__init__(host, port, timeout=seconds)
        self._ip = ip
        self._plain: socket.socket | None = None

    def connect(self) -> None:
        self.sock = self._plain = socket.create_connection((self._ip, self.port), self.timeout)

    def cut(self) -> None:
        """End the connection under whoever waits for it."""
        plain = self._plain
        if plain is not None:
            try:
                socket.socket.shutdown(plain, socket.SHUT_RDWR)
            except OSError:
                return

    def __enter__(self) -> _PinnedHTTP:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class _PinnedHTTPS(_PinnedHTTP):
    """The same with TLS; the certificate is checked against the host's name."""

    default_port = 443

    def connect(self) -> None:
        super().connect()
        context = ssl.create_default_context()
        wrapped = context.wrap_socket(self.sock, server_hostname=self.host)
        self.sock = self._plain = wrapped
