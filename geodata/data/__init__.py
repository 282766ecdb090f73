"""The project's own tables and boundaries, as files; each row of a table names its source."""
