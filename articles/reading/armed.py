"""What always holds of sub-types: nothing is shelled without a weapon, soldiers are no civilians."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from articles.tolls import TollMention
from articles.words.tokens import lexicon, tokenise
from geodata.model import EventType, Span, SubEventType

Floats = npt.NDArray[np.float32]

_KINDS = tuple(SubEventType)
_REMOTE = np.array([k.event_type is EventType.EXPLOSIONS for k in _KINDS])
_ATTACK, _CLASH = _KINDS.index(SubEventType.ATTACK), _KINDS.index(SubEventType.ARMED_CLASH)
#: What is left of a sub-type's probability where the words speak against it.
LEFT = 1e-6
#: So far behind a number stands who was killed or hurt.
_WHO = 40

_WEAPON = re.compile(
    r"\b(?:shell|mortar|artiller|rocket|missile|bomb|blast|explo|drone|uav|quadcopter|fpv"
    r"|air[- ]?(?:strike|raid)"
    r"|jets?\b|warplane|aircraft|helicopter|gunship|strike|struck|mines?\b|landmine|ied\b|grenade|detonat"
    r"|projectile|munition|howitzer|grad\b|himars|shahed|kalibr|iskander|fire|firing|hit|pound|barrage|salvo"
    r"|suicide|booby|device|ordnance|chemical|chlorine|sarin|gas\b|incendiar|phosphorus|shrapnel|impact|debris"
    r"|blew|blow|torpedo|tank|sortie)\w*",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[;:—–]|,\s|\b(?:after|when|as|while|before|since|because|that|which)\b")
_FIGHTERS = re.compile(
    r"\b(?:fighters?|rebels?|gunm[ae]n|militants?|insurgents?|paramilitar(?:y|ies)|guerrill\w+|jihadists?|bandits?"
    r"|assailants?|militia(?:m[ae]n|s)?|soldiers|troops|raiders?|attackers?|(?:security|government) forces"
    r"|army|police(?:m[ae]n)?)\b[^,;]{0,40}$",
    re.IGNORECASE,
)
_FREED = re.compile(
    r"(?:(?:was|were|been|being)\s)?(?:freed|released|rescued|ransomed|freeing|rescuing|releasing|release|rescue)"
    r"(?:\s\w+)?",
    re.IGNORECASE,
)
_BY_HAND = re.compile(
    r"(?:kill|ambush|attack|storm|raid|overr[au]n|shot|shoot|slew|slain)\w*(?:\sdead)?", re.IGNORECASE
)
_SOLDIERS = re.compile(
    r"\b(?:soldiers?|troops|troopers?|gendarmes?|servicem[ae]n|marines?|commandos?|infantrym[ae]n|conscripts?"
    r"|army (?:officers?|personnel)|military personnel)\b",
    re.IGNORECASE,
)
_UNARMED = frozenset(lexicon().names[name] for name in ("civilian", "locals"))
#: Words of those classes that soldiers are called as well.
_ANYBODY = frozenset(
    "personnel member members casualty lives life souls guard guards crew victim victims people person"
    " persons man men youth individual individuals chief national nationals".split()
)
_ASSAULT = re.compile(
    r"(?:\w+ )?(?:attack|assault|offensive)(?:s|ed|ing)?(?: (?:near|in|on))?", re.IGNORECASE
)
_ARMY = re.compile(
    r"\b(?:[A-Z]\w+(?:ian|an|ese|ish|i)|army|forces|troops|enemy|occupiers|invaders|military|infantry)\s(?:\w+\s)?$"
)
_SUFFERED = re.compile(r"\b(?:killed|wounded|injured|hurt|maimed)$", re.IGNORECASE)
_MEANS = (SubEventType.SHELLING, SubEventType.AIR_STRIKE, SubEventType.REMOTE_EXPLOSIVE)
_BY_MEANS = re.compile(
    r"(?:\s[\w’'-]+){0,8}?\sby\s(?:an?\s|the\s)?(?:[\w-]+\s){0,2}?(?:"
    r"(mortar|artillery|shell(?:s|fire|ing)?\b|rocket|missile)|(drone|air ?strike|warplane|jet\b|helicopter)"
    r"|(mine|land ?mine|roadside bomb|car bomb|ied)\b)",
    re.IGNORECASE,
)
_IN_MEANS = re.compile(
    r"(?:\s[\w’'-]+){0,8}?\sin\s(?:an?\s|the\s)?(?:[\w-]+\s){0,2}?(?:"
    r"(shelling|(?:mortar|artillery|rocket|missile)\s(?:attack|strike|fire))"
    r"|(air ?raid|air ?strike|drone (?:attack|strike))|(roadside bomb\w*|car bomb\w*|landmine explosion))\b",
    re.IGNORECASE,
)
_SHOT_DOWN = re.compile(r"(?:kill|shot|shoot|slew|slain)\w*(?:\sdead)?", re.IGNORECASE)
_NEXT_CLAUSE = re.compile(r"[;:—–]|,\s(?:and|while|but)\s")
#: Where armed men of a state are: who attacks them there fights a battle.
_POST = re.compile(
    r"(?:\s(?!by\b|from\b|near\b|after\b)[\w’'-]+){0,4}?"
    r"\s(?:police|army|military|gendarmerie|border(?:\s(?:guards?|police)[’']?)?|security|frontier|paramilitary)"
    r"\s(?:posts?|stations?|check-?points?|checkposts?|bases?|camps?|barracks|outposts?|patrols?|convoys?)\b",
    re.IGNORECASE,
)
_ATTACKED = re.compile(r"(?:attack|raid|storm|ambush|assault)\w*(?:\s(?:on|at))?", re.IGNORECASE)
#: Forces of a state that shoot at people who bear no arms, and crowds that are a kind of their own.
_FORCES = re.compile(
    r"\b(?:soldiers|troops|army|military|(?:security|government|state) forces|police(?:m[ae]n)?|gendarmes?"
    r"|marines|guards)\b[^,;]{0,30}$",
    re.IGNORECASE,
)
_FIRED = re.compile(r"(?:open(?:ed|ing)? fire|fir(?:ed|ing)(?: shots?)?|shot)(?: (?:at|on))?", re.IGNORECASE)
_AT_WHOM = re.compile(r"(?:\s[\w’'-]+){0,4}?(?:\s(?:on|at|into))?\s(?P<whom>(?:[\w’'-]+\s?){1,5})")
_RALLYING = re.compile(r"\b(?:protest|demonstrat|rioter|crowd|march|strik|rall)\w*", re.IGNORECASE)
_CROWD = re.compile(r"\b(?:settlers|mobs?|crowds?)\b", re.IGNORECASE)
_BY_CROWD = re.compile(r"(?:attack|assault|beat|hurl|stone|thr[eo]w|storm|clash)\w*(?:\s\w+)?", re.IGNORECASE)
_SHOT = re.compile(
    r"\b(?:shot|shoot|gun|fire|armed|kill|stab)\w*|\b(?:on|into|at) (?:the|a) crowd", re.IGNORECASE
)
_OTHER, _ABDUCTION = _KINDS.index(SubEventType.OTHER), _KINDS.index(SubEventType.ABDUCTION)
_MOB = _KINDS.index(SubEventType.MOB_VIOLENCE)
_BY_GUN = re.compile(
    r"\b(?:snip\w+|gunfire|gunshots?|small[- ]arms|shot dead|shot and killed|gunned down|stabbed|hacked"
    r"|beheaded|lynched)\b",
    re.IGNORECASE,
)
#: Bombs that an aircraft drops, as summaries from the front call them.
_AERIAL = re.compile(r"\b(?:KABs?|(?:guided|glide|gliding)\s(?:aerial\s)?bombs?|aerial bombs?)\b")
#: Aircraft that do what a clause tells: "army helicopters caught up with the fighters and fired on them".
_AIRCRAFT = re.compile(
    r"\W*(?:on\s\w+\s)?(?:(?!(?:in|from|by|with|of|near|under|against|on|at|who|that|like)\b)[\w’'-]+\s){0,4}?"
    r"(?:helicopters?|warplanes?|jets|aircraft|planes|gunships?|drones?)\s",
    re.IGNORECASE,
)
_FROM_ABOVE = re.compile(r"(?:fired|opened fire|strafed|rocketed|attacked|hit|struck|bombed)(?: (?:on|at))?")
_SHELLING, _AIR_STRIKE = _KINDS.index(SubEventType.SHELLING), _KINDS.index(SubEventType.AIR_STRIKE)
_BROKEN_OFF = re.compile(
    r"\b(?:suspend|br(?:eak|oke|oken)(?:ing)? off|call(?:ed|ing)? off|postpon|cancel|walk(?:ed|ing)? out of"
    r"|withdr[ae]w\w* from|pull(?:ed|ing)? out of|scrap|reject|abandon|quit\b|boycott|refus|put off)\w*"
    r"[^.;]{0,50}\b(?:talks|negotiations|dialogue|truce|cease-?fire|deal|agreement|accord)\b"
    r"|\b(?:talks|negotiations|dialogue|truce|cease-?fire|deal|agreement|accord)\b[^.;]{0,60}?"
    r"\b(?:collapsed|br(?:oke|oken) (?:down|off|up)|failed|fell apart|stalled|ended without"
    r"|(?:was|were|been) (?:suspended|called off|postponed|cancell?ed|scrapped|rejected|put off))\b",
    re.IGNORECASE,
)
_TESTS = re.compile(
    r"\b(?:missiles?|rockets?|weapons?|nuclear|drones?|ballistic|artillery)[\s-](?:\w+\s)?"
    r"(?:tests?|test[- ]?launch(?:es)?|drills?)\b"
    r"|\btest[- ]?(?:fir|launch)(?:e[ds]|ing|es)?\b|\blive[- ]fire\s(?:\w+\s)?(?:drills?|exercises?|training)"
    r"|\btest(?:s|ed|ing)?\s(?:of\s)?(?:an?|its|the|their|new)\s(?:[\w-]+\s){0,4}(?:missiles?|rockets?|warheads?)\b",
    re.IGNORECASE,
)
_HARMED = re.compile(
    r"\b(?:kill|wound|injur|dead|death|died|casualt|victim|attack|shell(?:ed|ing)|struck|strik|bomb(?:ed|ing|er)"
    r"|destroy|damag|explo[ds]|blast|retaliat)",
    re.IGNORECASE,
)
_LEAVES = re.compile(r"(?:walk|pull|withdr[ae]w|quit|left|leav)\w*(?:\s(?:out|of|from|off))*", re.IGNORECASE)
#: What stands in no name of a table: "left the town under a deal".
_NO_PART = (
    "before|after|for|in|to|during|amid|when|until|at|on|as|and|under|by|following|from|of|with|per|since|despite"
    "|through|ahead|that|which|where|while|over|without|because|a|an|the"
)
_TALKS = re.compile(
    r"\s(?:(?:out\s)?(?:of|from)\s)?(?:(?:the|a|an|its|their|all|these|those|further|direct|any)\s)?"
    rf"(?:(?!(?:{_NO_PART}|\w+ed|\w+ing)\s)[\w-]+\s){{0,3}}?"
    r"(?:talks|negotiations?|dialogue|truce|cease-?fire|deal|agreements?|accords?|pact|treaty|coalition|government"
    r"|parliament|conference|summit|council|commission)\b(?![-’'\s](?:s\s)?(?:buildings?|quarters?|houses?|compounds?"
    r"|offices?|headquarters|complex|held|controlled|run|troops|forces|positions?|area|district|territory))",
    re.IGNORECASE,
)
_AGREED = re.compile(r"\b(?:sign|agreed|agree to|reach|conclud)\w*", re.IGNORECASE)


@lru_cache(maxsize=8)
def tells_weapons(text: str) -> bool:
    """Whether anything in a text is or may be a weapon that strikes from afar, or a blast."""
    return _WEAPON.search(text) is not None


def names_civilians(words: str) -> bool:
    """Whether words name somebody who bears no arms: villagers, traders, a judge."""
    tokens = tokenise(words)
    return any(
        code in _UNARMED and word not in _ANYBODY
        for code, word in zip(tokens.codes, tokens.words, strict=True)
    )


def by_words(kinds: Floats, text: str, begins: int, ends: int, trigger: Span) -> Floats:
    """Return the sub-types' probabilities by what the words of a trigger's sentence, ``begins:ends``, say."""
    told, before = trigger.of(text), text[begins : trigger.start]
    kinds = by_weapon(kinds, text)
    kinds = by_army(kinds, text[begins:ends], told, before)
    kinds = by_target(kinds, told, before, text[trigger.end : ends])
    kinds = by_means(kinds, told, text[trigger.end : ends])
    kinds = by_hand(kinds, told, before, text[trigger.end : ends])
    return by_release(by_crowd(by_arms(kinds, told, before), told, before), told)


def by_weapon(kinds: Floats, text: str) -> Floats:
    """Return the sub-types' probabilities, those of strikes and blasts low where a text has no weapon."""
    return kinds if tells_weapons(text) else _without(kinds, _REMOTE)


