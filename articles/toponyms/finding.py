"""Find place names: propose spans, judge each by what is known and written around it, keep the best set."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from functools import lru_cache
from typing import cast

from articles.place_model import load_model, probability
from articles.toponyms.choose import choose_disjoint
from articles.toponyms.directions import with_first_halves
from articles.toponyms.features import describe_setting, describe_words, kind_label, read_signs
from articles.toponyms.frames import describe_use, surroundings_of
from articles.toponyms.headings import heads_entry
from articles.toponyms.listed import (
    heads_address,
    is_among_initials,
    is_capital_district,
    is_in_list_of_places,
    is_measured,
    is_told_where,
    stands_in_address,
)
from articles.toponyms.meaning import agree_in_lists, choose_role, choose_use, is_befallen
from articles.toponyms.spans import Facts, NameTable, SpanCandidate, propose
from articles.toponyms.tokens import Tokens, tokenise
from articles.toponyms.units import split_unit
from articles.toponyms.words import words_in
from geodata.model import PlaceKind, PlaceMention, PlaceRole, PlaceUse, Sentence

RECOGNISED_FROM = -0.8
"""Log-odds from which a span counts as a place name; best mean F1 of four corpora, cross-validated."""
HOPELESS = -3.7
"""Score of a name and the words beside it below which nothing else has ever made it a place: of 18,500 spans
of the corpora one in nine lies below, and none of these was accepted."""
LITERAL_FROM = 0.5
"""Probability from which a name counts as the place itself; cross-validated on annotated articles: at 0.35
one government in six is on the map and two places of a hundred are not, at 0.5 one in nine and three."""

LISTED_UNIT = 3.0
"""What it adds to the log-odds of a name that it makes a listed unit with the word behind it."""

LISTED_PLACE = 2.0
"""What it adds that the name stands where only places do: "raided A, B and C villages", "in A (B, Sumy)"."""

BEFALLEN = 3.0
"""What it adds to the log-odds of a listed town's name, that is no person's, that force is done to it."""

_UNITS = frozenset(
    "region province oblast governorate district raion prefecture krai voivodeship municipality county "
    "cercle township sub-county subcounty sub-district tehsil taluk upazila woreda hromada lga "
    "commune".split()
)
# Words for many things besides: part of a name only where the gazetteer lists a unit so called.
_LISTED_UNITS = frozenset("territory locality zone department division".split())
_UNIT_WORDS = _UNITS | _LISTED_UNITS
_NATURE = words_in("nature")
_SITE_WORDS = words_in("facility") | words_in("water") | _NATURE
_CALLED_TOWN = frozenset(("city", "town", "district"))
_LONGEST_TAIL = 3
# Named after people whose names are towns' too: "Hipolito Yrigoyen square".
_NAMED_AFTER_PEOPLE = frozenset("street avenue boulevard lane square".split())
_STREETS = frozenset("street avenue road boulevard lane square bridge".split())


_Scored = tuple[int, int, float, tuple[SpanCandidate, float, Sequence[tuple[str, ...]], list[str]]]


@lru_cache(maxsize=2)
def _facts_of(gazetteer: Hashable) -> Facts:
    """Return the remembered look-ups of a gazetteer; gazetteers compare by identity."""
    return Facts(cast(NameTable, gazetteer))


def find_places(text: str, sentences: Sequence[Sentence], gazetteer: NameTable) -> list[PlaceMention]:
    """Return every place name of ``text`` in order; spans are exact and never overlap.

    Demonyms and names inside other names are found too, with a ``use`` that keeps them off the map.
    ``sentences`` may be empty. No mention is resolved yet.
    """
    tokens = tokenise(text)
    facts = _facts_of(cast(Hashable, gazetteer))
    proposed = propose(tokens, facts)
    signs = read_signs(tokens, proposed, facts)
    recogniser, meaning = load_model("recognise"), load_model("meaning")
    scored = []
    for span in proposed:
        words = describe_words(tokens, span, facts)
        score = sum(map(recogniser.score_known, words)) - RECOGNISED_FROM
        if _is_listed_unit(tokens, span, facts):
            score += LISTED_UNIT
        elif _is_town_befallen(tokens, span):
            score += BEFALLEN
        elif _stands_as_place(tokens, span, facts):
            score += LISTED_PLACE
        if score < HOPELESS or _is_part_of_town(tokens, span, facts) or _is_no_place(tokens, span, facts):
            continue
        setting = describe_setting(tokens, span, signs, facts)
        score += recogniser.score(setting)
        if score > 0:
            scored.append((span.first, span.last, score, (span, score, words, setting)))
    chosen = choose_disjoint(_without_parts(tokens, scored))
    spans = [span for span, *_ in chosen]
    kinds = [kind_label(span.facts) for span in spans]
    literal = [
        meaning.score(describe_use(tokens, span, kind))
        + sum(meaning.score_known(surroundings_of(block)) for block in words)
        + meaning.score(surroundings_of(tuple(setting)))
        for (span, _, words, setting), kind in zip(chosen, kinds, strict=True)
    ]
    literal = agree_in_lists(tokens, spans, kinds, literal)
    found = [
        _mention(tokens, span, kind, score, odds, facts)
        for (span, score, *_), kind, odds in zip(chosen, kinds, literal, strict=True)
    ]
    return with_first_halves(text, found)


def _without_parts(tokens: Tokens, scored: Sequence[_Scored]) -> list[_Scored]:
    """Leave out parts of a longer name that is listed or hyphened: no "Spain" in "Port of Spain"."""
    whole: dict[int, list[tuple[int, int]]] = {}
    for first, last, _, (span, *_) in scored:
        surface = tokens.surface(first, last)  # of "Moore County District Attorney" too much is listed
        listed = span.facts is not None and not span.facts.is_demonym and split_unit(surface)[1] is None
        if last - first > 2 and (listed or _is_hyphened(tokens, first, last)):
            for at in range(first, last):
                whole.setdefault(at, []).append((first, last))
    return [
        one
        for one in scored
        if not any(a <= one[0] and one[1] <= b and one[1] - one[0] < b - a for a, b in whole.get(one[0], ()))
    ]


def _is_hyphened(tokens: Tokens, first: int, last: int) -> bool:
    """Whether a name holds a small word behind a hyphen: "Buz-e-Kandahari", "Bab al-Nayrab" does not."""
    return any(
        tokens.words[at] in "-–" and tokens.glued(at) and not tokens.capital[at + 1] and tokens.glued(at + 1)
        for at in range(first + 1, last - 1)
    )


def _mention(
    tokens: Tokens, span: SpanCandidate, kind: str, score: float, odds: float, facts: Facts
) -> PlaceMention:
    use = choose_use(tokens, span, kind, odds, LITERAL_FROM)
    role = choose_role(tokens, span) if use is not PlaceUse.DEMONYM else PlaceRole.BACKGROUND
    heads = use is PlaceUse.METONYM and heads_entry(tokens, span.first, span.last, facts)
    if role is PlaceRole.DATELINE or heads:
        use = PlaceUse.LITERAL
    elif use is not PlaceUse.LITERAL:
        role = PlaceRole.BACKGROUND
    start, end = tokens.starts[span.first], tokens.ends[_with_kind_word(tokens, span, facts) - 1]
    sure, itself = probability(score + RECOGNISED_FROM), probability(odds)
    return PlaceMention(
        start=start,
        end=end,
        text=tokens.text[start:end],
        use=use,
        role=role,
        reasons=(
            f"a place name with probability {sure:.2f}",
            f"the place itself with probability {itself:.2f}",
        ),
    )


def _is_listed_unit(tokens: Tokens, span: SpanCandidate, facts: Facts) -> bool:
    """Whether name and word behind it are a unit that is listed, or a landform: "Sinjar mountains"."""
    last = span.last
    word = tokens.words[last] if last < len(tokens.words) else ""
    if word not in _UNIT_WORDS and word not in _NATURE:
        return False
    whole = facts.of(tokens.surface(span.first, last + 1))
    if word in _NATURE:
        return whole is not None and not whole.is_demonym and whole.kind is not PlaceKind.SETTLEMENT
    return whole is not None and whole.kind in (PlaceKind.ADMIN1, PlaceKind.ADMIN2)


def _stands_as_place(tokens: Tokens, span: SpanCandidate, facts: Facts) -> bool:
    """Whether the words beside a name say that it is a place's."""
    first, last = span.first, span.last
    if _holds_part(tokens, span) or is_in_list_of_places(tokens, first, last) or is_measured(tokens, last):
        return True
    if (span.facts is None or not span.facts.is_demonym) and is_told_where(tokens, first, last):
        return True
    if span.facts is not None:
        return stands_in_address(tokens, first, last, facts) or heads_entry(tokens, first, last, facts)
    return heads_address(tokens, first, last, facts)


