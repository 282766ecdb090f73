"""Reading news articles: places, dates and events, each tied to the words that say so."""
