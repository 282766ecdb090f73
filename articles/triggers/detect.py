"""Finds the events a text reports: one mention per sentence and kind, with trigger, modality and toll."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from articles.tolls import TollMention, find_toll_mentions, total
from articles.triggers.engine import Hit
from articles.triggers.modality import certainty_of, modality_of
from articles.triggers.parts import asides, choose_by_part
from articles.triggers.register import is_about_something_else, shows_conflict, stands_alone
from articles.triggers.senses import in_their_sense
from articles.triggers.territory import Theatre, invaders, winner
from articles.words.closed import WEEKDAYS
from articles.words.tokens import COMMA, SENTENCE_END, Tokens, lexicon, tokenise
from geodata.model import EventMention, EventType, Modality, Sentence, SentenceKind, SubEventType, Toll

_CLAIM = lexicon().names["claim_resp"]
_SUMMARY = lexicon().names["summary"]
GENERIC = "names no means"
"""The reason given for a mention such as "people were killed", which any violence may have done."""

ANOTHER_DAY = "told of another day than the sentence's main event"
"""The reason given for a mention in a clause of its own: "two weeks after gunmen killed nine in X"."""

REFERS_BACK = "names no means and follows an event"
"""The reason given for a mention that tells an event before it again, unless its place says otherwise."""

_TOLL_REACH = 2
"""A sentence that only states a toll belongs to the event at most this many sentences before it."""

_MENTION_REACH = 8
"""A mention of violence without means or number refers to an event up to this many sentences before it."""

_LONGEST_TRIGGER = 4
"""A trigger of more units than this is cut to its first one, so that what is marked stays a word or two."""

_NO_WEAPON = 6.0
"""A rule for shelling up to this weight only knows that something was struck."""

_COURT = frozenset((lexicon().names["court"], lexicon().names["petty"]))

# A rule up to this weight names no means: "the attack", "an explosion", "people were killed".
_GENERIC = {SubEventType.ATTACK: 6.0, SubEventType.REMOTE_EXPLOSIVE: 5.0, SubEventType.ARMED_CLASH: 5.5}
_VIOLENT = frozenset((EventType.BATTLES, EventType.EXPLOSIONS, EventType.CIVILIANS))
_NO_TOLL = Toll()
_WEEKDAY = re.compile(rf"\b(?:{'|'.join(word.capitalize() for word in WEEKDAYS)})\b")
_KILLED_ON = re.compile(
    r"\b(?:was|were) (?:\w+ )?(?:killed|murdered|executed|shot dead)\b[^,.;]{0,30}?\bon "
    rf"(?P<day>{_WEEKDAY.pattern})"
)
_TERRITORIAL = frozenset(
    (SubEventType.GOVERNMENT_REGAINS, SubEventType.NON_STATE_OVERTAKES, SubEventType.NON_VIOLENT_TRANSFER)
)


@dataclass(frozen=True, slots=True)
class _Document:
    text: str
    tokens: Tokens
    tolls: list[TollMention]
    toll_starts: list[int]
    abroad: tuple[Theatre, ...]
    about_something_else: bool


def find_events(text: str, sentences: Sequence[Sentence], tokens: Tokens | None = None) -> list[EventMention]:
    """Return what the sentences say happened, was planned, feared or denied, in text order.

    Each mention carries its trigger's span, sub-type, modality and the toll that the same sentence, or a
    following one that states nothing else, gives for it. Sentences that are boilerplate are skipped, and so
    are weak words of violence in a text that is not about conflict. A
    mention without means or number ("the attack", "the deaths") that follows an event is marked as
    referring back to it: only its place can tell whether it is another one. ``tokens`` are the text's units
    where they are known already.
    """
    tokens = in_their_sense(tokens or tokenise(text))
    tolls = find_toll_mentions(tokens)
    document = _Document(
        text,
        tokens,
        tolls,
        [toll.start for toll in tolls],
        invaders(frozenset(tokens.words)),
        is_about_something_else(tokens),
    )
    found: list[EventMention] = []
    for index, sentence in enumerate(sentences):
        if sentence.kind is not SentenceKind.BOILERPLATE:
            _read_sentence(document, index, sentences, found)
    return found


def _read_sentence(
    document: _Document, index: int, sentences: Sequence[Sentence], found: list[EventMention]
) -> None:
    tokens, sentence = document.tokens, sentences[index]
    begin = bisect_left(tokens.starts, sentence.start)
    end = bisect_left(tokens.starts, sentence.end)
    codes = tokens.codes[begin:end].replace(SENTENCE_END, COMMA)
    low = bisect_left(document.toll_starts, sentence.start)
    high = bisect_left(document.toll_starts, sentence.end)
    stated = document.tolls[low:high]
    own = [m for m in stated if not m.older]
    chosen = choose_by_part(tokens, document.text, codes, begin, end)
    if document.about_something_else and not shows_conflict(tokens, begin, end):
        chosen = [hit for hit in chosen if stands_alone(hit)]
    if _CLAIM in codes and _event_before(found, index, index) is not None:
        chosen = [hit for hit in chosen if hit.kind.event_type not in _VIOLENT]
    if not chosen and not own:
        return
    near = _event_before(found, index, _TOLL_REACH)
    if near is not None and not chosen:
        if own and _is_of_another_day(document.text, sentence, sentences[found[near].sentence]):
            found.append(_victims(document, index, own))
        elif own:
            found[near] = _with_toll(found[near], total(own))
        return
    tells_anew = any(hit.kind in _TERRITORIAL for hit in chosen)
    aftermath = [
        hit for hit in chosen if near is not None and not tells_anew and _is_aftermath(hit, found[near])
    ]
    refers_back = near is not None and all(_is_generic(hit) for hit in chosen)
    if not any(m.killed for m in own):
        refers_back = refers_back or _event_before(found, index, _MENTION_REACH) is not None
    opened = asides(tokens, document.text, begin, end)
    days = [bisect_left(opened, begin + hit.first + 1) for hit in chosen]
    for hit, day, share in zip(chosen, days, _share_by_day(stated, chosen, begin, days, opened), strict=True):
        toll = total(share) if share else _NO_TOLL
        points_back = (refers_back and _is_generic(hit)) or hit in aftermath
        means = _means(hit, found, index)
        mention = _mention(document, index, hit, (begin, end), toll, means, points_back)
        if day and min(days) == 0:
            mention = replace(mention, reasons=(*mention.reasons, ANOTHER_DAY))
        found.append(mention)


def _is_of_another_day(text: str, sentence: Sentence, told: Sentence) -> bool:
    """Whether the sentence's victims were killed on another weekday than the one ``told`` dates."""
    day = _KILLED_ON.search(text, sentence.start, sentence.end)
    days = {m.group() for m in _WEEKDAY.finditer(text, told.start, told.end)}
    return day is not None and bool(days) and day["day"] not in days


