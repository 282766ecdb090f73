"""Train the place models: ``python -m tests.training.places --geoparse DIR [--articles DIR] [--out DIR]``."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from articles.place_model import save_weights
from articles.toponyms.spans import Facts
from geodata.gazetteer import open_gazetteer
from geodata.whole_files import write_whole
from tests.training.places.calibration import fit_curve, out_of_fold_answers, reliability
from tests.training.places.corpora import read_annotated_articles, read_geoparse, read_sentences
from tests.training.places.ranking import prepare, train_ranking
from tests.training.places.recognition import judge, train_meaning, train_recognition


def main() -> None:
    """Read the corpora, fit the models, write their weights and say how many each kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--geoparse", type=Path, required=True, help="folder of lgl.jsonl, trnews.jsonl, …")
    parser.add_argument("--articles", type=Path, help="folder of articles annotated place by place")
    parser.add_argument("--out", type=Path, default=Path(__file__).parents[3] / "articles" / "models")
    options = parser.parse_args()
    documents = read_geoparse(options.geoparse)
    if options.articles:
        documents += read_annotated_articles(options.articles)
    gazetteer = open_gazetteer()
    facts = Facts(gazetteer)
    judged = [(document, judge(document, facts)) for document in [*documents, *read_sentences()]]
    prepared = [prepare(d, gazetteer, with_outlet=known) for known in (True, False) for d in documents]
    alone, together = train_ranking(prepared)
    weights = {
        "recognise": train_recognition(judged),
        "meaning": train_meaning(judged),
        "rank_alone": alone.weights,
        "rank_together": together.weights,
    }
    options.out.mkdir(parents=True, exist_ok=True)
    answers = out_of_fold_answers(prepared)
    write_whole(options.out / "calibration.json", (json.dumps(fit_curve(answers)) + "\n").encode())
    for low, high, count, right in reliability(answers):
        print(f"share {low:.1f}-{high:.1f}: {right:.3f} of {count} right")
    for name, values in weights.items():
        kept = save_weights(values, str(options.out / f"{name}.json"))
        print(f"{name}: {kept} weights")


if __name__ == "__main__":
    main()
