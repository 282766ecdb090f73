"""An open database with its transactions: what every part of the store's door rests on."""

from __future__ import annotations

from pathlib import Path
from typing import Self

from geodata.changes import CauseKind
from geodata.store.opening import open_engine
from geodata.store.writing import Writing


class OpenedStore:
    """A database that was opened, and created where there was none."""

    def __init__(self, url_or_path: str | Path, *, create: bool = True) -> None:
        self.name = str(url_or_path)
        self.engine, self.writable = open_engine(url_or_path, create=create)

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def writing(self, kind: CauseKind = CauseKind.JOINING) -> Writing:
        """Return a transaction that makes a version of this kind: it happens as a whole or not at all."""
        return Writing(self.engine, self.name, self.writable, kind)
