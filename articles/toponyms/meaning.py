"""Decide what a place name stands for: the place itself, its government or army, something named after it."""

from __future__ import annotations

from collections.abc import Sequence

from articles.model import PlaceRole, PlaceUse
from articles.place_model import probability
from articles.toponyms.spans import SpanCandidate
from articles.toponyms.tokens import Tokens
from articles.toponyms.words import word_classes, words_in

_POLITY, _SAY, _ORG = words_in("polity"), words_in("say"), words_in("org")
_SEATS, _MOTION, _ATTACK = words_in("seat"), words_in("motion"), words_in("attack")
_SKIPPED = words_in("direction") | words_in("settlement") | words_in("admin") | words_in("_beside_name")
_LAND = (
    words_in("settlement")
    | words_in("admin")
    | words_in("water")
    | words_in("nature")
    | words_in("direction")
) - frozenset(("community", "state", "states", "department"))
_FUNCTION = words_in("_function")
# "Washington-based", "Kremlin-installed": what is meant is somebody else.
_AFTER_HYPHEN = words_in("_after_hyphen")
_OFFICIAL_ADJECTIVES = words_in("_official")
# Words that make a government, an army or an office of the name before them.
_OFFICES = words_in("_office")
_CLASS = {"motion": _MOTION, "attack": _ATTACK}
_PREPOSITIONS = words_in("_preposition")
# What is done to ground and houses, not to governments: "struck Sanaa", but not "hit Moscow with sanctions".
_FORCE_VERBS = words_in("_force_verb")
_TOWNS = frozenset(("big", "town", "small", "unlisted", "facility"))
_HOLDERS_OF_OFFICE = words_in("_office_holder")
_BETWEEN_OFFICE_AND_NAME = frozenset(("the", "occupied", "nearby", "neighbouring"))
_BY_OTHER_MEANS = frozenset(("with", "over", "for", "where"))
_POSSESSIVE = frozenset(("'s", "’s"))
_HYPHENS = frozenset("-–")
_SPEECH_VERB = frozenset("said says told added warned claimed insisted".split())


def describe_use(tokens: Tokens, span: SpanCandidate, kind: str) -> list[str]:
    """Return the features that tell a literal place from a metonym, beyond those of recognition."""
    found = [f"u:k={kind}"]
    group = _group(tokens, span, kind)
    found.append(f"u:{group}")
    preposition = _preposition(tokens, span.first)
    found.append(f"u:prep={preposition}|{group}")
    found.append(f"u:prep={preposition}")
    if preposition in _PREPOSITIONS:
        found.append(f"u:governed|{group}|{_what_follows(tokens, span)}")
        found.append(f"u:prep={preposition}|{_what_follows(tokens, span)}")
    before = tokens.lower[max(0, span.first - 4) : span.first]
    found += [
        f"u:verb={label}|{group}" for label in ("motion", "attack") if any(w in _CLASS[label] for w in before)
    ]
    head = _of_head(tokens, span.first)
    if head:
        found += [f"u:of={head}", f"u:of={head}|{group}"]
    _describe_following(tokens, span, group, found)
    _describe_subject(tokens, span, group, found)
    return found


def _what_follows(tokens: Tokens, span: SpanCandidate) -> str:
    """The sort of token after the name: a mark, a possessive, an office, another word."""
    if span.last >= len(tokens.words):
        return "end"
    word = tokens.lower[span.last]
    if word in _POSSESSIVE:
        return "possessive"
    if not word[0].isalnum():
        return "mark"
    if word in _POLITY:
        return "polity"
    return "capital" if tokens.capital[span.last] else "word"


def _group(tokens: Tokens, span: SpanCandidate, kind: str) -> str:
    if any(word in _SEATS for word in tokens.lower[span.first : span.last]):
        return "seat"
    if kind in ("big", "town", "small"):
        return "settlement"
    return kind


def _preposition(tokens: Tokens, first: int) -> str:
    """The preposition that governs the name, looking back over directions, kind words and "the"."""
    lower = tokens.lower
    steps = 0
    index = first - 1
    while index >= 0 and steps < 6:
        word = lower[index]
        if word in _PREPOSITIONS and word != "of":
            return word
        if word in _SKIPPED or word in _HYPHENS or word.endswith(("ern", "est")):
            index -= 1
        else:
            break
        steps += 1
    if index < 0:
        return "^"
    word = lower[index]
    if word in (",", "and", "or"):
        return "list"
    return "start" if tokens.opens[first] else "of" if lower[first - 1] == "of" else "none"


