"""Trains what decides over the claims: which tell the same, which are real, how sure each is.

    python -m tests.training.decide --folds 3 --weights FOLDER --out FOLDER [--report FILE]

FOLDER/fold-N holds the exported network that was trained without fold N. Every document is read by the
network that never saw it; the trees are cross-validated by document over these readings.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib.util
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from articles.model import PlaceMention, TimeMention
from articles.reading.boosted import Boosted
from articles.reading.claims import Choosers, Claim, find_claims, find_triggers, score
from articles.reading.encoder import PairNet, Vectors, encode, pair_net
from articles.reading.found import Found
from articles.reading.happenings import Happening, join_claims
from articles.reading.pairs import WHEN, WHERE
from articles.reading.reports import to_reports
from articles.reading.same import SAME_NAMES, same_features
from articles.reading.sure import SURE_NAMES, Story, sure_features
from articles.reading.when import WHEN_NAMES, when_features
from articles.reading.when import Told as When
from articles.reading.where import WHERE_NAMES, Asked, Standing, where_features
from articles.scoring import event_row, place_row
from geodata.gazetteer import open_gazetteer
from tests.training.documents import (
    CORPORA,
    Document,
    Told,
    fold_of,
    read_gold,
    read_negatives,
    read_own,
)
from tests.training.examples import find_in
from tests.training.trees import filled, grow, save

INNER_FOLDS = 5
#: Own texts are harder than news, and articles without any event are rarer here than in a day's papers.
WEIGHTS = {"own": 0.3, "negative": 2.0}


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


def read_unseen(folds: int, weights: Path, only: set[int] | None = None) -> list[Read]:
    """Read every annotated article by the network that was trained without its fold."""
    gazetteer = open_gazetteer()
    out = []
    for document in (*read_gold(), *read_negatives(), *read_own()):
        fold = fold_of(document.id, folds)
        if only is not None and fold not in only:
            continue
        folder = weights / f"fold-{fold}"
        found = find_in(document, gazetteer)
        vectors = encode(found.pieces, folder / "encoder.onnx")
        out.append(Read(document, found, vectors, pair_net(folder / "pairs.npz"), []))
    return out


def gold_of(read: Read, claim: Claim, tools: ModuleType) -> int | None:
    """Return the index of the labelled event that a claim tells, None where it tells none."""
    if read.document.group == "own":
        told = [k for k, e in enumerate(read.document.told) if tells(claim, e)]
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
        fits = [e for e in left if any(tells(c, e) for c in h.claims) and names_place(read, h.place, e)]
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


def where_rows(reads: Sequence[Read], tools: ModuleType) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return features, labels and document numbers of all candidate places of labelled triggers."""
    rows, labels, numbers = [], [], []
    for n, read in enumerate(reads):
        bases = find_triggers(read.found, read.vectors)
        where = score(read.found, read.vectors, read.net, bases, read.found.places, WHERE)
        standing = Standing.of(read.found)
        for claim, scored in zip(bases, where, strict=True):
            own = read.document.group == "own"
            events = [e for e in read.document.told if tells(claim, e)] if own else events_of(read, claim)
            if not events or not scored:
                continue
            rows.append(where_features(standing, Asked(claim.trigger, claim.number, claim.told), scored))
            fits = names_place if own else partial(is_place_of, tools=tools)
            labels += [any(fits(read, m, e) for e in events) for m, _ in scored]
            numbers += [n] * len(scored)
    return filled(np.concatenate(rows)), np.array(labels), np.array(numbers)


