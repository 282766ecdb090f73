"""The records of reading: a claim is one trigger with place and date, a happening all claims about it."""

from __future__ import annotations

from dataclasses import dataclass, field

from articles.assemble.families import Family
from articles.assemble.when import When
from articles.assemble.where import Where
from articles.model import EventMention, Sentence, SentenceKind
from articles.triggers import ANOTHER_DAY
from geodata.model import Place, SubEventType


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One trigger with the place and date chosen for it, and the buildings its sentence speaks of.

    ``of_search`` when it is the bodies that a search brought out; ``known_sites`` are the buildings it
    takes as known: "the school"; ``is_share`` when it is one place's part of what struck several.
    """

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
    is_one_more: bool = False
    tells_of_habit: bool = False
    of_search: bool = False
    is_share: bool = False
    sites: frozenset[str] = frozenset()
    known_sites: frozenset[str] = frozenset()

    @property
    def place(self) -> Place | None:
        """The gazetteer place, None when nothing says where."""
        return self.where.mention.place if self.where else None

    @property
    def is_aside(self) -> bool:
        """Whether it is told beside the story: an event of another day, or one place's share of the dead."""
        return self.is_share or ANOTHER_DAY in self.event.reasons

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


@dataclass(slots=True)
class Happening:
    """The claims gathered so far about one happening, and the best they say together.

    ``where`` is the best place any claim gives (its own before a carried one, a point before an area),
    ``when`` the narrowest interval a claim states, else the tightest bound, ``last`` the number of the
    last sentence that tells of it, ``means`` the sub-type a neighbour lends to mere victims, ``lead`` the
    claim that says most, the earlier one when two say the same. All are kept up to date claim by claim:
    recounting would cost square time.
    """

    claims: list[Claim] = field(default_factory=list)
    where: Where | None = None
    when: When = field(default_factory=When)
    last: int = 0
    is_lead: bool = False
    names_no_town: bool = False
    only_outcomes: bool = True
    means: SubEventType | None = None
    lead: Claim = field(init=False)
    families: set[Family] = field(default_factory=set)
    _lead_rank: tuple[float, int] = (0.0, 0)

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
        rank = claim.weight, -claim.event.start
        if not self.claims or rank > self._lead_rank:
            self.lead, self._lead_rank = claim, rank
        self.claims.append(claim)


def _rank(where: Where) -> tuple[bool, float, float]:
    return where.carried, _extent(where), -where.confidence


def _vagueness(when: When) -> tuple[bool, int, int]:
    return not when.stated, when.days, when.date_end.toordinal() if when.date_end else 0


def _extent(where: Where) -> float:
    place = where.mention.place
    return place.radius_km if place and place.is_area else 0.0
