"""Shares of a toll: what is killed "in X and four in Y", and the parts that a whole is broken down into."""

from __future__ import annotations

from itertools import accumulate

from articles.tolls.people import ONE_DOES, Quantity, classes
from articles.words.closed import MONTHS, WEEKDAYS
from articles.words.tokens import COMMA, NUMBER, SENTENCE_END, Tokens, lexicon

_N = lexicon().names
_PREDICATE = classes("kill slay body wound")
_WOUND = classes("wound")
_AT = frozenset(("in", "at", "near", "outside", "around"))
_TIMES = (
    WEEKDAYS.keys()
    | MONTHS.keys()
    | {
        "total",
        "all",
        "hospital",
        "hospitals",
        "custody",
        "recent",
        "critical",
        "serious",
        "stable",
        "intensive",
    }
)
_BODY_PARTS = frozenset("head face neck chest back abdomen stomach leg legs arm arms foot hand hands".split())
_ENDS_SHARE = classes("have be take seize abduct arrest withdraw attack_v shoot hit") | _PREDICATE
_PASSIVE = classes("have be")
_ENDS_SUBJECT = _ENDS_SHARE | classes("say") | {SENTENCE_END, NUMBER}
_DIED = frozenset(("died", "perished"))
_ENDS_PLACE = frozenset((_N["and"], COMMA, NUMBER, SENTENCE_END))
_COUNTS = classes("a vague other") | {NUMBER}
_ANYBODY = frozenset("people persons individuals victims others".split())
_ADVERBS = frozenset("later then also already reportedly fatally".split())
_NOUN_REACH, _PLACE_REACH = 4, 7
_SHARE_REACH = 24
_ASIDE_REACH = 8
_AMONG_REACH = 7
_WHOLE = frozenset("victims those dead whom them casualties deaths killed".split())


def share_elided(
    tokens: Tokens, quantities: list[Quantity], links: dict[int, int], predicates: list[int]
) -> set[int]:
    """Give a count without a verb of its own that of the one before: "killed eight in X and four in Y".

    Returns the verbs that are shared so.
    """
    shared: set[int] = set()
    for n in range(1, len(quantities)):
        if n in links or n - 1 not in links:
            continue
        one, two = quantities[n - 1], quantities[n]
        predicate = links[n - 1]
        behind = max(one.last, predicate)
        gap = range(behind + 1, two.first)
        if not 0 < len(gap) <= _SHARE_REACH or not _is_listed(tokens, two):
            continue
        if any(tokens.codes[k] in _ENDS_SHARE or tokens.codes[k] == SENTENCE_END for k in gap):
            continue
        if place_behind(tokens, two) is not None and not any(
            two.last < p <= two.last + _NOUN_REACH for p in predicates
        ):
            links[n] = predicate
            shared.add(predicate)
    return shared


def share_behind(
    tokens: Tokens, quantities: list[Quantity], links: dict[int, int], predicates: list[int]
) -> set[int]:
    """Give counts with a place each the verb behind the last: "17 in X and two in Y were killed".

    Returns the verbs that are shared so.
    """
    shared: set[int] = set()
    for n in range(len(quantities) - 1, -1, -1):
        one, two = quantities[n], quantities[n + 1] if n + 1 < len(quantities) else None
        following = links.get(n + 1)
        listed = two is not None and following is not None and following > two.last
        listed = listed and two is not None and _goes_on_in_list(tokens, one, two)
        if n not in links:
            predicate = following if listed else _verb_behind(tokens, one, predicates)
            if predicate is not None and (listed or two is None or two.first > predicate):
                links[n] = predicate
        if listed and two is not None and place_behind(tokens, two) is not None and links[n] == following:
            shared.add(links[n])
    return shared


def _verb_behind(tokens: Tokens, quantity: Quantity, predicates: list[int]) -> int | None:
    """Return the verb that kills or hurts a count in its place: "and two in X were killed"."""
    place = place_behind(tokens, quantity)
    if place is None:
        return None
    predicate = next((p for p in predicates if p > place), None)
    if predicate is None or predicate - place > _PLACE_REACH:
        return None
    verb = predicate
    while tokens.codes[verb - 1] in _PASSIVE:
        verb -= 1
    dies = verb < predicate or tokens.words[predicate] in _DIED
    if tokens.codes[verb - 1] == COMMA and tokens.codes[quantity.first - 1] == COMMA:
        return None  # "five people, two in X, were killed"
    return predicate if dies and _ENDS_SUBJECT.isdisjoint(tokens.codes[place:verb]) else None