def _is_part_of_town(tokens: Tokens, span: SpanCandidate, facts: Facts) -> bool:
    """Whether an unlisted name and a town's are two: "Speney Adda of Herat city"; a university's is one."""
    last = span.last
    if span.facts is not None or last >= len(tokens.words) or tokens.words[last] not in _CALLED_TOWN:
        return False
    of = next((at for at in range(span.first + 1, last - 1) if tokens.lower[at] == "of"), 0)
    known = facts.of(tokens.surface(of + 1, last)) if of else None
    return known is not None and known.kind is PlaceKind.SETTLEMENT


def _is_no_place(tokens: Tokens, span: SpanCandidate, facts: Facts) -> bool:
    """Whether a name that is no country's is one of unions' or parties' initials, or belongs to a capital."""
    country = span.facts is not None and (span.facts.kind is PlaceKind.COUNTRY or span.facts.is_demonym)
    among = is_among_initials(tokens, span.first, span.last, facts)
    return not country and (among or is_capital_district(tokens, span.first, facts))


def _holds_part(tokens: Tokens, span: SpanCandidate) -> bool:
    """Whether a listed town is called one behind a part of it: "Herat" in "Speney Adda of Herat city"."""
    known, last = span.facts, span.last
    if known is None or known.kind is not PlaceKind.SETTLEMENT or last >= len(tokens.words) or span.first < 2:
        return False
    return tokens.words[last] in _CALLED_TOWN and tokens.lower[span.first - 1] == "of"


