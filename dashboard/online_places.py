"""Asks online geocoders for places that no table has: only where they were turned on, only when told to."""

from __future__ import annotations

import os
from collections.abc import Sequence

import streamlit as st
from geopy.exc import GeocoderQueryError, GeocoderServiceError
from geopy.location import Location

from dashboard import data
from dashboard.access import may, need
from dashboard.roles import Role
from dashboard.safe_text import markdown
from geodata.geocoder import SERVICES, OfflineGeocoder, chain_of
from geodata.regions import region_names

VARIABLE = "CONFLICTMAP_ONLINE"
"""Names the services to the server, separated by commas."""

_COUNTRY = "country:"


def turned_on() -> tuple[str, ...]:
    """Return the services that whoever started this server turned on; none unless told so."""
    return tuple(name for name in os.environ.get(VARIABLE, "").split(",") if name in SERVICES)


def render_ask(key: str, typed: str) -> None:
    """Offer to ask for a typed name in countries that are chosen; ``answers`` then has what was found."""
    names = turned_on()
    if not names or not may(Role.CORRECT) or not data.store(data.store_name()).writable:
        return
    asked = " and ".join(name.capitalize() for name in names)
    codes = {place_id.removeprefix(_COUNTRY): label for label, place_id in region_names()
             if place_id.startswith(_COUNTRY)}  # fmt: skip
    chosen = st.multiselect(
        f"Ask {asked} for it in", sorted(codes, key=lambda code: codes[code]), key=f"{key}_countries",
        format_func=lambda code: codes[code], placeholder="Choose countries",
    )  # fmt: skip
    st.button(
        f"Ask {asked}", key=f"{key}_ask", disabled=not chosen, icon=":material/language:",
        help="The name typed above and the countries are sent there, nothing else.",
        on_click=_ask, args=(key, typed, chosen),
    )  # fmt: skip
    told = st.session_state.get(f"{key}_told")
    if told and told[0] == typed:
        st.caption(told[1])


def answers(key: str, typed: str) -> list[Location]:
    """Return what was answered when a typed name was asked for; empty where nobody asked."""
    asked, found = st.session_state.get(f"{key}_answers", ("", []))
    return list(found) if asked == typed else []


def _ask(key: str, typed: str, codes: Sequence[str]) -> None:
    need(Role.CORRECT)
    kept = data.store(data.store_name()).geocoder_answers()
    chain = chain_of(turned_on(), OfflineGeocoder(data.gazetteer()), kept)
    try:
        found = chain.geocode(typed, exactly_one=False, country_codes=list(codes)) or []
    except GeocoderQueryError as error:
        told = markdown(str(error), 200)
    except GeocoderServiceError as error:
        told = f"No answer: {markdown(str(error), 200)}. Try again later, or type coordinates."
    else:
        st.session_state[f"{key}_answers"] = (typed, list(found))
        told = "" if found else "They know no place of that name there; try another spelling or coordinates."
    st.session_state[f"{key}_told"] = (typed, told)
