"""Asks the encoder how likely a trigger tells again what an earlier one told."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from articles.reading.claims import Claim
from articles.reading.encoder import Floats, PairNet, Vectors
from articles.reading.found import Found, Mentioned
from articles.reading.pairs import SAME, Table, Triggers, features
from articles.reading.pieces import Ints
from geodata.model import Span

Indices = npt.NDArray[np.int64]


def triggers_of(found: Found, claims: Sequence[Claim]) -> tuple[Mentioned[Span], Indices]:
    """Return the distinct triggers in the order of the text, and for every claim which of them is its own."""
    spans = {c.pieces: c for c in claims}
    kept = sorted(spans)
    number = {pieces: k for k, pieces in enumerate(kept)}
    firsts, lasts = np.array(kept, dtype=np.int64).reshape(-1, 2).T
    triggers = Mentioned([spans[p].trigger for p in kept], firsts, lasts, found.pieces.sentences[firsts])
    return triggers, np.array([number[c.pieces] for c in claims], dtype=np.int64)


def couple(found: Found, triggers: Mentioned[Span], couples: Indices) -> Ints:
    """Return the feature slots of couples of triggers: rows are (earlier, later)."""
    pieces = zip(triggers.firsts.tolist(), triggers.lasts.tolist(), strict=True)
    asked = Triggers.of(list(zip(triggers.items, pieces, triggers.numbers.tolist(), strict=True)))
    return features(Table.of(found, triggers), couples[:, 0], asked.at(couples[:, 1]))


def told_again(
    found: Found, vectors: Vectors, net: PairNet, claims: Sequence[Claim], pairs: Indices
) -> Floats:
    """Return for every pair of indices into ``claims`` how likely the second trigger retells the first."""
    triggers, own = triggers_of(found, claims)
    couples, place = np.unique(np.sort(own[pairs], axis=1)[:, ::-1], axis=0, return_inverse=True)
    couples = couples[:, ::-1]
    sides = vectors.means(triggers.firsts, triggers.lasts)
    likely = net.probabilities(sides, sides, couples[:, ::-1], couple(found, triggers, couples), SAME)
    return likely[place.reshape(-1)]
