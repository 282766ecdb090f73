"""Ledger."""


def render_ledger() -> None:
    """Draw."""
