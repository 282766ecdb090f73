"""The README and the pages of the rooms held to the code: packages, commands, filters, formats, examples."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import click
import pytest
from module_map import PACKAGES, purposes

from articles.sources import FORMATS as SOURCE_FORMATS
from dashboard import cli
from geodata.export import FORMATS as EXPORT_FORMATS
from geodata.query.address import PARAMETERS

CONTEXT = click.Context(cli.app)
ROOT = Path(__file__).parents[1]
ROOMS = ("articles", "geodata", "dashboard", "tests")
PAGES = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for path in (ROOT / "README.md", *(ROOT / room / "README.md" for room in ROOMS))
}
README = PAGES["README.md"]
EVERYTHING = "\n".join(PAGES.values())
RUN = "python -m pip install . && conflictmap demo"
TEST = 'python -m pip install ".[test]" && python -m pytest'
CODE = re.compile(r"^[ \t]*```(\w*)\n(.*?)^[ \t]*```", re.MULTILINE | re.DOTALL)


def section(room: str, title: str) -> str:
    """The text below a heading of a room's page, up to the next heading of any level."""
    _, _, after = PAGES[f"{room}/README.md"].partition(f"# {title}\n")
    assert after, f"the page of {room} has no section {title!r}"
    return re.split(r"^#+ ", after, maxsplit=1, flags=re.MULTILINE)[0]


def first_cells(text: str) -> list[str]:
    """What stands in backticks in the first cell of every table row."""
    return re.findall(r"^\| `([^`]+)`", text, re.MULTILINE)


def test_the_first_page_is_short() -> None:
    assert len(README.splitlines()) <= 150


def test_both_commands_are_shown_plain_and_for_a_virtual_environment() -> None:
    for command in (RUN, TEST):
        assert README.count(command) == 2
    assert "python -m venv .venv" in README


@pytest.mark.parametrize("room", ["articles", "geodata", "dashboard"])
def test_every_package_has_its_sentence_on_its_rooms_page(room: str) -> None:
    packages = [p for p in (ROOT / room).iterdir() if p.is_dir() and any(p.glob("*.py"))]
    missing = [
        p.name
        for p in packages
        if not re.search(rf"^\|.*`{room}/{p.name}/`.* \|", PAGES[f"{room}/README.md"], re.M)
    ]
    assert missing == [], "add them to the table of packages"


def test_every_module_of_the_reading_is_in_its_table() -> None:
    modules = {path.name for path in (ROOT / "articles" / "reading").glob("*.py")} - {"__init__.py"}
    assert modules <= set(re.findall(r"`(\w+\.py)`", PAGES["articles/README.md"]))


def test_every_module_says_what_it_is_for() -> None:
    listed = [line for room in PACKAGES for line in purposes(room)]
    assert len(listed) > 100
    assert [path for path, purpose in listed if not purpose] == []


def shell_lines() -> list[str]:
    """Every conflictmap command on these pages: in code blocks and between backticks."""
    blocks = [line.strip() for _, body in CODE.findall(EVERYTHING) for line in body.splitlines()]
    spans = re.findall(r"`(conflictmap [^`\n]+)`", EVERYTHING)
    lines = [line.rpartition("&& ")[2] for line in (*blocks, *spans)]
    return sorted({line for line in lines if line.startswith("conflictmap ")})


@pytest.mark.parametrize("line", shell_lines())
def test_every_command_shown_exists_with_its_options(line: str) -> None:
    command: click.Command | None = cli.app
    words = shlex.split(line.replace("…", ""))[1:]
    while words and isinstance(command, click.Group) and command.get_command(CONTEXT, words[0]):
        command = command.get_command(CONTEXT, words.pop(0))
    assert command is not None
    if words[:1] == ["COMMAND"]:
        return
    if "|" in "".join(words) or isinstance(command, click.Group):
        pytest.fail(f"{line}: there is no such command")
    known = {name for p in command.params if isinstance(p, click.Option) for name in p.opts} | {"--help"}
    assert {word for word in words if re.match(r"--?[a-z]", word)} <= known


def test_every_command_is_listed() -> None:
    listed = section("dashboard", "Command line")
    for name in cli.app.list_commands(CONTEXT):
        command = cli.app.get_command(CONTEXT, name)
        names = command.list_commands(CONTEXT) if isinstance(command, click.Group) else [""]
        for sub in names:
            assert f"`conflictmap {name} {sub}".rstrip() in listed, f"{name} {sub}"


def test_every_source_format_is_listed_with_its_endings() -> None:
    listed = section("articles", "What is read")
    for known in SOURCE_FORMATS:
        row = re.search(rf"^\| {re.escape(known.name)} \|.*", listed, re.MULTILINE)
        assert row, known.name
        for suffix in known.suffixes:
            assert f"`{suffix}`" in row[0]


def test_every_filter_is_listed_and_nothing_else() -> None:
    assert first_cells(section("geodata", "Filters")) == [f"--{parameter.name}" for parameter in PARAMETERS]


