"""Reads RSS and Atom feeds with feedparser: every entry with enough text becomes an article."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from typing import Any
from xml.sax import SAXException

from articles.sources.draft import Draft, Note, SourceError
from articles.sources.html_page import text_of_fragment
from articles.sources.published import day_stated, parse_published
from articles.sources.raw_file import MAX_ARTICLE_MB, RawFile


def read_feed(raw: RawFile) -> Iterator[Draft | Note | SourceError]:
    """Yield an article per entry, SourceError for entries without text; raises it when it is no feed."""
    import feedparser  # takes a moment to load

    # A stream, as a text could be taken for an address; markup is turned into text here, not cleaned there.
    feed = feedparser.parse(io.BytesIO(raw.content), sanitize_html=False, resolve_relative_uris=False)
    if not feed.entries:
        raise SourceError(raw.name, "no feed entries were found in it", "save the feed's own address as XML")
    if feed.bozo and isinstance(feed.bozo_exception, SAXException):
        yield Note(
            line=f"{raw.name}: the feed breaks off or is damaged; entries read: {len(feed.entries)}, of "
            "which the last may not be whole"
        )
    outlet = text_of_fragment(feed.feed.get("title", ""))
    is_atom = feed.version.startswith("atom")
    for number, entry in enumerate(feed.entries, start=1):
        yield _read_entry(entry, f"{raw.name}, entry {number}", outlet, is_atom)


def _read_entry(entry: Mapping[str, Any], name: str, outlet: str, is_atom: bool) -> Draft | SourceError:
    """Return one entry as a draft, or why it is none."""
    bodies = [part.get("value", "") for part in entry.get("content", ())] + [entry.get("summary", "")]
    if sum(map(len, bodies)) > MAX_ARTICLE_MB * 1_000_000:
        return SourceError(name, f"it has over {MAX_ARTICLE_MB} MB", "fetch the page it links to")
    text = next((found for body in bodies if (found := text_of_fragment(body))), "")
    if not text:
        return SourceError(name, "it has no text", "fetch the page it links to")
    # An Atom feed's "updated" is the last change; in RSS feedparser puts dc:date, the publication, there.
    changed = dict.get(entry, "updated") if isinstance(entry, dict) else None
    stated = entry.get("published") or (None if is_atom else changed)
    published, note = None, ""
    try:
        published = parse_published(stated)
    except ValueError as error:  # who reads a feed cannot mend it
        note = f"{name}: {str(error).partition('; ')[0]}, so that it has no day of publication"
    return Draft(
        text=text,
        title=text_of_fragment(entry.get("title", "")),
        published=published,
        outlet=outlet,
        url=entry.get("link", ""),
        note=note,
        hint=day_stated(changed) if published is None else None,
    )
