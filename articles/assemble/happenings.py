"""Gathers the claims of one article that tell the same happening, so that it is reported once."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field, replace

from articles.assemble.families import (
    DAMAGE_WORDS,
    FAMILY_OF,
    HAPPENING_NOUNS,
    NUMBERING_WORDS,
    OUTCOME_OF,
    OUTCOME_WORDS,
    VAGUE_WORDS,
    Family,
)
from articles.assemble.when import When
from articles.assemble.where import Where
from articles.geography import contains, distance_km
from articles.model import EventMention, Sentence, SentenceKind
from articles.triggers import GENERIC, REFERS_BACK
from geodata.model import Place, PlaceKind, SubEventType

# How many sentences apart a claim without a place of its own may continue the last happening of its kind.
CONTINUES_WITHIN = 4
# Missiles shot down and missiles that got through are one attack (ACLED codes what hit).
PART_OF_ONE_STRIKE = frozenset({Family.STRIKE, Family.DISRUPTED})
# A definite "the attack" may name a nearby place or the unit around the one already told.
SAME_STORY_KM = 60.0
# Two names of one spot: the town and the station in it.
SAME_SPOT_KM = 3.0
# Families that vague words are filed under for want of better: "targeted", "the attack".
OPEN_TO_MEANS = frozenset({Family.CIVILIANS, Family.CLASH, Family.DEMONSTRATION})
# How many happenings at one place are compared; a text of a million characters must stay linear.
LOOK_BACK = 12

# How many sentences before mere victims the means of their death may be told.
MEANS_REACH = 2
# A sum of victims over a longer time has no one means.
LONGEST_OUTCOME_DAYS = 7
# What officials told on Friday is not what happened ten days before; undated news may be older.
OLD_TO_THE_TELLING_DAYS = 10
OLD_TO_THE_NEWS_DAYS = 45
# What is told of more days than this sums up many events.
SUM_DAYS = 14
# For how many days after an attack its wounded are told to have died.
AFTERMATH_DAYS = 4
# Within how many sentences a lead's region gets its town; land retaken in both is two events.
DETAILS_WITHIN = 1
# How many happenings a headline, and how many claims of each, are compared with.
MOST_SUMMARISED = 60
MOST_COMPARED = 5

_PLAIN_WORD = re.compile(r"[a-z]+")
_LONG_WORD = re.compile(r"[^\W\d_]{4,}|\d+")
_COMES_FIRST = re.compile(r"\b(?:after|following|since|once)\s+[^,;]{0,90}$", re.IGNORECASE)
_DEFINITE = re.compile(
    r"\b(?:the|this|that|these|those|both|such|same|latest)\s+(?:(?!of\b|in\b|on\b|at\b)[\w’'-]+\s+){0,3}$",
    re.IGNORECASE,
)
_FURTHER = re.compile(r"\b(?:another|separate(?:ly)?|second|third|different|elsewhere)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One trigger with the place and date chosen for it."""

    event: EventMention
    sentence: Sentence
    number: int
    family: Family
    where: Where | None
    when: When
    is_outcome: bool
    is_definite: bool
    names_unknown_place: bool = False
    refers_back: bool = False
    names_no_town: bool = False
    tells_of_another: bool = False

    @property
    def place(self) -> Place | None:
        """The gazetteer place, None when nothing says where."""
        return self.where.mention.place if self.where else None

    @property
    def weight(self) -> float:
        """How well this claim stands for its happening: it should say what, where, when and how many."""
        own_place = self.where is not None and not self.where.carried
        kind = {SentenceKind.BODY: 1.0, SentenceKind.CAPTION: 0.3}.get(self.sentence.kind, 0.0)
        return (
            3.0 * own_place
            + 1.5 * self.when.stated
            + kind
            + 1.0 * (not self.is_outcome)
            - 1.5 * (self.family is Family.DISRUPTED)
            + 0.5 * (self.event.toll.fatalities is not None)
            + 0.5 * self.event.confidence
        )


def is_outcome(event: EventMention, family: Family, *, has_own_place: bool) -> bool:
    """Whether the trigger leaves open what happened: people hurt, houses burned, "the attack".

    A vague word with a place of its own is taken at its word.
    """
    words = set(_PLAIN_WORD.findall(event.text.lower()))
    if REFERS_BACK in event.reasons:
        return True
    if GENERIC in event.reasons and words & OUTCOME_WORDS and words <= OUTCOME_WORDS | NUMBERING_WORDS:
        return True
    if family is Family.LOOTING and words & DAMAGE_WORDS:
        return True
    if family is Family.CLASH and words & OUTCOME_WORDS and words <= OUTCOME_WORDS | NUMBERING_WORDS:
        return True
    return family in OPEN_TO_MEANS and not has_own_place and bool(words & VAGUE_WORDS)


