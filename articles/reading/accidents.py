"""Tells deaths and blasts that nobody meant: crashes, burst tyres and boilers, gas in a mine, burning fuel.

Where a sentence names a weapon, fighters or intent nothing is an accident.
"""

from __future__ import annotations

import re

_BURSTS = re.compile(
    r"\b(?:tyres?|tires?|boilers?|pressure cookers?"
    r"|(?:gas|oxygen) (?:cylinders?|bottles?|canisters?|pipes?|stoves?))\s(?:\w+\s)?$",
    re.IGNORECASE,
)
_BURST = re.compile(r"\b(?:explo|burst|blew|blast)\w*", re.IGNORECASE)
_VEHICLES = (
    r"(?:lorry|lorries|trucks?|bus(?:es)?|minibus(?:es)?|cars?|trains?|ferry|boat|motorcycles?"
    r"|vehicles?|tankers?)"
)
_CRASHED = r"(?:overturned|collided|veered off|capsized)"
_CRASH = re.compile(rf"\b{_VEHICLES}\b[^.;]{{0,60}}\b{_CRASHED}\b", re.IGNORECASE)
#: Fuel or gas that takes fire, with or without a crash before it.
_BURNS = re.compile(
    rf"\b(?:{_CRASHED}|leak\w*|spill\w*)\b[^.;]{{0,60}}\btankers?\b"
    rf"|\btankers?\b[^.;]{{0,80}}\b(?:{_CRASHED}|leak\w*|spill\w*)\b|\b(?:methane|firedamp)\b|\bgas leak"
    r"|(?<!tear )\bgas (?:took fire|caught fire|ignited)\b",
    re.IGNORECASE,
)
#: Where a blast is an accident, while people are also killed there on purpose.
_BURSTS_THERE = re.compile(
    r"\bcoal mine\b|\bcolliery\b|\bmine shaft\b"
    r"|\bfireworks? (?:factory|factories|workshops?|warehouse|market|store|shop|plant)\b",
    re.IGNORECASE,
)
#: Charges of miners and masons that went off when nobody meant them to.
_TOO_EARLY = re.compile(
    r"\b(?:dynamite|explosives?|charges?|gelignite|blasting caps?|fireworks?|gunpowder)\b[^.;]{0,80}"
    r"\b(?:went off|explod\w+|detonat\w+|blew up)\b[^.;]{0,30}"
    r"\b(?:too (?:early|soon)|prematurely|by accident|accidentally)\b",
    re.IGNORECASE,
)
_CHARGES = re.compile(r"\b(?:dynamite|explosives?|gelignite|detonat\w+)\b", re.IGNORECASE)
#: What is said of a blast that nobody meant.
_STATED = re.compile(
    r"(?<!not )(?<!n't )(?<!n’t )\b(?:ruled out|no (?:signs?|evidence|indications?|suggestion|suspicion) of) "
    r"(?:any |an? |the possibility of (?:an? )?)?(?:attack|terror\w*|sabotage|foul play|bomb)\b"
    r"|\b(?<!not )(?:was|were|been|as|be) (?:an? )?accident(?:al)?\b(?! waiting)",
    re.IGNORECASE,
)
#: Where it may have been one, or may not, nothing is stated.
_UNSURE = re.compile(
    r"\b(?:whether|if|may|might|could|unclear|not clear|possib\w+|probab\w+|deni\w+|deny\w*|doubt\w*"
    r"|reject\w*|claim\w*|insist\w*|nobody|no one|nothing|yet to|or (?:an )?attack)\b",
    re.IGNORECASE,
)
#: So many sentences around it speak of the same blast.
NEAR = 4
_BLAST = re.compile(r"\b(?:blasts?|explosions?|exploded|went off|blew up)\b", re.IGNORECASE)
#: Who tells of it, and mines of coal, are no sign of arms.
_NO_ARMS = re.compile(
    r"\bpolice (?:spokes\w+|chief|commissioner|sources?|officials?|said)\b"
    r"|\b(?:said|told|according to) (?:the )?police\b"
    r"|\b(?:coal|gold|copper|iron|diamond|tin|cobalt|salt|silver) (?:ore )?mines?\b"
    r"|\b(?:inspectors?|ministers?|ministry|department) of mines\b|\bmine (?:shafts?|owners?|workers?)\b",
    re.IGNORECASE,
)
_ARMED = re.compile(
    r"\b(?:bombs?\b|bombing|bomber|bombed|ied\b|mines?\b|landmine|dynamit|explosives|drone|shell|missile|rocket"
    r"|artiller|mortar|batter(?:y|ies)|grenade|gun|shot\b|shoot|fired\b|fire on|opened fire|militant|rebel"
    r"|guerrilla|insurgent|terror|fighter|troop|soldier|army|military|forces\b|police|jets?\b|warplane"
    r"|air ?strike|raid|ambush|attack|assault|assail|murder|assassin|kidnap|abduct|deliberate|ramm|sabotag"
    r"|blown up|blew up|crowd|suspect|gang|militia|bandit|jihad|extremis|separatis|robber|cartel|settlers"
    r"|herders|mob\b|machete|hack|stab|kni(?:fe|ves)|lynch|hostage|detonat)\w*",
    re.IGNORECASE,
)


def names_arms(sentence: str) -> bool:
    """Whether a sentence names a weapon, fighters or intent."""
    return _ARMED.search(_NO_ARMS.sub(" ", sentence)) is not None


def is_accident(sentence: str, at: int, told: str) -> bool:
    """Whether what begins at ``at`` of a sentence with the words ``told`` was meant by nobody."""
    burst = _BURST.match(told) is not None
    if burst and _BURSTS.search(sentence[:at]):
        return not names_arms(sentence)
    crash = _CRASH.search(sentence) is not None and "explo" not in sentence.lower()
    return (crash or _takes_fire(sentence)) and not names_arms(sentence)


def _takes_fire(sentence: str) -> bool:
    there = _BURSTS_THERE.search(sentence) is not None and _BURST.search(sentence) is not None
    return there or _BURNS.search(sentence) is not None


def may_be_accident(sentence: str) -> bool:
    """Whether a sentence tells of a blast without arms, fighters or intent."""
    return _BLAST.search(sentence) is not None and not names_arms(_CHARGES.sub(" ", sentence))


def tells_accident(sentence: str) -> bool:
    """Whether a sentence says of a blast told in it or beside it that nobody meant it."""
    if _STATED.search(sentence):
        return _UNSURE.search(sentence) is None
    if _TOO_EARLY.search(sentence):
        return not names_arms(_CHARGES.sub(" ", sentence))
    bursts = any(_BURSTS.search(sentence[: match.start()]) for match in _BURST.finditer(sentence))
    return (bursts or _takes_fire(sentence)) and not names_arms(sentence)
