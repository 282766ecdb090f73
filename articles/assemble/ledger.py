"""Gathers the claims of one article that tell the same happening, so that it is reported once."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace

from articles.assemble.claims import Claim, Happening
from articles.assemble.families import Family
from articles.assemble.same import is_same
from articles.assemble.wording import names_no_means
from articles.model import SentenceKind
from geodata.model import SubEventType

# How many sentences apart a claim without a place of its own may continue the last happening of its kind.
CONTINUES_WITHIN = 4
# How many happenings at one place are compared; a text of a million characters must stay linear.
LOOK_BACK = 12
# How many happenings a headline, and how many claims of each, are compared with.
MOST_SUMMARISED = 60
MOST_COMPARED = 5
# How many sentences before mere victims the means of their death may be told.
MEANS_REACH = 2
# A sum of victims over a longer time has no one means.
LONGEST_OUTCOME_DAYS = 7

_LONG_WORD = re.compile(r"[^\W\d_]{4,}|\d+")
_COMES_FIRST = re.compile(r"\b(?:after|following|since|once)\s+[^,;]{0,90}$", re.IGNORECASE)


class Ledger:
    """The happenings of one article, found again by place or by how recently they were told."""

    def __init__(self) -> None:
        self.happenings: list[Happening] = []
        self.latest: Happening | None = None
        self._at_place: dict[str, list[Happening]] = {}
        self._asked: tuple[Claim, Happening | None] | None = None

    @property
    def tells_of_protests(self) -> bool:
        """Whether all that was told so far were demonstrations, in more than one place."""
        told = self.happenings[:MOST_SUMMARISED]
        return len(told) > 1 and all(Family.DEMONSTRATION in h.families for h in told)

    def add(self, claim: Claim) -> None:
        """Put ``claim`` to the happening it tells again, or to one of its own."""
        happening = self.find(claim)
        if happening is None:
            self.open(claim)
        else:
            self.join(claim, happening)

    def add_share(self, claim: Claim) -> None:
        """Put one place's part of an event to what was told of that very place, else to one of its own."""
        known = self._at_place.get(claim.place.id, []) if claim.place else []
        told = next((h for h in reversed(known[-LOOK_BACK:]) if is_same(claim, h)), None)
        if told is None:
            self.open(claim)
        else:
            self.join(claim, told)

    def open(self, claim: Claim) -> None:
        """Put ``claim`` to a happening of its own, whatever was told before."""
        happening = Happening(is_lead=not self.happenings, names_no_town=claim.names_no_town)
        self.happenings.append(happening)
        self.join(claim, happening)

    def join(self, claim: Claim, happening: Happening) -> None:
        """Put ``claim`` to ``happening``."""
        self._asked = None
        happening.add(claim)
        if self.latest is None or not claim.is_aside:
            self.latest = happening
        if claim.place is not None:
            known = self._at_place.setdefault(claim.place.id, [])
            if not any(h is happening for h in known):
                known.append(happening)

    def find(self, claim: Claim) -> Happening | None:
        """Return the happening ``claim`` tells again, or None.

        Same place first, wherever it was told; without a place the last of its kind within a few sentences.
        The answer is kept for those who ask again before anything new is told.
        """
        if self._asked is None or self._asked[0] is not claim:
            self._asked = claim, self._find(claim)
        return self._asked[1]

    def _find(self, claim: Claim) -> Happening | None:
        if claim.place is not None:
            for happening in reversed(self._at_place.get(claim.place.id, [])[-LOOK_BACK:]):
                if is_same(claim, happening):
                    return happening
        near = [h for h in reversed(self._near(claim)) if self._continues(claim, h) and is_same(claim, h)]
        return min(near, key=lambda h: _strangeness(claim, h), default=None)

    def _near(self, claim: Claim) -> list[Happening]:
        """The happenings told last; for a claim that had to wait, those around its own sentence."""
        if self.latest is None or claim.number >= self.latest.last - CONTINUES_WITHIN:
            return self.happenings[-LOOK_BACK:]
        return [h for h in self.happenings if abs(h.last - claim.number) <= CONTINUES_WITHIN]

    def _continues(self, claim: Claim, happening: Happening) -> bool:
        """Whether a claim with no place of its own, or a definite one, may go on about ``happening``."""
        summarises = claim.sentence.kind in (SentenceKind.HEADLINE, SentenceKind.BULLET)
        if claim.is_definite or summarises:
            return True
        if claim.where is not None and happening.where is not None:
            return True
        return abs(claim.number - happening.last) <= CONTINUES_WITHIN

    def find_summarised(self, claim: Claim, text: str) -> Happening | None:
        """Return the happening that a headline or bullet sums up: it shares most words and the toll."""
        words = _content(text, claim)
        toll = claim.event.toll.fatalities
        best: tuple[float, Happening] | None = None
        for happening in self.happenings[:MOST_SUMMARISED]:
            if not is_same(claim, happening):
                continue
            told = happening.claims[:MOST_COMPARED]
            shared = max(len(words & _content(text, c)) for c in told)
            same_toll = toll is not None and any(c.event.toll.fatalities == toll for c in told)
            score = shared + 3.0 * same_toll
            if best is None or score > best[0]:
                best = score, happening
        return best[1] if best else None


