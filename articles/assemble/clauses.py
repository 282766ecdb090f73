"""Measures inside one sentence how closely a place or time belongs to a trigger."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from articles.model import EventMention, Sentence

# What parts two clauses, and what it costs to look across it. The weights were set by hand on invented
# sentences; only their order matters: a relative clause parts more than a comma.
_SEPARATORS: tuple[tuple[str, float], ...] = (
    (r";|\s[–—-]+\s|—|:\s", 2.0),
    (r",?\s(?:while|whereas|but|although|though)\s", 2.5),
    (r",?\s(?:where|which|who|whose)\s", 1.5),
    (r",\sand\s|,\sbefore\s|,\sas\s|,\safter\s", 1.5),
    (r"\s(?:after|before|as|following|amid|since|when|because|despite|until|hours\safter)\s", 1.0),
    (r"\s(?:that|and|said|says|told|reported)\s", 0.5),
    (r",", 0.4),
)
_ALTERNATIVES = "|".join(f"(?P<s{i}>{p})" for i, (p, _) in enumerate(_SEPARATORS))
# Looking ahead for what each of them begins with passes over the letters of words quickly.
_ANY_SEPARATOR = re.compile(rf"(?=[;,:\s—])(?:{_ALTERNATIVES})")
CHARACTERS_PER_POINT = 80
OTHER_TRIGGER_BETWEEN = 0.8
# The verb follows its subject's apposition within so many characters: "was", "also briefly".
BEHIND_APPOSITION = 20
# From this distance on something stands in another clause.
ANOTHER_CLAUSE = 1.0

_LIST_WORDS = (
    r"(?:,|;|&|and|or|as well as|along with|plus|then|in|on|at|near|of|the|both|also|nearby|neighbou?ring|"
    r"particularly|especially|notably|including|around|"
    r"cities|city|towns?|villages?|regions?|provinces?|districts?|states?|settlements?|areas?|suburbs?|outskirts|"
    r"ports?|"
    r"(?:north|south|east|west)[\w-]*|central|capital|coastal|border|occupied|frontline|besieged|key|"
    r"strategic)"
)
_LIST_GAP = re.compile(rf"\s*(?:{_LIST_WORDS}\s*)+", re.IGNORECASE)
_CONJUNCTION = re.compile(r"\b(?:and|or|as well as|along with|plus|then)\b|&|;", re.IGNORECASE)
_LISTING = re.compile(rf",|{_CONJUNCTION.pattern}", re.IGNORECASE)
# ", near Kyiv" says where a place lies; "and near Kyiv" names another.
_PREPOSITION = re.compile(r"\b(?:in|on|at|near|of)\b", re.IGNORECASE)
_FEW = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
# "Kyiv, the western city of Lviv" lists two.
_CITY_OF = re.compile(r"\b(?:city|town|village|port)\s+of\b")
# "near A on 18 February, particularly around B": the day parts no list.
_DAY = re.compile(
    r"\son\s(?:[A-Z][a-z]+day|(?:January|February|March|April|May|June|July|August|September|October|November"
    r"|December)\s\d{1,2}|\d{1,2}\s[A-Z][a-z]+)(?=,)"
)
_NEW_ITEM = re.compile(
    rf"(?:(?:\band|\bas well as)\s+(?:also\s+)?(?:(?:an?|another|several|the)\s+(?:[\w-]+\s+){{1,3}})?"
    rf"|(?:\band|,)\s+(?:\d+|{_FEW})(?:\s+[\w-]+){{0,3}}(?:,[^,;.]{{3,40}},)?\s+)"
    rf"(?:in|on|at|near|against)\s+(?:{_LIST_WORDS}\s+)*$",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r",\s(?:which|who|where|whose|whom)\s[^,;]{3,120},")
# "Aleppo, the largest city before the war, fell": what stands between the commas parts nothing.
_APPOSITION = re.compile(
    r",\s(?:(?:the|a|an|its|their|home|capital|now|once|formerly)\s|which\s|where\s|famed|famous|known|some\s|about\s|\d)"
    r"[^,;]{3,90},"
)
_FRONTED = re.compile(
    r"\W*(?:in|at|near|on|around|across|outside|inside|over)\s+(?:[\w-]+\s+){0,5}$", re.IGNORECASE
)


# "In X the mayor said ..." needs no comma.
_OPENS = re.compile(r"(?:In|Near|Around|Across|Outside)\s")
_GOES_ON = re.compile(r"\s(?:the|an?|its|police|officials|residents|local|two|three|several)\s")


def is_list_gap(gap: str) -> bool:
    """Whether the words between two places only list them: "X and Y", "X, the town of Y"."""
    if not _LIST_GAP.fullmatch(gap) or not _LISTING.search(gap):
        return False
    return not _PREPOSITION.search(_CITY_OF.sub("", gap)) or bool(_CONJUNCTION.search(gap))


@dataclass(frozen=True, slots=True)
class Clauses:
    """The separators of one sentence, ready to be asked for the distance between two spans."""

    text: str
    start: int
    end: int
    marks: tuple[int, ...]
    costs: tuple[float, ...]
    triggers: tuple[int, ...]
    asides: tuple[tuple[int, int], ...] = ()

    @classmethod
    def of(cls, text: str, sentence: Sentence, events: list[EventMention]) -> Clauses:
        """Find the separators of ``sentence``; ``events`` are the triggers in it."""
        found = [
            (m.start(), _SEPARATORS[int(m.lastgroup[1:])][1])
            for m in _ANY_SEPARATOR.finditer(text, sentence.start, sentence.end)
            if m.lastgroup
        ]
        marks, costs = tuple(m for m, _ in found), tuple(c for _, c in found)
        asides = tuple(m.span() for m in _RELATIVE.finditer(text, sentence.start, sentence.end))
        return cls(
            text=text,
            start=sentence.start,
            end=sentence.end,
            marks=marks,
            costs=costs,
            triggers=tuple(sorted(e.start for e in events)),
            asides=asides,
        )

    def distance(self, trigger: tuple[int, int], other: tuple[int, int]) -> float:
        """Return how far ``other`` is from ``trigger``: 0 side by side, more for every clause between."""
        low, high = min(trigger[1], other[1]), max(trigger[0], other[0])
        if high <= low:
            return 0.0
        if low == other[1]:
            low = self._behind_apposition(low, high)
        crossed = self.costs[bisect_left(self.marks, low) : bisect_right(self.marks, high)]
        between = bisect_left(self.triggers, high) - bisect_left(self.triggers, low)
        if other[0] < trigger[0]:
            between -= bisect_left(self.triggers, high) - bisect_left(self.triggers, trigger[0])
        return sum(crossed) + max(0, between) * OTHER_TRIGGER_BETWEEN + (high - low) / CHARACTERS_PER_POINT

    def _behind_apposition(self, low: int, high: int) -> int:
        """Return where the words about the subject of the verb at ``high`` end, else ``low``."""
        aside = _APPOSITION.match(self.text, low, high)
        return aside.end() if aside and high - aside.end() <= BEHIND_APPOSITION else low

    def is_nearer_to_another(self, event: EventMention, other: tuple[int, int]) -> bool:
        """Whether ``other`` stands in the clause of another trigger, across a conjunction from this one."""
        own = (event.start, event.end)
        if self.is_fronted(*other) or self.distance(own, other) < ANOTHER_CLAUSE:
            return False
        rivals = [(t, t + 1) for t in self.triggers if t != event.start]
        return any(
            self.distance(rival, other) + ANOTHER_CLAUSE <= self.distance(own, other) for rival in rivals
        )

    def is_aside_to(self, one: int, other: int) -> bool:
        """Whether one of two positions stands in a relative clause between commas, the other outside it."""
        return self._aside(one) != self._aside(other)

    def _aside(self, position: int) -> int | None:
        """Which relative clause between commas a position stands in; None in the sentence itself."""
        at = bisect_right(self.asides, (position, self.end)) - 1
        return at if at >= 0 and position < self.asides[at][1] else None

    def is_fronted(self, start: int, end: int) -> bool:
        """Whether ``start:end`` opens the sentence as an adverbial ("In the town of X, ...")."""
        return bool(
            start - self.start < 60
            and _FRONTED.fullmatch(self.text, self.start, start)
            and (
                self.text[end : end + 12].lstrip(" ’'s").startswith(",")
                or bool(_OPENS.match(self.text, self.start, start) and _GOES_ON.match(self.text, end))
            )
        )

    def are_listed(self, before: tuple[int, int], after: tuple[int, int]) -> bool:
        """Whether two places stand in one list ("in X and Y", "in X, where ..., and in Y")."""
        gap = self.text[before[1] : after[0]]
        if len(gap) < 60 and (is_list_gap(gap) or is_list_gap(_DAY.sub("", gap, count=1))):
            return True
        tail = gap[-60:]
        item = _NEW_ITEM.search(tail)
        if item is None:
            return False
        opens = after[0] - len(tail) + item.start()
        return not any(opens <= t < after[0] for t in self.triggers)
