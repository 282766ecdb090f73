"""Word classes that tell a place name from its neighbours: titles, given names, kinds, institutions, verbs."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

_DATA = files("articles.toponyms") / "data"


def _lines(name: str) -> list[str]:
    text = (_DATA / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@cache
def word_classes() -> dict[str, tuple[str, ...]]:
    """Return the classes of every listed word ("river" → ("water",)); words are lower-case."""
    classes: dict[str, list[str]] = {}
    for line in _lines("word_classes.tsv"):
        label, words = line.split("\t")
        for word in words.split():
            found = classes.setdefault(word, [])
            if label not in found:
                found.append(label)
    return {word: tuple(found) for word, found in classes.items()}


@cache
def words_in(label: str) -> frozenset[str]:
    """Return every word of one class; raises ValueError for a class the table lacks."""
    found = frozenset(word for word, labels in word_classes().items() if label in labels)
    if not found:
        raise ValueError(f"word_classes.tsv has no class {label!r}")
    return found


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
