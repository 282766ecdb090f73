"""Trains what decides over the claims: which tell the same, which are real, how sure each is.

    python -m tests.training.decide --folds 3 --weights FOLDER --out FOLDER [--report FILE]

FOLDER/fold-N holds the exported network that was trained without fold N. Every document is read by the
network that never saw it; the trees are cross-validated by document over these readings.
"""

from __future__ import annotations

import argparse
import contextlib
import json
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from types import ModuleType

import numpy as np

from articles.reading.boosted import Boosted
from articles.reading.claims import Choosers, find_claims, find_triggers, score
from articles.reading.encoder import encode, pair_net
from articles.reading.happenings import Happening, join_claims
from articles.reading.owned import own_tolls
from articles.reading.pairs import WHEN, WHERE
from articles.reading.same import SAME_NAMES, same_features
from articles.reading.sure import SURE_NAMES, Story, sure_features
from articles.reading.when import WHEN_NAMES, when_features
from articles.reading.when import Told as When
from articles.reading.where import WHERE_NAMES, Asked, Standing, where_features
from geodata.gazetteer import open_gazetteer
from tests.training.documents import fold_of, read_gold, read_negatives, read_own
from tests.training.examples import find_in
from tests.training.judge import (
    Read,
    days_of,
    events_of,
    fits_days,
    gold_of,
    is_place_of,
    judged,
    names_place,
    predicted,
    scorer,
    tells,
)
from tests.training.offsets import read_messages, read_news, read_sentences
from tests.training.trees import filled, grow, save

INNER_FOLDS = 5
#: Own texts are more and harder than news; articles without any event are rarer here than in a day's papers.
CHOICE_WEIGHTS = {"own": 0.2, "real": 0.3}
REAL_WEIGHTS = {"own": 0.2, "real": 0.3, "negative": 5.0}
#: Articles made like annotated ones are many and of one make: trees that learn from them find less in notes.
MANY = "kin"
#: The trees that weigh a happening are grown so often: they have few texts without any event to learn from.
TIMES = 5


def read_unseen(folds: int, weights: Path, only: set[int] | None = None) -> list[Read]:
    """Read every annotated article by the network that was trained without its fold."""
    gazetteer = open_gazetteer()
    out = []
    documents = (
        *read_gold(),
        *read_negatives(),
        *(d for d in read_own() if d.part != MANY),
        *read_messages(),
        *read_news(),
        *read_sentences(),
    )
    for document in documents:
        fold = fold_of(document.story, folds)
        if only is not None and fold not in only:
            continue
        folder = weights / f"fold-{fold}"
        found = find_in(document, gazetteer)
        vectors = encode(found.pieces, folder / "encoder.onnx")
        out.append(Read(document, found, vectors, pair_net(folder / "pairs.npz"), []))
    return out


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
            asked = Asked(claim.trigger, claim.number, claim.told)
            rows.append(where_features(standing, [asked], [scored]))
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
            rows.append(when_features(story, asked[k], dated)[clear])
            labels += [bool(marks[i]) for i in clear]
            numbers += [n] * len(clear)
    return filled(np.concatenate(rows)), np.array(labels), np.array(numbers)


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
            rows.append(same_features(read.found, read.vectors, read.net, read.claims, np.array(pairs)))
            labels += [told[i] == told[j] for i, j in pairs]
            numbers += [n] * len(pairs)
    return filled(np.concatenate(rows)), np.array(labels), np.array(numbers)


def weights_of(reads: Sequence[Read], numbers: np.ndarray, weights: Mapping[str, float]) -> np.ndarray:
    """Return for every row how much it counts, by the kind of document it stands in."""
    kinds = ("real" if read.document.real else read.document.group for read in reads)
    return np.array([weights.get(kind, 1.0) for kind in kinds])[numbers]


def choose_by_folds(reads: Sequence[Read], inner: np.ndarray, tools: ModuleType, out: Path) -> None:
    """Fill in every document's claims, placed by trees that have not seen it; write the trees."""
    tables = (("where", WHERE_NAMES, *where_rows(reads, tools)), ("when", WHEN_NAMES, *when_rows(reads)))
    for k in range(INNER_FOLDS):
        models = []
        for name, names, rows, labels, numbers in tables:
            keep = inner[numbers] != k
            count = weights_of(reads, numbers[keep], CHOICE_WEIGHTS)
            models.append(grow(rows[keep], labels[keep], names, weights=count))
            right = (models[-1].probabilities(rows[~keep]) > 0.5) == labels[~keep]
            print(f"  {name}: right", right.mean())
        for n in np.flatnonzero(inner == k):
            found, vectors = reads[n].found, reads[n].vectors
            bases = find_triggers(found, vectors)
            reads[n].claims = find_claims(found, vectors, reads[n].net, Choosers(*models), bases)
    for name, names, rows, labels, numbers in tables:
        count = weights_of(reads, numbers, CHOICE_WEIGHTS)
        save(grow(rows, labels, names, weights=count), out / f"{name}.npz")


Facts = list[tuple[int, Happening, list[float], bool, bool, bool]]


def join_by_folds(
    reads: Sequence[Read], inner: np.ndarray, tools: ModuleType, out: Path
) -> list[list[Happening]]:
    """Return every document's happenings, joined by trees that have not seen it; write the trees."""
    rows, labels, numbers = same_rows(reads, tools)
    count = weights_of(reads, numbers, CHOICE_WEIGHTS)
    joined: list[list[Happening]] = [[] for _ in reads]
    for k in range(INNER_FOLDS):
        keep = inner[numbers] != k
        model = grow(rows[keep], labels[keep], SAME_NAMES, weights=count[keep])
        print("  same: right", ((model.probabilities(rows[~keep]) > 0.5) == labels[~keep]).mean())
        for n in np.flatnonzero(inner == k):
            joined[n] = join_claims(reads[n].found, reads[n].vectors, reads[n].net, reads[n].claims, model)
            own_tolls(reads[n].found, joined[n])
    save(grow(rows, labels, SAME_NAMES, weights=count), out / "same.npz")
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
    weights = weights_of(reads, number, REAL_WEIGHTS)

    def grown(use: np.ndarray, y: np.ndarray) -> Boosted:
        return grow(table[use], y[use], SURE_NAMES, rounds=120, leaves=6, weights=weights[use], times=TIMES)

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
    inner = np.array([fold_of("inner" + r.document.story, INNER_FOLDS) for r in reads])
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
