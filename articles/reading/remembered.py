"""Tells what only sounds like news of violence: anniversaries, drills, matches, weather and burst tyres."""

from __future__ import annotations

import re
from functools import lru_cache

from articles.reading.pieces import Spanned
from geodata.model import EventType, SubEventType

_REMEMBERS = re.compile(
    r"\banniversar(?:y|ies)\b|\b(?:lay|lays|laid|laying) (?:a |the )?(?:wreaths?|flowers)\b|\bwreath-laying"
    r"|\bminutes?(?:'s|’s)? (?:of )?silence|\bcandles? (?:was|were|are|is) lit|\bcommemorat\w+"
    r"|\bmemorial service"
    r"|\bmark(?:s|ed|ing)? (?:\w+ ){1,3}(?:years?|months?) since",
    re.IGNORECASE,
)
# What it goes on with is what is remembered, up to the next clause.
_REMEMBERED = re.compile(
    r"\b(?:anniversar(?:y|ies) of|commemorat\w+|(?:years?|months?) since|in memory of)\b[^,;:.]*$",
    re.IGNORECASE,
)
_PROTESTS = re.compile(
    r"\b(?:protest|demonstrat|march|rall(?:y|ied)|chant|picket|slogan|sit-in|strike|gather|demand|flash mob"
    r"|dissent|call(?:ed|ing)? for|to call for|stand against)\w*",
    re.IGNORECASE,
)
_PLAYED = re.compile(
    r"\bmock (?:drill|exercise|attack|raid)|\bas part of (?:an? |the )?(?:\w+ ){0,2}(?:drill|exercise)s?\b"
    r"|\bsimulated (?:attack|raid|assault)",
    re.IGNORECASE,
)
# The first are of sport alone; of the others one has to stand beside them.
_SPORT = re.compile(
    r"\b(?:goalkeeper|striker|half-time|sent off|referee|offside|kick-off|winger|midfielder|equali[sz]\w+"
    r"|innings|wickets?|hat-trick|semi-?finals?|quarter-?finals?|scored|premier league|champions league)\b",
    re.IGNORECASE,
)
_PLAY = re.compile(
    r"\b(?:goals?|match(?:es)?|league|cup|final|clubs?|opponents?|visitors|hosts|tie|captain|coach|stadium"
    r"|season)\b",
    re.IGNORECASE,
)
_CROWD = re.compile(
    r"\b(?:police|gunm[ae]n|bomb\w*|grenades?|militants?|soldiers?|knife|knives|fans?|riot\w*|tear gas|"
    r"killed \w+ (?:people|fans|men)|wounded|injured|dead)\b",
    re.IGNORECASE,
)
_WEATHER = re.compile(
    r"\b(?:hail(?:stones)?|storms?|rains?|winds?|waves|snow|floods?|lightning|typhoons?|cyclones?|hurricanes?|"
    r"tornado(?:es)?|meteorites?)\s(?:\w+\s)?$",
    re.IGNORECASE,
)
_BURSTS = re.compile(
    r"\b(?:tyres?|tires?|boilers?|transformers?|"
    r"(?:gas|oxygen) (?:cylinders?|bottles?|canisters?|tanks?|pipes?|stoves?)|"
    r"pressure cookers?|batter(?:y|ies))\s(?:\w+\s)?$",
    re.IGNORECASE,
)
_CRASH = re.compile(
    r"\b(?:lorry|lorries|trucks?|bus(?:es)?|minibus(?:es)?|cars?|trains?|ferry|boat|motorcycles?|vehicles?)\b[^.;]{0,60}"
    r"\b(?:ploughed|plowed|overturned|collided|veered|derailed|capsized|crashed into)\b",
    re.IGNORECASE,
)
_FOUL_PLAY = re.compile(
    r"\b(?:guerrilla|dynamit|explo|terroris|mine\b|mines\b|subversive|fired|shot|shoot|ambush|ramm|kidnap|insurgent"
    r"|gunfire|grenade|assail|murder|assassin)\w*",
    re.IGNORECASE,
)
_ARMED = re.compile(
    r"\b(?:bomb\w*|ied|drones?|shell\w*|missiles?|rockets?|attack\w*|militants?|rebels?|gunm[ae]n|sabotage)\b",
    re.IGNORECASE,
)
_THREATENS = re.compile(
    r"\b(?:threaten(?:ed|s|ing)?|vow(?:ed|s|ing)?|pledg(?:ed|es|ing)|swore|promis(?:ed|es|ing)|plan(?:ned|s|ning)?"
    r"|intend(?:ed|s|ing)?|prepar(?:ed|es|ing))\b(?:\s[\w-]+){0,3}?\sto\s(?:\w+ly\s)?$",
    re.IGNORECASE,
)
_BEFORE = 40
_FORCE = (EventType.BATTLES, EventType.EXPLOSIONS, EventType.CIVILIANS)


def only_sounds_so(sentence: str, offset: int, trigger: Spanned, kind: SubEventType, *, known: bool) -> bool:
    """Whether a trigger of a sentence, which begins at ``offset`` of the text, reports no event at all.

    ``known`` says that the lexicon takes it for an event.
    """
    signs = _signs(sentence)
    at = trigger.start - offset
    before = sentence[max(0, at - _BEFORE) : at]
    if kind.event_type in _FORCE:
        if signs.played or signs.sport or _WEATHER.search(before):
            return True
        if (signs.crash or _BURSTS.search(before)) and not _ARMED.search(sentence):
            return True
        if _THREATENS.search(sentence[:at]):
            return True
    if not signs.remembers:
        return False
    if kind is SubEventType.PEACEFUL_PROTEST and not _PROTESTS.search(sentence):
        return True
    return kind.event_type in _FORCE and (not known or _REMEMBERED.search(sentence[:at]) is not None)


class _Signs:
    """What a sentence as a whole tells: that something is remembered, a drill, a match."""

    __slots__ = ("crash", "played", "remembers", "sport")

    def __init__(self, sentence: str) -> None:
        self.remembers = _REMEMBERS.search(sentence) is not None
        self.crash = _CRASH.search(sentence) is not None and _FOUL_PLAY.search(sentence) is None
        self.played = _PLAYED.search(sentence) is not None
        sport = _SPORT.search(sentence) is not None and _PLAY.search(sentence) is not None
        self.sport = sport and _CROWD.search(sentence) is None


@lru_cache(maxsize=256)
def _signs(sentence: str) -> _Signs:
    return _Signs(sentence)
