"""Decides which word for death or injury each count of people belongs to."""

from __future__ import annotations

from articles.tolls.people import Quantity, classes
from articles.tolls.pronouns import died_of_it, killed_afterwards
from articles.tolls.risen import RISEN, is_put_at, risen_to
from articles.tolls.shares import (
    is_apposition,
    is_joint,
    is_part,
    is_said_of_part,
    parts_of,
    place_behind,
    share_behind,
    share_elided,
)
from articles.words.tokens import BRACKET, COMMA, NUMBER, OTHER, SENTENCE_END, Tokens, is_passive, lexicon

_N = lexicon().names
BODY = classes("body")
WOUND = classes("wound")
PREDICATE = classes("kill slay body wound")

_BREAKS_OBJECT = classes("prep conj by be have and after") | frozenset((BRACKET, COMMA, SENTENCE_END))
_BREAKS_OBJECT_OR_COUNT = _BREAKS_OBJECT | {NUMBER}
_COUNTS = classes("a at_least") | {NUMBER}
_PASSIVE = classes("be have")
_PREDICATE_OR_PASSIVE = PREDICATE | _PASSIVE
_AGENT = classes("suicide gunmen rebel state police")
_NO_SUBJECT_AFTER = classes("prep conj unit_time unit_other age")
_OTHER_VERB = classes("attack_v shoot take hit throw fire_v")
_BREAKS_SUM = (
    classes("prep conj by incl withdraw take seize destroy hit abduct arrest burn abandon")
    | PREDICATE
    | _PASSIVE
)
_FINDS = classes("say have find be")
"""In "a teacher said she had seen the bodies" the teacher is none of the dead."""

_PEOPLES = frozenset((_N["and"], _N["a"], COMMA, OTHER))
"""What stands between counts of peoples that no class lists: "two Indians and a Pakistani died"."""
_BREAKS_LIST = classes("prep conj by have be say attack_v shoot hit")
_FORWARD = 14
_BACKWARD = 5
_LIST = 7
"""Reach in units: from a count to its predicate, back to its verb, and between the members of a list."""

_TRANSITIVE = frozenset(
    "killed killing kills kill leaving wounded wounding wounds wound injured injuring injures injure "
    "martyred hurt hurting lost losing executed executing murdered murdering slaughtered massacred "
    "massacring beheaded beheading lynched assassinated stabbed hacked butchered neutralised neutralized "
    "neutralise neutralize eliminated eliminate".split()
)
_ACTIVE_PHRASES = (
    "claim",
    "took the li",
    "took li",
    "taken li",
    "cost li",
    "gun",
    "mowed down",
    "shot dead",
    "shooting dead",
    "shoots dead",
    "fatally",
    "hacked",
    "beaten",
    "stabbed to",
    "stoned to",
    "to death",
    "shot and",
    "murdered",
    "slain",
    "beheaded",
    "summarily",
)
_TOLL_REACH = 32
_TOLL_NOUNS = ("death toll", "deathtoll", "toll ", "put toll", "bringing toll")
_DONE_TO_THE_DEAD = frozenset("burned burnt mutilated dismembered buried".split())
"""What stands beside the verb: "lynched and burned three suspected bandits"."""
_DEATH_NOUNS = frozenset("killing killings death deaths murder murders slaying slayings".split()) | {
    "death of",
    "deaths of",
}
_OWN_VERBS = frozenset("escaped fled surrendered survived hid returned".split())
"""What somebody does who is not killed: "killed a guard and two hostages escaped"."""
_ABOUT = frozenset("over for in about after with on".split())
"""What stands before such a noun: "arrested 14 people over the killing"."""
_BASE = frozenset(("kill", "execute", "murder", "eliminate", "neutralise", "neutralize", "injure", "wound"))
_MEANT = tuple(classes("will might to"))
_LEADS_TO_VERB = classes("prep be")
_ALONG = frozenset(("along with", "together with", "alongside", "with"))
_MANAGED = frozenset(("managed", "able"))
_MANY = frozenset("people men women children police personnel staff troops policemen".split())
_HURT = frozenset(("wounded", "injured"))
_ADJECTIVES = _HURT | frozenset("dead killed slain fallen deceased martyred bodies body corpses".split())
_PARTICIPLES = ("ed", "dead", "death")
_PRONOUNS = frozenset(("he", "she", "him", "her"))
_ALMOST = frozenset(("nearly", "almost", "narrowly", "among"))


