"""Reads what an article reports: triggers, the happenings they tell, a report for each that is likely."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from articles.reading.another import tells_another
from articles.reading.boosted import load_boosted
from articles.reading.claims import Choosers, Claim, all_triggers, find_claims
from articles.reading.encoder import PairNet, Vectors, encode, pair_net
from articles.reading.found import Found, gather
from articles.reading.happenings import Happening, join_claims
from articles.reading.owned import own_tolls
from articles.reading.reports import event_mention, to_reports
from articles.reading.same import SAME_FILE
from articles.reading.spoken import is_of_country
from articles.reading.sums import leave_out_sums
from articles.reading.sure import REAL_FILE, SURE_FILE, Story, sure_features
from articles.reading.when import WHEN_FILE
from articles.reading.where import WHERE_FILE
from geodata.model import (
    Article,
    EventMention,
    Modality,
    PlaceMention,
    Report,
    Sentence,
    SentenceKind,
    TimeMention,
)

#: From this probability on a happening is reported; below it the trigger is kept for the ledger.
REAL_FROM = 0.4
#: Where each place is less likely than the first, what is told as surely as the second is without a place.
PLACED_FROM, TOLD_SURELY = 0.25, 0.8
#: What is told so many sentences from another happening of its sort may be the same.
NEAR_SENTENCES = 5


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
    triggers = all_triggers(found, vectors)
    happenings = find_happenings(found, vectors, pair_net(), [t for t in triggers if not t.barred])
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
    mentions += [event_mention(found, t, t.kind, Modality.BACKGROUND) for t in triggers if t.barred]
    mentions.sort(key=lambda m: (m.start, m.end))
    return mentions, to_reports(found, told)


def find_happenings(
    found: Found, vectors: Vectors, net: PairNet, triggers: Sequence[Claim]
) -> list[Happening]:
    """Return all happenings that ``triggers`` may tell, each with how likely it is real and wholly right."""
    trees = Choosers(load_boosted(WHERE_FILE), load_boosted(WHEN_FILE))
    claims = find_claims(found, vectors, net, trees, triggers)
    happenings = join_claims(found, vectors, net, claims, load_boosted(SAME_FILE))
    own_tolls(found, happenings)
    if happenings:
        story = Story.of(happenings)
        rows = np.array([sure_features(found, h, story) for h in happenings])
        real = load_boosted(REAL_FILE).probabilities(rows)
        sure = load_boosted(SURE_FILE).probabilities(rows)
        for happening, r, s in zip(happenings, real.tolist(), sure.tolist(), strict=True):
            r = 0.0 if _is_furniture(found, happening) else r
            happening.real, happening.sure = r, min(r, s)
        keep_without_place(found, happenings)
        leave_out_sums(happenings, REAL_FROM)
    return happenings


def keep_without_place(found: Found, happenings: Sequence[Happening]) -> None:
    """Let happenings that are told surely while every place is unlikely be real without a place.

    One near to another of its sort that has a place is left as it is: it may tell that one again. "Somali
    villages" are in Somalia, however unlikely a people's name is a place.
    """
    placed = [h for h in happenings if h.real >= REAL_FROM]
    for happening in happenings:
        told = max(min(c.told, c.sentence) for c in happening.claims)
        if happening.real >= REAL_FROM or told < TOLD_SURELY or _is_furniture(found, happening):
            continue
        if any(c.where >= PLACED_FROM for c in happening.claims):
            continue
        if _is_told_beside(happening, placed) and not _is_another(found, happening):
            continue
        happening.claims[:] = [_with_place_of_country(found, c) for c in happening.claims]
        happening.real = told


def _is_told_beside(happening: Happening, others: Sequence[Happening]) -> bool:
    number, sort = happening.lead.number, happening.kind.event_type
    near = [o for o in others if any(abs(c.number - number) <= NEAR_SENTENCES for c in o.claims)]
    return any(o.kind.event_type is sort for o in near)


def _is_another(found: Found, happening: Happening) -> bool:
    """Whether words part it from what is told beside it: "Elsewhere, nine farmers were killed"."""
    sentence = found.sentences[happening.lead.number]
    return tells_another(found.article.text[sentence.start : sentence.end])


def _with_place_of_country(found: Found, claim: Claim) -> Claim:
    """Return a claim without its place, unless that says in whose land it was."""
    if claim.place is not None and is_of_country(found.article.text, claim.place):
        return claim
    return replace(claim, place=None, where=0.0)


def _is_furniture(found: Found, happening: Happening) -> bool:
    """Whether only links, tags and archive pictures around the article tell of it."""
    return all(found.sentences[c.number].kind is SentenceKind.BOILERPLATE for c in happening.claims)
