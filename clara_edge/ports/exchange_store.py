"""Everything at once, for import and export."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from clara_edge.domain.snapshot import ImportResult, Snapshot


class ExchangeStore(Protocol):
    """Whole collections of tasks, read and written in one piece."""

    def snapshot(self) -> Snapshot:
        """Return everything as of one moment."""
        ...

    def import_snapshot(self, snapshot: Snapshot, *, source: str) -> ImportResult:
        """Bring a snapshot in as one undoable step.

        A task with a known id is updated, others are added; projects, tags and templates
        are found by id, then by name. Nothing is deleted.

        Args:
            snapshot: valid in itself: titles clean, parents present, no cycles.
            source: where it comes from, for the journal ("todoist.csv").

        Raises:
            InputInvalidError: something in it cannot be stored; nothing was changed.
        """
        ...