def link(
    tokens: Tokens, quantities: list[Quantity], predicates: list[int], begin: int
) -> list[tuple[Quantity, int, int | None]]:
    """Return each count with the unit of its predicate; parts of a whole and joint tolls are left out.

    The third is the unit where its place begins, of tolls that a sentence tells by place.
    """
    links: dict[int, int] = {}
    for n, quantity in enumerate(quantities):
        predicate = _object_of(tokens, quantity, quantities[:n], links, predicates)
        if predicate is not None:
            links[n] = predicate
    for n in range(len(quantities) - 1, -1, -1):
        if n not in links:
            predicate = _subject_of(tokens, n, quantities, links, predicates)
            if predicate is not None:
                links[n] = died_of_it(tokens, predicate, predicates)
    links.update(killed_afterwards(tokens, quantities, links, predicates))
    shared = share_elided(tokens, quantities, links, predicates)
    shared |= share_behind(tokens, quantities, links, predicates)
    left_out, broken_down = parts_of(tokens, quantities, links)
    shared |= broken_down
    risen = risen_to(tokens, quantities, links)
    if shared:  # "killed 17 in X and two in Y, taking the toll to 19": that is the toll of neither
        left_out |= {n for n in risen if links[n] not in shared}
    return [
        (quantities[n], predicate, place_behind(tokens, quantities[n]) if predicate in shared else None)
        for n, predicate in sorted(links.items())
        if n not in left_out
        and not (
            risen and quantities[n].additional and n not in risen and tokens.codes[predicate] not in WOUND
        )
        and not _is_only_meant(tokens, predicate)
        and tokens.words[predicate - 1] not in _ALMOST
        and not is_part(
            tokens, quantities[n], begin, is_first=predicate not in [links.get(m) for m in range(n)]
        )
        and not _is_named_before(tokens, quantities[:n], links, quantities[n], predicate)
        and not is_joint(tokens, quantities[n], predicate)
    ]


def _is_only_meant(tokens: Tokens, predicate: int) -> bool:
    """Whether somebody only wants to kill: "threatened to kill 12", "would kill"; not "managed to kill"."""
    before = tokens.codes[max(0, predicate - 1) : predicate]
    if tokens.words[predicate] not in _BASE or before not in _MEANT:
        return False
    return _MANAGED.isdisjoint(tokens.words[max(0, predicate - 3) : predicate])


def _is_named_before(
    tokens: Tokens, earlier: list[Quantity], links: dict[int, int], quantity: Quantity, predicate: int
) -> bool:
    """Whether a pronoun stands for the one before it: "hit a man of 61, he died"."""
    if tokens.words[quantity.first] not in _PRONOUNS or quantity.last > quantity.first:
        return False
    return any(q.value == 1 and links.get(n) == predicate for n, q in enumerate(earlier))


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
    if "but" in tokens.words[predicate + 1 : quantity.first]:
        return None
    if _is_inverted(tokens, gap, predicate) or _is_killed_along(tokens, quantity, predicate):
        return predicate
    if RISEN & set(tokens.words[predicate + 1 : quantity.first]):
        rises_to = tokens.words[quantity.first - 1] != "from" and predicate not in links.values()
        return predicate if len(gap) <= _TOLL_REACH and rises_to else None
    if len(gap) <= _TOLL_REACH and is_put_at(tokens, quantity, predicate):
        return predicate
    if gap[:1] == _N["and"] and tokens.words[predicate + 2] in _DONE_TO_THE_DEAD:
        gap = gap[2:]
    if word.startswith(_TOLL_NOUNS):
        return predicate if len(gap) <= 8 and COMMA not in gap else None
    if gap[:1] == _N["of"] or word.endswith(" of"):
        inner = gap.removeprefix(_N["of"])
        if len(gap) <= 5 and _BREAKS_OBJECT_OR_COUNT.isdisjoint(inner):
            return predicate
        return _coordinated(tokens, quantity, earlier, links)
    if word not in _TRANSITIVE and not word.startswith(_ACTIVE_PHRASES) and not word.endswith("to death"):
        return _coordinated(tokens, quantity, earlier, links)
    if len(gap) > _BACKWARD or not _BREAKS_OBJECT_OR_COUNT.isdisjoint(gap):
        return _coordinated(tokens, quantity, earlier, links)
    return None if _has_own_predicate(tokens, quantity) else predicate


def _is_inverted(tokens: Tokens, gap: str, predicate: int) -> bool:
    """Whether the verb opens its sentence: "killed in the raid were two guards", "wounded were three"."""
    opens = predicate == 0 or tokens.codes[predicate - 1] == SENTENCE_END
    return opens and gap[-1:] == _N["be"] and gap[0] in _LEADS_TO_VERB and len(gap) <= _FORWARD


def _is_killed_along(tokens: Tokens, quantity: Quantity, predicate: int) -> bool:
    """Whether the count is killed with who is told before: "was killed along with two of his sons"."""
    between = tokens.words[predicate + 1 : quantity.first]
    along = between[:1] and between[0] in _ALONG and (between[0] != "with" or quantity.additional)
    whose = tokens.codes[predicate + 2 : quantity.first]
    return bool(along) and whose in ("", _N["a"], _N["at_least"]) and is_passive(tokens, predicate, 0)


