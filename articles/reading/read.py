"""Reads what an article reports: triggers, the happenings they tell, a report for each that is likely."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from articles.model import EventMention, Modality, PlaceMention, Sentence, SentenceKind, TimeMention
from articles.reading.boosted import load_boosted
from articles.reading.claims import Choosers, find_claims
from articles.reading.encoder import PairNet, Vectors, encode, pair_net
from articles.reading.found import Found, gather
from articles.reading.happenings import Happening, join_claims
from articles.reading.owned import own_tolls
from articles.reading.reports import event_mention, to_reports
from articles.reading.same import SAME_FILE
from articles.reading.spoken import is_of_country
from articles.reading.sure import REAL_FILE, SURE_FILE, Story, sure_features
from articles.reading.when import WHEN_FILE
from articles.reading.where import WHERE_FILE
from geodata.model import Article, Report

#: From this probability on a happening is reported; below it the trigger is kept for the ledger.
REAL_FROM = 0.53
#: Where each place is less likely than the first, what is told as surely as the second is without a place.
PLACED_FROM, TOLD_SURELY = 0.25, 0.8


def read_events(
    article: Article,
    sentences: Sequence[Sentence],
    places: Sequence[PlaceMention],
    times: Sequence[TimeMention],
) -> tuple[list[EventMention], list[Report]]:
    """Return every trigger with whether it counts, and the reports of the article in the order of its text.

    Raises MissingWeightsError where the installation lacks the encoder's weights.
    """
    found = gather(article, sentences, places, times)
    if not len(found.pieces.ids):
        return [], []
    vectors = encode(found.pieces)
    happenings = find_happenings(found, vectors, pair_net())
    told = [h for h in happenings if h.real >= REAL_FROM]
    mentions = [
        event_mention(
            found,
            claim,
            happening.kind,
            Modality.HAPPENED if happening.real >= REAL_FROM else Modality.BACKGROUND,
        )
        for happening in happenings
        for claim in happening.claims
    ]
    mentions.sort(key=lambda m: (m.start, m.end))
    return mentions, to_reports(found, told)


def find_happenings(found: Found, vectors: Vectors, net: PairNet) -> list[Happening]:
    """Return all happenings that may be told, each with how likely it is real and wholly right."""
    trees = Choosers(load_boosted(WHERE_FILE), load_boosted(WHEN_FILE))
    claims = find_claims(found, vectors, net, trees)
    happenings = join_claims(found, vectors, claims, load_boosted(SAME_FILE))
    own_tolls(found, happenings)
    if happenings:
        story = Story.of(happenings)
        rows = np.array([sure_features(found, h, story) for h in happenings])
        real = load_boosted(REAL_FILE).probabilities(rows)
        sure = load_boosted(SURE_FILE).probabilities(rows)
        for happening, r, s in zip(happenings, real.tolist(), sure.tolist(), strict=True):
            r = _real(found, happening, r)
            happening.real, happening.sure = r, min(r, s)
    return happenings


def _real(found: Found, happening: Happening, real: float) -> float:
    """Return how likely a happening is real, ``real`` being that it happened at the place chosen.

    What is told surely while every place is unlikely happened somewhere: it loses its place. "Somali
    villages" are in Somalia, however unlikely a people's name is a place.
    """
    if _is_furniture(found, happening):
        return 0.0
    told = max(min(c.told, c.sentence) for c in happening.claims)
    if real >= REAL_FROM or told < TOLD_SURELY or any(c.where >= PLACED_FROM for c in happening.claims):
        return real
    text = found.article.text
    happening.claims[:] = [
        c if c.place is not None and is_of_country(text, c.place) else replace(c, place=None, where=0.0)
        for c in happening.claims
    ]
    return told


def _is_furniture(found: Found, happening: Happening) -> bool:
    """Whether only links, tags and archive pictures around the article tell of it."""
    return all(found.sentences[c.number].kind is SentenceKind.BOILERPLATE for c in happening.claims)
