"""Conversations in SQLite, for as long as somebody may still refer to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from clara_edge.ports.conversations import KeptConversation

from .conversation_state import read, written
from .times import from_column, to_column

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from clara_edge.domain.conversation import Conversation

    from .database import TaskDatabase

# States that make no sense are passed over, but not for ever.
_LOOKED_AT = 5


class SqliteConversations:
    """The conversations of one thread; see ports.conversations.ConversationStore."""

    def __init__(self, database: TaskDatabase) -> None:
        self._database = database

    def load(
        self, conversation_id: str, not_before: datetime
    ) -> KeptConversation | None:
        """Return a conversation unless its last turn was before the time given."""
        with self._database.read() as db:
            rows = db.table("conversations").rows_where(
                "id = ? AND updated_at >= ?", [conversation_id, to_column(not_before)]
            )
            row = next(rows, None)
        return None if row is None else _kept(row)

    def latest(
        self, not_before: datetime, *, other_than: str
    ) -> KeptConversation | None:
        """Return the conversation of another session that had the last turn."""
        with self._database.read() as db:
            rows = list(
                db.table("conversations").rows_where(
                    "id != ? AND updated_at >= ?",
                    [other_than, to_column(not_before)],
                    order_by="updated_at DESC, id",
                    limit=_LOOKED_AT,
                )
            )
        return next((kept for row in rows if (kept := _kept(row))), None)

    def save(
        self, conversation: Conversation, now: datetime, not_before: datetime
    ) -> None:
        """Keep a conversation, and forget all that are older than not_before."""
        row = {
            "id": conversation.id,
            "state": written(conversation),
            "updated_at": to_column(now),
        }
        with self._database.write(durable=False) as db:
            table = db.table("conversations")
            table.delete_where("updated_at < ?", [to_column(not_before)])
            table.upsert(row, pk="id")

    def swap(self, before: KeptConversation, after: Conversation) -> bool:
        """Replace what was loaded, at its time; False if another turn has replaced it since.

        What is not stored at all nobody else can have replaced.
        """
        with self._database.write(durable=False) as db:
            table = db.table("conversations")
            row = next(table.rows_where("id = ?", [before.conversation.id]), None)
            if row is None:
                return True
            kept = _kept(row)
            if kept is None or kept.conversation != before.conversation:
                return False
            table.update(row["id"], {"state": written(after)})
            return True

    def forget(self, before: datetime | None = None) -> None:
        """Forget all conversations, or those whose last turn was before a time."""
        where = "updated_at < ?" if before else "TRUE"
        values = [to_column(before)] if before else []
        with self._database.read() as db:
            if not db.table("conversations").count_where(where, values):
                return
        with self._database.write(durable=False) as db:
            db.table("conversations").delete_where(where, values)


def _kept(row: Mapping[str, Any]) -> KeptConversation | None:
    conversation = read(row["id"], row["state"])
    if conversation is None:
        return None
    return KeptConversation(conversation, from_column(row["updated_at"]))
