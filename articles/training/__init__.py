"""Train the place models from labelled corpora; needs the "train" extra and is never imported at run time."""
