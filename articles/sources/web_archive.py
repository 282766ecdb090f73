"""Reads web archives (.warc): every page that a crawler got becomes an article, with its address."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from articles.sources.draft import Note, SourceError
from articles.sources.raw_file import MAX_DOCUMENT_MB, Member, RawFile

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord

# Content types of records that are read, and the endings their formats have here.
_READ = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/pdf": ".pdf",
    "text/plain": ".txt",
    "application/rss+xml": ".rss",
    "application/atom+xml": ".atom",
}


def read_warc(raw: RawFile) -> Iterator[Member | Note | SourceError]:
    """Yield the pages in it; raises SourceError when it is no web archive."""
    from warcio.archiveiterator import ArchiveIterator  # takes a moment to load

    iterator = ArchiveIterator(io.BytesIO(raw.content))
    left_out: Counter[str] = Counter()
    pages = 0
    try:
        for record in iterator:
            suffix, why = _judged(record)
            if not suffix:
                left_out[why] += bool(why)
                continue
            pages += 1
            yield _member(record, suffix, pages)
    except Exception as error:  # warcio passes on whatever a damaged record makes it stumble over
        problem = f"it is no web archive or it is damaged ({str(error)[:80]})"
        failure = SourceError(raw.name, problem, "get it anew")
        if not pages:
            raise failure from None
        yield failure
    if not pages and not left_out:
        raise SourceError(raw.name, "there is no page in it", "archive the pages themselves")
    listed = ", ".join(f"{number:,} {why}" for why, number in left_out.items() if number)
    if listed:
        yield Note(line=f"{raw.name}: {pages:,} read; left out: {listed}")


def _judged(record: ArcWarcRecord) -> tuple[str, str]:
    """Return the ending of the record's format, or "" and what it is where it is no page."""
    if record.rec_type not in ("response", "resource"):
        return "", ""
    status = record.http_headers.get_statuscode() if record.http_headers is not None else "200"
    if status != "200":
        return "", "answered other than with 200"
    headers = record.http_headers or record.rec_headers
    kind = (headers.get_header("Content-Type") or "").partition(";")[0].strip().lower()
    return _READ.get(kind, ""), "no page but a picture, a script or the like"


def _member(record: ArcWarcRecord, suffix: str, number: int) -> Member:
    address = record.rec_headers.get_header("WARC-Target-URI") or ""
    url = address if address.startswith(("http://", "https://")) else ""
    # Read while the archive stands at this record: it cannot go back.
    content = record.content_stream().read(MAX_DOCUMENT_MB * 1_000_000 + 1)
    return Member(name=url or f"record {number}", suffix=suffix, url=url, load=partial(_head, content))


def _head(content: bytes, limit_bytes: int) -> bytes:
    return content[: limit_bytes + 1]
