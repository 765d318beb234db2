"""Where tasks are kept: everything that the parts below promise, in one object."""

from __future__ import annotations

from typing import Protocol

from .exchange_store import ExchangeStore
from .journal import Journal
from .project_store import ProjectStore
from .task_reader import TaskReader
from .task_writer import TaskWriter
from .template_store import TemplateStore


class TaskStore(
    TaskReader,
    TaskWriter,
    ProjectStore,
    TemplateStore,
    Journal,
    ExchangeStore,
    Protocol,
):
    """Durable tasks; one instance per thread, several processes at once.

    A method that changes something is one step of the journal, which can be undone as a
    whole; it returns only after the change is on disk, and changes nothing if it raises.
    All methods raise StorageError when the database cannot be used.
    """

    def close(self) -> None:
        """Release the database. Idempotent."""
        ...
