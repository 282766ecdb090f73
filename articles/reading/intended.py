"""Tells what is threatened, planned, feared or charged and so has not happened, or not here and now."""

from __future__ import annotations

import re

from articles.words.closed import MONTHS, WEEKDAYS

_FURTHER = (
    r"(?:(?:an?|the|any|another|further|new|more|fresh|major|large-scale|possible|similar|series\sof|terror(?:ist)?)\s)"
    r"{0,3}"
)
#: What stands right before the verb or the noun of what has not happened.
_AHEAD = re.compile(
    r"(?:"
    # "vowed to shell", "a plot to bomb"
    r"\b(?:[Tt]hreat(?:s|en(?:ed|s|ing)?)?|vow(?:ed|s|ing)?|pledg(?:ed|es|ing)|swore|promis(?:ed|es|ing)"
    r"|plan(?:ned|s|ning)?|intend(?:ed|s|ing)?|prepar(?:ed|es|ing)|[Pp]lot(?:s|ted|ting)?)\b(?:\s[\w-]+){0,3}?\sto\s(?:\w+ly\s)?"
    # "threatened strikes on the dam"
    rf"|\bthreaten(?:ed|s|ing)\s(?:with\s)?(?:retaliatory\s|\w+ing\s|{_FURTHER})"
    # "are likely preparing further attacks"
    rf"|\b(?:is|are|was|were|be|been|likely|reportedly)\s(?:\w+ly\s)?(?:preparing|planning)\s(?:for\s)?{_FURTHER}"
    rf"|\b(?:[Ii]mminent|impending|looming)\s(?:\w+\s)?"
    rf"|\b(?:threat|risk|danger|fears?|possibility|rumours?|rumors?)\sof\s{_FURTHER}(?:imminent\s)?"
    rf"|\bwarn(?:ed|s|ing|ings)\s(?:\w+\s)?(?:of|against|about)\s{_FURTHER}"
    # "is about to be liberated", "a strategy for the recapture"
    r"|\babout\sto\s(?:be\s)?(?:\w+ly\s)?|\b(?:strateg(?:y|ies)|plans?|preparations?)\sfor\s(?:the\s|an?\s)?"
    # "will seize the town", but not "may have seized it", "against their will kidnapped"
    r"|(?<!their )(?<!his )(?<!her )\b(?:will|shall|would|could|may|might|must|can)\s"
    r"(?:(?:not|also|soon|then|again|likely|\w+ly)\s){0,2}(?:be\s)?"
    r")$"
)
#: "Explosions could be heard" were.
_NOTICED = re.compile(r"heard|seen|felt", re.IGNORECASE)
_WOULD = re.compile(r"\bwould\s(?:\w+\s){0,3}$")
_LATER = re.compile(r"[^.;,]{0,40}\b(?:days?|weeks?|months?|years?|hours|minutes) later\b")
_CHARGED = re.compile(
    r"\b(?:(?:suspected|accused|convicted|guilty|acquitted|suspicion)\sof|charged\swith|wanted\sfor)"
    r"\s(?:(?:the|having|\w+ly)\s){0,2}(?:\w+\sand\s)?$"
)
#: What a court found: behind its words stand the deeds, none of which is news but by a day of its own.
_FOUND_GUILTY = re.compile(
    r"\b(?:found (?:[\w.,’'-]+ ){1,12}?guilty of|convicted (?:[\w.,’'-]+ ){0,8}?(?:of|on|for)|guilty of"
    r"|acquitted (?:[\w.,’'-]+ ){0,8}?of|indicted (?:[\w.,’'-]+ ){0,8}?(?:for|on|over)"
    r"|sentenced (?:[\w.,’'-]+ ){1,14}?for|on trial (?:[\w.,’'-]+ ){0,6}?for|pleaded (?:not )?guilty to)\b"
    r"(?:(?!\b(?:was|were|has|have|had|is|are)\b)[^;])*$",
    re.IGNORECASE,
)
#: Who was found guilty may do or suffer something since: "a man convicted of bombing was shot dead".
_IS_VERB = re.compile(r"(?:was |were )?(?:\w+ed|shot|hit|struck|slew|blew|fell)\b", re.IGNORECASE)
_ITS_DAY = re.compile(
    rf"\b(?:{'|'.join([*WEEKDAYS, *MONTHS])}|yesterday|last (?:week|month|year)|(?:19|20)\d\d)\b"
)
#: A day or a place told with what somebody is charged with makes it news of its own.
_OWN = re.compile(
    rf"\b(?:{'|'.join([*WEEKDAYS, *MONTHS])}|yesterday|today|ago|earlier|last|(?:19|20)\d\d)\b", re.IGNORECASE
)
_OWN_PLACE = re.compile(r"\b(?:in|at|near|outside)\s(?:the\s)?(?:[a-z]+\s){0,3}[A-Z]")


def is_intended(before: str, told: str, behind: str = "") -> bool:
    """Whether the words ``before`` a trigger say that it is threatened, planned, feared or to come.

    "Would be killed two days later" did happen: ``behind`` is the rest of the sentence.
    """
    if _WOULD.search(before) and _LATER.match(behind):
        return False
    return _AHEAD.search(before) is not None and _NOTICED.fullmatch(told) is None


def is_charge(before: str, told: str, behind: str) -> bool:
    """Whether a trigger only says what somebody is charged with: "four men suspected of kidnapping a child".

    ``behind`` is the rest of the sentence; with a day or a place of its own it is news, what a court found
    is only with a day.
    """
    if _FOUND_GUILTY.search(before) is not None and _IS_VERB.match(told) is None:
        return _ITS_DAY.search(behind) is None
    if _CHARGED.search(before) is None:
        return False
    return _OWN.search(behind) is None and _OWN_PLACE.search(behind) is None
