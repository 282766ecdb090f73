"""Measures places on newspapers the models never saw: five folds by newspaper or story, real scorers.

Run ``python -m tests.training.places.cross_validate [--shared DIR]``; needs the "train" extra and takes
about half a minute. Prints for each corpus what README states as the figures to expect of unseen text.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import random
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from articles import place_model
from articles.place_model import load_model, save_weights
from articles.scoring import parse, resolve
from articles.toponyms.spans import Facts
from geodata.gazetteer import open_gazetteer
from tests.training.places.corpora import (
    LabelledText,
    read_annotated_articles,
    read_geoparse,
    read_sentences,
)
from tests.training.places.ranking import prepare, train_ranking
from tests.training.places.recognition import judge, train_meaning, train_recognition

FOLDS, SEED = 5, 0


def module_at(path: Path) -> Any:
    """Import a scorer from its file."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"there is no scorer at {path}: give the shared folder with --shared")
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module


def answers_of(document: LabelledText) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return what is parsed from a document, and what is resolved with its spans given."""
    spans = [[t.start, t.end] for t in document.toponyms if t.latitude is not None]
    points = resolve(document.text, spans, document.published, document.source)
    given = [
        {"start": s, "end": e, "lat": p and p[0], "lon": p and p[1]}
        for (s, e), p in zip(spans, points, strict=True)
    ]
    return parse(document.text, document.published, document.source), given


class Trainer:
    """Trains on all documents but those of some groups; what is costly is read once."""

    def __init__(self, documents: Sequence[LabelledText]) -> None:
        gazetteer = open_gazetteer()
        facts = Facts(gazetteer)
        self.judged = [(d, judge(d, facts)) for d in [*documents, *read_sentences()]]
        self.prepared = [
            prepare(d, gazetteer, with_outlet=known) for known in (True, False) for d in documents
        ]

    def train_without(self, held: set[str], folder: Path) -> None:
        """Write into ``folder`` the models that never saw the held groups, and use them."""
        alone, together = train_ranking([p for p in self.prepared if p.document.group not in held])
        seen = [pair for pair in self.judged if pair[0].group not in held]
        save_weights(alone.weights, str(folder / "rank_alone.json"))
        save_weights(together.weights, str(folder / "rank_together.json"))
        save_weights(train_recognition(seen), str(folder / "recognise.json"))
        save_weights(train_meaning(seen), str(folder / "meaning.json"))
        place_model.MODEL_FOLDER = folder
        load_model.cache_clear()


def show_corpora(scorer: Any, found: dict[Any, Any], given: dict[Any, Any]) -> None:
    """Print one line for each corpus."""
    for corpus in scorer.CORPORA:
        documents, _ = scorer.load(corpus)
        report = scorer.Tally(documents, found, Counter()).report()
        spans = scorer.Tally(documents, given, Counter()).report()["end_to_end"]["acc161"]
        end_to_end, strict = report["end_to_end"]["161"], report["recognition"]["strict"]
        line = f"{corpus:9} end to end F1 {end_to_end['F']:.3f}  spans given {spans:.3f}"
        line += f"  strict F1 {strict['F']:.3f}"
        if "literal" in report:
            literal = report["literal"]
            line += f"  false map {literal['false_map_rate']:.3f}"
            line += f" at literal recall {literal['literal_map_recall']:.3f}"
        sys.stdout.write(line + "\n")


def show_articles(scorer: Any, folder: Path, found: dict[Any, Any]) -> None:
    """Print the figures of the annotated articles."""
    counts: defaultdict[str, float] = defaultdict(float)
    for document in scorer.load_gold(str(folder)):
        places = {"places": found["articles", document["id"]]}
        answer, _ = scorer.clean_prediction(places, document["text"])
        for name, value in scorer.score_places(document, answer)[0].items():
            counts[name] += value
    precision, recall = counts["lit_tp"] / counts["lit_pred"], counts["lit_tp"] / counts["lit_gold"]
    literal = 2 * precision * recall / (precision + recall)
    near, mid = counts["point_10"] / counts["point"], counts["point_25"] / counts["point"]
    false = counts["nonlit_mapped"] / counts["nonlit"]
    line = f"articles  literal F1 {literal:.3f} (recall {recall:.3f})  points within 10 km {near:.3f}"
    sys.stdout.write(f"{line}, 25 km {mid:.3f}  false map {false:.3f}\n")


def main() -> None:
    """Cross-validate and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path(__file__).parents[4] / "shared")
    shared = parser.parse_args().shared
    os.environ["GEOPARSE_DOCS"] = str(shared / "corpora" / "geoparse")
    documents = read_geoparse(shared / "corpora" / "geoparse") + read_annotated_articles(shared / "gold")
    trainer = Trainer(documents)
    groups = sorted({d.group for d in documents})
    random.Random(SEED).shuffle(groups)
    found, given = {}, {}
    for fold in range(FOLDS):
        held = set(groups[fold::FOLDS])
        with tempfile.TemporaryDirectory() as folder:
            trainer.train_without(held, Path(folder))
            for document in documents:
                if document.group in held:
                    key = (document.corpus, document.id)
                    found[key], given[key] = answers_of(document)
    show_corpora(module_at(shared / "eval" / "geoparse_eval.py"), found, given)
    show_articles(module_at(shared / "eval" / "e2e_eval.py"), shared / "gold", found)


if __name__ == "__main__":
    main()
