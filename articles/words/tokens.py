"""Turns text into words of known classes, so that a rule is a short regular expression over classes.

Every word (or phrase) becomes one character that stands for its class; the rules then run over that
string of characters. It makes them quick, linear in the length of the text, and blind to upper and lower
case, to the shape of quotation marks and to line ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from itertools import accumulate, compress, pairwise
from typing import TypeVar

_T = TypeVar("_T")

SENTENCE_END = "|"
COMMA = ","
NUMBER = "#"
OTHER = "_"
QUOTE = '"'
COLON = ":"
BRACKET = "("
_ARTICLE = "the"
"""The definite article is no unit: "took the town" and "took town" are read alike."""
_SKIPPED = (_ARTICLE, "s")
_RANGES = ((0x80, 0x100), (ord("a"), ord("z") + 1), (ord("A"), ord("Z") + 1), (0x100, 0x180))
_CODES = [chr(point) for first, after in _RANGES for point in range(first, after)]
"""The characters that stand for classes. None means anything between the brackets of a pattern. Of each below
256 Python keeps one object, and a set of them takes 32 bytes in a pattern, so they come first."""

_QUOTES = (
    ("`", "'"), ("’", "'"), ("‘", "'"), ("ʼ", "'"), ("“", '"'), ("”", '"'), ("„", '"'), ("«", '"'), ("»", '"')
)  # fmt: skip
_LETTER = r"[^\W\d_]"
# The first alternative reads what most words are; it takes nothing that a later one would read otherwise.
# The look-ahead in front lets the search step over blanks quickly.
_WORD = re.compile(
    rf"(?! )({_LETTER}{{2,}}+(?!\d)(?:'(?!s\b){_LETTER}+)*"
    rf"|\d+(?:[.,]\d+)*|{_LETTER}{{1,3}}\d{{1,3}}(?!\w)|(?:{_LETTER}\.){{2,}}"
    rf"|{_LETTER}+(?:'(?!s\b){_LETTER}+)*|[.!?;]+(?=[\s\"')\]]|$)|[,:\"()\[\]]"
    r"|(?<=\s)[-–—]+(?=\s)|—|\n[^\S\n]*\n)"
)
_MONTHS = ("march", "may")
"""Words that are a verb or a month."""

_BEFORE_MONTH = frozenset("in of since early late mid until last".split())
_PUNCTUATION = {
    ",": COMMA,
    "(": BRACKET,
    "[": BRACKET,
    ")": COMMA,
    "]": COMMA,
    '"': QUOTE,
    ":": COLON,
    "-": COMMA,
    "–": COMMA,
    "—": COMMA,
}


def fold(text: str) -> str:
    """Return the text in lower case with straight quotes, every character at its old offset."""
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    for quote, straight in _QUOTES[:1] if lowered.isascii() else _QUOTES:
        lowered = lowered.replace(quote, straight)
    return lowered


@dataclass(frozen=True, slots=True)
class Tokens:
    """The units of a text: ``codes[i]`` is the class of unit i, which covers ``starts[i]:ends[i]``.

    ``folded`` is the text in lower case with straight quotes, in which the same offsets count.
    """

    codes: str
    words: list[str]
    starts: list[int]
    ends: list[int]
    folded: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """``names`` maps a class to its character, ``code_of`` a word or phrase to that of its class.

    ``longest`` says for the first two words of a phrase how many words to try at most.
    """

    names: dict[str, str]
    code_of: dict[str, str]
    longest: dict[tuple[str, str], int]


def phrases_of(entries: str) -> Iterator[str]:
    """Yield every form of the words of a row of lexicon.tsv, written as the units of a text are."""
    return (_without_articles(form) for entry in entries.split("; ") for form in _forms(entry))


def _without_articles(phrase: str) -> str:
    return " ".join(word for word in phrase.split(" ") if word != _ARTICLE)


def _forms(entry: str) -> Iterator[str]:
    words = entry.split(" ")
    for i, word in enumerate(words):
        if word[-1] in "~^" and len(word) > 1:
            for form in _verb_forms(word) if word[-1] == "~" else _noun_forms(word[:-1]):
                yield " ".join((*words[:i], form, *words[i + 1 :]))
            return
    yield entry


def _verb_forms(word: str) -> tuple[str, ...]:
    stem = word.rstrip("~")
    doubled = stem + stem[-1] if word.endswith("~~") else stem
    if stem.endswith("e"):
        return stem, stem + "s", stem + "d", stem[:-1] + "ing"
    if stem.endswith("y") and stem[-2] not in "aeiou":
        return stem, stem[:-1] + "ies", stem[:-1] + "ied", stem + "ing"
    third = stem + "es" if stem.endswith(("s", "sh", "ch", "x", "z")) else stem + "s"
    return stem, third, doubled + "ed", doubled + "ing"


def _noun_forms(stem: str) -> tuple[str, ...]:
    if stem.endswith("y") and stem[-2] not in "aeiou":
        return stem, stem[:-1] + "ies"
    return (stem, stem + "es") if stem.endswith(("s", "sh", "ch", "x")) else (stem, stem + "s")


def read_table(name: str, package: str = "articles.words") -> list[list[str]]:
    """Return the rows of a package's table, without comments and blank lines."""
    lines = resources.files(package).joinpath(name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line.strip() and not line.startswith("#")]


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """Return the word classes of lexicon.tsv; raises ValueError when a phrase stands in two classes."""
    names: dict[str, str] = {}
    code_of: dict[str, str] = {}
    longest: dict[tuple[str, str], int] = {}
    for name, entries in read_table("lexicon.tsv"):
        code = names.setdefault(name, NUMBER if name == "number" else _CODES[len(names)])
        for phrase in phrases_of(entries):
            if code_of.setdefault(phrase, code) != code:
                raise ValueError(f"lexicon.tsv: {phrase!r} stands in two classes, one of them {name!r}")
            first, *rest = phrase.split(" ")
            if rest:
                longest[first, rest[0]] = max(longest.get((first, rest[0]), 0), 1 + len(rest))
    return Lexicon(names=names, code_of=code_of, longest=longest)


