"""Classes of words that the rules for events and tolls are written in."""
