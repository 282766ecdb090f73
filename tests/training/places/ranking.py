"""Make the training choices of resolution out of labelled texts: which place each name is."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from articles.place_model import LinearModel
from articles.resolve.context import add_context, survey
from articles.resolve.evidence import Evidence, read_evidence
from articles.resolve.options import Name, PlaceTable, gather_names
from articles.resolve.rank import share_out
from geodata.globe import points_km
from geodata.model import PlaceMention, PlaceUse
from tests.training.places.corpora import LabelledText, Toponym
from tests.training.places.linear import Choice, fit_choice

RIGHT_WITHIN_KM = 161.0
PENALTY = 4.0
# Local papers of the United States would teach that Geneva lies in Illinois.
WEIGHTS = {"lgl": 0.4, "articles": 2.0}


class _Table(PlaceTable, Protocol):
    """The gazetteer as training needs it."""


@dataclass(slots=True)
class Prepared:
    """A labelled text with its names gathered; ``toponyms`` and ``mentions`` run in parallel."""

    document: LabelledText
    toponyms: list[Toponym]
    mentions: list[PlaceMention]
    evidence: list[Evidence]
    names: list[Name]
    name_of: list[int]


def prepare(document: LabelledText, gazetteer: _Table, *, with_outlet: bool) -> Prepared:
    """Gather the names of a labelled text from its annotated spans."""
    toponyms: list[Toponym] = []
    for toponym in sorted(document.toponyms, key=lambda t: t.start):
        if not toponyms or toponym.start >= toponyms[-1].end:
            toponyms.append(toponym)
    mentions = [_mention(document.text, toponym, gazetteer) for toponym in toponyms]
    evidence = read_evidence(document.text, mentions)
    outlet = document.source if with_outlet else ""
    names, name_of = gather_names(mentions, evidence, gazetteer, outlet)
    return Prepared(document, toponyms, mentions, evidence, names, name_of)


def _mention(text: str, toponym: Toponym, gazetteer: _Table) -> PlaceMention:
    surface = text[toponym.start : toponym.end]
    people = not gazetteer.matches(surface) and gazetteer.demonym(surface) is not None
    use = PlaceUse.DEMONYM if people else PlaceUse.LITERAL
    return PlaceMention(start=toponym.start, end=toponym.end, text=surface, use=use)


def right_options(prepared: Prepared) -> list[tuple[frozenset[int], float] | None]:
    """Return for each name the options that are right and its weight; None where nothing can be learnt."""
    found: list[tuple[frozenset[int], float] | None] = []
    for name in prepared.names:
        known = [t for t in (prepared.toponyms[i] for i in name.mentions) if t.latitude is not None]
        scale = WEIGHTS.get(prepared.document.corpus, 1.0)
        unknown = name.demonym or len(name.options) < 2 or not known
        found.append(None if unknown else _right(name, known, scale))
    return found


def _right(name: Name, known: Sequence[Toponym], scale: float) -> tuple[frozenset[int], float] | None:
    lat, lon = known[0].latitude or 0.0, known[0].longitude or 0.0
    gaps = [points_km(o.place.latitude, o.place.longitude, lat, lon) for o in name.options]
    nearest = min(gaps)
    if nearest > RIGHT_WITHIN_KM:
        return None
    limit = min(RIGHT_WITHIN_KM, max(1.5 * nearest, nearest + 10))
    return frozenset(i for i, gap in enumerate(gaps) if gap <= limit), math.sqrt(len(known)) * scale


def train_ranking(documents: Sequence[Prepared]) -> tuple[LinearModel, LinearModel]:
    """Return the models that rank a name alone and together with the article's others."""
    answers = [right_options(prepared) for prepared in documents]
    for prepared in documents:
        for name in prepared.names:
            for option in name.options:
                option.context = ()
    alone = LinearModel(fit_choice(_choices(documents, answers), PENALTY))
    together = alone
    for model in (alone, None):
        for prepared in documents:
            for name in prepared.names:
                share_out(name, model or together)
            add_context(prepared.names, prepared.name_of, prepared.evidence, survey(prepared.names))
        together = LinearModel(fit_choice(_choices(documents, answers), PENALTY))
    return alone, together


def _choices(
    documents: Sequence[Prepared], answers: Sequence[list[tuple[frozenset[int], float] | None]]
) -> list[Choice]:
    found = []
    for prepared, known in zip(documents, answers, strict=True):
        for name, answer in zip(prepared.names, known, strict=True):
            if answer is not None:
                options = [list(option.features) for option in name.options]
                found.append(Choice(options, answer[0], answer[1]))
    return found
