"""Each page and each action tried with each role, and the file that gives roles to people."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import dashboard
from dashboard import access
from dashboard.ingest import ingest_text
from dashboard.pages import ROLES
from dashboard.roles import Access, AccessError, Role, read_sign_in
from geodata.store import Store

FOLDER = Path(dashboard.__file__).parent
SECONDS = 180
VISITORS = [Role.NONE, Role.READ, Role.CORRECT, Role.ADMINISTER]
AUTH = """[auth]
redirect_uri = "https://map.example.org/oauth2callback"
cookie_secret = "a long secret"
client_id = "conflictmap"
client_secret = "another"
server_metadata_url = "https://id.example.org/.well-known/openid-configuration"
"""
# What changes a store; every page that calls one of these asks before it does.
WRITING = {"correct", "undo_correction", "ingest_text", "ingest_upload", "ingest_paths", "set_published",
           "make_fixes", "take_in", "take_back", "put_back", "redo_correction", "import_log",
           "save_reading", "save_readings", "save_events", "remove_events", "delete_article"}  # fmt: skip


@pytest.fixture(autouse=True)
def _everyone_again() -> Iterator[None]:
    yield
    access.serve_as(Access())


@pytest.fixture
def app(made_store: Store, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("CONFLICTMAP_DB", made_store.name)
    return AppTest.from_file(str(FOLDER / "app.py"), default_timeout=SECONDS)


@pytest.mark.parametrize("visitor", VISITORS)
def test_a_visitor_finds_the_pages_of_his_role(app: AppTest, visitor: Role) -> None:
    access.serve_as(Access(everyone=visitor))
    app.run()
    assert not app.exception
    if visitor is Role.NONE:
        assert not app.get("component_instance")
        assert not app.markdown
        return
    assert app.get("component_instance")
    found = app.session_state["pages"]
    assert set(found) == {key for key, wanted in ROLES.items() if visitor >= wanted}
    assert ("add" in found) == (visitor is Role.ADMINISTER)


def _bench(store_name: str, article_id: str, start: int) -> None:
    from dashboard import data
    from dashboard.place_bench import render_place_bench

    reading = data.store(store_name).reading(article_id)
    render_place_bench(article_id, next(m for m in reading.places if m.start == start))


@pytest.mark.parametrize("visitor", VISITORS[1:])
def test_the_bench_shows_everyone_and_lets_correct_whom_it_may(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, visitor: Role
) -> None:
    db = str(tmp_path / "read.db")
    monkeypatch.setenv("CONFLICTMAP_DB", db)
    with Store(db) as store:
        ingest_text(store, "Russian forces shelled Nikopol on Sunday, killing two people, officials said.")
        (article,) = store.articles()
        start = store.reading(article.id).places[-1].start
    access.serve_as(Access(everyone=visitor))
    told = {"store_name": db, "article_id": article.id, "start": start}
    bench = AppTest.from_function(_bench, default_timeout=SECONDS, kwargs=told).run()
    assert not bench.exception
    assert bench.radio[0].options
    assert bench.radio[0].disabled != (visitor >= Role.CORRECT)
    assert bool(bench.text_input) == (visitor >= Role.CORRECT)


def test_a_correction_keeps_who_and_why_and_asks_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    db = str(tmp_path / "read.db")
    monkeypatch.setenv("CONFLICTMAP_DB", db)
    with Store(db) as store:
        ingest_text(store, "Russian forces shelled Nikopol on Sunday, killing two people, officials said.")
        (article,) = store.articles()
        start = store.reading(article.id).places[-1].start
    access.serve_as(Access(everyone=Role.CORRECT))
    told = {"store_name": db, "article_id": article.id, "start": start}
    bench = AppTest.from_function(_bench, default_timeout=SECONDS, kwargs=told).run()
    options = bench.radio[0].options
    assert len(set(options)) == len(options)
    no_place = next(n for n, label in enumerate(options) if "not a place" in label)
    bench.radio[0].set_value(no_place).run()
    assert bench.button[0].disabled, "nobody said who corrects"
    who, why = (box for box in bench.text_input if "kept in the log" in box.label)
    who.set_value("Dana").run()
    why.set_value("the company, not the town").run()
    bench.button[0].click().run()
    assert not bench.exception
    with Store(db) as store:
        [entry] = store.corrections()
        assert (entry.analyst, entry.note) == ("Dana", "the company, not the town")
    assert any("by Dana (the company, not the town)" in line.value for line in bench.markdown)
    assert bench.session_state["analyst"] == "Dana"
    assert bench.session_state["analyst_why"] == "the company, not the town"
    bench.button[-1].click().run()
    with Store(db) as store:
        assert [entry.analyst for entry in store.corrections()] == ["Dana", "Dana"]


def test_what_writes_asks_first() -> None:
    asking, unasked = [], []
    for path in sorted(FOLDER.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        imported = {a.name for n in tree.body if isinstance(n, ast.Import) for a in n.names}
        if "streamlit" not in imported:
            continue
        for function in [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)]:
            called = {
                getattr(n.func, "attr", getattr(n.func, "id", "")) if isinstance(n, ast.Call) else ""
                for n in ast.walk(function)
            }
            handed = {a.id for n in ast.walk(function) if isinstance(n, ast.Call) for a in n.args
                      if isinstance(a, ast.Name)}  # fmt: skip
            if (called | handed) & WRITING:
                (asking if "need" in called else unasked).append(f"{path.name}: {function.name}")
    assert len(asking) >= 5
    assert unasked == [], "call dashboard.access.need before"


def test_need_names_the_role() -> None:
    access.serve_as(Access(everyone=Role.READ))
    access.need(Role.READ)
    with pytest.raises(AccessError, match="correct"):
        access.need(Role.CORRECT)


def test_roles_of_people(tmp_path: Path) -> None:
    file = tmp_path / "people.toml"
    file.write_text(
        AUTH + '[roles]\nread = ["*@example.org"]\ncorrect = ["Ana@Example.org"]\nadminister = ["b@c.net"]\n',
        encoding="utf-8",
    )
    auth, people = read_sign_in(file)
    assert auth["client_id"] == "conflictmap"
    assert people.everyone is Role.NONE
    assert people.of("someone@example.org") is Role.READ
    assert people.of("ana@example.org") is Role.CORRECT
    assert people.of("B@C.net") is Role.ADMINISTER
    assert people.of("x@example.org.evil.net") is Role.NONE


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "needs a table"),
        ("[auth", "no sign-in file"),
        ("auth = 1\nroles = 2", "needs a table"),
        ('[auth]\nclient_id = "x"\n[roles]\nread = ["*"]', "lacks redirect_uri, cookie_secret"),
        (AUTH + "[roles]\n", "lets nobody in"),
        (AUTH + '[roles]\nreed = ["*"]', "read, correct, administer"),
        (AUTH + '[roles]\nread = "*"', "lists of e-mail addresses"),
    ],
)
def test_a_wrong_sign_in_file_is_said_in_one_line(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "people.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(AccessError, match=says) as raised:
        read_sign_in(file)
    assert "\n" not in str(raised.value)