def _victims(document: _Document, index: int, tolls: Sequence[TollMention]) -> EventMention:
    """Return the mere victims that a sentence tells of as an event of their own."""
    at = tolls[0].predicate
    start, end = document.tokens.starts[at], document.tokens.ends[at]
    return EventMention(
        start=start,
        end=end,
        text=document.text[start:end],
        sentence=index,
        sub_event_type=SubEventType.ATTACK,
        toll=total(tolls),
        confidence=_GENERIC[SubEventType.ATTACK] / 10,
        reasons=("people killed on another day", GENERIC),
    )


def _event_before(found: Sequence[EventMention], index: int, reach: int) -> int | None:
    for k in range(len(found) - 1, -1, -1):
        if index - found[k].sentence > reach:
            return None
        if ANOTHER_DAY in found[k].reasons:
            continue
        if found[k].sub_event_type.event_type in _VIOLENT and found[k].modality is Modality.HAPPENED:
            return k
    return None


def _is_generic(hit: Hit) -> bool:
    return hit.rule.weight <= _GENERIC.get(hit.kind, 0.0)


def _is_aftermath(hit: Hit, event: EventMention) -> bool:
    """Whether the hit tells what the event left behind: burning houses, bodies in the rubble."""
    if hit.kind is SubEventType.LOOTING:
        return event.sub_event_type not in _TERRITORIAL
    return hit.rule.reason == "bodies found" and event.sub_event_type.event_type is EventType.EXPLOSIONS


def _share_by_day(
    stated: Sequence[TollMention],
    chosen: Sequence[Hit],
    begin: int,
    days: Sequence[int],
    opened: Sequence[int],
) -> list[list[TollMention]]:
    """Share out the tolls, those of a clause about another day among the events of that clause alone.

    ``days`` numbers for each hit the clause it stands in, ``opened`` are the units that open the clauses.
    """
    if len(set(days)) < 2:
        return _share([m for m in stated if not m.older] or stated, chosen, begin)
    shares: list[list[TollMention]] = [[] for _ in chosen]
    for day in sorted(set(days)):
        there = [n for n, at in enumerate(days) if at == day]
        told = [m for m in stated if bisect_left(opened, m.predicate + 1) == day]
        kept = told if day else [m for m in told if not m.older]
        for n, share in zip(there, _share(kept, [chosen[n] for n in there], begin), strict=True):
            shares[n] = share
    return shares


