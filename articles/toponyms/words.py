"""Word classes that tell a place name from its neighbours: titles, names, kinds, institutions, verbs."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

_DATA = files("articles.toponyms") / "data"


def _lines(name: str) -> list[str]:
    text = (_DATA / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@cache
def _table() -> dict[str, tuple[str, ...]]:
    rows = (line.split("\t") for line in _lines("word_classes.tsv"))
    return {label: tuple(dict.fromkeys(words.split())) for label, words in rows}


@cache
def word_classes() -> dict[str, tuple[str, ...]]:
    """Return the classes of every listed word ("river" → ("water",)); words are lower-case."""
    classes: dict[str, list[str]] = {}
    for label, words in _table().items():
        for word in words if not label.startswith("_") else ():
            classes.setdefault(word, []).append(label)
    return {word: tuple(found) for word, found in classes.items()}


@cache
def words_in(label: str) -> frozenset[str]:
    """Return every word of one class; raises ValueError for a class the table lacks."""
    found = _table().get(label)
    if not found:
        raise ValueError(f"word_classes.tsv has no class {label!r}")
    return frozenset(found)


@cache
def given_names() -> frozenset[str]:
    """Return lower-case given names: the commonest of the US census, and names of the theatres."""
    names = " ".join(_lines("given_names.txt") + _lines("given_names_extra.txt"))
    return frozenset(names.split())


@cache
def surnames() -> frozenset[str]:
    """Return the commonest surnames of the US census, lower-case."""
    return frozenset(" ".join(_lines("surnames.txt")).split())


@cache
def common_words() -> frozenset[str]:
    """Return English words that are also written as place names ("reading", "mobile", "most")."""
    return frozenset(" ".join(_lines("common_words.txt")).split())
