"""The task store in SQLite: all its parts in one object."""

from __future__ import annotations

from .journal import JournalPart
from .subtask_counts import SubtaskCounts
from .project_writes import ProjectWrites
from .task_queries import TaskQueries
from .task_writes import TaskWrites


class SqliteTaskStore(
    TaskWrites, TaskQueries, JournalPart, ProjectWrites, SubtaskCounts
):
    """The task store of one thread; see ports.store.TaskStore."""
