"""Measure on texts the ranking has not seen how often a share proves right; fit the confidence to it."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import groupby

from articles.resolve.options import Name
from articles.resolve.rank import rank_with, share_nearby
from geodata.globe import points_km
from tests.training.places.ranking import RIGHT_WITHIN_KM, Prepared, train_ranking

FOLDS = 5
LEAST_IN_STEP = 60
"""Answers behind each point of the curve; fewer would make it follow chance."""


def out_of_fold_answers(documents: Sequence[Prepared], seed: int = 0) -> list[tuple[float, bool]]:
    """Return (share, right) for every annotated mention, ranked by models that never saw its newspaper."""
    groups = sorted({prepared.document.group for prepared in documents})
    random.Random(seed).shuffle(groups)
    answers: list[tuple[float, bool]] = []
    for fold in range(FOLDS):
        held = set(groups[fold::FOLDS])
        alone, together = train_ranking([p for p in documents if p.document.group not in held])
        for prepared in documents:
            if prepared.document.group in held:
                everything = [list(name.options) for name in prepared.names]
                rank_with(prepared.names, prepared.name_of, prepared.evidence, alone, together)
                answers.extend(_answers(prepared))
                for name, options in zip(prepared.names, everything, strict=True):
                    name.options = options
    return answers


def _answers(prepared: Prepared) -> list[tuple[float, bool]]:
    found = []
    for toponym, index in zip(prepared.toponyms, prepared.name_of, strict=True):
        name: Name = prepared.names[index]
        best = name.best
        if best is None or name.demonym or toponym.latitude is None or toponym.longitude is None:
            continue
        place = best.place
        gap = points_km(place.latitude, place.longitude, toponym.latitude, toponym.longitude)
        found.append((share_nearby(name), gap <= RIGHT_WITHIN_KM))
    return found


def fit_curve(answers: Sequence[tuple[float, bool]]) -> list[tuple[float, float]]:
    """Return points (share, part right), rising in both, by pooling neighbours that fall."""
    blocks: list[list[float]] = []
    for piece in _pieces(answers):
        blocks.append([sum(s for s, _ in piece), sum(right for _, right in piece), len(piece)])
        while len(blocks) > 1 and blocks[-2][1] / blocks[-2][2] >= blocks[-1][1] / blocks[-1][2]:
            last = blocks.pop()
            blocks[-1] = [a + b for a, b in zip(blocks[-1], last, strict=True)]
    points = [(round(shares / count, 4), round(right / count, 3)) for shares, right, count in blocks]
    return [(0.0, 0.0), *points] if points[0][0] > 0 else points


def _pieces(answers: Sequence[tuple[float, bool]]) -> Iterator[list[tuple[float, bool]]]:
    """Yield the answers by rising share; equal shares stay together, so that their order says nothing."""
    piece: list[tuple[float, bool]] = []
    for share, same in groupby(sorted(answers, key=lambda answer: answer[0]), key=lambda answer: answer[0]):
        together = list(same)
        if share == 1.0 and piece:
            yield piece
            piece = []
        piece += together
        if len(piece) >= LEAST_IN_STEP:
            yield piece
            piece = []
    if piece:
        yield piece


def reliability(answers: Sequence[tuple[float, bool]]) -> list[tuple[float, float, int, float]]:
    """Return rows (from, to, how many, part right) of confidences or shares, in tenths."""
    rows = []
    for tenth in range(10):
        low, high = tenth / 10, (tenth + 1) / 10
        inside = [right for value, right in answers if low <= value < high or (tenth == 9 and value >= 1.0)]
        if inside:
            rows.append((low, high, len(inside), sum(inside) / len(inside)))
    return rows
