"""Fetches the pages that a feed's entries link to, politely, where the feed has only a summary."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic, sleep
from urllib.parse import urlsplit

from articles.sources.polling import NotNowError, Rules
from articles.sources.unpacking import Defaults, read_raw
from articles.sources.web_page import fetch_page
from geodata.model import Article
from geodata.public_addresses import is_public_address

# A text of fewer words is taken for a summary; the shortest dispatches that are whole have about as many.
SUMMARY_WORDS = 120
# Between two pages of one site, unless its robots.txt asks for longer ...
PAUSE_SECONDS = 1.0
# ... up to this: whoever wants longer pauses is not asked for pages at all.
LONGEST_PAUSE_SECONDS = 10.0


class LinkedPages:
    """Reads the pages behind entries, with a pause between two pages of one site."""

    def __init__(
        self,
        rules: Rules,
        is_allowed: Callable[[str], bool] = is_public_address,
        pause: Callable[[float], None] = sleep,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._rules = rules
        self._is_allowed = is_allowed
        self._pause, self._clock = pause, clock
        self._last: dict[str, float] = {}

    def read(self, entry: Article) -> Article:
        """Return the entry with the text of its page, or as it is where it is no summary or says no more.

        Outlet, title and date are the feed's where it states them. Raises SourceError when the page cannot be
        had: robots.txt forbids it, it lies in a private network, the server does not answer with a page.
        """
        if not is_summary(entry):
            return entry
        self._wait(entry.url)
        raw = fetch_page(entry.url, is_allowed=self._is_allowed)
        found = read_raw(raw, "", Defaults(published=entry.published, outlet=entry.outlet))
        pages = [item for item in found if isinstance(item, Article)]
        page = max(pages, key=lambda article: len(article.text), default=entry)
        if len(page.text) <= len(entry.text):
            return entry
        return Article.create(
            page.text,
            title=entry.title or page.title,
            published=entry.published or page.published,
            outlet=entry.outlet or page.outlet,
            url=entry.url,
            date_hint=entry.date_hint or page.date_hint,
        )

    def _wait(self, url: str) -> None:
        """Wait until the site of an address may be asked again; raises NotNowError where it may not."""
        asked = self._rules.check(url)
        if asked > LONGEST_PAUSE_SECONDS:
            problem = f"its site asks for {asked:.0f} seconds between two pages"
            raise NotNowError(url, problem, "the summary in the feed was read; save the page by hand", asked)
        site = urlsplit(url).netloc
        due = self._last[site] + max(asked, PAUSE_SECONDS) if site in self._last else 0.0
        now = self._clock()
        if due > now:
            self._pause(due - now)
        self._last[site] = max(due, self._clock())


def is_summary(entry: Article) -> bool:
    """Whether an entry is so short that its page will say more."""
    is_page = entry.url.startswith(("http://", "https://"))
    return is_page and len(entry.text.split(maxsplit=SUMMARY_WORDS)) < SUMMARY_WORDS
