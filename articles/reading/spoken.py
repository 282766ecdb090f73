"""Tells from the words beside a name whether somebody speaks, is bound or cared for there, or whose it is."""

from __future__ import annotations

import re

from articles.reading.pieces import Spanned
from articles.words.closed import ONES, WEEKDAYS, Speech, speech
from geodata.model import PlaceMention, PlaceUse

_WHEN = r"(?:late|early|earlier|later|on\s\w{3,9}day|\w{3,9}day)"
_HOW = (
    r"(?:by\s(?:tele)?phone|in\s(?:a|an)\s(?:\w{1,20}\s)?(?:statement|interview|briefing|speech|address)"
    r"|at\s(?:a|an)\s(?:news|press)\sconference)"
)
_WHOM = r"(?:reporters|journalists|the\smedia|lawmakers|parliament|(?:the\s)?(?:[A-Z][\w.]{0,20}\s?){1,3})"
_SPEAKS = re.compile(
    rf"(?:\b(?:{'|'.join(sorted(speech(Speech.PLACE)))}|told\s{_WHOM})(?:\s(?:{_WHEN}|{_HOW})){{0,3}}"
    r"|\b[Rr]eached\s(?:by\s)?(?:tele)?phone|\b[Rr]eached\sby\s\w{1,12}|\bby\s(?:tele)?phone"
    r"|\b(?:news|press)\s(?:conference|briefing)|\binterview(?:ed)?|\btestif\w{1,4}"
    r"|\b[Ss]peaking\sfrom\s(?:his|her|their|its|an?|the)\s\w{1,20}(?:\s\w{1,20}){0,2}"
    r"|\bwho\snow\s(?:lives?|resides?|is\sbased)|\bnow\s(?:living|based)|\b[Jj]udges|\b[Tt]ribunal"
    r"|\b[Cc]ourt\sof\s(?:Human\sRights|Justice|Appeal)|\bCriminal\sCourt"
    r"|\b(?:tried|trial|convict\w{2,3}|sentenc\w{2,3}|acquit\w{3}|charged|jailed|remanded|appear\w{2,3})\b"
    r"(?:(?!\b(?:outside|near|against|at\sa\scrowd|protest\w*|demonstrat\w*)\b)[^.;]){0,50}\b(?:court|tribunal|judge)s?"
    r"|\b(?:found|sought|taken|took|seeking)\s(?:shelter|refuge|asylum))\s(?:in|from|at)\s"
    r"(?:the\s(?:\w{1,20}\s)?(?:city|town|capital|village)\sof\s|the\s|nearby\s|neighbou?ring\s)?$"
)
_OFFICIAL = (
    r"(?:governor|mayor|prefect|minister|ministry|spokes(?:man|woman|person)|commander|commissioner|prosecutor"
    r"|ambassador|embassy|consulate|diplomats?|headquarters|correspondents?)"
)
# "According to the governor in Gao".
_OFFICIAL_IN = re.compile(rf"\baccording\sto\s(?:[\w’'-]+\s){{0,4}}?{_OFFICIAL}\s(?:in|from|at)\s$")
_STAFF = rf"(?:{_OFFICIAL}|general\sstaff|(?:military|army|police)\scommand|chief\sof\sstaff|high\scommand)"
# "The general staff in Gao has not said anything", "the governor in Gao denies it".
_STAFF_IN = re.compile(rf"\b{_STAFF}\s(?:in|at)\s$")
_ANSWERING = sorted(speech(Speech.SOURCE) | speech(Speech.QUOTE))
_ANSWERS = re.compile(
    r"\s(?:(?:has|have|had|did|does|would|could)\s(?:not\s)?(?:yet\s|immediately\s)?)?"
    rf"(?:{'|'.join(_ANSWERING)}|comment(?:s|ed)?|called|declined)\b"
)
_REPORTER = r"(?:reporters?|correspondents?|staff(?:\swriters?)?|stringers?|bureau|desk)"
# The line that says who wrote: "By our correspondent in Gao", "By JOHN SMITH and AMY LEE in Gao".
_BYLINE = re.compile(
    rf"(?:By|From)\s(?:(?:an?|our|the)\s(?:[\w’'-]+\s){{0,3}}?{_REPORTER}|(?:[A-Z][\w.’'-]+\s(?:and\s)?){{2,6}})\s?in\s"
)
_BOUND = re.compile(
    r"(?:\b(?:(?:who|has|have|had)\s(?:\w+\s)?fled|evacuated|airlifted|flown|rushed|transferred|deported|extradited)"
    r"\s(?:\w+\s){0,2}?(?:to|into|across)|\bbound\sfor|\bdestined\sfor|\ben\sroute\s(?:to|for)|\bon\s(?:its|his|her|their|the|a)\sway\s(?:back\s)?to"
    r"|\bhead(?:ed|ing)\s(?:for|towards?|to))\s(?:the\s(?:city|town|capital|village|port)\sof\s|the\s)?$"
)
_MOVED = r"(?:flown|airlifted|evacuated|rushed|taken|brought|moved|transferred|transported|referred|admitted)"
_HOSPITAL = r"(?:hospitals?|clinics?|infirmary|medical\scent(?:er|re))"
_CARED = re.compile(
    rf"\b(?:{_MOVED}\s(?:\w+\s){{0,3}}?to|(?:treated|treatment|recovering|operated\son|die[sd])\s(?:\w+\s){{0,3}}?(?:in|at))\s"
    rf"(?:[\w’'-]+\s){{0,4}}?{_HOSPITAL}\s(?:in|of)\s(?:the\s|nearby\s|the\s(?:city|town)\sof\s)?"
    # "hospitals in Kumba and Buea"
    r"(?:[A-Z][\w’'-]{1,30}(?:\s[A-Z][\w’'-]{1,30})?(?:,|\sand)\s){0,3}$"
)
_BROUGHT = re.compile(rf"\b{_MOVED}\sto\s(?:the\s|nearby\s|the\s(?:city|town)\sof\s)?$")
_WITH_WOUNDS = re.compile(
    r"\s(?:with\s(?:\w+\s){0,2}(?:wounds|injuries|burns)|for\s(?:\w+\s)?treatment)\b(?!\sof\b)"
)
#: What stands behind the name where a sentence tells of nothing but the care.
_NOTHING_MORE = re.compile(
    rf"[^\w]*$|,?\s[^.;]{{0,40}}\b(?:{'|'.join(sorted(speech(Speech.SOURCE)))})\b[^;]*$"
)
_DATED = re.compile(rf"\b(?:{'|'.join(WEEKDAYS)}|yesterday|today|overnight|\d{{4}})\b", re.IGNORECASE)
# Of those who got there nothing is told that happened there: "airlifted to Dakar, where one died".
_WHO_CAME = (
    r"(?:(?:he|she|they|we|it|one|both|some|many|most|his|her|their|doctors?|medics?|surgeons?|relatives)\b"
    rf"|(?:{'|'.join(ONES)}|\d+)\s(?:of\s\w+|later|died|are|were)\b"
    r"|the\s(?:injured|wounded|victims?|patients?|bod(?:y|ies)|suspects?|famil(?:y|ies)|survivors?)\b)"
)
_HAPPENED_THERE = re.compile(rf",?\swhere\s(?!{_WHO_CAME})")
_SAYS_BEHIND = re.compile(rf"\s(?:(?:has|have)\s)?(?:{'|'.join(sorted(speech(Speech.SOURCE)))})\b")
_LAND = re.compile(
    r"\s(?:\w{1,20}\s)?(?:villages?|towns?|cit(?:y|ies)|settlements?|hamlets?|districts?|provinces?|regions?"
    r"|border|coast|waters|territory|soil|airspace|islands?|ports?|markets?|schools?|hospitals?)\b"
)
_TURNS_BACK = re.compile(
    r"^(?:,\s(?:which|who|that)\s[^.;,]{1,90},)?[^.;]{0,40}\b(?:(?:came|comes?|coming)\b[^.;]{0,30}?\b(?:after|following"
    r"|in (?:retaliation|response|revenge|reprisal))|follow(?:s|ed)"
    # "Shelling followed on Friday", "was followed by a raid": nothing is told of what was before.
    r"(?!\s(?:on|in|at|by|a\s(?:day|week)|the\s(?:next|same)|\d|\w+\slater|later|soon|shortly|suit|\w{3,6}day)\b))\b"
)
#: "The shelling came", where the network takes both words for what happened.
_TURNING = re.compile(r"\b(?:came|comes|followed|follows)$")
_HAD_DONE = re.compile(
    r"\b(?:wanted|accused|suspected|charged|convicted|blamed|sought|responsible)\b[^.;]{0,30}?\b(?:for|of|with|over)\b"
    r"[^.;]{0,40}$"
)
#: What a crowd is angry about had been before: "demonstrators angered by the death of a student".
_GRIEVES = re.compile(
    r"\b(?:(?:anger(?:ed)?|outraged?|enraged|infuriated|incensed|fury|furious|angry|protest(?:s|ed|ing)?"
    r"|demonstrat(?:ed|ing|ions?)|march(?:ed|ing)|rall(?:y|ied|ies))\s(?:by|over|at|against|about)"
    r"|denounc(?:e|ed|ing)|condemn(?:ed|ing)?|mourn(?:ed|ing)?)\s(?:the\s|an?\s)?(?:\w+\s){0,2}$",
    re.IGNORECASE,
)
_DEATH_OF = re.compile(r"(?:deaths?|killings?|murders?|shootings?|slayings?|massacres?)\sof\b", re.IGNORECASE)
_ASSAILS = re.compile(r"(?:attack|assail|lash|blast|slam)\w*(?: out)?", re.IGNORECASE)
_OVER = re.compile(
    r"[^.;,]{0,60}?\s(?:over|for)\s(?:it|this|that\b|(?:the|its|his|her|their)\s(?:\w+\s)?(?:handling|failures?|loss"
    r"|decision|plans?|retreat|defeat|conduct|response|policy|policies|record|silence|remarks?|inaction))\b"
)
#: How far before a name the verb of speech may stand, in characters.
REACH = 110


