"""Fetches one web page the user asked for, and refuses addresses inside private networks.

A link in a document must not make this program talk to a router, a cloud's metadata service or a database
on the same machine. So only http and https are allowed; the host is looked up once, every address it has
must be public, and the connection goes to exactly that address, again after each redirect.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Callable
from urllib.parse import urljoin, urlsplit

from articles.sources.draft import SourceError
from articles.sources.raw_file import MAX_ARTICLE_MB, RawFile

MAX_REDIRECTS = 5
TIMEOUT_SECONDS = 20
_AGENT = "conflictmap (reads single pages on request)"
_REDIRECTS = (301, 302, 303, 307, 308)


def is_public_address(address: str) -> bool:
    """Whether an IP address belongs to the public internet."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(ip, "ipv4_mapped", None)
    ip = mapped if mapped is not None else ip
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def fetch_page(url: str, *, is_allowed: Callable[[str], bool] = is_public_address) -> tuple[RawFile, str]:
    """Return the page's bytes and the address it was found at after redirects.

    Raises SourceError, naming the address, for another scheme, a private address (also after a redirect),
    an answer other than 200, more than ``MAX_ARTICLE_MB``, or no answer in ``TIMEOUT_SECONDS``.
    """
    address = url
    for _ in range(MAX_REDIRECTS + 1):
        response_or_target = _fetch_once(address, url, is_allowed)
        if isinstance(response_or_target, bytes):
            return RawFile(name=url, content=response_or_target), address
        address = response_or_target
    raise SourceError(
        url, f"it redirects more than {MAX_REDIRECTS} times", "open it in a browser and save it"
    )


def _fetch_once(address: str, url: str, is_allowed: Callable[[str], bool]) -> bytes | str:
    """Return the body of ``address``, or the address it redirects to."""
    connection = _connection(address, url, is_allowed)
    parts = urlsplit(address)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request("GET", target, headers={"User-Agent": _AGENT, "Accept": "text/html,*/*;q=0.5"})
        with connection.getresponse() as response:
            location = response.getheader("Location")
            if response.status in _REDIRECTS and location:
                return urljoin(address, location)
            if response.status != 200:
                problem = f"the server answered {response.status} {response.reason}"
                raise SourceError(url, problem, "open it in a browser and save the page as .html")
            body = response.read(MAX_ARTICLE_MB * 1_000_000 + 1)
    except (OSError, http.client.HTTPException) as error:
        problem = f"the page cannot be fetched ({error})"
        raise SourceError(url, problem, "check the address and the network") from None
    finally:
        connection.close()
    if len(body) > MAX_ARTICLE_MB * 1_000_000:
        raise SourceError(url, f"it has more than {MAX_ARTICLE_MB} MB", "save the article's text as .txt")
    return body


def _connection(address: str, url: str, is_allowed: Callable[[str], bool]) -> http.client.HTTPConnection:
    """Return a connection to the checked address of the host; nothing is sent yet."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise SourceError(url, f"{address!r} is no address", "copy it again from the browser") from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise SourceError(url, "only http and https addresses are fetched", "save the page as .html instead")
    port = port or (443 if parts.scheme == "https" else 80)
    ip = _look_up(parts.hostname, port, url, is_allowed)
    if parts.scheme == "https":
        return _PinnedHTTPS(parts.hostname, port, ip)
    return _PinnedHTTP(parts.hostname, port, ip)


def _look_up(host: str, port: int, url: str, is_allowed: Callable[[str], bool]) -> str:
    """Return the first address of ``host``; raises SourceError unless every one of them is allowed."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        problem = f"the host {host} was not found"
        raise SourceError(url, problem, "check the address and the network") from None
    addresses = [str(entry[4][0]) for entry in found]
    if not all(is_allowed(address) for address in addresses):
        problem = f"{host} lies in a private network"
        raise SourceError(url, problem, "save the page as .html and read the file") from None
    return addresses[0]


class _PinnedHTTP(http.client.HTTPConnection):
    """A connection that goes to an address already checked, whatever the name resolves to by now."""

    def __init__(self, host: str, port: int, ip: str) -> None:
        super().__init__(host, port, timeout=TIMEOUT_SECONDS)
        self._ip = ip

    def connect(self) -> None:
        self.sock = socket.create_connection((self._ip, self.port), self.timeout)


class _PinnedHTTPS(_PinnedHTTP):
    """The same with TLS; the certificate is checked against the host's name."""

    default_port = 443

    def connect(self) -> None:
        super().connect()
        context = ssl.create_default_context()
        self.sock = context.wrap_socket(self.sock, server_hostname=self.host)
