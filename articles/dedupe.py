"""Joins reports of the same happening from several articles into events, keeping every disagreement.

The rule is written out in the constants below and applied pair by pair; every event names the parts of the
score that joined its reports. Joining never changes a report, so leaving the events and joining again with
another rule (or none) undoes it.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from articles.assemble.families import FAMILY_OF, OUTCOME_OF, Family
from articles.geography import contains, distance_km
from geodata.model import Article, DatePrecision, Event, PlacePrecision, Report, Span

# The parts of the score of a pair, and what it takes to join one. Chosen on the labelled pairs of
# tests/test_dedupe.py: same place and day and kind is enough; what is vague needs similar words or toll.
PARTS = {
    "same place": 0.45,
    "one place within the other": 0.20,
    "places close by": 0.30,
    "same day": 0.35,
    "overlapping dates": 0.20,
    "a day apart": 0.10,
    "one undated": 0.05,
    "same sub-type": 0.20,
    "same kind": 0.10,
    "victims counted in one, violence told in the other": 0.0,
    "same toll": 0.20,
    "similar toll": 0.10,
    "different toll": -0.10,
    "similar words": 0.15,
    "dissimilar words": -0.05,
}
JOIN_AT = 0.85
# Reports of one and the same article are told apart by the article itself and never joined here.
CLOSE_KM = 10.0
SIMILAR_WORDS = 0.2
# A sentence shared by this share of its five-word shingles is a copy of a wire story, not a second source.
COPY_SHINGLES = 0.6
SHINGLE_WORDS = 5
# Undated reports are compared with those of articles published at most this many days away.
UNDATED_WINDOW_DAYS = 10
# Blocks larger than this are compared only with their neighbours in time, to keep the work linear.
MOST_NEIGHBOURS = 60

_WORD = re.compile(r"[^\W\d_]{4,}")
_TOKEN = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Match:
    """Why two reports count as one event: the named parts and their sum."""

    score: float
    parts: tuple[str, ...]


@dataclass(slots=True)
class _Known:
    """A report with what comparing it needs, worked out once."""

    report: Report
    family: Family
    words: frozenset[str]
    shingles: frozenset[int]
    outlet: str
    first_day: date | None
    last_day: date | None


def join_reports(reports: Iterable[Report], articles: Iterable[Article]) -> list[Event]:
    """Return the events that ``reports`` tell, ordered by date, place and id; every report is in exactly one.

    ``articles`` give the words and the outlet; a report whose article is absent is compared without them.
    Reports without place are never joined.
    """
    texts = {article.id: article for article in articles}
    known = [_known(report, texts.get(report.article_id)) for report in _unique(reports)]
    groups = _Groups(len(known))
    matches = [(match, i, j) for i, j in _pairs(known) if (match := _compare(known[i], known[j]))]
    for match, i, j in sorted(matches, key=lambda m: (-m[0].score, m[1], m[2])):
        if groups.may_join(known, i, j):
            groups.join(i, j, match)
    events = [_event([known[i] for i in members], matches) for members, matches in groups.all()]
    return sorted(events, key=_order)


def _unique(reports: Iterable[Report]) -> list[Report]:
    return list({report.id: report for report in reports}.values())


def _known(report: Report, article: Article | None) -> _Known:
    text = _words_of(report, article)
    tokens = [t.lower() for t in _TOKEN.findall(text)]
    shingles = zip(*(tokens[i:] for i in range(SHINGLE_WORDS)), strict=False)
    first = report.date_start or report.date_end or report.published
    return _Known(
        report=report,
        family=FAMILY_OF[report.sub_event_type],
        words=frozenset(w.lower()[:6] for w in _WORD.findall(text)),
        shingles=frozenset(hash(s) for s in shingles),
        outlet=article.outlet if article else "",
        first_day=first,
        last_day=report.date_end or first,
    )


def _words_of(report: Report, article: Article | None) -> str:
    if article is None:
        return ""
    spans: Sequence[Span] = (report.excerpt, *report.also_at[:3])
    return " ".join(article.text[s.start : s.end] for s in spans)


def _pairs(known: Sequence[_Known]) -> Iterator[tuple[int, int]]:
    """Yield the pairs worth comparing: kinds that may agree, near in time and space, different articles."""
    blocks: dict[tuple[Family | None, int, int], list[int]] = defaultdict(list)
    for i, k in enumerate(known):
        if k.report.latitude is None or k.report.longitude is None:
            continue
        lat, lon = int(k.report.latitude // 1), int(k.report.longitude // 1)
        blocks[(None if k.family in OUTCOME_OF else k.family, lat, lon)].append(i)
    for (family, lat, lon), members in blocks.items():
        around = [
            j
            for d_lat in (-1, 0, 1)
            for d_lon in (-1, 0, 1)
            for j in blocks.get((family, lat + d_lat, lon + d_lon), ())
        ]
        yield from _near_in_time(known, members, around)


def _near_in_time(
    known: Sequence[_Known], members: list[int], around: list[int]
) -> Iterator[tuple[int, int]]:
    ordered = sorted(around, key=lambda j: (_day(known[j]), j))
    at = {j: position for position, j in enumerate(ordered)}
    for i in members:
        for j in ordered[at[i] + 1 : at[i] + 1 + MOST_NEIGHBOURS]:
            if known[i].report.article_id != known[j].report.article_id:
                yield i, j


def _day(known: _Known) -> int:
    day = known.last_day or known.report.published
    return day.toordinal() if day else 0


def _compare(one: _Known, other: _Known) -> Match | None:
    """Return why two reports are one event, or None when they are not."""
    place, when = _place_part(one.report, other.report), _date_part(one.report, other.report)
    kind = _kind_part(one, other)
    if place is None or when is None or kind is None:
        return None
    parts = [place, when, kind]
    toll = _toll_part(one.report, other.report)
    if toll:
        parts.append(toll)
    words = _word_part(one, other)
    if words:
        parts.append(words)
    score = sum(PARTS[p] for p in parts)
    return Match(round(score, 2), tuple(parts)) if score >= JOIN_AT else None


def _kind_part(one: _Known, other: _Known) -> str | None:
    if one.report.sub_event_type is other.report.sub_event_type:
        return "same sub-type"
    if one.family is other.family:
        return "same kind"
    counted = Family.CIVILIANS in (one.family, other.family) and {one.family, other.family} <= OUTCOME_OF
    return "victims counted in one, violence told in the other" if counted else None


def _place_part(one: Report, other: Report) -> str | None:
    """How the places agree; an area is only the same as itself, and a country as none."""
    if one.place is None or other.place is None:
        return None
    if one.place.id == other.place.id:
        return None if one.place_precision is PlacePrecision.COUNTRY else "same place"
    if contains(one.place, other.place) or contains(other.place, one.place):
        return "one place within the other"
    apart = distance_km(one.place, other.place)
    both_points = not one.place.is_area and not other.place.is_area
    return "places close by" if both_points and apart <= CLOSE_KM + one.radius_km + other.radius_km else None


def _date_part(one: Report, other: Report) -> str | None:
    """How the dates agree; two undated reports agree when their articles appeared within days."""
    dated = [r for r in (one, other) if r.date_precision is not DatePrecision.UNKNOWN]
    if len(dated) < 2:
        return "one undated" if _published_close(one, other) else None
    if not (one.date_start and one.date_end and other.date_start and other.date_end):
        raise ValueError("a report with a date precision needs both its dates")
    if one.date_start <= other.date_end and other.date_start <= one.date_end:
        days = DatePrecision.DAY
        return (
            "same day" if one.date_precision is days and other.date_precision is days else "overlapping dates"
        )
    gap = max(one.date_start - other.date_end, other.date_start - one.date_end)
    return "a day apart" if gap == timedelta(days=1) else None


def _published_close(one: Report, other: Report) -> bool:
    days = [d for d in (one.date_end or one.published, other.date_end or other.published) if d]
    return len(days) == 2 and abs((days[0] - days[1]).days) <= UNDATED_WINDOW_DAYS


def _toll_part(one: Report, other: Report) -> str | None:
    a, b = one.toll.fatalities, other.toll.fatalities
    if a is None or b is None:
        return None
    if a == b:
        return "same toll"
    return "similar toll" if abs(a - b) <= max(3, 0.4 * max(a, b)) else "different toll"


def _word_part(one: _Known, other: _Known) -> str | None:
    if not one.words or not other.words:
        return None
    share = len(one.words & other.words) / min(len(one.words), len(other.words))
    return "similar words" if share >= SIMILAR_WORDS else "dissimilar words"


def _is_copy(one: _Known, other: _Known) -> bool:
    """Whether one report's words are the other's: a wire story printed twice is one source."""
    fewer = min(len(one.shingles), len(other.shingles))
    return fewer > 0 and len(one.shingles & other.shingles) / fewer >= COPY_SHINGLES


class _Groups:
    """Reports joined so far; a report joins a group only when it agrees with what the group already holds."""

    def __init__(self, size: int) -> None:
        self._group = list(range(size))
        self._members: dict[int, list[int]] = {i: [i] for i in range(size)}
        self._matches: dict[int, list[Match]] = defaultdict(list)

    def may_join(self, known: Sequence[_Known], i: int, j: int) -> bool:
        """Whether joining would keep one report per article: two reports of one article are two events."""
        a, b = self._group[i], self._group[j]
        if a == b:
            return False
        articles = {known[m].report.article_id for m in self._members[a]}
        return not any(known[m].report.article_id in articles for m in self._members[b])

    def join(self, i: int, j: int, match: Match) -> None:
        a, b = self._group[i], self._group[j]
        for member in self._members[b]:
            self._group[member] = a
        self._members[a].extend(self._members.pop(b))
        self._matches[a].extend([*self._matches.pop(b, []), match])

    def all(self) -> Iterator[tuple[list[int], list[Match]]]:
        for group, members in self._members.items():
            yield members, self._matches.get(group, [])


def _event(known: list[_Known], matches: list[Match]) -> Event:
    """Build the event of the given reports: the best placed, dated and counted report leads."""
    ranked = sorted(known, key=lambda k: (-_weight(k.report), k.report.published or date.max, k.report.id))
    lead = ranked[0].report
    sources = _sources(ranked)
    tolls = [k.report.toll for k in sources]
    latest = sorted(sources, key=lambda k: k.report.published or date.min)
    best = next(
        (k.report.toll.fatalities for k in reversed(latest) if k.report.toll.fatalities is not None), None
    )
    lows = [n for t in tolls for n in (t.fatalities_low, t.fatalities) if n is not None]
    highs = [n for t in tolls for n in (t.fatalities_high, t.fatalities) if n is not None]
    ids = sorted(k.report.id for k in known)
    return Event(
        id=hashlib.sha256("\x1f".join(ids).encode()).hexdigest()[:16],
        reports=tuple(k.report for k in ranked),
        lead=lead,
        fatalities_low=min(lows, default=None),
        fatalities=best,
        fatalities_high=max(highs, default=None),
        disagreements=_disagreements(ranked),
        reasons=_reasons(known, sources, matches),
    )


def _weight(report: Report) -> float:
    exact = report.date_precision.acled + (report.place_precision.acled if report.place_precision else 4)
    return -exact + report.place_confidence + report.confidence + 0.5 * (report.toll.fatalities is not None)


def _sources(ranked: Sequence[_Known]) -> list[_Known]:
    """The reports that are sources of their own: of near-identical copies only the first."""
    kept: list[_Known] = []
    for known in ranked:
        if not any(_is_copy(known, other) for other in kept):
            kept.append(known)
    return kept


def _reasons(known: list[_Known], sources: list[_Known], matches: list[Match]) -> tuple[str, ...]:
    if len(known) == 1:
        return ()
    copies = len(known) - len(sources)
    told = f"{len(known)} reports, {len(sources)} {'source' if len(sources) == 1 else 'sources'}"
    reasons = [told + (f" ({copies} near-identical {'copy' if copies == 1 else 'copies'})" if copies else "")]
    for match in matches:
        reasons.append(f"joined at {match.score:.2f} (needs {JOIN_AT}): {', '.join(match.parts)}")
    return tuple(dict.fromkeys(reasons))


# What reports may disagree on: the name shown, and how a report puts it (None: it does not say).
def _told(report: Report) -> dict[str, str | None]:
    toll = report.toll.fatalities
    dates = (report.date_start, report.date_end)
    dated = report.date_precision is not DatePrecision.UNKNOWN
    return {
        "toll": None if toll is None else str(toll),
        "injured": None if report.toll.injured is None else str(report.toll.injured),
        "date": " to ".join(dict.fromkeys(d.isoformat() for d in dates if d)) if dated else None,
        "place": report.place.label if report.place else None,
        "type": str(report.sub_event_type),
        "actor": report.actor1,
    }


def _disagreements(ranked: Sequence[_Known]) -> tuple[str, ...]:
    """Return sentences such as "toll: 50 (CNN), 52 (Guardian)", one for each thing told differently."""
    by_time = sorted(ranked, key=lambda k: (k.report.published or date.max, k.outlet, k.report.id))
    told = [(known, _told(known.report)) for known in by_time]
    sentences = []
    for what in told[0][1]:
        said: dict[str, list[str]] = defaultdict(list)
        for known, values in told:
            value = values[what]
            if value is not None:
                said[value].append(known.outlet or f"article {known.report.article_id[:6]}")
        if len(said) > 1:
            listed = ", ".join(f"{value} ({'; '.join(dict.fromkeys(who))})" for value, who in said.items())
            sentences.append(f"{what}: {listed}")
    return tuple(sentences)


def _order(event: Event) -> tuple[date, str, str]:
    lead = event.lead
    return lead.date_start or lead.date_end or date.max, lead.place.label if lead.place else "", event.id
