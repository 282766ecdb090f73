"""Tables of articles: where their heads stand, which column holds what, whatever divides the cells."""

from __future__ import annotations

from datetime import date

import pytest
from made_files import FIRST, SECOND, rewritten, xlsx
from test_source_formats import article_in, found_in, lines_in

from articles.sources import Note
from geodata.listed import ListedEvent
from geodata.model import Article


def test_the_columns_of_a_table_are_guessed_said_and_overruled() -> None:
    table = f"id;when;story line;comment\n1;13.09.2022;{FIRST};short\n".encode()
    (line,) = lines_in("a.csv", table)
    assert line == (
        "a.csv: text from 'story line', published from 'when'; not used: 'id', 'comment'; "
        "other columns: --column text=NAME"
    )
    named = {"title": "comment", "text": "story line"}
    article = article_in("a.csv", table, columns=named)
    assert (article.title, article.published, article.text) == ("short", date(2022, 9, 13), FIRST)


@pytest.mark.parametrize(
    ("days", "meant"),
    [
        (["09/13/2022", "09/02/2022"], [date(2022, 9, 13), date(2022, 9, 2)]),
        (["13/09/2022", "02/09/2022"], [date(2022, 9, 13), date(2022, 9, 2)]),
    ],
)
def test_the_order_of_day_and_month_follows_from_the_column(days: list[str], meant: list[date]) -> None:
    rows = "".join(f'{day},"{FIRST}"\n' for day in days)
    found = found_in("a.csv", f"date,text\n{rows}".encode())
    assert [a.published for a in found if isinstance(a, Article)] == meant


def test_days_with_dots_begin_with_the_day() -> None:
    found = found_in("a.csv", f"when;text\n02.09.2022;{FIRST}\n".encode())
    assert [a.published for a in found if isinstance(a, Article)] == [date(2022, 9, 2)]


def test_a_column_that_could_mean_two_days_and_is_not_called_so_is_left_out() -> None:
    (article,) = [
        a for a in found_in("a.csv", f'when,text\n02/09/2022,"{FIRST}"\n'.encode()) if isinstance(a, Article)
    ]
    assert article.published is None


def test_a_date_that_could_be_two_days_is_refused_by_row() -> None:
    lines = lines_in("a.csv", f'date,text\n02/09/2022,"{FIRST}"\n2022-09-03,"{SECOND}"\n'.encode())
    assert lines[1] == "a.csv, row 2: '02/09/2022' is no date; write it as YYYY-MM-DD"


def test_a_table_without_text_or_rows_is_said_with_its_columns() -> None:
    assert (
        "no column of it holds text; name it with --column text=NAME; its columns are 'a', 'b'"
        in (lines_in("a.csv", b"a,b\n1,2\n")[0])
    )
    assert (
        "it has no column 'Body'; its columns are 'a', 'b'"
        in (lines_in("a.csv", b"a,b\n1,2\n", columns={"text": "Body"})[0])
    )
    assert "no row below its header" in lines_in("a.csv", b"a,b\n")[0]


def test_every_sheet_with_text_is_read_and_the_others_are_named() -> None:
    content = xlsx(sheets=("One", "Two"))
    assert [type(item) for item in found_in("a.xlsx", content)] == [Note, Article, Note, Article]
    assert "no column of it holds text" in lines_in("a.xlsx", xlsx(rows=[(1, 2), (3, 4)]))[0]


@pytest.mark.parametrize("third", ['Three,"x",2022-09-15', "Three,x,2022-09-15"])
def test_a_quotation_mark_that_is_not_closed_is_said(third: str) -> None:
    """It makes a row swallow those below it; nobody else would say that they are missing."""
    table = f'title,text,date\nOne,"{FIRST}",2022-09-13\nTwo,"{SECOND},2022-09-14\n{third}\n'
    note, _, first, second = found_in("a.csv", table.encode())
    assert isinstance(note, Note)
    assert note.line == (
        "a.csv, row 3: a quotation mark is not closed, or not doubled inside a cell; "
        "see whether it holds rows below it"
    )
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert (first.text, second.title, "Three" in second.text) == (FIRST, "Two", True)
    assert len(found_in("a.csv", table.replace(f'"{SECOND}', SECOND).encode())) == 4


