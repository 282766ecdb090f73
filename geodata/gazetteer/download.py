"""Fetches a country's dump from GeoNames' server, with progress, and refuses what is not one."""

from __future__ import annotations

import urllib.error
import urllib.request
import zipfile
from pathlib import Path
from typing import BinaryIO

from geodata.amounts import counted
from geodata.gazetteer.build import Progress

SERVER = "https://download.geonames.org/export/dump"
TIMEOUT_SECONDS = 30.0
MAX_BYTES = 600_000_000  # the largest country file (China) has about 250 MB unzipped
_CHUNK = 1 << 16


class DownloadError(OSError):
    """The country file could not be fetched; the message says what to do instead."""


def fetch_country(country: str, folder: Path, progress: Progress, server: str = SERVER) -> Path:
    """Download ``country``.zip, check it and return the path of the unzipped file inside ``folder``.

    Raises DownloadError when there is no network, no such country, or the answer is no country file.
    """
    archive = folder / f"{country}.zip"
    url = f"{server.rstrip('/')}/{country}.zip"
    try:
        with urllib.request.urlopen(url, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310
            _save_stream(answer, int(answer.headers.get("Content-Length") or 0), archive, progress)
    except urllib.error.HTTPError as error:
        raise DownloadError(
            f"GeoNames has no file for {country!r} ({error.code}): give a two-letter ISO country code"
            if error.code == 404
            else f"GeoNames answered {error.code} for {url}; try again later"
        ) from error
    except (urllib.error.URLError, TimeoutError, ConnectionError) as error:
        raise DownloadError(
            f"cannot reach {url} ({getattr(error, 'reason', error)}): check the network, or fetch the file "
            f"on another machine and run 'conflictmap gazetteer install {country} --from FILE'"
        ) from error
    return _unzip(archive, country, folder)


def _save_stream(answer: BinaryIO, size: int, archive: Path, progress: Progress) -> None:
    if size > MAX_BYTES:
        raise DownloadError(
            f"the file has {counted(size, 'byte')}, more than any country's: it was not fetched"
        )
    done = 0
    with archive.open("wb") as handle:
        while chunk := answer.read(_CHUNK):
            done += len(chunk)
            if done > MAX_BYTES:
                raise DownloadError(f"the file has more than {MAX_BYTES:,} bytes: it was not kept")
            handle.write(chunk)
            progress(min(1.0, done / size) if size else 0.0, f"fetching {done / 1e6:.1f} MB")
    if size and done != size:
        raise DownloadError(f"the download stopped at {done:,} of {counted(size, 'byte')}; try again")


def unpacked(path: Path, country: str, folder: Path) -> Path:
    """Return a country file as text: ``path`` itself, or where it is packed, unzipped in ``folder``.

    Raises DownloadError for an archive that does not hold the country's file.
    """
    return _unzip(path, country, folder) if zipfile.is_zipfile(path) else path


def _unzip(archive: Path, country: str, folder: Path) -> Path:
    member = f"{country}.txt"
    try:
        with zipfile.ZipFile(archive) as opened:
            if opened.getinfo(member).file_size > MAX_BYTES:
                raise DownloadError(f"{member} unpacks to more than {MAX_BYTES:,} bytes: it was not kept")
            return Path(opened.extract(member, folder))
    except (zipfile.BadZipFile, KeyError) as error:
        raise DownloadError(f"the answer for {country} is no GeoNames archive holding {member}") from error