def is_definite(text: str, event: EventMention, sentence: Sentence) -> bool:
    """Whether the trigger points back at something told: "the attack", "these strikes"."""
    words = _PLAIN_WORD.findall(event.text.lower())
    if not words or not {words[0], words[-1]} & HAPPENING_NOUNS:
        return False
    if text.startswith(" of ", event.end):
        return False
    before = text[max(sentence.start, event.start - 50) : event.start]
    return bool(_DEFINITE.search(before)) and not _FURTHER.search(before)


def family_of(event: EventMention) -> Family:
    """The family of the trigger's sub-type."""
    return FAMILY_OF[event.sub_event_type]


@dataclass(slots=True)
class Happening:
    """The claims gathered so far about one happening, and the best they say together.

    ``where`` is the best place any claim gives (its own before a carried one, a point before an area),
    ``when`` the narrowest interval a claim states, else the tightest bound, ``last`` the number of the
    last sentence that tells of it, ``means`` the sub-type a neighbour lends to mere victims. All are kept
    up to date claim by claim: recounting would cost square time.
    """

    claims: list[Claim] = field(default_factory=list)
    where: Where | None = None
    when: When = field(default_factory=When)
    last: int = 0
    is_lead: bool = False
    names_no_town: bool = False
    only_outcomes: bool = True
    means: SubEventType | None = None
    families: set[Family] = field(default_factory=set)

    def add(self, claim: Claim) -> None:
        """Take ``claim`` in."""
        if self.only_outcomes and not claim.is_outcome:
            self.families, self.only_outcomes = set(), False
        if claim.is_outcome is self.only_outcomes:
            self.families.add(claim.family)
        if claim.where and (self.where is None or _rank(claim.where) < _rank(self.where)):
            self.where = claim.where
        if not self.claims or _vagueness(claim.when) < _vagueness(self.when):
            self.when = claim.when
        self.last = max(self.last, claim.number)
        self.claims.append(claim)

    @property
    def lead(self) -> Claim:
        """The claim that says most; the earlier one when two say the same."""
        return max(self.claims, key=lambda c: (c.weight, -c.event.start))


def _rank(where: Where) -> tuple[bool, float, float]:
    return where.carried, _extent(where), -where.confidence


def _vagueness(when: When) -> tuple[bool, int, int]:
    return not when.stated, when.days, when.date_end.toordinal() if when.date_end else 0


def _extent(where: Where) -> float:
    place = where.mention.place
    return place.radius_km if place and place.is_area else 0.0


def is_same(claim: Claim, happening: Happening) -> bool:
    """Whether ``claim`` may tell ``happening`` again; the place decides, the date must not contradict."""
    if not _kinds_agree(claim, happening):
        return False
    if claim.tells_of_another and claim.when.stated and not happening.when.stated:
        return False
    if not _dates_agree(claim.when, happening.when) and not _is_aftermath(claim, happening):
        return False
    known = happening.where
    has_own_place = claim.where is not None and not claim.where.carried
    if not has_own_place and _sums_up(claim) and not _dates_alike(claim.when, happening.when):
        return False
    if claim.place is None or known is None or known.mention.place is None:
        return True
    return _places_agree(claim, happening, claim.place, known.mention.place)


def _sums_up(claim: Claim) -> bool:
    """Whether a claim without place tells of weeks: "strikes have destroyed 30 depots in recent weeks"."""
    return claim.when.stated and claim.when.days > SUM_DAYS and not claim.is_definite and not claim.is_outcome


def _dates_alike(one: When, other: When) -> bool:
    return other.stated and other.days > SUM_DAYS and one.overlaps(other)


def _dates_agree(one: When, other: When) -> bool:
    """Whether two dates may be one; news told now is not what is dated weeks before it."""
    both_dated = bool(one.date_start and other.date_start) and not (one.is_borrowed or other.is_borrowed)
    if both_dated or (one.stated and other.stated):
        return one.overlaps(other)
    if one.stated is other.stated:
        return True
    dated, bound = (one, other) if one.stated else (other, one)
    if dated.date_end is None or bound.date_end is None or bound.date_start is not None:
        return True
    gap = OLD_TO_THE_TELLING_DAYS if bound.spans else OLD_TO_THE_NEWS_DAYS
    return (bound.date_end - dated.date_end).days <= gap


def _is_aftermath(claim: Claim, happening: Happening) -> bool:
    """Whether the claim tells how victims fared after: "a third woman died in hospital on Saturday"."""
    told, happened = claim.when.date_end, happening.when.date_end
    if not claim.is_outcome or claim.where is not None or told is None or happened is None:
        return False
    follows = claim.number - happening.last <= 1
    return follows and 0 <= (told - happened).days <= AFTERMATH_DAYS


