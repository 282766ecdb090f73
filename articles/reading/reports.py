"""Turns the happenings of an article into reports with all their spans, and says in words why."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from articles.actors import Actors, complete_actors, find_actors
from articles.attribution import Source, find_source
from articles.reading.claims import Claim
from articles.reading.found import Found
from articles.reading.happenings import Happening
from articles.reading.precision import precision_of
from articles.reading.territory import by_taker
from articles.reading.where import are_alike
from articles.resolve.anchors import is_site
from articles.resolve.within import WITHIN_CONFIDENCE, is_drawn_as_another, units_told
from articles.tolls import total
from geodata.amounts import counted
from geodata.model import (
    Article,
    DatePrecision,
    EventMention,
    Modality,
    Place,
    PlaceKind,
    PlaceMention,
    PlacePrecision,
    Report,
    Sentence,
    Span,
    SubEventType,
    Toll,
)

# More spans than this say nothing new, and an article of a million characters must stay small.
MOST_SPANS = 40
MOST_CLAIMS_FOR_ACTORS = 3
#: One side's account of what another sentence tells: who did it stays open.
_ACCOUNT = re.compile(r"\b(?:maintain(?:s|ed)?|insist(?:s|ed)?|den(?:y|ies|ied)|alleg(?:e|es|ed))\b")
#: Told so surely, by the surest claim, that its sentence may stand for the event.
SHOWN_FROM = 0.7
#: A place that no table has is drawn at the next likely one if that is this likely.
AROUND_FROM = 0.1
#: So it is if that is a country: "demonstrated in Gelting against the war in Ukraine".
IN_COUNTRY_FROM = 0.3


@dataclass(frozen=True, slots=True)
class Dates:
    """When a happening was, by the words in ``spans``; open on either side where nothing bounds it."""

    start: date | None
    end: date | None
    precision: DatePrecision
    spans: tuple[Span, ...]
    reason: str


def to_reports(found: Found, happenings: Sequence[Happening]) -> list[Report]:
    """Return a report for each happening, in the order in which their leading sentences stand."""
    repeated: dict[int, list[Span]] = defaultdict(list)
    for sentence in found.sentences:
        if sentence.repeats is not None:
            repeated[sentence.repeats].append(_span(sentence))
    ordered = sorted(happenings, key=lambda h: (h.lead.trigger.start, h.lead.trigger.end, h.lead.where))
    unlisted = any(h.place is not None and h.place.place is None for h in ordered)
    units = units_told(found.article.text, found.places.items) if unlisted else {}
    return [_report(found, happening, repeated, units) for happening in ordered]


def dates_of(found: Found, happening: Happening) -> Dates:
    """Return the interval of the time that the text gives, else open up to the day by which it was told."""
    published = found.article.published
    time = happening.time
    if time is None:
        return _undated(found, happening)
    start, end = time.date_start, time.date_end
    if end is None and start is not None and published is not None:
        end = max(start, published)
    late = published is not None and start is not None and start > published
    reason = ", ".join((f"dated by “{time.text}”", *time.reasons))
    reason += ", which lies after the day of publication" if late else ""
    precision = DatePrecision.of_interval(start, end)
    return Dates(start, end, precision, (Span(start=time.start, end=time.end),), reason)


def _undated(found: Found, happening: Happening) -> Dates:
    """Return the open interval of what no time dates: up to its telling, or to the article's day."""
    published = found.article.published
    bounds = [b for c in happening.claims if (b := found.bounds[c.number]) is not None and b.date_end]
    by = min(bounds, key=lambda b: (b.date_end or date.max, b.start), default=None)
    if by is not None and (published is None or (by.date_end or date.max) <= published):
        reason = f"no date is told; it was known by “{by.text}”"
        return Dates(None, by.date_end, DatePrecision.UNKNOWN, (Span(start=by.start, end=by.end),), reason)
    if published is not None:
        reason = "no date is told; it was known by the day of publication"
        return Dates(None, published, DatePrecision.UNKNOWN, (), reason)
    latest = max((t.date_end for t in found.times.items if t.date_end), default=None)
    reason = "no date is told" + ("; the latest day that the article tells bounds it" if latest else "")
    return Dates(None, latest, DatePrecision.UNKNOWN, (), reason)


