"""What must be said to a person at the next occasion."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime


class Announced(Protocol):
    """Something that happened and that a person must know."""

    @property
    def id(self) -> int:
        """Its number."""
        ...

    @property
    def text(self) -> str:
        """Whole sentences, to be spoken or shown as they are."""
        ...


class AnnouncementStore(Protocol):
    """Announcements until they were told; raises StorageError when it cannot be used."""

    def add(self, kind: str, text: str, now: datetime) -> None:
        """Keep an announcement until it was told."""
        ...

    def untold(self) -> Sequence[Announced]:
        """Return what nobody was told yet, the oldest first."""
        ...

    def mark_told(self, announcement_id: int, now: datetime) -> None:
        """Note that somebody heard or saw it."""
        ...