def _strangeness(claim: Claim, happening: Happening) -> tuple[bool, bool, int]:
    """How little a happening looks like what a claim without place goes on about: site, type, distance."""
    told = [*happening.claims[:MOST_COMPARED], *happening.claims[-MOST_COMPARED:]]
    other_site = bool(claim.known_sites) and not any(claim.known_sites & c.sites for c in told)
    kinds = {c.event.sub_event_type for c in happening.claims[-MOST_COMPARED:] if not c.is_outcome}
    other_type = not claim.is_outcome and bool(kinds) and claim.event.sub_event_type not in kinds
    return other_site, other_type, abs(claim.number - happening.last)


def _content(text: str, claim: Claim) -> set[str]:
    return {w.lower()[:5] for w in _LONG_WORD.findall(text, claim.sentence.start, claim.sentence.end)}


def bound_by_order(text: str, happenings: list[Happening]) -> None:
    """Let "after the village was retaken, bodies were found on Sunday" bound the retaking by Sunday."""
    in_sentence: dict[int, list[tuple[Claim, Happening]]] = {}
    for happening in happenings:
        for claim in happening.claims:
            in_sentence.setdefault(claim.number, []).append((claim, happening))
    for told in in_sentence.values():
        for claim, happening in told:
            later = [
                h.when.date_end for _, h in told if h is not happening and h.when.stated and h.when.date_end
            ]
            before = text[claim.sentence.start : claim.event.start]
            if happening.when.stated or not later or not _COMES_FIRST.search(before):
                continue
            bound = min(later)
            if happening.when.date_end is None or bound < happening.when.date_end:
                reason = f"undated, but before what happened by {bound}"
                start = happening.when.date_start
                start = start if start and start <= bound else None
                happening.when = replace(happening.when, date_start=start, date_end=bound, reason=reason)


def lend_means(happenings: list[Happening]) -> None:
    """Let "one person was killed in Ganja" straight after a shelling elsewhere be the shelling's work."""
    strikes = [
        (c.number, c.event.sub_event_type, h.when)
        for h in happenings
        for c in h.claims
        if c.family is Family.STRIKE or c.event.sub_event_type is SubEventType.EXCESSIVE_FORCE
    ]
    strikes.sort(key=lambda s: s[0])
    numbers = [number for number, _, _ in strikes]
    for happening in happenings:
        first = happening.claims[0]
        if first.when.is_period or (first.when.stated and first.when.days > LONGEST_OUTCOME_DAYS):
            continue
        if not happening.only_outcomes or not all(names_no_means(c.event) for c in happening.claims):
            continue
        at = bisect_right(numbers, first.number) - 1
        if at < 0 or first.number - numbers[at] > MEANS_REACH:
            continue
        when = strikes[at][2]
        if not (first.when.stated and when.stated) or first.when.overlaps(when):
            happening.means = strikes[at][1]
