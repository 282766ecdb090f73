"""Turns labelled documents into what the network learns from: pieces, label rows and pairs."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import numpy as np

from articles.pipeline import find_all
from articles.reading.again import couple, triggers_of
from articles.reading.claims import Claim
from articles.reading.found import Found, gather
from articles.reading.link import ask_about, words_of
from articles.reading.pairs import DEAD, HURT, SAME, WHEN, WHERE, Table, Triggers, candidates, features
from articles.reading.pieces import Spanned
from geodata.gazetteer import Gazetteer
from geodata.model import Article, Span, SubEventType

from .documents import Document, Told

SUB_TYPES = tuple(SubEventType)
IGNORE = -100
#: Labels of a pair from the weakest to the strongest: what is right for one event of a trigger is right.
CLEAREST = (0.0, -1.0, 1.0)
NEAR_DEGREES = 0.06
#: In so many of the texts the places' names are exchanged for others, anew in every pass.
RENAMED = 0.5
#: A trigger is compared with so many before it.
LATEST = 60


@dataclass(slots=True)
class Pairs:
    """Pairs of one document: trigger range, candidate range, features, role, label; ``known`` finds them."""

    trigger: list[tuple[int, int]] = field(default_factory=list)
    candidate: list[tuple[int, int]] = field(default_factory=list)
    features: list[np.ndarray] = field(default_factory=list)
    role: list[int] = field(default_factory=list)
    label: list[float] = field(default_factory=list)
    known: dict[tuple[tuple[int, int], tuple[int, int], int], int] = field(default_factory=dict)

    def clear(self) -> Pairs:
        """Return the pairs whose label can be told."""
        kept = [k for k, label in enumerate(self.label) if label >= 0]
        columns = (self.trigger, self.candidate, self.features, self.role, self.label)
        return Pairs(*([column[k] for k in kept] for column in columns))


@dataclass(slots=True)
class Example:
    """One document ready to be learned from."""

    id: str
    group: str
    found: Found
    told: np.ndarray | None
    sentence: np.ndarray | None
    pairs: Pairs


def find_in(document: Document, gazetteer: Gazetteer) -> Found:
    """Return what the steps before the reading find in a document."""
    article = Article.create(document.text, title=document.title, published=document.published)
    sentences, places, times = find_all(article, gazetteer)
    return gather(article, sentences, places, times)


def example_of(document: Document, found: Found) -> Example:
    """Return the labels of a document over what was found in it."""
    if document.verb is not None:
        return _link_example(document, found)
    if document.sub_type is not None:
        return _snippet_example(document, found)
    told = _label_triggers(document, found)
    pairs = Pairs()
    for event in document.told:
        for start, end in (event.trigger, *event.retold):
            word = Span(start=start, end=end)
            if len(range(*found.pieces.of(word))):
                _where_pairs(document, found, event, word, pairs)
                _when_pairs(found, event, word, pairs)
                _toll_pairs(found, event, word, pairs, HURT)
                _toll_pairs(found, event, word, pairs, DEAD)
    return Example(document.id, document.group, found, told, _label_sentences(document, found), pairs.clear())


def _label_triggers(document: Document, found: Found) -> np.ndarray:
    """Label every piece 0 (tells nothing) or 1 + sub-type; a sentence without a known word is open."""
    labels = np.zeros(len(found.pieces.ids), dtype=np.int64)
    unclear = [
        (start, end)
        for e in document.told
        for start, end in e.sentences[1:]
        if not any(start <= word < end for word, _ in e.retold)
    ]
    optional = [w for e in document.told if e.optional for w in (e.trigger, *e.retold)]
    for start, end in (*unclear, *optional, *document.ignore):
        labels[slice(*found.pieces.of(Span(start=start, end=end)))] = IGNORE
    clear = [e for e in document.told if e.sub_types and not e.optional]
    for event in clear:
        for start, end in event.retold:
            word = Span(start=start, end=end)
            labels[slice(*found.pieces.of(word))] = _class_of(event) if _is_known(found, word) else IGNORE
    for event in clear:
        word = Span(start=event.trigger[0], end=event.trigger[1])
        labels[slice(*found.pieces.of(word))] = _class_of(event)
    return labels


def _class_of(event: Told) -> int:
    return 1 + SUB_TYPES.index(event.sub_types[0])


def _is_known(found: Found, span: Span) -> bool:
    """Whether the lexicon takes a word for one that can tell an event: not so "the toll", "the wounded"."""
    words = found.words_in(found.sentence_at(span.start))
    return any(w.start < span.end and span.start < w.end for w in words)


def _label_sentences(document: Document, found: Found) -> np.ndarray:
    """Label every sentence 0, 1 + sub-type, or leave it open."""
    labels = np.zeros(len(found.sentences), dtype=np.int64)
    required: dict[int, set[int]] = {}
    for number, sentence in enumerate(found.sentences):
        for event in document.told:
            spans = event.sentences or (event.trigger, *event.retold)
            if not any(a < sentence.end and sentence.start < b for a, b in spans):
                continue
            if event.optional or not event.sub_types:
                labels[number] = labels[number] or IGNORE
            else:
                required.setdefault(number, set()).add(1 + SUB_TYPES.index(event.sub_types[0]))
        if any(a < sentence.end and sentence.start < b for a, b in document.ignore):
            labels[number] = IGNORE
    for number, kinds in required.items():
        labels[number] = min(kinds) if len(kinds) == 1 else SEVERAL
    return labels


#: A sentence that tells events of several sub-types: it tells something, its sub-type is left open.
SEVERAL = 99


def _at(point: tuple[float, float], points: Iterable[tuple[float, float]], near: float) -> bool:
    return any(abs(point[0] - a) < near and abs(point[1] - b) < near for a, b in points)


def _where_pairs(document: Document, found: Found, event: Told, trigger: Span, pairs: Pairs) -> None:
    at = int(found.pieces.sentences[found.pieces.of(trigger)[0]])
    chosen = candidates(found, found.places, at)
    labels = [_place_label(document, event, found.places.items[i]) for i in chosen]
    numbers = [int(found.places.numbers[i]) for i in chosen]
    right = [k for k, label in enumerate(labels) if label == 1.0]
    here = [k for k in right if numbers[k] == at]
    kept = here or sorted(right, key=lambda k: (abs(numbers[k] - at), numbers[k] > at))[:1]
    for k in right:
        if k not in kept:
            labels[k] = -1.0
    _add(found, pairs, found.places, chosen, trigger, WHERE, labels)


def _place_label(document: Document, event: Told, mention) -> float:  # type: ignore[no-untyped-def]
    """1 for the event's place, 0 for another, -1 where it cannot be told."""
    if event.place_spans is not None:
        if any(s < mention.end and mention.start < e for s, e in event.place_spans):
            return 1.0
        name = mention.text.casefold()
        if any(document.text[s:e].casefold() == name for s, e in event.place_spans):
            return 1.0
        also = any(
            (s < mention.end and mention.start < e) or document.text[s:e].casefold() == name
            for s, e in event.place_spans_alt
        )
        return -1.0 if also else 0.0
    names = [n for n in document.names if n[0] < mention.end and mention.start < n[1]]
    points = [(n[2], n[3]) for n in names]
    if not points:
        place = mention.place
        if place is None:
            return 0.0
        points = [(place.latitude, place.longitude)]
    if any(_at(p, event.where, NEAR_DEGREES) for p in points):
        return 1.0
    if any(_at(p, event.where_alt, NEAR_DEGREES) for p in points):
        return -1.0
    return 0.0


