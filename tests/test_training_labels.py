"""What the network learns of a labelled text: which words tell, what is left open, which places belong."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from training.documents import ASIDE, LIKE_ANNOTATED, Document, Told, fold_of, going_on, read_own
from training.examples import IGNORE, Example, example_of
from training.judge import Read, gold_of
from training.offsets import read_messages, read_news, read_sentences

from articles.reading.claims import KINDS, Claim
from articles.reading.encoder import PairNet, Vectors
from articles.reading.found import Found, gather
from articles.reading.pairs import WHERE
from articles.sentences import split_sentences
from geodata.model import Article, PlaceMention, Span
from geodata.model import SubEventType as Sub

TEXT = (
    "Rockets hit Udy on Monday. In Sumy, in the north, nobody slept. "
    "The shelling killed two. Police counted the toll by torch. Residents of the village wept."
)
HIT, SHELLING, TOLL = (TEXT.index(w) for w in ("hit", "shelling", "toll"))
SENTENCES = tuple((s.start, s.end) for s in split_sentences(TEXT))
SHELLED = 1 + tuple(Sub).index(Sub.SHELLING)


def found_in(text: str, *names: str) -> Found:
    places = [PlaceMention(start=text.index(n), end=text.index(n) + len(n), text=n) for n in names]
    return gather(Article.create(text), split_sentences(text), places, [])


def learned(*told: Told, group: str = "gold") -> Example:
    found = found_in(TEXT, "Udy", "Sumy")
    return example_of(Document("d", group, TEXT, told=told), found)


def label(example: Example, start: int) -> int:
    piece = example.found.pieces.of(Span(start=start, end=start + 3))[0]
    assert example.told is not None
    return int(example.told[piece])


def test_a_word_that_tells_again_is_learned_like_the_first() -> None:
    example = learned(Told((HIT, HIT + 3), (Sub.SHELLING,), retold=((SHELLING, SHELLING + 8),)))
    assert label(example, HIT) == label(example, SHELLING) == SHELLED


def test_a_word_that_no_table_of_triggers_knows_is_left_open() -> None:
    example = learned(Told((HIT, HIT + 3), (Sub.SHELLING,), retold=((TOLL, TOLL + 4),)))
    assert label(example, TOLL) == IGNORE
    assert label(example, SHELLING) == 0


def test_a_sentence_said_to_tell_again_is_open_only_where_its_word_is_not_labelled() -> None:
    spans = (SENTENCES[0], SENTENCES[2], SENTENCES[3])
    word = ((SHELLING, SHELLING + 8),)
    example = learned(Told((HIT, HIT + 3), (Sub.SHELLING,), sentences=spans, retold=word))
    killed, counted = TEXT.index("killed"), TEXT.index("counted")
    assert label(example, killed) == 0
    assert label(example, counted) == IGNORE


def test_an_optional_event_is_left_open_wherever_it_is_told() -> None:
    word = ((SHELLING, SHELLING + 8),)
    example = learned(Told((HIT, HIT + 3), (Sub.SHELLING,), retold=word, optional=True))
    assert label(example, HIT) == label(example, SHELLING) == IGNORE


def where_labels(example: Example, trigger: int) -> dict[str, float]:
    pieces = example.found.pieces.of(Span(start=trigger, end=trigger + 3))
    names = {
        (int(a), int(b)): m.text
        for m, a, b in zip(
            example.found.places.items, example.found.places.firsts, example.found.places.lasts, strict=True
        )
    }
    rows = zip(
        example.pairs.trigger,
        example.pairs.candidate,
        example.pairs.role,
        example.pairs.label,
        strict=True,
    )
    return {names[c]: y for t, c, role, y in rows if role == WHERE and t[0] == pieces[0]}


def test_the_place_is_asked_of_a_retelling_too() -> None:
    udy = TEXT.index("Udy")
    told = Told(
        (HIT, HIT + 3), (Sub.SHELLING,), place_spans=((udy, udy + 3),), retold=((SHELLING, SHELLING + 8),)
    )
    example = learned(told, group="own")
    assert where_labels(example, HIT) == where_labels(example, SHELLING) == {"Udy": 1.0, "Sumy": 0.0}


def test_a_place_that_would_be_right_too_is_neither_right_nor_wrong() -> None:
    udy, sumy = TEXT.index("Udy"), TEXT.index("Sumy")
    told = Told(
        (HIT, HIT + 3),
        (Sub.SHELLING,),
        place_spans=((udy, udy + 3),),
        place_spans_alt=((sumy, sumy + 4),),
    )
    assert where_labels(learned(told, group="own"), HIT) == {"Udy": 1.0}


def test_another_word_of_the_same_sort_in_a_sentence_that_tells_again_tells_that_event() -> None:
    text = "Rockets hit Udy on Monday. Two strikes, hours apart, were counted after the shelling."
    found = found_in(text, "Udy")
    shelling, strikes = text.index("shelling"), text.index("strikes")
    told = Told(
        (text.index("hit"), text.index("hit") + 3), (Sub.SHELLING,), retold=((shelling, shelling + 8),)
    )
    document = Document("d", "own", text, told=(told,))
    read = Read(document, found, _nothing(found), _net(), [])
    word = Span(start=strikes, end=strikes + 7)
    pieces = found.pieces.of(word)
    for kind, index in ((Sub.SHELLING, 0), (Sub.PEACEFUL_PROTEST, None)):
        kinds = np.eye(len(KINDS), dtype=np.float32)[KINDS.index(kind)]
        claim = Claim(trigger=word, pieces=pieces, number=1, told=0.9, sentence=0.9, kinds=kinds)
        assert gold_of(read, claim, None) == index  # type: ignore[arg-type]


def _nothing(found: Found) -> Vectors:
    return Vectors(*(np.zeros((len(found.pieces.ids), n), dtype=np.float32) for n in (1, 1, 1, 4)))


def _net() -> PairNet:
    return PairNet(*(np.zeros((1, 1), dtype=np.float32) for _ in range(4)))


def test_cables_are_labelled_by_offsets_into_their_joined_lines(tmp_path: Path) -> None:
    cables = tmp_path / "dev-muc3-0001-0100"
    cables.write_text(
        "DEV-MUC3-0001 (NOSC)\n\n   LIMA, 3 MAY 89 -- A BOMB\nEXPLODED IN COMAS.\n\n   NOBODY WAS HURT.\n\n"
        "DEV-MUC3-0002 (NOSC)\n\n   NOTHING.\n",
        encoding="latin-1",
    )
    text = "LIMA, 3 MAY 89 -- A BOMB EXPLODED IN COMAS.\n\nNOBODY WAS HURT."
    at, place = text.index("EXPLODED"), text.index("COMAS")
    event = {
        "trigger": [at, at + 8],
        "place": [[place, place + 5]],
        "also": [[0, 4]],
        "sub": Sub.REMOTE_EXPLOSIVE.value,
        "start": "1989-05-03",
        "end": "1989-05-03",
        "dead": None,
        "injured": 0,
        "retold": [],
    }
    labels = tmp_path / "labels.jsonl"
    labels.write_text(
        json.dumps({"id": "DEV-MUC3-0001", "published": "1989-05-03", "events": [event]}), "utf-8"
    )
    (document,) = read_messages(tmp_path, labels)
    (told,) = document.told
    assert document.text == text
    assert [text[a:b] for a, b in (told.trigger, *(told.place_spans or ()), *told.place_spans_alt)] == [
        "EXPLODED",
        "COMAS",
        "LIMA",
    ]


def labelled(ident: str, text: str, trigger: str, place: str) -> str:
    """Return a line of labels: one event of a text, by offsets."""
    spans = [[at := text.index(words), at + len(words)] for words in (trigger, place)]
    event = {"trigger": spans[0], "place": [spans[1]], "also": [], "sub": Sub.SHELLING.value, "retold": []}
    event |= {"start": None, "end": None, "dead": None, "injured": None}
    return json.dumps({"id": ident, "published": None, "events": [event]})


def test_news_is_labelled_by_offsets_and_a_part_is_kept_aside(tmp_path: Path) -> None:
    news = "Guns shelled Udy.\u2028Nobody slept."
    (tmp_path / "geoparse").mkdir()
    (tmp_path / "geoparse/lgl.jsonl").write_text(
        json.dumps({"id": 7, "text": news}, ensure_ascii=False) + "\n"
    )
    (tmp_path / "tbaq/A").mkdir(parents=True)
    marked = "<TimeML><TEXT>\nUdy was <EVENT>shelled</EVENT> on <TIMEX3>Monday</TIMEX3>.\n</TEXT></TimeML>"
    (tmp_path / "tbaq/A/APW1.tml").write_text(marked)
    labels = tmp_path / "labels.jsonl"
    texts = {"lgl/7": news, "tbaq/APW1": "Udy was shelled on Monday."}
    labels.write_text("\n".join(labelled(i, t, "shelled", "Udy") for i, t in texts.items()))
    both = [*read_news(tmp_path, labels), *read_news(tmp_path, labels, aside=True)]
    assert {d.id: d.text for d in both} == texts
    for document in read_news(tmp_path, labels, aside=True):
        assert fold_of("aside" + document.id, ASIDE) == 0
    assert all(d.real and d.text[slice(*d.told[0].trigger)] == "shelled" for d in both)


def test_a_sentence_labelled_twice_lies_in_one_fold(tmp_path: Path) -> None:
    rows, labels = tmp_path / "rows.jsonl", tmp_path / "labels.jsonl"
    rows.write_text(json.dumps({"text": "Guns shelled Udy.", "verb": [5, 12], "places": [[13, 16]]}))
    labels.write_text(labelled("link-0+events", "Guns shelled Udy.", "shelled", "Udy"))
    (document,) = (d for d in read_sentences(rows, tmp_path, labels) if d.told)
    assert document.text == "Guns shelled Udy."
    assert document.story == "link-0"


def test_a_text_made_like_an_annotated_article_lies_in_its_fold() -> None:
    like = [d for d in (*read_own(), *read_own(aside=True)) if d.part in LIKE_ANNOTATED]
    assert len(like) > 900
    assert all(d.story == d.model != "" for d in like)


def test_a_trained_network_goes_on_with_articles_every_time_and_with_the_rest_by_turns() -> None:
    drawn = {d.part: going_on(d) for d in read_own()}
    assert drawn["kin"] == drawn["lure"] == 1
    assert 1 < drawn["drills"] < drawn["part"]
