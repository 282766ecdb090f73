"""Train the place models from labelled corpora; needs the "train" extra and is no part of the wheel."""
