"""Describe a candidate span by what is written in it, next to it and elsewhere in the article.

Every feature is a short string; a model is a table of weights by string, so each score can be taken apart.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress
from operator import not_

from articles.toponyms.spans import Facts, NameFacts, SpanCandidate
from articles.toponyms.tokens import Tokens
from articles.toponyms.words import common_words, given_names, surnames, word_classes, words_in
from articles.words.closed import Speech, speech
from geodata.model import PlaceKind

_TITLES = words_in("title")
_PLACE_PREPS = words_in("place_prep")
_NONE: tuple[str, ...] = ()
_UNCLASSED = ("word",)
# Names that no table holds, or that only a village bears, are told by what is said to happen there.
_DOUBTFUL = frozenset(("unlisted", "small"))
_FORCE_VERBS = words_in("_force_verb") | words_in("attack")
_MEASURES = frozenset("km kilometres kilometers miles".split())
_LEADS_TO_TIME = frozenset("on in last late early after before since".split())
_CONTAINERS = (PlaceKind.COUNTRY, PlaceKind.ADMIN1, PlaceKind.REGION, PlaceKind.CONTINENT)
_AGENCIES = frozenset("ap afp reuters cnn upi ap) ians xinhua pti bbc ani tass bno".split())
_SPOKEN = speech(Speech.TALK)
_SPEAKING = tuple([word] for word in sorted(_SPOKEN))
_SIGN_OF_DATELINE = frozenset("—–-:(")


@dataclass(slots=True)
class DocumentSigns:
    """What the whole article says of its words.

    ``lowered`` are the words also written in lower case, ``people`` the words that follow a given name or
    a title, ``speakers`` the surfaces that speak or are asked, ``placed`` how often a surface follows a
    preposition of place, ``seen`` how often it occurs.
    """

    lowered: frozenset[str]
    people: frozenset[str]
    speakers: frozenset[str]
    placed: Counter[str]
    seen: Counter[str]


def read_signs(tokens: Tokens, proposed: list[SpanCandidate], facts: Facts) -> DocumentSigns:
    """Return the document-wide evidence on the proposed spans."""
    given = given_names()
    lower, capital = tokens.lower, tokens.capital
    lowered = frozenset(compress(lower, map(not_, capital)))
    people: set[str] = set()
    speakers: set[str] = set()
    placed: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    for span in proposed:
        first, last = span.first, span.last
        surface = " ".join(lower[first:last])
        seen[surface] += 1
        if lower[last : last + 1] in _SPEAKING or (first and lower[first - 1] in _SPOKEN):
            speakers.add(surface)
        if first == span.run[0]:
            before = lower[first - 1] if first else ""
            if before in _PLACE_PREPS:
                placed[surface] += 1
        elif last == span.run[1]:
            before = lower[first - 1]
            if (before in given or before in _TITLES) and (facts.of(tokens.surface(first - 1, last)) is None):
                people.update(lower[first:last])
    return DocumentSigns(lowered, frozenset(people), frozenset(speakers), placed, seen)


def describe_span(tokens: Tokens, span: SpanCandidate, signs: DocumentSigns, facts: Facts) -> list[str]:
    """Return the features of one candidate span, for recognition and for meaning alike."""
    found = [feature for block in describe_words(tokens, span, facts) for feature in block]
    return found + describe_setting(tokens, span, signs, facts)


def describe_words(
    tokens: Tokens, span: SpanCandidate, facts: Facts
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Return the features of the name itself, of the word before it and of the word after it.

    They come again and again, so that each is made once and its score can be remembered.
    """
    first, last = span.first, span.last
    lower = tokens.lower
    surface = tokens.text[tokens.starts[first] : tokens.ends[last - 1]]
    name = facts.described.get(surface)
    if name is None:
        name = facts.described[surface] = _describe_name(tokens, span)
    kind = name[0][2:]
    before = _describe_before(lower[first - 1] if first else "^", kind)
    return name, before, _describe_after(lower[last] if last < len(lower) else "$", kind)


def describe_setting(tokens: Tokens, span: SpanCandidate, signs: DocumentSigns, facts: Facts) -> list[str]:
    """Return the features that pairs of words, the capitalised run and the article give a span."""
    kind = kind_label(span.facts)
    found: list[str] = []
    _describe_word(tokens, span, signs, kind, found)
    _describe_neighbours(tokens, span, kind, found)
    _describe_run(tokens, span, kind, facts, found)
    _describe_article(tokens, span, signs, kind, found)
    return found


def kind_label(known: NameFacts | None) -> str:
    """Return the label under which features file a name: its kind, a settlement by its size."""
    if known is None:
        return "unlisted"
    if known.is_demonym:
        return "demonym"
    if known.shortened and known.kind is not PlaceKind.COUNTRY:
        return "short"
    if known.kind is PlaceKind.SETTLEMENT:
        return "big" if known.population >= 300_000 else "town" if known.population >= 15_000 else "small"
    return known.kind.value


