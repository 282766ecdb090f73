"""What speaks for and against two claims of one article telling the same happening."""

from __future__ import annotations

import math

import numpy as np

from articles.geography import contains, distance_km
from articles.model import PlaceMention
from articles.reading.claims import Claim
from articles.reading.encoder import FOLDER, Vectors
from articles.reading.facts import NAN, TYPE_ROWS, Row, has_own_place, line
from articles.reading.found import Found
from geodata.model import PlaceKind

SAME_FILE = FOLDER / "same.npz"
SAME_NAMES = (
    "kinds",
    "same_kind",
    "types",
    "same_id",
    "same_name",
    "a_holds_b",
    "b_holds_a",
    "km",
    "a_placed",
    "b_placed",
    "b_own_place",
    "a_own_place",
    "same_day",
    "days_apart",
    "a_timed",
    "b_timed",
    "same_toll",
    "toll_ratio",
    "a_toll",
    "b_toll",
    "sentences",
    "same_paragraph",
    "a_line",
    "b_line",
    "same_word",
    "told_a",
    "told_b",
    "where_a",
    "where_b",
    "alike",
    "definite_b",
    "between",
    "a_country",
    "b_country",
    "a_sentence",
    "b_sentence",
)


def same_features(found: Found, vectors: Vectors, a: Claim, b: Claim) -> Row:
    """Return what speaks for and against two claims telling one happening; ``a`` stands first."""
    row = [
        float(a.kinds @ b.kinds),
        float(a.kind is b.kind),
        float((TYPE_ROWS @ a.kinds) @ (TYPE_ROWS @ b.kinds)),
    ]
    row += _place_relation(found, a, b) + _time_relation(a, b) + _toll_relation(a, b)
    sa, sb = found.sentences[a.number], found.sentences[b.number]
    word_a, word_b = (found.article.text[c.trigger.start : c.trigger.end].casefold()[:5] for c in (a, b))
    va, vb = (vectors.sides[c.pieces[0] : c.pieces[1]].mean(0) for c in (a, b))
    row += [
        float(abs(b.number - a.number)),
        float(sa.paragraph == sb.paragraph),
        line(sa.kind),
        line(sb.kind),
        float(word_a == word_b),
        a.told,
        b.told,
        a.where,
        b.where,
        float(va @ vb / (np.linalg.norm(va) * np.linalg.norm(vb) + 1e-6)),
        float(_is_definite(found.article.text, b)),
        float(found.places.between(a.pieces[1], b.pieces[0])),
        _is_country(a.place),
        _is_country(b.place),
        a.sentence,
        b.sentence,
    ]
    return row


def _is_country(mention: PlaceMention | None) -> float:
    if mention is None or mention.place is None:
        return NAN
    return float(mention.place.kind is PlaceKind.COUNTRY)


def _is_definite(text: str, claim: Claim) -> bool:
    before = text[max(0, claim.trigger.start - 24) : claim.trigger.start].casefold().split()
    return bool(before) and bool({"the", "this", "that", "these", "those", "its", "their"} & set(before[-2:]))


def _place_relation(found: Found, a: Claim, b: Claim) -> Row:
    pa, pb = a.place, b.place
    placed = [float(pa is not None), float(pb is not None)]
    own = [has_own_place(found, b), has_own_place(found, a)]
    if pa is None or pb is None:
        return [NAN, NAN, NAN, NAN, NAN, *placed, *own]
    same_name = float(pa.text.casefold() == pb.text.casefold())
    if pa.place is None or pb.place is None:
        return [NAN, same_name, NAN, NAN, NAN, *placed, *own]
    km = math.log1p(distance_km(pa.place, pb.place))
    return [
        float(pa.place.id == pb.place.id),
        same_name,
        float(contains(pa.place, pb.place)),
        float(contains(pb.place, pa.place)),
        km,
        *placed,
        *own,
    ]


def _time_relation(a: Claim, b: Claim) -> Row:
    ta, tb = a.time, b.time
    timed = [float(ta is not None), float(tb is not None)]
    if ta is None or tb is None:
        return [NAN, NAN, *timed]
    same = float((ta.date_start, ta.date_end) == (tb.date_start, tb.date_end))
    sa, ea = ta.date_start or ta.date_end, ta.date_end or ta.date_start
    sb, eb = tb.date_start or tb.date_end, tb.date_end or tb.date_start
    if sa is None or ea is None or sb is None or eb is None:
        return [same, NAN, *timed]
    apart = max(0, (sb - ea).days, (sa - eb).days)
    return [same, math.log1p(apart), *timed]


def _toll_relation(a: Claim, b: Claim) -> Row:
    x, y = a.toll.fatalities, b.toll.fatalities
    stated = [float(x is not None), float(y is not None)]
    if x is None or y is None:
        return [NAN, NAN, *stated]
    return [float(x == y), min(x, y) / max(x, y, 1), *stated]
