"""The task store in SQLite: all its parts in one object."""

from __future__ import annotations

from .completion import CompletionWrites
from .exchange_part import ExchangePart
from .journal import JournalPart
from .project_writes import ProjectWrites
from .search import TaskSearch
from .subtask_counts import SubtaskCounts
from .tag_writes import TagWrites
from .task_queries import TaskQueries
from .task_writes import TaskWrites
from .template_writes import TemplateWrites
from .trash import TrashWrites


class SqliteTaskStore(
    TaskWrites,
    CompletionWrites,
    TrashWrites,
    TagWrites,
    TaskQueries,
    TaskSearch,
    JournalPart,
    ProjectWrites,
    TemplateWrites,
    ExchangePart,
    SubtaskCounts,
):
    """The task store of one thread; see ports.store.TaskStore."""
