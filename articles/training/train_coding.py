"""Trains the snippet classifier on CASE-2021 and own sentences, and prints out-of-fold figures.

    python -m articles.training.train_coding ../shared/corpora/case2021/FILE.tsv

The file has the columns id, EventSnippet and SubType; only rows with an even id are read, the others are
kept for scoring. Needs scikit-learn (``pip install conflictmap[train]``). Snippets that differ only in
names and numbers stay in one fold. The sentences in event_sentences.tsv, written for this project, are
always trained on and never scored.
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
from articles.coding.snippet import snippet_features
from articles.words.tokens import tokenise

# CASE-2021's names for the sub-types; what is not here is no event of political violence.
SUB_TYPES = {
    "ABDUCT_DISSAP": "ABDUCTION",
    "AGREEMENT": "AGREEMENT",
    "AIR_STRIKE": "AIR_STRIKE",
    "ARMED_CLASH": "ARMED_CLASH",
    "ARREST": "ARRESTS",
    "ART_MISS_ATTACK": "SHELLING",
    "ATTACK": "ATTACK",
    "CHANGE_TO_GROUP_ACT": "CHANGE_TO_GROUP",
    "CHEM_WEAP": "CHEMICAL_WEAPON",
    "DISR_WEAP": "DISRUPTED_WEAPONS",
    "FORCE_AGAINST_PROTEST": "EXCESSIVE_FORCE",
    "GOV_REGAINS_TERIT": "GOVERNMENT_REGAINS",
    "GRENADE": "GRENADE",
    "HQ_ESTABLISHED": "HEADQUARTERS",
    "MOB_VIOL": "MOB_VIOLENCE",
    "NON_STATE_ACTOR_OVERTAKES_TER": "NON_STATE_OVERTAKES",
    "NON_VIOL_TERRIT_TRANSFER": "NON_VIOLENT_TRANSFER",
    "PEACE_PROTEST": "PEACEFUL_PROTEST",
    "PROPERTY_DISTRUCT": "LOOTING",
    "PROTEST_WITH_INTER": "PROTEST_INTERVENTION",
    "REM_EXPLOS": "REMOTE_EXPLOSIVE",
    "SEX_VIOL": "SEXUAL_VIOLENCE",
    "SUIC_BOMB": "SUICIDE_BOMB",
    "VIOL_DEMONSTR": "VIOLENT_DEMONSTRATION",
}
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


def read_snippets(path: Path) -> tuple[list[str], list[str]]:
    """Return texts and class names of the rows with an even id."""
    texts, classes = [], []
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        number, text, label = line.split("\t")
        if int(number) % 2 == 0:
            texts.append(text)
            classes.append(SUB_TYPES.get(label, "NONE"))
    return texts, classes


def read_own() -> tuple[list[str], list[str]]:
    """Return texts and class names of the project's own sentences that have a single class."""
    lines = Path(__file__).with_name("event_sentences.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return [r[2] for r in rows if "/" not in r[0]], [r[0] for r in rows if "/" not in r[0]]


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


def cross_validate(path: Path) -> dict[str, float]:
    """Return the out-of-fold figures over the snippets in ``path``."""
    texts, classes = read_snippets(path)
    given = out_of_fold(featurise(texts), classes, [fold_of(text) for text in texts], own_rows())
    return figures(classes, given)


def featurise(texts: list[str]) -> list[dict[str, float]]:
    """Return the features of each text."""
    return [snippet_features(tokenise(text)) for text in texts]


def own_rows() -> tuple[list[dict[str, float]], list[str]]:
    """Return features and class names of the project's own sentences."""
    texts, classes = read_own()
    return featurise(texts), classes


def main() -> None:
    """Cross-validate, print the figures, train on everything and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("snippets", type=Path)
    parser.add_argument("--dry-run", action="store_true", help="print the out-of-fold figures, write nothing")
    options = parser.parse_args()
    scored = cross_validate(options.snippets)
    print({name: round(value, 3) for name, value in scored.items()})  # noqa: T201
    if not options.dry_run:
        texts, classes = read_snippets(options.snippets)
        model, names = fit(featurise(texts), classes, own_rows())
        target = Path(__file__).parents[1] / "coding" / WEIGHTS_FILE
        save(target, model, names)
        print(f"{len(names)} features, {target.stat().st_size // 1024} kB: {target}")  # noqa: T201


if __name__ == "__main__":
    main()
