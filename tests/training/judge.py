"""Says what of a document's reading its labels bear out: claims, places, times and whole happenings."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from types import ModuleType
from typing import Any

from articles.reading.claims import Claim
from articles.reading.encoder import PairNet, Vectors
from articles.reading.found import Found
from articles.reading.happenings import Happening
from articles.reading.reports import to_reports
from articles.scoring import event_row, place_row
from geodata.model import PlaceMention, TimeMention

from .documents import CORPORA, Document, Told
from .examples import told_by

NEAR_DEGREES = 0.06
Days = tuple[date | None, date | None]


@dataclass(slots=True)
class Read:
    """A document as the network that never saw it reads it."""

    document: Document
    found: Found
    vectors: Vectors
    net: PairNet
    claims: list[Claim]


def scorer() -> ModuleType:
    """Return the scorer of whole articles, which lies beside the corpora."""
    spec = importlib.util.spec_from_file_location("e2e_eval", CORPORA / "eval/e2e_eval.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def gold_of(read: Read, claim: Claim, tools: ModuleType) -> int | None:
    """Return the index of the labelled event that a claim tells, None where it tells none."""
    if read.document.group == "own":
        told = sorted(told_by(read.document, read.found, claim))
        return next(
            (k for k in told if names_place(read, claim.place, read.document.told[k])),
            told[0] if told else None,
        )
    sentence = read.found.sentences[claim.number]
    best, at = 0.0, None
    for index, event in enumerate(read.document.raw["events"] if read.document.group == "gold" else ()):
        spans = [(event["sentence_start"], event["sentence_end"]), *map(tuple, event["alt_spans"])]
        if not any(a < sentence.end and sentence.start < b for a, b in spans):
            continue
        start = event["trigger_start"]
        score = 3.0 * (start < claim.trigger.end and claim.trigger.start < start + len(event["trigger"]))
        place = claim.place.place if claim.place else None
        point = (
            {
                "lat": claim.place.latitude
                if claim.place and claim.place.latitude is not None
                else place.latitude,
                "lon": claim.place.longitude
                if claim.place and claim.place.longitude is not None
                else place.longitude,
            }
            if place
            else {}
        )
        _, right = tools.place_gap(event, point) if place else (None, False)
        if place and not right:
            score -= 2.0
        score += (
            2.0 * right
            + (event["sub_event_type"] == claim.kind.value)
            + (event["event_type"] == claim.kind.event_type.value)
        )
        if score > max(best, 1.5):
            best, at = score, index
    return at


def tells(claim: Claim, event: Told) -> bool:
    """Whether a claim's trigger is one of the words that tell an own text's event."""
    spans = (event.trigger, *event.retold)
    return any(a < claim.trigger.end and claim.trigger.start < b for a, b in spans)


def names_place(read: Read, mention: PlaceMention | None, event: Told) -> bool:
    """Whether a mention names an own text's place by its words; None fits an event without place."""
    spans = event.place_spans or ()
    if mention is None:
        return not spans
    return any(
        mention.text.casefold() == read.document.text[a:b].casefold()
        or (a < mention.end and mention.start < b)
        for a, b in spans
    )


def judged_own(read: Read, happenings: Sequence[Happening]) -> list[tuple[bool, bool, bool]]:
    """Return for each happening of an own text what ``judged`` returns; each event counts once."""
    left = list(read.document.told)
    out = []
    for h in happenings:
        report = to_reports(read.found, [h])[0]
        told = {k for c in h.claims for k in told_by(read.document, read.found, c)}
        events = [e for k, e in enumerate(read.document.told) if k in told and e in left]
        fits = [e for e in events if names_place(read, h.place, e)]
        event = next((e for e in fits if h.kind in e.sub_types), fits[0] if fits else None)
        if event is None:
            out.append((True, False, False))
            continue
        left.remove(event)
        start, end = report.date_start or report.date_end, report.date_end or report.date_start
        first, last = event.date_start, event.date_end
        timely = (first is None and last is None) or (
            start is not None
            and end is not None
            and (last is None or start <= last)
            and (first is None or end >= first)
        )
        typed = h.kind.event_type in {k.event_type for k in event.sub_types}
        out.append((True, True, timely and typed))
    return out


