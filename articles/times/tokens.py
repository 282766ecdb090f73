"""Cuts a text into the tokens temporal expressions are made of, each with its class and value."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from articles.times.lexicon import Value, class_names, surfaces

#: Stands for any stretch of text that no temporal expression may contain.
OTHER = "\x20"

#: Class -> the one character that stands for it in the string the grammar is matched against.
LETTER = {name: chr(0xC0 + n) for n, name in enumerate((*class_names(), "LOWMAY"))}
CLASS_OF = {letter: name for name, letter in LETTER.items()}

_SURFACES: dict[str, tuple[str, Value]] = {
    surface: (LETTER[name], value) for surface, name, value in surfaces()
}

# Every token with the white space before it, so that the pieces tile the text. The long word comes first
# because most tokens are one; no other alternative begins with two letters. White space before a token is
# bounded, so that a text of nothing else is read in linear time.
_PIECE = re.compile(
    r"""
    (?:[ ]|[^\S\n]{0,80}(?:\n[^\S\n]{0,80})?)
    (?:
      [A-Za-z]{2,}(?![^\W\d_]) | [^\W\d_]{2,}
    | \d{4}-\d\d-\d\d(?!\d)(?:T\d\d:\d\d(?::\d\d)?Z?)? | \d{4}/\d\d/\d\d(?!\d)          # 2022-09-13
    | \d{1,2}(?:\.\d{1,2}\.|/\d{1,2}/)(?:\d{4}|\d\d)(?!\d)                          # 13.09.2022
    | \d{1,2}:\d\d(?::\d\d)?(?:am|pm|AM|PM|hrs|h)?(?![\w:])
    | \d{1,2}\.\d\d\s?(?:am|pm|AM|PM|[ap]\.m\.?)(?!\w)                              # 6.30pm
    | \d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)
    | \d+\.\d+
    | \d+(?:st|nd|rd|th|s|am|pm|AM|PM|hrs|h)?(?![^\W_])
    | ['‘’]\d\ds?(?!\w)
    | [aApP]\.\s?[mM](?:\.|(?!\w))
    | B\.\s?C\.?(?:\s?E(?:\.|(?!\w)))?(?!\w) | A\.D\.?(?!\w)
    | [oO]['’][cC]lock
    | [QH][1-4](?!\w)
    | [^\W\d_]
    | ['’]s(?!\w)
    | [^\w\s]
    | \w
    )
    | \s+                                                              # a blank line, a wide gap
    """,
    re.VERBOSE,
)

_SHAPE = re.compile(
    r"""
    (?P<ISODATE>\d{4}[-/]\d\d[-/]\d\d.*)
    | (?P<NUMDATE>\d{1,2}[./]\d{1,2}[./]\d+)
    | (?P<CLOCK>\d{1,2}(?::\d\d.*|\.\d\d\s?[apAP].*))
    | (?P<ORDNUM>\d+(?:st|nd|rd|th))
    | (?P<DECADENUM>\d{2,4}0s | ['‘’]\d0s | \d0s)
    | (?P<HOURAMPM>\d{1,2}(?:am|pm|AM|PM))
    | (?P<HRS>\d{3,4}(?:hrs|h))
    | (?P<YEAR2>['‘’]\d\d)
    | (?P<DECIMAL>\d+\.\d+)
    | (?P<INT>[\d,]+(?:\.\d+)?)
    | (?P<BC>B\..*)
    | (?P<AD>A\.D\.?)
    | (?P<AM>[aA]\..*)
    | (?P<PM>[pP]\..*)
    | (?P<OCLOCK>[oO]['’].*)
    | (?P<POSS>['’]s)
    | (?P<QSHORT>[QH][1-4])
    """,
    re.VERBOSE,
)
_SHAPED_START = frozenset("0123456789'‘’aApPoOBQH")


#: How many different pieces keep their letter, so that long use does not fill the memory.
_MOST_KEPT = 30_000


class _Letters(dict[str, str]):
    """Piece -> letter; pieces met for the first time are looked up and, while there is room, kept."""

    def __missing__(self, piece: str) -> str:
        letter = _entry(piece.lstrip())[0]
        if len(self) < _MOST_KEPT:
            self[piece] = letter
        return letter


_LETTERS = _Letters()

#: How many characters are read at once, and how far from their end no token can be cut in two.
_AT_ONCE, _LONGEST = 16_000, 60


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a text in order: a letter, the token with the white space before it, and its end.

    Where a letter is OTHER, the token belongs to no expression.
    """

    letters: str
    pieces: list[str]
    ends: list[int]

    def start(self, at: int) -> int:
        """Return the offset of the first character of a token."""
        return self.ends[at] - len(self.pieces[at].lstrip())

    def values(self, first: int, last: int) -> list[Value]:
        """Return what the tokens ``first`` to ``last`` (exclusive) stand for."""
        return [_entry(piece.lstrip())[1] for piece in self.pieces[first:last]]


def read_tokens(text: str, at_once: int = _AT_ONCE) -> Iterator[Tokens]:
    """Cut ``text`` into tokens, about ``at_once`` characters at a time; no expression spans two yields.

    Tokens tile the text, so that lengths alone give the offsets. Reading a little at a time keeps the memory
    small, which makes a long text as cheap as many short ones.
    """
    start, size = 0, at_once
    while start < len(text):
        pieces = _PIECE.findall(text, start, start + size)
        letters = "".join(map(_LETTERS.__getitem__, pieces))
        ends = list(accumulate(map(len, pieces), initial=start))[1:]
        if start + size < len(text):
            cut = letters.rfind(OTHER, 0, bisect_right(ends, start + size - _LONGEST)) + 1
            if not cut:
                size *= 2
                continue
            letters, pieces, ends = letters[:cut], pieces[:cut], ends[:cut]
            start, size = ends[-1], at_once
        else:
            start = len(text)
        yield Tokens(letters, pieces, ends)


def _entry(surface: str) -> tuple[str, Value]:
    """Return letter and value of a token, OTHER and None where it means nothing here."""
    entry = _SURFACES.get(surface)
    if entry is None and surface[:1] in _SHAPED_START:
        entry = _shaped(surface)
    return entry or (OTHER, None)


def _shaped(surface: str) -> tuple[str, Value] | None:
    """Return letter and value of a token told by its shape, None for an ordinary word."""
    match = _SHAPE.fullmatch(surface)
    if match is None or match.lastgroup is None:
        return None
    name = match.lastgroup
    if name == "INT":
        return _integer(surface)
    if name == "ORDNUM":
        return LETTER[name], int(surface[:-2])
    if name == "YEAR2":
        return LETTER[name], int(surface[1:])
    if name in ("AM", "PM", "BC"):
        return LETTER[name], "BC" if name == "BC" else None
    return LETTER[name], surface


def _integer(surface: str) -> tuple[str, Value]:
    if not surface.isascii() or "." in surface or len(surface) > 9:
        return LETTER["DECIMAL"], surface
    number = int(surface.replace(",", ""))
    if "," in surface:
        return LETTER["INT"], number
    if len(surface) <= 2 and 1 <= number <= 31:
        return LETTER["DAYNUM"], number
    if len(surface) == 4 and 1000 <= number <= 2199:
        return LETTER["YEAR"], number
    if len(surface) == 4 and number % 100 < 60 and number < 2400:
        return LETTER["MILITARY"], number
    return LETTER["INT"], number
