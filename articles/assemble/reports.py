"""Turns the claims gathered about a happening into one report with all its spans and reasons."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence

from articles.actors import Actors, complete_actors, find_actors
from articles.assemble.claims import Claim, Happening
from articles.assemble.when import When
from articles.attribution import find_source
from articles.geography import contains
from articles.model import Sentence
from geodata.model import Article, Report, Span, SubEventType, Toll

# More spans than this say nothing new, and an article of a million characters must stay small.
MOST_SPANS = 40
MOST_SENTENCES_FOR_ACTORS = 3
_WORST_FIRST = (
    SubEventType.EXCESSIVE_FORCE,
    SubEventType.VIOLENT_DEMONSTRATION,
    SubEventType.PROTEST_INTERVENTION,
)


def to_reports(
    article: Article, sentences: Sequence[Sentence], happenings: Sequence[Happening]
) -> list[Report]:
    """Return a report for each happening, in the order in which their leading sentences stand."""
    repeated: dict[int, list[Span]] = defaultdict(list)
    for sentence in sentences:
        if sentence.repeats is not None:
            repeated[sentence.repeats].append(Span(start=sentence.start, end=sentence.end))
    ordered = sorted(happenings, key=lambda h: (h.lead.event.start, h.lead.event.end))
    return [_report(article, sentences, happening, repeated) for happening in ordered]


def _report(
    article: Article,
    sentences: Sequence[Sentence],
    happening: Happening,
    repeated: dict[int, list[Span]],
) -> Report:
    lead, where, when = happening.lead, happening.where, happening.when
    place = where.mention.place if where else None
    mention = where.mention if where else None
    source = find_source(article.text, sentences, lead.number, lead.event)
    sub_type = _sub_type(happening)
    actors = _actors(article.text, happening, sub_type, place.country_code if place else None, source.spans)
    excerpt = Span(start=lead.sentence.start, end=lead.sentence.end)
    trigger = Span(start=lead.event.start, end=lead.event.end)
    return Report(
        id=_id(article, trigger, sub_type, place.id if place else ""),
        article_id=article.id,
        excerpt=excerpt,
        trigger_span=trigger,
        sub_event_type=sub_type,
        place=place,
        latitude=_first(mention.latitude, place.latitude) if mention and place else None,
        longitude=_first(mention.longitude, place.longitude) if mention and place else None,
        radius_km=(mention.radius_km or place.radius_km) if mention and place else 0.0,
        place_precision=where.precision if where else None,
        place_confidence=where.confidence if where else 0.0,
        place_spans=(Span(start=mention.start, end=mention.end),) if mention else (),
        date_start=when.date_start,
        date_end=when.date_end,
        date_precision=when.precision,
        time_spans=when.spans,
        published=article.published,
        actor1=actors.actor1,
        actor2=actors.actor2,
        civilian_targeting=actors.civilian_targeting,
        toll=_toll(happening),
        attribution=source.name,
        attribution_kind=source.kind,
        attribution_spans=source.spans,
        certainty=source.certainty,
        confidence=lead.event.confidence,
        also_at=_also_at(happening, excerpt, repeated),
        reasons=_reasons(happening, when),
    )


def _actors(
    text: str,
    happening: Happening,
    sub_type: SubEventType,
    country_code: str | None,
    source: tuple[Span, ...],
) -> Actors:
    """Who acted on whom by the lead's sentence, and where it is silent by the others'.

    What names another means may be the other side's account of it, and tells no actors.
    """
    alike = [c for c in happening.claims if c.is_outcome or c.event.sub_event_type is sub_type]
    ordered = sorted(alike or happening.claims, key=lambda c: -c.weight)[:MOST_SENTENCES_FOR_ACTORS]
    told: list[Actors] = []
    for claim in ordered:
        told.append(find_actors(text, claim.sentence, claim.event, sub_type, country_code, source))
        if told[-1].actor1 and told[-1].actor2:
            break
    actor1 = next((a.actor1 for a in told if a.actor1), None)
    return complete_actors(
        Actors(
            actor1,
            next((a.actor2 for a in told if a.actor2 and a.actor2 != actor1), None),
            any(a.civilian_targeting for a in told),
        ),
        sub_type,
    )


def _first(value: float | None, otherwise: float) -> float:
    return otherwise if value is None else value


def _id(article: Article, trigger: Span, sub_type: SubEventType, place_id: str) -> str:
    key = f"{article.id}\x1f{trigger.start}\x1f{trigger.end}\x1f{sub_type.name}\x1f{place_id}"
    return hashlib.sha256(key.encode()).hexdigest()[:16]


def _sub_type(happening: Happening) -> SubEventType:
    """The lead's sub-type, unless the lead only counts the victims and another claim says what it was."""
    named = [c for c in happening.claims if not c.is_outcome]
    if happening.means is not None and not named:
        return happening.means
    if not happening.lead.is_outcome or not named:
        return _as_it_ended(happening)
    return max(named, key=lambda c: (c.weight, -c.event.start)).event.sub_event_type


