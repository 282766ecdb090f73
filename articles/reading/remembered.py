"""Tells what only sounds like news of violence: anniversaries, drills, matches and weather, plans and counts.

What is barred here is on no map, so each sign is narrow, and where a sentence names a weapon, fighters or
intent no sport, weather or accident is.
"""

from __future__ import annotations

import re
from functools import lru_cache

from articles.reading.accidents import is_accident, names_arms
from articles.reading.counted import is_only_seen, is_statistic, is_taken_in, is_taken_to_care
from articles.reading.intended import is_charge, is_intended
from articles.reading.pieces import Spanned
from articles.reading.played import counts_harmed
from geodata.model import EventType, SubEventType

_REMEMBERS = re.compile(
    r"\banniversar(?:y|ies)\b|\b(?:lay|lays|laid|laying) (?:a |the )?(?:wreaths?|flowers)\b|\bwreath-laying"
    r"|\bminutes?(?:'s|’s)? (?:of )?silence|\bcandles? (?:was|were|are|is) lit|\bcommemorat\w+"
    r"|\bmemorial service|\bmark(?:s|ed|ing)? (?:\w+ ){1,3}(?:years?|months?) since",
    re.IGNORECASE,
)
#: Right behind it the noun of what is remembered: "one year since the explosion".
_REMEMBERED = re.compile(
    r"\b(?:anniversar(?:y|ies) of|(?:years?|months?) since)\s(?:the\s|an?\s)?(?:[\w’'-]+\s){0,3}$",
    re.IGNORECASE,
)
#: A verb goes on with the sentence: "a blast on the anniversary of the coup killed six".
_IS_VERB = re.compile(r"(?:\w+ed|shot|hit|hits|struck|fell|blew|slew|shot dead)(?: \w+)?", re.IGNORECASE)
_PROTESTS = re.compile(
    r"\b(?:protest|demonstrat|march|rall(?:y|ied)|chant|picket|slogan|sit-in|strike|gather|demand|flash mob"
    r"|dissent|call(?:ed|ing)? for|to call for|stand against)\w*",
    re.IGNORECASE,
)
#: Who comes together to mourn does not protest by that.
_MOURNS = re.compile(
    r"\b(?:gather|assembl)\w*\b[^.;]{0,80}?\s(?:to (?:bury|mourn|lay (?:\w+ ){0,3}to rest"
    r"|attend (?:\w+ ){0,2}(?:funeral|burial))|for the (?:funerals?|burials?))\b",
    re.IGNORECASE,
)
_PLAYED = re.compile(
    r"\b(?:mock|simulated) (?!executions?\b)\w+|\b(?:all (?:of it )?as|were|was) part of (?:an? |the )?"
    r"(?:\w+ ){0,2}(?:drill|exercise|training)s?\b"
    r"|\b(?:finale|highlight|climax|opening|start|end|phase|(?:first|last|final|second) day) of "
    r"(?:an? |the |this |its )?(?:[\w’'-]+ ){0,4}(?:drill|exercise|manoeuvre|maneuver|war game)s?\b"
    r"|\bsappers?\b[^.;]{0,60}\b(?:destroy|dispos|train)\w*",
    re.IGNORECASE,
)
# The first are of sport alone; of the others one has to stand beside them.
_SPORT = re.compile(
    r"\b(?:goalkeeper|striker|half-time|(?:first|second) half|stadium|referee|offside|kick-off"
    r"|winger|midfielder|equali[sz]er|innings|wickets?"
    r"|hat-trick|semi-?finals?|quarter-?finals?)\b",
    re.IGNORECASE,
)
_PLAY = re.compile(r"\b(?:goals?|match(?:es)?|league|cup|opponents?|visitors|hosts|tie)\b", re.IGNORECASE)
# In small letters, or as the first word: neither Storm Shadows nor Hurricane rockets are weather.
_WEATHER = re.compile(
    r"(?:\b(?:hail(?:stones)?|storms?|rains?|winds?|snow|floods?|lightning|typhoons?|cyclones?|hurricanes?|tornado(?:es)?)"
    r"|^(?:Hail(?:stones)?|Rains?|Winds?|Snow|Floods?|Lightning))\s(?:(?:had|have|has|also|\w+ly)\s)?$"
)
#: What goes on since is no happening of its own: "was still burning yesterday after a mob set fire to it".
_STILL = re.compile(r"\bstill\s(?:burning|smou?ldering|smoking|ablaze|in\sflames|on\sfire)$", re.IGNORECASE)
#: Who is put to death by the law of the land, for what is no deed of war.
_EXECUTED = re.compile(r"(?:hang|execut|put to death|behead)\w*", re.IGNORECASE)
#: Who holds no court of the land: armed groups, and soldiers who execute.
_OUTLAWS = re.compile(
    r"\b(?:rebel|militant|insurgent|jihad|fighter|gunm[ae]n|bandit|militia|guerrilla|extremis|separatis|gang"
    r"|soldier|troops|army|junta|forces\b|villager|civilian|islamic state|isis\b|isil\b|taliban|al-?shabaa?b"
    r"|boko haram)\w*",
    re.IGNORECASE,
)
_SENTENCED = re.compile(
    r"\bfor (?:[\w-]+ ){0,3}(?:offen[cs]es?|crimes?|trafficking|smuggling|charges|convictions?|murder)\b"
    r"|\b(?:death row|after (?:being )?(?:convicted|sentenced)|had been (?:convicted|sentenced)|convicted of"
    r"|death sentences?)\b",
    re.IGNORECASE,
)
_CONTROLLED = re.compile(
    r".*\b(?:controlled|planned) (?:explos|detonat|demolit|blast)\w*", re.IGNORECASE | re.DOTALL
)
_BEFORE = 40
#: What takes force: nothing else is taken for an accident, a match or a film.
FORCE = (EventType.BATTLES, EventType.EXPLOSIONS, EventType.CIVILIANS)


