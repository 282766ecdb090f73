"""Offers to add the villages of the countries whose names were met in articles and are in no table."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from dashboard import data
from dashboard.access import need
from dashboard.rereading import reread_after_install
from dashboard.roles import Role
from dashboard.safe_text import markdown
from dashboard.summary import Summary
from geodata.gazetteer import CountryFileError, install_several

_KEY = "unlisted_names"


def note_unlisted(summary: Summary) -> None:
    """Remember for this session which countries' villages an input named that are in no table."""
    known: dict[str, int] = st.session_state.setdefault(_KEY, {})
    for country, names in summary.unlisted:
        known[country] = max(names, known.get(country, 0))


def render_unlisted() -> None:
    """Say whose villages are missing and offer to add them; nothing where none are."""
    known: dict[str, int] = st.session_state.get(_KEY, {})
    if not known:
        return
    codes = sorted(known, key=lambda code: (-known[code], code))
    with st.form("unlisted_form"):
        st.markdown(
            "**Villages that are in no table** were named, by country: "
            + ", ".join(f"{code} ({known[code]:,})" for code in codes)
            + ". Add every village of these countries, and the articles that name them are read again; "
            "corrections stay."
        )
        chosen = st.multiselect("Countries", codes, default=codes[:6], key="unlisted_countries")
        files = st.file_uploader(
            "Without a network: GeoNames files that you have, such as UA.zip",
            type=["zip", "txt"],
            accept_multiple_files=True,
            key="unlisted_files",
        )
        if st.form_submit_button("Add their villages") and chosen:
            need(Role.ADMINISTER)
            _install(chosen, files)


def _install(countries: Sequence[str], files: Sequence[UploadedFile]) -> None:
    bar = st.progress(0.0, "Adding villages…")

    def advance(share: float, what: str) -> None:
        bar.progress(min(share, 1.0), what)

    try:
        with tempfile.TemporaryDirectory(prefix="conflictmap-") as name:
            folder = Path(name)
            for file in files:
                (folder / Path(file.name).name).write_bytes(file.getvalue())
            found = install_several(countries, folder if files else None, advance)
    except (CountryFileError, OSError) as error:
        st.error(markdown(str(error), 300))
        return
    finally:
        bar.empty()
    for code, why in found.failed:
        st.error(f"{markdown(code, 4)} was not added: {markdown(why, 300)}")
    if not found.done:
        return
    data.gazetteer.clear()
    with st.spinner("Reading the articles that name them again…"):
        done = reread_after_install(
            data.store(data.store_name()), [one.country for one in found.done], gazetteer=data.gazetteer()
        )
    for one in found.done:
        st.session_state[_KEY].pop(one.country, None)
        st.success(markdown(one.describe(), 300))
    st.success(markdown(done.describe(), 300))