def _when_pairs(found: Found, event: Told, trigger: Span, pairs: Pairs) -> None:
    at = int(found.pieces.sentences[found.pieces.of(trigger)[0]])
    chosen = candidates(found, found.times, at)
    labels = [
        _time_label(event, found.times.items[i].date_start, found.times.items[i].date_end) for i in chosen
    ]
    numbers = [int(found.times.numbers[i]) for i in chosen]
    right = [k for k, label in enumerate(labels) if label == 1.0]
    here = [k for k in right if numbers[k] == at]
    kept = here or sorted(right, key=lambda k: (abs(numbers[k] - at), numbers[k] > at))[:1]
    for k in right:
        if k not in kept:
            labels[k] = -1.0
    _add(found, pairs, found.times, chosen, trigger, WHEN, labels)


def _time_label(event: Told, start: date | None, end: date | None) -> float:
    first, last = event.date_start, event.date_end
    if start is None and end is None:
        return 0.0
    if first is None and last is None:
        return -1.0
    slack = timedelta(days=1)
    if first is not None and last is not None:
        if start == first and end == last:
            return 1.0
        if start and end and start >= first - slack and end <= last + slack:
            return 1.0 if (last - first).days > 1 or start == first or end == last else -1.0
        overlap = (start is None or start <= last) and (end is None or end >= first)
        return -1.0 if overlap else 0.0
    return -1.0 if (start, end) == (first, last) else 0.0


def _toll_pairs(found: Found, event: Told, trigger: Span, pairs: Pairs, role: int) -> None:
    if event.optional:
        return
    stated = event.dead if role == DEAD else event.hurt
    if role == HURT and not event.hurt_known:
        return
    at = int(found.pieces.sentences[found.pieces.of(trigger)[0]])
    chosen = [
        i
        for i in candidates(found, found.tolls, at)
        if (found.tolls.items[i].killed if role == DEAD else found.tolls.items[i].injured) is not None
    ]
    labels = []
    for i in chosen:
        toll = found.tolls.items[i]
        count = toll.killed if role == DEAD else toll.injured
        right = count == stated or (role == DEAD and count in event.dead_alt)
        told = not event.sentences or any(a < toll.end and toll.start < b for a, b in event.sentences)
        if right:
            labels.append(1.0 if told else -1.0)
        else:
            labels.append(
                -1.0 if stated is not None and count is not None and count < stated and told else 0.0
            )
    _add(found, pairs, found.tolls, chosen, trigger, role, labels)