def _has_own_predicate(tokens: Tokens, quantity: Quantity) -> bool:
    """Whether the count is at once a subject itself: "killed, two were wounded"."""
    following = tokens.codes[quantity.last + 1 : quantity.last + 2]
    if quantity.value == 1 and tokens.words[quantity.last + 1 : quantity.last + 2] == ["were"]:
        return False
    return following in _PASSIVE or (following in WOUND and not quantity.has_noun) if following else False


def _coordinated(
    tokens: Tokens, quantity: Quantity, earlier: list[Quantity], links: dict[int, int]
) -> int | None:
    """In "killing two guards and a national" the second count shares the first one's verb."""
    if not earlier or len(earlier) - 1 not in links:
        return None
    gap = tokens.codes[earlier[-1].last + 1 : quantity.first]
    if len(gap) > _LIST - 1 or not _is_joined(tokens, quantity):
        return None
    if not _BREAKS_SUM.isdisjoint(gap) or _ends_no_list(tokens, quantity):
        return None
    if not _OWN_VERBS.isdisjoint(tokens.words[quantity.last + 1 : quantity.last + 3]):
        return None
    for k in range(quantity.last + 1, min(len(tokens.codes), quantity.last + 6)):
        if tokens.codes[k] == SENTENCE_END or _goes_on_with(tokens, k) or _counts_others(tokens, k):
            break
        if tokens.words[k] == "to death":
            break
        if tokens.codes[k] in _PREDICATE_OR_PASSIVE:
            return None
    return links[len(earlier) - 1] if quantity.has_noun or quantity.additional else None


def _goes_on_with(tokens: Tokens, k: int) -> bool:
    """Whether unit k is a further verb of the same subject: "and wounding 14"."""
    return tokens.words[k].endswith("ing") and tokens.codes[k - 1] in (_N["and"], COMMA)


def _ends_no_list(tokens: Tokens, quantity: Quantity) -> bool:
    """Whether no "and a child" follows one behind a comma, who may be who speaks: "killing 13, the head"."""
    behind = tokens.codes[quantity.last + 1 : quantity.last + _LIST]
    joined = tokens.codes[quantity.first - 1] == _N["and"]
    return not joined and quantity.value == 1 and not any(_N["and"] + c in behind for c in _COUNTS)


def _counts_others(tokens: Tokens, k: int) -> bool:
    """Whether unit k is a count with a verb of its own before it: "and left four others hurt"."""
    before = k - 1
    while tokens.codes[before] == _N["at_least"]:
        before -= 1
    return tokens.codes[k] == NUMBER and tokens.codes[before] not in (_N["and"], COMMA)


def _is_joined(tokens: Tokens, quantity: Quantity) -> bool:
    """Whether "and" or a comma stands right before the count, or before its "at least" or "her"."""
    k = quantity.first - 1
    while k > 0 and tokens.codes[k] in (_N["at_least"], _N["a"]):
        k -= 1
    return tokens.codes[k] in (_N["and"], COMMA)


def _subject_of(
    tokens: Tokens, n: int, quantities: list[Quantity], links: dict[int, int], predicates: list[int]
) -> int | None:
    """The predicate that follows the count: "12 people were killed", "9 fatalities", "23 reported dead"."""
    quantity = quantities[n]
    begins = quantity.last + 2 if is_of_the_hurt(tokens, quantity) else quantity.last
    predicate = next((p for p in predicates if p > begins), None)
    if predicate is None or predicate - _listed_to(tokens, n, quantities, links, predicate) > _FORWARD:
        return None
    if _is_bracketed(tokens, quantity, predicate):
        return None
    gap = tokens.codes[quantity.last + 1 : predicate]
    between = [m for m in range(n + 1, len(quantities)) if quantities[m].last < predicate]
    if between:
        return _through(tokens, quantity, quantities[between[0]], links.get(between[0]), predicate)
    if tokens.words[predicate] in _DEATH_NOUNS and _are_others(tokens, quantity, predicate):
        return None
    if _is_what_is_done_for(tokens, quantity, predicate):
        return None
    if tokens.words[predicate] in _TRANSITIVE and tokens.words[predicate].endswith("ing"):
        return None
    passive = is_passive(tokens, predicate, quantity.last + 1) or _goes_on_passive(tokens, gap, predicate)
    if gap and (gap[0] in _NO_SUBJECT_AFTER or _N["by"] in gap) and not (passive and quantity.has_noun):
        return None
    if tokens.codes[predicate] in BODY:
        return predicate if len(gap) <= 4 and _FINDS.isdisjoint(gap) else None
    verbs = (predicate, _second_verb(tokens, predicate))
    has_object = any(p in verbs and quantities[m].first > predicate for m, p in links.items())
    if has_object and gap[-1:] == _N["and"]:
        return None
    if passive and quantity.has_noun:
        return predicate
    if not _OTHER_VERB.isdisjoint(gap):
        return None
    if passive:
        return predicate
    is_agent = tokens.words[predicate] in _TRANSITIVE and _acts(tokens, predicate, gap)
    return None if has_object or is_agent else predicate


