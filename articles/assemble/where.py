"""Chooses for a trigger the place or places where the event happened, and says why."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from articles.assemble.clauses import Clauses, is_list_gap
from articles.assemble.families import Family
from articles.geography import contains
from articles.model import EventMention, PlaceMention, PlaceRole, Sentence, TimeMention
from geodata.model import PlaceKind, PlacePrecision

# What a mention's role adds to its distance from the trigger, in the unit of ``Clauses.distance``.
ROLE_COST = {
    PlaceRole.EVENT: 0.0,
    PlaceRole.TARGET: 0.5,
    PlaceRole.BACKGROUND: 1.0,
    PlaceRole.ORIGIN: 2.5,
    PlaceRole.CONTAINER: 3.0,
}
KIND_COST = {PlaceKind.WATER: 2.5, PlaceKind.COUNTRY: 1.5, PlaceKind.REGION: 0.3, PlaceKind.ADMIN1: 0.2}
BEFORE_TRIGGER_COST = 0.4
# "Police in X said that ..." places the police; it may still be where the event was.
SOURCE_COST = 2.0
FRONTED_COST = 0.8
# Beyond this distance a place in the sentence says nothing about the trigger.
FARTHEST = 9.0
# Deals, arrests and troop movements are told in passing; only a place right beside them is theirs.
FARTHEST_ASIDE = 2.5
TOLD_ASIDE = frozenset({Family.AGREEMENT, Family.ARRESTS, Family.OTHER})
# Families whose place is what is left: "withdrew from X" happens in X.
LEAVES_ITS_ORIGIN = frozenset({Family.TERRITORY})
# Families whose "from X" is where weapons or speakers were: "rockets fired from X", "in an address from X".
COMES_FROM_ELSEWHERE = frozenset({Family.STRIKE, Family.DISRUPTED, Family.CIVILIANS, Family.CLASH})
# How many sentences back "the village" or a continued story may find its place.
REACH_BACK = 6
CARRIED_CONFIDENCE = 0.7
DATELINE_CONFIDENCE = 0.4

_FROM = re.compile(
    r"\b(?:fir(?:ed|ing)|launch(?:ed|ing)|shot|fl(?:ew|own|ying)|c[ao]m(?:e|ing)|address|sp(?:eaking|oke|eech)|statement)"
    r"\b[^,.;]{0,50}?\bfrom(?:\s+(?:over|the|a|an|inside|neighbou?ring|nearby|[\w-]+\s+(?:in|of|off)))*"
    r"\s+(?:the\s+)?$"
)
_LOCATES = re.compile(r"\s*,?\s*(?:in|of)?\s*(?:the\s+)?(?:[a-z-]+ern\s+)?")
# "on the road between X and Y" is one spot, not two.
_BETWEEN = re.compile(r"\bbetween\s+(?:the\s+)?(?:[a-z]+\s+){0,3}(?:of\s+)?(?:[A-Z][\w’'-]+\s+and\s+)?$")
_SAYS = re.compile(r"\b(?:said|says|told|reported|announced|wrote|claimed|confirmed|denied)\b")
_ANAPHOR = re.compile(
    r"\b(?:the|this|that)\s+(?:(?:same|small|besieged|southern|northern|eastern|western|strategic|nearby|"
    r"port|"
    r"border|capital|now|whole|entire|embattled|devastated|liberated)\s+)*"
    r"(village|town|city|settlement|hamlet|suburb|port|capital|island|region|province|oblast|district|"
    r"enclave|peninsula)(?!\s+of\b)\b(?![’'-])",
    re.IGNORECASE,
)
_AREA_WORDS = frozenset({"region", "province", "oblast", "state", "district", "enclave", "peninsula"})
_NATIONWIDE = re.compile(
    r"\b(?:across|around|throughout|all over) the country\b|\bnationwide\b", re.IGNORECASE
)
_THERE = re.compile(
    r"\bthere\b(?!\s+(?:is|are|was|were|has|have|had|will|would|could|may|might|can|been|remains?|seems?)\b|['’])"
)
_PLURAL_ANAPHOR = re.compile(
    r"\b(?:those|these|both|the two|the three|the four)\s+(?:\w+\s+)?"
    r"(villages|towns|cities|settlements|provinces|regions|oblasts|states|districts)\b",
    re.IGNORECASE,
)
_NAME = r"[A-Z][\w’'-]+(?:\s(?:[a-z]{2}-)?[A-Z][\w’'-]+)*"
_NAMED_UNIT = re.compile(
    rf"\b(?:village|town|city|settlement|hamlet|suburb)\s+of\s+(?P<of>{_NAME})"
    rf"|(?<![.!?“\"]\s)(?P<before>{_NAME})\s+"
    r"(?:village|town|township|settlement|city|region|province|governorate|department|oblast|district|"
    r"county)\b"
    rf"|\b(?:in|near|at)\s+(?P<after>[A-Z][a-z]+(?:-[A-Z][a-z]+)*)(?=\s+(?:on|in|when|late|early|overnight|yesterday)\b|[.,;])"
)
# Capitalised words after "in" or "at" that are no places.
NO_PLACES = frozenset(
    "Parliament Congress Telegram Facebook Twitter English Russian Ukrainian Arabic French Ramadan "
    "Christmas Easter "
    "Islam Reuters January February March April May June July August September October November December "
    "Monday "
    "Tuesday Wednesday Thursday Friday Saturday Sunday".split()
)
_SINGULAR = {
    "villages": "village",
    "towns": "town",
    "cities": "city",
    "settlements": "settlement",
    "provinces": "province",
    "regions": "region",
    "oblasts": "oblast",
    "states": "state",
    "districts": "district",
}
_SETTLEMENT_WORDS = frozenset(
    {"village", "town", "city", "settlement", "hamlet", "suburb", "port", "capital"}
)
_SITE = re.compile(
    r"\b(?:station|terminal|hospital|clinic|school|kindergarten|university|market|mall|bridge|depot|airport|"
    r"shopping cent(?:er|re)|airfield|air ?base|base|barracks|plant|factory|refinery|mosque|church|cathedral|"
    r"theat(?:er|re)|hotel|prison|camp|checkpoint|warehouse|port|stadium|cafe|restaurant|dam|museum|"
    r"apartment (?:block|building))\b"
    r"(?:[^,.;:]{0,25})\s(?:in|of|at|near|outside)\s+(?:the\s+)?(?:[\w-]+\s+){0,3}$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Where:
    """A chosen place, how sure the choice is and how it was made; ``carried`` when it stands elsewhere."""

    mention: PlaceMention
    confidence: float
    reason: str
    carried: bool = False
    site: bool = False
    distance: float = 0.0

    @property
    def precision(self) -> PlacePrecision:
        """How exactly the place is known: a site, else what the mention says, else what its kind allows."""
        chosen = self.mention.precision or _precision_of_kind(self.mention)
        return PlacePrecision.SITE if self.site and chosen is PlacePrecision.SETTLEMENT else chosen


def _precision_of_kind(mention: PlaceMention) -> PlacePrecision:
    kinds = {
        PlaceKind.COUNTRY: PlacePrecision.COUNTRY,
        PlaceKind.CONTINENT: PlacePrecision.COUNTRY,
        PlaceKind.ADMIN1: PlacePrecision.REGION,
        PlaceKind.ADMIN2: PlacePrecision.DISTRICT,
        PlaceKind.REGION: PlacePrecision.AREA,
        PlaceKind.FACILITY: PlacePrecision.SITE,
        PlaceKind.WATER: PlacePrecision.AREA,
    }
    return kinds.get(mention.place.kind, PlacePrecision.SETTLEMENT) if mention.place else PlacePrecision.AREA


def is_usable(mention: PlaceMention) -> bool:
    """Whether an event may be put at this mention: a resolved place, meant as a place, on Earth's map."""
    return (
        mention.literal
        and mention.place is not None
        and mention.place.kind is not PlaceKind.CONTINENT
        and mention.role is not PlaceRole.DATELINE
    )