def _goes_on_in_list(tokens: Tokens, one: Quantity, two: Quantity) -> bool:
    """Whether a count with a place and the next stand in one list: "17 in X and two in Y"."""
    return (
        two.first - one.last <= _PLACE_REACH + _NOUN_REACH
        and _ENDS_SUBJECT.isdisjoint(tokens.codes[one.last + 1 : two.first])
        and _is_listed(tokens, two)
        and place_behind(tokens, one) is not None
    )


def parts_of(tokens: Tokens, quantities: list[Quantity], links: dict[int, int]) -> tuple[set[int], set[int]]:
    """Return the counts to leave out where some break another down, and the verbs with tolls told by place.

    Left out are the parts, or the whole where each part has a place of its own.

    "Three people, two journalists and an official, were killed" are three; of "killed three: two in X and
    one in Y" each place has its own.
    """
    left_out: set[int] = set()
    shares: set[int] = set()
    shared: set[int] = set()
    for n, predicate in sorted(links.items()):
        whole = quantities[n].value
        if n in left_out or n in shares or not whole:
            continue
        run = []
        for m in range(n + 1, len(quantities)):
            if links.get(m, predicate) != predicate or quantities[m].additional or not quantities[m].value:
                break
            run.append(m)
        described = [m for m in run if _is_within_commas(tokens, quantities[n], quantities[m], predicate)]
        left_out.update(described)
        if whole < 2:
            continue
        sums = list(accumulate(quantities[m].value or 0 for m in run))
        if whole not in sums[1:] or not _opens_breakdown(tokens, quantities[n], quantities[n + 1], predicate):
            continue
        parts = run[: sums.index(whole) + 1]
        if all(place_behind(tokens, quantities[m]) is not None for m in parts):
            links.update(dict.fromkeys(parts, predicate))
            shared.add(predicate)
            left_out.add(n)
            left_out.difference_update(parts)
            shares.update(parts)
        elif _is_of_anybody(tokens, quantities[n], quantities[n + 1]):
            left_out.update(parts)
    return left_out, shared


def _is_of_anybody(tokens: Tokens, whole: Quantity, part: Quantity) -> bool:
    """Whether the whole counts people of any sort, or a colon or a dash opens its parts."""
    opened = tokens.folded[tokens.ends[part.first - 2] : tokens.starts[part.first]]
    return tokens.words[whole.last + 1] in _ANYBODY or any(mark in opened for mark in ":–—")


def _is_within_commas(tokens: Tokens, whole: Quantity, part: Quantity, predicate: int) -> bool:
    """Whether a smaller count stands between the whole and its verb, with a comma on either side."""
    before_verb = predicate - 1
    while before_verb > part.last and tokens.codes[before_verb] in _PASSIVE:
        before_verb -= 1
    return (
        whole.has_noun
        and whole.last < part.first < predicate
        and ((part.value or 0) < (whole.value or 0) or tokens.words[before_verb + 1] in ONE_DOES)
        and COMMA in tokens.codes[whole.last + 1 : part.first]
        and tokens.codes[before_verb] == COMMA
    )


def place_behind(tokens: Tokens, quantity: Quantity) -> int | None:
    """Return the unit behind "in" that follows a count, its noun and an aside; None where it opens a time.

    What stands behind the next count is not told of this one; "two residents of X" are those of X.
    """
    k = quantity.last + 1
    end = len(tokens.codes)
    for _ in range(_PLACE_REACH):
        if k >= end or tokens.words[k] in _AT or tokens.codes[k] in _ENDS_PLACE:
            break
        if tokens.codes[k : k + 2] == _N["locals"] + _N["of"]:
            return k + 2
        k += 1
    if k + 1 < end and tokens.codes[k] == COMMA and tokens.codes[k + 1] == _N["incl"]:
        closed = tokens.codes.find(COMMA, k + 1, k + 1 + _ASIDE_REACH)
        k = closed + 1 if closed > 0 else k
    if k + 1 >= end or tokens.words[k] not in _AT:
        return None
    is_time = tokens.codes[k + 1] == NUMBER or tokens.words[k + 1] in _TIMES | _BODY_PARTS
    return None if is_time else k + 1


def _is_listed(tokens: Tokens, quantity: Quantity) -> bool:
    k = quantity.first - 1
    if tokens.codes[quantity.first] not in _COUNTS:
        return False
    if k > 0 and tokens.codes[k] == _N["at_least"]:
        k -= 1
    return tokens.codes[k] in (_N["and"], COMMA)


