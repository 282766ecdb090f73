"""The table of places: opened memory-mapped, built on first use, extended by installed country files.

    gazetteer = open_gazetteer()                      # builds the index in the cache folder when absent
    gazetteer.matches("Kharkiv")                      # ((Place, NameKind), ...), most prominent first
    gazetteer.candidates("Kharkiv")                   # the same without the kinds
    gazetteer.rows("Kharkiv")                         # row numbers; gazetteer.population[row] costs no record
    gazetteer.longest_match(["New", "York", "was"])   # 2: how many words the longest name at a word takes
    gazetteer.demonym("Ukrainians")                   # Place of Ukraine
    gazetteer.admin1("UA.07"), gazetteer.country("UA"), gazetteer.place("gn:706483")
    gazetteer.near(49.7, 36.8, radius_km=20)          # [(Place, km), ...] nearest first

``NameKind`` says how far a name can be trusted: an ABBREVIATION ("Ky.", "La.") needs its full stop or
capitals, a CODE its capitals ("HRK"), and a TRANSLITERATION is next to worthless in English text.
Ids: ``gn:`` GeoNames, ``ne:UA.07`` a first-level unit by GeoNames code, ``country:UA``, ``region:donbas``,
``facility:``, ``water:``, ``land:``, ``town:``, ``district:`` from the project's tables, ``ua:`` and so on
from installed files.
"""

from __future__ import annotations

from geodata.gazetteer.country_files import CountryFileError
from geodata.gazetteer.folders import KEPT_DAYS, cache_folder, drop_unused, installed_folder, mark_used
from geodata.gazetteer.index import Gazetteer
from geodata.gazetteer.installed import InstalledSet
from geodata.gazetteer.names import NameKind, normalise_name
from geodata.gazetteer.opening import (
    THEATRES,
    Installation,
    Status,
    index_path,
    install,
    install_several,
    open_gazetteer,
    status,
)

__all__ = [
    "KEPT_DAYS",
    "THEATRES",
    "CountryFileError",
    "Gazetteer",
    "Installation",
    "InstalledSet",
    "NameKind",
    "Status",
    "cache_folder",
    "drop_unused",
    "index_path",
    "install",
    "install_several",
    "installed_folder",
    "mark_used",
    "normalise_name",
    "open_gazetteer",
    "status",
]
