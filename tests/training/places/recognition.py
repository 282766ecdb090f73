"""Make the training examples of recognition and meaning out of labelled texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from articles.toponyms.features import describe_span, kind_label, read_signs
from articles.toponyms.frames import describe_use, surroundings_of
from articles.toponyms.spans import Facts, SpanCandidate, propose
from articles.toponyms.tokens import tokenise
from tests.training.places.corpora import LabelledText, Toponym
from tests.training.places.linear import Example, fit_yes_no

# GeoWebNews annotates every name there is; in the annotated articles so does every literal one.
_WEIGHTS = {"gwn": 3.0, "articles": 0.5, "sentences": 3.0}
# Only GeoWebNews annotates every adjective: one left out elsewhere says nothing.
_ALL_ADJECTIVES = frozenset(("gwn",))
_MEANING_ALONE, _ARTICLES = "meanings", "articles"
_WELL_KNOWN = frozenset(("country", "big", "region", "continent"))
# The annotated articles mark "Basra Airport" whole, the corpora of newspapers Basra alone.
_WITHIN_NAMES = _WELL_KNOWN | frozenset(("town", "admin1", "admin2"))
RECOGNITION_STRENGTH = 0.5
MEANING_STRENGTH = 0.5
MEANING_LEAST = 2


@dataclass(frozen=True, slots=True)
class Judged:
    """One candidate span of a labelled text.

    ``gold`` is the annotation it equals, or None; ``apart`` says that it touches none.
    """

    start: int
    end: int
    span: SpanCandidate
    kind: str
    features: list[str]
    use_features: list[str]
    gold: Toponym | None
    apart: bool


def judge(document: LabelledText, facts: Facts) -> list[Judged]:
    """Return every candidate span of a document with its features and the annotation it equals."""
    tokens = tokenise(document.text)
    proposed = propose(tokens, facts)
    signs = read_signs(tokens, proposed, facts)
    gold = {(t.start, _without_kind_word(document.text, t)): t for t in document.toponyms}
    gold.update({(t.start, t.end): t for t in document.toponyms})
    judged = []
    for span in proposed:
        start, end = tokens.starts[span.first], tokens.ends[span.last - 1]
        features = describe_span(tokens, span, signs, facts)
        kind = kind_label(span.facts)
        judged.append(
            Judged(
                start,
                end,
                span,
                kind,
                features,
                [*describe_use(tokens, span, kind), *surroundings_of(tuple(features))],
                gold.get((start, end)),
                not any(t.start < end and start < t.end for t in document.toponyms),
            )
        )
    return judged


def _without_kind_word(text: str, toponym: Toponym) -> int:
    """Return where the capitalised part of "Kharkiv region" ends: recognition judges that part alone."""
    name, _, last = text[toponym.start : toponym.end].rpartition(" ")
    return toponym.start + len(name) if name and last.islower() else toponym.end


def recognition_examples(document: LabelledText, judged: Sequence[Judged]) -> list[Example]:
    """Return one example per candidate span that the corpus says something about."""
    weight = _WEIGHTS.get(document.corpus, 1.0)
    return [
        Example(one.features, one.gold is not None, weight)
        for one in judged
        if one.gold is not None or document.corpus in _ALL_ADJECTIVES or not _is_passed_over(document, one)
    ]


def _is_passed_over(document: LabelledText, one: Judged) -> bool:
    """Whether an annotation leaves out such names although they are there: adjectives, "Times of India"."""
    if one.kind == "demonym":
        return True
    if document.corpus != _ARTICLES:
        return False
    return one.kind in (_WELL_KNOWN if one.apart else _WITHIN_NAMES)


def meaning_examples(document: LabelledText, judged: Sequence[Judged]) -> list[Example]:
    """Return one example per name whose annotation says whether the place itself is meant.

    What the annotated articles leave out of well-known names is part of a paper's or a party's name.
    """
    found = []
    for one in judged:
        if one.kind == "demonym":
            continue
        if one.gold is not None:
            if one.gold.literal is not None:
                found.append(Example(one.use_features, bool(one.gold.literal)))
        elif document.corpus == _ARTICLES and one.kind in _WELL_KNOWN and one.apart:
            found.append(Example(one.use_features, answer=False))
    return found


def train_recognition(documents: Sequence[tuple[LabelledText, list[Judged]]]) -> dict[str, float]:
    """Return the weights of the recogniser."""
    examples = [
        e
        for document, judged in documents
        if document.corpus != _MEANING_ALONE
        for e in recognition_examples(document, judged)
    ]
    return fit_yes_no(examples, RECOGNITION_STRENGTH)


def train_meaning(documents: Sequence[tuple[LabelledText, list[Judged]]]) -> dict[str, float]:
    """Return the weights that tell literal names from the others."""
    examples = [e for document, judged in documents for e in meaning_examples(document, judged)]
    return fit_yes_no(examples, MEANING_STRENGTH, MEANING_LEAST)
