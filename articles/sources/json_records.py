"""Reads articles from JSON (one object or a list of them) and JSON Lines (one object per line)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from articles.sources.draft import Draft, SourceError
from articles.sources.published import day_stated, parse_published
from articles.sources.raw_file import RawFile, decode

# Keys in use for the same thing, in small letters; the first that is present and not empty counts.
KEYS: dict[str, tuple[str, ...]] = {
    "text": ("text", "body", "content", "article", "maintext"),
    "title": ("title", "headline"),
    "published": (
        "published",
        "date",
        "date_publish",
        "publication_date",
        "pub_date",
        "published_at",
        "publishedat",
        "pubdate",
    ),
    "outlet": ("outlet", "source", "publisher", "sitename", "source_domain"),
    "url": ("url", "link"),
}
# When a record was last changed: no publication date.
_CHANGED = ("date_modify", "date_modified", "datemodified", "modified", "updated", "updated_at")


def read_json(raw: RawFile) -> Iterator[Draft | SourceError]:
    """Yield an article per object; raises SourceError when the file is no JSON."""
    try:
        loaded = json.loads(decode(raw).text)
    except (ValueError, RecursionError) as error:
        raise SourceError(
            raw.name, f"it is no JSON ({str(error)[:60]})", "check it with a validator"
        ) from None
    if isinstance(loaded, dict) and isinstance(loaded.get("articles"), list):
        loaded = loaded["articles"]
    records = loaded if isinstance(loaded, list) else [loaded]
    if not records:
        raise SourceError(raw.name, "there is no record in it", "leave it out")
    for number, record in enumerate(records, start=1):
        yield _draft(record, f"{raw.name}, record {number}" if len(records) > 1 else raw.name)


def read_json_lines(raw: RawFile) -> Iterator[Draft | SourceError]:
    """Yield an article per line; a broken line is reported by its number and the others go on."""
    for number, line in enumerate(decode(raw).text.split("\n"), start=1):
        if not line.strip():
            continue
        name = f"{raw.name}, line {number}"
        try:
            record = json.loads(line)
        except (ValueError, RecursionError):
            yield SourceError(name, "it is no JSON", "write one JSON object per line")
            continue
        yield _draft(record, name)


def _draft(record: object, name: str) -> Draft | SourceError:
    """Return the record as a draft, or why it is none."""
    if not isinstance(record, dict):
        return SourceError(name, "it is no JSON object", 'write {"title": …, "published": …, "text": …}')
    values = {folded_key(key): value for key, value in reversed(record.items())}
    found = {field: _first(values, keys) for field, keys in KEYS.items()}
    text = found["text"]
    if not isinstance(text, str) or not text.strip():
        return SourceError(name, "it has no text", f"put the text under one of {', '.join(KEYS['text'])}")
    try:
        published = parse_published(found["published"])
    except ValueError as error:
        problem, _, remedy = str(error).partition("; ")
        return SourceError(name, problem, remedy)
    changed = _first(values, _CHANGED) if published is None else None
    return Draft(
        text=text.replace("\r\n", "\n").replace("\r", "\n"),
        title=_name_in(found["title"]),
        published=published,
        outlet=_name_in(found["outlet"]),
        url=_name_in(found["url"]),
        hint=day_stated(changed),
    )


def folded_key(key: object) -> str:
    """Return the name of a key or a column as it is looked up: "Published At" as "published_at"."""
    return re.sub(r"[\s-]+", "_", str(key or "").strip().strip('"\ufeff').casefold())


def _name_in(value: object) -> str:
    """Return a title or an outlet as text, also where it is an object with a name: {"name": "Example"}."""
    if isinstance(value, dict):
        value = _first({folded_key(key): part for key, part in value.items()}, ("name", "title"))
    return str(value) if isinstance(value, str | int) else ""


def _first(record: dict[str, object], keys: tuple[str, ...]) -> object:
    """The first value under ``keys`` that is not empty, or None."""
    return next((record[key] for key in keys if record.get(key)), None)
