"""Reads Markdown with front matter: title, published, outlet and url above the text, marks removed below."""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from articles.sources.draft import Draft, SourceError
from articles.sources.json_records import KEYS, folded_key
from articles.sources.published import parse_published
from articles.sources.raw_file import RawFile, decode

# What Markdown adds to the words, and what is left of it; in this order. Each look for an end stops where
# another beginning stands, so that unclosed marks cost no more than their number.
_TARGET = r"\((?:[^()\n]++|\([^()\n]*+\))*+\)"
_MARKS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(rf"!\[([^\[\]]*+)\]{_TARGET}"), r"\1"),
    (re.compile(rf"\[([^\[\]]++)\]{_TARGET}"), r"\1"),
    (re.compile(r"^#{1,6}[ \t]++", re.MULTILINE), ""),
    (re.compile(r"^>[ \t]?", re.MULTILINE), ""),
    (re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]++)(?<=\S)\*(?![\w*])"), r"\1"),
    (re.compile(r"\*\*(?=\S)((?:[^*\n]|\*(?!\*))++)(?<=\S)\*\*"), r"\1"),
    (re.compile(r"(?<!\w)_(?=[^\s_])([^_\n]++)(?<=\S)_(?!\w)"), r"\1"),
    (re.compile(r"__(?=\S)((?:[^_\n]|_(?!_))++)(?<=\S)__"), r"\1"),
)
_HEADING = re.compile(r"^#[ \t]+(\S[^\n]*)$", re.MULTILINE)
# Front matter is a handful of lines; parsing more takes the parser long.
_LONGEST_FRONT_MATTER = 20_000
_FRONT_MATTER = re.compile(r"\ufeff?\s*---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*$\n?", re.DOTALL | re.MULTILINE)


class _Loader(yaml.BaseLoader):  # type: ignore[misc]
    """Takes values as they are written, without tags and without aliases, which a few lines can multiply."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """Refuse an alias; compose anything else."""
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("aliases are not read")
        return super().compose_node(parent, index)


def read_markdown(raw: RawFile) -> Iterator[Draft]:
    """Yield the one article of the file; raises SourceError for front matter that cannot be read."""
    source, note = decode(raw)
    fields, body = _parted(source, raw.name)
    found = {
        field: next((fields[key] for key in keys if fields.get(key)), "") for field, keys in KEYS.items()
    }
    try:
        published = parse_published(found["published"])
    except ValueError as error:
        problem, _, remedy = str(error).partition("; ")
        raise SourceError(raw.name, f"its front matter says published: {problem}", remedy) from None
    text = without_marks(body)
    if not text.strip():
        raise SourceError(raw.name, "there is no text below its front matter", "add the article's text")
    heading = _HEADING.search(body)
    yield Draft(
        text=text,
        title=found["title"] or (heading[1].rstrip("# \t") if heading else ""),
        published=published,
        outlet=found["outlet"],
        url=found["url"],
        note=note,
    )


def _parted(source: str, name: str) -> tuple[dict[str, str], str]:
    """Return the front matter's plain values and the text below it; SourceError when it cannot be read."""
    found = _FRONT_MATTER.match(source)
    if found is None:
        return {}, source
    remedy = "write it as lines of 'key: value' and dates as YYYY-MM-DD"
    if len(found[1]) > _LONGEST_FRONT_MATTER:
        raise SourceError(name, "its front matter is too long", remedy)
    try:
        fields = yaml.load(found[1], Loader=_Loader) or {}  # noqa: S506  (a loader that builds no objects)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        problem = f"its front matter cannot be read ({str(error)[:80]})"
        raise SourceError(name, problem, remedy) from None
    if not isinstance(fields, dict):
        raise SourceError(name, "its front matter cannot be read", remedy)
    plain = {folded_key(key): value for key, value in reversed(fields.items()) if isinstance(value, str)}
    return plain, source[found.end() :]


def without_marks(markdown: str) -> str:
    """Return the words of a Markdown text: links by their text, no heading, quotation or emphasis marks."""
    for pattern, replacement in _MARKS:
        markdown = pattern.sub(replacement, markdown)
    return markdown.strip()
