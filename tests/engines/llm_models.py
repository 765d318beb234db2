"""The chat model of the tests: 260,000 parameters that can only tell stories."""

from __future__ import annotations


def story_file(test_data):
    """Return its file; small enough to be read in a test."""
    return test_data / "models" / "stories260K" / "stories260K-q8_0.gguf"
