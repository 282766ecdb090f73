"""Whether a clause says that something happened, and how surely."""

from __future__ import annotations

from articles.words.tokens import COMMA, SENTENCE_END, Tokens, lexicon
from geodata.model import Certainty, Modality

_N = lexicon().names
_VICTIM_WORDS = frozenset((_N["kill"], _N["wound"], _N["losses"]))
"""In "no one was killed in the attack" the negation is about the victims, not about the attack."""

_DECIDING = frozenset(_N[name] for name in ("deny", "not", "might_adj", "will", "might", "to"))
_SETTING = frozenset((_N["trend"], _N["staged"], _N["past_ref"]))
"""What decides when it stands before the trigger, and what may stand anywhere in the sentence."""

_CONFIRMING = frozenset(("confirmed", "confirms", "verified"))
_ALLEGING = frozenset(("alleged", "allegedly"))
_CLAUSE_ENDS = frozenset((COMMA, SENTENCE_END))
_INFINITIVE_HAPPENED = frozenset(
    "continued continues managed able forced led leading began started proceeded helped used".split()
)
_AUXILIARIES = frozenset(("be", "been", "being", "have", "have been"))
_NOUNS = frozenset(
    _N[name] for name in ("strike_n", "attack_n", "airstrike", "shelling", "offensive", "chem")
)
_CROWDS = frozenset(_N[name] for name in ("protest", "protest_weak", "protester", "gather", "arrest"))
"""An anniversary is what crowds march for, not when they do."""

_CONDITIONS = frozenset(("if", "unless"))
_MODALS = frozenset(("could", "would", "might", "may"))
_AFTER_FACT = frozenset(("have", "be", "have been"))
"""After a modal verb these speak of what happened: "may have killed", "could be heard"."""

_ARTICLE_GAP = 5
"""Units this far apart have a "the" between them, which names an event already told."""

_NEGATION_REACH = 4
_MODAL_REACH = 5
_ADJECTIVE_REACH = 2
_DENIAL_REACH = 12
"""How far before the trigger a negation, a modal verb, "possible" or "denied that" may stand, in units."""

# Past forms without -ed among the trigger words: "would" before them belongs to another verb.
_IRREGULAR_PAST = frozenset(
    "shot struck hit fought took seized blew broke fell fled drove beat withdrew threw set killed "
    "overran retook beaten driven thrown taken retaken shelled went opened came slew stole burnt burned "
    "sank left lost won held".split()
)


def modality_of(tokens: Tokens, first: int, begin: int, end: int) -> tuple[Modality, str]:
    """Return how the clause puts the trigger that starts at unit ``first``, and the word that decides.

    ``begin`` and ``end`` (excluded) are the units of the sentence.
    """
    codes = tokens.codes
    for k in range(first - 1, max(begin, first - _DENIAL_REACH) - 1, -1):
        code = codes[k]
        if code in _CLAUSE_ENDS:
            break
        if code not in _DECIDING:
            continue
        if code == _N["deny"]:
            return Modality.DENIED, tokens.words[k]
        found = _modal_at(tokens, k, first, begin) if first - k <= _MODAL_REACH else None
        if found is not None:
            return found, tokens.words[k]
    if _is_question(tokens, end):
        return Modality.HYPOTHETICAL, "?"
    modal = _modal_after(tokens, first, end)
    if modal:
        return Modality.HYPOTHETICAL, modal
    if not _SETTING.isdisjoint(codes[begin:end]):
        return _set_elsewhere(tokens, first, begin, end)
    return Modality.HAPPENED, ""


def _set_elsewhere(tokens: Tokens, first: int, begin: int, end: int) -> tuple[Modality, str]:
    """Judge by words such as "anniversary", "staged" and "trend", wherever they stand in the sentence."""
    codes = tokens.codes
    for k in range(begin, end):
        close = (codes[k] == _N["trend"] and k < first) or codes[k] == _N["staged"]
        recalls = codes[k] == _N["past_ref"] and codes[first] not in _CROWDS
        if recalls or (close and abs(first - k) <= _MODAL_REACH):
            return Modality.BACKGROUND, tokens.words[k]
    return Modality.HAPPENED, ""


def _modal_at(tokens: Tokens, k: int, first: int, begin: int) -> Modality | None:
    code, distance = tokens.codes[k], first - k
    if code == _N["not"] and distance <= _NEGATION_REACH and tokens.words[k] != "without":
        between = tokens.codes[k + 1 : first]
        return Modality.DENIED if _VICTIM_WORDS.isdisjoint(between) else None
    if code == _N["might_adj"] and distance <= _ADJECTIVE_REACH and not _is_other_verb(tokens, k, first):
        return Modality.PLANNED
    if tokens.words[k] in _CONDITIONS:
        return Modality.HYPOTHETICAL
    if code in (_N["will"], _N["might"]) and not _is_other_verb(tokens, k, first):
        return Modality.PLANNED if code == _N["will"] else Modality.HYPOTHETICAL
    if code == _N["to"] and distance == 1 and _is_base_form(tokens.words[first]):
        if tokens.codes[first] == _N["protest"]:
            return None
        helped = k > begin and tokens.words[k - 1] in _INFINITIVE_HAPPENED
        return None if helped else Modality.PLANNED
    return None


def _modal_after(tokens: Tokens, first: int, end: int) -> str:
    """Return the modal verb whose subject the trigger is: "air strikes could", but not "the attack could"."""
    if tokens.codes[first] not in _NOUNS:
        return ""
    told = any(tokens.starts[k] - tokens.ends[k - 1] >= _ARTICLE_GAP for k in (first, first - 1) if k > 0)
    if told:
        return ""
    for k in range(first + 1, min(end - 1, first + _MODAL_REACH + 1)):
        if tokens.codes[k] in _CLAUSE_ENDS:
            return ""
        word = tokens.words[k]
        if word in _MODALS:
            return "" if tokens.words[k + 1] in _AFTER_FACT else word
    return ""


def _is_other_verb(tokens: Tokens, k: int, first: int) -> bool:
    """Whether the trigger is a past tense, which a modal verb without an auxiliary cannot govern."""
    word = tokens.words[first].split(" ")[0]
    past = word.endswith("ed") or word in _IRREGULAR_PAST
    between = tokens.words[k].split(" ")[1:] + tokens.words[k + 1 : first]
    return past and _AUXILIARIES.isdisjoint(between)


def _is_base_form(words: str) -> bool:
    return not words.split(" ")[0].endswith(("ed", "ing", "s"))


def _is_question(tokens: Tokens, end: int) -> bool:
    last = tokens.codes.rfind(SENTENCE_END, max(0, end - 2), end)
    return last >= 0 and tokens.words[last].endswith("?")


def certainty_of(tokens: Tokens, begin: int, end: int) -> Certainty:
    """Return how surely the sentence in units begin..end puts what it tells."""
    codes, words = tokens.codes[begin:end], tokens.words[begin:end]
    if _N["deny"] in codes:
        return Certainty.DISPUTED
    if not _CONFIRMING.isdisjoint(words) and _N["not"] not in codes:
        return Certainty.CONFIRMED
    if _N["accuse"] in codes or not _ALLEGING.isdisjoint(words):
        return Certainty.CLAIMED
    if _N["claimed"] in codes and "lives" not in words:
        return Certainty.CLAIMED
    return Certainty.STATED
