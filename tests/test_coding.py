"""The coder of snippets: what it says of clear cases, and the figures it must keep."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from articles.coding import code_snippet
from articles.scoring import code
from geodata.model import SubEventType

SHARED = Path(__file__).parents[2] / "shared"
SCORER = SHARED / "eval" / "event_eval.py"
CASE = SHARED / "corpora" / "case2021" / "test_set_final_release_with_labels.tsv"
needs_corpora = pytest.mark.skipif(
    not SCORER.exists() or not CASE.exists(), reason="the development corpora are not beside the project"
)


@pytest.mark.parametrize(
    ("text", "kind", "deaths"),
    [
        ("Attackers threw a grenade into a police post, wounding four people.", SubEventType.GRENADE, None),
        ("Suicide bombers killed nine people at a market.", SubEventType.SUICIDE_BOMB, 9),
        ("Hundreds of students marched peacefully through the city.", SubEventType.PEACEFUL_PROTEST, None),
        ("The group claimed responsibility for the bombing that killed six.", None, 6),
        ("A flood killed 30 people in the province after heavy rain.", None, 30),
        ("Russia expelled five diplomats in response to new sanctions.", None, None),
    ],
)
def test_clear_snippets(text: str, kind: SubEventType | None, deaths: int | None) -> None:
    found, toll = code_snippet(text)
    assert (found, toll.fatalities) == (kind, deaths)


def test_a_protest_after_a_killing_has_no_toll() -> None:
    kind, toll = code_snippet("Hundreds of people marched in the capital after police killed a student.")
    assert kind is SubEventType.PEACEFUL_PROTEST
    assert toll.fatalities is None


def test_the_scorer_gets_plain_values() -> None:
    assert code("Shelling killed two people in the town.") == {
        "sub_event_type": "Shelling/artillery/missile attack",
        "fatalities": 2,
    }
    assert code("")["sub_event_type"] is None


@pytest.fixture(scope="module")
def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("event_eval", SCORER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.corpus
@needs_corpora
@pytest.mark.parametrize(("corpus", "floor"), [("case2021", 0.975), ("bellingcat", 0.98)])
def test_tolls_keep_their_figures(scorer: ModuleType, corpus: str, floor: float) -> None:
    items = scorer.load(corpus, str(SHARED / "corpora"), "dev")
    figures = scorer.evaluate(items, [code(item.text) for item in items])["fatalities"]
    assert figures["exact"] >= floor
    assert figures["false_alarm"] <= 0.006
