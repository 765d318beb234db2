"""A dialogue in text: what the voice daemon, the command line and the web UI all call."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING, Self

from clara_edge.config.schema import Assistance, Remembering, Replies
from clara_edge.domain.conversation import Conversation
from clara_edge.domain.errors import ClaraError, StorageError
from clara_edge.domain.intents import Intent
from clara_edge.domain.reply import Reply, TurnResult
from clara_edge.domain.steps import StepState

from .assistant import Assistant
from .confidence import is_chatter
from .follow_up import expects, respond
from .model_turns import Asked, answered
from .no_device import NoDevice
from .outcome import NO_MODEL, Outcome, Tools, settled
from .recollection import Recollection
from .replies import wording
from .replies.speaker import Speaker

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from clara_edge.config.schema import Config
    from clara_edge.domain.intents import Completeness, Interpretation
    from clara_edge.domain.language_model import ModelState
    from clara_edge.domain.steps import Step
    from clara_edge.ports.clock import Clock
    from clara_edge.ports.device import Device
    from clara_edge.ports.understanding import Understanding

    from .memory import Memory

_LOGGER = logging.getLogger(__name__)

_HOTWORD_TASKS = 100
_FRESH = "fresh"
_ANSWERS = frozenset({Intent.SESSION_YES, Intent.SESSION_NO, Intent.UNSUPPORTED})


class Dialogue:
    """Turns of any number of conversations.

    turn(), model_answered() and close() belong to one thread, that of the store;
    completeness() may be called from any.
    """

    def __init__(  # noqa: PLR0913 - one for each port and section of the settings
        self,
        understanding: Understanding,
        memory: Memory,
        clock: Clock,
        assistance: Assistance | None = None,
        *,
        replies: Replies | None = None,
        device: Device | None = None,
        model: Callable[[], ModelState] | None = None,
        remembering: Remembering | None = None,
    ) -> None:
        """Work with these stores; settings that are not given have their defaults."""
        self._understanding = understanding
        self._memory = memory
        self._clock = clock
        self._assistant = Assistant(
            assistance or Assistance(), memory.tasks, memory.history
        )
        self._replies = replies or Replies()
        self._device = device or NoDevice()
        self._model = model or (lambda: NO_MODEL)
        self._asked: dict[str, Asked] = {}
        self._recollection = Recollection(
            memory.conversations, remembering or Remembering()
        )

    def configure(self, config: Config) -> None:
        """Answer by other settings from the next turn on; call it in the store's thread."""
        self._assistant = Assistant(
            config.assistance, self._memory.tasks, self._memory.history
        )
        self._replies = config.replies
        self._recollection.configure(config.conversation)

    def forget(self) -> None:
        """Forget every conversation, here and on the disk; open questions are withdrawn.

        Raises:
            StorageError: those on the disk cannot be deleted.
        """
        self._asked.clear()
        self._recollection.forget()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def turn(
        self, text: str, conversation_id: str, *, addressed: bool = True
    ) -> TurnResult:
        """Understand, do and answer one finished utterance.

        What cannot be done is said in the reply (and is in `error`); no ClaraError
        leaves this method. Without a letter or digit in the text nothing happens.
        Words that were not addressed to Clara, but heard while the floor was open, count
        as nothing she knows unless they are surely a command, or she had asked something.
        """
        if not any(character.isalnum() for character in text):
            return TurnResult(None, None)
        now = self._clock.now()
        conversation = self._recollection.recall(conversation_id, now)
        started_s = self._clock.monotonic_s()
        interpretation = self._understanding.interpret(text, conversation, now)
        understood_s = self._clock.monotonic_s()
        for_clara = addressed or expects(text, conversation)
        if not for_clara and is_chatter(interpretation, conversation):
            return TurnResult(replace(interpretation, intent=Intent.UNSUPPORTED), None)
        if not self._recollection.claim(conversation):
            conversation = self._recollection.recall(conversation_id, now)
            interpretation = self._understanding.interpret(text, conversation, now)
        outcome, error = self._act(interpretation, conversation, now)
        if not outcome.answers:
            self._recollection.release(conversation_id)
        done_s = self._clock.monotonic_s()
        self._asked.pop(conversation_id, None)
        if outcome.model_request is not None:
            self._asked[conversation_id] = Asked(
                outcome.model_request, interpretation, outcome.about
            )
        reply, on_disk = outcome.reply, not isinstance(error, StorageError)
        self._remember(text, outcome, now, on_disk=on_disk)
        # an answer to what is no command may go unheard: it is not spoken in a follow-up
        heard = interpretation.intent is not Intent.UNSUPPORTED
        if reply is not None and on_disk and heard:
            reply = self._announced(reply, now)
        return TurnResult(
            interpretation,
            reply,
            changes=outcome.changes,
            step_id=self._step_id(outcome),
            timings={
                "understand_ms": (understood_s - started_s) * 1000,
                "store_ms": (done_s - understood_s) * 1000,
            },
            ended=outcome.ended,
            error=error,
            model_request=outcome.model_request,
        )

    def model_answered(self, conversation_id: str, answer: str | None) -> TurnResult:
        """End a turn whose rest was a language model's; None says that it failed.

        Like turn(), no ClaraError leaves this method. If another turn came in between,
        the answer is dropped and nothing happens.
        """
        asked = self._asked.pop(conversation_id, None)
        if asked is None:
            return TurnResult(None, None)
        now = self._clock.now()
        conversation = self._recollection.recall(conversation_id, now)
        error: ClaraError | None = None
        try:
            outcome = answered(
                asked, answer, conversation, self._tools(conversation, now)
            )
        except ClaraError as problem:
            error, outcome = problem, _failed(problem, asked.reading, conversation)
        on_disk = not isinstance(error, StorageError)
        self._remember(asked.reading.text, outcome, now, on_disk=on_disk)
        return TurnResult(
            outcome.reading or asked.reading,
            outcome.reply,
            changes=outcome.changes,
            step_id=self._step_id(outcome),
            ended=outcome.ended,
            error=error,
        )

    def completeness(self, text: str, conversation_id: str) -> Completeness:
        """Judge whether what was heard so far is a whole command; touches no disk."""
        present = self._recollection.present(conversation_id)
        return self._understanding.completeness(text, present)

    def understands(self, text: str, conversation_id: str) -> bool:
        """Tell whether text is something Clara can do; does nothing, touches no disk."""
        present = self._recollection.present(conversation_id)
        reading = self._understanding.interpret(text, present, self._clock.now())
        return reading.intent is not Intent.UNSUPPORTED or expects(text, present)

    def reading(
        self,
        text: str,
        at: datetime | None = None,
        conversation: Conversation | None = None,
    ) -> Interpretation:
        """Return how text is understood; touches no disk.

        Args:
            text: what was said or typed.
            at: when, if it was not just now; in any zone.
            conversation: what was said before, if there was anything.
        """
        now = self._clock.now()
        moment = now if at is None else at.astimezone(now.tzinfo)
        return self._understanding.interpret(
            text, conversation or Conversation(_FRESH), moment
        )

    def hotwords(self) -> tuple[str, ...]:
        """Return the names that people are likely to say: projects, tags and open tasks.

        Raises:
            StorageError: the database cannot be read.
        """
        tasks = self._memory.tasks
        names = [project.name for project in tasks.projects()]
        names += [tag.name for tag in tasks.tags()]
        names += [task.title for task in tasks.open_tasks(limit=_HOTWORD_TASKS)]
        return tuple(dict.fromkeys(names))

    def take_back(self, step_id: int) -> Step:
        """Undo one step that a turn was told to be.

        Raises:
            NothingToUndoError: it is not in force.
            UndoConflictError: what it changed was changed again since; nothing is done.
            StorageError: the database cannot be written.
        """
        return self._memory.tasks.undo(step_id=step_id)

    def close(self) -> None:
        """Release the stores. Idempotent."""
        self._memory.tasks.close()

    def _step_id(self, outcome: Outcome) -> int | None:
        if not outcome.changes:
            return None
        try:
            last = self._memory.tasks.history(limit=1)
        except StorageError as error:
            _LOGGER.warning("no step to undo: %s", type(error).__name__)
            return None
        ours = last and last[0].origin == self._memory.origin
        return last[0].id if ours and last[0].state is StepState.DONE else None

    def _act(
        self, interpretation: Interpretation, conversation: Conversation, now: datetime
    ) -> tuple[Outcome, ClaraError | None]:
        tools = self._tools(conversation, now)
        try:
            return respond(interpretation, conversation, tools), None
        except ClaraError as error:
            return _failed(error, interpretation, conversation), error

    def _tools(self, conversation: Conversation, now: datetime) -> Tools:
        memory = self._memory
        return Tools(
            memory.tasks,
            self._assistant,
            now,
            memory.origin,
            Speaker(self._replies, conversation.turns, now),
            self._device,
            memory.timekeeping,
            self._model(),
        )

    def _announced(self, reply: Reply, now: datetime) -> Reply:
        """Begin a reply with what the person must know; it counts as told from here on."""
        announcements = self._memory.announcements
        told: list[str] = []
        try:
            for announcement in announcements.untold():
                announcements.mark_told(announcement.id, now)
                told.append(announcement.text)
        except StorageError as error:
            _LOGGER.warning("no more announcements: %s", type(error).__name__)
        return wording.announced(told, reply)

    def _remember(
        self, text: str, outcome: Outcome, now: datetime, *, on_disk: bool
    ) -> None:
        conversation = replace(
            outcome.conversation,
            last_utterance=text,
            last_reply=outcome.reply.spoken if outcome.reply else None,
            turns=outcome.conversation.turns + 1,
        )
        self._recollection.remember(conversation, now, on_disk=on_disk)


def _failed(
    error: ClaraError, reading: Interpretation, conversation: Conversation
) -> Outcome:
    """Say what failed; a question stays open only for an answer that may be tried again."""
    _LOGGER.warning("turn failed: %s", type(error).__name__)
    retried = isinstance(error, StorageError) and reading.intent in _ANSWERS
    after = conversation if retried else settled(conversation)
    return Outcome(wording.failure(error, reading.intent), after)
