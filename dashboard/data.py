"""Everything kept between runs: store, index, gazetteer, basemap, names. Alone in using ``st.cache_*``."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import streamlit as st

from dashboard.basemap import basemap_file, basemap_folder
from dashboard.ingest import default_db, open_store
from dashboard.leaflet import map_script
from dashboard.own_layers import OwnLayers, own_layers_file, read_own_layers
from dashboard.region_box import OfferedRegion
from geodata.changes import Difference, Version
from geodata.gazetteer import Gazetteer, open_gazetteer
from geodata.geocoder import OfflineGeocoder
from geodata.naming import districts_of
from geodata.query import EventIndex
from geodata.query.questions import places_of_events
from geodata.query.review import Doubtful, review_order
from geodata.regions import region_names, units_of
from geodata.store import EventCard, Store
from geodata.store.reviews import Progress, progress_of

MOST_DISTRICTS = 400
"""Districts suggested while typing; others are found by their whole name."""


def store_name() -> str:
    """Return the store this app shows: ``CONFLICTMAP_DB`` or the user's own."""
    return default_db()


@st.cache_resource(show_spinner=False, on_release=Store.close)
def store(name: str) -> Store:
    """Return the open store of this name; raises StoreError with the remedy."""
    return open_store(name)


@st.cache_resource(show_spinner="Building the table of places (once on this machine, ten seconds or so)…")
def gazetteer() -> Gazetteer:
    """Return the table of places; the first time on a machine its index is built."""
    return open_gazetteer()


def geocoder(used: Collection[str] = ()) -> OfflineGeocoder:
    """Return what is asked for places typed beside the map; ``used`` are the ids of those with events."""
    return OfflineGeocoder(gazetteer(), points_first=True, known=used, begun=True)


@st.cache_resource(show_spinner="Drawing the basemap (once on this machine, a few seconds)…")
def basemap() -> Path:
    """Return the script that every map loads; the first time on a machine its basemap is drawn."""
    own = own_layers()
    file = basemap_file(basemap_folder(), gazetteer())
    return map_script(file, scripts=own.scripts, styles=own.styles) if own else map_script(file)


@st.cache_resource(show_spinner=False)
def own_layers() -> OwnLayers | None:
    """Return what the file of layers that this server was given offers, None where it was given none."""
    file = own_layers_file()
    return None if file is None else read_own_layers(file)


@st.cache_resource(show_spinner="Loading the events…", max_entries=2)
def _index(name: str, revision: int) -> EventIndex:
    return EventIndex(store(name))


def index(name: str) -> EventIndex:
    """Return the copy of the events that filters run on, loaded anew after every change of the store."""
    return _index(name, store(name).revision())


def cards(name: str, ids: tuple[str, ...]) -> list[EventCard]:
    """Return events with their excerpts, in the order asked for."""
    return store(name).cards(list(ids))


@st.cache_resource(show_spinner=False, max_entries=2)
def _versions(name: str, revision: int) -> tuple[Version, ...]:
    return tuple(store(name).versions()[::-1])


def versions(name: str) -> tuple[Version, ...]:
    """Return the versions of a store, newest first."""
    return _versions(name, store(name).revision())


@st.cache_resource(show_spinner="Comparing the two states…", max_entries=2)
def difference(name: str, revision: int, since: int, until: int) -> Difference:
    """Return what differs between two versions of a store; whoever asks next has it at once."""
    return store(name).changes(since, until)


@st.cache_resource(show_spinner=False, max_entries=2)
def offered_regions(name: str, revision: int) -> tuple[OfferedRegion, ...]:
    """Return the regions to suggest, those with most events first.

    Named regions, countries, the units of countries with events and the districts of units with events: all
    the world's units are four thousand, which costs every page a quarter of a second in the browser.
    """
    index = _index(name, revision)
    present = index.unit_codes()
    countries = {code[:2] for code in present}
    order = {"country": 0, "region": 1, "ne": 2}
    whole = {(label, units_of(place_id)) for label, place_id in region_names() if "," not in label}
    named = [
        (order[place_id.partition(":")[0]], label, place_id)
        for label, place_id in region_names()
        if not place_id.startswith("ne:")
        or (place_id.removeprefix("ne:")[:2] in countries and _bare(label, place_id) not in whole)
    ]
    counts = index.region_counts([place_id for *_, place_id in named])
    busiest = sorted(present, key=lambda code: (-counts.get(f"ne:{code}", 0), code))
    districts = districts_of(busiest, MOST_DISTRICTS)
    counts |= index.region_counts([place_id for _, place_id in districts])
    named += [(len(order), *district) for district in districts]
    named.sort(key=lambda row: (-counts.get(row[2], 0), *row))
    return tuple(
        OfferedRegion(
            id=place_id, label=label, events=counts.get(place_id, 0), is_district=rank == len(order)
        )
        for rank, label, place_id in named
    )


def _bare(label: str, place_id: str) -> tuple[str, frozenset[str] | None]:
    """Return a unit's name and codes: a region that is called so and made of it alone stands for it."""
    return label.partition(",")[0], units_of(place_id)


@st.cache_resource(show_spinner=False, max_entries=2)
def place_names(name: str, revision: int) -> dict[str, str]:
    """Return the name of every place that an event of the store is at, by place id."""
    return places_of_events(store(name))


@st.cache_resource(show_spinner=False, max_entries=2)
def doubtful(name: str, revision: int) -> tuple[Doubtful, ...]:
    """Return every event, the most worth a look first."""
    return tuple(review_order(store(name)))


@st.cache_resource(show_spinner=False, max_entries=2)
def progress(name: str, revision: int) -> Progress:
    """Return who looked at which event so far."""
    return progress_of(store(name))
