"""Reads a file as one that is sent, and gives what comes of it."""

from __future__ import annotations

from articles.sources import Found, Note, read_upload
from geodata.model import Article


def found_in(name: str, content: bytes, **options: object) -> list[Found]:
    return list(read_upload(name, content, **options))  # type: ignore[arg-type]


def article_in(name: str, content: bytes, **options: object) -> Article:
    (article,) = [item for item in found_in(name, content, **options) if isinstance(item, Article)]
    return article


def lines_in(name: str, content: bytes, **options: object) -> list[str]:
    return [
        item.line if isinstance(item, Note) else str(item)
        for item in found_in(name, content, **options)
        if not isinstance(item, Article)
    ]
