"""Pieces and windows: every word of an article is read exactly once, in context, and offsets are exact."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from articles.reading.pieces import MARK_NONE, MARK_PLACE, WINDOW, cut_pieces
from articles.sentences import split_sentences
from geodata.model import PlaceMention, Sentence, Span

WORDS = st.sampled_from(
    "Shells hit Udy on Monday near the old mill . Київ 12 ’ 😀 killing\n\nfour soldiers".split(" ")
)


@given(st.lists(WORDS, max_size=400))
def test_every_piece_is_kept_in_exactly_one_window(words: list[str]) -> None:
    text = " ".join(words)
    pieces = cut_pieces(text, split_sentences(text))
    kept = [k for window in pieces.windows for k in range(window.first, window.last)]
    assert kept == list(range(len(pieces.ids)))
    for window in pieces.windows:
        assert window.lead <= window.first < window.last
        assert window.last - window.lead <= WINDOW - 2


@given(st.lists(WORDS, max_size=120))
def test_offsets_lie_in_the_pieces_own_sentence(words: list[str]) -> None:
    text = " ".join(words)
    sentences = split_sentences(text)
    pieces = cut_pieces(text, sentences)
    for start, end, number in zip(pieces.starts, pieces.ends, pieces.sentences, strict=True):
        assert sentences[number].start <= start < end <= sentences[number].end


def test_a_mention_marks_its_own_words_and_no_other() -> None:
    text = "Shells hit Zaliznychne on Monday."
    place = PlaceMention(start=11, end=22, text="Zaliznychne")
    pieces = cut_pieces(text, split_sentences(text), [place])
    marked = [
        text[a:b]
        for a, b, mark in zip(pieces.starts, pieces.ends, pieces.marks, strict=True)
        if mark == MARK_PLACE
    ]
    assert "".join(marked) == "Zaliznychne"
    assert set(pieces.marks.tolist()) == {MARK_NONE, MARK_PLACE}


def test_a_span_outside_every_sentence_has_no_pieces() -> None:
    text = "Shells hit Udy."
    pieces = cut_pieces(text, [Sentence(start=0, end=6, paragraph=0)])
    first, last = pieces.of(Span(start=11, end=14))
    assert first == last


def test_rubbish_is_not_read_and_what_stands_beside_it_is() -> None:
    for rubbish in ("[" * 200_000, "![a](" * 20_000, "= " * 5_000):
        text = f"Shells hit Udy on Monday.\n\n{rubbish}\n\nTwo people died there."
        pieces = cut_pieces(text, split_sentences(text))
        read = {text[a:b] for a, b in zip(pieces.starts, pieces.ends, strict=True)}
        assert {"Shells", "died"} <= read
        assert len(pieces.ids) < 40, rubbish[:5]


def test_what_has_words_is_read_however_many_signs_there_are() -> None:
    listed = "09.30 – 0.5 km N of Udy: 3 x 152 mm; 10.15 – 1.2 km W of Izium: 12 x 120 mm; " * 4
    pieces = cut_pieces(listed, [Sentence(start=0, end=len(listed), paragraph=0)])
    assert len(pieces.ids) > 100