def _describe_following(tokens: Tokens, span: SpanCandidate, group: str, found: list[str]) -> None:
    """Add what the name modifies: "Ukraine's military", "US Secretary", "Kremlin-installed"."""
    lower, count, last = tokens.lower, len(tokens.words), span.last
    if last >= count:
        found.append(f"u:end|{group}")
        return
    after = lower[last]
    if after in _POSSESSIVE:
        window = lower[last + 1 : last + 5]
        found.append(f"u:possessive|{_owned(window)}|{group}")
        if last + 1 < count:
            found += [f"u:owns={lower[last + 1]}", f"u:owns_class={_first_class(lower[last + 1])}|{group}"]
    elif after in _HYPHENS and tokens.glued(last) and last + 1 < count and tokens.glued(last + 1):
        found += [f"u:hyphen={lower[last + 1]}", f"u:hyphen|{group}"]
    elif after.isalpha():
        capital = tokens.capital[last]
        where = "Cap" if capital else "low"
        found.append(f"u:next={where}|{_first_class(after)}|{group}")
        if after in _POLITY:
            found.append(f"u:polity|{group}")
        if last + 1 < count and lower[last + 1] in _POLITY:
            found.append(f"u:polity2|{group}")
    else:
        found.append(f"u:mark={after}|{group}")
    if span.run[1] > last:
        tail = lower[span.run[1] - 1]
        found.append(f"u:inside={'org' if tail in _ORG else 'name'}|{group}")
    if span.first > span.run[0]:
        head_word = lower[span.run[0]]
        found.append(f"u:tail={'org' if head_word in _ORG else 'name'}|{group}")


def _owned(window: list[str]) -> str:
    """What a name stands before: an institution ("military"), a piece of land ("southern ports"), else."""
    phrase = []
    for word in window:
        if not word[0].isalpha() or word in _FUNCTION:
            break
        phrase.append(word)
    for label, words in (("polity", _POLITY), ("land", _LAND)):
        if any(word in words for word in phrase):
            return label
    return "other"


def _of_head(tokens: Tokens, first: int) -> str:
    """The sort of noun before "of": "invasion of", "government of", "east of", "city of"."""
    lower = tokens.lower
    at = first - 2 if first > 1 and lower[first - 1] == "the" else first - 1
    if at < 1 or lower[at] != "of":
        return ""
    head = lower[at - 1]
    for label, words in (("attack", _ATTACK), ("land", _LAND), ("polity", _POLITY)):
        if head in words:
            return label
    return "other"


def _first_class(word: str) -> str:
    return word_classes().get(word, ("none",))[0]


def _describe_subject(tokens: Tokens, span: SpanCandidate, group: str, found: list[str]) -> None:
    """Add whether the name acts: "Ukraine declared", "Moscow has claimed", "troops that Russia covets"."""
    lower, count, last = tokens.lower, len(tokens.words), span.last
    before = lower[span.first - 1] if span.first else "^"
    free = before not in _PREPOSITIONS and before not in _SKIPPED
    if last >= count or not free:
        return
    verb = lower[last]
    if tokens.capital[last] and not verb.isupper():
        return
    if verb in _SAY or (verb.isalpha() and (verb.endswith(("ed", "es")))):
        found.append(f"u:acts|{group}")
        if tokens.opens[span.first]:
            found.append(f"u:acts_first|{group}")
        if verb in _SPEECH_VERB:
            found.append(f"u:speaks|{group}")
    elif verb.endswith("s") and verb.isalpha():
        found.append(f"u:verb_s|{group}")


def choose_use(tokens: Tokens, span: SpanCandidate, kind: str, score: float, least: float) -> PlaceUse:
    """Return what the name stands for, given the log-odds that the place itself is meant.

    Adjectives and peoples are demonyms whatever the score; ``least`` is the probability from which a name
    counts as literal.
    """
    if kind == "demonym":
        return PlaceUse.DEMONYM
    if _is_hyphened(tokens, span) or _names_officials(tokens, span):
        return PlaceUse.ASSOCIATIVE
    if probability(score) >= least or (kind in _TOWNS and _suffers_force(tokens, span)):
        return PlaceUse.LITERAL
    return PlaceUse.ASSOCIATIVE if _modifies(tokens, span) else PlaceUse.METONYM


def _suffers_force(tokens: Tokens, span: SpanCandidate) -> bool:
    """Whether the name is the object of a verb of force: "warplanes struck Sanaa early on Tuesday"."""
    lower, count = tokens.lower, len(tokens.words)
    if not span.first or lower[span.first - 1] not in _FORCE_VERBS or _modifies(tokens, span):
        return False
    after = lower[span.last] if span.last < count else ""
    return after not in _BY_OTHER_MEANS and after not in _POSSESSIVE


def agree_in_lists(
    tokens: Tokens, spans: Sequence[SpanCandidate], kinds: Sequence[str], scores: Sequence[float]
) -> list[float]:
    """Return the scores after names that stand in one list, or in one address, were made to agree.

    "between Russia and Ukraine", "France, Germany and Italy" take their mean; in "Moscow, Russia" the
    country means what the city means.
    """
    agreed = list(scores)
    first = 0
    for index in range(1, len(spans) + 1):
        if (
            index < len(spans)
            and _joined(tokens, spans[index - 1], spans[index])
            and kinds[index] != "demonym"
        ):
            if kinds[index] in _HOLDERS and kinds[index - 1] in _HELD and first == index - 1:
                agreed[index] = max(agreed[index], agreed[index - 1])
            elif kinds[index] == kinds[index - 1]:
                continue
        if index - first > 1:
            mean = sum(scores[first:index]) / (index - first)
            agreed[first:index] = [mean] * (index - first)
        first = index
    return agreed