def by_army(kinds: Floats, sentence: str, attack: str, before: str) -> Floats:
    """Return the sub-types' probabilities, ground attacks of an army being clashes where no civilian is told.

    ``before`` are the words before the trigger ``attack`` in its sentence: "the staff reported Russian
    assaults near the village".
    """
    ground = _ASSAULT.fullmatch(attack) and _ARMY.search(before)
    if not ground or _WEAPON.search(sentence) or names_civilians(sentence):
        return kinds
    return _as_clash(kinds)


def by_target(kinds: Floats, trigger: str, before: str, behind: str) -> Floats:
    """Return the sub-types' probabilities; soldiers who fire on people without arms fight no battle.

    ``before`` and ``behind`` are the rest of the sentence: "troops opened fire on villagers at the border".
    Who attacks a post of theirs does.
    """
    if int(np.argmax(kinds)) == _ATTACK and _ATTACKED.fullmatch(trigger) and _POST.match(behind):
        return _moved(kinds, _CLASH, _ATTACK)
    if _FIRED.fullmatch(trigger) is None or _FORCES.search(_CLAUSE.split(before)[-1]) is None:
        return kinds
    told = _AT_WHOM.match(_CLAUSE.split(behind)[0])
    if told is None or _RALLYING.search(behind + before) or _SOLDIERS.search(told["whom"]):
        return kinds
    if not re.search(r"\b(?:on|at|into)\b", trigger + told[0]) or not names_civilians(told["whom"]):
        return kinds
    return _moved(kinds, _ATTACK, _CLASH)


