"""Whether a clause says that something happened, and how surely."""

from __future__ import annotations

from articles.model import Modality
from articles.words.tokens import COMMA, SENTENCE_END, Tokens, lexicon
from geodata.model import Certainty

_N = lexicon().names
_CLAUSE_ENDS = frozenset((COMMA, SENTENCE_END))
_INFINITIVE_HAPPENED = frozenset(
    "continued continues managed able forced led leading began started proceeded helped".split()
)
_NEGATION_REACH = 4
_MODAL_REACH = 5


def modality_of(tokens: Tokens, first: int, begin: int, end: int) -> tuple[Modality, str]:
    """Return how the clause puts the trigger that starts at unit ``first``, and the word that decides."""
    codes = tokens.codes
    for k in range(first - 1, max(begin, first - _MODAL_REACH) - 1, -1):
        code = codes[k]
        if code in _CLAUSE_ENDS:
            break
        if code == _N["not"] and first - k <= _NEGATION_REACH and tokens.words[k] != "without":
            return Modality.DENIED, tokens.words[k]
        if code == _N["deny"]:
            return Modality.DENIED, tokens.words[k]
        if code == _N["will"]:
            return Modality.PLANNED, tokens.words[k]
        if code == _N["might"]:
            return Modality.HYPOTHETICAL, tokens.words[k]
        if code == _N["to"] and k == first - 1 and _is_base_form(tokens.words[first]):
            if k > begin and tokens.words[k - 1] in _INFINITIVE_HAPPENED:
                break
            return Modality.PLANNED, tokens.words[k]
    for k in range(begin, end):
        if codes[k] == _N["past_ref"]:
            return Modality.BACKGROUND, tokens.words[k]
    return Modality.HAPPENED, ""


def _is_base_form(words: str) -> bool:
    word = words.split(" ")[0]
    return not word.endswith(("ed", "ing", "s"))


def certainty_of(tokens: Tokens, begin: int, end: int) -> Certainty:
    """Return how surely the sentence in units begin..end puts what it tells."""
    codes = tokens.codes[begin:end]
    words = set(tokens.words[begin:end])
    if _N["deny"] in codes:
        return Certainty.DISPUTED
    if words & {"confirmed", "confirms", "verified"} and _N["not"] not in codes:
        return Certainty.CONFIRMED
    if _N["accuse"] in codes or words & {"claimed", "claims", "claim", "claiming", "alleged", "allegedly"}:
        return Certainty.CLAIMED
    return Certainty.STATED