def test_a_cell_that_is_too_long_loses_no_row_above_it() -> None:
    table = f"title,text\nOne,{FIRST}\nTwo,{'x' * 5_100_000}\n"
    _, first, failure = found_in("a.csv", table.encode())
    assert isinstance(first, Article)
    assert str(failure).startswith("a.csv: it is no table of text (field larger than field limit")


def test_a_table_without_heads_loses_no_row() -> None:
    table = f'1,2022-09-13,"{FIRST}"\n2,2022-09-14,"{SECOND}"\n'.encode()
    columns, *articles = found_in("a.csv", table)
    assert isinstance(columns, Note)
    assert "text from 'column 3', published from 'column 2'; not used: 'column 1'" in columns.line
    assert [article.text for article in articles if isinstance(article, Article)] == [FIRST, SECOND]
    assert article_in("a.csv", table.splitlines()[0], columns={"text": "column 3"}).text == FIRST


def test_a_name_of_a_column_that_is_no_name_is_not_told_whole() -> None:
    (line,) = lines_in("a.csv", f"1,{FIRST[:70]}\n2,short\n".encode())
    assert line.endswith(f"its columns are '1', '{FIRST[:39]}…'")


def test_a_row_far_below_the_last_that_excel_knows_is_said_and_those_above_are_read() -> None:
    rows = [("Headline", None, "Body"), ("One", None, FIRST), ("Two", None, SECOND)]
    content = rewritten(xlsx(rows=rows), "xl/worksheets/sheet1.xml", b'row r="3"', b'row r="99999999999"')
    columns, article, failure = found_in("a.xlsx", content)
    assert isinstance(columns, Note)
    assert "not used" not in columns.line  # a column without a name is none to be named
    assert isinstance(article, Article)
    assert article.text == FIRST
    assert str(failure) == (
        "a.xlsx, sheet 'Articles': rows numbered above 1,048,576, the last that Excel knows, were not read; "
        "open it and save it anew"
    )


@pytest.mark.parametrize("title", ["Exported on 3 May 2023, by Ana", "News;2023", '"Clips, first half"'])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_heads_are_found_below_a_title_whatever_divides_the_cells(title: str, delimiter: str) -> None:
    rows = [["Date", "Headline", "Article text"], ["2022-09-13", "Shelling", f'"{FIRST}"']]
    table = "\n".join([title, "", *map(delimiter.join, rows)]) + "\n"
    article = article_in("a.csv", table.encode())
    assert (article.title, article.published, article.text) == ("Shelling", date(2022, 9, 13), FIRST)


def test_the_heads_of_a_sheet_are_found_below_its_title() -> None:
    rows = [("Clippings",), (None, None), ("Day", "What they wrote", "Link"), (date(2022, 9, 13), FIRST, "x")]
    article = article_in("a.xlsx", xlsx(rows=rows))
    (line,) = lines_in("a.xlsx", xlsx(rows=rows))
    assert "text from 'What they wrote', published from 'Day', url from 'Link'" in line
    assert (article.text, article.published) == (FIRST, date(2022, 9, 13))
    lines = lines_in("a.xlsx", xlsx(rows=[*rows, ("no day", SECOND, "y")]))
    assert lines[1].startswith("a.xlsx, sheet 'Articles', row 5: 'no day' is no date")


def test_an_event_table_is_known_below_a_title() -> None:
    table = "My download;;\nevent_id_cnty;event_date;sub_event_type;latitude;longitude\n"
    found = found_in(
        "a.csv", f"{table}UKR1;13 September 2022;Shelling/artillery/missile attack;47.5;34.4\n".encode()
    )
    assert [type(item) for item in found] == [Note, ListedEvent]


def test_days_and_addresses_are_known_by_their_cells_where_one_column_has_them() -> None:
    head = ("Erschienen", "Volltext", "Wo", "Nr")
    row = (date(2022, 9, 13), FIRST, "https://example.org/1", 1)
    article = article_in("a.xlsx", xlsx(rows=[head, row]))
    assert (article.published, article.url) == (date(2022, 9, 13), "https://example.org/1")
    two = [("Erschienen", *head), (date(2022, 9, 12), *row)]
    assert article_in("a.xlsx", xlsx(rows=two)).published is None
