"""The vocabulary of the project: places, regions, events, filters and the store that keeps them."""
