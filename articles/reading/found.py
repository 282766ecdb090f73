"""What the steps before found in an article, in the one shape that the decisions read."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np

from articles.reading.pieces import Ints, Pieces, Spanned, cut_pieces
from articles.reading.spoken import (
    is_destination,
    is_in_byline,
    is_of_care,
    is_official_at,
    is_spoken_at,
    tells_only_care,
)
from articles.sentences import sentence_at
from articles.times.said import bounds_of, told_by
from articles.times.stamps import Stamp, find_stamps
from articles.tolls import TollMention, find_tolls
from articles.triggers import find_events
from articles.words.tokens import tokenise
from geodata.geography import contains
from geodata.model import (
    Article,
    EventMention,
    PlaceKind,
    PlaceMention,
    PlaceRole,
    Sentence,
    SentenceKind,
    TimeMention,
)

#: Names this many characters apart, and this many names on, may stand beside one another in a sentence.
BESIDE, LOOK_AHEAD = 120, 8
#: A line that ends in a colon heads what follows up to so many words; a longer one only opens its list.
HEADING_WORDS = 8
#: Where the wounded are taken is told up to so many sentences behind the place where they were hurt.
CARED_FOR = 5

_HURT_BEFORE = re.compile(r"\b(?:after|following|wounded|injured|hurt|shot)\b")

_M = TypeVar("_M", bound=Spanned)


@dataclass(frozen=True, slots=True)
class Mentioned(Generic[_M]):
    """Mentions of one sort in the order of the text, with the pieces and the sentence each stands in."""

    items: Sequence[_M]
    firsts: Ints
    lasts: Ints
    numbers: Ints

    def between(self, first_piece: int, last_piece: int) -> int:
        """Return how many mentions begin in the half-open range of pieces."""
        low, high = np.searchsorted(self.firsts, [first_piece, last_piece])
        return int(high - low)

    @classmethod
    def of(cls, pieces: Pieces, mentions: Sequence[_M]) -> Mentioned[_M]:
        """Return the mentions that touch a piece; what stands in no sentence is left out."""
        firsts = np.searchsorted(pieces.ends, [m.start for m in mentions], side="right")
        lasts = np.searchsorted(pieces.starts, [m.end for m in mentions], side="left")
        kept = [k for k in range(len(mentions)) if firsts[k] < lasts[k]]
        firsts, lasts = firsts[kept].astype(np.int64), lasts[kept].astype(np.int64)
        return cls([mentions[k] for k in kept], firsts, lasts, pieces.sentences[firsts])


@dataclass(frozen=True, slots=True)
class Found:
    """An article with what the steps before found in it, and the word pieces that the encoder reads.

    ``places`` leave out where somebody only speaks or was bound. ``times`` may date an event; ``told`` are
    the others by their first character: "police said on Friday", the stamp of an entry. ``bounds`` gives for
    every sentence by which of these it was told. Running totals are no ``tolls``. ``words`` are, by sentence,
    what the lexicon alone takes for events: a hint to the decisions, never a gate. ``holding`` says for a
    place name's start whether it holds a place named beside it, and whether one holds it. ``headings`` gives
    for every sentence the heading it stands under, ``entries`` the entry of a running report that it stands
    in, ``counts`` how often each place is named.
    """

    article: Article
    sentences: Sequence[Sentence]
    pieces: Pieces
    places: Mentioned[PlaceMention]
    times: Mentioned[TimeMention]
    tolls: Mentioned[TollMention]
    words: Mapping[int, Sequence[EventMention]]
    holding: Mapping[int, tuple[bool, bool]]
    headings: Sequence[int | None]
    counts: Mapping[str, int]
    told: Mapping[int, TimeMention]
    bounds: Sequence[TimeMention | None]
    entries: Sequence[int]
    starts: Sequence[int]

    def words_in(self, number: int) -> Sequence[EventMention]:
        """Return what the lexicon takes for events in sentence ``number``."""
        return self.words.get(number, ())

    def sentence_at(self, offset: int) -> int:
        """Return the number of the sentence at or before an offset, 0 where there is none."""
        return max(0, bisect_right(self.starts, offset) - 1)


def gather(
    article: Article,
    sentences: Sequence[Sentence],
    places: Sequence[PlaceMention],
    times: Sequence[TimeMention],
) -> Found:
    """Return the article with all that is found of it, once for all decisions."""
    tokens, stamps = tokenise(article.text), find_stamps(article.text)
    tolls = find_tolls(article.text, tokens)
    pieces = cut_pieces(article.text, sentences, places, times, tolls)
    words: dict[int, list[EventMention]] = defaultdict(list)
    for mention in find_events(article.text, sentences, tokens):
        words[mention.sentence].append(mention)
    told = told_by(article.text, sentences, times, stamps)
    return Found(
        article=article,
        sentences=sentences,
        pieces=pieces,
        places=Mentioned.of(pieces, _told_of(article.text, sentences, places)),
        times=Mentioned.of(pieces, [t for t in times if t.start not in told]),
        tolls=Mentioned.of(pieces, [t for t in tolls if not t.summed]),
        words=words,
        holding=_holding(places),
        headings=_headings(article.text, sentences),
        counts=Counter(name_of(m) for m in places),
        told=told,
        bounds=bounds_of(sentences, told, stamps),
        entries=_entries(sentences, stamps),
        starts=[s.start for s in sentences],
    )


def _told_of(text: str, sentences: Sequence[Sentence], places: Sequence[PlaceMention]) -> list[PlaceMention]:
    """Return the places without those where somebody only speaks, writes, was bound or is cared for."""
    begun = [sentences[sentence_at(sentences, m.start)].start if sentences else 0 for m in places]
    told = [
        m
        for k, (m, start) in enumerate(zip(places, begun, strict=True))
        if not is_spoken_at(text, start, m)
        and not is_in_byline(text, start, m)
        and not is_destination(text, start, m)
        and not (is_official_at(text, start, m) and _is_other_told(text, places[:k], m))
    ]
    return [m for n, m in enumerate(told) if not _is_only_of_care(text, sentences, told, n)]


def _is_only_of_care(text: str, sentences: Sequence[Sentence], told: Sequence[PlaceMention], n: int) -> bool:
    """Whether the hurt are cared for at a place, and what hurt them is told of another before it.

    That stands in the same paragraph, or shortly before where the sentence tells nothing else; or behind, as
    what had been before: "died in hospital in X after a missile hit their home in Y".
    """
    mention, number = told[n], sentence_at(sentences, told[n].start) if sentences else 0
    if not sentences or not is_of_care(text, sentences[number].start, mention):
        return False
    sentence = sentences[number]
    near = number - CARED_FOR * tells_only_care(text, sentence.start, sentence.end, mention)

    def is_near(other: PlaceMention) -> bool:
        at = sentence_at(sentences, other.start)
        return at >= near or sentences[at].paragraph == sentence.paragraph

    before = [m for m in told[max(0, n - LOOK_AHEAD) : n] if m.literal and is_near(m)]
    behind = (m for m in told[n + 1 : n + 1 + LOOK_AHEAD] if m.literal and m.start < sentence.end)
    before += [m for m in behind if _HURT_BEFORE.search(text, mention.end, m.start)]
    return not any(name_of(m) == name_of(mention) for m in before) and any(
        m.role is not PlaceRole.DATELINE and not lies_inside(mention, m) and not _is_country(m)
        for m in before
    )


def _is_country(mention: PlaceMention) -> bool:
    return mention.place is not None and mention.place.kind is PlaceKind.COUNTRY


def _is_other_told(text: str, before: Sequence[PlaceMention], mention: PlaceMention) -> bool:
    """Whether the paragraph of a mention tells before it not that place but another, not around it."""
    opens = text.rfind("\n", 0, mention.start)
    others = [m for m in before if m.start > opens and m.literal and not lies_inside(mention, m)]
    return bool(others) and all(name_of(m) != name_of(mention) for m in others)


def name_of(mention: PlaceMention) -> str:
    """Return what two mentions of one place share: its id, or the name where it is in no table."""
    return mention.place.id if mention.place else mention.text.casefold()


def lies_inside(inner: PlaceMention | None, outer: PlaceMention | None) -> bool:
    """Whether one mention's place lies in the other's; False where either is unknown."""
    if inner is None or outer is None or inner.place is None or outer.place is None:
        return False
    return contains(outer.place, inner.place)


def _headings(text: str, sentences: Sequence[Sentence]) -> list[int | None]:
    """Return for every sentence the number of the heading above it, None where there is none.

    A short line that ends in a colon is one ("Kharkiv axis:"); for the items of a list it is the sentence
    with a colon that opens the list.
    """
    heading: int | None = None
    opening: int | None = None
    found = []
    for number, sentence in enumerate(sentences):
        is_item = sentence.kind in (SentenceKind.BULLET, SentenceKind.CAPTION)
        found.append(opening if is_item and opening is not None else heading)
        words = text[sentence.start : sentence.end]
        opens = words.endswith(":")
        if sentence.kind is SentenceKind.HEADLINE or (opens and len(words.split()) <= HEADING_WORDS):
            heading, opening = number, None
        elif not is_item or opens:
            opening = number if opens else None
    return found


def _entries(sentences: Sequence[Sentence], stamps: Sequence[Stamp]) -> list[int]:
    """Return for every sentence the number of the entry it stands in; 0 up to the first stamp."""
    return [bisect_right(stamps, sentence.start, key=lambda stamp: stamp.start) for sentence in sentences]


def _holding(places: Sequence[PlaceMention]) -> dict[int, tuple[bool, bool]]:
    placed = [m for m in places if m.place is not None]
    found: dict[int, tuple[bool, bool]] = {}
    for k, a in enumerate(placed):
        for b in placed[k + 1 : k + 1 + LOOK_AHEAD]:
            if b.start - a.end > BESIDE:
                break
            for outer, inner in ((a, b), (b, a)):
                if outer.place and inner.place and contains(outer.place, inner.place):
                    found[outer.start] = (True, found.get(outer.start, (False, False))[1])
                    found[inner.start] = (found.get(inner.start, (False, False))[0], True)
    return found