def drawn_at(happening: Happening, units: Mapping[int, PlaceMention]) -> PlaceMention | None:
    """Return the mention at which a happening is drawn: its place, or one told around an unlisted one.

    That is the unit it is told to lie in ("A, B and C in Sumy region"), by where the name starts, else the
    next likely place.
    """
    mention = happening.place
    if mention is None or mention.place is not None:
        return mention
    if mention.start in units:
        return units[mention.start]
    around = [c for c in happening.claims if c.next_place is not None and c.next_place.place is not None]
    best = max(around, key=lambda c: c.where_next, default=None)
    if best is None or best.next_place is None or best.next_place.place is None:
        return mention
    country = best.next_place.place.kind is PlaceKind.COUNTRY
    return best.next_place if best.where_next >= (IN_COUNTRY_FROM if country else AROUND_FROM) else mention


def telling(found: Found, happening: Happening) -> Claim:
    """Return the claim whose sentence shows what happened where: one that names the place, and surely."""
    place = happening.place

    def names_it(claim: Claim) -> bool:
        first, last = np.searchsorted(found.places.numbers, [claim.number, claim.number + 1])
        named = found.places.items[int(first) : int(last)]
        return place is not None and any(m.literal and are_alike(m, place) for m in named)

    surest = max(c.told for c in happening.claims)
    shown = [c for c in happening.claims if c.told >= SHOWN_FROM * surest and names_it(c)]
    if not shown or any(c.trigger == happening.lead.trigger for c in shown):
        return happening.lead
    return max(shown, key=lambda c: (c.told * (0.5 + c.where), -c.trigger.start))


def event_mention(
    found: Found, claim: Claim, kind: SubEventType, modality: Modality = Modality.HAPPENED
) -> EventMention:
    """Return the trigger of a claim as a mention."""
    start, end = claim.trigger.start, claim.trigger.end
    return EventMention(
        start=start,
        end=end,
        text=found.article.text[start:end],
        sentence=claim.number,
        sub_event_type=kind,
        modality=modality,
        toll=claim.toll,
        confidence=claim.told,
    )


def _report(
    found: Found,
    happening: Happening,
    repeated: dict[int, list[Span]],
    units: Mapping[int, PlaceMention],
) -> Report:
    article, lead = found.article, telling(found, happening)
    mention = drawn_at(happening, units)
    place = mention.place if mention else None
    when, kind = dates_of(found, happening), happening.kind
    source = find_source(article.text, found.sentences, lead.number, event_mention(found, lead, kind))
    country = place.country_code if place else None
    actors = _actors(found, happening, kind, country, source)
    kind = by_taker(kind, lead.trigger.of(article.text), actors.actor1, country)
    excerpt = _span(found.sentences[lead.number])
    return Report(
        id=_id(article, lead.trigger, kind, place, happening.place),
        article_id=article.id,
        excerpt=excerpt,
        trigger_span=lead.trigger,
        sub_event_type=kind,
        place=place,
        own_name=_own_name(happening.place),
        latitude=_first(mention.latitude, place.latitude) if mention and place else None,
        longitude=_first(mention.longitude, place.longitude) if mention and place else None,
        radius_km=_radius_km(article.text, happening, mention),
        place_precision=_precision(article.text, happening, mention),
        place_confidence=_place_confidence(happening, mention, units),
        place_spans=(_span(happening.place),) if happening.place else (),
        date_start=when.start,
        date_end=when.end,
        date_precision=when.precision,
        time_spans=when.spans,
        published=article.published,
        actor1=actors.actor1,
        actor2=actors.actor2,
        civilian_targeting=actors.civilian_targeting,
        toll=toll_of(happening),
        attribution=source.name,
        attribution_kind=source.kind,
        attribution_spans=source.spans,
        certainty=source.certainty,
        confidence=happening.sure,
        also_at=_also_at(found, happening, excerpt, repeated),
        reasons=_reasons(found, happening, kind, when, units),
    )


