"""The selection that a release policy lets out, so that a map or picture draws what a file would hold."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from geodata.export.columns import Record
from geodata.model import EventType, PlacePrecision, SubEventType
from geodata.query import EventFilter, Selection
from geodata.query.clauses import code_of
from geodata.query.columns import Columns, TextSets
from geodata.query.period import NO_DAY, day_number
from geodata.query.spatial import Locations

_BY_UCDP = {precision.ucdp: precision for precision in PlacePrecision}
_FIRST_SUB = {kind: next(s for s in SubEventType if s.event_type is kind) for kind in EventType}
_RELATIONS = {"certainly": 2, "possibly": 1}


def released_selection(records: Sequence[Record], wanted: EventFilter, selection: Selection) -> Selection:
    """Return released records as a selection of their own: what it counts and draws is what they say.

    ``selection`` is the one they were released from; of it only the days of the articles are taken.
    ValueError when the policy masks the type of events, without which nothing can be drawn.
    """
    if any(record["event_type"] is None for record in records):
        raise ValueError("a map draws events by their type; release it without masking event_type")
    starts, ends, reported = (_days(records, n) for n in ("date_start", "date_end", "reported_first"))
    days = np.where(starts == NO_DAY, ends, starts)
    order = np.argsort(-days.astype(np.int64), kind="stable")
    chosen = [records[i] for i in order]
    location, locations, precision = _locations(chosen)
    confidence = [float(_number(record["place_confidence"])) for record in chosen]
    nobody = TextSets(codes=np.zeros(len(chosen), dtype=np.int32), sets=[frozenset()])
    columns = Columns(
        revision=selection.revision,
        table=pa.table({"place_confidence": pa.array(confidence, pa.float32())}),
        ids=pa.array([str(record["event_id"]) for record in chosen], pa.string()),
        numbers=np.arange(len(chosen), dtype=np.int32),
        sub_types=np.array([_sub_type(record) for record in chosen], dtype=np.uint8),
        days=days[order],
        starts=starts[order],
        ends=ends[order],
        reported_days=reported[order],
        reports=np.array([int(_number(record["n_reports"])) or 1 for record in chosen], dtype=np.int32),
        location=location,
        locations=locations,
        location_precision=precision,
        actors=nobody,
        outlets=nobody,
        article_days=selection.article_days,
    )
    relation = [_RELATIONS.get(str(record["in_region"]), 2) for record in chosen]
    relations = {"region": np.array(relation, dtype=np.uint8)} if 1 in relation else {}
    return Selection(columns, wanted, (), np.zeros(len(chosen), dtype=np.uint16), relations)


def _days(records: Sequence[Record], name: str) -> npt.NDArray[np.int32]:
    days = (day if isinstance(day := record[name], date) else None for record in records)
    return np.array([day_number(day) for day in days], dtype=np.int32)


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _sub_type(record: Record) -> int:
    name = record["sub_event_type"]
    return code_of(SubEventType(str(name)) if name else _FIRST_SUB[EventType(str(record["event_type"]))])


def _locations(records: Sequence[Record]) -> tuple[npt.NDArray[np.int32], Locations, npt.NDArray[np.uint8]]:
    """Return the code of each record's location, the distinct locations, and how exact each is."""
    # By the text of the key: NaN is not equal to itself.
    known: dict[str, int] = {}
    spots: list[tuple[object, ...]] = []
    codes = []
    for record in records:
        placed = record["latitude"] is not None
        spot = (
            float(_number(record["latitude"])) if placed else float("nan"),
            float(_number(record["longitude"])) if placed else float("nan"),
            _number(record["radius_km"]),
            bool(record["location_is_area"]),
            record["where_prec"] == PlacePrecision.NEAR.ucdp,
            record["location_id"],
            code_of(_BY_UCDP[int(_number(record["where_prec"]))]) if record["where_prec"] else 0,
        )
        if repr(spot) not in known:
            known[repr(spot)] = len(spots)
            spots.append(spot)
        codes.append(known[repr(spot)])
    latitudes, longitudes, radii, areas, nears, ids, precisions = (
        zip(*spots, strict=True) if spots else ((),) * 7
    )
    locations = Locations(
        latitude=np.array(latitudes, dtype=np.float64),
        longitude=np.array(longitudes, dtype=np.float64),
        radius_km=np.array(radii, dtype=np.float32),
        is_area=np.array(areas, dtype=np.bool_),
        is_near=np.array(nears, dtype=np.bool_),
        place_ids=list(ids),
    )
    return np.array(codes, dtype=np.int32), locations, np.array(precisions, dtype=np.uint8)
