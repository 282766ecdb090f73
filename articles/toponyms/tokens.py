"""Cut article text into words and marks, and find the capitalised runs in which place names stand."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import compress
from string import ascii_lowercase

from articles.toponyms.words import word_classes, words_in
from articles.words.closed import ONES

_LETTERS = r"[^\W\d_]"
_APOSTROPHES = "'’ʼ‘`´"
# d'Ivoire, l'Aquila
_INNER_CAPITAL = re.compile(rf"[{_APOSTROPHES}](?=[A-Z])")
# "usa" is often written small
_SMALL_USA = ", usa"
# U.S. · al-Tanf is three tokens · Slov'yansk and d'Ivoire are one · the possessive 's is its own token.
# The first line only makes plain words quick.
_TOKEN = re.compile(
    rf"[A-Za-z][a-z]+(?![\w{_APOSTROPHES}])"
    rf"|(?:{_LETTERS}\.){{2,}}"
    rf"|{_LETTERS}+(?:[{_APOSTROPHES}](?![sS](?!\w)){_LETTERS}+)*"
    r"|\d+(?:[.,:]\d+)*(?:st|nd|rd|th)?"
    rf"|[{_APOSTROPHES}][sS](?!\w)"
    r"|\n[ \t\r]*\n"
    r"|(?<=\S)\t"
    r"|[^\w\s]"
)
# Marks that are no words: a blank line, and what parts the cells of a row.
_WRITTEN_AS = {"\n": "¶", "\t": "|"}
# Small words that may stand inside a name: "Isle of Man", "Rio de Janeiro", "Ras al-Ain".
LINKS = words_in("_link")
_CLOSERS = frozenset(".!?…")
_OPENERS = frozenset("\"“”‘«([*•·–—-:'")
# A full stop after one of these does not end a sentence.
_SHORTENED = words_in("_shortened")


@dataclass(slots=True)
class Tokens:
    """The words and marks of one text, as parallel lists indexed by token.

    ``starts``/``ends`` are code-point offsets; ``lower`` is the casefolded word. ``capital`` is true for
    words with a capital first letter (or written wholly in capitals). ``opens`` marks the first word of a
    sentence, headline or list item. Blank lines are kept as the token "¶", the tabs of a table as bars.
    """

    text: str
    words: list[str]
    lower: list[str]
    starts: list[int]
    ends: list[int]
    capital: list[bool]
    opens: list[bool]

    def __len__(self) -> int:
        return len(self.words)

    def glued(self, index: int) -> bool:
        """Whether no space stands between this token and the one before it."""
        return index > 0 and self.starts[index] == self.ends[index - 1]

    def surface(self, first: int, last: int) -> str:
        """The text from token ``first`` up to, not including, token ``last``."""
        return self.text[self.starts[first] : self.ends[last - 1]]


def tokenise(text: str) -> Tokens:
    """Cut ``text`` into tokens; every offset is a code point into ``text`` itself."""
    words = _TOKEN.findall(text)
    starts, at, find = [], 0, text.find
    for word in words:
        at = find(word, at)
        starts.append(at)
        at += len(word)
    ends = [start + len(word) for start, word in zip(starts, words, strict=True)]
    lower = [word.lower() for word in words]
    capital = [word[0].isupper() for word in words]
    for at in _inner_capitals(text, starts):
        capital[at] = True
    if "\n" in text or "\t" in text:
        for at, word in enumerate(words):
            if word[0] in _WRITTEN_AS:
                words[at] = lower[at] = _WRITTEN_AS[word[0]]
    tokens = Tokens(text, words, lower, starts, ends, capital, [False] * len(words))
    _calm_headlines(tokens)
    _mark_openings(tokens)
    return tokens


def _inner_capitals(text: str, starts: list[int]) -> list[int]:
    """Return the tokens that are names although they begin small: "d'Ivoire", "Paris, usa"."""
    found = [match.start() - 1 for match in _INNER_CAPITAL.finditer(text)]
    if _SMALL_USA in text:
        found += [at + 2 for at in range(len(text)) if text.startswith(_SMALL_USA, at)]
    places = [(at, bisect_left(starts, at)) for at in found if at >= 0 and text[at] in ascii_lowercase]
    return [index for at, index in places if index < len(starts) and starts[index] == at]


# Four words or more in capitals, with no word in small letters between them.
_LOUD = re.compile(r"[A-Z][A-Z'’-]+(?:[\s,:;.'’&-]+(?:[A-Z][A-Z'’-]+|\d+|[A-Z])\b){3,}")


def _calm_headlines(tokens: Tokens) -> None:
    """Where everything is written in capitals, take common words for what they are: "SHELLS HIT KHARKIV"."""
    for found in _LOUD.finditer(tokens.text):
        first, last = bisect_left(tokens.starts, found.start()), bisect_left(tokens.starts, found.end())
        for at in range(first, last):
            if tokens.capital[at] and len(tokens.words[at]) > 1:
                tokens.capital[at] = tokens.lower[at] not in word_classes()


# The time of day before the first sentence of a live blog's entry: "14:20 In Gao", "2.30 pm - Near Gao".
_CLOCK = re.compile(
    r"^[ \t•*–-]*\d{1,2}[:.]\d\d(?:\s?(?i:[ap]\.?m\.?|h|hrs|gmt|utc|bst|cet|eet|msk|local\stime))?"
    r"[ \t]?[:–—-]?[ \t]+(?=[A-Z])",
    re.MULTILINE,
)


def _mark_openings(tokens: Tokens) -> None:
    """Set ``opens`` on the first word after a full stop, a blank line, a bullet or an entry's time of day."""
    opening = True
    words, lower, opens = tokens.words, tokens.lower, tokens.opens
    for index, word in enumerate(words):
        first = word[0]
        if first.isalnum():
            opens[index] = opening
            opening = False
        elif first in _CLOSERS:
            before = lower[index - 1] if index else ""
            initial = len(before) == 1 and before.isalpha()
            opening = not (first == "." and (before in _SHORTENED or initial))
        elif first == "¶" or first == "•":
            opening = True
        elif opening or first not in _OPENERS:
            continue
        elif first in '"“‘«':
            opening = True
    for clock in _CLOCK.finditer(tokens.text):
        opens[bisect_left(tokens.starts, clock.end())] = True


