"""Asks a feed for what is new as a polite visitor does: robots.txt is kept, and nothing is sent twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
from time import time
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from articles.sources.draft import SourceError
from articles.sources.raw_file import MAX_DOCUMENT_MB, RawFile
from articles.sources.unpacking import Defaults, Found, read_raw
from articles.sources.web_page import AGENT, Answer, fetch
from geodata.public_addresses import is_public_address

# How long the rules of a site are kept before they are asked for again.
_RULES_SECONDS = 24 * 3600.0
# The longest time that a server may ask to be left alone for; longer is a slip or a trap.
_LONGEST_PAUSE_SECONDS = 24 * 3600.0
_ACCEPT = "application/rss+xml, application/atom+xml, application/xml;q=0.9, text/xml;q=0.8, */*;q=0.5"


class NotNowError(SourceError):
    """A feed that cannot be had now; ``wait_seconds`` is how long its server asks to be left alone."""

    def __init__(self, name: str, problem: str, remedy: str, wait_seconds: float | None = None) -> None:
        super().__init__(name, problem, remedy)
        self.wait_seconds = wait_seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Polled:
    """What a feed gave; ``raw`` is None where nothing changed since the last answer with these marks."""

    raw: RawFile | None
    etag: str = ""
    last_modified: str = ""


class Rules:
    """What the robots.txt files of sites allow; each is fetched once a day."""

    def __init__(self, is_allowed: Callable[[str], bool] = is_public_address) -> None:
        self._is_allowed = is_allowed
        self._known: dict[str, tuple[float, RobotFileParser]] = {}

    def check(self, url: str) -> float:
        """Return the seconds that the site wants between two visits, 0 where it names none.

        Raises NotNowError when the site asks robots to leave this address alone or its rules cannot be had.
        """
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        since, rules = self._known.get(site, (0.0, None))
        if rules is None or time() - since > _RULES_SECONDS:
            rules = self._fetched(site, url)
            self._known[site] = time(), rules
        if not rules.can_fetch(AGENT, url):
            problem = "the site's robots.txt asks programs not to fetch it"
            raise NotNowError(url, problem, "ask the publisher, or save it by hand", _RULES_SECONDS)
        return float(rules.crawl_delay(AGENT) or 0)

    def _fetched(self, site: str, url: str) -> RobotFileParser:
        """Return a site's rules; a site without any allows everything (RFC 9309)."""
        rules = RobotFileParser()
        answer = fetch(f"{site}/robots.txt", is_allowed=self._is_allowed, limit_mb=1)
        if answer.status >= 500:
            problem = f"the site's robots.txt cannot be had (the server answered {answer.status})"
            raise NotNowError(url, problem, "it is tried again")
        lines = answer.body.decode("utf-8", "replace").splitlines() if answer.status == 200 else []
        rules.parse(lines)
        return rules


def poll_feed(
    url: str, *, etag: str, last_modified: str, is_allowed: Callable[[str], bool] = is_public_address
) -> Polled:
    """Ask for a feed, unless it is as it was when the server gave it these marks.

    Raises NotNowError when the server answers anything but the feed or "not modified", SourceError as
    ``fetch`` does.
    """
    headers = {"Accept": _ACCEPT}
    if etag:
        headers["If-None-Match"] = etag
    if last_modified:
        headers["If-Modified-Since"] = last_modified
    answer = fetch(url, headers=headers, is_allowed=is_allowed, limit_mb=MAX_DOCUMENT_MB)
    if answer.status == 304:
        return Polled(raw=None, etag=etag, last_modified=last_modified)
    if answer.status != 200:
        problem = f"the server answered {answer.status}"
        raise NotNowError(url, problem, "it is tried again", _pause_asked(answer))
    raw = RawFile(name=url, content=answer.body, suffix=".rss", url=answer.address)
    marks = answer.headers
    return Polled(raw=raw, etag=marks.get("etag", ""), last_modified=marks.get("last-modified", ""))


def _pause_asked(answer: Answer) -> float | None:
    """The seconds for which a server asks to be left alone, None where it does not; gone is for a day."""
    if answer.status == 410:
        return _LONGEST_PAUSE_SECONDS
    stated = answer.headers.get("retry-after", "").strip()
    try:
        seconds = float(stated) if stated.isdigit() else parsedate_to_datetime(stated).timestamp() - time()
    except (ValueError, TypeError, OverflowError):
        return None
    return min(max(0.0, seconds), _LONGEST_PAUSE_SECONDS)


def read_polled(polled: Polled, outlet: str = "") -> Iterator[Found]:
    """Yield the entries of a feed as articles; nothing when it did not change."""
    if polled.raw is not None:
        yield from read_raw(replace(polled.raw, url=""), "", Defaults(outlet=outlet))
