"""Joins the claims of one article that tell the same happening."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from articles.reading.another import turns_away
from articles.reading.boosted import Boosted
from articles.reading.claims import KINDS, Claim
from articles.reading.encoder import PairNet, Vectors
from articles.reading.found import Found, lies_inside, name_of
from articles.reading.same import same_features
from articles.reading.where import PLACES_FROM, are_alike
from geodata.geography import distance_km
from geodata.model import PlaceKind, PlaceMention, SubEventType, TimeMention

#: Two claims tell one happening from this probability on; chosen on held-out articles.
SAME_FROM = 0.5
#: From this on a claim and its time are sure enough to tell it from another; so many days apart may be one.
TIMES_FROM, DAYS_OF_ONE = 0.6, 1
#: Words that set one day off from another, so that none of the two may be the other.
_OTHER_DAY = re.compile(
    r"\b(?:day|night) (?:before|earlier|after|later)\b"
    r"|\b(?:previous|preceding|next|following) (?:day|night)\b",
    re.IGNORECASE,
)
#: A settlement so near to a city of so many people may be a part of it.
CITY, CITY_KM = 100_000, 12.0
#: With so many of the latest claims, and of those at its place, a claim is compared.
LATEST, LATEST_HERE = 60, 12
#: From this on what is told of the police takes part in what a protest is.
MET_FROM = 0.5
_MET = (SubEventType.ARRESTS, SubEventType.PROTEST_INTERVENTION)


Days = tuple[date | None, date | None]


def _holds_days(around: Days, days: Days) -> bool:
    """Whether one interval holds the other; an open one holds only itself."""
    (first, last), (start, end) = around, days
    if first is None or last is None or start is None or end is None:
        return around == days
    return first <= start and end <= last


@dataclass(slots=True)
class Happening:
    """Claims that tell one happening, in the order of the text; ``sure`` and ``real`` are filled in last.

    ``like`` is how likely it is one of those told before, after all; ``real`` the probability that it
    happened there at all, ``sure`` that place, date and type are right.
    """

    claims: list[Claim]
    like: float = 0.0
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
        if len(placed) < 2:
            return placed[0].place if placed else None
        finest = [c for c in placed if not any(lies_inside(o.place, c.place) for o in placed)]
        return max(
            finest or placed,
            key=lambda c: (c.place is not None and c.place.place is not None, c.where * c.told),
        ).place

    @property
    def time(self) -> TimeMention | None:
        """The time that most claims give, the surer ones weighing more.

        Who says "this year" speaks for the day in it that another claim gives.
        """
        votes: dict[Days, float] = defaultdict(float)
        timed = [(c, c.time) for c in self.claims if c.time is not None]
        for claim, time in timed:
            votes[time.date_start, time.date_end] += claim.told * claim.when
        votes = {days: sum(p for around, p in votes.items() if _holds_days(around, days)) for days in votes}
        best = max(votes.values(), default=0.0)
        told = [(c, t) for c, t in timed if votes[t.date_start, t.date_end] == best]
        return max(told, key=lambda x: (x[0].when, -x[0].trigger.start))[1] if told else None

    @property
    def kinds(self) -> npt.NDArray[np.float32]:
        """The sub-types' probabilities over all claims, the surer ones weighing more."""
        if len(self.claims) == 1:
            return self.claims[0].kinds
        weights = np.array([c.told**2 for c in self.claims], dtype=np.float32)
        mixed: npt.NDArray[np.float32] = weights @ np.stack([c.kinds for c in self.claims]) / weights.sum()
        return mixed

    @property
    def kind(self) -> SubEventType:
        """The likeliest sub-type; a protest at which people are arrested was met by the police."""
        kind = KINDS[int(np.argmax(self.kinds))]
        if kind is SubEventType.PEACEFUL_PROTEST and any(
            (c.met or c.kind in _MET) and c.told > MET_FROM for c in self.claims
        ):
            return SubEventType.PROTEST_INTERVENTION
        return kind


