"""The room where the reading is trained, cross-validated by document and scored; not part of the wheel."""
