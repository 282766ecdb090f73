"""Decide what a place name stands for: the place itself, its government or army, something named after it."""

from __future__ import annotations

from collections.abc import Sequence

from articles.place_model import probability
from articles.toponyms.spans import SpanCandidate
from articles.toponyms.tokens import Tokens
from articles.toponyms.words import given_names, surnames, words_in
from articles.words.closed import Speech, speech
from geodata.model import PlaceRole, PlaceUse

_POLITY, _MOTION, _ATTACK = words_in("polity"), words_in("motion"), words_in("attack")
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
_PREPOSITIONS = words_in("_preposition")
_SPEECH = speech(Speech.NAME)
# What is done to ground and houses, not to governments: "struck Sanaa", but not "hit Moscow with sanctions".
_FORCE_VERBS = words_in("_force_verb")
_TOWNS = frozenset(("big", "town", "small", "unlisted", "facility"))
_HOLDERS_OF_OFFICE = words_in("_office_holder")
_BETWEEN_OFFICE_AND_NAME = frozenset(("the", "occupied", "nearby", "neighbouring"))
# "Huliaipole was hit": a participle behind a form of "be".
_BE = frozenset("is are was were been being".split())
_HAVE = frozenset("has have had".split())
_OPENS_PASSIVE = _BE | _HAVE | {"came"}
_BEFALLS = (_FORCE_VERBS - frozenset(("retook", "overran"))) | frozenset(
    "attacked raided ransacked looted razed torched overrun retaken taken".split()
)
_FIRE = words_in("_force") | frozenset("fire attack".split())
_ADVERBS = words_in("_adverb") | frozenset("repeatedly heavily briefly".split())
_LONGEST_PASSIVE = 4
_BULLETS = frozenset("•*-–—·●▪")
_BY_OTHER_MEANS = frozenset(("with", "over", "for", "where"))
_TOLD = frozenset("told tells telling".split())
_VESSELS = words_in("_vessel")
_POSSESSIVE = frozenset(("'s", "’s"))
_HYPHENS = frozenset("-–")
_DASHES = frozenset("-–—")
_BEFORE_ADDRESS = frozenset(("(", "in", "at", "near"))
_FARTHEST_IN_DATELINE, _LONGEST_DATELINE = 6, 9
# What leads to a site, and what follows the town in a bracket behind it.
_BEFORE_SITE, _AFTER_TOWN = frozenset("at outside near inside front".split()), frozenset(")-–,")
_LONGEST_SITE = 14


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


def choose_use(tokens: Tokens, span: SpanCandidate, kind: str, score: float, least: float) -> PlaceUse:
    """Return what the name stands for, given the log-odds that the place itself is meant.

    Adjectives and peoples are demonyms whatever the score; ``least`` is the probability from which a name
    counts as literal.
    """
    if kind == "demonym":
        return PlaceUse.DEMONYM
    if any(rule(tokens, span) for rule in (_is_hyphened, _names_officials, _is_told_to, _is_a_vessel)):
        return PlaceUse.ASSOCIATIVE
    rules = (_suffers_force, is_befallen, _opens_address, _locates_site)
    if (kind in _TOWNS and any(rule(tokens, span) for rule in rules)) or probability(score) >= least:
        return PlaceUse.LITERAL
    return PlaceUse.ASSOCIATIVE if _modifies(tokens, span) else PlaceUse.METONYM


def _is_told_to(tokens: Tokens, span: SpanCandidate) -> bool:
    """Whether somebody speaks to a paper so called: "a resident told The Irrawaddy"."""
    first = span.first
    if first < 2 or tokens.words[first - 1] != "The" or tokens.opens[first - 1]:
        return False
    return tokens.lower[first - 2] in _TOLD


def _is_a_vessel(tokens: Tokens, span: SpanCandidate) -> bool:
    """Whether a ship is so called: "the frigate Hessen", "USS Carney"."""
    return span.first > 0 and tokens.lower[span.first - 1] in _VESSELS


def _opens_address(tokens: Tokens, span: SpanCandidate) -> bool:
    """Whether a part of the town follows behind a dash: "(Lagos City - Surulere)", "in Karachi - Orangi"."""
    last = span.last
    if last + 1 >= len(tokens.words) or tokens.words[last] not in _DASHES or tokens.glued(last):
        return False
    before = tokens.lower[span.first - 1] if span.first else ""
    return before in _BEFORE_ADDRESS and tokens.capital[last + 1]


def _locates_site(tokens: Tokens, span: SpanCandidate) -> bool:
    """Whether a bracket behind a site says in which town it is: "outside the Ministry of Labour (Tunis)"."""
    first, last = span.first, span.last
    if first < 3 or tokens.words[first - 1] != "(" or last >= len(tokens.words):
        return False
    if tokens.words[last] not in _AFTER_TOWN or tokens.lower[first - 2] in _POSSESSIVE:
        return False
    at = first - 2
    while (
        at > 0 and first - at < _LONGEST_SITE and (tokens.words[at][0].isalpha() or tokens.words[at] in "'’-")
    ):
        if tokens.lower[at] in _BEFORE_SITE:
            return True
        at -= 1
    return False


