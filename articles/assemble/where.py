"""Chooses for a trigger the place or places where the event happened, and says why."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from articles.assemble.clauses import Clauses
from articles.assemble.families import Family
from articles.geography import contains
from articles.model import EventMention, PlaceMention, PlaceRole
from articles.words.sought import sought
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
CARRIED_CONFIDENCE = 0.7
DATELINE_CONFIDENCE = 0.4

_FROM = sought(
    "from",
    r"\b(?:fir(?:ed|ing)|launch(?:ed|ing)|shot|fl(?:ew|own|ying)|c[ao]m(?:e|ing)|address|"
    r"sp(?:eaking|oke|eech)|statement)\b[^,.;]{0,50}?\bfrom(?:\s+(?:over|the|a|an|inside|neighbou?ring|nearby|[\w-]+\s+(?:in|of|off)))*"
    r"\s+(?:the\s+)?$",
)
_LOCATES = re.compile(r"\s*,?\s*(?:in|of)?\s*(?:the\s+)?(?:[a-z-]+ern\s+)?")
# "on the road between X and Y" is one spot, not two.
_BETWEEN = sought(
    "between", r"\bbetween\s+(?:the\s+)?(?:[a-z]+\s+){0,3}(?:of\s+)?(?:[A-Z][\w’'-]+\s+and\s+)?$"
)
_HOLDS = re.compile(
    r"\s*(?:area|district|neighbou?rhood|suburb|quarter|camp|village|town|township|refugee camp)?\s*"
    r"(?:,\s*(?:just\s+)?(?:in|near|outside|close to|on the (?:outskirts|edge) of"
    r"|(?:north|south|east|west)[\w-]*\s+of)?|of|in|near|outside)\s*(?:the\s+)?(?:[\w-]+\s+){0,2}(?:(?:city|town|capital)\s+(?:of\s+)?)?"
)
_SAYS = re.compile(r"\b(?:said|says|told|reported|announced|wrote|claimed|confirmed|denied)\b")
# Who tells what they saw where they are: "residents of X reported explosions".
_RESIDENTS = sought(
    "of|in", r"\b(?:[Rr]esidents|[Pp]eople|[Ll]ocals|[Ii]nhabitants|[Vv]illagers)\s+(?:of|in)\s+$"
)
_OFFICE_IN = sought(
    "in|of",
    r"\b(?:office|ministry|embassy|court|headquarters)\s+(?:in|of)\s+(?:the\s+)?$",
)
_SAYS_NEXT = re.compile(r"\s+(?:said|says|told|reported|announced|confirmed)\b")
_BOUND_FOR = sought(
    "way|bound for|head|en route|brought|flown|taken|returned",
    r"\b(?:on (?:its|their|his|her|the) way (?:to|towards|from)|bound for|head(?:ed|ing) (?:for|to|towards)"
    r"|en route (?:to|from)|(?:brought|flown|taken|returned) (?:home |back )?(?:to|from))\s+(?:the\s+)?$",
)
# "The island, which lies 20 kilometres off X, was taken": X is not what was taken.
_LIES = sought(
    "lies|stands|located|situated",
    r"\b(?:[Tt]he|[A-Z][\w’'-]+)(?:\s[\w-]+){0,2},\s(?:which|that)\s(?:lies|stands|is (?:located|situated))\s"
    r"[^,;.]{0,60}$",
)
# "said Olena Bondar, an official from X": where the speaker is from.
_SPEAKER_FROM = sought(
    "from",
    r"\b(?:said|says|told|added|according to|wrote)\b[^.;“”\"]{2,60},\s+(?:an?|the|who)\s"
    r"[^,.;]{2,60}\bfrom\s+(?:the\s+)?$",
)
# "told Reuters by phone from X", "speaking from X"
_CALLED_FROM = sought(
    "from",
    r"\b(?:told\s+(?:the\s+)?[A-Z][\w]*(?:\s+(?:[A-Z][\w]*|news agency|television|radio)){0,3}"
    r"|told\s+(?:reporters|journalists)|speaking|spoke|by (?:tele)?phone|via video(?: link)?)\s+"
    r"(?:by (?:tele)?phone\s+|via video(?: link)?\s+|on \w+day\s+)?from\s+(?:the\s+)?$",
)
# "One of them died of his wounds in X": the hospital's town, not where he was hit.
_DIED_LATER = sought(
    "wounds|injuries|hospital",
    r"\b(?:died|dies|dying|succumbed)\b[^,.;]{0,30}\b(?:wounds|injuries|hospital)\b[^,.;]{0,40}?\b(?:in|at)\s+"
    r"(?:the\s+)?(?:[\w-]+\s+){0,3}$",
)
_LETTERS = re.compile(r"(?:[A-Z]\.?){2,3}")
_INSIDE = re.compile(r"\b(?:in|across|inside|into|throughout|over|to|from|near|within)\s+(?:the\s+)?$")
_IN_IT = re.compile(
    r"\b(?:in|across|inside|into|throughout|over|to|from|near|within|at|around|of)\s+(?:the\s+)?$"
)
_ACTOR_NEXT = re.compile(
    r"(?:[’']s)?\s(?:(?:security|armed|government|army|police|special|military|state|air|ground|border)\s){0,2}"
    r"(?:forces|troops|soldiers|army|military|police|navy|command|fighters|warplanes|officials|authorities|"
    r"government|president)\b"
    r"|\s(?:[A-Z][\w-]+\s){0,3}(?:Group|Observatory|Network|Army|Union|Front|Agency|Command|Committee|Council|"
    r"Commission|Organi[sz]ation|Forces?|Ministry|Institute|Foundation|Association)\b"
)
_DESCRIBES = re.compile(r"(?:-led)?\s(?:and\s)?[A-Za-z]")
_AS_TOLD_BY = sought("according to|citing|quoting", r"\b(?:according to|citing|quoting)\s+(?:the\s+)?$")
# "cities from X in the east to Y in the west" names two ends of a land and not where anything fell.
_ENDS = r"\b(?:cities|towns|villages|places|targets|regions|areas)\s+(?:[a-z]+\s+)?from\s+(?:the\s+)?"
_RANGE_FROM = sought("from", rf"{_ENDS}$")
_RANGE_TO = sought("from", rf"{_ENDS}[^,;.]{{2,60}}?\sto\s+(?:the\s+)?$")
_RANGE_GOES_ON = re.compile(r"[^,;.]{0,40}?\sto\s+(?:the\s+)?[A-Z]")
_SITE = sought(
    "station|terminal|hospital|clinic|school|kindergarten|university|market|mall|bridge|depot|airport|airfield|"
    "shopping cent|air base|base|barracks|plant|factory|refinery|mosque|church|cathedral|theat|hotel|prison|"
    "camp|checkpoint|warehouse|port|stadium|cafe|restaurant|dam|museum|apartment ",
    r"\b(?:station|terminal|hospital|clinic|school|kindergarten|university|market|mall|bridge|depot|airport|"
    r"shopping cent(?:er|re)|airfield|air ?base|base|barracks|plant|factory|refinery|mosque|church|cathedral|"
    r"theat(?:er|re)|hotel|prison|camp|checkpoint|warehouse|port|stadium|cafe|restaurant|dam|museum|"
    r"apartment (?:block|building))\b"
    r"(?:[^,.;:]{0,25})\s(?:in|of|at|near|outside)\s+(?:the\s+)?(?:[\w-]+\s+){0,3}$",
    re.IGNORECASE,
)


# "the southern Gaza city of Rafah" names Rafah and only says where it lies.
_NAMES_NEXT = re.compile(
    r"(?:[’']s)?\s+(?:[\w-]+\s+)?(?:city|town|village|port|suburb|district|neighbou?rhood)\s+of\s+[A-Z]"
)


@dataclass(frozen=True, slots=True)
class Where:
    """A chosen place, how sure the choice is and how it was made.

    ``carried`` when it stands in another sentence, ``site`` when a building in it is meant, ``distance`` how
    far it is from the trigger in the sentence, ``is_speakers`` when it places who tells of the event,
    ``is_near`` when it stands for an unknown place in or near it.
    """

    mention: PlaceMention
    confidence: float
    reason: str
    carried: bool = False
    site: bool = False
    distance: float = 0.0
    is_speakers: bool = False
    is_near: bool = False

    @property
    def precision(self) -> PlacePrecision:
        """How exactly the place is known: a site, else what the mention says, else what its kind allows."""
        chosen = self.mention.precision or _precision_of_kind(self.mention)
        if self.is_near and chosen is PlacePrecision.SETTLEMENT:
            return PlacePrecision.NEAR
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
    meant = [m for m in mentions if is_usable(m) and not _only_orients(clauses, m)]
    usable = _without_guessed(_without_containers(meant))
    ends = _ends_with_container(clauses, mentions, usable)
    if family in COMES_FROM_ELSEWHERE:
        usable = _without_origins(clauses, usable, ends)
    ranked = sorted((_cost(clauses, event, family, m), m.start, m) for m in usable)
    around: set[int] = set()
    unknown = [m for m in mentions if m.literal and m.place is None and m.role is not PlaceRole.DATELINE]
    if unknown and ranked:
        nearest = min(_cost(clauses, event, family, m) for m in unknown)
        # The event is at a place no gazetteer knows: only what the text puts it in or near may stand for it.
        around = _around(clauses, unknown, usable)
        ranked = [r for r in ranked if r[0] <= nearest or r[2].start in around or _is_area(r[2])]
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
            is_speakers=_is_speakers(clauses, event, m),
            is_near=m.start in around,
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
    else:
        if mention.start < event.start:
            distance += BEFORE_TRIGGER_COST
        if _is_speakers(clauses, event, mention):
            distance += SOURCE_COST
    return role + kind + distance


def _is_speakers(clauses: Clauses, event: EventMention, mention: PlaceMention) -> bool:
    """Whether the place belongs to who tells of the event: "the office in X said that ..."."""
    if clauses.is_fronted(mention.start, mention.end):
        return False
    if mention.end < event.start:
        if _RESIDENTS.search(clauses.text, max(clauses.start, mention.start - 40), mention.start):
            return False
        return bool(_SAYS.search(clauses.text, mention.end, event.start))
    if not _SAYS_NEXT.match(clauses.text, mention.end):
        return False
    return bool(_OFFICE_IN.search(clauses.text, max(clauses.start, mention.start - 40), mention.start))


def _only_orients(clauses: Clauses, mention: PlaceMention) -> bool:
    """Whether the mention says where another place lies, where a train was bound or who speaks."""
    if _NAMES_NEXT.match(clauses.text, mention.end):
        return True
    before = clauses.text[max(clauses.start, mention.start - 90) : mention.start]
    if _BOUND_FOR.search(before) or _LIES.search(before) or _spans_land(clauses, mention, before):
        return True
    if _SPEAKER_FROM.search(clauses.text, max(clauses.start, mention.start - 160), mention.start):
        return True
    if _DIED_LATER.search(before) or _CALLED_FROM.search(before) or _names_an_actor(clauses, mention, before):
        return True
    is_country = mention.place is not None and mention.place.kind is PlaceKind.COUNTRY
    return is_country and bool(_AS_TOLD_BY.search(before) or _is_attribute(clauses, mention, before))


def _names_an_actor(clauses: Clauses, mention: PlaceMention, before: str) -> bool:
    """Whether the name opens that of an army or a body: "Somali security forces", "X Human Rights Group"."""
    if _IN_IT.search(before):
        return False
    return _ACTOR_NEXT.match(clauses.text, mention.end) is not None


def _is_attribute(clauses: Clauses, mention: PlaceMention, before: str) -> bool:
    """Whether a country's letters describe what follows: "US and British warships", "UK troops"."""
    if not _LETTERS.fullmatch(mention.text) or _INSIDE.search(before):
        return False
    return bool(_DESCRIBES.match(clauses.text, mention.end))


