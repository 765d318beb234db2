"""Conversations in SQLite, for as long as somebody may still refer to them."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any

from clara_edge.domain.assist import Offer
from clara_edge.domain.conversation import Conversation, Listing

from .times import to_column

if TYPE_CHECKING:
    from datetime import datetime

    from .database import TaskDatabase


class SqliteConversations:
    """The conversations of one thread; see ports.conversations.ConversationStore."""

    def __init__(self, database: TaskDatabase) -> None:
        self._database = database

    def load(self, conversation_id: str, not_before: datetime) -> Conversation | None:
        """Return a conversation unless its last turn was before the time given."""
        with self._database.read() as db:
            rows = db.table("conversations").rows_where(
                "id = ? AND updated_at >= ?", [conversation_id, to_column(not_before)]
            )
            row = next(rows, None)
        return None if row is None else _conversation(conversation_id, row["state"])

    def save(
        self, conversation: Conversation, now: datetime, not_before: datetime
    ) -> None:
        """Keep a conversation, and forget all that are older than not_before."""
        row = {
            "id": conversation.id,
            "state": json.dumps(asdict(conversation)),
            "updated_at": to_column(now),
        }
        with self._database.write(durable=False) as db:
            table = db.table("conversations")
            table.delete_where("updated_at < ?", [to_column(not_before)])
            table.upsert(row, pk="id")


def _conversation(conversation_id: str, state: str) -> Conversation | None:
    """Read what another version of Clara may have written; None if it makes no sense."""
    known = {field.name for field in fields(Conversation)}
    try:
        values: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value
            for key, value in json.loads(state).items()
            if key in known
        }
        if values.get("listing"):
            listing = values["listing"]
            values["listing"] = Listing(listing["project"], tuple(listing["read_ids"]))
        if values.get("offer"):
            offer = values["offer"]
            lists = {key: tuple(offer[key]) for key in ("passed", "task_ids")}
            values["offer"] = Offer(**offer | lists)
        return Conversation(**values | {"id": conversation_id})
    except (AttributeError, KeyError, TypeError, ValueError):
        return None