def _kinds_agree(claim: Claim, happening: Happening) -> bool:
    families = happening.families
    if claim.family in families:
        return True
    if claim.family in PART_OF_ONE_STRIKE and families & PART_OF_ONE_STRIKE:
        return True
    if claim.is_outcome:
        return bool(families & OUTCOME_OF)
    if not happening.only_outcomes or claim.family not in OUTCOME_OF:
        return False
    return claim.family is Family.STRIKE or (claim.where is not None and not claim.where.carried)


def _places_agree(claim: Claim, happening: Happening, one: Place, other: Place) -> bool:
    if one.id == other.id:
        return True
    points = not one.is_area and not other.is_area
    if points and distance_km(one, other) <= SAME_SPOT_KM:
        return True
    if one.name.split()[0] == other.name.split()[0] and (contains(one, other) or contains(other, one)):
        return True
    if not (claim.is_definite or _may_be_vaguer(claim, happening, one, other)):
        return False
    if contains(one, other) or contains(other, one):
        return True
    return (
        claim.is_definite
        and points
        and distance_km(one, other) <= SAME_STORY_KM
        and one.admin1 == other.admin1
    )


def _may_be_vaguer(claim: Claim, happening: Happening, one: Place, other: Place) -> bool:
    """Whether one of the two may name a wider place: in summaries, leads and counts of victims."""
    gap = abs(claim.number - happening.last)
    if claim.sentence.kind in (SentenceKind.HEADLINE, SentenceKind.BULLET):
        return True
    if PlaceKind.COUNTRY in (one.kind, other.kind):
        vague = claim.when if one.kind is PlaceKind.COUNTRY else happening.when
        return not vague.stated or gap <= DETAILS_WITHIN
    if gap > DETAILS_WITHIN or claim.family is Family.TERRITORY:
        return False
    return (happening.is_lead and happening.names_no_town) or claim.is_outcome


class Ledger:
    """The happenings of one article, found again by place or by how recently they were told."""

    def __init__(self) -> None:
        self.happenings: list[Happening] = []
        self.latest: Happening | None = None
        self._at_place: dict[str, list[Happening]] = {}

    def add(self, claim: Claim) -> None:
        """Put ``claim`` to the happening it tells again, or to one of its own."""
        happening = self.find(claim)
        if happening is None:
            self.open(claim)
        else:
            self.join(claim, happening)

    def open(self, claim: Claim) -> None:
        """Put ``claim`` to a happening of its own, whatever was told before."""
        happening = Happening(is_lead=not self.happenings, names_no_town=claim.names_no_town)
        self.happenings.append(happening)
        self.join(claim, happening)

    def join(self, claim: Claim, happening: Happening) -> None:
        """Put ``claim`` to ``happening``."""
        happening.add(claim)
        self.latest = happening
        if claim.place is not None:
            known = self._at_place.setdefault(claim.place.id, [])
            if not any(h is happening for h in known):
                known.append(happening)

    def find(self, claim: Claim) -> Happening | None:
        """Return the happening ``claim`` tells again, or None.

        Same place first, wherever it was told; without a place the last of its kind within a few sentences.
        """
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


def _strangeness(claim: Claim, happening: Happening) -> tuple[bool, int]:
    """How little a happening looks like what a claim without place goes on about: its type, its distance."""
    kinds = {c.event.sub_event_type for c in happening.claims[-MOST_COMPARED:] if not c.is_outcome}
    other_type = not claim.is_outcome and bool(kinds) and claim.event.sub_event_type not in kinds
    return other_type, abs(claim.number - happening.last)


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
        (c.number, c.event.sub_event_type)
        for h in happenings
        for c in h.claims
        if c.family is Family.STRIKE or c.event.sub_event_type is SubEventType.EXCESSIVE_FORCE
    ]
    strikes.sort(key=lambda s: s[0])
    numbers = [number for number, _ in strikes]
    for happening in happenings:
        first = happening.claims[0]
        if first.when.is_period or (first.when.stated and first.when.days > LONGEST_OUTCOME_DAYS):
            continue
        if not happening.only_outcomes or not all(_counts_victims(c) for c in happening.claims):
            continue
        at = bisect_right(numbers, first.number) - 1
        if at >= 0 and first.number - numbers[at] <= MEANS_REACH:
            happening.means = strikes[at][1]


def _counts_victims(claim: Claim) -> bool:
    return set(_PLAIN_WORD.findall(claim.event.text.lower())) <= OUTCOME_WORDS | NUMBERING_WORDS
