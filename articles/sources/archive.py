"""Opens ZIP and TAR archives and compressed files entry by entry, each only as far as it is wanted."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from functools import partial
from pathlib import PurePosixPath
from typing import IO

from articles.sources.draft import Skipped, SourceError
from articles.sources.raw_file import Member, RawFile

# What the readers of archives raise when the bytes are not what they should be.
_DAMAGED = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    ValueError,
    KeyError,
    NotImplementedError,
    OverflowError,
)
_REMEDY = "get it anew, or unpack it and read the files"
# Entries that an archive may list; a small file can name millions, which take minutes to look through.
_MOST_ENTRIES = 500_000
_LISTED = b"PK\x01\x02"  # what an entry begins with in the list at the end of a ZIP archive


def read_zip(raw: RawFile) -> Iterator[Member | Skipped]:
    """Yield the entries of a ZIP archive; raises SourceError when it is none or lists too many."""
    if raw.content.count(_LISTED) > _MOST_ENTRIES:
        raise _too_many(raw.name)
    try:
        archive = zipfile.ZipFile(io.BytesIO(raw.content))
        entries = archive.infolist()
    except _DAMAGED as error:
        raise _damaged(raw.name, "ZIP archive", error) from None
    with archive:
        for entry in entries:
            if entry.is_dir() or _is_hidden(entry.filename):
                continue
            name = f"{raw.name}/{entry.filename}"
            load = partial(_load_zipped, archive, entry, name)
            yield Member(name=entry.filename, size_bytes=entry.file_size, load=load)


def _load_zipped(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, limit_bytes: int) -> bytes:
    if entry.flag_bits & 1:
        raise SourceError(name, "it is locked with a password", "unpack the archive and read the files")
    try:
        with archive.open(entry) as stream:
            return stream.read(limit_bytes + 1)
    except (*_DAMAGED, RuntimeError) as error:
        raise _damaged(name, "ZIP archive", error) from None


def read_tar(raw: RawFile) -> Iterator[Member | Skipped | SourceError]:
    """Yield the files in a TAR archive; raises SourceError when it is none."""
    try:
        archive = tarfile.open(fileobj=io.BytesIO(raw.content), mode="r:")  # noqa: SIM115  (closed below)
    except _DAMAGED as error:
        raise _damaged(raw.name, "TAR archive", error) from None
    with archive:
        for _ in range(_MOST_ENTRIES + 1):
            try:
                entry = archive.next()
            except _DAMAGED as error:
                yield _damaged(raw.name, "TAR archive", error)
                return
            if entry is None:
                return
            if entry.isdir() or _is_hidden(entry.name):
                continue
            if not entry.isreg():
                yield Skipped(name=f"{raw.name}/{entry.name}", why="it is a link or a device")
                continue
            load = partial(_load_tarred, archive, entry, f"{raw.name}/{entry.name}")
            yield Member(name=entry.name, size_bytes=entry.size, load=load)
        yield _too_many(raw.name)


def _load_tarred(archive: tarfile.TarFile, entry: tarfile.TarInfo, name: str, limit_bytes: int) -> bytes:
    try:
        stream = archive.extractfile(entry)
        return b"" if stream is None else stream.read(limit_bytes + 1)
    except _DAMAGED as error:
        raise _damaged(name, "TAR archive", error) from None


def read_compressed(raw: RawFile) -> Iterator[Member]:
    """Yield the one file that a gzip, bzip2 or xz file holds, under its name without that ending."""
    path = PurePosixPath(raw.name.replace("\\", "/"))
    ending = (raw.suffix or path.suffix).lower()
    name = path.stem + (".tar" if ending == ".tgz" else "")
    yield Member(name=name, load=partial(_load_compressed, raw, ending))


def _load_compressed(raw: RawFile, ending: str, limit_bytes: int) -> bytes:
    source = io.BytesIO(raw.content)
    try:
        with _opened(source, ending) as stream:
            return stream.read(limit_bytes + 1)
    except _DAMAGED as error:
        raise _damaged(raw.name, "compressed file", error) from None


def _opened(source: IO[bytes], ending: str) -> IO[bytes] | gzip.GzipFile:
    if ending == ".bz2":
        return bz2.BZ2File(source)
    if ending == ".xz":
        return lzma.LZMAFile(source)
    return gzip.GzipFile(fileobj=source)


def _is_hidden(name: str) -> bool:
    """Whether an entry is one that its owner never saw: hidden, or what a Mac adds to archives."""
    return any(part.startswith(".") or part == "__MACOSX" for part in PurePosixPath(name).parts)


def _too_many(name: str) -> SourceError:
    return SourceError(
        name, f"it lists over {_MOST_ENTRIES:,} files", "split it, or unpack it and read the files"
    )


def _damaged(name: str, kind: str, error: Exception) -> SourceError:
    why = str(error)[:80] or type(error).__name__
    return SourceError(name, f"it is no {kind} or it is damaged ({why})", _REMEDY)
