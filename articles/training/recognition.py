"""Make the training examples of recognition and meaning out of labelled texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from articles.toponyms.features import describe_span, kind_label, read_signs
from articles.toponyms.frames import describe_use
from articles.toponyms.spans import Facts, SpanCandidate, propose
from articles.toponyms.tokens import tokenise
from articles.training.corpora import LabelledText, Toponym
from articles.training.linear import Example, fit_yes_no

# GeoWebNews annotates every name there is; in the annotated articles so does every literal one.
_WEIGHTS = {"gwn": 3.0, "articles": 2.0, "sentences": 3.0}
# Only GeoWebNews annotates every adjective: one left out elsewhere says nothing.
_ALL_ADJECTIVES = frozenset(("gwn",))
_MEANING_ALONE = "meanings"
RECOGNITION_STRENGTH = 0.5
MEANING_STRENGTH = 0.5
MEANING_LEAST = 2


@dataclass(frozen=True, slots=True)
class Judged:
    """One candidate span of a labelled text; ``gold`` is the annotation it equals, or None."""

    start: int
    end: int
    span: SpanCandidate
    kind: str
    features: list[str]
    use_features: list[str]
    gold: Toponym | None


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
                describe_use(tokens, span, kind),
                gold.get((start, end)),
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
        if one.gold is not None or document.corpus in _ALL_ADJECTIVES or one.kind != "demonym"
    ]


def meaning_examples(judged: Sequence[Judged]) -> list[Example]:
    """Return one example per name whose annotation says whether the place itself is meant."""
    return [
        Example(one.use_features, bool(one.gold.literal))
        for one in judged
        if one.gold is not None and one.gold.literal is not None and one.kind != "demonym"
    ]


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
    examples = [e for _, judged in documents for e in meaning_examples(judged)]
    return fit_yes_no(examples, MEANING_STRENGTH, MEANING_LEAST)
