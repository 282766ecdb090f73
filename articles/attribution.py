"""Finds who says that an event happened, what sort of source that is and how firmly it is said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from articles.words.closed import SAYS, Speech, speech
from geodata.model import Attribution, Certainty, EventMention, Sentence, Span

# What makes a source of which sort, asked in this order; source: the vocabulary of news agencies.
_KINDS: tuple[tuple[Attribution, str], ...] = (
    (
        Attribution.REBELS,
        r"rebels?|separatists?|insurgents?|militants?|proxy|proxies|kremlin-installed|russian-installed|"
        r"moscow-installed|russia-backed|moscow-backed|self-proclaimed|occupation (?:authorities|official)s?|"
        r"islamic state|isis|isil|daesh|houthis?|taliban|hamas|hezbollah|shabaab|boko haram|amaq|dpr|lpr|"
        r"dnr|lnr",
    ),
    (
        Attribution.MONITORS,
        r"monitors?|monitoring|observatory|human rights|rights groups?|amnesty|osce|united nations|u\.?n\.?|"
        r"red cross|msf|institute|bellingcat|acled|save the children|investigators of|ngos?|charity|"
        r"syrian network|watchdog|airwars|unicef|unhcr|ohchr|iaea",
    ),
    (
        Attribution.MILITARY,
        r"military|army|armed forces|general staff|defen[cs]e minist\w+|minist\w+ of defen[cs]e|air force|"
        r"navy|commanders?|generals?|troops|command|operational command|pentagon|soldiers?|brigade|idf|"
        r"joint staff|military intelligence|intelligence",
    ),
    (
        Attribution.MEDIA,
        r"media|newspapers?|news agency|agency|television|tv|reuters|afp|ap|cnn|bbc|tass|ria|interfax|"
        r"al jazeera|journalists?|correspondents?|agence france-presse|associated press|radio|channel|"
        r"broadcaster",
    ),
    (
        Attribution.WITNESSES,
        r"witness(?:es)?|eyewitness(?:es)?|residents?|locals|local people|villagers?|survivors?|neighbou?rs?|"
        r"relatives?|doctors?|medics?|activists?|aid workers|a woman|a man|people in",
    ),
    (
        Attribution.AUTHORITIES,
        r"officials?|authorit\w+|prosecutors?|governors?|mayors?|police|president|prime minister|minist\w+|"
        r"government|spokes\w+|emergency|rescuers?|councils?|administration|head of|ombudsman|"
        r"prosecutor general|secretary|chief|ambassador|lawmakers?|deputy|office|kremlin|law enforcement|"
        r"hospital|services?",
    ),
    (
        Attribution.UNNAMED,
        r"sources?|reports?|reportedly|allegedly|it was reported|social media|videos?|footage",
    ),
)
_KIND_PATTERNS = tuple((kind, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for kind, words in _KINDS)

_VERB = rf"(?:{'|'.join(sorted(speech(Speech.SOURCE)))})"
# "..., officials in the region said on Friday": the source stands between a comma or quote and the verb.
_TRAILING = re.compile(
    rf"[,”\"’'][”\"’']?\s+(?P<who>[^,;“”\"]{{2,90}}(?:,[^,;“”\"]{{2,60}},)?)\s*\b(?P<verb>{_VERB})\b"
)
# "said Governor X", straight after a quotation.
_SAYS = "|".join((*sorted(SAYS), "wrote"))
_INVERTED = re.compile(rf"[,”\"’'][”\"’']?\s+(?P<verb>{_SAYS})\s+(?P<who>[^,;.“”\"]{{2,80}})")
_LEADING = re.compile(rf"^[\W]*(?P<who>[^;“”\"]{{2,140}}?)\s+(?:also |later |earlier )?\b(?P<verb>{_VERB})\b")
# What may stand before the source in its clause, and a passive that makes the subject no source.
_BEFORE_SOURCE = re.compile(
    r"^(?:(?:in|on|at|after|during|since|amid|following|as|for)\b[^,]{0,80},\s*)?(?:(?:while|but|and|as|"
    r"that)\s+)*(?:(?:on\s+|late\s+|early\s+){0,2}\w{3,6}day\s+(?=\S))?",
    re.IGNORECASE,
)
# The speaker stands last: "the attack came as residents", "confirmed that officials".
_CLAUSE_BEFORE = re.compile(
    r"^.*\b(?:as|that|when|after|before|but|while|where|although|though)\s+(?=\S)", re.IGNORECASE | re.DOTALL
)
# The clause of its own in which that speaker stands, and the "as" that points back to all of the sentence.
_LATER_CLAUSE = re.compile(r"\b(?:as|when|after|before|but|while|where|although|though)\b", re.IGNORECASE)
_AS = re.compile(r"\s*as\b", re.IGNORECASE)
# A finite verb within the words makes them a clause and no source.
_CLAUSE = re.compile(r"\b(?:was|were|had|has|have|killed|died)\b")
_PASSIVE = re.compile(r"\b(?:was|were|been|being|is|are|be)(?:\s+\w+)?$")
_ACCORDING = re.compile(r"\b(?P<verb>according to|citing)\s+(?P<who>[^.;“”\"]{2,90})", re.IGNORECASE)
_ADVERB = re.compile(r"\b(?P<who>reportedly|allegedly)\b", re.IGNORECASE)

_DENIED = re.compile(r"\b(?:denied|denies|rejected|dismissed as)\b", re.IGNORECASE)
_DISPUTED = re.compile(
    r"\b(?:disputed|competing claims|contradict\w*|could not (?:be )?(?:independently )?(?:verif\w+|"
    r"confirm\w*)|"
    r"not been able to (?:independently )?(?:verify|confirm)|(?:un|not )verified|blam\w+ each other|"
    r"traded blame)\b",
    re.IGNORECASE,
)
_CLAIMED = re.compile(
    r"\b(?:claim\w*|alleg\w+|reportedly|accus\w+|purported\w*|unconfirmed)\b",
    re.IGNORECASE,
)
_CONFIRMED = re.compile(
    r"\b(?:confirm(?:s|ed)|verified|geolocated|acknowledged|admitted)\b",
    re.IGNORECASE,
)
_NOT_CONFIRMED = re.compile(
    r"\b(?:not|n't|n’t|never|yet to|unable to|could not)\b[^.]{0,40}\bconfirm", re.IGNORECASE
)
_PRONOUN = re.compile(r"it|he|she|they|we", re.IGNORECASE)
_PERSON = re.compile(r"[A-Z][\w’'-]+\s+[A-Z]|^[A-Z][\w’'-]+$")
_QUOTE_OPEN = re.compile(r"^[\"“‘]")


@dataclass(frozen=True, slots=True)
class Source:
    """Who says it as the text puts it (None: the article itself), the words, the sort and the certainty."""

    name: str | None
    kind: Attribution
    spans: tuple[Span, ...]
    certainty: Certainty


def find_source(text: str, sentences: Sequence[Sentence], number: int, event: EventMention) -> Source:
    """Return the source for the event told in ``sentences[number]``.

    A quotation that begins in this sentence takes its speaker from the following ones of its paragraph.
    Only the certainty may come from a neighbouring sentence of the same paragraph ("could not be verified").
    """
    for at in _where_to_look(text, sentences, number):
        found = _speaker(text, sentences[at], event.start if at == number else None)
        if found is not None:
            span, verb = found
            name = None if _PRONOUN.fullmatch(span.of(text)) else span.of(text)
            certainty = _certainty(text, sentences, number, event, verb)
            kind = _kind_of(name) if name else Attribution.UNNAMED
            return Source(name=name, kind=kind, spans=(span,), certainty=certainty)
    certainty = _certainty(text, sentences, number, event, "")
    return Source(name=None, kind=Attribution.REPORTER, spans=(), certainty=certainty)


def _where_to_look(text: str, sentences: Sequence[Sentence], number: int) -> list[int]:
    """The sentence itself, and the rest of its quotation when it opens one."""
    sentence = sentences[number]
    looked = [number]
    if _QUOTE_OPEN.match(text[sentence.start : sentence.start + 1]):
        for at in range(number + 1, min(number + 4, len(sentences))):
            if sentences[at].paragraph != sentence.paragraph:
                break
            looked.append(at)
    return looked


def _speaker(text: str, sentence: Sentence, told: int | None) -> tuple[Span, str] | None:
    """Return the span of whoever speaks in the sentence and the verb, or None.

    ``told`` is where the event stands in it, if it does: who speaks in a clause behind it ("entered the
    city, hours after the ministry said ...") is no source of it.
    """
    words = text[sentence.start : sentence.end]
    for pattern in (_ACCORDING, _TRAILING, _INVERTED, _LEADING, _ADVERB):
        match = pattern.search(words)
        if match is None or (pattern is _INVERTED and _CLAUSE.search(match["who"])):
            continue  # ", an adviser, said the army had lost ...": what follows is what was said
        if _is_source(match["who"]) and not _PASSIVE.search(match["who"]):
            verb = match["verb"] if "verb" in match.re.groupindex else match["who"]
            start, end = (sentence.start + at for at in match.span("who"))
            span = _words_of(text, start, end)
            apart = told is not None and _is_in_later_clause(text, start, span, told)
            if not apart and not _CLAUSE.search(span.of(text)):
                return span, verb
    return None


def _is_in_later_clause(text: str, start: int, speaker: Span, told: int) -> bool:
    """Whether a clause begins between the event and the speaker; ", as officials said" tells of the event."""
    clause = _LATER_CLAUSE.search(text[start : speaker.start])
    return clause is not None and told < start + clause.start() and not _AS.match(text[start : speaker.start])


def _words_of(text: str, start: int, end: int) -> Span:
    """Return the span of the speaker alone, without the clause or adverbial that leads in to it."""
    for lead_in in (_BEFORE_SOURCE, _CLAUSE_BEFORE):
        found = lead_in.match(text[start:end])
        if found is not None and found.end() < end - start:
            start += found.end()
    return _trimmed(text, start, end)


def _is_source(who: str) -> bool:
    """Whether the words name somebody who may speak: a known sort of source or a person's name."""
    return bool(_PERSON.search(who)) or any(pattern.search(who) for _, pattern in _KIND_PATTERNS)


def _trimmed(text: str, start: int, end: int) -> Span:
    while end > start + 1 and not text[end - 1].isalnum():
        end -= 1
    if "(" in text[start:end] and text[end : end + 1] == ")" and ")" not in text[start:end]:
        end += 1
    while start < end - 1 and not text[start].isalnum():
        start += 1
    return Span(start=start, end=end)


def _kind_of(name: str) -> Attribution:
    return next((kind for kind, pattern in _KIND_PATTERNS if pattern.search(name)), Attribution.UNNAMED)


def _certainty(
    text: str, sentences: Sequence[Sentence], number: int, event: EventMention, verb: str
) -> Certainty:
    """How firmly the text puts it; what the trigger itself says comes first."""
    if event.certainty is not Certainty.STATED:
        return event.certainty
    own = sentences[number]
    words = text[own.start : own.end]
    following = _next_in_paragraph(text, sentences, number)
    if verb.lower() in ("denied", "denies") or _DENIED.search(words):
        return Certainty.DENIED if verb.lower().startswith("den") else Certainty.DISPUTED
    if _DISPUTED.search(words) or _DISPUTED.search(following):
        return Certainty.DISPUTED
    if _CONFIRMED.search(words) and not _NOT_CONFIRMED.search(words):
        return Certainty.CONFIRMED
    if verb or _CLAIMED.search(words):
        return Certainty.CLAIMED
    return Certainty.STATED


def _next_in_paragraph(text: str, sentences: Sequence[Sentence], number: int) -> str:
    if number + 1 < len(sentences) and sentences[number + 1].paragraph == sentences[number].paragraph:
        after = sentences[number + 1]
        return text[after.start : after.end]
    return ""
