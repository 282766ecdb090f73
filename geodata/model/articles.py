"""Articles, and spans of their text."""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass
from datetime import date

from geodata.model.checks import check_span


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Half-open code-point offsets into an article's text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        check_span(self.start, self.end)

    def of(self, text: str) -> str:
        """Return the characters the span covers."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One news article as it was read; ``published`` is None when nobody said when it appeared.

    ``date_hint`` is then a day that may be near that one, such as the day the page was last changed: it is
    shown for an analyst to accept and never used. A form feed in ``text`` begins a new page.
    """

    id: str
    title: str
    text: str
    published: date | None = None
    outlet: str = ""
    url: str = ""
    file_name: str = ""
    language: str = "en"
    date_hint: date | None = None

    def page_of(self, offset: int) -> int | None:
        """Return the number of the page on which a character stands, from 1; None without pages."""
        return self.text.count("\f", 0, offset + 1) + 1 if "\f" in self.text else None

    @classmethod
    def create(
        cls,
        text: str,
        *,
        title: str = "",
        published: date | None = None,
        outlet: str = "",
        url: str = "",
        file_name: str = "",
        date_hint: date | None = None,
    ) -> Article:
        """Build an article whose id follows from outlet, address, title and text (not from the date).

        Reading the same article again gives the same id, also after its date was set by hand.
        """
        key = "\x1f".join(unicodedata.normalize("NFC", part) for part in (outlet, url, title, text))
        digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:16]
        return cls(
            id=digest,
            title=title,
            text=text,
            published=published,
            outlet=outlet,
            url=url,
            file_name=file_name,
            date_hint=None if published else date_hint,
        )
