"""Tells what only sounds like news of violence: anniversaries, drills, matches, weather and burst tyres.

What is barred here is on no map, so each sign is narrow, and where a sentence names a weapon, fighters or
intent nothing is barred but what is played or threatened.
"""

from __future__ import annotations

import re
from functools import lru_cache

from articles.reading.pieces import Spanned
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
_PLAYED = re.compile(
    r"\b(?:mock|simulated) (?:drill|exercise|attack|raid|assault)|\ball (?:of it )?as part of (?:an? |the )?"
    r"(?:\w+ ){0,2}(?:drill|exercise)s?\b",
    re.IGNORECASE,
)
_THREATENS = re.compile(
    r"\b(?:threaten(?:ed|s|ing)?|vow(?:ed|s|ing)?|pledg(?:ed|es|ing)|swore|promis(?:ed|es|ing)|plan(?:ned|s|ning)?"
    r"|intend(?:ed|s|ing)?|prepar(?:ed|es|ing))\b(?:\s[\w-]+){0,3}?\sto\s(?:\w+ly\s)?$",
    re.IGNORECASE,
)
# The first are of sport alone; of the others one has to stand beside them.
_SPORT = re.compile(
    r"\b(?:goalkeeper|striker|half-time|referee|offside|kick-off|winger|midfielder|equali[sz]er|innings|wickets?"
    r"|hat-trick|semi-?finals?|quarter-?finals?)\b",
    re.IGNORECASE,
)
_PLAY = re.compile(r"\b(?:goals?|match(?:es)?|league|cup|opponents?|visitors|hosts|tie)\b", re.IGNORECASE)
# In small letters, or as the first word: neither Storm Shadows nor Hurricane rockets are weather.
_WEATHER = re.compile(
    r"(?:\b(?:hail(?:stones)?|storms?|rains?|winds?|snow|floods?|lightning|typhoons?|cyclones?|hurricanes?|tornado(?:es)?)"
    r"|^(?:Hail(?:stones)?|Rains?|Winds?|Snow|Floods?|Lightning))\s(?:(?:had|have|has|also|\w+ly)\s)?$"
)
_BURSTS = re.compile(
    r"\b(?:tyres?|tires?|boilers?|pressure cookers?"
    r"|(?:gas|oxygen) (?:cylinders?|bottles?|canisters?|pipes?|stoves?))\s(?:\w+\s)?$",
    re.IGNORECASE,
)
_BURST = re.compile(r"(?:explo|burst|blew|blast)\w*", re.IGNORECASE)
_CRASH = re.compile(
    r"\b(?:lorry|lorries|trucks?|bus(?:es)?|minibus(?:es)?|cars?|trains?|ferry|boat|motorcycles?|vehicles?)\b"
    r"[^.;]{0,60}\b(?:overturned|collided|veered off|capsized)\b",
    re.IGNORECASE,
)
_ARMED = re.compile(
    r"\b(?:bombs?\b|bombing|bomber|bombed|ied\b|mines?\b|landmine|dynamit|explosives|drone|shell|missile|rocket"
    r"|artiller|mortar|batter(?:y|ies)|grenade|gun|shot\b|shoot|fired\b|fire on|opened fire|militant|rebel"
    r"|guerrilla|insurgent|terror|fighter|troop|soldier|army|military|forces\b|police|jets?\b|warplane"
    r"|air ?strike|raid|ambush|attack|assault|assail|murder|assassin|kidnap|abduct|deliberate|ramm|sabotag"
    r"|blown up|blew up|crowd|suspect|gang)\w*",
    re.IGNORECASE,
)
_BEFORE = 40
_FORCE = (EventType.BATTLES, EventType.EXPLOSIONS, EventType.CIVILIANS)


def only_sounds_so(
    sentence: str, offset: int, trigger: Spanned, told: str, kind: SubEventType, *, sure: bool
) -> bool:
    """Whether a trigger reports no event at all; ``told`` are its words.

    ``sentence`` begins at ``offset`` of the text; ``sure`` says that the lexicon or the network takes the
    trigger for an event.
    """
    signs = _signs(sentence)
    at = trigger.start - offset
    if kind is SubEventType.PEACEFUL_PROTEST:
        return signs.remembers and not signs.protests
    if kind.event_type not in _FORCE:
        return False
    if signs.played or _THREATENS.search(sentence[:at]):
        return True
    if signs.remembers and (_is_remembered(sentence[:at], told) or not sure):
        return True
    return not signs.armed and (
        signs.sport
        or signs.crash
        or _WEATHER.search(sentence[max(0, at - _BEFORE) : at]) is not None
        or (_BURST.match(told) is not None and _BURSTS.search(sentence[:at]) is not None)
    )


def _is_remembered(before: str, told: str) -> bool:
    return _REMEMBERED.search(before) is not None and _IS_VERB.fullmatch(told) is None


class _Signs:
    """What a sentence as a whole tells."""

    __slots__ = ("armed", "crash", "played", "protests", "remembers", "sport")

    def __init__(self, sentence: str) -> None:
        self.armed = _ARMED.search(sentence) is not None
        self.crash = _CRASH.search(sentence) is not None and "explo" not in sentence.lower()
        self.played = _PLAYED.search(sentence) is not None
        self.protests = _PROTESTS.search(sentence) is not None
        self.remembers = _REMEMBERS.search(sentence) is not None
        self.sport = _SPORT.search(sentence) is not None and _PLAY.search(sentence) is not None


@lru_cache(maxsize=256)
def _signs(sentence: str) -> _Signs:
    return _Signs(sentence)