def _listed_to(
    tokens: Tokens, n: int, quantities: list[Quantity], links: dict[int, int], predicate: int
) -> int:
    """Return the unit in which a count ends, or the next of its list that is linked to the same predicate."""
    following = n + 1
    listed = links.get(following) == predicate and _is_joined(tokens, quantities[following])
    if listed and not is_said_of_part(tokens, quantities[following], predicate):
        return min(quantities[following].last, quantities[n].last + _LIST + 1)
    return quantities[n].last


def _is_bracketed(tokens: Tokens, quantity: Quantity, predicate: int) -> bool:
    """Whether a bracket closes behind a count and its noun: "seven died (four guards) and nine were hurt"."""
    between = tokens.words[quantity.last + 1 : predicate]
    return ")" in between[1:] and "(" not in between


def _are_others(tokens: Tokens, quantity: Quantity, predicate: int) -> bool:
    """Whether a count is of people beside a noun for death: "arrested 14 over the killing"."""
    between = tokens.words[quantity.last + 1 : predicate]
    return not _ABOUT.isdisjoint(between[-2:]) or any(w in _MANY or w.endswith("s") for w in between)


def _is_what_is_done_for(tokens: Tokens, quantity: Quantity, predicate: int) -> bool:
    """Whether the dead or hurt are others, to whom something is done: "200 marched for the dead"."""
    first = predicate
    while first - 1 > quantity.last and tokens.codes[first - 1] == NUMBER:
        first -= 1
    begins = tokens.folded[tokens.ends[first - 1] : tokens.starts[first]].strip()
    return first - 1 > quantity.last and begins == "the" and tokens.words[predicate] in _ADJECTIVES


def is_of_the_hurt(tokens: Tokens, quantity: Quantity) -> bool:
    """Whether a count is taken out of those hurt: "one of the wounded died"."""
    of, whom = quantity.last + 1, quantity.last + 2
    return tokens.words[of : of + 1] == ["of"] and not _HURT.isdisjoint(tokens.words[whom : whom + 1])


def _goes_on_passive(tokens: Tokens, gap: str, predicate: int) -> bool:
    """Whether a passive goes on over an "and": "were taken from their homes and shot dead"."""
    if _N["be"] not in gap[:3] or not tokens.words[predicate].endswith(_PARTICIPLES):
        return False
    if predicate + 1 < len(tokens.codes):
        between = tokens.folded[tokens.ends[predicate] : tokens.starts[predicate + 1]].strip()
        if between == "the" or tokens.codes[predicate + 1] in (NUMBER, _N["a"], _N["vague"]):
            return False
    return _N["and"] in gap[-2:]


def _second_verb(tokens: Tokens, predicate: int) -> int:
    """Return the unit of the verb that shares its object with this one: "stabbed and killed a constable"."""
    paired = tokens.codes[predicate + 1 : predicate + 2] == _N["and"] and tokens.words[predicate] != "dead"
    return predicate + 2 if paired and tokens.codes[predicate + 2 : predicate + 3] in PREDICATE else predicate


def _acts(tokens: Tokens, predicate: int, gap: str) -> bool:
    """Whether the count kills: "three bombers killed the mayor", but not "five rebels killed, 3 injured"."""
    if _AGENT.isdisjoint(gap):
        return False
    following = tokens.codes[predicate + 1 : predicate + 2]
    return bool(following) and following not in _BREAKS_OBJECT


def _through(
    tokens: Tokens, quantity: Quantity, following: Quantity, linked: int | None, predicate: int
) -> int | None:
    """The count's predicate when other counts stand between: a sum, or a part ("including two children")."""
    gap = tokens.codes[quantity.last + 1 : following.first]
    if is_said_of_part(tokens, following, predicate):
        return None
    if (
        _N["incl"] in gap
        or "(" in tokens.words[quantity.last + 1 : following.first]
        or (gap.endswith(COMMA) and is_apposition(tokens, quantity, following, predicate))
    ):
        return predicate
    joined = _is_joined(tokens, following)
    blocked = not _BREAKS_LIST.isdisjoint(gap)
    people = quantity.has_noun or all(code in _PEOPLES for code in gap)
    if joined and not blocked and people and len(gap) <= _LIST and linked == predicate:
        return predicate
    return None
