"""How Clara does: facts of this moment, and measurements over time."""