def places_in_sentence(
    clauses: Clauses, event: EventMention, family: Family, mentions: Sequence[PlaceMention]
) -> list[Where]:
    """Return the places in the trigger's own sentence where it happened, one per event; often none or one."""
    usable = _without_containers([m for m in mentions if is_usable(m)])
    ends = _ends_with_container(clauses, mentions, usable)
    if family in COMES_FROM_ELSEWHERE:
        usable = _without_origins(clauses, usable, ends)
    ranked = sorted((_cost(clauses, event, family, m), m.start, m) for m in usable)
    unknown = [m for m in mentions if m.literal and m.place is None and m.role is not PlaceRole.DATELINE]
    if unknown and ranked:
        nearest = min(_cost(clauses, event, family, m) for m in unknown)
        # The event is at a place no gazetteer knows: only an area around it may stand for it.
        ranked = [r for r in ranked if r[0] <= nearest or (r[2].place and r[2].place.is_area)]
    if not ranked or ranked[0][0] > (FARTHEST_ASIDE if family in TOLD_ASIDE else FARTHEST):
        return []
    first = ranked[0][2]
    named = [m for m in usable if m is first or not _is_container(m)]
    chosen = [first, *_listed_with(clauses, first, named, ends)]
    return [
        Where(
            mention=m,
            confidence=m.confidence,
            reason=f"“{m.text}” is the nearest place to “{event.text}” in its sentence"
            if m is first
            else f"“{m.text}” is listed with “{first.text}”",
            distance=ranked[0][0],
            site=bool(_SITE.search(clauses.text, max(clauses.start, m.start - 80), m.start)),
        )
        for m in sorted(chosen, key=lambda m: m.start)
    ]