def is_spoken_at(text: str, start: int, mention: Spanned) -> bool:
    """Whether a place is where somebody speaks, in the sentence that begins at ``start``."""
    return _SPEAKS.search(text[max(start, mention.start - REACH) : mention.start]) is not None


def is_official_at(text: str, start: int, mention: Spanned) -> bool:
    """Whether a place is only where the official is who tells it, or of whom it is told that he does not.

    "According to the governor in X", "the general staff in X has not said anything".
    """
    before = text[max(start, mention.start - REACH) : mention.start]
    if _OFFICIAL_IN.search(before):
        return True
    return _STAFF_IN.search(before) is not None and _ANSWERS.match(text, mention.end) is not None


def _leads_to(words: re.Pattern[str], text: str, start: int, mention: Spanned) -> bool:
    """Whether such words stand before a place, and no clause on what happened there behind it."""
    led = words.search(text[max(start, mention.start - REACH) : mention.start])
    return led is not None and _HAPPENED_THERE.match(text, mention.end) is None


def is_in_byline(text: str, start: int, mention: Spanned) -> bool:
    """Whether a place ends the line that says who wrote the article, which begins at ``start``."""
    if _BYLINE.fullmatch(text, start, mention.start) is None:
        return False
    return mention.end == len(text) or text[mention.end] == "\n"