def _share(tolls: Sequence[TollMention], chosen: Sequence[Hit], begin: int) -> list[list[TollMention]]:
    """Give each toll to the violent event whose trigger is nearest to it; land changes hands without one."""
    shares: list[list[TollMention]] = [[] for _ in chosen]
    violent = [n for n, hit in enumerate(chosen) if hit.kind.event_type in _VIOLENT]
    takers = violent or list(range(len(chosen)))
    deadly = [n for n in takers if chosen[n].kind not in _TERRITORIAL] or takers
    for toll in tolls:
        if deadly:
            nearest = min(deadly, key=lambda n: abs(chosen[n].first + begin - toll.first))
            shares[nearest].append(toll)
    return shares


def _with_toll(mention: EventMention, toll: Toll) -> EventMention:
    """Return the mention with what the toll adds; a number already stated stays."""
    old = mention.toll
    adds_deaths = old.fatalities is None and toll.fatalities is not None
    adds_injured = old.injured is None and toll.injured is not None
    if not (adds_deaths or adds_injured):
        return mention
    deaths = toll if adds_deaths else old
    merged = Toll(
        fatalities_low=deaths.fatalities_low,
        fatalities=deaths.fatalities,
        fatalities_high=deaths.fatalities_high,
        injured=toll.injured if adds_injured else old.injured,
        spans=(*old.spans, *toll.spans),
    )
    return replace(mention, toll=merged, reasons=(*mention.reasons, "toll from a following sentence"))


def _background(hit: Hit, codes: str, words: Sequence[str]) -> tuple[Modality, str] | None:
    """Sums over a longer time and crimes before a court are no event of the day.

    What a date opens is no sum: "for the first time since October 7, when gunmen killed".
    """
    kind = hit.kind
    told_when = codes.find(_SUMMARY) < hit.first and "when" in words[: hit.first]
    if _SUMMARY in codes and kind in (SubEventType.ATTACK, SubEventType.ARMED_CLASH) and not told_when:
        return Modality.BACKGROUND, "a sum over a longer time"
    if not _COURT.isdisjoint(codes) and kind.event_type in _VIOLENT:
        return Modality.BACKGROUND, "a matter of a court or of common crime"
    return None


def _means(hit: Hit, found: Sequence[EventMention], index: int) -> SubEventType:
    """The sub-type of a "strike" or "hit" that names no weapon: an air strike's where one was told before."""
    if hit.kind is SubEventType.SHELLING and hit.rule.weight <= _NO_WEAPON:
        for event in reversed(found):
            if index - event.sentence > _MENTION_REACH:
                break
            if event.sub_event_type in (SubEventType.AIR_STRIKE, SubEventType.SHELLING):
                return event.sub_event_type
    return hit.kind


def _mention(
    document: _Document,
    index: int,
    hit: Hit,
    sentence: tuple[int, int],
    toll: Toll,
    means: SubEventType,
    refers_back: bool,
) -> EventMention:
    tokens, (begin, end) = document.tokens, sentence
    first = begin + hit.first
    last = begin + hit.last if hit.last - hit.first < _LONGEST_TRIGGER else first
    start, stop = tokens.starts[first], tokens.ends[last]
    modality, word = Modality.HAPPENED, ""
    if not hit.happened:
        modality, word = modality_of(tokens, first, begin, end)
    if modality is Modality.HAPPENED:
        codes, words = tokens.codes[begin:end], tokens.words[begin:end]
        modality, word = _background(hit, codes, words) or (modality, word)
    kind = winner(tokens, hit.kind, first, begin, end, document.abroad)
    notes = [hit.rule.reason]
    notes += [f"{modality.value}: {word!r}"] if word else []
    notes += ["the army is not on its own land"] if kind is not hit.kind else []
    notes += [GENERIC] if _is_generic(hit) else []
    notes += ["means told before"] if means is not hit.kind else []
    notes += [REFERS_BACK] if refers_back else []
    return EventMention(
        start=start,
        end=stop,
        text=document.text[start:stop],
        sentence=index,
        sub_event_type=kind if means is hit.kind else means,
        modality=modality,
        certainty=certainty_of(tokens, begin, end),
        toll=toll,
        confidence=min(1.0, hit.rule.weight / 10),
        reasons=tuple(notes),
    )
