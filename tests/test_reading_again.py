"""Which triggers are asked whether they tell the same happening, and what the network learns that from."""

from __future__ import annotations

import random

import numpy as np
import pytest
from training import examples
from training.documents import Document, Told
from training.examples import Example, Pairs, Renamer, retellings

from articles.reading.again import couple, told_again, triggers_of
from articles.reading.claims import KINDS, Claim
from articles.reading.encoder import PairNet, Vectors
from articles.reading.found import Found, gather
from articles.reading.pairs import ROLES, SLOTS, SLOTS_TOTAL
from articles.sentences import split_sentences
from geodata.model import Article, PlaceMention, Span
from geodata.model import SubEventType as Sub

TEXT = (
    "Shells hit the market on Monday. Gunmen attacked a bus. "
    "The shelling of the market killed two. Police said the attack was over."
)


def found_in(text: str) -> Found:
    return gather(Article.create(text), split_sentences(text), [], [])


def claim(found: Found, words: str, kind: Sub = Sub.SHELLING) -> Claim:
    start = found.article.text.index(words)
    trigger = Span(start=start, end=start + len(words))
    pieces = found.pieces.of(trigger)
    kinds = np.zeros(len(KINDS), dtype=np.float32)
    kinds[KINDS.index(kind)] = 1.0
    number = int(found.pieces.sentences[pieces[0]])
    return Claim(trigger=trigger, pieces=pieces, number=number, told=0.9, sentence=0.9, kinds=kinds)


def test_claims_of_one_trigger_share_it() -> None:
    found = found_in(TEXT)
    late, early = claim(found, "shelling"), claim(found, "hit")
    triggers, own = triggers_of(found, [late, early, late])
    assert [TEXT[t.start : t.end] for t in triggers.items] == ["hit", "shelling"]
    assert own.tolist() == [1, 0, 1]


def test_a_pair_of_claims_is_asked_once_in_the_order_of_the_text() -> None:
    found = found_in(TEXT)
    claims = [claim(found, w) for w in ("hit", "attacked", "shelling", "shelling", "attack was")]
    pairs = np.array([(0, 1), (0, 2), (0, 3), (2, 0), (1, 4), (3, 4)])
    rng = np.random.default_rng(1)
    vectors = Vectors(*(rng.normal(size=(len(found.pieces.ids), n)) for n in (1, 1, 1, 512)))
    roles = rng.normal(size=(2, len(ROLES), 128))
    net = PairNet(rng.normal(size=(SLOTS_TOTAL, 128)), *roles, np.zeros(len(ROLES)))
    likely = told_again(found, vectors, net, claims, pairs)
    assert likely[1] == likely[2] == likely[3]
    assert len(set(np.round(likely, 9).tolist())) == 4
    alone = [told_again(found, vectors, net, claims, pairs[k : k + 1])[0] for k in range(len(pairs))]
    np.testing.assert_allclose(likely, alone)


def test_couples_of_triggers_are_described_by_their_distance() -> None:
    found = found_in(TEXT)
    triggers, _ = triggers_of(found, [claim(found, w) for w in ("hit", "attacked", "shelling")])
    rows = couple(found, triggers, np.array([(0, 1), (0, 2), (1, 2)]))
    assert rows.shape == (3, len(SLOTS))
    assert rows[0, 0] == rows[2, 0] != rows[1, 0]  # a sentence apart, and two


def test_retellings_are_told_by_their_words_or_by_their_sort_in_a_labelled_sentence() -> None:
    found = found_in(TEXT)
    third = TEXT.index("The shelling"), TEXT.index("Police")
    hit, attacked = TEXT.index("hit"), TEXT.index("attacked")
    shelling = Told((hit, hit + 3), (Sub.SHELLING,), sentences=((0, 32), third))
    attack = Told((attacked, attacked + 8), (Sub.ATTACK,))
    document = Document("d", "gold", TEXT, told=(shelling, attack))
    claims = [
        claim(found, "hit"),
        claim(found, "attacked", Sub.ATTACK),
        claim(found, "shelling"),
        claim(found, "attack was", Sub.ATTACK),
    ]
    pairs = retellings(document, found, claims)
    assert pairs.label == [0.0, 1.0, 0.0]
    assert [pairs.trigger[1], pairs.candidate[1]] == [claims[2].pieces, claims[0].pieces]


def test_what_may_retell_two_events_of_one_sort_is_left_open() -> None:
    found = found_in(TEXT)
    third = TEXT.index("The shelling"), TEXT.index("Police")
    told = tuple(Told((at, at + 3), (Sub.SHELLING,), sentences=(third,)) for at in (7, 15))
    document = Document("d", "gold", TEXT, told=told)
    assert retellings(document, found, [claim(found, "hit"), claim(found, "shelling")]).label == []


def test_names_of_places_are_exchanged_alike_everywhere_and_nothing_else_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(examples, "RENAMED", 1.0)
    text = "Shells hit Udy. Later Udy and Sumy lay under fire; in Lyman nobody did."
    names = [(11, "Udy"), (22, "Udy"), (30, "Sumy"), (text.index("Lyman"), "Lyman")]
    places = [PlaceMention(start=s, end=s + len(n), text=n) for s, n in names]
    found = gather(Article.create(text), split_sentences(text), places, [])
    before = Example("d", "gold", found, None, None, Pairs())
    renamer = Renamer([before], random.Random(3))
    exchanged = [renamer.renamed(before) for _ in range(20)]
    ids = found.pieces.ids
    named = np.zeros(len(ids), dtype=bool)
    for a, b in zip(found.places.firsts, found.places.lasts, strict=True):
        named[a:b] = True
    (a, b), (c, d) = ((found.places.firsts[k], found.places.lasts[k]) for k in (0, 1))
    for e in exchanged:
        new = e.found.pieces.ids
        assert (new[~named] == ids[~named]).all()
        assert (new[a:b] == new[c:d]).all()
    assert any((e.found.pieces.ids != ids).any() for e in exchanged)
    assert (before.found.pieces.ids == ids).all()
