"""Filters as data, and the selection they make: the same for screen, timeline, cards and exports.

``EventFilter`` says what is asked for. ``EventIndex(store)`` is a copy of the filterable columns;
``index.select(filter)`` gives a ``Selection``: its length and ledger, ``page`` for cards, ``timeline`` for
bins, ``cells`` for the map, ``ids`` for exports. ``describe`` is the filter's sentence, ``to_query`` and
``from_query`` its link.
"""

from geodata.query.address import from_query, to_query
from geodata.query.answers import Order, Page, Step
from geodata.query.cells import AreaCell, Cell, MapCells
from geodata.query.certainty import Doubt, doubts_of
from geodata.query.clauses import describe, set_clauses, without
from geodata.query.filter import ByDayRule, Clock, Counting, DateRule, DrawnArea, EventFilter, Near
from geodata.query.index import EventIndex
from geodata.query.period import is_surely_in_period
from geodata.query.region_index import UnknownRegionError
from geodata.query.selection import Selection
from geodata.query.shades import Shade, Units
from geodata.query.spatial import Relation
from geodata.query.timeline import BinUnit, Timeline

__all__ = [
    "AreaCell",
    "BinUnit",
    "ByDayRule",
    "Cell",
    "Clock",
    "Counting",
    "DateRule",
    "Doubt",
    "DrawnArea",
    "EventFilter",
    "EventIndex",
    "MapCells",
    "Near",
    "Order",
    "Page",
    "Relation",
    "Selection",
    "Shade",
    "Step",
    "Timeline",
    "Units",
    "UnknownRegionError",
    "describe",
    "doubts_of",
    "from_query",
    "is_surely_in_period",
    "set_clauses",
    "to_query",
    "without",
]