def by_victims(kinds: Floats, text: str, begins: int, trigger: Span, tolls: Iterable[TollMention]) -> Floats:
    """Return the sub-types' probabilities by who fell and who killed in the trigger's clause.

    ``begins`` is where the sentence does. "Rebels killed 15 soldiers" tells of a clash, even where the
    sentence speaks of air strikes too; killed soldiers are no civilians.
    """
    fallen = [text[max(t.start, trigger.end) : t.end + _WHO] for t in tolls if t.end > trigger.end]
    fallen = [_CLAUSE.split(words, maxsplit=1)[0] for words in fallen]
    if not any(_SOLDIERS.search(words) for words in fallen) or any(map(names_civilians, fallen)):
        return kinds
    before = _CLAUSE.split(text[begins : trigger.start])[-1]
    clause = before + trigger.of(text) + fallen[0]
    by_hand = _BY_HAND.fullmatch(trigger.of(text)) and _FIGHTERS.search(before)
    if by_hand and not _WEAPON.search(clause):
        kinds = _without(kinds, _REMOTE)
    return _as_clash(kinds)


def by_means(kinds: Floats, trigger: str, behind: str) -> Floats:
    """Return the sub-types' probabilities, that of the weapon by which somebody was killed or hurt foremost.

    ``behind`` are the words after the trigger: "two men were wounded in the town by a mortar round".
    """
    told = (_BY_MEANS.match(behind) or _IN_MEANS.match(behind)) if _SUFFERED.search(trigger) else None
    if told is None or _REMOTE[int(np.argmax(kinds))]:
        return kinds
    weapon = next(kind for kind, name in zip(_MEANS, told.groups(), strict=True) if name)
    moved = kinds * LEFT
    moved[_KINDS.index(weapon)] += 1 - LEFT
    return moved


