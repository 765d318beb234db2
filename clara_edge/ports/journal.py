"""What was changed, and taking it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clara_edge.domain.steps import ChangeNotice, Step


class Journal(Protocol):
    """Every change is one step; steps survive the process."""

    def undo(self, *, origin: str | None = None, step_id: int | None = None) -> Step:
        """Take back the last step that is in force.

        Args:
            origin: of this origin only; by default of any.
            step_id: this step and no other, wherever it is in the journal.

        Raises:
            NothingToUndoError: there is none.
            UndoConflictError: what it changed was changed again since; nothing is done.
        """
        ...

    def redo(self, *, origin: str | None = None) -> Step:
        """Do again what was undone last, unless something else was done since.

        Raises:
            NothingToUndoError: there is nothing.
            UndoConflictError: what it would change was changed since.
        """
        ...

    def history(self, *, task_id: str | None = None, limit: int = 50) -> Sequence[Step]:
        """Return steps, the last one first; optionally those that touched one task."""
        ...

    def changes_since(self, seq: int, *, limit: int = 1000) -> Sequence[ChangeNotice]:
        """Return what was committed after a sequence number, by any process, in order."""
        ...

    def last_change(self) -> int:
        """Return the sequence number of the last committed change; 0 before the first."""
        ...
