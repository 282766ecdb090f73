"""Reads Rich Text Format (.rtf) as word processors write it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from articles.sources.draft import Draft, SourceError
from articles.sources.plain_text import title_of
from articles.sources.raw_file import RawFile

# Pictures and other objects written as hexadecimal digits; they make most of a file's size.
_DIGITS = re.compile(rb"[0-9a-fA-F\r\n]{400,}")
_REVISED = re.compile(rb"\\revtim\\yr(\d{4})\\mo(\d{1,2})\\dy(\d{1,2})")
_BLANKS = re.compile(r"[ \t\xa0]+")


def read_rtf(raw: RawFile) -> Iterator[Draft]:
    """Yield the one article of the file; raises SourceError when it is no RTF or has no text."""
    from striprtf.striprtf import rtf_to_text  # takes a moment to load

    if not raw.content.lstrip()[:5] == b"{\\rtf":
        raise SourceError(raw.name, "it is no RTF", "save it as .rtf, .docx or .txt")
    source = _DIGITS.sub(b"", raw.content).decode("latin-1")
    text: str = rtf_to_text(source, errors="replace")  # type: ignore[no-untyped-call]
    lines = (_BLANKS.sub(" ", line).strip() for line in text.replace("|", " ").split("\n"))
    text = "\n\n".join(line for line in lines if line)
    if not text:
        raise SourceError(raw.name, "it has no text", "save the article's text as .txt")
    yield Draft(text=text, title=title_of(text), hint=_revised(raw.content))


def _revised(content: bytes) -> date | None:
    """The day the file was last changed, None where it does not say."""
    found = _REVISED.search(content[:20_000])
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None