def by_arms(kinds: Floats, trigger: str, before: str) -> Floats:
    """Return the sub-types' probabilities by arms that news calls by names of their own.

    A sniper shells nobody, and a guided bomb is dropped from the air, as is what helicopters fire; ``before``
    leads up to the trigger in its sentence.
    """
    clause = _CLAUSE.split(before)[-1]
    if (
        int(np.argmax(kinds)) in (_ATTACK, _CLASH)
        and _FROM_ABOVE.fullmatch(trigger)
        and _AIRCRAFT.match(clause)
    ):
        return _moved(kinds, _AIR_STRIKE, _ATTACK, _CLASH)
    if _BY_GUN.search(trigger) and not _WEAPON.search(_BY_GUN.sub(" ", trigger).replace("fire", "")):
        return _without(kinds, _REMOTE)
    if int(np.argmax(kinds)) == _SHELLING and _AERIAL.search(clause + trigger):
        return _moved(kinds, _AIR_STRIKE, _SHELLING)
    return kinds


def by_hand(kinds: Floats, trigger: str, before: str, behind: str) -> Floats:
    """Return the sub-types' probabilities; whom gunmen killed no blast of another clause did.

    ``before`` and ``behind`` are the rest of the sentence: "a bomb went off, and gunmen killed two in Udy".
    """
    own = _CLAUSE.split(before)[-1]
    if not _SHOT_DOWN.fullmatch(trigger) or not _FIGHTERS.search(own):
        return kinds
    clause = own + trigger + _NEXT_CLAUSE.split(behind)[0]
    return kinds if _WEAPON.search(clause) else _without(kinds, _REMOTE)


