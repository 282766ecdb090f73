"""Articles."""


def render_articles() -> None:
    """Draw."""
