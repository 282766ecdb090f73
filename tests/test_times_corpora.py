"""Temporal expressions on the development corpora keep the values and days they once got right."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest

from articles.scoring import tag

SHARED = Path(__file__).parents[2] / "shared"
SCORER = SHARED / "eval" / "timex_eval.py"

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),  # the scorer leaves closing files to Python
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.skipif(not SCORER.exists(), reason="the development corpora are not beside the project"),
]

# Corpus, what is scored, and the F1 of values it must keep.
FLOORS = (
    ("aquaint", "all", 0.780),
    ("aquaint", "DAY", 0.890),
    ("timebank", "all", 0.834),
    ("timebank", "DAY", 0.910),
    ("wikiwars-dev", "all", 0.920),
    ("wikiwars-dev", "DAY", 0.940),
)


@pytest.fixture(scope="module")
def scorer() -> Any:
    spec = importlib.util.spec_from_file_location("timex_eval", SCORER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("corpus", sorted({corpus for corpus, _, _ in FLOORS}))
def test_values_stay_above_their_floors(scorer: Any, corpus: str) -> None:
    documents = scorer.load(corpus, str(SHARED / "corpora"))
    answers = {d.id: scorer.as_timexes(tag(d.text, d.date), d) for d in documents}
    scores = scorer.evaluate(documents, answers)
    for name, selection, floor in FLOORS:
        if name == corpus:
            assert scores[selection]["value_f1"] >= floor, (corpus, selection, scores[selection]["value_f1"])