@lru_cache(maxsize=8)
def singulars(name: str) -> frozenset[str]:
    """Return the single words of a class that lexicon.tsv lists with their plurals, in the singular."""
    rows = (entries.split("; ") for kind, entries in read_table("lexicon.tsv") if kind == name)
    return frozenset(e[:-1] for row in rows for e in row if e.endswith("^") and " " not in e)


def tokenise(text: str) -> Tokens:
    """Return the text's units; hyphens part words, "the" and a possessive 's belong to no unit."""
    folded = fold(text)
    # One call cuts the text into what lies between words and the words, in turns, which is far quicker
    # than a match object for each word; the lengths give the offsets.
    pieces = _WORD.split(folded)
    bounds = list(accumulate(map(len, pieces)))
    words, starts, ends = pieces[1::2], bounds[0:-1:2], bounds[1::2]
    kept = bytearray(b"\1") * len(words)
    for i in [i for i, word in enumerate(words) if word in _SKIPPED]:
        # An "s" without an apostrophe before it is a word of its own.
        kept[i] = words[i] == "s" and folded[starts[i] - 1 : starts[i]] != "'"
    words, starts, ends = _only(words, kept), _only(starts, kept), _only(ends, kept)
    codes = list(map(_code_of, words))
    begins = _group(words, codes, ends)
    return Tokens(
        codes=_with_rebel_forces("".join(compress(codes, begins))),
        words=_only(words, begins),
        starts=_only(starts, begins),
        ends=_only(ends, begins),
        folded=folded,
    )


def is_passive(tokens: Tokens, verb: int, first: int) -> bool:
    """Whether "were" or "have been" stands before a verb, from ``first`` on, two adverbs between at most."""
    be = lexicon().names["be"]
    nearby = range(max(first, verb - 3), verb)
    return any(tokens.codes[k] == be or tokens.words[k].endswith(" been") for k in nearby)


def _only(items: list[_T], kept: Sequence[object]) -> list[_T]:
    return list(compress(items, kept))


@lru_cache(maxsize=50_000)
def _code_of(word: str) -> str:
    """Return the class of a word that belongs to no phrase."""
    return lexicon().code_of.get(word) or _plain(word)


def _group(words: list[str], codes: list[str], ends: list[int]) -> bytearray:
    """Write each phrase, its class and its end over its first word's; return which words begin a unit."""
    lex = lexicon()
    begins = bytearray(b"\1") * len(words)
    for i in [i for i, word in enumerate(words) if word in _MONTHS and _is_month(words, i)]:
        codes[i] = lex.names["unit_time"]
    free = 0
    for i in [i for i, pair in enumerate(pairwise(words)) if pair in lex.longest]:
        size = _phrase_length(lex, words, i) if i >= free else 1
        if size > 1:
            free = i + size
            phrase = " ".join(words[i:free])
            words[i], codes[i], ends[i] = phrase, lex.code_of[phrase], ends[free - 1]
            begins[i + 1 : free] = bytes(size - 1)
    return begins


def _phrase_length(lex: Lexicon, words: list[str], i: int) -> int:
    """Return how many words the longest phrase of the lexicon from word ``i`` on has, 1 without one."""
    reach = lex.longest[words[i], words[i + 1]]
    for size in range(min(reach, len(words) - i), 1, -1):
        if " ".join(words[i : i + size]) in lex.code_of:
            return size
    return 1


def _with_rebel_forces(codes: str) -> str:
    """Return the classes with "forces" right after a rebel group's name as rebels."""
    rebel, forces = lexicon().names["rebel"], lexicon().names["forces"]
    while rebel + forces in codes:
        codes = codes.replace(rebel + forces, rebel + rebel)
    return codes


def _is_month(words: list[str], i: int) -> bool:
    """Whether "march" or "may" is the month: "19 March", "in March", "since March"."""
    before, after = words[max(i - 1, 0)], words[min(i + 1, len(words) - 1)]
    return before[0].isdigit() or after[0].isdigit() or (i > 0 and before in _BEFORE_MONTH)


def _plain(word: str) -> str:
    first = word[0]
    if first.isdigit():
        return NUMBER
    if first.isalpha():
        return OTHER
    return _PUNCTUATION.get(first, SENTENCE_END)
