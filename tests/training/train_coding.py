"""Trains the snippet classifier on CASE-2021 and own sentences, and prints out-of-fold figures.

    python -m tests.training.train_coding --weights FOLDER [--folds 3]

FOLDER/fold-N holds the network that was trained without fold N, so that the encoder has seen no snippet it
judges. Snippets that differ only in names and numbers stay in one fold. The sentences in
event_sentences.tsv, written for this project, are always trained on and never scored.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.svm import LinearSVC

from articles.coding.classifier import WEIGHTS_FILE
from articles.coding.snippet import read_snippet, snippet_features
from articles.reading.encoder import encode
from articles.words.tokens import tokenise
from geodata.gazetteer import open_gazetteer
from tests.training.documents import ROOT, Document, read_snippets
from tests.training.documents import fold_of as by_digest
from tests.training.examples import find_in

# CASE-2021's names for the sub-types; what is not here is no event of political violence.
FOLDS = 10
OWN_WEIGHT = 0.3
"""What a sentence written for this project weighs beside a snippet; 0.15 to 1 score within a point."""

REGULARISATION = 0.05
FEWEST = 2
"""A feature must stand in this many snippets."""

RULELESS_WEIGHT = 0.3
"""What a snippet weighs when it is shown once more without its rules, so that the classifier also learns to
do without them: the rules were written with these snippets at hand and hold less often elsewhere. Out of
fold, 0.3 to 1 score alike, and 0.5 to 1 point better than 0."""

RULE_FEATURES = ("R:", "B:", "S:")


def fold_of(text: str) -> int:
    """Return the fold of a snippet: the same for those that differ only in names and numbers."""
    masked = re.sub(r"(#\W*)+", "#", re.sub(r"\b[A-Z][\w'’-]*|\d+", "#", text))[:60]
    return sum(ord(char) * (i + 7) for i, char in enumerate(masked)) % FOLDS


def columns(rows: list[dict[str, float]]) -> list[str]:
    """Return the features that stand in enough snippets, sorted."""
    counts = Counter(name for row in rows for name in row)
    return sorted(name for name, count in counts.items() if count >= FEWEST)


def matrix(rows: list[dict[str, float]], names: list[str]) -> csr_matrix:
    """Return snippets x features."""
    index = {name: n for n, name in enumerate(names)}
    cells = [(r, index[f], v) for r, row in enumerate(rows) for f, v in row.items() if f in index]
    row, column, value = zip(*cells, strict=True)
    return csr_matrix((value, (np.array(row, "i4"), np.array(column, "i4"))), (len(rows), len(names)))


def fit(
    rows: list[dict[str, float]], classes: list[str], own: tuple[list[dict[str, float]], list[str]]
) -> tuple[LinearSVC, list[str]]:
    """Return the classifier of these snippets and the project's own sentences, and its features."""
    shown = rows + own[0]
    again = [without_rules(row) for row in shown]
    names = columns(shown)
    weights = [1.0] * len(rows) + [OWN_WEIGHT] * len(own[0])
    weights += [RULELESS_WEIGHT * weight for weight in weights]
    model = LinearSVC(C=REGULARISATION, random_state=0)
    return model.fit(matrix(shown + again, names), (classes + own[1]) * 2, sample_weight=weights), names


def without_rules(row: dict[str, float]) -> dict[str, float]:
    """Return the features of a snippet but for those that the rules give."""
    return {name: value for name, value in row.items() if not name.startswith(RULE_FEATURES)}


def out_of_fold(
    rows: list[dict[str, float]],
    classes: list[str],
    folds: list[int],
    own: tuple[list[dict[str, float]], list[str]],
) -> list[str]:
    """Return for each snippet what a classifier that never saw its fold says."""
    given = [""] * len(rows)
    for fold in range(FOLDS):
        train = [n for n, f in enumerate(folds) if f != fold]
        test = [n for n, f in enumerate(folds) if f == fold]
        model, names = fit([rows[n] for n in train], [classes[n] for n in train], own)
        for n, name in zip(test, model.predict(matrix([rows[n] for n in test], names)), strict=True):
            given[n] = str(name)
    return given


def figures(classes: list[str], given: list[str]) -> dict[str, float]:
    """Return micro and macro F1 over the sub-types and none, event F1 and specificity."""
    scores = []
    for name in sorted(set(classes)):
        right = sum(c == g == name for c, g in zip(classes, given, strict=True))
        scores.append(2 * right / (classes.count(name) + given.count(name)))
    pairs = Counter((c != "NONE", g != "NONE") for c, g in zip(classes, given, strict=True))
    hit, alarm, miss, quiet = pairs[True, True], pairs[False, True], pairs[True, False], pairs[False, False]
    return {
        "micro F1": sum(c == g for c, g in zip(classes, given, strict=True)) / len(classes),
        "macro F1": sum(scores) / len(scores),
        "event F1": 2 * hit / (2 * hit + alarm + miss),
        "specificity": quiet / (quiet + alarm),
    }


def save(path: Path, model: LinearSVC, names: list[str]) -> None:
    """Write the weights as half-precision floats."""
    weights: npt.NDArray[np.float16] = model.coef_.T.astype(np.float16)
    np.savez_compressed(
        path,
        features=np.array("\n".join(names)),
        classes=np.array("\n".join(model.classes_)),
        weights=weights,
        intercepts=model.intercept_.astype(np.float32),
    )


def read_unseen(weights: Path, folds: int, documents: list[Document]) -> list[dict[str, float]]:
    """Return the features of each snippet, the encoder's by the network that was trained without its fold."""
    gazetteer = open_gazetteer()
    rows = []
    for document in documents:
        found = find_in(document, gazetteer)
        network = weights / f"fold-{by_digest(document.id, folds)}" / "encoder.onnx"
        read = read_snippet(found, encode(found.pieces, network))
        rows.append({**snippet_features(tokenise(document.text)), **read})
    return rows


def main() -> None:
    """Cross-validate, print the figures, train on everything and write the weights."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--folds", type=int, default=3)
    parser.add_argument("--only", type=int, nargs="*", help="use the snippets of these folds alone")
    parser.add_argument("--dry-run", action="store_true", help="print the out-of-fold figures, write nothing")
    options = parser.parse_args()
    only = set(range(options.folds)) if options.only is None else set(options.only)
    documents = [d for d in read_snippets() if by_digest(d.id, options.folds) in only]
    snippets = [d for d in documents if d.group == "snippet"]
    own = [d for d in documents if d.group != "snippet"]
    rows = read_unseen(options.weights, options.folds, snippets)
    classes = [str(d.sub_type) for d in snippets]
    own_rows = read_unseen(options.weights, options.folds, own), [str(d.sub_type) for d in own]
    given = out_of_fold(rows, classes, [fold_of(d.text) for d in snippets], own_rows)
    print({name: round(value, 3) for name, value in figures(classes, given).items()})
    bare = [{k: v for k, v in row.items() if not k.startswith(RULE_FEATURES)} for row in rows]
    alone = out_of_fold(bare, classes, [fold_of(d.text) for d in snippets], ([], []))
    print("without rules", {name: round(value, 3) for name, value in figures(classes, alone).items()})
    if not options.dry_run:
        model, names = fit(rows, classes, own_rows)
        target = ROOT / "articles/coding" / WEIGHTS_FILE
        save(target, model, names)
        print(f"{len(names)} features, {target.stat().st_size // 1024} kB")


if __name__ == "__main__":
    main()