def when_rows(reads: Sequence[Read]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return features, labels and document numbers of all candidate times of labelled, dated triggers."""
    rows, labels, numbers = [], [], []
    for n, read in enumerate(reads):
        bases = find_triggers(read.found, read.vectors)
        when = score(read.found, read.vectors, read.net, bases, read.found.times, WHEN)
        asked = [Asked(b.trigger, b.number, b.told) for b in bases]
        story = When.of(read.found, asked)
        for k, claim in enumerate(bases):
            own = read.document.group == "own"
            spans = [
                days_of(e)
                for e in (read.document.told if own else events_of(read, claim))
                if not own or tells(claim, e)
            ]
            dated = [(m, p) for m, p in when[k] if m.date_start or m.date_end]
            marks = [fits_days(m, spans) for m, _ in dated]
            clear = [i for i, mark in enumerate(marks) if mark is not None]
            if not clear:
                continue
            rows.append(when_features(read.found, story, asked[k], dated)[clear])
            labels += [bool(marks[i]) for i in clear]
            numbers += [n] * len(clear)
    return filled(np.concatenate(rows)), np.array(labels), np.array(numbers)


Days = tuple[date | None, date | None]


def days_of(event: Any) -> Days:
    """Return the interval of an own text's event or of an annotated one."""
    if isinstance(event, Told):
        return event.date_start, event.date_end
    first, last = (date.fromisoformat(event[k]) if event[k] else None for k in ("date_start", "date_end"))
    return first, last


def fits_days(mention: TimeMention, spans: Sequence[Days]) -> bool | None:
    """Whether a time is that of one of the events; None where their labels do not tell."""
    known = [(a or b, b or a) for a, b in spans if a or b]
    first, last = mention.date_start or mention.date_end, mention.date_end or mention.date_start
    if not known or first is None or last is None:
        return None
    told = [(a, b) for a, b in known if a and b and first <= b + DAY and last >= a - DAY]
    if not told:
        return False
    if any(first <= b and last >= a and (last - first).days <= max(3, 2 * (b - a).days) for a, b in told):
        return True
    return None


NEAR_DEGREES = 0.06
DAY = timedelta(days=1)


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


def same_rows(reads: Sequence[Read], tools: ModuleType) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return features, labels and document numbers of all pairs of claims whose events are labelled."""
    rows, labels, numbers = [], [], []
    for n, read in enumerate(reads):
        told = [gold_of(read, c, tools) for c in read.claims]
        pairs = [
            (i, j)
            for j, b in enumerate(read.claims)
            for i, a in enumerate(read.claims[:j])
            if told[i] is not None and told[j] is not None and a.trigger != b.trigger
        ]
        if pairs:
            rows.append(same_features(read.found, read.vectors, read.claims, np.array(pairs)))
            labels += [told[i] == told[j] for i, j in pairs]
            numbers += [n] * len(pairs)
    return filled(np.concatenate(rows)), np.array(labels), np.array(numbers)


def choose_by_folds(reads: Sequence[Read], inner: np.ndarray, tools: ModuleType, out: Path) -> None:
    """Fill in every document's claims, placed by trees that have not seen it; write the trees."""
    tables = (("where", WHERE_NAMES, *where_rows(reads, tools)), ("when", WHEN_NAMES, *when_rows(reads)))
    for k in range(INNER_FOLDS):
        models = []
        for name, names, rows, labels, numbers in tables:
            keep = inner[numbers] != k
            models.append(grow(rows[keep], labels[keep], names))
            right = (models[-1].probabilities(rows[~keep]) > 0.5) == labels[~keep]
            print(f"  {name}: right", right.mean())
        for n in np.flatnonzero(inner == k):
            reads[n].claims = find_claims(reads[n].found, reads[n].vectors, reads[n].net, Choosers(*models))
    for name, names, rows, labels, _ in tables:
        save(grow(rows, labels, names), out / f"{name}.npz")


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


Facts = list[tuple[int, Happening, list[float], bool, bool, bool]]


def join_by_folds(
    reads: Sequence[Read], inner: np.ndarray, tools: ModuleType, out: Path
) -> list[list[Happening]]:
    """Return every document's happenings, joined by trees that have not seen it; write the trees."""
    rows, labels, numbers = same_rows(reads, tools)
    joined: list[list[Happening]] = [[] for _ in reads]
    for k in range(INNER_FOLDS):
        keep = inner[numbers] != k
        model = grow(rows[keep], labels[keep], SAME_NAMES)
        print("  same: right", ((model.probabilities(rows[~keep]) > 0.5) == labels[~keep]).mean())
        for n in np.flatnonzero(inner == k):
            joined[n] = join_claims(reads[n].found, reads[n].vectors, reads[n].claims, model)
    save(grow(rows, labels, SAME_NAMES), out / "same.npz")
    return joined


def weigh_by_folds(
    reads: Sequence[Read], joined: list[list[Happening]], inner: np.ndarray, tools: ModuleType, out: Path
) -> None:
    """Fill in how real and how sure every happening is, by trees that have not seen it; write the trees."""
    facts: Facts = []
    for n, read in enumerate(reads):
        story = Story.of(joined[n]) if joined[n] else None
        for h, mark in zip(joined[n], judged(read, joined[n], tools), strict=True):
            assert story is not None
            facts.append((n, h, sure_features(read.found, h, story), *mark))
    number = np.array([f[0] for f in facts])
    table = filled([f[2] for f in facts])
    counts, real, full = (np.array([f[i] for f in facts]) for i in (3, 4, 5))
    weights = np.array([WEIGHTS.get(reads[f[0]].document.group, 1.0) for f in facts])

    def grown(use: np.ndarray, y: np.ndarray) -> Boosted:
        return grow(table[use], y[use], SURE_NAMES, rounds=120, leaves=6, weights=weights[use])

    for k in range(INNER_FOLDS):
        test = inner[number] == k
        use = ~test & counts
        one, two = (grown(use, y) for y in (real, full))
        apart = [f[1] for f, t in zip(facts, test, strict=True) if t]
        for h, p, q in zip(
            apart, one.probabilities(table[test]), two.probabilities(table[test]), strict=True
        ):
            h.real, h.sure = float(p), min(float(p), float(q))
    for name, y in (("real", real), ("sure", full)):
        save(grown(counts, y), out / f"{name}.npz")


def figures_at(bar: float, reads: Sequence[Read], joined: list[list[Happening]], tools: ModuleType) -> dict:  # type: ignore[type-arg]
    """Print and return the scorer's figures of what is at least this likely real."""
    kept = [[h for h in hs if h.real >= bar] for hs in joined]
    gold = [r.document.raw for r in reads if r.document.group == "gold"]
    answers = {
        r.document.id: predicted(r, hs)
        for r, hs in zip(reads, kept, strict=True)
        if r.document.group == "gold"
    }
    result: dict = tools.evaluate(gold, answers)  # type: ignore[type-arg]
    quiet = [(r, hs) for r, hs in zip(reads, kept, strict=True) if r.document.group == "negative"]
    false = sum(mark[0] for r, hs in quiet for mark in judged(r, hs, tools))
    e, sure = result["events"], result["sure"] or {}
    print(
        f"bar {bar:.2f}: P {e['precision']:.3f} R {e['recall']:.3f} F1 {e['f1']:.3f}"
        f" full {e['fully_correct']['f1']:.3f}"
        f" | all right {sure.get('all', 0):.3f} surer half {sure.get('surer_half', 0):.3f}"
        f" | false {100 * false / max(1, len(quiet)):.0f} per 100"
    )
    own = [(r, hs) for r, hs in zip(reads, kept, strict=True) if r.document.group == "own"]
    marks = [mark for r, hs in own for mark in judged(r, hs, tools)]
    told = sum(len(r.document.told) for r, _ in own)
    right = sum(m[1] for m in marks)
    print(f"   own texts: P {right / max(1, len(marks)):.3f} R {right / max(1, told):.3f} of {told}")
    return result


def main() -> None:
    """Train the trees, write them, and print what they reach on documents none of the models has seen."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--folds", type=int, default=3)
    parser.add_argument("--only", type=int, nargs="*", help="read the documents of these folds alone")
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--report", type=Path, help="write the best bar's figures and misses here")
    options = parser.parse_args()
    tools = scorer()
    reads = read_unseen(
        options.folds, options.weights, set(options.only) if options.only is not None else None
    )
    inner = np.array([fold_of("inner" + r.document.id, INNER_FOLDS) for r in reads])
    choose_by_folds(reads, inner, tools, options.out)
    print(len(reads), "documents,", sum(len(r.claims) for r in reads), "claims")
    joined = join_by_folds(reads, inner, tools, options.out)
    weigh_by_folds(reads, joined, inner, tools, options.out)
    results = [figures_at(float(bar), reads, joined, tools) for bar in np.arange(0.25, 0.75, 0.05)]
    if options.report:
        best = max(results, key=lambda r: r["events"]["f1"])
        kept = {k: v for k, v in best.items() if k in ("events", "places", "sure", "by_type")}
        options.report.write_text(json.dumps(kept, indent=1, default=str))
        with options.report.with_suffix(".txt").open("w") as file, contextlib.redirect_stdout(file):
            tools.report(best, [r.document.raw for r in reads if r.document.group == "gold"], 150, False)


if __name__ == "__main__":
    main()
