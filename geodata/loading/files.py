"""Finds Parquet files below a folder of this machine or of object storage.

Amazon's and Google's storage, Azure's data lakes and Hadoop are opened by pyarrow; the other kinds by fsspec
and its drivers, where these are installed. A server of one's own network is asked only when allowed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pyarrow as pa
from pyarrow import fs

from geodata.public_addresses import is_public_host
from geodata.store.addresses import without_passwords

_SUFFIXES = (".parquet", ".geoparquet", ".pq")
# What addresses begin with, by who opens them.
_BY_PYARROW = ("file", "s3", "gs", "gcs", "abfs", "abfss", "hdfs", "viewfs")
_BY_FSSPEC = ("az", "adl", "oci", "oss", "tos", "hf", "memory")
# Those in which the name of a server stands where others have that of a bucket.
_NAMES_SERVER = ("hdfs", "viewfs")
_OWN_SERVER = "default"


class LoadError(OSError):
    """Nothing can be loaded from an address; the message is one line with the remedy, without passwords."""

    def __init__(self, message: str) -> None:
        super().__init__(without_passwords(message))


@dataclass(frozen=True, slots=True)
class ParquetFile:
    """A file found: its name for people, and where it lies."""

    name: str
    system: fs.FileSystem
    path: str

    def open(self) -> pa.NativeFile:
        """Return the file open for reading; raises OSError."""
        return self.system.open_input_file(self.path)


def parquet_files(address: str, *, private: bool = False) -> Iterator[ParquetFile]:
    """Yield the file at an address or the Parquet files below it, by name; raises LoadError for none.

    Hidden files and those that begin with "_", as programs leave them beside data, are left out. ``private``
    allows a server that lies in a private network.
    """
    try:
        system, path = _system_of(address, private)
        about = system.get_file_info(path)
        listed = [about] if about.is_file else []
        if about.type == fs.FileType.Directory:
            inside = system.get_file_info(fs.FileSelector(path, recursive=True))
            listed = sorted((one for one in inside if _is_wanted(one, path)), key=lambda one: one.path)
    except LoadError:
        raise
    except (pa.ArrowException, OSError, ValueError, ImportError) as error:
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


def _system_of(address: str, private: bool) -> tuple[fs.FileSystem, str]:
    """Return what opens an address, and the path of the address in it."""
    if "://" not in address:
        return fs.LocalFileSystem(), Path(address).absolute().as_posix()
    kind = address.partition("://")[0].lower()
    if kind not in (*_BY_PYARROW, *_BY_FSSPEC):
        known = ", ".join(f"{name}://" for name in (*_BY_PYARROW, *_BY_FSSPEC) if name != "memory")
        raise LoadError(
            f"{address} cannot be opened: {kind}:// is no object storage; fetch the file and name it, or "
            f"give an address that begins with one of {known}"
        )
    server = _server_of(kind, address)
    if server and not private and not is_public_host(server):
        raise LoadError(
            f"{address} was not opened: {server} lies in a private network; if the storage is your own, add "
            "--private"
        )
    return fs.FileSystem.from_uri(address) if kind in _BY_PYARROW else _by_fsspec(kind, address)


def _server_of(kind: str, address: str) -> str:
    """Return the host that an address names, empty where it is the provider's own."""
    parts = urlsplit(address)
    if kind in _NAMES_SERVER:
        return "" if parts.hostname == _OWN_SERVER else parts.hostname or ""
    given = parse_qs(parts.query).get("endpoint_override", [""])[-1]
    return urlsplit(given if "://" in given else f"//{given}").hostname or ""


def _by_fsspec(kind: str, address: str) -> tuple[fs.FileSystem, str]:
    try:
        fsspec: Any = import_module("fsspec")
        system, path = fsspec.core.url_to_fs(address)
    except ImportError as error:
        raise LoadError(
            f"{address} cannot be opened: addresses that begin with {kind}:// need more libraries ({error}); "
            "run: python -m pip install 'conflictmap[storage]' and the library that it names"
        ) from None
    return fs.PyFileSystem(fs.FSSpecHandler(system)), path


def _is_wanted(about: fs.FileInfo, folder: str) -> bool:
    below = PurePosixPath(about.path).relative_to(folder).parts
    hidden = any(part.startswith((".", "_")) for part in below)
    return about.is_file and not hidden and about.base_name.lower().endswith(_SUFFIXES)
