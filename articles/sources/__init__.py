"""Turns files, folders, pasted text and web pages into articles; one table names the formats.

Each reader takes a file's bytes and yields drafts. A draft's date is what the file itself states; the
caller's ``published`` fills it in where the file states none, and a file's time stamp is never used. Inputs
that cannot be read come out as ``SourceError`` with one line that names them and says what to do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from articles.sources.draft import Draft, SourceError
from articles.sources.feed import read_feed
from articles.sources.html_page import read_html
from articles.sources.json_records import read_json, read_json_lines
from articles.sources.markdown import read_markdown
from articles.sources.plain_text import read_text, title_of
from articles.sources.published import parse_published
from articles.sources.raw_file import (
    MAX_ARTICLE_MB,
    MAX_COLLECTION_MB,
    RawFile,
    check_size,
    load_file,
)
from articles.sources.web_page import fetch_page
from geodata.model import Article

__all__ = [
    "FORMATS",
    "Format",
    "Found",
    "Note",
    "Skipped",
    "SourceError",
    "article_from_text",
    "fetch_articles",
    "parse_published",
    "read_file",
    "read_sources",
    "read_upload",
]


Reader = Callable[[RawFile], Iterable[Draft | SourceError]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One readable format: its name, its suffixes, its reader and the largest file taken."""

    name: str
    suffixes: tuple[str, ...]
    read: Reader
    limit_mb: int = MAX_ARTICLE_MB


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """A file in a folder that is in no known format."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A line about the article that follows, such as a guessed encoding; nothing is lost."""

    line: str


# What reading an input can give.
Found = Article | SourceError | Skipped | Note

FORMATS: tuple[Format, ...] = (
    Format(name="plain text", suffixes=(".txt",), read=read_text),
    Format(name="Markdown with front matter", suffixes=(".md", ".markdown"), read=read_markdown),
    Format(name="web page", suffixes=(".html", ".htm"), read=read_html),
    Format(
        name="RSS or Atom feed",
        suffixes=(".rss", ".atom", ".xml"),
        read=read_feed,
        limit_mb=MAX_COLLECTION_MB,
    ),
    Format(name="JSON", suffixes=(".json",), read=read_json, limit_mb=MAX_COLLECTION_MB),
    Format(
        name="JSON Lines", suffixes=(".jsonl", ".ndjson"), read=read_json_lines, limit_mb=MAX_COLLECTION_MB
    ),
)
_BY_SUFFIX = {suffix: known for known in FORMATS for suffix in known.suffixes}


def read_sources(
    inputs: Iterable[str | Path], *, published: date | None = None, outlet: str = ""
) -> Iterator[Found]:
    """Yield what files, folders (with all below them, in name order) and web addresses hold.

    ``published`` and ``outlet`` are used for articles that state none themselves.
    """
    for item in inputs:
        if str(item).startswith(("http://", "https://")):
            yield from fetch_articles(str(item), published=published, outlet=outlet)
            continue
        path = Path(item)
        if path.is_dir():
            yield from _read_folder(path, published, outlet)
        else:
            yield from read_file(path, published=published, outlet=outlet)


def _read_folder(folder: Path, published: date | None, outlet: str) -> Iterator[Found]:
    """Yield what the files of a folder hold; a folder without any is told apart from one that is done."""
    files = _files_below(folder)
    if not any(file.suffix.lower() in _BY_SUFFIX for file in files):
        problem = f"there is no file in it that can be read ({len(files)} in other formats)"
        yield SourceError(str(folder), problem, f"put articles in it that end in {', '.join(_BY_SUFFIX)}")
    for file in files:
        if file.suffix.lower() in _BY_SUFFIX:
            yield from read_file(file, published=published, outlet=outlet)
        else:
            yield Skipped(name=str(file))


def _files_below(folder: Path) -> list[Path]:
    """The files in a folder and its sub-folders, without hidden ones, in name order."""
    found = (p for p in folder.rglob("*") if p.is_file())
    return sorted(p for p in found if not any(q.startswith(".") for q in p.relative_to(folder).parts))


def read_file(path: Path, *, published: date | None = None, outlet: str = "") -> Iterator[Found]:
    """Yield the articles of one file, or why there are none."""
    try:
        known = _format_of(str(path))
        raw = load_file(path, known.limit_mb)
    except SourceError as failure:
        yield failure
        return
    yield from _articles(raw, known.read, path.name, published, outlet)


def read_upload(
    name: str, content: bytes, *, published: date | None = None, outlet: str = ""
) -> Iterator[Found]:
    """Yield the articles of a file that was sent, not opened; ``name`` tells the format."""
    try:
        known = _format_of(name)
        check_size(name, len(content), known.limit_mb)
    except SourceError as failure:
        yield failure
        return
    yield from _articles(RawFile(name=name, content=content), known.read, name, published, outlet)


def fetch_articles(url: str, *, published: date | None = None, outlet: str = "") -> Iterator[Found]:
    """Fetch one web page and yield its article, or why there is none."""
    try:
        raw, address = fetch_page(url)
        check_size(url, len(raw.content), MAX_ARTICLE_MB)
    except SourceError as failure:
        yield failure
        return
    yield from _articles(raw, lambda page: read_html(page, address), "", published, outlet)


def article_from_text(
    text: str, *, title: str = "", published: date | None = None, outlet: str = "", url: str = ""
) -> Article:
    """Return pasted text as an article; raises SourceError when there is none or too much."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    check_size("the pasted text", len(text.strip().encode("utf-8", "surrogatepass")), MAX_ARTICLE_MB)
    draft = Draft(text=text, title=title or title_of(text), published=published, outlet=outlet, url=url)
    return draft.to_article(file_name="")


def _format_of(name: str) -> Format:
    """Return the format that the file's suffix stands for; raises SourceError for any other."""
    suffix = Path(name).suffix.lower()
    if suffix not in _BY_SUFFIX:
        problem = f"files ending in {suffix!r} are not read" if suffix else "its name has no ending"
        raise SourceError(name, problem, f"use one of {', '.join(_BY_SUFFIX)}")
    return _BY_SUFFIX[suffix]


def _articles(
    raw: RawFile, read: Reader, file_name: str, published: date | None, outlet: str
) -> Iterator[Found]:
    """Yield the reader's drafts as articles and its failures as they are."""
    try:
        for draft in read(raw):
            if isinstance(draft, SourceError):
                yield draft
            else:
                if draft.note:
                    yield Note(line=draft.note)
                yield draft.to_article(file_name=file_name, published=published, outlet=outlet)
    except SourceError as failure:
        yield failure