def _cost(clauses: Clauses, event: EventMention, family: Family, mention: PlaceMention) -> float:
    role = ROLE_COST.get(mention.role, 1.0)
    if mention.role is PlaceRole.ORIGIN and family in LEAVES_ITS_ORIGIN:
        role = 0.0
    kind = KIND_COST.get(mention.place.kind, 0.0) if mention.place else 0.0
    distance = clauses.distance((event.start, event.end), (mention.start, mention.end))
    if clauses.is_fronted(mention.start, mention.end):
        distance = min(distance, FRONTED_COST)
    elif mention.start < event.start:
        distance += BEFORE_TRIGGER_COST
        if _SAYS.search(clauses.text, mention.end, event.start):
            distance += SOURCE_COST
    return role + kind + distance


def _without_containers(mentions: list[PlaceMention]) -> list[PlaceMention]:
    """Drop areas that only say where another place of the sentence lies."""
    return [
        m
        for m in mentions
        if not any(n is not m and m.place and n.place and contains(m.place, n.place) for n in mentions)
    ]


def _is_container(mention: PlaceMention) -> bool:
    """Whether the mention only says where another place lies; of two towns in a list neither does."""
    return mention.role is PlaceRole.CONTAINER and mention.place is not None and mention.place.is_area


def _ends_with_container(
    clauses: Clauses, mentions: Sequence[PlaceMention], usable: Sequence[PlaceMention]
) -> dict[int, int]:
    """Return where each usable mention ends when what only locates it belongs to it: "X in Y region"."""
    ends = {m.start: m.end for m in usable}
    for one, two in pairwise(sorted(mentions, key=lambda m: m.start)):
        located = two.start not in ends and _LOCATES.fullmatch(clauses.text[one.end : two.start])
        if one.start in ends and located:
            ends[one.start] = two.end
    return ends


def _without_origins(
    clauses: Clauses, usable: Sequence[PlaceMention], ends: dict[int, int]
) -> list[PlaceMention]:
    """Drop places that weapons or speakers came from, and what is listed with them."""
    kept: list[PlaceMention] = []
    origin: PlaceMention | None = None
    for mention in sorted(usable, key=lambda m: m.start):
        before = max(clauses.start, mention.start - 90)
        listed = origin is not None and clauses.are_listed(
            (origin.start, ends[origin.start]), (mention.start, mention.end)
        )
        if listed or _FROM.search(clauses.text, before, mention.start):
            origin = mention
        else:
            kept.append(mention)
    return kept


def _listed_with(
    clauses: Clauses, first: PlaceMention, usable: Sequence[PlaceMention], ends: dict[int, int]
) -> Iterable[PlaceMention]:
    """Yield the places that stand in one list with ``first``, before and after it."""
    ordered = sorted(usable, key=lambda m: m.start)
    if _BETWEEN.search(clauses.text, max(clauses.start, ordered[0].start - 40), first.start):
        return
    at = next(i for i, m in enumerate(ordered) if m is first)
    seen = {first.place.id} if first.place else set()
    for step in (1, -1):
        here, i = first, at + step
        while 0 <= i < len(ordered):
            left, right = (here, ordered[i]) if step == 1 else (ordered[i], here)
            if not clauses.are_listed((left.start, ends[left.start]), (right.start, right.end)):
                break
            here = ordered[i]
            if here.place and here.place.id not in seen:
                seen.add(here.place.id)
                yield here
            i += step


def places_by_anaphor(
    text: str,
    sentence: Sentence,
    earlier: Sequence[PlaceMention],
    told: PlaceMention | None,
    event: EventMention,
    previous: int,
) -> list[Where]:
    """Return the places that "the village", "the region", "those provinces" in the sentence refer to.

    ``earlier`` are the usable mentions before the sentence, nearest last; ``told`` is where the event told
    last happened, which goes before any other place named nearer; ``previous`` is where the sentence
    before begins, for "there".
    """
    nationwide = _NATIONWIDE.search(text, sentence.start, sentence.end)
    if nationwide is not None:
        return _whole_country(earlier, event, nationwide.group())
    found = _PLURAL_ANAPHOR.search(text, sentence.start, sentence.end)
    several = found is not None
    found = found or _ANAPHOR.search(text, sentence.start, sentence.end)
    if found is None:
        just_named = [m for m in earlier if m.start >= previous]
        return _there(just_named, event) if _THERE.search(text, sentence.start, sentence.end) else []
    noun = found.group(1).lower()
    noun = _SINGULAR[noun] if several else noun
    if found.group(1).lower() == "capital":
        return _capital(earlier, event, found.group())
    nearest_first = [*([told] if told and not several else []), *reversed(earlier)]
    if several:
        fitting = _together(text, nearest_first, noun)
    else:
        fitting = [m for m in nearest_first if m.place and _noun_fits(noun, m.place.kind)]
    return [
        Where(
            mention=mention,
            confidence=mention.confidence * CARRIED_CONFIDENCE,
            reason=f"“{found.group()}” in the sentence of “{event.text}” taken as “{mention.text}”",
            carried=True,
        )
        for mention in (fitting if several else fitting[:1])
    ]