def speaks_itself(text: str, mention: Spanned) -> bool:
    """Whether a place is where those are who say what is told: "the ministry in X said", "X denied"."""
    return _SAYS_BEHIND.match(text, mention.end) is not None


def is_destination(text: str, start: int, mention: Spanned) -> bool:
    """Whether a place is only where somebody was bound, in the sentence that begins at ``start``.

    "Troops were rushed to Gao, where raids had claimed 12 lives" tells what happened in Gao.
    """
    return _leads_to(_BOUND, text, start, mention)


def is_of_care(text: str, start: int, mention: Spanned) -> bool:
    """Whether a place is where the hurt are cared for: "the hospital in X", "taken to X with wounds"."""
    before = text[max(start, mention.start - REACH) : mention.start]
    if _CARED.search(before):
        return _HAPPENED_THERE.match(text, mention.end) is None
    return _BROUGHT.search(before) is not None and _WITH_WOUNDS.match(text, mention.end) is not None


def tells_only_care(text: str, start: int, end: int, mention: Spanned) -> bool:
    """Whether the sentence between two offsets tells no more than that somebody is cared for at a place."""
    return (
        _NOTHING_MORE.match(text[mention.end : end]) is not None and _DATED.search(text, start, end) is None
    )


def is_told_of_before(text: str, trigger: Spanned, mention: Spanned) -> bool:
    """Whether a sentence turns, between a trigger and a mention behind it, to what had happened before.

    "The strikes came after rebels had killed two men in the town": the town was not struck. Both stand in one
    sentence.
    """
    if trigger.end >= mention.start:
        return False
    turn = _TURNING.search(text, trigger.start, trigger.end)
    return bool(_TURNS_BACK.match(text[turn.start() if turn else trigger.end : mention.start]))


def is_of_aside(text: str, toll: Spanned, trigger: Spanned) -> bool:
    """Whether a trigger behind a toll only says what one of the fallen had done before.

    "Troops killed three men, one of them wanted for a shooting": that killed none of them.
    """
    return toll.end < trigger.start and bool(_HAD_DONE.search(text[toll.end : trigger.start]))


def is_grievance(text: str, toll: Spanned) -> bool:
    """Whether a toll only says what a crowd is angry about: "marched against the killing of two men"."""
    if _DEATH_OF.match(text, toll.start) is None:
        return False
    return _GRIEVES.search(text[max(0, toll.start - REACH) : toll.start]) is not None


def is_in_words(trigger: str, behind: str) -> bool:
    """Whether somebody is attacked with words alone: "attacked the command over it"; ``behind`` follows."""
    return bool(_ASSAILS.fullmatch(trigger) and _OVER.match(behind))


def is_of_country(text: str, mention: PlaceMention) -> bool:
    """Whether a people's name says in which country a place lies: "two Somali villages"."""
    return mention.use is PlaceUse.DEMONYM and _LAND.match(text, mention.end) is not None
