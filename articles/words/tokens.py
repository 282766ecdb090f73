"""Turns text into words of known classes, so that a rule is a short regular expression over classes.

Every word (or phrase) becomes one character that stands for its class; the rules then run over that
string of characters. It makes them quick, linear in the length of the text, and blind to upper and lower
case, to the shape of quotation marks and to line ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

SENTENCE_END = "|"
COMMA = ","
NUMBER = "#"
OTHER = "_"
QUOTE = '"'
COLON = ":"
BRACKET = "("
_SKIPPED = "the"
"""The definite article is no unit: "took the town" and "took town" are read alike."""
_FIRST_CODE = 0x4E00
"""Classes get code points from here on: letters that no pattern syntax uses."""

_QUOTES = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "`": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"'}
)
_WORD = re.compile(
    r"\d+(?:[.,]\d+)*|[^\W\d_]{1,3}\d{1,3}(?!\w)|(?:[^\W\d_]\.){2,}|[^\W\d_]+(?:'(?!s\b)[^\W\d_]+)*|[.!?;]+(?=[\s\"')\]]|$)|[,:\"()\[\]]|(?<=\s)[-–—]+(?=\s)|—|\n[^\S\n]*\n"
)
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
    return lowered.translate(_QUOTES)


@dataclass(frozen=True, slots=True)
class Tokens:
    """The units of a text: ``codes[i]`` is the class of unit i, which covers ``starts[i]:ends[i]``."""

    codes: str
    words: list[str]
    starts: list[int]
    ends: list[int]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """``code_of`` maps a phrase to its class's character, ``longest`` a first word to a phrase length."""

    names: dict[str, str]
    code_of: dict[str, str]
    longest: dict[str, int]


def _without_articles(phrase: str) -> str:
    return " ".join(word for word in phrase.split(" ") if word != _SKIPPED)


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
    longest: dict[str, int] = {}
    for name, entries in read_table("lexicon.tsv"):
        code = names.setdefault(name, NUMBER if name == "number" else chr(_FIRST_CODE + len(names)))
        for phrase in (_without_articles(form) for entry in entries.split("; ") for form in _forms(entry)):
            if code_of.setdefault(phrase, code) != code:
                raise ValueError(f"lexicon.tsv: {phrase!r} stands in two classes, one of them {name!r}")
            first, *rest = phrase.split(" ")
            longest[first] = max(longest.get(first, 1), 1 + len(rest))
    return Lexicon(names=names, code_of=code_of, longest=longest)


def tokenise(text: str) -> Tokens:
    """Return the text's units; hyphens part words, "the" and a possessive 's belong to no unit."""
    words: list[str] = []
    spans: list[tuple[int, int]] = []
    folded = fold(text)
    for match in _WORD.finditer(folded):
        word, start = match[0], match.start()
        if word == _SKIPPED or (word == "s" and folded[start - 1 : start] == "'"):
            continue
        words.append(word)
        spans.append(match.span())
    return _group(words, spans)


def _group(words: list[str], spans: list[tuple[int, int]]) -> Tokens:
    """Return the units; "forces" right after a rebel group's name are rebels."""
    lex = lexicon()
    code_of, longest = lex.code_of, lex.longest
    codes: list[str] = []
    units: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    forces, rebel = lex.names["forces"], lex.names["rebel"]
    i, count = 0, len(words)
    while i < count:
        word = words[i]
        length, code = 1, None
        reach = longest.get(word, 0)
        for size in range(min(reach, count - i), 0, -1) if reach else ():
            phrase = word if size == 1 else " ".join(words[i : i + size])
            code = code_of.get(phrase)
            if code is not None:
                length, word = size, phrase
                break
        if word in ("march", "may") and _is_month(words, i):
            code = lex.names["unit_time"]
        if code == forces and codes and codes[-1] == rebel:
            code = rebel
        codes.append(code or _plain(word))
        units.append(word)
        starts.append(spans[i][0])
        ends.append(spans[i + length - 1][1])
        i += length
    return Tokens(codes="".join(codes), words=units, starts=starts, ends=ends)


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
