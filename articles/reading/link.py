"""Answers where the action of one given verb took place, word by word."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from articles.reading.encoder import encode, pair_net
from articles.reading.found import Found, Mentioned
from articles.reading.pairs import WHERE, Table, Triggers, features
from articles.reading.pieces import MARK_ASKED, cut_pieces
from geodata.model import Span

LINK_FROM = 0.5


def ask_about(found: Found, verb: Span) -> Found:
    """Return the same text with ``verb`` marked as the one asked about, and nothing but places beside."""
    pieces = cut_pieces(found.article.text, found.sentences, found.places.items)
    first, last = pieces.of(verb)
    pieces.marks[first:last] = MARK_ASKED
    return replace(found, pieces=pieces)


def words_of(found: Found) -> Mentioned[Span]:
    """Return a span for every word piece: any word of a text may name a place."""
    rows = zip(found.pieces.starts.tolist(), found.pieces.ends.tolist(), strict=True)
    words = [Span(start=start, end=max(end, start + 1)) for start, end in rows]
    every = np.arange(len(words))
    return Mentioned(words, every, every + 1, found.pieces.sentences)


def places_of(found: Found, verb: Span) -> list[Span]:
    """Return the spans where the action of ``verb`` took place; [] where the text says none."""
    asked = ask_about(found, verb)
    first, last = asked.pieces.of(verb)
    if first == last:
        return []
    words = words_of(asked)
    every = np.arange(len(words.items))
    given = Triggers.of([(verb, (first, last), int(asked.pieces.sentences[first]))])
    rows = features(Table.of(asked, words), every, given.at(np.zeros_like(every)))
    vectors = encode(asked.pieces)
    verbs = vectors.means(np.array([first]), np.array([last]))
    pairs = np.stack([np.zeros_like(every), every], axis=1)
    likely = pair_net().probabilities(verbs, vectors.sides, pairs, rows, WHERE)
    spans: list[Span] = []
    for word, p in zip(words.items, likely.tolist(), strict=True):
        if p < LINK_FROM:
            continue
        if spans and not found.article.text[spans[-1].end : word.start].strip():
            spans[-1] = Span(start=spans[-1].start, end=word.end)
        else:
            spans.append(word)
    return spans
