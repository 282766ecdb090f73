"""Trees read from plain arrays give what the library that grew them gives."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from articles.reading.boosted import MISSING, Boosted

pytest.importorskip("sklearn", reason="scikit-learn comes with the extra 'test'")


def test_stored_trees_answer_like_the_library(tmp_path: Path) -> None:
    from sklearn.ensemble import HistGradientBoostingClassifier
    from training.trees import SEEN, grow, save

    rng = np.random.default_rng(7)
    rows = rng.normal(size=(600, 5))
    rows[rng.random(rows.shape) < 0.1] = np.nan
    labels = np.nan_to_num(rows[:, 0]) + np.nan_to_num(rows[:, 1]) ** 2 > 0.5
    model = grow(rows, labels, "abcde")
    save(model, tmp_path / "trees.npz")
    again = Boosted.load(tmp_path / "trees.npz")
    library = HistGradientBoostingClassifier(
        max_iter=150,
        max_leaf_nodes=8,
        learning_rate=0.06,
        l2_regularization=5.0,
        min_samples_leaf=20,
        early_stopping=False,
        max_features=SEEN,
        random_state=0,
    ).fit(np.nan_to_num(rows, nan=MISSING), labels)
    expected = library.predict_proba(np.nan_to_num(rows, nan=MISSING))[:, 1]
    assert again.names == tuple("abcde")
    np.testing.assert_allclose(again.probabilities(rows), expected, atol=1e-9)


def test_a_missing_file_is_said_and_not_passed_over(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Boosted.load(tmp_path / "absent.npz")
