"""Turns files, folders, pasted text and web pages into articles; one table names the formats.

Each reader takes a file's bytes and yields drafts. A draft's date is what the file itself states; the
caller's ``published`` fills it in where the file states none, and a file's time stamp is never used. Inputs
that cannot be read come out as ``SourceError`` with one line that names them and says what to do.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from articles.sources.draft import Draft, Note, RowError, Skipped, SourceError, failure_of
from articles.sources.folder import files_below
from articles.sources.formats import FORMATS, Format, format_of
from articles.sources.head import HEAD, day_at_head
from articles.sources.plain_text import title_of
from articles.sources.published import parse_published
from articles.sources.raw_file import MAX_ARTICLE_MB, RawFile, check_size, load_file
from articles.sources.unpacking import Defaults, Found, read_raw
from articles.sources.web_page import fetch_page
from geodata.model import Article

__all__ = [
    "FORMATS",
    "HEAD",
    "Format",
    "Found",
    "Note",
    "RowError",
    "Skipped",
    "SourceError",
    "article_from_text",
    "day_at_head",
    "fetch_articles",
    "parse_published",
    "read_file",
    "read_sources",
    "read_upload",
]


def read_sources(
    inputs: Iterable[str | Path],
    *,
    published: date | None = None,
    outlet: str = "",
    columns: Mapping[str, str] | None = None,
) -> Iterator[Found]:
    """Yield what files, folders (with all below them, in name order) and web addresses hold.

    ``published`` and ``outlet`` are used for articles that state none themselves. ``columns`` names the
    columns of tables by field ("text", "title", "published", "outlet", "url"); the others are guessed.
    """
    defaults = Defaults(published=published, outlet=outlet, columns=columns or {})
    for item in inputs:
        try:
            if str(item).startswith(("http://", "https://")):
                yield from _fetched(str(item), defaults)
            elif "://" in str(item) and not os.path.exists(item):
                yield SourceError(str(item), "only http and https addresses are fetched", "save it as a file")
            elif Path(item).is_dir():
                yield from _read_folder(Path(item), defaults)
            else:
                yield from _read_file(Path(item), defaults)
        except Exception as error:  # one input that nobody thought of must not lose those after it
            yield failure_of(str(item), error)


def _read_folder(folder: Path, defaults: Defaults) -> Iterator[Found]:
    for found in files_below(folder):
        if isinstance(found, Path):
            yield from _read_file(found, defaults)
        else:
            yield found


def read_file(path: Path, *, published: date | None = None, outlet: str = "") -> Iterator[Found]:
    """Yield the articles of one file, or why there are none."""
    return _read_file(path, Defaults(published=published, outlet=outlet))


def _read_file(path: Path, defaults: Defaults) -> Iterator[Found]:
    try:
        # What is not there is not told that its name has no ending.
        limit_mb = format_of(str(path)).limit_mb if os.path.exists(path) else 0
        raw = load_file(path, limit_mb)
    except SourceError as failure:
        yield failure
        return
    yield from read_raw(replace(raw, columns=defaults.columns), path.name, defaults)


def read_upload(
    name: str,
    content: bytes,
    *,
    published: date | None = None,
    outlet: str = "",
    columns: Mapping[str, str] | None = None,
) -> Iterator[Found]:
    """Yield the articles of a file that was sent, not opened; ``name`` tells the format."""
    defaults = Defaults(published=published, outlet=outlet, columns=columns or {})
    return read_raw(RawFile(name=name, content=content, columns=defaults.columns), name, defaults)


def fetch_articles(url: str, *, published: date | None = None, outlet: str = "") -> Iterator[Found]:
    """Fetch one web page and yield its article, or why there is none."""
    return _fetched(url, Defaults(published=published, outlet=outlet))


def _fetched(url: str, defaults: Defaults) -> Iterator[Found]:
    try:
        raw = fetch_page(url)
    except SourceError as failure:
        yield failure
        return
    yield from read_raw(raw, "", defaults)


def article_from_text(
    text: str, *, title: str = "", published: date | None = None, outlet: str = "", url: str = ""
) -> Article:
    """Return pasted text as an article; raises SourceError when there is none or too much."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    check_size("the pasted text", len(text.strip().encode("utf-8", "surrogatepass")), MAX_ARTICLE_MB)
    draft = Draft(text=text, title=title or title_of(text), published=published, outlet=outlet, url=url)
    return draft.to_article(file_name="")
