"""Finds Parquet files below a folder of this machine or of object storage."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import pyarrow as pa
from pyarrow import fs

from geodata.store.addresses import without_passwords

_SUFFIXES = (".parquet", ".geoparquet", ".pq")


class LoadError(OSError):
    """Nothing can be loaded from an address; the message is one line with the remedy, without passwords."""

    def __init__(self, message: str) -> None:
        super().__init__(without_passwords(message))


@dataclass(frozen=True, slots=True)
class ParquetFile:
    """A file found: its name for people, and where it lies."""

    name: str
    system: Any
    path: str

    def open(self) -> Any:
        """Return the file open for reading; raises OSError."""
        return self.system.open_input_file(self.path)


def parquet_files(address: str) -> Iterator[ParquetFile]:
    """Yield the file at an address or the Parquet files below it, by name; raises LoadError for none.

    Hidden files and those that begin with "_", as programs leave them beside data, are left out.
    """
    try:
        system, path = _system_of(address)
        about = system.get_file_info(path)
        listed = [about] if about.is_file else []
        if about.type == fs.FileType.Directory:
            inside = system.get_file_info(fs.FileSelector(path, recursive=True))
            listed = sorted((one for one in inside if _is_wanted(one, path)), key=lambda one: one.path)
    except (pa.ArrowException, OSError, ValueError) as error:
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise LoadError(
            f"{address} cannot be opened ({reason}); name a file, a folder, or an address such as "
            "s3://bucket/folder, with its keys in the environment"
        ) from None
    if not listed:
        what = "there is nothing at" if about.type == fs.FileType.NotFound else "there is no Parquet file in"
        raise LoadError(f"{what} {address}; write one with: conflictmap export -o events.parquet")
    for one in listed:
        name = str(PurePosixPath(one.path).relative_to(path)) if one.path != path else one.base_name
        yield ParquetFile(name, system, one.path)


def _system_of(address: str) -> tuple[Any, str]:
    if "://" in address:
        return fs.FileSystem.from_uri(address)  # type: ignore[no-any-return]
    return fs.LocalFileSystem(), Path(address).absolute().as_posix()


def _is_wanted(about: Any, folder: str) -> bool:
    below = PurePosixPath(about.path).relative_to(folder).parts
    hidden = any(part.startswith((".", "_")) for part in below)
    return about.is_file and not hidden and about.base_name.lower().endswith(_SUFFIXES)