def join_claims(
    found: Found, vectors: Vectors, net: PairNet, claims: Sequence[Claim], same: Boosted
) -> list[Happening]:
    """Return the happenings that the claims tell, in the order in which they are first told.

    A claim is compared with the latest claims and with the latest at its own place, so that the time
    stays in proportion to the length of the text. How likely it tells a happening: by the two of its
    claims that fit best; two places of one trigger are two happenings by definition, and so are claims of
    two settlements or of two days.
    """
    pairs = _compared(claims)
    if not pairs:
        return [Happening([c]) for c in claims]
    rows = same_features(found, vectors, net, claims, np.array(pairs))
    fits: dict[int, dict[int, float]] = defaultdict(dict)
    for (m, k), p in zip(pairs, same.probabilities(rows).tolist(), strict=True):
        fits[k][m] = p
    happenings: list[Happening] = []
    at: list[int] = []
    for k, claim in enumerate(claims):
        likely: dict[int, list[float]] = defaultdict(list)
        told: dict[int, list[int]] = defaultdict(list)
        for m, p in fits[k].items():
            likely[at[m]].append(p)
            told[at[m]].append(m)
        scores = [(sum(best_two := sorted(ps)[-2:]) / len(best_two), -n) for n, ps in likely.items()]
        best, chosen = 0.0, 0
        for score, n in sorted(scores, reverse=True):
            one = happenings[-n].claims
            if not any(c.trigger == claim.trigger for c in one) and not any(
                _are_apart(found, claims[m], claim) for m in told[-n]
            ):
                best, chosen = score, n
                break
        if best >= SAME_FROM:
            happenings[-chosen].claims.append(claim)
            at.append(-chosen)
        else:
            at.append(len(happenings))
            happenings.append(Happening([claim], like=best))
    return happenings


def _are_apart(found: Found, a: Claim, b: Claim) -> bool:
    """Whether two claims must be two happenings: at two settlements, on days that do not meet, told apart."""
    return _are_elsewhere(a, b) or _are_at_other_times(found, a, b) or turns_away(found, a.number, b.number)


def _are_elsewhere(a: Claim, b: Claim) -> bool:
    """Whether two settlements are surely told, neither of which may be a part of the other."""
    if a.place is None or b.place is None or min(a.where, b.where) < PLACES_FROM:
        return False
    one, two = a.place.place, b.place.place
    if one is None or two is None or not one.kind is PlaceKind.SETTLEMENT is two.kind:
        return False
    city = max(one.population, two.population) >= CITY and distance_km(one, two) <= CITY_KM
    return not ((city and not _count_others(a, b)) or are_alike(a.place, b.place))


def _count_others(a: Claim, b: Claim) -> bool:
    """Whether two claims of one sentence each count dead of their own."""
    return a.number == b.number and bool(a.dead) and bool(b.dead) and not set(a.dead) & set(b.dead)


def _are_at_other_times(found: Found, a: Claim, b: Claim) -> bool:
    """Whether both, surely told, have a day of their sentence, and one ends days before the other begins."""
    if a.time is None or b.time is None or min(a.when, b.when, a.told, b.told) < TIMES_FROM:
        return False
    if any(found.sentence_at(c.time.start) != c.number for c in (a, b) if c.time is not None):
        return False
    (first, first_end), (second, second_end) = (
        (t.date_start or t.date_end, t.date_end or t.date_start) for t in (a.time, b.time)
    )
    if first is None or first_end is None or second is None or second_end is None:
        return False
    another = any(_OTHER_DAY.search(c.time.text) for c in (a, b) if c.time is not None)
    return max((second - first_end).days, (first - second_end).days) > (0 if another else DAYS_OF_ONE)


def _compared(claims: Sequence[Claim]) -> list[tuple[int, int]]:
    """Return which claims are compared, each pair in the order of the text."""
    here: dict[str, list[int]] = defaultdict(list)
    pairs = []
    for k, claim in enumerate(claims):
        name = name_of(claim.place) if claim.place is not None else ""
        near = {*range(max(0, k - LATEST), k), *here[name][-LATEST_HERE:]}
        pairs += [(m, k) for m in sorted(near) if claims[m].trigger != claim.trigger]
        here[name].append(k)
    return pairs
