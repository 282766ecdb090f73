"""Codes a snippet of one or a few sentences: the event rules propose, a linear classifier decides."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from articles.coding.classifier import classifier
from articles.coding.features import features
from articles.pipeline import find_all
from articles.reading.encoder import Vectors, encode
from articles.reading.found import Found, gather
from articles.tolls import find_toll_mentions, total
from articles.triggers.choice import choose, weigh
from articles.triggers.engine import Hit, match
from articles.words.tokens import SENTENCE_END, Tokens, tokenise
from geodata.gazetteer import Gazetteer, open_gazetteer
from geodata.model import Article, EventType, SubEventType, Toll

CLASS_NAMES = ("NONE", *(kind.name for kind in SubEventType))
ENCODER = 3.0
"""What the encoder's probabilities weigh beside the words; chosen out of fold."""
_FIRST_SENTENCE_BONUS = 1.0
_BLOODLESS = frozenset((EventType.PROTESTS, EventType.RIOTS, EventType.STRATEGIC))
_SHORTEST_LEAD = 5
"""A lead shorter than this many units is a dateline or a heading."""


def rank(tokens: Tokens, hits: Sequence[Hit]) -> list[tuple[float, Hit]]:
    """Return the hits that no stronger one takes with it and their scores, best first.

    A hit in the lead sentence counts more.
    """
    lead = tokens.codes.find(SENTENCE_END, _SHORTEST_LEAD)
    scored = []
    for hit in choose(hits):
        in_lead = lead < 0 or hit.first < lead
        scored.append((hit.weight + (_FIRST_SENTENCE_BONUS if in_lead else 0.0), hit))
    return sorted(scored, key=lambda pair: (-pair[0], pair[1].first))


def _weighed(tokens: Tokens) -> list[Hit]:
    """Return the rules that hold, lighter where what they say did not happen, sentence by sentence."""
    weighed: list[Hit] = []
    for hit in match(tokens.codes):
        begin = tokens.codes.rfind(SENTENCE_END, 0, hit.first) + 1
        end = tokens.codes.find(SENTENCE_END, hit.last)
        end = len(tokens.codes) if end < 0 else end
        weighed += weigh([hit], tokens, begin, end, counted_from=0)
    return weighed


def code_snippet(text: str, gazetteer: Gazetteer | None = None) -> tuple[SubEventType | None, Toll]:
    """Return the sub-type of the snippet's main event, None when it reports none, and the toll stated.

    Without a ``gazetteer`` the user's own is opened: the encoder is told which words are places.
    """
    tokens = tokenise(text)
    article = Article.create(text)
    found = gather(article, *find_all(article, gazetteer or open_gazetteer()))
    read = read_snippet(found, encode(found.pieces))
    kind = classifier().decide({**snippet_features(tokens), **read})
    return kind, snippet_toll(tokens, kind)


def snippet_features(tokens: Tokens) -> dict[str, float]:
    """Return what the words and rules of a snippet show the classifier."""
    hits = _weighed(tokens)
    return features(tokens, hits, rank(tokens, hits))


def read_snippet(found: Found, vectors: Vectors) -> dict[str, float]:
    """Return what the encoder shows the classifier: the probability of each class for the whole snippet."""
    if not len(found.pieces.ids):
        return {}
    pooled = vectors.pooled(0, len(found.pieces.ids))
    odds = np.exp(pooled - pooled.max())
    return {f"E:{name}": ENCODER * float(p) for name, p in zip(CLASS_NAMES, odds / odds.sum(), strict=True)}


def snippet_toll(tokens: Tokens, kind: SubEventType | None) -> Toll:
    """Return the toll of the snippet's main event, leaving out the deaths of older events it mentions.

    A battle, an explosion or an attack causes the deaths told in an "after" clause; a protest, an arrest
    or a find of weapons follows them.
    """
    mentions = [m for m in find_toll_mentions(tokens) if not m.older]
    if kind is not None and kind.event_type in _BLOODLESS and kind is not SubEventType.MOB_VIOLENCE:
        mentions = [m for m in mentions if not m.aside]
    return total(mentions)