def _capital(earlier: Sequence[PlaceMention], event: EventMention, words: str) -> list[Where]:
    """Return the largest of the cities named before, which is what "the capital" mostly means."""
    cities = [m for m in earlier if m.place and m.place.kind is PlaceKind.SETTLEMENT]
    largest = max(cities, key=lambda m: m.place.population if m.place else 0, default=None)
    if largest is None:
        return []
    reason = f"“{words}” in the sentence of “{event.text}” taken as “{largest.text}”"
    share = largest.confidence * CARRIED_CONFIDENCE
    return [Where(mention=largest, confidence=share, reason=reason, carried=True)]


def _there(earlier: Sequence[PlaceMention], event: EventMention) -> list[Where]:
    """Return the town named last, for what happened "there"."""
    towns = [m for m in earlier if m.place and not m.place.is_area]
    if not towns:
        return []
    reason = f"“there” in the sentence of “{event.text}” taken as “{towns[-1].text}”"
    share = towns[-1].confidence * CARRIED_CONFIDENCE
    return [Where(mention=towns[-1], confidence=share, reason=reason, carried=True)]


def _whole_country(earlier: Sequence[PlaceMention], event: EventMention, words: str) -> list[Where]:
    """Return the country named last, for what is told of all of it."""
    for mention in reversed(earlier):
        if mention.place and mention.place.kind is PlaceKind.COUNTRY:
            reason = f"“{words}” in the sentence of “{event.text}” taken as “{mention.text}”"
            share = mention.confidence * CARRIED_CONFIDENCE
            return [Where(mention=mention, confidence=share, reason=reason, carried=True)]
    return []


def _together(text: str, nearest_first: list[PlaceMention], noun: str) -> list[PlaceMention]:
    """Return the last list of two or more mentions of which one is what ``noun`` says; none without one."""
    listed: list[PlaceMention] = []
    for mention in [*nearest_first, None]:
        gap = text[mention.end : listed[-1].start] if mention and listed else ""
        if mention and (not listed or (len(gap) <= 40 and is_list_gap(gap))):
            listed.append(mention)
            continue
        called = (
            text[max(0, listed[-1].start - 30) : listed[-1].start].rstrip().endswith(f"{noun}s of")
            if listed
            else False
        )
        fits = called or any(m.place and _noun_fits(noun, m.place.kind) for m in listed)
        if len(listed) > 1 and fits:
            return listed[::-1]
        listed = [mention] if mention else []
    return []


def _in_any(times: Sequence[TimeMention], at: int) -> bool:
    return any(t.start <= at < t.end for t in times)


def names_unknown_place(
    text: str, sentence: Sentence, mentions: Sequence[PlaceMention], times: Sequence[TimeMention]
) -> bool:
    """Whether the sentence names a place that is in no gazetteer: "the village of X", unresolved names."""
    if any(m.literal and m.place is None for m in mentions):
        return True
    known = [(m.start, m.end) for m in mentions]
    for match in _NAMED_UNIT.finditer(text, sentence.start, sentence.end):
        group = next(name for name in ("of", "before", "after") if match[name])
        start, end = match.span(group)
        if group == "after" and (match[group] in NO_PLACES or _in_any(times, start)):
            continue
        if not any(a < end and start < b for a, b in known):
            return True
    return False


def _noun_fits(noun: str, kind: PlaceKind) -> bool:
    if noun in _SETTLEMENT_WORDS:
        return kind in (PlaceKind.SETTLEMENT, PlaceKind.FACILITY)
    if noun in _AREA_WORDS:
        return kind in (PlaceKind.ADMIN1, PlaceKind.ADMIN2, PlaceKind.REGION)
    return kind not in (PlaceKind.COUNTRY, PlaceKind.WATER)


def carried_place(mention: PlaceMention, event: EventMention, source: str) -> Where:
    """Return ``mention`` as the place of an event whose own sentence names none."""
    share = DATELINE_CONFIDENCE if mention.role is PlaceRole.DATELINE else CARRIED_CONFIDENCE
    return Where(
        mention=mention,
        confidence=mention.confidence * share,
        reason=f"no place near “{event.text}”; “{mention.text}” taken from {source}",
        carried=True,
    )
