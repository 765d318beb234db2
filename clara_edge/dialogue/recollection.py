"""What was said a moment ago: kept across turns, processes and channels, then forgotten."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from clara_edge.domain.conversation import Conversation
from clara_edge.domain.errors import StorageError
from clara_edge.ports.conversations import KeptConversation

from .outcome import settled

if TYPE_CHECKING:
    from datetime import datetime

    from clara_edge.config.schema import Remembering
    from clara_edge.ports.conversations import ConversationStore

_LOGGER = logging.getLogger(__name__)


class Recollection:
    """The conversations of one dialogue.

    present() may be called from any thread, the rest belongs to that of the store.
    """

    def __init__(self, store: ConversationStore, settings: Remembering) -> None:
        self._store = store
        self.configure(settings)
        self._recent: dict[str, KeptConversation] = {}
        self._recalled: dict[str, KeptConversation] = {}

    def configure(self, settings: Remembering) -> None:
        """Keep conversations by other settings from the next turn on."""
        self._settings = settings
        self._kept_for = timedelta(minutes=settings.retention_minutes)
        self._carried_for = timedelta(minutes=settings.carry_over_minutes)
        self._cleared = settings.remember

    def forget(self) -> None:
        """Forget all conversations, of other processes on the disk as well.

        Raises:
            StorageError: the disk cannot be written; this process has forgotten them.
        """
        self._recent.clear()
        self._recalled.clear()
        self._store.forget()

    def present(self, conversation_id: str) -> Conversation:
        """Return a conversation as this process knows it; touches no disk."""
        kept = self._recent.get(conversation_id)
        return kept.conversation if kept else Conversation(conversation_id)

    def recall(self, conversation_id: str, now: datetime) -> Conversation:
        """Return what a turn may refer to, also from another process or channel.

        A conversation that had no turn for as long as another is carried over goes on
        with what was said last on another channel.
        """
        not_before = now - self._kept_for
        self._recent = {
            key: kept for key, kept in self._recent.items() if kept.at >= not_before
        }
        own, other = self._recent.get(conversation_id), None
        since = max(now - self._carried_for, not_before)
        try:
            own = _later(own, self._stored(conversation_id, not_before))
            if self._carried_for and (own is None or own.at < since):
                other = self._elsewhere(conversation_id, since)
        except StorageError:
            pass  # the turn itself will meet the same problem and say it
        found = other or own
        if found is None:
            self._recalled.pop(conversation_id, None)
            return Conversation(conversation_id)
        self._recalled[conversation_id] = found
        return replace(found.conversation, id=conversation_id)

    def claim(self, conversation: Conversation) -> bool:
        """Withdraw the question of a recalled conversation wherever it is open.

        False if another turn was quicker: then the conversation is to be recalled again.
        """
        found = self._recalled.get(conversation.id)
        if found is None or conversation.pending_question is None:
            return True
        return self._swap(found, settled(found.conversation))

    def release(self, conversation_id: str) -> None:
        """Leave a claimed question open on the channel that it came from."""
        found = self._recalled.get(conversation_id)
        if found is None or found.conversation.pending_question is None:
            return
        if found.conversation.id != conversation_id:
            claimed = replace(found, conversation=settled(found.conversation))
            self._swap(claimed, found.conversation)

    def _swap(self, before: KeptConversation, after: Conversation) -> bool:
        if self._recent.get(after.id) == before:
            self._recent[after.id] = replace(before, conversation=after)
        try:
            return not self._settings.remember or self._store.swap(before, after)
        except StorageError:
            return True  # as in recall()

    def remember(
        self, conversation: Conversation, now: datetime, *, on_disk: bool
    ) -> None:
        """Keep a conversation for the next turn; on_disk: other processes see it too."""
        self._recent[conversation.id] = KeptConversation(conversation, now)
        if not on_disk:
            return  # it would only fail again, and a busy database costs seconds
        try:
            if not self._cleared:
                self._store.forget()
                self._cleared = True
            elif self._settings.remember:
                self._store.save(conversation, now, now - self._kept_for)
        except StorageError as error:
            _LOGGER.warning("conversation not kept: %s", type(error).__name__)

    def _stored(
        self, conversation_id: str, not_before: datetime
    ) -> KeptConversation | None:
        if not self._settings.remember:
            return None
        return self._store.load(conversation_id, not_before)

    def _elsewhere(
        self, conversation_id: str, since: datetime
    ) -> KeptConversation | None:
        others = [
            kept
            for key, kept in self._recent.items()
            if key != conversation_id and kept.at >= since
        ]
        here = max(others, key=_age, default=None)
        if not self._settings.remember:
            return here
        return _later(here, self._store.latest(since, other_than=conversation_id))


def _later(
    one: KeptConversation | None, other: KeptConversation | None
) -> KeptConversation | None:
    """Return the later one, the second if both are the same turn."""
    if one is None or other is None:
        return one or other
    return one if _age(one) > _age(other) else other


def _age(kept: KeptConversation) -> tuple[datetime, int]:
    return kept.at, kept.conversation.turns
