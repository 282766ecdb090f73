"""Describe the frame a place name stands in: what governs it, what it does, what it owns or modifies."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from articles.toponyms.spans import SpanCandidate
from articles.toponyms.tokens import Tokens
from articles.toponyms.words import words_in
from articles.words.closed import Speech, speech


def _by_word(labels: Iterable[str]) -> dict[str, str]:
    """Return the class of each word; of a word in several classes, the last one named."""
    return {word: label.strip("_") for label in labels for word in words_in(label)}


# What a preposition hangs on: "talks with", "mediators from", "north of", "fled to".
_HEADS = _by_word(
    "say motion attack polity title settlement admin direction water nature facility street org "
    "_people_noun _event_noun _envoy _intent _relation".split()
)
# What a name owns or modifies: "Ukraine's army", "the Bakhmut front", "a Leeds teacher".
_NOUNS = _by_word(
    "org _newspaper attack facility street settlement admin direction water nature "
    "_event_noun _people_noun _relation _intent polity _envoy".split()
)
_VERBS = _by_word("say attack motion _gone_to _dealt_with _force_verb".split())
_AUXILIARIES = words_in("_auxiliary")
_ADVERBS = words_in("_adverb")
# "Kyiv came under fire", "Beirut woke to an explosion", but not "Moscow came under pressure".
_ENDURES, _ATTACK = words_in("_endure"), words_in("attack") | words_in("_force")
_SPEECH = speech(Speech.NAME)
_PREPOSITIONS = words_in("_preposition") | frozenset(("of",))
_BESIDE = words_in("direction") | words_in("settlement") | words_in("admin") | words_in("_beside_name")
_FUNCTION = words_in("_function")
_SEATS = words_in("_seat")
_ARTICLES = frozenset(("a", "an", "the"))
_OWNERS = frozenset("his her its their our your my".split())
_RELATIVES = frozenset("which who where whose that when".split())
_POSSESSIVE = frozenset(("'s", "’s"))
_HYPHENS = frozenset("-–")
_WITHIN_NAMES = frozenset("of and for the &".split())
_JOINTS = frozenset((",", "and", "or"))
# Kinds that act alike: governments, towns, areas; the rest are sites.
_SORTS = {
    "country": "power", "seat": "power", "short": "power", "big": "town", "town": "town", "small": "town",
    "admin1": "area", "admin2": "area", "region": "area", "continent": "area",
}  # fmt: skip
_FARTHEST_LEFT, _LONGEST_RUN, _LONGEST_PHRASE, _REACH_OF_VERB = 8, 8, 4, 9


def describe_use(tokens: Tokens, span: SpanCandidate, kind: str) -> list[str]:
    """Return the features that tell whether a name of this kind stands for the place itself."""
    if not _SEATS.isdisjoint(tokens.lower[span.first : span.last]):
        kind = "seat"
    sort = _SORTS.get(kind, "site")
    found = ["u:bias", f"u:k={kind}", f"u:k={sort}", f"u:shape={_shape(tokens.words[span.first])}|{kind}"]
    if span.last - span.first == 1:
        found.append(f"u:word={tokens.lower[span.first]}")
    if tokens.opens[span.first]:
        found.append(f"u:opens|{sort}")
    _describe_place_in_run(tokens, span, sort, found)
    _describe_governor(tokens, span.first, sort, found)
    _describe_run_before(tokens, span.first, found)
    _describe_after(tokens, span.last, sort, found)
    return found


_SURROUNDINGS = tuple(
    "p1= n1= p2= n2= pc= nc= pc2= nc2= nc3= rl= rr= run= rend= rbeg= then= after= glued_before= "
    "glued_after=".split()
)


@lru_cache(maxsize=50_000)
def surroundings_of(features: tuple[str, ...]) -> tuple[str, ...]:
    """Return those of a span's features of recognition that also tell what the name stands for.

    Cross-validated on the annotated articles they take a quarter of the governments off the map.
    """
    return tuple([f"r:{feature}" for feature in features if feature.startswith(_SURROUNDINGS)])


def _shape(word: str) -> str:
    """How the name is written: "UP" for a word in capitals, "up" for an abbreviation, else "word"."""
    return ("UP" if len(word) > 3 else "up") if word.isupper() else "word"


def _describe_place_in_run(tokens: Tokens, span: SpanCandidate, sort: str, found: list[str]) -> None:
    """Add how many capitalised words stand on either side, and what the first and the last of them are."""
    left, right = span.first - span.run[0], max(0, span.run[1] - span.last)
    found.append(f"u:run={min(left, 2)}{min(right, 2)}|{sort}")
    if left:
        found.append(f"u:run_first={_HEADS.get(tokens.lower[span.run[0]])}|{sort}")
    if right:
        found.append(f"u:run_last={_NOUNS.get(tokens.lower[span.run[1] - 1])}|{sort}")


def _describe_governor(tokens: Tokens, first: int, sort: str, found: list[str]) -> None:
    """Add the preposition before the name and what it hangs on, or the verb whose object the name is."""
    lower = tokens.lower
    at, listed = _governor(tokens, first)
    if at < 0:
        found.append(f"u:first|{sort}")
        return
    word, mark = lower[at], "+" if listed else ""
    if word in _PREPOSITIONS:
        head = lower[at - 1] if at else "^"
        label = _HEADS.get(head)
        if at and tokens.capital[at - 1]:
            label = f"Cap:{label}"
        elif label is None:
            label = "owner" if head in _OWNERS else "word" if head.isalpha() else "mark"
        found += [
            f"u:prep={word}{mark}|{sort}",
            f"u:prep={word}|{label}",
            f"u:prep={word}|{label}|{sort}",
            f"u:head={label}|{sort}",
            f"u:head_word={head}",
        ]
        return
    if word == "," and at and lower[at - 1] in _BESIDE:
        found.append(f"u:aside_of={_NOUNS.get(lower[at - 1])}|{sort}")
    label = _VERBS.get(word) or _form(tokens, at)
    found += [f"u:left={label}{mark}|{sort}", f"u:left={label}", f"u:left_word={word}"]


def _governor(tokens: Tokens, first: int) -> tuple[int, bool]:
    """Return the token that governs the name, -1 for none, and whether names listed before it were passed."""
    lower, capital = tokens.lower, tokens.capital
    at, listed = first - 1, False
    for _ in range(_FARTHEST_LEFT):
        if at < 0:
            break
        word = lower[at]
        if word in _PREPOSITIONS:
            break
        if word in _BESIDE or word in _HYPHENS or word.endswith(("ern", "est")):
            at -= 1
        elif word in _JOINTS and at and capital[at - 1]:
            listed = True
            at -= 1
            while at >= 0 and capital[at]:
                at -= 1
        else:
            break
    return at, listed


def _form(tokens: Tokens, at: int) -> str:
    """The form of a word no table lists."""
    word = tokens.lower[at]
    if tokens.capital[at]:
        return "Cap"
    if not word[0].isalnum():
        return "mark"
    if word in _AUXILIARIES:
        return "aux"
    if word in _RELATIVES:
        return "relative"
    if word in _JOINTS:
        return "joint"
    for ending in ("ed", "ing", "s"):
        if word.endswith(ending):
            return ending
    return "word"


def _describe_run_before(tokens: Tokens, first: int, found: list[str]) -> None:
    """Add what the longer name before is, of which this may be a part: "University of Leeds"."""
    lower, capital, at = tokens.lower, tokens.capital, first - 1
    if at < 1 or not (capital[at] or lower[at] in _WITHIN_NAMES or lower[at] in (",", "at", "in")):
        return
    link = "name" if capital[at] else lower[at]
    end = at if capital[at] else at - 1
    at = end
    while at >= 0 and end - at < _LONGEST_RUN and (capital[at] or lower[at] in _WITHIN_NAMES):
        at -= 1
    labels = {_NOUNS[word] for word in lower[at + 1 : end + 1] if word in _NOUNS}
    if labels and link == "of" and at >= 0:
        found.append(f"u:before_of={lower[at]}")
    found += [f"u:before={link}|{label}" for label in sorted(labels)]


def _describe_after(tokens: Tokens, last: int, sort: str, found: list[str]) -> None:
    """Add what follows the name: its possession, its verb, an aside, the rest of a longer name."""
    if last >= len(tokens.words):
        found.append(f"u:end|{sort}")
        return
    word = tokens.lower[last]
    if word in _POSSESSIVE:
        _describe_possession(tokens, last + 1, sort, found)
    elif not word[0].isalpha():
        _describe_mark(tokens, last, sort, found)
    elif tokens.capital[last]:
        _describe_run_after(tokens, last, sort, found)
    elif word not in _PREPOSITIONS:
        _describe_verb(tokens, last, sort, found)
    else:
        found.append(f"u:then={word}")


def _describe_possession(tokens: Tokens, at: int, sort: str, found: list[str]) -> None:
    lower, count = tokens.lower, len(tokens.words)
    end = at
    while end < min(count, at + _LONGEST_PHRASE) and lower[end][0].isalpha() and lower[end] not in _FUNCTION:
        end += 1
    labels = [_NOUNS[word] for word in lower[at:end] if word in _NOUNS] or ["none"]
    found += [
        f"u:owns_first={labels[0]}|{sort}",
        f"u:owns={labels[-1]}|{sort}",
        f"u:owns={labels[-1]}",
        f"u:owns_word={lower[end - 1]}",
    ]
    if end < count and (lower[end] in _SPEECH or lower[end] in _AUXILIARIES):
        found.append(f"u:owner_of_actor|{sort}")


def _describe_mark(tokens: Tokens, last: int, sort: str, found: list[str]) -> None:
    lower, count, mark = tokens.lower, len(tokens.words), tokens.lower[last]
    found.append(f"u:mark={mark}|{sort}")
    if last + 1 >= count:
        return
    after = lower[last + 1]
    if mark in _HYPHENS and tokens.glued(last):
        found += [f"u:hyphen={after}", f"u:hyphen|{sort}"]
    elif mark == ",":
        label = "article" if after in _ARTICLES else _form(tokens, last + 1)
        found.append(f"u:aside={label}|{sort}")
        if after in ("which", "who") and last + 2 < count:
            verb = lower[last + 2]
            found.append(f"u:which={_VERBS.get(verb) or _form(tokens, last + 2)}|{sort}")


def _describe_run_after(tokens: Tokens, last: int, sort: str, found: list[str]) -> None:
    """Add the classes of the longer name that the name begins: "Kent Fire and Rescue Service"."""
    lower, capital, count = tokens.lower, tokens.capital, len(tokens.words)
    end = last
    while end < min(count, last + _LONGEST_RUN) and (capital[end] or lower[end] in _WITHIN_NAMES):
        end += 1
    labels = {_NOUNS[word] for word in lower[last:end] if word in _NOUNS} or {"none"}
    found += [f"u:within={label}|{sort}" for label in sorted(labels)]
    if any(word in ("of", "for") for word in lower[last:end]):
        found.append("u:within_of")


def _describe_verb(tokens: Tokens, last: int, sort: str, found: list[str]) -> None:
    """Add the noun that the name modifies or the verb of which it is the subject, past adverbs."""
    lower, count = tokens.lower, len(tokens.words)
    at = last
    while at < count and (lower[at] in _ADVERBS or lower[at].endswith("ly")):
        at += 1
    if at >= count:
        return
    word = lower[at]
    label = "aux" if word in _AUXILIARIES else _NOUNS.get(word) if at == last else None
    label = label or _VERBS.get(word) or _form(tokens, at)
    if word == "and" and at + 1 < count and lower[at + 1] in _OWNERS:
        label = "and_its"
    found += [f"u:right={label}|{sort}", f"u:right={label}"]
    if word in _ENDURES and any(word in _ATTACK for word in lower[at + 1 : at + _REACH_OF_VERB]):
        found.append(f"u:endures|{sort}")
    if label != "aux":
        return
    at += 1
    while at < count and (lower[at] in _ADVERBS or lower[at].endswith("ly")):
        at += 1
    if at < count:
        form = "article" if lower[at] in _ARTICLES else _VERBS.get(lower[at]) or _form(tokens, at)
        found += [f"u:{word}={form}|{sort}", f"u:aux={form}|{sort}"]
