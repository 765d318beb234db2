"""The first steps: what was done of them, sample tasks, and model packs."""