def _spans_land(clauses: Clauses, mention: PlaceMention, before: str) -> bool:
    """Whether it is one end of "towns from X in the north to Y in the south"."""
    if _RANGE_TO.search(before):
        return True
    after = clauses.text[mention.end : min(clauses.end, mention.end + 60)]
    return bool(_RANGE_FROM.search(before) and _RANGE_GOES_ON.match(after))


def _is_area(mention: PlaceMention) -> bool:
    return mention.place is not None and mention.place.is_area


def _around(clauses: Clauses, unknown: Sequence[PlaceMention], usable: Sequence[PlaceMention]) -> set[int]:
    """Return the starts of mentions that an unknown place is said to lie in or near: "X, near Y"."""
    return {
        m.start
        for m in usable
        for u in unknown
        if u.end < m.start and _HOLDS.fullmatch(clauses.text[u.end : m.start])
    }


def _without_containers(mentions: list[PlaceMention]) -> list[PlaceMention]:
    """Drop areas that only say where another place of the sentence lies."""
    return [
        m
        for m in mentions
        if not any(n is not m and m.place and n.place and contains(m.place, n.place) for n in mentions)
    ]


def _without_guessed(mentions: list[PlaceMention]) -> list[PlaceMention]:
    """Drop streets and buildings drawn at a town named elsewhere, where the sentence names a town itself."""
    towns = {m.place.id for m in mentions if m.candidates and m.place and not m.place.is_area}
    return [m for m in mentions if m.candidates or not towns or (m.place and m.place.id in towns)]


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


def carried_place(mention: PlaceMention, event: EventMention, source: str) -> Where:
    """Return ``mention`` as the place of an event whose own sentence names none."""
    share = DATELINE_CONFIDENCE if mention.role is PlaceRole.DATELINE else CARRIED_CONFIDENCE
    return Where(
        mention=mention,
        confidence=mention.confidence * share,
        reason=f"no place near “{event.text}”; “{mention.text}” taken from {source}",
        carried=True,
    )