_HOLDERS = frozenset(("country", "admin1", "region"))
_HELD = frozenset(("big", "town", "small", "unlisted", "admin2", "admin1", "facility"))
_JOINTS = frozenset((",", "and", "or", "&"))


def _joined(tokens: Tokens, one: SpanCandidate, two: SpanCandidate) -> bool:
    between = tokens.lower[one.last : two.first]
    return (
        0 < len(between) <= 3 and between[0] in _JOINTS and all(w in _JOINTS or w == "the" for w in between)
    )


def _names_officials(tokens: Tokens, span: SpanCandidate) -> bool:
    """Whether an office stands at the name: "Bucha mayor", "mayor of Bucha", "Ukraine's military command"."""
    last = span.last
    if _is_held_office(tokens, span.first):
        return True
    if last >= len(tokens.words):
        return False
    if tokens.lower[last] in _POSSESSIVE:
        return _owned(tokens.lower[last + 1 : last + 5]) == "polity"
    ahead = last
    while ahead < len(tokens.words) and tokens.lower[ahead] in _OFFICIAL_ADJECTIVES:
        ahead += 1
    return (
        ahead < len(tokens.words)
        and tokens.lower[ahead] in _OFFICES
        and (ahead == last or not tokens.opens[ahead])
    )


def _is_held_office(tokens: Tokens, first: int) -> bool:
    """Whether somebody's office ends in the name: "the mayor of occupied Melitopol"."""
    lower, at = tokens.lower, first - 1
    while at >= 0 and lower[at] in _BETWEEN_OFFICE_AND_NAME:
        at -= 1
    return at > 0 and lower[at] == "of" and lower[at - 1] in _HOLDERS_OF_OFFICE


def _is_hyphened(tokens: Tokens, span: SpanCandidate) -> bool:
    last = span.last
    return (
        last + 1 < len(tokens.words)
        and tokens.words[last] in _HYPHENS
        and tokens.glued(last)
        and tokens.lower[last + 1] in _AFTER_HYPHEN
    )


def _modifies(tokens: Tokens, span: SpanCandidate) -> bool:
    """Whether the name stands before what it belongs to, or inside a longer name."""
    if span.run[1] > span.last or span.run[0] < span.first or span.last >= len(tokens.words):
        return True
    after = tokens.lower[span.last]
    return after in _POSSESSIVE or after in _HYPHENS or after in _POLITY


def choose_role(tokens: Tokens, span: SpanCandidate) -> PlaceRole:
    """Return the part a literal place plays, from the words around it in its sentence."""
    if _is_dateline(tokens, span):
        return PlaceRole.DATELINE
    preposition = _preposition(tokens, span.first)
    start = max(0, span.first - 9)
    before = tokens.lower[start : span.first]
    for mark in (".", "¶", ";"):
        if mark in before:
            before = before[len(before) - before[::-1].index(mark) :]
    moving = any(word in _MOTION for word in before)
    if moving and preposition == "from":
        return PlaceRole.ORIGIN
    if moving and preposition in ("to", "into", "towards", "toward", "onto", "for"):
        return PlaceRole.TARGET
    window = before + tokens.lower[span.last : span.last + 6]
    if preposition in (
        "in",
        "at",
        "near",
        "on",
        "outside",
        "across",
        "around",
        "inside",
        "over",
        "of",
        "list",
    ) and any(word in _ATTACK for word in window):
        return PlaceRole.EVENT
    return PlaceRole.BACKGROUND


def _new_line(tokens: Tokens, index: int) -> bool:
    return "\n" in tokens.text[tokens.ends[index - 1] : tokens.starts[index]]


def _is_dateline(tokens: Tokens, span: SpanCandidate) -> bool:
    """Whether the name opens the article (or a paragraph in capitals) before an agency or a dash."""
    start = span.first
    while start > 0 and tokens.words[start - 1] not in "¶.!?" and span.first - start < 6:
        if _new_line(tokens, start):
            break
        start -= 1
    if start > 0 and tokens.words[start - 1] != "¶" and not _new_line(tokens, start):
        return False
    ahead = tokens.words[span.last : span.last + 9]
    loud = tokens.words[start].isupper() and len(tokens.words[start]) > 3
    for offset, word in enumerate(ahead):
        if word in ("—", "–") or (word == "-" and not tokens.glued(span.last + offset)):
            return True
        if word == "(" and offset + 1 < len(ahead) and ahead[offset + 1].isupper():
            return True
        if word[0].islower():
            break
    return (
        loud
        and start == 0
        and span.first - start <= 4
        and not tokens.words[min(span.last, len(tokens.words) - 1)].isupper()
    )