def only_sounds_so(
    sentence: str, offset: int, trigger: Spanned, told: str, kind: SubEventType, *, sure: bool
) -> bool:
    """Whether a trigger reports no event at all; ``told`` are its words.

    ``sentence`` begins at ``offset`` of the text; ``sure`` says that the lexicon or the network takes the
    trigger for an event.
    """
    signs = _signs(sentence)
    at = trigger.start - offset
    before, behind = sentence[:at], sentence[at + len(told) :]
    if (
        _CONTROLLED.fullmatch(before + told)
        or _STILL.search(before + told)
        or is_only_seen(before, told)
        or (kind is not SubEventType.AGREEMENT and is_intended(before, told, behind))
        or (kind is SubEventType.ABDUCTION and is_taken_to_care(told, behind))
    ):
        return True
    if kind is SubEventType.PEACEFUL_PROTEST:
        return signs.remembers and not signs.protests
    if kind.event_type not in FORCE:
        return False
    if signs.played or signs.counts or is_charge(before, told, behind) or is_taken_in(sentence, before, told):
        return True
    if signs.remembers and (_is_remembered(before, told) or not sure):
        return True
    if is_accident(sentence, at, told) or _is_by_law(sentence, told):
        return True
    return not signs.armed and (signs.sport or _WEATHER.search(before[-_BEFORE:]) is not None)


def tells_drill(sentence: str) -> bool:
    """Whether a sentence tells of a drill, in which nobody was harmed."""
    return _signs(sentence).played


def _is_by_law(sentence: str, told: str) -> bool:
    """Whether somebody is put to death after a sentence: "were hanged for drug offences"."""
    by_law = _EXECUTED.fullmatch(told) is not None and _SENTENCED.search(sentence) is not None
    return by_law and _OUTLAWS.search(sentence) is None


def _is_remembered(before: str, told: str) -> bool:
    return _REMEMBERED.search(before) is not None and _IS_VERB.fullmatch(told) is None


class _Signs:
    """What a sentence as a whole tells."""

    __slots__ = ("armed", "counts", "played", "protests", "remembers", "sport")

    def __init__(self, sentence: str) -> None:
        self.armed = names_arms(sentence)
        self.counts = is_statistic(sentence)
        self.played = _PLAYED.search(sentence) is not None and not counts_harmed(sentence)
        self.protests = _PROTESTS.search(_MOURNS.sub(" ", sentence)) is not None
        self.remembers = _REMEMBERS.search(sentence) is not None or _MOURNS.search(sentence) is not None
        self.sport = _SPORT.search(sentence) is not None and _PLAY.search(sentence) is not None


@lru_cache(maxsize=256)
def _signs(sentence: str) -> _Signs:
    return _Signs(sentence)
