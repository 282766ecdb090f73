"""Reads a plain text file: the text is kept character for character, a first heading line is its title."""

from __future__ import annotations

from collections.abc import Iterator

from articles.sources.draft import Draft, SourceError
from articles.sources.raw_file import RawFile, decode, is_web_page

# A first line longer than this is a paragraph, not a headline.
_LONGEST_TITLE = 200


def read_text(raw: RawFile) -> Iterator[Draft]:
    """Yield the one article of the file; offsets into it are offsets into the file.

    Raises SourceError for a web page, whose marks would be read as words.
    """
    if is_web_page(raw.content):
        raise SourceError(raw.name, "it is a web page, no plain text", "give it the ending .html")
    text, note = decode(raw)
    yield Draft(text=text, title=title_of(text), note=note)


def title_of(text: str) -> str:
    """Return the first line when it stands alone like a headline, else ""."""
    first, _, rest = text.lstrip().partition("\n")
    stands_alone = not rest or not rest.split("\n", 1)[0].strip()
    first = first.strip()
    if rest.strip() and stands_alone and len(first) <= _LONGEST_TITLE and not first.endswith((".", ":")):
        return first
    return ""