def _span(found: Sentence | PlaceMention) -> Span:
    return Span(start=found.start, end=found.end)


def _precision(text: str, happening: Happening, mention: PlaceMention | None) -> PlacePrecision | None:
    """How exactly the place is known; what stands for an unlisted place is at best near it."""
    known = precision_of(text, mention) if mention else None
    guessed = mention is not happening.place and known in (PlacePrecision.SITE, PlacePrecision.SETTLEMENT)
    return PlacePrecision.NEAR if guessed else known


def _radius_km(text: str, happening: Happening, mention: PlaceMention | None) -> float:
    """Return how far from its point the event may lie."""
    if mention is None or mention.place is None:
        return 0.0
    known, precision = mention.radius_km or mention.place.radius_km, _precision(text, happening, mention)
    return precision.around_km(known) if precision else known


def _place_confidence(
    happening: Happening, mention: PlaceMention | None, units: Mapping[int, PlaceMention]
) -> float:
    """How sure the place is; what stands for an unlisted place is at most as sure as it was likely."""
    if mention is None or mention.place is None:
        return 0.0
    if mention is happening.place:
        return mention.confidence
    if happening.place is not None and happening.place.start in units:
        return min(mention.confidence, WITHIN_CONFIDENCE)
    return min(mention.confidence, max(c.where_next for c in happening.claims))


def _first(value: float | None, otherwise: float) -> float:
    return otherwise if value is None else value


def _own_name(told: PlaceMention | None) -> str:
    """Return the name of a place that no table holds, "" for one that is known or called by what it is."""
    if told is None or is_site(told.text) or not (told.place is None or is_drawn_as_another(told)):
        return ""
    return " ".join(told.text.split())


def _id(
    article: Article, trigger: Span, sub_type: SubEventType, place: Place | None, told: PlaceMention | None
) -> str:
    """Return the id of a report; two places that no table holds are two, whatever they are drawn as."""
    key = (
        f"{article.id}\x1f{trigger.start}\x1f{trigger.end}\x1f{sub_type.name}\x1f{place.id if place else ''}"
    )
    if told is not None and (told.place is None or is_drawn_as_another(told)):
        key += f"\x1f{told.text.casefold()}"
    return hashlib.sha256(key.encode()).hexdigest()[:16]


def _actors(
    found: Found, happening: Happening, kind: SubEventType, country_code: str | None, source: Source
) -> Actors:
    """Return who acted on whom by the surest claims' sentences, the first that says so.

    What one side maintains or denies in another sentence than the first telling names nobody.
    """
    told: list[Actors] = []
    ranked = sorted(happening.claims, key=lambda c: (c is not happening.lead, -c.told))
    for claim in ranked[:MOST_CLAIMS_FOR_ACTORS]:
        sentence, mention = found.sentences[claim.number], event_mention(found, claim, kind)
        words = found.article.text[sentence.start : sentence.end]
        if claim.number != happening.lead.number and _ACCOUNT.search(words):
            continue
        told.append(find_actors(found.article.text, sentence, mention, kind, country_code, source.spans))
        if told[-1].actor1 and told[-1].actor2:
            break
    actor1 = next((a.actor1 for a in told if a.actor1), None)
    actor2 = next((a.actor2 for a in told if a.actor2 and a.actor2 != actor1), None)
    return complete_actors(Actors(actor1, actor2, any(a.civilian_targeting for a in told)), kind)


