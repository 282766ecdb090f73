"""Reads words of other classes that tell of death or injury here: "fell to an ambush", "hit by pellets"."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from articles.tolls.people import PERSON, SINGULAR, classes, is_people
from articles.words.tokens import COMMA, NUMBER, SENTENCE_END, Tokens, lexicon

_WHOSE = r"(?:the|his|her|their|both)\s(?:left\s|right\s|upper\s|lower\s)?"
_LIMB = r"(?:legs?|arms?|thighs?|foot|feet|shoulders?|hands?|knees?|ankles?|buttocks?)\b"
_PART = rf"(?:head|face|neck|chest|back|abdomen|stomach|{_LIMB})"
_HARM = r"(?:cuts|burns|bruises|fractures|shock|smoke\sinhalation|(?:\w+\s)?(?:wounds?|injur(?:y|ies)))\b"
_FIRED = r"(?:bullets?|pellets?|shrapnel|splinters?|birdshot|buckshot|gunfire|live ammunition|live rounds?)\b"
_SHOT = r"(?:bullet|gunshot|pellet|shrapnel|splinter|machete|stab|knife)\s(?:wounds?|injur(?:y|ies))\b"
_WHOM = (
    r"(?!(?:his|her|their|its)\s)(?:(?!(?:suspects?|hostages?|prisoners?|detainees?|captives?|patients?|bod(?:y|ies))\b)"
    r"[^\s,.;]{1,30}\s){1,6}?"
)
_TAKEN = r"flown|airlifted|evacuated|rushed|taken|brought|moved|transferred|referred"
_MOVED = rf"\b(?:{_TAKEN})\s"
_RISES = (
    r"(?:(?:rose|risen|rises|rising|climbed|climbs|climbing|increased|grew|grown|jumped)\s(?:further\s)?to\s"
    r"|(?:stood|stands)\sat\s)"
)
_OTHER_TOLLS = "injur|wound|hurt|hous|home|build|damag|destr|displac|missing|arrest"
_REACH = 16
"""How many units before such a word the one who suffered it may stand."""
_OTHERS = frozenset("others more he she both one another".split())
_THINGS = classes("territory site property munition aircraft hq")
_HOLDING = frozenset("of with carrying from".split())
"""What stands before a count of those in a bus or a town."""
_PATIENTS = frozenset(("patient", "patients"))
_BE = lexicon().names["be"]
_AND = lexicon().names["and"]
_BODY = classes("body")
_FOUND = classes("body kill slay")
_FATAL = classes("kill slay")
_NEAR = 6
_COUNTS = classes("a vague at_least") | {NUMBER}


class _Wording(NamedTuple):
    """A wording, whose ``word`` is read as ``means``; ``cue`` stands in every text that has one.

    ``holds`` says of the unit of the word whether what stands around it allows that.
    """

    cue: str
    pattern: str
    means: str
    holds: Callable[[Tokens, int], bool]


def with_wordings(tokens: Tokens) -> Tokens:
    """Return the units, with a plain word for death or injury in place of each that a wording makes one."""
    changed: dict[int, str] = {}
    for wording in _WORDINGS:
        if wording.cue not in tokens.folded:
            continue
        for match in re.finditer(wording.pattern, tokens.folded):
            k = bisect_right(tokens.starts, match.start("word")) - 1
            if k >= 0 and wording.holds(tokens, k):
                changed[k] = wording.means
    if not changed:
        return tokens
    words, codes = list(tokens.words), list(tokens.codes)
    for k, word in changed.items():
        words[k], codes[k] = word, lexicon().code_of[word]
    return replace(tokens, words=words, codes="".join(codes))


def _is_of_people(tokens: Tokens, k: int) -> bool:
    """Whether persons are what unit k tells of, and not the bus that carries them or the town that falls.

    Of its part of the sentence counts what is counted last there: "in the town two troopers of the Rifles".
    """
    end, least = k, max(0, k - _REACH)
    while end > least and tokens.codes[end - 1] != SENTENCE_END:
        begin = 1 + max(
            least - 1, tokens.codes.rfind(COMMA, least, end), tokens.codes.rfind(SENTENCE_END, least, end)
        )
        counts = [
            n
            for n in range(begin, end)
            if tokens.codes[n] in _COUNTS and tokens.words[max(begin, n - 1)] not in _HOLDING
        ]
        decided = (
            _is_person_or_thing(tokens, n) for first in [*counts[::-1], begin] for n in range(first, end)
        )
        people = next((who for who in decided if who is not None), None)
        if people is not None:
            return people
        end = begin - 1
    return False


def _is_person_or_thing(tokens: Tokens, n: int) -> bool | None:
    """Return True where unit n is of persons, False where of something that can be hit or fall, else None."""
    code, word = tokens.codes[n], tokens.words[n]
    alone = code == NUMBER and tokens.codes[n + 1 : n + 2] == _BE
    if alone or code in PERSON or word in SINGULAR or word in _OTHERS or is_people(word):
        return True
    return False if code in _THINGS else None


def _is_hurt_only(tokens: Tokens, k: int) -> bool:
    """Whether persons are what unit k tells of, and no death follows: "was hit by a bullet and killed"."""
    return _is_of_people(tokens, k) and _is_not_fatal(tokens, k)


def _hits_people(tokens: Tokens, k: int) -> bool:
    """Whether persons are counted right behind unit k, and no death follows: "hitting three people"."""
    behind = range(k + 1, min(len(tokens.codes), k + _NEAR))
    people = next((who for n in behind if (who := _is_person_or_thing(tokens, n)) is not None), False)
    return people and _is_before_count(tokens, k) and _is_not_fatal(tokens, k)


def _is_not_fatal(tokens: Tokens, k: int) -> bool:
    end = tokens.codes.find(SENTENCE_END, k, k + _REACH)
    return _FATAL.isdisjoint(tokens.codes[k + 1 : end if end > 0 else k + _REACH])


def _is_no_patient(tokens: Tokens, k: int) -> bool:
    """Whether those moved before unit k are not said to have been patients before."""
    return _PATIENTS.isdisjoint(tokens.words[max(0, k - _REACH) : k])


def _is_of_nobody_found(tokens: Tokens, k: int) -> bool:
    """Whether nobody is told before unit k to be dead: "two men with bullet wounds", no "body with" them."""
    least = max(0, k - _REACH)
    begin = max(least, tokens.codes.rfind(SENTENCE_END, least, k) + 1)
    return _FOUND.isdisjoint(tokens.codes[begin:k])


def _is_of_nobody_dead(tokens: Tokens, k: int) -> bool:
    """Whether unit k is not told of a body, nor of who is killed in its own part of the sentence."""
    least = max(0, k - _REACH, tokens.codes.rfind(SENTENCE_END, 0, k) + 1)
    begin = max(n for n in range(least, k + 1) if n == least or _begins_part(tokens, n))
    return _BODY.isdisjoint(tokens.codes[least:k]) and _FATAL.isdisjoint(tokens.codes[begin:k])


def _begins_part(tokens: Tokens, n: int) -> bool:
    """Whether a comma or "and" with a count behind it stands before unit n: "died, and two were flown"."""
    return tokens.codes[n - 1] == COMMA or (tokens.codes[n - 1] == _AND and tokens.codes[n] in _COUNTS)


def _is_taken_to_care(tokens: Tokens, k: int) -> bool:
    """Whether living persons are taken to a hospital in unit k who were no patients, and no death follows."""
    return _is_hurt_only(tokens, k) and _is_no_patient(tokens, k) and _is_of_nobody_dead(tokens, k)


def _is_before_count(tokens: Tokens, k: int) -> bool:
    """Whether somebody is counted right behind unit k: "burned three men alive", "injuries to four"."""
    return not _COUNTS.isdisjoint(tokens.codes[k + 1 : k + 3])


def _is_toll(tokens: Tokens, k: int) -> bool:
    """Whether unit k is no more than "toll", not a phrase that begins so."""
    return tokens.words[k] == "toll"


def _always(_tokens: Tokens, _k: int) -> bool:
    return True


_WORDINGS = (
    # "three were hit by pellets", "was hit in the leg by a stray bullet", "was shot in the arm"
    _Wording(
        " by ",
        rf"\b(?P<word>hit|struck|grazed)\s(?:in\s{_WHOSE}[a-z]+\s)?by\s(?:an?\s)?"
        rf"(?:(?:stray|rubber|plastic|police|sniper|shell|flying|metal)\s){{0,2}}{_FIRED}",
        "wounded",
        _is_hurt_only,
    ),
    # "was hit in the shoulder"
    _Wording(
        " in ",
        rf"\b(?P<word>hit|struck|grazed)\sin\s{_WHOSE}(?:back\b|face\b|{_LIMB})",
        "wounded",
        _is_hurt_only,
    ),
    _Wording("shot in ", rf"\b(?P<word>shot)\sin\s{_WHOSE}{_LIMB}", "wounded", _is_hurt_only),
    _Wording(
        "shot with ",
        r"\b(?P<word>shot)\swith\s(?:live|rubber|plastic)[\s-](?:\w+\s)?(?:ammunition|bullets?|rounds?|fire)\b",
        "wounded",
        _is_hurt_only,
    ),
    _Wording("bullet", r"\bbullets?\s(?P<word>hit|struck|grazed)\s", "wounding", _hits_people),
    _Wording("hitting ", r",\s(?P<word>hitting)\s", "wounding", _hits_people),
    # "was stabbed and lightly injured"
    _Wording(
        "stabbed and ", r"\b(?P<word>stabbed)\sand\s(?:\w+ly\s)?(?:injured|wounded)\b", "wounded", _always
    ),
    _Wording(
        "with ",
        rf"\bwith\s(?:(?:multiple|serious|severe)\s)?(?P<word>{_SHOT})",
        "wounded",
        _is_of_nobody_found,
    ),
    _Wording(
        "bullet",
        rf"\b(?:has|had|have|with)\sa\s(?P<word>bullet)\sin\s{_WHOSE}{_PART}",
        "wounded",
        _is_of_people,
    ),
    _Wording(
        "conc",
        r"\b(?:has|had|have|with|suffered|suffering|sustained|received)\s(?:(?:an?|mild|severe)\s){0,2}"
        r"(?P<word>concussions?)\b",
        "wounded",
        _is_of_people,
    ),
    _Wording(
        "toll ",
        r"\b(?:bring|brings|bringing|brought|taking|took|raising|raised|pushing|revis\w{1,3}|lower\w{1,3}"
        r"|correct\w{2,3})\s(?:the|its|their)\s(?:\w+\s)?(?P<word>toll)\s(?:(?:up|down|upwards?|downwards?)\s)?to\s",
        "death toll",
        _is_toll,
    ),
    # "lost a leg", "lost both arms"
    _Wording(
        "lost ",
        r"\b(?P<word>lost)\s(?:(?:his|her|their|both|an?|one)\s){1,2}(?:left\s|right\s)?"
        r"(?:eyes?|legs?|arms?|hands?|foot|feet|limbs?)\b",
        "injury",
        _is_hurt_only,
    ),
    # "injuries to three guards", not "to both legs"
    _Wording(
        "injur",
        rf"\b(?P<word>injur(?:y|ies))\sto\s(?!(?:\w+\s){{1,3}}?{_PART}\b)",
        "injuring",
        _is_before_count,
    ),
    _Wording(
        " for ",
        r"\b(?P<word>fighting|battling)\sfor\s(?:his|her|their)\s(?:life|lives)\b",
        "wounded",
        _is_of_people,
    ),
    _Wording(
        " for ",
        rf"{_MOVED}(?:\S{{1,30}}\s){{0,6}}?for\s(?:(?:medical|urgent|further|emergency)\s)?(?P<word>treatment)\b(?!\sof\b)",
        "wounded",
        _is_no_patient,
    ),
    # "two were evacuated with gunshot wounds", "nine were taken to the town with wounds"
    _Wording(
        " with ",
        rf"\b(?P<word>{_TAKEN}|admitted)\s(?:[^\s,.;]{{1,30}}\s){{0,6}}?with\s(?:\w+\s)?"
        rf"(?:(?:wounds|injuries|burns)\b|{_SHOT})",
        "wounded",
        _is_taken_to_care,
    ),
    # "nine were flown to the hospital", "was treated for cuts"
    _Wording(
        " to ",
        rf"\b(?P<word>{_TAKEN}|admitted)\sto\s(?:(?:an?|the|another)\s)?(?:\w+\s)?"
        r"(?:hospitals?|clinics?)\b(?!\s(?:morgue|mortuary))",
        "wounded",
        _is_taken_to_care,
    ),
    _Wording(
        "treated for ",
        rf"\b(?P<word>treated)\sfor\s(?:(?:minor|slight|serious|severe)\s)?{_HARM}",
        "wounded",
        _is_of_people,
    ),
    # "ambulances took six people to hospital", "medics treated four people for burns"
    _Wording(
        " to ",
        rf"\b(?P<word>took|rushed|flew|brought|carried|airlifted|evacuated|taking|rushing)\s{_WHOM}to\s"
        r"(?:(?:an?|the)\s)?(?:\w+\s)?(?:hospitals?|clinics?)\b(?!\s(?:morgue|mortuary))",
        "wounding",
        _hits_people,
    ),
    _Wording(
        "treat",
        rf"\b(?P<word>treated|treating)\s{_WHOM}(?:at\sthe\sscene\b|for\s(?:\w+\s)?{_HARM})",
        "wounding",
        _hits_people,
    ),
    _Wording(
        " with ",
        rf"\b(?P<word>admitted|received)\s{_WHOM}with\s(?:\w+\s)?(?:(?:wounds|injuries|burns)\b|{_SHOT})",
        "wounding",
        _hits_people,
    ),
    _Wording("intensive care", r"\b(?P<word>in)\sintensive\scare\b", "wounded", _is_hurt_only),
    # "three troopers fell to an ambush", "killed in action", "paid with their lives"
    _Wording(
        "fell",
        r"\b(?P<word>fell|fallen)\s(?:to\san?\sambush|in\s(?:the\s|an?\s)?(?:ambush|fighting|battle|combat|action"
        r"|clash|clashes|firefight|gun\s?battle|exchange\sof\sfire|line\sof\sduty)\b)",
        "died",
        _is_of_people,
    ),
    _Wording(
        "slit",
        r"\b(?:had|having)\s(?:their|his|her)\s(?P<word>throats?\sslit)\b",
        "throats cut",
        _is_of_people,
    ),
    _Wording("killed in action", r"\b(?P<word>killed)\sin\saction\b", "killed", _always),
    _Wording(
        "paid",
        r"\b(?P<word>paid)\s(?:for\s\w+\s)?with\s(?:their|his|her)\s(?:lives|life)\b(?!\ssavings)",
        "died",
        _is_of_people,
    ),
    _Wording(
        "life of", r"\b(?P<word>took|takes|taking|taken|cost|costing)\sthe\slife\sof\b", "killed", _always
    ),
    _Wording(
        "alive",
        r"\b(?P<word>burn(?:ed|t|ing))\s(?:\w+\s){1,5}alive\b(?!\sin\seffigy)",
        "killed",
        _is_before_count,
    ),
    _Wording("left dead", r"\bleft\s(?P<word>dead)\s", "killed", _is_before_count),
    _Wording("out of action", r"\b(?P<word>put)\sout\sof\saction\b", "neutralised", _is_of_people),
    # "the toll of the strike rises to four"
    _Wording(
        "toll",
        rf"\b(?P<word>toll)\s(?=(?:of|from|in|for|after|now|later|then|also|has|had)\s|{_RISES})"
        rf"(?:(?!{_OTHER_TOLLS})[^\s.;\n]{{1,30}}\s){{0,14}}?{_RISES}",
        "death toll",
        _is_toll,
    ),
)