def _opens_breakdown(tokens: Tokens, whole: Quantity, part: Quantity, predicate: int) -> bool:
    """Whether a comma, a dash or a colon and nothing more stands before the first part."""
    begin = max(whole.last, predicate if predicate < part.first else 0)
    k = part.first - 1
    return k > begin and (tokens.codes[k] == COMMA or tokens.words[k] in (":", "–", "—", "-"))


def is_part(tokens: Tokens, quantity: Quantity, begin: int, *, is_first: bool) -> bool:
    """Whether the count is part of another: "including two children", "fifteen of the victims".

    The first count of a verb is part of no other: "a patrol came under fire; two of them died", "seized five
    men, two of whom died". Nor is one behind a verb of its own: "killing three of them and injuring six".
    """
    first = quantity.first
    for k in range(first - 1, max(begin, first - 4) - 1, -1):
        if tokens.codes[k] == _N["incl"]:
            return True
        if tokens.codes[k] in (COMMA, NUMBER) or tokens.codes[k] in _PREDICATE:
            break
    if tokens.words[first] == "one" and first - begin > 1 and tokens.codes[first - 1] == COMMA:
        return NUMBER in tokens.codes[begin : first - 1] and COMMA in tokens.codes[first : first + 10]
    if _is_among_them(tokens, quantity):
        return True
    after = tokens.words[quantity.last + 1 : quantity.last + 3]
    if is_of_them(tokens, quantity):
        of_the_dead = tokens.codes[first - 1] == COMMA and tokens.words[first - 2] in _WHOLE
        return not is_first or (first - begin > 1 and of_the_dead)
    return len(after) == 2 and after[0] == "of" and after[1] in _WHOLE


def _is_among_them(tokens: Tokens, quantity: Quantity) -> bool:
    """Whether what follows a count takes it out of another: "133 people, dozens of children among them"."""
    for word, code in zip(
        tokens.words[quantity.last + 1 : quantity.last + _AMONG_REACH],
        tokens.codes[quantity.last + 1 : quantity.last + _AMONG_REACH],
        strict=True,
    ):
        if code in (COMMA, SENTENCE_END):
            return False
        if word in ("among them", "among whom"):
            return True
    return False


def is_joint(tokens: Tokens, quantity: Quantity, predicate: int) -> bool:
    """Whether the toll mixes dead and injured: "killed and wounded 30" says nothing of the dead alone."""
    before = quantity.first < predicate
    if not before and tokens.words[max(0, predicate - 2)] == "dead":
        return False
    window = (
        tokens.codes[predicate : predicate + 3]
        if before
        else tokens.codes[max(0, predicate - 2) : predicate + 1]
    )
    if len(window) < 3 or window[1] != _N["and"] or not (window[0] in _PREDICATE and window[2] in _PREDICATE):
        return False
    if (window[0] in _WOUND) == (window[2] in _WOUND):
        return False
    behind = tokens.codes[predicate + 3 : predicate + 6]
    counted = NUMBER in behind or behind.startswith(_N["a"])
    return not (before and counted)


def is_of_them(tokens: Tokens, quantity: Quantity) -> bool:
    """Whether a count is taken out of the one before it: "one of whom"."""
    return tokens.words[quantity.last + 1 : quantity.last + 2] in (["of them"], ["of whom"])


def is_said_of_part(tokens: Tokens, part: Quantity, predicate: int) -> bool:
    """Whether a part alone has the verb: "two of whom were killed", "one of whom, a cook, was killed"."""
    if not is_of_them(tokens, part):
        return False
    between = range(part.last + 2, predicate)
    if part.value == 1 and tokens.words[predicate - 1] in ONE_DOES:
        return True
    return all(tokens.codes[k] in _PASSIVE or tokens.words[k] in _ADVERBS for k in between)


def is_apposition(tokens: Tokens, quantity: Quantity, following: Quantity, predicate: int) -> bool:
    """Whether the next count only describes some of the first: "two men, one of them a nurse, were".

    Likewise "five people, two in X, were".
    """
    of_them = is_of_them(tokens, following)
    described = of_them or tokens.words[following.first] == "one"
    if (following.value or 0) < (quantity.value or 0) and place_behind(tokens, quantity) is None:
        described |= place_behind(tokens, following) is not None
    return described and COMMA in tokens.codes[following.last : predicate]
