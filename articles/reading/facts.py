"""What the facts about claims are made of: types, lines and places as numbers."""

from __future__ import annotations

import math

import numpy as np

from articles.reading.claims import KINDS, Claim
from articles.reading.found import Found
from geodata.model import EventType, SentenceKind

TYPES = tuple(EventType)
#: Adds up the sub-types of each event type: types × sub-types.
TYPE_ROWS = np.array([[k.event_type is t for k in KINDS] for t in TYPES], dtype=np.float32)
NAN = math.nan
Row = list[float]

_SITES = (SentenceKind.HEADLINE, SentenceKind.BULLET, SentenceKind.CAPTION, SentenceKind.BOILERPLATE)


def line(kind: SentenceKind) -> float:
    """Return a number for the part of the article that a sentence belongs to, 0 for its body."""
    return float(_SITES.index(kind) + 1) if kind in _SITES else 0.0


def has_own_place(found: Found, claim: Claim) -> float:
    """Return 1 where the claim's place stands in its own sentence, else 0."""
    if claim.place is None:
        return 0.0
    sentence = found.sentences[claim.number]
    return float(sentence.start <= claim.place.start < sentence.end)
