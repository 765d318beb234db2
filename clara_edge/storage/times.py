"""Instants as sortable text: UTC, always with microseconds."""

from __future__ import annotations

from datetime import UTC, datetime


def to_column(instant: datetime) -> str:
    """Write an aware time so that text order is time order."""
    return instant.astimezone(UTC).isoformat(timespec="microseconds")


def from_column(text: str) -> datetime:
    """Read a time written by to_column()."""
    return datetime.fromisoformat(text)
