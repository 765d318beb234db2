"""What a dialogue reads and writes, all in one database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from clara_edge.storage.announcements import Announcements
from clara_edge.storage.conversations import SqliteConversations
from clara_edge.storage.history import SqliteHistory
from clara_edge.storage.store import SqliteTaskStore
from clara_edge.storage.timekeeping import SqliteTimekeeping

if TYPE_CHECKING:
    from clara_edge.ports.announcements import AnnouncementStore
    from clara_edge.ports.clock import Clock
    from clara_edge.ports.conversations import ConversationStore
    from clara_edge.ports.store import TaskStore
    from clara_edge.ports.task_history import TaskHistory
    from clara_edge.ports.timekeeping import Timekeeping
    from clara_edge.storage.database import TaskDatabase


@dataclass(frozen=True, slots=True)
class Memory:
    """The stores of one dialogue; they belong to its thread."""

    tasks: TaskStore
    conversations: ConversationStore
    history: TaskHistory
    announcements: AnnouncementStore
    timekeeping: Timekeeping
    origin: str
    """Whose changes "undo" takes back."""


def memory_in(database: TaskDatabase, clock: Clock, *, origin: str = "cli") -> Memory:
    """Return the stores in a database; changes are journalled under `origin`."""
    return Memory(
        SqliteTaskStore(database, clock, origin=origin),
        SqliteConversations(database),
        SqliteHistory(database),
        Announcements(database),
        SqliteTimekeeping(database, clock, origin=origin),
        origin,
    )