def _describe_name(tokens: Tokens, span: SpanCandidate) -> tuple[str, ...]:
    """Return what is written in the span itself and known of it; its kind comes first."""
    first, last, known = span.first, span.last, span.facts
    words, lower = tokens.words, tokens.lower
    kind = kind_label(known)
    # "Deir al-Zor" is two words, although five tokens.
    length = last - first
    if length > 1:
        length = sum(not tokens.glued(at) for at in range(first + 1, last)) + 1
    shape = _shape(words[first])
    found = [
        f"k={kind}",
        "bias",
        f"n={min(length, 4)}",
        f"k={kind}|n={min(length, 3)}",
        f"s={shape}|k={kind}",
    ]
    classes = word_classes()
    head, tail = lower[first], lower[last - 1]
    if known is not None:
        size = int(math.log10(known.population + 1))
        found += [f"pop={size}|k={kind}", f"cnt={min(known.count, 12).bit_length()}"]
    if length == 1:
        found += [f"w={head}", f"suf={head[-3:]}"]
        if shape == "up":
            found.append(f"acronym={len(head)}|{kind}")
        if head in common_words():
            found += ["common", f"common|k={kind}"]
    else:
        found += [f"f={head}", f"l={tail}"]
        found += [f"fc={label}" for label in classes.get(head, _NONE)]
        if "of" in lower[first + 1 : last - 1]:
            found.append("has_of")
    found += [f"lc={label}|{kind}" for label in classes.get(tail, _NONE)]
    _describe_person(lower, first, last, kind, found)
    return tuple(found)


def _describe_person(lower: list[str], first: int, last: int, kind: str, found: list[str]) -> None:
    given, family = given_names(), surnames()
    head, tail = lower[first], lower[last - 1]
    flags = ("g" if head in given else "") + ("f" if tail in family else "")
    if flags:
        found.append(f"person={flags}|{kind}|{min(last - first, 3)}")


def _shape(word: str) -> str:
    if word.isupper():
        return "UP" if len(word) > 3 else "up"
    if not word[0].isalpha():
        return "num"
    return "Ti" if word[1:].islower() else "Mi"


def _describe_word(
    tokens: Tokens, span: SpanCandidate, signs: DocumentSigns, kind: str, found: list[str]
) -> None:
    """Add what the article makes of a single word: written small elsewhere, an acronym in brackets."""
    first = span.first
    if span.last - first > 1:
        return
    if tokens.lower[first] in signs.lowered:
        found += ["lowered", f"lowered|k={kind}"]
    if first and tokens.words[first - 1] == "(" and _shape(tokens.words[first]) == "up":
        found.append(f"acronym_in_brackets|{kind}")


@lru_cache(maxsize=50_000)
def _describe_before(word: str, kind: str) -> tuple[str, ...]:
    """Return the features of the word before a name."""
    classes = word_classes().get(word, _NONE)
    return (f"p1={word}", f"p1={word}|{kind}", *(f"pc={label}|{kind}" for label in classes))


@lru_cache(maxsize=50_000)
def _describe_after(word: str, kind: str) -> tuple[str, ...]:
    """Return the features of the word after a name."""
    found = [f"n1={word}", f"n1={word}|{kind}"]
    for label in word_classes().get(word, _NONE):
        found += [f"nc={label}", f"nc={label}|{kind}"]
    return tuple(found)


def _describe_neighbours(tokens: Tokens, span: SpanCandidate, kind: str, found: list[str]) -> None:
    """Add the pairs of words before and after, and how these go with the kind."""
    first, last = span.first, span.last
    lower, count = tokens.lower, len(tokens.words)
    before = lower[first - 1] if first else "^"
    before2 = lower[first - 2] if first > 1 else "^"
    after = lower[last] if last < count else "$"
    after2 = lower[last + 1] if last + 1 < count else "$"
    classes = word_classes()
    found += [f"p2={before2}|{before}", f"n2={after}|{after2}"]
    if kind in _DOUBTFUL and first == span.run[0]:
        _describe_frame(tokens, span, kind, found)
    if before == "the" or before == "of":
        found += [f"pc2={before}|{label}" for label in classes.get(before2, _NONE)]
    if before == "," and first > 1:
        found.append(f"comma_before|{kind}|{tokens.capital[first - 2]:d}")
    if after in ("'s", "’s", "-", "–", ","):
        found += [f"nc2={after}|{label}" for label in classes.get(after2, _NONE)]
        if after == "'s" or after == "’s":
            third = lower[last + 2] if last + 2 < count else "$"
            found += [f"nc3=poss|{label}" for label in classes.get(third, _NONE)]
    if last < count and tokens.glued(last):
        found.append(f"glued_after={after}")
    if tokens.glued(first):
        found.append(f"glued_before={before}")


