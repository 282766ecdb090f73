"""Cuts an article into the word pieces and windows that the encoder reads, with what was found marked."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Protocol, TypeVar

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from articles.tolls import TollMention
from geodata.model import PlaceMention, Sentence, SentenceKind, TimeMention

#: Longest window in word pieces, its two end marks included; a multiple of the padding step.
WINDOW = 224
#: How many pieces of the sentence before lead into a window, so that it is read in its context.
LEAD_IN = 16
CLS, SEP = 101, 102

#: What a piece may be part of; the encoder is told by an added embedding.
MARK_NONE, MARK_PLACE, MARK_OTHER_NAME, MARK_TIME, MARK_TOLL, MARK_ASKED = range(6)
KINDS = tuple(SentenceKind)

#: Typography that says nothing: one sign for each, so that offsets stay. Tabs part cells as bars do.
PLAIN = str.maketrans("‘’‚‛′“”„‟″‐‑‒–—―\u00a0\u2009\u202f\t", "'''''\"\"\"\"\"------   |")

# A sentence of so many characters of which less than this share lies in words has none to speak of.
_LONG, _LEAST_OF_WORDS = 200, 0.1
_WORD = re.compile(r"[^\W\d_]{2,}")

TOKENIZER_FILE = Path(__file__).with_name("tokenizer.json")

Ints = npt.NDArray[np.int64]


class Spanned(Protocol):
    """Anything with half-open code-point offsets into the article."""

    @property
    def start(self) -> int:
        """The first code point."""
        ...

    @property
    def end(self) -> int:
        """The code point behind the last."""
        ...


_M = TypeVar("_M", bound=Spanned)


@dataclass(frozen=True, slots=True)
class Window:
    """Pieces ``lead:last`` are read together; the vectors of ``first:last`` are kept, the rest is context."""

    lead: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Pieces:
    """The word pieces of an article, in order: ids, code-point offsets, sentence, mark and kind."""

    ids: Ints
    starts: Ints
    ends: Ints
    sentences: Ints
    marks: Ints
    kinds: Ints
    windows: tuple[Window, ...]

    def of(self, span: Spanned) -> tuple[int, int]:
        """Return the half-open range of pieces that ``span`` touches; empty where it touches none."""
        first = int(bisect_right(self.ends, span.start))
        last = int(bisect_left(self.starts, span.end))
        return first, max(first, last)


@cache
def tokenizer() -> Tokenizer:
    """Return the encoder's word-piece tokenizer, read once."""
    return Tokenizer.from_file(str(TOKENIZER_FILE))


def cut_pieces(
    text: str,
    sentences: Sequence[Sentence],
    places: Sequence[PlaceMention] = (),
    times: Sequence[TimeMention] = (),
    tolls: Sequence[TollMention] = (),
) -> Pieces:
    """Return the pieces of all sentences, marked with the mentions found in them."""
    plain = text.translate(PLAIN)
    told = [part if has_words(part := plain[s.start : s.end]) else "" for s in sentences]
    coded = tokenizer().encode_batch(told, add_special_tokens=False)
    ids: list[int] = []
    starts: list[int] = []
    ends: list[int] = []
    numbers: list[int] = []
    kinds: list[int] = []
    for number, (sentence, row) in enumerate(zip(sentences, coded, strict=True)):
        ids += row.ids
        starts += [sentence.start + a for a, _ in row.offsets]
        ends += [sentence.start + b for _, b in row.offsets]
        numbers += [number] * len(row.ids)
        kinds += [KINDS.index(sentence.kind)] * len(row.ids)
    pieces = Pieces(
        ids=np.array(ids, dtype=np.int64),
        starts=np.array(starts, dtype=np.int64),
        ends=np.array(ends, dtype=np.int64),
        sentences=np.array(numbers, dtype=np.int64),
        marks=np.zeros(len(ids), dtype=np.int64),
        kinds=np.array(kinds, dtype=np.int64),
        windows=tuple(_windows(numbers)),
    )
    _mark(pieces, tolls, lambda _: MARK_TOLL)
    _mark(pieces, times, lambda _: MARK_TIME)
    _mark(pieces, places, lambda m: MARK_PLACE if m.literal else MARK_OTHER_NAME)
    return pieces


def has_words(part: str) -> bool:
    """Whether a sentence is worth reading: a long one of hardly a word is a drawing, a frame or rubbish.

    Signs are a piece each: what no words are takes five times as long as a text of that length.
    """
    return len(part) < _LONG or sum(map(len, _WORD.findall(part))) >= _LEAST_OF_WORDS * len(part)


def _mark(pieces: Pieces, mentions: Sequence[_M], mark_of: Callable[[_M], int]) -> None:
    for mention in mentions:
        first, last = pieces.of(mention)
        pieces.marks[first:last] = mark_of(mention)


def _windows(numbers: Sequence[int]) -> list[Window]:
    """Return windows of whole sentences, each led in by the end of the sentence before it."""
    windows: list[Window] = []
    bounds = [0, *(i for i in range(1, len(numbers)) if numbers[i] != numbers[i - 1]), len(numbers)]
    first = lead = 0
    for begin, end in pairwise(bounds):
        if end - lead > WINDOW - 2 and begin > first:
            windows.append(Window(lead, first, begin))
            first, lead = begin, max(_sentence_start(numbers, begin), begin - LEAD_IN)
        while end - lead > WINDOW - 2:
            windows.append(Window(lead, first, lead + WINDOW - 2))
            first, lead = lead + WINDOW - 2, lead + WINDOW - 2 - LEAD_IN
    if first < len(numbers):
        windows.append(Window(lead, first, len(numbers)))
    return windows


def _sentence_start(numbers: Sequence[int], begin: int) -> int:
    """Return where the sentence that ends at ``begin`` starts."""
    k = begin
    while k > 0 and numbers[k - 1] == numbers[begin - 1]:
        k -= 1
    return k