def by_crowd(kinds: Floats, trigger: str, before: str) -> Floats:
    """Return the sub-types' probabilities; what a crowd or settlers do without a gun is a mob's violence.

    ``before`` leads up to the trigger in its sentence.
    """
    clause = _CLAUSE.split(before)[-1] + trigger
    if not _BY_CROWD.fullmatch(trigger) or not _CROWD.search(clause) or _SHOT.search(clause):
        return kinds
    return _moved(kinds, _MOB, _ATTACK)


def by_release(kinds: Floats, trigger: str) -> Floats:
    """Return the sub-types' probabilities; who is freed or rescued is not abducted by that."""
    return _moved(kinds, _OTHER, _ABDUCTION) if _FREED.fullmatch(trigger) else kinds


def is_broken_off(kinds: Floats, sentence: str) -> bool:
    """Whether what looks like an agreement is talks or a truce that somebody broke off."""
    likeliest = _KINDS[int(np.argmax(kinds))]
    if likeliest is not SubEventType.AGREEMENT or _AGREED.search(sentence):
        return False
    return bool(_BROKEN_OFF.search(sentence))


def is_tested(kinds: Floats, sentence: str) -> bool:
    """Whether weapons are only tried out and hurt nobody: "missile tests", "a live-fire drill"."""
    if not _REMOTE[int(np.argmax(kinds))] or _HARMED.search(sentence):
        return False
    return bool(_TESTS.search(sentence))


def leaves_talks(trigger: str, behind: str) -> bool:
    """Whether somebody leaves a table, no territory: "walked out of the peace talks"; ``behind`` follows."""
    return bool(_LEAVES.fullmatch(trigger) and _TALKS.match(behind))


def _as_clash(kinds: Floats) -> Floats:
    return _moved(kinds, _CLASH, _ATTACK)


def _moved(kinds: Floats, to: int, *others: int) -> Floats:
    """Return the probabilities with all of the ``others`` given to one sub-type."""
    moved = kinds.copy()
    for other in others:
        moved[to] += moved[other]
        moved[other] = 0
    return moved


def _without(kinds: Floats, which: npt.NDArray[np.bool_]) -> Floats:
    left = np.where(which, kinds * LEFT, kinds)
    shared: Floats = (left / left.sum()).astype(np.float32)
    return shared