def _describe_frame(tokens: Tokens, span: SpanCandidate, kind: str, found: list[str]) -> None:
    """Add what is said to happen at a name of which the tables say little: "an attack on", "shelled"."""
    first, last, lower = span.first, span.last, tokens.lower
    classes = word_classes()
    before = lower[first - 1] if first else "^"
    after = lower[last] if last < len(lower) else "$"
    after2 = lower[last + 1] if last + 1 < len(lower) else "$"
    if before in _PLACE_PREPS:
        labels = classes.get(lower[first - 2] if first > 1 else "^", _UNCLASSED)
        found += [f"frame={label}|{kind}" for label in labels]
        found += [f"frame={before}|{label}|{kind}" for label in labels]
    elif before in _FORCE_VERBS:
        found.append(f"frame=force|{kind}")
    elif before == "and" and first > 1 and tokens.capital[first - 2]:
        found.append(f"frame=and|{kind}")
    if after in _LEADS_TO_TIME or after == ",":
        found += [f"then={label}|{kind}" for label in classes.get(after2, _UNCLASSED)]
        if after == "," and not _MEASURES.isdisjoint(lower[last + 1 : last + 5]):
            found.append(f"then=measure|{kind}")


def _describe_run(tokens: Tokens, span: SpanCandidate, kind: str, facts: Facts, found: list[str]) -> None:
    """Add how the span lies in its run of capitalised words: is more of a name on either side?"""
    first, last, (run_first, run_last) = span.first, span.last, span.run
    lower = tokens.lower
    classes, given = word_classes(), given_names()
    left, right = first - run_first, run_last - last
    found.append(f"run={min(left, 2)}{min(max(right, 0), 2)}|{kind}")
    if left:
        before = lower[first - 1]
        labels = classes.get(before, _NONE)
        found += [f"rl={label}|{kind}" for label in labels]
        found.append(
            f"rlg={before in given:d}{'unl' if facts.of(tokens.words[first - 1]) is None else ''}|{kind}"
        )
        if tokens.opens[first - 1]:
            found.append("rl_opens")
    if right > 0:
        after = lower[last]
        labels = classes.get(after, _NONE)
        found += [f"rr={label}|{kind}" for label in labels]
        if not labels:
            found.append(f"rr=?|{kind}")
        if lower[first] in given and last - first == 1:
            found.append(f"rr_given|{kind}")
        if after in surnames():
            found.append(f"rr_family|{kind}")
        final = classes.get(lower[run_last - 1], _NONE)
        found += [f"rend={label}|{kind}" for label in final]
    start = run_first
    if start < first:
        found += [f"rbeg={label}|{kind}" for label in classes.get(lower[start], _NONE)]
    _describe_container(tokens, span, kind, facts, found)


def _describe_container(
    tokens: Tokens, span: SpanCandidate, kind: str, facts: Facts, found: list[str]
) -> None:
    """Add whether a comma and a country or state follow ("Bangor, Maine"), or such a pair ends here."""
    last, count = span.last, len(tokens.words)
    if last + 1 < count and tokens.words[last] == "," and tokens.capital[last + 1]:
        known = _longest_container(tokens, last + 1, facts)
        found.append(f"then={kind_label(known) if known else 'other'}|{kind}")
    first = span.first
    if first > 1 and tokens.words[first - 1] == "," and tokens.capital[first - 2]:
        known = facts.of(tokens.words[first - 2])
        found.append(f"after={kind_label(known)}|{kind}")


def _longest_container(tokens: Tokens, at: int, facts: Facts) -> NameFacts | None:
    for size in (3, 2, 1):
        if at + size <= len(tokens.words):
            known = facts.of(tokens.surface(at, at + size))
            if known is not None and known.kind in _CONTAINERS:
                return known
    if at + 1 < len(tokens.words) and tokens.words[at + 1] == ".":
        return facts.of(tokens.surface(at, at + 2))
    return None


def _describe_article(
    tokens: Tokens, span: SpanCandidate, signs: DocumentSigns, kind: str, found: list[str]
) -> None:
    """Add where in the article the span stands and how the article uses the name elsewhere."""
    first, last = span.first, span.last
    surface = " ".join(tokens.lower[first:last])
    if tokens.opens[first]:
        found += [
            "opens",
            f"opens|{kind}",
            f"opens|n1={tokens.lower[last] if last < len(tokens.words) else '$'}",
        ]
    placed, seen = signs.placed.get(surface, 0), signs.seen.get(surface, 0)
    found += (f"placed={min(placed, 2)}|{kind}", f"seen={min(seen, 4)}|{'p' if placed else ''}")
    if not signs.people.isdisjoint(tokens.lower[first:last]):
        found += ["people", f"people|{kind}|{min(placed, 1)}"]
    if surface in signs.speakers:
        found.append(f"speaks|{kind}")
    if first <= 4:
        found.append(f"early|{kind}")
    if first <= 4 or tokens.opens[first]:
        window = tokens.lower[last : last + 6]
        if (first <= 3 or tokens.opens[first]) and not _AGENCIES.isdisjoint(window):
            found.append(f"agency|{kind}")
        if first <= 4 and not _SIGN_OF_DATELINE.isdisjoint(window[:4]):
            found.append(f"dateline|{kind}")
