"""Values in error messages."""

from __future__ import annotations

from datetime import date, time

MAX_CHARS = 40


def shown(value: object) -> str:
    """Return a value, of whatever type, as an error message may quote it."""
    try:
        text = value.isoformat() if isinstance(value, date | time) else repr(value)
    except (ValueError, RecursionError):
        # Python refuses to write out an integer of thousands of digits
        text = f"a very large {type(value).__name__}"
    return text if len(text) <= MAX_CHARS else f"{text[: MAX_CHARS - 1]}…"
