"""Joins the claims of one article that tell the same happening."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from articles.model import PlaceMention, TimeMention
from articles.reading.boosted import Boosted
from articles.reading.claims import KINDS, Claim
from articles.reading.encoder import Vectors
from articles.reading.facts import lies_inside
from articles.reading.found import Found, name_of
from articles.reading.same import same_features
from geodata.model import SubEventType

#: Two claims tell one happening from this probability on.
SAME_FROM = 0.5
#: With so many of the latest happenings, and of those at its place, a claim is compared.
LATEST, LATEST_HERE = 40, 12


@dataclass(slots=True)
class Happening:
    """Claims that tell one happening, in the order of the text; ``sure`` and ``real`` are filled in last.

    ``real`` is the probability that it happened there at all, ``sure`` that place, date and type are right.
    """

    claims: list[Claim]
    real: float = 1.0
    sure: float = 1.0

    @property
    def lead(self) -> Claim:
        """The claim that tells it best: with a place of its own, and most surely."""
        return max(
            self.claims, key=lambda c: (c.place is not None, c.told * (0.5 + c.where), -c.trigger.start)
        )

    @property
    def place(self) -> PlaceMention | None:
        """The finest place that a claim gives, the surest of several."""
        placed = [c for c in self.claims if c.place is not None]
        if not placed:
            return None
        finest = [c for c in placed if not any(lies_inside(o.place, c.place) for o in placed)]
        return max(
            finest or placed,
            key=lambda c: (c.place is not None and c.place.place is not None, c.where * c.told),
        ).place

    @property
    def time(self) -> TimeMention | None:
        """The time that a claim gives, the surest of several."""
        timed = [c for c in self.claims if c.time is not None]
        return max(timed, key=lambda c: (c.when, -c.trigger.start)).time if timed else None

    @property
    def kinds(self) -> npt.NDArray[np.float32]:
        """The sub-types' probabilities over all claims, the surer ones weighing more."""
        mixed: npt.NDArray[np.float32] = np.average(
            [c.kinds for c in self.claims], axis=0, weights=[c.told**2 for c in self.claims]
        )
        return mixed

    @property
    def kind(self) -> SubEventType:
        """The likeliest sub-type."""
        return KINDS[int(np.argmax(self.kinds))]


def join_claims(found: Found, vectors: Vectors, claims: Sequence[Claim], same: Boosted) -> list[Happening]:
    """Return the happenings that the claims tell, in the order in which they are first told.

    A claim is compared with the latest happenings and with the latest at its own place, so that the time
    stays in proportion to the length of the text.
    """
    happenings: list[Happening] = []
    at_place: dict[str, list[Happening]] = defaultdict(list)
    for claim in claims:
        name = name_of(claim.place) if claim.place is not None else ""
        near = {id(h): h for h in (*happenings[-LATEST:], *at_place[name][-LATEST_HERE:])}
        able = [h for h in near.values() if not any(_cannot_be_same(c, claim) for c in h.claims)]
        scores = _scores(found, vectors, able, claim, same)
        if scores and max(scores) >= SAME_FROM:
            chosen = able[int(np.argmax(scores))]
            chosen.claims.append(claim)
        else:
            chosen = Happening([claim])
            happenings.append(chosen)
        if chosen not in at_place[name]:
            at_place[name].append(chosen)
    return happenings


def _scores(
    found: Found, vectors: Vectors, able: Sequence[Happening], claim: Claim, same: Boosted
) -> list[float]:
    """Return for each happening how likely the claim tells it: by the two of its claims that fit best."""
    if not able:
        return []
    rows = [same_features(found, vectors, other, claim) for h in able for other in h.claims[-LATEST_HERE:]]
    values = iter(same.probabilities(np.array(rows)).tolist())
    each = [sorted((next(values) for _ in h.claims[-LATEST_HERE:]), reverse=True)[:2] for h in able]
    return [sum(best) / len(best) for best in each]


def _cannot_be_same(a: Claim, b: Claim) -> bool:
    """Whether one trigger names both places: they are two events by definition."""
    return a.trigger == b.trigger