def test_every_export_format_is_listed_and_nothing_else() -> None:
    assert first_cells(section("geodata", "Exports")) == [known.suffix for known in EXPORT_FORMATS]


def test_the_example_of_the_python_api_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (example,) = [
        body for language, body in CODE.findall(section("geodata", "From Python")) if language == "python"
    ]
    monkeypatch.chdir(tmp_path)
    samples = Path(cli.__file__).parents[1] / "articles" / "samples"
    code = example.replace('"articles/samples"', repr(str(samples)))
    assert code != example
    exec(compile(code, "README.md", "exec"), {})
    assert (tmp_path / "events.db").exists()


def test_functions_in_the_table_of_steps_exist_with_these_parameters() -> None:
    import importlib
    import inspect

    rows = re.findall(r"`((?:articles|geodata|dashboard)\.[\w.]+)\(([^`]*?)\)`", EVERYTHING)
    assert len(rows) >= 9
    for dotted, parameters in rows:
        module, _, name = dotted.rpartition(".")
        if name[0].isupper():
            continue
        signature = inspect.signature(getattr(importlib.import_module(module), name))
        wanted = [part.split("=")[0].strip() for part in parameters.split(",")]
        assert [p for p in wanted if p not in signature.parameters] == [], dotted


MEASURED = {row["what"]: row for row in json.loads((ROOT / "tests" / "measured.json").read_text("utf-8"))}
FIGURE = re.compile(r"(?<![\w.])\.\d{2,3}\b")


def test_the_first_page_states_what_was_measured() -> None:
    _, _, after = README.partition("## How well it reads\n")
    stated = dict(re.findall(r"^\| ([^|]{20,}) \| ([\d./ ]+) \|$", after.partition("\n## ")[0], re.MULTILINE))
    assert len(stated) >= 6
    for what, figures in stated.items():
        assert figures == " / ".join(map(in_two_digits, MEASURED[what]["figures"].values())), what


def in_two_digits(figure: float) -> str:
    return str(figure) if isinstance(figure, int) else f"{figure:.2f}".lstrip("0")


def test_the_reading_states_every_figure_that_was_measured_and_no_other() -> None:
    page = "".join(section("articles", title) for title in ("Places", "Dates", "Events and tolls"))
    stated = {
        float(figure)
        for figure in FIGURE.findall(re.sub(r"^.*confidence in the ranking.*$", "", page, flags=re.M))
    }
    measured = [f for row in MEASURED.values() for f in row["figures"].values() if isinstance(f, float)]
    assert [f for f in stated if not any(round(m, 2) == f or m == f for m in measured)] == []
    assert [m for m in measured if m not in stated] == []


NINE = [
    ("articles", 'how "yesterday" is valued', "articles/times/lexicon.py", '"yesterday": (-1, "")'),
    ("articles", 'how "yesterday" is valued', "articles/times/value_units.py", "def unit("),
    ("geodata", "why a place lies in a unit", "geodata/data/settlements.tsv", "Zaliznychne"),
    ("dashboard", "change the colour or shape of a type", "geodata/looks.py", "EventType.BATTLES"),
    ("articles", "read another format", "articles/sources/formats.py", "FORMATS"),
    ("geodata", "change the region filter", "geodata/query/belonging.py", "def relation("),
    ("dashboard", "change a card's wording", "dashboard/wording.py", "somewhere in this district"),
    ("articles", "change what makes a sub-type", "articles/triggers/rules.tsv", "AIR_STRIKE"),
    ("dashboard", "add a layer to the map", "dashboard/README.md", "heat.py"),
    ("dashboard", "change a layer of the map's own", "dashboard/frontend/map_base.js", "disputed"),
    ("geodata", "change an export column", "geodata/export/columns.py", "COLUMNS"),
]


@pytest.mark.parametrize(("room", "what", "path", "holds"), NINE, ids=[row[2] for row in NINE])
def test_what_is_often_changed_is_on_its_rooms_page(room: str, what: str, path: str, holds: str) -> None:
    [row] = [line for line in section(room, "Change").splitlines() if what in line]
    assert path in row or path.removeprefix(f"{room}/") in row
    assert holds in (ROOT / path).read_text(encoding="utf-8")


def test_every_file_named_is_there() -> None:
    named = set(re.findall(r"`((?:articles|geodata|dashboard|tests|\.ci)/[\w./-]*)`", EVERYTHING))
    assert len(named) > 60
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


@pytest.mark.parametrize(
    ("page", "target"),
    [(page, target) for page, text in PAGES.items() for target in re.findall(r"\]\(([^)\s]+)\)", text)],
)
def test_links_and_pictures_lead_somewhere(page: str, target: str) -> None:
    path, _, heading = target.partition("#")
    assert target.startswith("https://") or (ROOT / page).parent.joinpath(path).exists()
    if heading and not target.startswith("https://"):
        text = (ROOT / page).parent.joinpath(path).read_text(encoding="utf-8")
        assert heading in {
            re.sub(r"[^\w-]", "", h.lower().replace(" ", "-")) for h in re.findall(r"^#+ (.*)", text, re.M)
        }