def _as_it_ended(happening: Happening) -> SubEventType:
    """The lead's sub-type; of a demonstration, what became of it (ACLED codes tear gas, riots, live fire)."""
    lead = happening.lead.event.sub_event_type
    if lead is not SubEventType.PEACEFUL_PROTEST:
        return lead
    told = {claim.event.sub_event_type for claim in happening.claims}
    return next((kind for kind in _WORST_FIRST if kind in told), lead)


def _toll(happening: Happening) -> Toll:
    """The lead's toll, completed by the others': what differs widens low and high."""
    own: list[Claim] = []
    others: list[Claim] = []
    for claim in happening.claims:
        (others if _is_wider(claim, happening) else own).append(claim)
    ordered = sorted(own, key=lambda c: c is not happening.lead)
    if not any(c.event.toll.fatalities is not None for c in own):
        ordered += others
    tolls = [c.event.toll for c in ordered if c.event.toll.spans or c.event.toll.fatalities is not None]
    best = next((t.fatalities for t in tolls if t.fatalities is not None), None)
    lows = [n for t in tolls for n in (t.fatalities_low, t.fatalities) if n is not None]
    highs = [n for t in tolls for n in (t.fatalities_high, t.fatalities) if n is not None]
    spans = {(s.start, s.end): s for t in tolls for s in t.spans}
    return Toll(
        fatalities_low=min(lows, default=None),
        fatalities=best,
        fatalities_high=max(highs, default=None),
        injured=next((t.injured for t in tolls if t.injured is not None), None),
        spans=tuple(spans[k] for k in sorted(spans)[:MOST_SPANS]),
    )


def _is_wider(claim: Claim, happening: Happening) -> bool:
    """Whether the claim tells of an area around the happening's place, so that its toll may count more."""
    place = happening.where.mention.place if happening.where else None
    return bool(place and claim.place and contains(claim.place, place))


def _also_at(happening: Happening, excerpt: Span, repeated: dict[int, list[Span]]) -> tuple[Span, ...]:
    """The other sentences that tell the happening, word-for-word repeats included."""
    spans: dict[int, Span] = {}
    for claim in happening.claims:
        spans[claim.sentence.start] = Span(start=claim.sentence.start, end=claim.sentence.end)
        for span in repeated.get(claim.number, ()):
            spans[span.start] = span
    spans.pop(excerpt.start, None)
    return tuple(spans[start] for start in sorted(spans)[:MOST_SPANS])


def _reasons(happening: Happening, when: When) -> tuple[str, ...]:
    lead = happening.lead
    reasons = [happening.where.reason if happening.where else f"no place is told for “{lead.event.text}”"]
    reasons.append(when.reason)
    reasons.extend(lead.event.reasons)
    others = len({c.number for c in happening.claims}) - 1
    if others:
        reasons.append(f"told in {others} more {'sentence' if others == 1 else 'sentences'}")
    return tuple(r for r in reasons if r)
