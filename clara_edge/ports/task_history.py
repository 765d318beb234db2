"""What a household's tasks tell: the material of guesses and suggestions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from clara_edge.domain.assist import Facts, Filed


class TaskHistory(Protocol):
    """Reads the tasks of one thread's database; raises StorageError when it cannot."""

    def filed_like(self, words: Sequence[str]) -> Sequence[Filed]:
        """Return where recent tasks are that have one of these content words.

        There may be some that have none of them.
        """
        ...

    def facts(self, now: datetime) -> Facts:
        """Gather what suggestions are made from.

        Args:
            now: local time, aware.
        """
        ...

    def declined(self, not_before: datetime) -> frozenset[str]:
        """Return the keys of suggestions that were declined since."""
        ...

    def decline(self, key: str, now: datetime, not_before: datetime) -> None:
        """Note that a suggestion was declined, and forget those of before."""
        ...
