"""Reads a text query (words, "a phrase", -not) and says it in SQLite's, PostgreSQL's and plain English."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_TERM = re.compile(r'(?P<minus>-)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"'})


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One word or phrase that a text must hold, or must not (``negated``)."""

    text: str
    negated: bool = False


def parse_words(query: str) -> tuple[Term, ...]:
    """Return the terms of a query; all of them must be met. Terms without a letter or digit are dropped."""
    normal = unicodedata.normalize("NFC", query).translate(_QUOTES)
    found = []
    for match in _TERM.finditer(normal):
        text = " ".join((match["phrase"] if match["phrase"] is not None else match["word"]).split())
        if any(character.isalnum() for character in text):
            found.append(Term(text=text, negated=bool(match["minus"])))
    return tuple(dict.fromkeys(found))


def describe_words(terms: tuple[Term, ...]) -> str:
    """Return the terms as a phrase: mentioning "shelling" and "power plant" but not "drill"."""
    wanted = " and ".join(f'"{term.text}"' for term in terms if not term.negated)
    unwanted = " or ".join(f'"{term.text}"' for term in terms if term.negated)
    if wanted and unwanted:
        return f"mentioning {wanted} but not {unwanted}"
    return f"mentioning {wanted}" if wanted else f"not mentioning {unwanted}"


def to_fts5(terms: tuple[Term, ...]) -> tuple[str, bool]:
    """Return an FTS5 expression and whether its hits are to be left out (a query of negations only).

    Each term is a quoted string, in which FTS5 knows no operators.
    """
    wanted = [_quoted(term) for term in terms if not term.negated]
    unwanted = " OR ".join(_quoted(term) for term in terms if term.negated)
    if not wanted:
        return unwanted, True
    expression = " AND ".join(wanted)
    return (f"({expression}) NOT ({unwanted})" if unwanted else expression), False


def _quoted(term: Term) -> str:
    cleaned = term.text.replace('"', " ").replace("\x00", " ")
    return f'"{cleaned}"'


def to_websearch(terms: tuple[Term, ...]) -> str:
    """Return the query in the form of PostgreSQL's ``websearch_to_tsquery``."""
    return " ".join(("-" if term.negated else "") + _quoted(term) for term in terms)
