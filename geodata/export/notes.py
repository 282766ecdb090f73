"""The text that lies beside an export: filter, counts, release policy, licence, version, and every column."""

from __future__ import annotations

from importlib import metadata

from geodata.export.about import PROGRAM, About
from geodata.export.columns import COLUMNS
from geodata.query import Doubt

LICENCE = (
    "Places and their names derive from GeoNames (CC BY 4.0): name it where you publish them. The sentences "
    "belong to the outlets named beside them; quote them as their law allows."
)
SUFFIX = ".about.txt"
"""What is added to a file's name for the name of its notes."""


def version() -> str:
    """Return the version of the program, "unknown" where it runs without being installed."""
    try:
        return metadata.version("conflictmap")
    except metadata.PackageNotFoundError:
        return "unknown"


def notes_for(file_name: str, about: About) -> str:
    """Return the notes of a file as plain text."""
    width = max(len(column.name) for column in COLUMNS)
    columns = "\n".join(f"  {column.name:<{width}}  {column.meaning}" for column in COLUMNS)
    doubts = "\n".join(f"  {doubt.value}" for doubt in Doubt)
    statement = "\n".join(about.lines())
    return (
        f"{file_name}\nMade with {PROGRAM} {version()}\n\n{statement}\n\nLicence\n  {LICENCE}\n\n"
        f"Columns\n{columns}\n\nWhat “doubts” can say\n{doubts}\n\n"
        "An empty cell: not stated. 0: stated as none. “conflictmap verify FILE” compares the file with the "
        "database, “conflictmap open FILE” shows its view.\n"
    )