def toll_of(happening: Happening) -> Toll:
    """Return the toll of the claim that states it most fully; what other claims state widens low and high.

    What a toll is said to have risen to is it, wherever that stands. What is told of several places together
    bounds each of them from above.
    """
    ordered = sorted(happening.claims, key=lambda c: (c is not happening.lead, c.trigger.start))
    tolls = [c.toll for c in ordered if c.dead or c.hurt]
    deaths = [t.fatalities for t in tolls if t.fatalities is not None]
    stated = _with_those_besides(ordered)
    risen = [m.killed for c in ordered for m in c.dead if m.risen and m.killed and not m.summed]
    lows = [n for t in tolls for n in (t.fatalities_low, t.fatalities) if n is not None]
    highs = [n for t in tolls for n in (t.fatalities_high, t.fatalities) if n is not None]
    highs += [*stated, *risen]
    highs += [n for c in ordered if (n := c.together.fatalities) is not None and not deaths]
    spans = {(s.start, s.end): s for t in tolls for s in t.spans}
    return Toll(
        fatalities_low=min(lows, default=None),
        fatalities=max(stated + risen, default=None),
        fatalities_high=max(highs, default=None),
        injured=next((t.injured for t in tolls if t.injured is not None), None),
        spans=tuple(spans[k] for k in sorted(spans)[:MOST_SPANS]),
    )


def _with_those_besides(claims: Sequence[Claim]) -> list[int]:
    """Return the dead of the first claim that states any, with the fighters whom others tell of besides.

    The same number of these is told once, however often.
    """
    dead = [c for c in claims if c.toll.fatalities is not None]
    first = next((c for c in dead if not all(m.besides for m in c.dead)), dead[0] if dead else None)
    if first is None:
        return []
    besides = {m.killed: m for c in dead for m in c.dead if m.besides and m not in first.dead}
    known = {m.killed for m in first.dead if m.besides}
    more = [m for n, m in besides.items() if n not in known]
    count = total(sorted((*first.dead, *more), key=lambda m: m.start)).fatalities
    return [] if count is None else [count]


def _also_at(
    found: Found, happening: Happening, excerpt: Span, repeated: dict[int, list[Span]]
) -> tuple[Span, ...]:
    """The other sentences that tell the happening, word-for-word repeats included."""
    spans: dict[int, Span] = {}
    for claim in happening.claims:
        sentence = found.sentences[claim.number]
        spans[sentence.start] = _span(sentence)
        for span in repeated.get(claim.number, ()):
            spans[span.start] = span
    spans.pop(excerpt.start, None)
    return tuple(spans[start] for start in sorted(spans)[:MOST_SPANS])


def _reasons(
    found: Found, happening: Happening, kind: SubEventType, when: Dates, units: Mapping[int, PlaceMention]
) -> tuple[str, ...]:
    lead, mention = happening.lead, happening.place
    word = found.article.text[lead.trigger.start : lead.trigger.end]
    reasons = [f"“{word}” reports {kind.value.lower()} ({lead.told:.0%} likely)"]
    if mention is None:
        reasons.append(f"no place is told for “{word}”")
    else:
        sentence = found.sentences[lead.number]
        near = "in its sentence" if sentence.start <= mention.start < sentence.end else "told nearby"
        chosen = next((c for c in happening.claims if c.place is mention), lead)
        reasons.append(f"{mention.text} {near} is where it happened ({chosen.where:.0%} likely)")
        if chosen.next_place is not None and chosen.where_next >= 0.05:
            reasons.append(f"{chosen.next_place.text} was the next choice ({chosen.where_next:.0%})")
        if mention.place is None:
            drawn = drawn_at(happening, units)
            how = "which the text says it lies in" if mention.start in units else "told beside it"
            beside = f"; drawn at {drawn.text}, {how}" if drawn is not None and drawn is not mention else ""
            reasons.append(f"{mention.text} is in no table of places that is installed{beside}")
    reasons.append(when.reason)
    others = len({c.number for c in happening.claims}) - 1
    if others:
        reasons.append(f"told in {counted(others, 'more sentence')}")
    return tuple(reasons)