def runs(tokens: Tokens) -> Iterator[tuple[int, int]]:
    """Yield ``first, last`` (half-open) of every maximal run of capitalised words, links and numbers inside.

    A run never crosses punctuation, except the point of an abbreviation ("St. Louis") and a hyphen with no
    space around it; a possessive 's ends it unless a capitalised word follows ("Queen Anne's County").
    """
    past = 0
    for index in list(compress(range(len(tokens)), tokens.capital)):
        if index < past or _merely_opens(tokens, index):
            continue
        first = index - _lower_beginning(tokens, index) if index > past else index
        past = index + 1
        while (step := _extension(tokens, past)) > 0:
            past += step
        yield first, past


def _merely_opens(tokens: Tokens, index: int) -> bool:
    """Whether a word has its capital only from the sentence it opens: "In Hrakove", "The Kakhovka dam"."""
    whole = tokens.words[index] in ("US", "IT") or tokens.words[index : index + 2] == ["Near", "East"]
    return tokens.opens[index] and tokens.lower[index] in _FUNCTION and not whole


def _lower_beginning(tokens: Tokens, index: int) -> int:
    """How many tokens before a capitalised word belong to its name: "al-Tanf" 2, "40th Avenue" 1."""
    before = tokens.words[index - 1]
    if before[0].isdigit() and before[-1].isalpha():
        return 1
    if index > 1 and before in "-–" and tokens.glued(index) and tokens.glued(index - 1):
        return 2 if tokens.lower[index - 2] in _ARTICLES else 0
    return 0


def _extension(tokens: Tokens, last: int) -> int:
    """How many tokens from ``last`` on continue the run: 0 when it ends there."""
    words, capital = tokens.words, tokens.capital
    count = len(words)
    if last >= count:
        return 0
    if capital[last]:
        return 0 if "\n" in tokens.text[tokens.ends[last - 1] : tokens.starts[last]] else 1
    following = capital[last + 1] if last + 1 < count else False
    word = words[last]
    if word == "." and following and tokens.lower[last - 1] in _NAME_SHORT and tokens.glued(last):
        return 2
    if word in "-–" and tokens.glued(last):
        if last + 1 < count and tokens.glued(last + 1):
            if following or (words[last + 1][0].isdigit() and len(words[last - 1]) <= 2):
                return 2  # Deir-Ezzor, US-24
            return _hyphen_link(tokens, last + 1)
        return 0
    if len(word) == 2 and word[1] in "sS" and word[0] in _APOSTROPHES:
        return 2 if following and not tokens.opens[last + 1] else 0
    if word in _APOSTROPHES and tokens.glued(last) and words[last - 1][-1] in "sS" and following:
        return 2  # Magistrates' Court
    if word[0].isdigit() and tokens.lower[last - 1] in _NUMBERED:
        return 1
    if tokens.lower[last] in LINKS or (tokens.lower[last] in _ARTICLES and _hyphen_follows(tokens, last)):
        return _link(tokens, last)
    return 0


def _hyphen_follows(tokens: Tokens, index: int) -> bool:
    """Whether a hyphen is glued on, as after the article in "Deir ez-Zor"."""
    return index + 1 < len(tokens.words) and tokens.words[index + 1] in "-–" and tokens.glued(index + 1)


def _hyphen_link(tokens: Tokens, at: int) -> int:
    """How far a hyphenated name goes on over lower-case links: "-on-the-Green", "-al-Arab"."""
    for index in range(at, min(at + 5, len(tokens.words))):
        if not tokens.glued(index):
            ezafe = index == at + 1 and tokens.lower[at] in _EZAFE
            return 2 if ezafe and tokens.capital[index] else 0
        if tokens.capital[index]:
            return index - at + 2
        if not (tokens.words[index] in "-–" or tokens.lower[index] in _HYPHEN_LINKS):
            return 0
    return 0


def _link(tokens: Tokens, last: int) -> int:
    """How far a run goes on over small words: "of", "of the", "al-"."""
    for step in (1, 2):
        nxt = last + step
        if nxt >= len(tokens.words):
            return 0
        if tokens.capital[nxt]:
            return step + 1
        if not (tokens.lower[nxt] in LINKS or (tokens.words[nxt] in "-–" and tokens.glued(nxt))):
            return 0
    return 0


_FUNCTION = (
    (words_in("closed") | words_in("_leads_to_place"))
    - ONES.keys()
    - frozenset("ten new old first second third last next police".split())
)
_HYPHEN_LINKS = LINKS | frozenset("on in by under over next super des en sous i am".split())
_EZAFE = frozenset(("e", "i", "ye"))  # "Mazar-e Sharif"
_NAME_SHORT = frozenset(("st", "ste", "mt", "ft", "pt", "sts", "n", "s", "e", "w"))
_ARTICLES = words_in("_article")
_NUMBERED = frozenset(
    "road highway route street avenue interstate us hwy district zone camp block sector area".split()
)
