"""Sentences keep exact offsets, know their part of the article and cost linear time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.sentences import LONGEST_SENTENCE, split_sentences
from geodata.model import SentenceKind


def surfaces(text: str, title: str | None = None) -> list[str]:
    return [text[s.start : s.end] for s in split_sentences(text, title)]


def kinds(text: str, title: str | None = None) -> list[SentenceKind]:
    return [s.kind for s in split_sentences(text, title)]


@pytest.mark.parametrize(
    "sentences",
    [
        ["He met Lt. Gen. Ivan Petrenko on Monday.", "They spoke for an hour."],
        ["The U.S. Army struck at 5 p.m. on Sunday.", "Nobody was hurt."],
        ["The convoy left at 9 a.m.", "The road was mined."],
        ["J. R. Smith saw it on Sept. 11.", "He fled."],
        ["“Why?” she asked.", "“They burned it.”", "Nobody answered."],
        ["Shells fell on No. 4 street.", "Was anyone hurt?", "No!"],
        ["The toll rose to 3.5 per cent of 1,200.", "Two died."],
        ["“Four were found.", "All were bound,” prosecutors said."],
    ],
)
def test_cuts_between_sentences_and_nowhere_else(sentences: list[str]) -> None:
    assert surfaces(" ".join(sentences)) == sentences


def test_a_question_in_quotes_stays_with_who_asked_it() -> None:
    text = "“Who will bury them?” Mayor Olena Koval asked reporters. Nobody knew."
    assert len(surfaces(text)) == 2


def test_names_the_parts_of_an_article() -> None:
    text = (
        "Town retaken after months\n\n  • Three villages freed\n  - Bridge destroyed\n\n"
        "Troops entered the town on Monday, the army said.\n\nAFTERMATH\n\n"
        "A woman walks past a burned-out bus on the main street of the town after the shelling\n\n"
        "A man sweeps glass in the market on Tuesday. Photograph: Agency\n\n***\nRead more at example.org"
    )
    assert kinds(text) == [
        SentenceKind.HEADLINE,
        SentenceKind.BULLET,
        SentenceKind.BULLET,
        SentenceKind.BODY,
        SentenceKind.HEADLINE,
        SentenceKind.CAPTION,
        SentenceKind.CAPTION,
        SentenceKind.BOILERPLATE,
        SentenceKind.BOILERPLATE,
        SentenceKind.BOILERPLATE,
    ]


def test_a_first_line_that_repeats_the_title_is_the_headline() -> None:
    assert kinds("Shelling kills two.\n\nTwo people died.", "Shelling kills two.")[0] is SentenceKind.HEADLINE


def test_a_repeated_caption_points_to_the_first() -> None:
    caption = "A house damaged by a strike in the village recently entered by the army"
    sentences = split_sentences(f"It began.\n\n{caption}\n\n{caption}\n\nIt ended.")
    assert [s.repeats for s in sentences] == [None, None, 1, None]


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    text = (
        "The army said on Monday that its forces had entered the\ntown after a week of fighting in the hills "
        "to the north\nof it, and that the bridge was intact. Residents said\nthe market had burned."
    )
    assert len(split_sentences(text)) == 2
    assert {s.paragraph for s in split_sentences(text)} == {0}


def test_windows_line_ends_give_the_same_sentences() -> None:
    text = "One thing happened.\n\nAnother did not.\n• A point\n"
    assert surfaces(text) == surfaces(text.replace("\n", "\r\n"))


def test_a_text_without_punctuation_is_cut_at_the_limit() -> None:
    text = "word " * 2000
    assert max(len(s) for s in surfaces(text)) <= LONGEST_SENTENCE
    assert "".join(surfaces(text)).replace(" ", "") == "word" * 2000


@pytest.mark.parametrize("piece", [".", "?!", ". ", "…”", "A.", "\n", "- "])
def test_long_runs_of_marks_cost_linear_time(piece: str) -> None:
    """A quadratic pattern would take minutes here."""
    assert len(split_sentences(piece * 60_000)) <= 60_000


def test_what_repeats_a_sentence_names_the_first_that_says_it() -> None:
    text = (
        "The mayor’s office said nothing at all. The mayor's office said: no comment today.\n\n"
        "The mayor's  office said nothing at all.\n\nTHE MAYOR’S OFFICE SAID “NOTHING AT ALL”\n\nYes.\n\nYes."
    )
    assert [s.repeats for s in split_sentences(text)] == [None, None, 0, 0, None, None]


def test_nothing_in_nothing() -> None:
    assert split_sentences("") == []
    assert split_sentences(" \n\r\n\t ") == []


@given(st.text(alphabet=st.sampled_from("Ab. \n\r\"'“”!?…,-•(3U.S\u2028é"), max_size=200))
def test_spans_are_ordered_trimmed_and_lose_no_word(text: str) -> None:
    sentences = split_sentences(text)
    ends = [0, *(s.end for s in sentences)]
    assert all(end <= s.start for end, s in zip(ends, sentences, strict=False))
    assert all(text[s.start : s.end] == text[s.start : s.end].strip() for s in sentences)
    letters = sum(c.isalpha() for c in text)
    assert sum(c.isalpha() for s in sentences for c in text[s.start : s.end]) == letters


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("A man looks at a wreck in Marib, February 23, 2018. REUTERS/File", SentenceKind.BOILERPLATE),
        ("File photo: a wreck in Marib.", SentenceKind.BOILERPLATE),
        ("FILE - A wreck after a bombing in Marib, Nov. 4, 2012. (AP Photo)", SentenceKind.BOILERPLATE),
        ("A man looks at a wreck in Marib. REUTERS/Ali Owidha", SentenceKind.CAPTION),
        ("In this photo a man looks at a wreck in Marib.", SentenceKind.CAPTION),
        ("Tags: Marib, Yemen, missile strike", SentenceKind.BOILERPLATE),
        ("A man looks at a wreck in Marib, officials say.", SentenceKind.BODY),
    ],
)
def test_pictures_of_another_day_and_tags_are_furniture(line: str, kind: SentenceKind) -> None:
    text = f"A missile hit the town.\n\n{line}\n\nThe army said so."
    sentences = split_sentences(text)
    assert {s.kind for s in sentences[1:-1]} == {kind}
    assert sentences[0].kind is sentences[-1].kind is SentenceKind.BODY


def test_a_list_of_links_ends_with_the_next_paragraph_of_whole_sentences() -> None:
    text = (
        "A missile hit the town.\n\nMost read\nGunmen kill nine in Goma\nBomb hits a market in Baghdad as"
        " talks go on between the two sides\n\nThe army said so.\n\nGunmen flee"
    )
    kinds = [s.kind for s in split_sentences(text)]
    assert kinds == [
        SentenceKind.BODY,
        *[SentenceKind.BOILERPLATE] * 3,
        SentenceKind.BODY,
        SentenceKind.HEADLINE,
    ]