def events_of(read: Read, claim: Claim) -> list[dict]:  # type: ignore[type-arg]
    """Return the labelled events that a trigger may tell: of its words, else its type, else its sentence."""
    sentence = read.found.sentences[claim.number]
    here = []
    for event in read.document.raw["events"] if read.document.group == "gold" else ():
        spans = [(event["sentence_start"], event["sentence_end"]), *map(tuple, event["alt_spans"])]
        if any(a < sentence.end and sentence.start < b for a, b in spans):
            here.append(event)
    own = [
        e
        for e in here
        if e["trigger_start"] < claim.trigger.end
        and claim.trigger.start < e["trigger_start"] + len(e["trigger"])
    ]
    kinds = [e for e in here if e["event_type"] == claim.kind.event_type.value]
    return own or kinds or here


def days_of(event: Any) -> Days:
    """Return the interval of an own text's event or of an annotated one."""
    if isinstance(event, Told):
        return event.date_start, event.date_end
    first, last = (date.fromisoformat(event[k]) if event[k] else None for k in ("date_start", "date_end"))
    return first, last


def fits_days(mention: TimeMention, spans: Sequence[Days]) -> bool | None:
    """Whether a time is that of one of the events; None where their labels do not tell.

    The day before or after is another time. One much longer than the event is neither right nor wrong, nor
    is one within the open bounds of an event.
    """
    known = [(a, b) for a, b in spans if a or b]
    first, last = mention.date_start or mention.date_end, mention.date_end or mention.date_start
    if not known or first is None or last is None:
        return None
    fits = [(a, b) for a, b in known if (b is None or first <= b) and (a is None or last >= a)]
    if not fits:
        return False
    if any(a and b and (last - first).days <= max(3, 2 * (b - a).days) for a, b in fits):
        return True
    return None


def is_place_of(read: Read, mention: PlaceMention, event: dict, tools: ModuleType) -> bool:  # type: ignore[type-arg]
    """Whether a mention names an event's place and is drawn there; a town in its region is not the region."""
    if mention.place is None:
        return False
    point = point_of(mention)
    _, near = tools.place_gap(event, point)
    points = [
        (event["place"]["lat"], event["place"]["lon"]),
        *((a["lat"], a["lon"]) for a in event["place_alt"]),
    ]
    named = [n for n in read.document.names if n[0] < mention.end and mention.start < n[1]]
    if named:
        return near and any(
            abs(n[2] - a) < NEAR_DEGREES and abs(n[3] - b) < NEAR_DEGREES for n in named for a, b in points
        )
    return near and event["geo_precision"] in ("settlement", "district")


def point_of(mention: PlaceMention) -> dict[str, float]:
    """Return where a mention is drawn, as the scorer takes it."""
    assert mention.place is not None
    return {
        "lat": mention.latitude if mention.latitude is not None else mention.place.latitude,
        "lon": mention.longitude if mention.longitude is not None else mention.place.longitude,
    }


def predicted(read: Read, happenings: Sequence[Happening]) -> dict[str, object]:
    """Return a document's reading as the scorer takes it."""
    reports = to_reports(read.found, happenings)
    return {
        "places": [place_row(m) for m in read.found.places.items],
        "events": [event_row(r) for r in reports if r.latitude is not None],
    }


def judged(read: Read, happenings: Sequence[Happening], tools: ModuleType) -> list[tuple[bool, bool, bool]]:
    """Return for each happening whether it counts at all, is real, and has place, date and type right."""
    if read.document.group == "own":
        return judged_own(read, happenings)
    out = []
    pairs = []
    for k, h in enumerate(happenings):
        reports = to_reports(read.found, [h])
        pairs.append((k, event_row(reports[0])))
    if read.document.group != "gold":
        ignore = read.document.ignore
        for _, e in pairs:
            free = any(e["start"] < b and a < e["end"] for a, b in ignore)
            out.append((not free and e["lat"] is not None, False, False))
        return out
    pred, _ = tools.clean_prediction(
        {"places": [], "events": [dict(e, tag=k) for k, e in pairs]}, read.document.text
    )
    gold = read.document.raw["events"]
    weights = [[0.0] * len(pairs) for _ in gold]
    for i, g in enumerate(gold):
        spans = [(g["sentence_start"], g["sentence_end"]), *map(tuple, g["alt_spans"])]
        for j, e in enumerate(pred["events"]):
            s = tools.supported(e, spans)
            _, ok = tools.place_gap(g, e)
            if s and ok:
                weights[i][j] = (
                    1 + s + tools.date_ok(g, e) + tools.type_ok(g, e) + (0 if g.get("optional") else 1)
                )
    matched = {j: i for i, j in tools.assign(weights)}
    for j, e in enumerate(pred["events"]):
        g = gold[matched[j]] if j in matched else None
        if g is None:
            out.append((e["lat"] is not None, False, False))
        else:
            full = bool(tools.date_ok(g, e) and tools.type_ok(g, e))
            out.append((True, True, full))
    return out