def _is_town_befallen(tokens: Tokens, span: SpanCandidate) -> bool:
    known = span.facts
    if known is None or known.is_demonym or known.kind is not PlaceKind.SETTLEMENT:
        return False
    return is_befallen(tokens, span)


def _with_kind_word(tokens: Tokens, span: SpanCandidate, facts: Facts) -> int:
    """Return where the name ends with its own kind word: "Kharkiv region", "Yabluska street"."""
    last = span.last
    if last >= len(tokens.words) or (span.facts is not None and span.facts.is_demonym):
        return last
    word = tokens.lower[last]
    if tokens.capital[last] or "\n" in tokens.text[tokens.ends[last - 1] : tokens.starts[last]]:
        return last
    site = _listed_site(tokens, span, facts)
    if site:
        return site
    if word in _UNITS or word in _LISTED_UNITS:
        whole = facts.of(tokens.surface(span.first, last + 1))
        unit = whole is not None and whole.kind in (PlaceKind.ADMIN1, PlaceKind.ADMIN2)
        if word in _LISTED_UNITS:
            return last + 1 if unit else last
        plain = not unit and span.facts is not None and span.facts.kind.value in ("region", "country")
        return last if plain or (whole is None and span.facts is None) else last + 1
    if word in _STREETS and span.facts is None and span.last - span.first == 1:
        return last + 1
    return last + 1 if word in _NAMED_AFTER_PEOPLE and " " in tokens.surface(span.first, last) else last


def _listed_site(tokens: Tokens, span: SpanCandidate, facts: Facts) -> int:
    """Return where a listed name goes on in small letters ("Zaporizhzhia nuclear power plant"), 0 if not."""
    for last in range(span.last + _LONGEST_TAIL, span.last, -1):
        plain = "," not in tokens.words[span.last : last]  # "Kosti, White Nile State" is no river
        if plain and last <= len(tokens.words) and tokens.lower[last - 1] in _SITE_WORDS:
            known = facts.of(tokens.surface(span.first, last))
            if known is not None and not known.is_demonym:
                return last
    return 0
