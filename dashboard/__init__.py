"""Showing events: the Streamlit app, the command line and the snapshots."""
