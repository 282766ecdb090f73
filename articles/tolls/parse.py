"""Links counts of people to the words for death and injury, sentence by sentence."""

from __future__ import annotations

from dataclasses import dataclass

from articles.tolls.quantities import Quantity, classes, find_quantities, is_denied
from articles.words.tokens import COMMA, NUMBER, SENTENCE_END, Tokens, lexicon, tokenise
from geodata.model import Span, Toll

_N = lexicon().names
_KILL = classes("kill slay")
_BODY = classes("body")
_WOUND = classes("wound")
_PREDICATE = _KILL | _BODY | _WOUND
_AFTER = classes("after")
_BREAKS_OBJECT = classes("prep by be have and after") | frozenset((COMMA, SENTENCE_END))
_PASSIVE = classes("be have")
_AGENT = classes("suicide gunmen")
_FORWARD = 14
_BACKWARD = 5
_TRANSITIVE = frozenset(
    "killed killing kills kill leaving claimed claiming claims wounded wounding wounds wound injured injuring injures "
    "injure hurt hurting executed executing murdered murdering shot slaughtered massacred massacring beheaded "
    "beheading lynched".split()
)
_ACTIVE_PHRASES = (
    "claim",
    "took the li",
    "taken the li",
    "cost the li",
    "death toll",
    "gun",
    "shot dead",
    "shooting dead",
)
_NOUNS = frozenset(
    "deaths death fatality fatalities casualties dead killing killings death toll deathtoll".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TollMention:
    """A statement of deaths or injuries and where it stands.

    ``killed`` and ``injured`` are counts, None where this statement says nothing of them; ``low`` and
    ``high`` bound the deaths where the text does ("at least", "up to"). ``additional`` is a count on top
    of another ("two more died"); ``aside`` one told as the background of something else ("after … killed
    30 last month").
    """

    start: int
    end: int
    first: int
    killed: int | None = None
    low: int | None = None
    high: int | None = None
    injured: int | None = None
    additional: bool = False
    aside: bool = False


def find_tolls(text: str) -> list[TollMention]:
    """Return the tolls a text states, in order; [] where it states none."""
    return find_toll_mentions(tokenise(text))


def find_toll_mentions(tokens: Tokens) -> list[TollMention]:
    """Return the tolls stated in these units, in order."""
    found: list[TollMention] = []
    begin = 0
    codes = tokens.codes
    while begin < len(codes):
        end = codes.find(SENTENCE_END, begin)
        end = len(codes) if end < 0 else end
        if any(codes[k] in _PREDICATE for k in range(begin, end)):
            found.extend(_sentence(tokens, begin, end))
        begin = end + 1
    return found


def _sentence(tokens: Tokens, begin: int, end: int) -> list[TollMention]:
    predicates = [k for k in range(begin, end) if tokens.codes[k] in _PREDICATE]
    quantities = find_quantities(tokens, begin, end)
    links = _link(tokens, quantities, predicates, begin, end)
    found = [_mention(tokens, quantity, predicate, begin) for quantity, predicate in links]
    denied = [p for p in predicates if tokens.codes[p] not in _BODY and is_denied(tokens, begin, p)]
    if denied and not any(m.killed is not None for m in found):
        wounded = tokens.codes[denied[0]] in _WOUND
        found.append(
            TollMention(
                start=tokens.starts[denied[0]],
                end=tokens.ends[denied[0]],
                first=denied[0],
                killed=None if wounded else 0,
                injured=0 if wounded else None,
            )
        )
    return found


def _link(
    tokens: Tokens, quantities: list[Quantity], predicates: list[int], begin: int, end: int
) -> list[tuple[Quantity, int]]:
    links: dict[int, int] = {}
    for n, quantity in enumerate(quantities):
        predicate = _object_of(tokens, quantity, quantities[:n], links, predicates)
        if predicate is not None:
            links[n] = predicate
    for n in range(len(quantities) - 1, -1, -1):
        if n not in links:
            predicate = _subject_of(tokens, n, quantities, links, predicates, end)
            if predicate is not None:
                links[n] = predicate
    chosen = []
    for n, predicate in sorted(links.items()):
        if (
            predicate >= 0
            and not _is_part(tokens, quantities[n], begin)
            and not _is_joint(tokens, quantities[n], predicate)
        ):
            chosen.append((quantities[n], predicate))
    return chosen


def _object_of(
    tokens: Tokens, quantity: Quantity, earlier: list[Quantity], links: dict[int, int], predicates: list[int]
) -> int | None:
    """The verb whose object the count is: "killing at least 12", "death toll rose to 14"."""
    before = [p for p in predicates if p < quantity.first]
    if not before:
        return None
    predicate = before[-1]
    gap = tokens.codes[predicate + 1 : quantity.first]
    word = tokens.words[predicate]
    if word.startswith(("death toll", "deathtoll")):
        return predicate if len(gap) <= 8 and COMMA not in gap else None
    if word in (
        "death",
        "deaths",
        "bodies",
        "body",
        "corpses",
        "remains",
        "deaths of",
        "death of",
    ) or word.startswith("dead bod"):
        return predicate if _follows_of(tokens, predicate, quantity.first) else None
    if word in ("killing",) and gap[:1] == _N["of"]:
        return predicate
    if word not in _TRANSITIVE and not word.startswith(_ACTIVE_PHRASES):
        return _coordinated(tokens, quantity, earlier, links)
    if len(gap) > _BACKWARD or any(code in _BREAKS_OBJECT or code == NUMBER for code in gap):
        return _coordinated(tokens, quantity, earlier, links)
    if quantity.last + 1 < len(tokens.codes) and _own_passive(tokens, quantity):
        return None
    return predicate


def _follows_of(tokens: Tokens, predicate: int, first: int) -> bool:
    gap = tokens.words[predicate + 1 : first]
    of_inside = tokens.words[predicate].endswith(" of")
    return (
        len(gap) <= 5
        and (of_inside or gap[:1] == ["of"])
        and COMMA not in tokens.codes[predicate + 1 : first]
    )


def _own_passive(tokens: Tokens, quantity: Quantity) -> bool:
    """Whether the count right away has its own predicate: "killed two were wounded"."""
    nxt = tokens.codes[quantity.last + 1]
    return nxt in _PASSIVE or (nxt in _WOUND and not quantity.has_noun)


def _coordinated(
    tokens: Tokens, quantity: Quantity, earlier: list[Quantity], links: dict[int, int]
) -> int | None:
    """ "killing two guards and a national": the second count shares the first one's verb."""
    if not earlier or len(earlier) - 1 not in links:
        return None
    last = earlier[-1]
    gap = tokens.codes[last.last + 1 : quantity.first]
    if len(gap) > 6 or not (_N["and"] in gap or COMMA in gap):
        return None
    if any(code in _PREDICATE or code in _PASSIVE or code in classes("prep by incl") for code in gap):
        return None
    if any(
        code in _PREDICATE or code in _PASSIVE for code in tokens.codes[quantity.last + 1 : quantity.last + 6]
    ):
        return None
    return links[len(earlier) - 1] if quantity.has_noun or quantity.additional else None


def _subject_of(
    tokens: Tokens, n: int, quantities: list[Quantity], links: dict[int, int], predicates: list[int], end: int
) -> int | None:
    """The predicate that follows the count: "12 people were killed", "9 fatalities", "23 reported dead"."""
    quantity = quantities[n]
    predicate = next((p for p in predicates if p > quantity.last), None)
    if predicate is None or predicate - quantity.last > _FORWARD:
        return None
    gap = tokens.codes[quantity.last + 1 : predicate]
    between = [m for m in range(n + 1, len(quantities)) if quantities[m].last < predicate]
    if between:
        return _through(tokens, quantity, quantities, between, links, predicate)
    if gap and (gap[0] in classes("prep unit_time unit_other age say") or _N["by"] in gap):
        return None
    if any(
        code in classes("attack_v shoot take hit throw fire_v find") and tokens.codes[predicate] not in _BODY
        for code in gap
    ):
        return None
    if _takes_object(tokens, predicate, quantities, links, end) and not any(c in _PASSIVE for c in gap):
        return None
    if tokens.codes[predicate] in _BODY and len(gap) > 4:
        return None
    if any(c in _AGENT for c in gap) and not any(c in _PASSIVE for c in gap):
        return None
    return predicate


def _through(
    tokens: Tokens,
    quantity: Quantity,
    quantities: list[Quantity],
    between: list[int],
    links: dict[int, int],
    predicate: int,
) -> int | None:
    """The count's predicate when other counts stand between: a sum, or a part ("including two children")."""
    following = quantities[between[0]]
    gap = tokens.codes[quantity.last + 1 : following.first]
    if _N["incl"] in gap:
        return predicate
    joined = _N["and"] in gap or COMMA in gap
    blocked = any(code in classes("prep by have be say attack_v shoot hit") for code in gap)
    if joined and not blocked and len(gap) <= 7 and links.get(between[0]) == predicate:
        return predicate
    return None


def _takes_object(
    tokens: Tokens, predicate: int, quantities: list[Quantity], links: dict[int, int], end: int
) -> bool:
    return any(p == predicate and quantities[m].first > predicate for m, p in links.items())


def _is_part(tokens: Tokens, quantity: Quantity, begin: int) -> bool:
    """Whether the count is part of another: "including two children", "fifteen of the victims"."""
    for k in range(quantity.first - 1, max(begin, quantity.first - 4) - 1, -1):
        if tokens.codes[k] == _N["incl"]:
            return True
        if tokens.codes[k] in (COMMA, NUMBER):
            break
    after = tokens.words[quantity.last + 1 : quantity.last + 4]
    return bool(after) and (
        after[0] == "of them"
        or (after[0] == "of" and len(after) > 1 and after[1] in ("the", "those", "whom", "them"))
    )


def _is_joint(tokens: Tokens, quantity: Quantity, predicate: int) -> bool:
    """ "killed and wounded 30" says nothing of the dead alone."""
    if predicate > quantity.first:
        window = tokens.codes[predicate : predicate + 3]
        return (
            len(window) == 3
            and window[1] == _N["and"]
            and {window[0] in _WOUND, window[2] in _WOUND} == {True, False}
            and window[2] in _PREDICATE
            and not _number_after(tokens, predicate + 3)
        )
    window = tokens.codes[max(0, predicate - 2) : predicate + 1]
    return (
        len(window) == 3
        and window[1] == _N["and"]
        and window[0] in _PREDICATE
        and (window[0] in _WOUND) != (window[2] in _WOUND)
    )


def _number_after(tokens: Tokens, k: int) -> bool:
    return any(code == NUMBER for code in tokens.codes[k : k + 3])


def _mention(tokens: Tokens, quantity: Quantity, predicate: int, begin: int) -> TollMention:
    first, last = min(quantity.first, predicate), max(quantity.last, predicate)
    wounded = tokens.codes[predicate] in _WOUND
    value = quantity.value
    return TollMention(
        start=tokens.starts[first],
        end=tokens.ends[last],
        first=first,
        killed=None if wounded else value,
        low=None if wounded else quantity.low,
        high=None if wounded else quantity.high,
        injured=value if wounded else None,
        additional=quantity.additional,
        aside=_is_aside(tokens, first, begin),
    )


def _is_aside(tokens: Tokens, first: int, begin: int) -> bool:
    """Whether the toll stands in a clause opened by "after", "following", "since"."""
    for k in range(first - 1, max(begin, first - 14) - 1, -1):
        if tokens.codes[k] in _AFTER:
            return True
        if tokens.codes[k] == COMMA:
            return False
    return False


def total(mentions: list[TollMention]) -> Toll:
    """Return one toll from the statements about one event; repeated statements count once."""
    killed = [m for m in mentions if m.killed is not None]
    injured = [m.injured for m in mentions if m.injured is not None]
    spans = tuple(Span(start=m.start, end=m.end) for m in mentions)
    if not killed:
        return Toll(injured=max(injured, default=None), spans=spans)
    best = (
        max(m.killed or 0 for m in killed if not m.additional) if any(not m.additional for m in killed) else 0
    )
    best += sum(m.killed or 0 for m in killed if m.additional)
    low = best if any(m.low is not None for m in killed) else None
    high = best if any(m.high is not None for m in killed) else None
    return Toll(
        fatalities_low=low,
        fatalities=best,
        fatalities_high=high,
        injured=max(injured, default=None),
        spans=spans,
    )
