"""Reads Markdown with front matter: title, published, outlet and url above the text, marks removed below."""

from __future__ import annotations

import re
from collections.abc import Iterator

import frontmatter
import yaml

from articles.sources.draft import Draft, SourceError
from articles.sources.published import parse_published
from articles.sources.raw_file import RawFile, decode

# What Markdown adds to the words, and what is left of it; in this order.
_MARKS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"!\[([^\]]*)\]\([^)]*\)"), r"\1"),
    (re.compile(r"\[([^\]]+)\]\([^)]*\)"), r"\1"),
    (re.compile(r"^#{1,6}[ \t]+", re.MULTILINE), ""),
    (re.compile(r"^>[ \t]?", re.MULTILINE), ""),
    (re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]+?)(?<=\S)\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<!\w)_(?=\S)([^_\n]+?)(?<=\S)_(?!\w)"), r"\1"),
)
_HEADING = re.compile(r"^#[ \t]+(.+?)[ \t]*#*$", re.MULTILINE)


def read_markdown(raw: RawFile) -> Iterator[Draft]:
    """Yield the one article of the file; raises SourceError for front matter that cannot be read."""
    source, note = decode(raw)
    try:
        fields, body = frontmatter.parse(source)
    except (yaml.YAMLError, ValueError) as error:
        problem = f"its front matter cannot be read ({str(error).splitlines()[0][:80]})"
        remedy = "write it as lines of 'key: value' and dates as YYYY-MM-DD"
        raise SourceError(raw.name, problem, remedy) from None
    try:
        published = parse_published(fields.get("published"))
    except ValueError as error:
        problem, _, remedy = str(error).partition("; ")
        raise SourceError(raw.name, f"published: {problem}", remedy) from None
    text = without_marks(body)
    if not text.strip():
        raise SourceError(raw.name, "there is no text below its front matter", "add the article's text")
    heading = _HEADING.search(body)
    yield Draft(
        text=text,
        title=str(fields.get("title") or (heading[1] if heading else "")),
        published=published,
        outlet=str(fields.get("outlet") or ""),
        url=str(fields.get("url") or ""),
        note=note,
    )


def without_marks(markdown: str) -> str:
    """Return the words of a Markdown text: links by their text, no heading, quotation or emphasis marks."""
    for pattern, replacement in _MARKS:
        markdown = pattern.sub(replacement, markdown)
    return markdown.strip()
