"""Tells that a listed town heads an entry of a report by places: "Hadrovik: A grenade ..." among others."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from articles.toponyms.spans import Facts
from articles.toponyms.tokens import Tokens
from articles.toponyms.words import common_words, given_names, surnames, word_classes
from geodata.model import PlaceKind

_LONGEST = 4  # words of a heading
_LEAST = 2
"""So many headings of a text have to be listed places: where one is, or one comes again, people speak."""
_PLACES = frozenset((PlaceKind.SETTLEMENT, PlaceKind.ADMIN1, PlaceKind.ADMIN2))


def heads_entry(tokens: Tokens, first: int, last: int, facts: Facts) -> bool:
    """Whether a name stands alone before the colon of a paragraph, as other listed places do in the text.

    So it does before that of a sentence, where others do: "Gao: shells fell. Kidal: a mine went off". Persons
    stand so too who speak ("Jackson: I ..."): what one may be called says nothing, nor does it where one
    heading comes twice.
    """
    if tokens.words[last : last + 1] != [":"] or not _is_place(tokens, first, last, facts):
        return False
    return any(
        opens(tokens, first) and _are_places(tokens, _headings(tokens, opens), facts)
        for opens in (_opens_line, _opens_sentence)
    )


def _are_places(tokens: Tokens, headings: Sequence[tuple[int, int]], facts: Facts) -> bool:
    named = [tokens.surface(start, end).casefold() for start, end in headings]
    if len(set(named)) < len(named):
        return False
    return sum(_is_place(tokens, start, end, facts) for start, end in headings) >= _LEAST


def _is_place(tokens: Tokens, first: int, last: int, facts: Facts) -> bool:
    word = tokens.lower[first]
    if word in given_names() or word in surnames() or word in common_words() or word in word_classes():
        return False
    known = facts.of(tokens.surface(first, last))
    return known is not None and not known.is_demonym and known.kind in _PLACES


def _headings(tokens: Tokens, opens: Callable[[Tokens, int], bool]) -> list[tuple[int, int]]:
    """Return the names that open a line, or a sentence, and end in a colon."""
    found = []
    for colon in (at for at, word in enumerate(tokens.words) if word == ":" and at):
        first = colon - 1
        while first > 0 and tokens.capital[first] and not opens(tokens, first) and colon - first < _LONGEST:
            first -= 1
        if tokens.capital[first] and opens(tokens, first):
            found.append((first, colon))
    return found


def _opens_sentence(tokens: Tokens, at: int) -> bool:
    return tokens.opens[at] or _opens_line(tokens, at)


def _opens_line(tokens: Tokens, at: int) -> bool:
    if at == 0 or tokens.words[at - 1] in ("¶", "•"):
        return True
    return "\n" in tokens.text[tokens.ends[at - 1] : tokens.starts[at]]
