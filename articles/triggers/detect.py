"""Finds the events a text reports: one mention per sentence and kind, with trigger, modality and toll."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

from articles.model import EventMention, Modality, Sentence, SentenceKind
from articles.tolls import TollMention, find_toll_mentions, total
from articles.triggers.engine import Hit, match
from articles.triggers.modality import certainty_of, modality_of
from articles.words.tokens import COMMA, SENTENCE_END, Tokens, read_table, tokenise
from geodata.model import EventType, SubEventType, Toll

_TOLL_REACH = 2
"""A sentence that only states a toll belongs to the event at most this many sentences before it."""

_GENERIC_WEIGHT = 6
"""A mention of violence up to this weight names no means: it may refer to an event told before."""

_VIOLENT = frozenset((EventType.BATTLES, EventType.EXPLOSIONS, EventType.CIVILIANS))


@lru_cache(maxsize=1)
def _dominance() -> dict[tuple[SubEventType, SubEventType], float]:
    table = {}
    for winner, losers, weight in read_table("dominance.tsv", "articles.triggers"):
        for loser in losers.split(" "):
            table[SubEventType[winner], SubEventType[loser]] = float(weight)
    return table


def choose(hits: Sequence[Hit]) -> list[Hit]:
    """Return the best hit of each sub-type, without those another one takes with it, in text order."""
    best: dict[SubEventType | None, Hit] = {}
    for hit in hits:
        kind = hit.rule.sub_event_type
        if kind not in best or (hit.rule.weight, -hit.first) > (best[kind].rule.weight, -best[kind].first):
            best[kind] = hit
    table = _dominance()
    lost = {
        loser
        for winner in best
        for loser, hit in best.items()
        if hit.rule.weight <= table.get((winner, loser), 0.0)
    }
    kept = sorted(
        (h for kind, h in best.items() if kind not in lost), key=lambda h: (-h.rule.weight, h.first)
    )
    chosen: list[Hit] = []
    for hit in kept:
        if not any(hit.first <= other.last and other.first <= hit.last for other in chosen):
            chosen.append(hit)
    return sorted(chosen, key=lambda h: h.first)


def find_events(text: str, sentences: Sequence[Sentence]) -> list[EventMention]:
    """Return what the sentences say happened, was planned, feared or denied, in text order.

    Each mention carries its trigger's span, sub-type, modality and the toll that the same sentence, or a
    following one that states nothing else, gives for it. Sentences that are boilerplate are skipped.
    """
    tokens = tokenise(text)
    tolls = find_toll_mentions(tokens)
    found: list[EventMention] = []
    for index, sentence in enumerate(sentences):
        if sentence.kind is not SentenceKind.BOILERPLATE:
            _read_sentence(text, tokens, tolls, index, sentence, found)
    return found


def _read_sentence(
    text: str,
    tokens: Tokens,
    tolls: list[TollMention],
    index: int,
    sentence: Sentence,
    found: list[EventMention],
) -> None:
    begin = bisect_left(tokens.starts, sentence.start)
    end = bisect_left(tokens.starts, sentence.end)
    codes = tokens.codes[begin:end].replace(SENTENCE_END, COMMA)
    chosen = choose([hit for hit in match(codes) if hit.rule.sub_event_type is not None])
    own = [m for m in tolls if sentence.start <= m.start < sentence.end]
    earlier = _event_before(found, index)
    if earlier is not None and all(_refers_back(hit) for hit in chosen):
        if own and found[earlier].toll.fatalities is None:
            found[earlier] = _with_toll(found[earlier], total(own))
        return
    shares = _share(own, chosen, begin)
    for hit, share in zip(chosen, shares, strict=True):
        found.append(_mention(text, tokens, index, hit, begin, end, total(share) if share else Toll()))


def _event_before(found: list[EventMention], index: int) -> int | None:
    for k in range(len(found) - 1, -1, -1):
        if index - found[k].sentence > _TOLL_REACH:
            return None
        if found[k].sub_event_type.event_type in _VIOLENT and found[k].modality is Modality.HAPPENED:
            return k
    return None


def _refers_back(hit: Hit) -> bool:
    return hit.rule.sub_event_type is SubEventType.ATTACK and hit.rule.weight <= _GENERIC_WEIGHT


def _share(tolls: list[TollMention], chosen: list[Hit], begin: int) -> list[list[TollMention]]:
    """Give each toll to the violent event whose trigger is nearest to it."""
    shares: list[list[TollMention]] = [[] for _ in chosen]
    takers = [n for n, hit in enumerate(chosen) if hit.rule.sub_event_type.event_type in _VIOLENT] or list(
        range(len(chosen))
    )
    deadly = [n for n in takers if chosen[n].rule.sub_event_type not in _TERRITORIAL] or takers
    for toll in tolls:
        if deadly:
            nearest = min(deadly, key=lambda n: abs(chosen[n].first + begin - toll.first))
            shares[nearest].append(toll)
    return shares


_TERRITORIAL = frozenset(
    (SubEventType.GOVERNMENT_REGAINS, SubEventType.NON_STATE_OVERTAKES, SubEventType.NON_VIOLENT_TRANSFER)
)


def _with_toll(mention: EventMention, toll: Toll) -> EventMention:
    return EventMention(
        start=mention.start,
        end=mention.end,
        text=mention.text,
        sentence=mention.sentence,
        sub_event_type=mention.sub_event_type,
        modality=mention.modality,
        certainty=mention.certainty,
        toll=toll,
        confidence=mention.confidence,
        reasons=(*mention.reasons, "toll from a following sentence"),
    )


def _mention(
    text: str, tokens: Tokens, index: int, hit: Hit, begin: int, end: int, toll: Toll
) -> EventMention:
    first, last = begin + hit.first, begin + hit.last
    start, stop = tokens.starts[first], tokens.ends[last]
    modality, word = modality_of(tokens, first, begin, end)
    reasons = (hit.rule.reason, f"{modality.value}: {word!r}") if word else (hit.rule.reason,)
    return EventMention(
        start=start,
        end=stop,
        text=text[start:stop],
        sentence=index,
        sub_event_type=hit.rule.sub_event_type,
        modality=modality,
        certainty=certainty_of(tokens, begin, end),
        toll=toll,
        confidence=min(1.0, hit.rule.weight / 10),
        reasons=reasons,
    )
