"""Which clauses report an event, of what kind, and how surely."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.sentences import split_sentences
from articles.triggers import find_events
from articles.triggers.choice import choose
from articles.triggers.engine import match, may_match, rules
from articles.words.tokens import COMMA, OTHER, lexicon, tokenise
from geodata.model import Certainty, EventMention, Modality, SubEventType

_TABLE = Path(__file__).parent / "training" / "event_sentences.tsv"


def _rows() -> list[tuple[str, str, str]]:
    lines = _TABLE.read_text(encoding="utf-8").splitlines()
    rows = [tuple(line.split("\t")) for line in lines if not line.startswith("#")]
    return [row for row in rows if row[1] != "?"]  # type: ignore[misc]


SENTENCES = [sentence for _, _, sentence in _rows()]


def events(text: str) -> list[EventMention]:
    return find_events(text, split_sentences(text))


def happened(text: str) -> list[EventMention]:
    return [event for event in events(text) if event.modality is Modality.HAPPENED]


def kinds(text: str) -> list[str]:
    return [event.sub_event_type.name for event in happened(text)]


@pytest.mark.parametrize(("expected", "toll", "sentence"), _rows())
def test_a_news_sentence_is_read(expected: str, toll: str, sentence: str) -> None:
    found = happened(sentence)
    names = {event.sub_event_type.name for event in found}
    assert names <= set(expected.split("/"))
    assert bool(names) == (expected != "NONE")
    stated = [event.toll.fatalities for event in found if event.toll.fatalities is not None]
    assert stated[:1] == ([] if toll == "-" else [int(toll)])


def test_every_sub_type_but_other_has_a_rule() -> None:
    covered = {rule.sub_event_type for rule in rules()} - {None}
    assert covered == set(SubEventType) - {SubEventType.OTHER}


def test_a_strike_and_a_later_liberation_in_one_caption_are_two_events() -> None:
    text = "A school hit by a missile in a town that soldiers have since liberated"
    assert kinds(text) == ["SHELLING", "GOVERNMENT_REGAINS"]


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("The army plans to capture the town.", Modality.PLANNED),
        ("Rebels could bombard the city again.", Modality.HYPOTHETICAL),
        ("The ministry denied that its troops had shelled the market.", Modality.DENIED),
        ("Soldiers have not captured the village.", Modality.DENIED),
        ("Why did the rebels bombard the market?", Modality.HYPOTHETICAL),
        ("The film shows how rebels shelled the market.", Modality.BACKGROUND),
    ],
)
def test_what_did_not_happen_is_kept_but_marked(text: str, modality: Modality) -> None:
    assert [event.modality for event in events(text)] == [modality]


def test_a_modal_verb_of_another_clause_does_not_count() -> None:
    assert kinds("Rebels who could soon attack the capital fired rockets at its airport.") == ["SHELLING"]


def test_nobody_killed_in_an_attack_is_still_an_attack() -> None:
    (event,) = happened("No one was killed in the missile attack on the port.")
    assert event.toll.fatalities == 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Russian troops captured the town of Lyman in Ukraine.", "NON_STATE_OVERTAKES"),
        ("Ukrainian troops recaptured the town of Lyman from the Russians.", "GOVERNMENT_REGAINS"),
        ("Russian troops were driven out of 20 villages in Ukraine.", "GOVERNMENT_REGAINS"),
        ("Ukrainian troops captured the village of Sudzha in Russia's Kursk region.", "NON_STATE_OVERTAKES"),
        ("The Syrian army captured the town from the rebels.", "GOVERNMENT_REGAINS"),
        ("Rebels captured the town from the Syrian army.", "NON_STATE_OVERTAKES"),
    ],
)
def test_who_wins_a_place_decides_the_sub_type(text: str, expected: str) -> None:
    assert kinds(text) == [expected]


def test_certainty_follows_the_verb_of_saying() -> None:
    def certainty(text: str) -> Certainty:
        return events(text)[0].certainty

    assert certainty("Police confirmed that rebels shelled the town.") is Certainty.CONFIRMED
    assert certainty("The army claimed that rebels shelled the town.") is Certainty.CLAIMED
    assert certainty("Rebels shelled the town.") is Certainty.STATED


def test_a_toll_alone_belongs_to_the_event_before_it() -> None:
    (event, *others) = happened("Missiles hit the port. Some seven people were killed and 12 wounded.")
    assert (event.toll.fatalities, event.toll.injured) == (7, 12) or any(
        o.toll.fatalities == 7 for o in others
    )


def test_an_injury_toll_alone_adds_to_the_event_before_it() -> None:
    (event,) = happened("Missiles hit the port, killing two people. Thirty people were taken to hospital.")
    assert event.toll.fatalities == 2


def test_a_stronger_rule_takes_its_parts_with_it() -> None:
    hits = match(tokenise("A suicide bomber blew himself up near a checkpoint, killing four soldiers.").codes)
    assert [hit.kind for hit in choose(hits)] == [SubEventType.SUICIDE_BOMB]


def test_a_rule_for_no_event_has_no_sub_type() -> None:
    hits = match(tokenise("The government expelled three diplomats over sanctions.").codes)
    (none,) = [hit for hit in hits if hit.rule.sub_event_type is None][:1]
    with pytest.raises(ValueError, match="reports no event"):
        _ = none.kind


units = st.text(st.sampled_from([*lexicon().names.values(), COMMA, OTHER]), max_size=30)


@settings(max_examples=300)
@given(units | st.sampled_from(SENTENCES).map(lambda sentence: tokenise(sentence).codes))
def test_the_index_leaves_out_no_rule_that_holds(codes: str) -> None:
    present = set(codes)
    holding = [
        rule
        for rule in rules()
        if present.isdisjoint(rule.bars)
        and all(need & present for need in rule.needs)
        and rule.pattern.search(codes)
    ]
    assert [hit.rule for hit in match(codes)] == holding
    assert may_match(codes) or not holding


texts = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=5).map(" ".join)


def _shape(text: str) -> list[tuple[int, int, str, str, int | None, int | None]]:
    return [
        (e.start, e.end, e.sub_event_type.name, e.modality.value, e.toll.fatalities, e.toll.injured)
        for e in events(text)
    ]


@settings(max_examples=60)
@given(texts)
def test_every_span_is_its_surface(text: str) -> None:
    sentences = split_sentences(text)
    for event in find_events(text, sentences):
        assert text[event.start : event.end] == event.text
        sentence = sentences[event.sentence]
        assert sentence.start <= event.start < event.end <= sentence.end
        assert all(0 <= span.start < span.end <= len(text) for span in event.toll.spans)


@settings(max_examples=60)
@given(st.sampled_from(SENTENCES), st.sampled_from([str.upper, str.lower]))
def test_letter_case_changes_nothing(sentence: str, change: object) -> None:
    assert callable(change)
    assert _shape(change(sentence)) == _shape(sentence)


@settings(max_examples=60)
@given(st.sampled_from(SENTENCES))
def test_quotation_marks_and_line_ends_change_nothing(sentence: str) -> None:
    quoted = f'"{sentence}" the governor\'s office said.\nIt gave no details.'
    curly = quoted.replace("'", "’").replace('"', "“", 1).replace('"', "”", 1)
    assert _shape(curly) == _shape(quoted)
    windows = [row[2:] for row in _shape(quoted.replace("\n", "\r\n"))]
    assert windows == [row[2:] for row in _shape(quoted)]


@settings(max_examples=60)
@given(texts)
def test_an_unrelated_sentence_changes_no_other_event(text: str) -> None:
    assert _shape(text + "\n\nGrain prices rose by 4 percent.") == _shape(text)


@settings(max_examples=100)
@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    for event in events(text):
        assert text[event.start : event.end] == event.text


def test_a_text_without_events_gives_none() -> None:
    assert events("The harvest festival opened on Sunday with music and dancing.") == []
    assert find_events("", []) == []
