"""Carries corrections over from one version of an article to the next, where the words are still there."""

from __future__ import annotations

from dataclasses import replace

from geodata.corrections import (
    AddedEvent,
    ExcerptFix,
    Fix,
    Merge,
    NameFix,
    PlaceFix,
    PublishedFix,
    ReportKey,
    Scope,
    Split,
    Withdraw,
    keys_of,
)
from geodata.model import Article, Span

# Characters looked at on either side of a span; the widest surroundings that are found once decide.
_SURROUNDINGS = (80, 40, 15)


def moved_span(span: Span, old: str, new: str) -> Span | None:
    """Return where the words of a span stand in another text, None where they do not or nobody can tell."""
    for reach in _SURROUNDINGS:
        first, last = max(0, span.start - reach), min(len(old), span.end + reach)
        around = old[first:last]
        at = new.find(around)
        if at < 0:
            continue
        if new.find(around, at + 1) >= 0:
            counted = _counted(old, new, around, first)
            if counted is None:
                return None
            at = counted
        start = at + span.start - first
        return Span(start=start, end=start + span.end - span.start)
    return None


def _counted(old: str, new: str, words: str, at: int) -> int | None:
    """Return where words that stand several times are in the other text, when both have them as often."""
    places, others = _all(old, words), _all(new, words)
    return others[places.index(at)] if len(places) == len(others) else None


def _all(text: str, words: str) -> list[int]:
    found, at = [], text.find(words)
    while at >= 0:
        found.append(at)
        at = text.find(words, at + 1)
    return found


def carried(fix: Fix, old: Article, new: Article) -> Fix | None:
    """Return a fix of one version as it is about the next, None where it does not fit any more."""
    if isinstance(fix, Withdraw):
        return None
    if isinstance(fix, NameFix):
        return replace(fix, within=new.id) if fix.scope is Scope.ARTICLE else fix
    if isinstance(fix, PublishedFix):
        # A newer version that brings a day of its own is not overruled by what was said of an older one.
        return replace(fix, article_id=new.id) if new.published == fix.published else None
    if isinstance(fix, AddedEvent):
        return _added(fix, old, new)
    if isinstance(fix, PlaceFix):
        span = moved_span(fix.mention, old.text, new.text)
        return None if span is None else replace(fix, article_id=new.id, mention=span)
    if isinstance(fix, Merge | Split):
        keys = [_key(key, old, new) if key.article_id == old.id else key for key in keys_of(fix)]
        found = tuple(key for key in keys if key is not None)
        if len(found) < len(keys):
            return None
        if isinstance(fix, Merge):
            return replace(fix, reports=found)
        return replace(fix, report=found[0], copies=found[1:])
    key = _key(fix.report, old, new)
    if key is None:
        return None
    if isinstance(fix, ExcerptFix):
        span = moved_span(fix.excerpt, old.text, new.text)
        return None if span is None else replace(fix, report=key, excerpt=span)
    return replace(fix, report=key)


def _added(fix: AddedEvent, old: Article, new: Article) -> AddedEvent | None:
    trigger, excerpt = (moved_span(span, old.text, new.text) for span in (fix.trigger, fix.excerpt))
    place = None if fix.place_span is None else moved_span(fix.place_span, old.text, new.text)
    if trigger is None or excerpt is None or (fix.place_span is not None and place is None):
        return None
    if not excerpt.start <= trigger.start < trigger.end <= excerpt.end:
        return None
    return replace(fix, article_id=new.id, trigger=trigger, excerpt=excerpt, place_span=place)


def _key(key: ReportKey, old: Article, new: Article) -> ReportKey | None:
    trigger = moved_span(key.trigger, old.text, new.text)
    place = None if key.place is None else moved_span(key.place, old.text, new.text)
    if trigger is None or (key.place is not None and place is None):
        return None
    return ReportKey(report_id=key.report_id, article_id=new.id, trigger=trigger, place=place)


def quote_of(fix: Fix, texts: dict[str, str]) -> str:
    """Return the words a fix is about, by the texts of its articles; empty where they are not known."""
    if isinstance(fix, NameFix):
        return fix.name
    if isinstance(fix, Withdraw | PublishedFix):
        return ""
    if isinstance(fix, AddedEvent):
        return fix.trigger.of(texts.get(fix.article_id, ""))
    if isinstance(fix, PlaceFix):
        return fix.mention.of(texts.get(fix.article_id, ""))
    keys = fix.reports if isinstance(fix, Merge) else (fix.report,)
    return " | ".join(key.trigger.of(texts.get(key.article_id, "")) for key in keys)