def _add(found: Found, pairs: Pairs, mentions, chosen, trigger, role, labels) -> None:  # type: ignore[no-untyped-def]
    """Add the pairs of one event: of several that one trigger tells, each has its own right candidates."""
    pieces = found.pieces.of(trigger)
    number = int(found.pieces.sentences[pieces[0]])
    given = Triggers.of([(trigger, pieces, number)]).at(np.zeros(len(chosen), dtype=np.int64))
    rows = features(Table.of(found, mentions), np.array(chosen, dtype=np.int64), given)
    for k, index in enumerate(chosen):
        key = pieces, (int(mentions.firsts[index]), int(mentions.lasts[index])), role
        at = pairs.known.get(key)
        if at is not None:
            pairs.label[at] = max(pairs.label[at], labels[k], key=CLEAREST.index)
            continue
        pairs.known[key] = len(pairs.label)
        pairs.trigger.append(key[0])
        pairs.candidate.append(key[1])
        pairs.features.append(rows[k])
        pairs.role.append(role)
        pairs.label.append(labels[k])


def retellings(document: Document, found: Found, claims: Sequence[Claim]) -> Pairs:
    """Return the pairs of triggers of which it is known whether they tell one happening."""
    pairs = Pairs()
    told = {c.pieces: told_by(document, found, c) for c in claims}
    known = [c for c in claims if told[c.pieces]]
    triggers, _ = triggers_of(found, known)
    spans = list(zip(triggers.firsts.tolist(), triggers.lasts.tolist(), strict=True))
    couples = [(i, j) for j in range(len(spans)) for i in range(max(0, j - LATEST), j)]
    if not couples:
        return pairs
    rows = couple(found, triggers, np.array(couples))
    for (i, j), row in zip(couples, rows, strict=True):
        pairs.trigger.append(spans[j])
        pairs.candidate.append(spans[i])
        pairs.features.append(row)
        pairs.role.append(SAME)
        pairs.label.append(float(bool(told[spans[i]] & told[spans[j]])))
    return pairs


def told_by(document: Document, found: Found, claim: Claim) -> frozenset[int]:
    """Return the numbers of the events that a trigger tells; empty where it is not clear.

    Those whose words it shares; else those of its sort in its sentence, if they stand in one trigger.
    """
    events = list(enumerate(document.told))
    own = frozenset(k for k, e in events if _meets(claim.trigger, (e.trigger, *e.retold)))
    if own:
        return own
    sentence = found.sentences[claim.number]
    here = [(k, e) for k, e in events if _meets(sentence, e.sentences or (e.trigger, *e.retold))]
    kinds = [(k, e) for k, e in here if claim.kind in e.sub_types] or [
        (k, e) for k, e in here if claim.kind.event_type in {s.event_type for s in e.sub_types}
    ]
    return frozenset(k for k, _ in kinds) if len({e.trigger for _, e in kinds}) == 1 else frozenset()


def _meets(span: Spanned, spans: Sequence[tuple[int, int]]) -> bool:
    return any(a < span.end and span.start < b for a, b in spans)


def _link_example(document: Document, found: Found) -> Example:
    assert document.verb is not None
    verb = Span(start=document.verb[0], end=document.verb[1])
    found = ask_about(found, verb)
    pairs = Pairs()
    words = words_of(found)
    spans = document.verb_places
    labels = [1.0 if any(a < w.end and w.start < b for a, b in spans) else 0.0 for w in words.items]
    if found.pieces.of(verb)[0] < found.pieces.of(verb)[1]:
        _add(found, pairs, words, list(range(len(words.items))), verb, WHERE, labels)
    return Example(document.id, document.group, found, None, None, pairs)


def _snippet_example(document: Document, found: Found) -> Example:
    return Example(document.id, document.group, found, None, None, Pairs())


def examples_of(documents: Sequence[Document], gazetteer: Gazetteer) -> list[Example]:
    """Return an example for every document, in order."""
    return [example_of(d, find_in(d, gazetteer)) for d in documents]


class Renamer:
    """Exchanges the names of places for others of as many pieces, so that names are not learned by heart."""

    def __init__(self, examples: list[Example], rng: random.Random) -> None:
        self.rng = rng
        self.names: dict[int, list[np.ndarray]] = {}
        for e in examples:
            for _, a, b in _place_names(e):
                self.names.setdefault(b - a, []).append(e.found.pieces.ids[a:b])

    def renamed(self, example: Example) -> Example:
        """Return the example, or one whose places have other names; one name stays one name."""
        if self.rng.random() >= RENAMED:
            return example
        ids = example.found.pieces.ids.copy()
        given: dict[tuple[str, int], np.ndarray] = {}
        for name, a, b in _place_names(example):
            if (name, b - a) not in given:
                given[name, b - a] = self.rng.choice(self.names[b - a])
            ids[a:b] = given[name, b - a]
        return replace(example, found=replace(example.found, pieces=replace(example.found.pieces, ids=ids)))


def _place_names(example: Example) -> Iterator[tuple[str, int, int]]:
    """Yield the name of every place of an example, with its half-open range of pieces."""
    places = example.found.places
    for mention, a, b in zip(places.items, places.firsts, places.lasts, strict=True):
        yield mention.text, int(a), int(b)