def _suffers_force(tokens: Tokens, span: SpanCandidate) -> bool:
    """Whether the name is the object of a verb of force: "warplanes struck Sanaa early on Tuesday"."""
    lower, count = tokens.lower, len(tokens.words)
    if not span.first or lower[span.first - 1] not in _FORCE_VERBS or _modifies(tokens, span):
        return False
    after = lower[span.last] if span.last < count else ""
    return after not in _BY_OTHER_MEANS and after not in _POSSESSIVE


def is_befallen(tokens: Tokens, span: SpanCandidate) -> bool:
    """Whether force is done to the name: "Huliaipole was hit by four bombs", "Nikopol came under fire".

    What a person may be called too tells nothing: "Madison was hit".
    """
    lower, at = tokens.lower, span.last
    if at >= len(lower) or lower[at] not in _OPENS_PASSIVE:
        return False
    window = lower[at : at + _LONGEST_PASSIVE]
    if len(window) < 2 or lower[span.first] in given_names() or lower[span.first] in surnames():
        return False
    if window[0] == "came" and window[1] == "under":
        return not _FIRE.isdisjoint(lower[at + 2 : at + 5])
    passive = False
    for word in window:
        if word in _BE:
            passive = True
        elif word not in _HAVE and word not in _ADVERBS:
            return passive and word in _BEFALLS and not word.endswith("ing")
    return False


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
    if not 0 < len(between) <= 3 or between[0] not in _JOINTS:
        return False
    # "shells hit Kharkiv, Kyiv said" lists nothing.
    speaks = between == [","] and two.last < len(tokens.words) and tokens.lower[two.last] in _SPEECH
    return not speaks and all(word in _JOINTS or word == "the" for word in between)


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
    if is_befallen(tokens, span):
        return PlaceRole.EVENT
    preposition = _preposition(tokens, span.first)
    start = max(0, span.first - 9)
    before = tokens.lower[start : span.first]
    for mark in (".", "¶", ";"):
        if mark in before:
            before = before[len(before) - before[::-1].index(mark) :]
    moving = not _MOTION.isdisjoint(before)
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
    ) and not _ATTACK.isdisjoint(window):
        return PlaceRole.EVENT
    return PlaceRole.BACKGROUND


def _new_line(tokens: Tokens, index: int) -> bool:
    return "\n" in tokens.text[tokens.ends[index - 1] : tokens.starts[index]]


def _is_dateline(tokens: Tokens, span: SpanCandidate) -> bool:
    """Whether the name opens the article (or a paragraph in capitals) before an agency or a dash."""
    first = span.first
    # Most names follow a word in small letters, which no dateline has.
    if first and tokens.words[first - 1][0].islower() and not _new_line(tokens, first):
        return False
    start = _start_of_line(tokens, first)
    if start < 0 or (start < first and tokens.words[start] in _BULLETS):
        return False
    if any(_ends_dateline(tokens, at) for at in range(start, span.first)):
        return False
    last = min(len(tokens.words), span.last + _LONGEST_DATELINE)
    for at in range(span.last, last):
        word = tokens.words[at]
        if word == "(":
            return _is_source(tokens, at + 1)
        if word in _DASHES and not tokens.glued(at):
            return True
        if _ends_dateline(tokens, at):
            break
    loud = tokens.words[start].isalpha() and tokens.words[start].isupper() and len(tokens.words[start]) > 3
    alone = span.first == start or tokens.words[span.first - 1] == ","
    following = tokens.words[min(span.last, len(tokens.words) - 1)]
    return loud and alone and start == 0 and span.first <= 4 and not following.isupper()


def _start_of_line(tokens: Tokens, first: int) -> int:
    """Return the token that opens the line or paragraph of the token ``first``, -1 where that is far back."""
    start = first
    while start > 0 and tokens.words[start - 1] != "¶" and not _new_line(tokens, start):
        if first - start >= _FARTHEST_IN_DATELINE or tokens.words[start - 1] in "!?":
            return -1
        start -= 1
    return start


def _ends_dateline(tokens: Tokens, at: int) -> bool:
    """Whether a dash, a possessive or a word in small letters ends the dateline at this token."""
    word = tokens.words[at]
    return (word in _DASHES and not tokens.glued(at)) or word in _POSSESSIVE or word[0].islower()


def _is_source(tokens: Tokens, first: int) -> bool:
    """Whether brackets opened here hold an agency ("(AP) At", "(Reuters) -"), not a name ("(ZTA) said")."""
    count, at = len(tokens.words), first
    while at < count and tokens.words[at] != ")":
        at += 1
    if at + 1 >= count or at == first:
        return False
    after = tokens.words[at + 1]
    return after in _DASHES or (tokens.words[first].isupper() and not after[0].islower())
