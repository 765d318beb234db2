"""What is typed into a page, understood as if it had been said."""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeoutError
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from clara_edge.control.client import ControlClient
from clara_edge.control.model import DaemonModel
from clara_edge.control.status import read_status
from clara_edge.dialogue.actions.create import wanted_of
from clara_edge.dialogue.assistant import Assistant
from clara_edge.dialogue.build import build_dialogue
from clara_edge.dialogue.hands_off import hands_off
from clara_edge.dialogue.quick_add import Adding, reading_of
from clara_edge.dialogue.remote_device import RemoteDevice
from clara_edge.domain.conversation import Conversation
from clara_edge.domain.errors import (
    DaemonError,
    LanguageModelError,
    StorageUnavailableError,
)
from clara_edge.domain.language_model import ModelState
from clara_edge.models.context import engine_context
from clara_edge.storage.conversations import SqliteConversations

from .parser import SharedParser
from .pool import ORIGIN, StorePool

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from clara_edge.config.folders import Folders
    from clara_edge.config.schema import Config
    from clara_edge.dialogue.actions.create import Wanted
    from clara_edge.dialogue.dialogue import Dialogue
    from clara_edge.domain.intents import Interpretation
    from clara_edge.domain.language_model import ModelRequest
    from clara_edge.domain.reply import TurnResult
    from clara_edge.domain.tasks import Task
    from clara_edge.ports.clock import Clock
    from web_ui.live_settings import LiveSettings

    T = TypeVar("T")

_LOGGER = logging.getLogger(__name__)

TURN_MAX_S = 30.0
"""Longest wait for a turn before it, and for the turn itself without a language model."""
MODELS_AT_ONCE = 2
"""So many requests wait for the daemon's language model, which answers one at a time."""
_STATE_TIMEOUT_S = 1.0
_STATE_KEPT_S = 10.0


class TypedUnderstanding:
    """Safe from any thread; the daemon reads, or the parser that the first call loads."""

    def __init__(
        self, settings: LiveSettings, folders: Folders, clock: Clock, stores: StorePool
    ) -> None:
        """Load nothing yet."""
        self._settings = settings
        self._folders = folders
        self._clock = clock
        self._stores = stores
        self._loading = threading.Lock()
        self._dialogue: Dialogue | None = None
        self._parser = SharedParser(settings, folders, clock)
        self._built_by = settings.config
        # the dialogue's stores and conversations belong to one thread at a time
        self._turns = ThreadPoolExecutor(1, "turns")
        self._asking = threading.Semaphore(MODELS_AT_ONCE)
        self._state: tuple[float, ModelState] | None = None

    def preview(self, text: str, at: datetime | None = None) -> Interpretation:
        """Return how a text for the quick-add field is understood; nothing is done.

        It always is something to add: what is no command is the title of a task.

        Raises:
            EngineError, ModelError: no understanding can be loaded.
        """
        moment = at or self._now()
        fresh = Conversation("fresh")
        return reading_of(
            text, lambda said: self._parser.interpret(said, fresh, moment)
        )

    def drafts(self, text: str, at: datetime | None = None) -> Sequence[Wanted]:
        """Return the tasks that add() would store, with what is guessed and why.

        Args:
            text: what was typed.
            at: when, if it was not just now: "tomorrow" was meant from then.
        """
        return self.wanted(self.preview(text, at), at)

    def wanted(
        self, reading: Interpretation, at: datetime | None = None
    ) -> Sequence[Wanted]:
        """Return drafts() of what preview() has read already."""
        with self._stores.store() as store, self._stores.history() as history:
            assistant = Assistant(self._settings.config.assistance, store, history)
            return wanted_of(reading, Adding(store, assistant, at or self._now()))

    def add(self, text: str) -> Sequence[Task]:
        """Store what a text for the quick-add field means, in one undoable step.

        Raises:
            TitleInvalidError: there is nothing in it.
            ClaraError: it cannot be stored.
        """
        wanted = self.drafts(text)
        with self._stores.store() as store:
            return store.add(*(one.draft for one in wanted))

    def turn(self, text: str, conversation_id: str, *, may_switch: bool) -> TurnResult:
        """Do and answer what was typed, as if it had been said; see Dialogue.turn.

        What needs the language model takes as long as that needs.

        Args:
            text: what was typed.
            conversation_id: what was said before in it counts.
            may_switch: whether the device may be switched by it, for example off.

        Raises:
            EngineError, ModelError: no understanding can be loaded.
            StorageUnavailableError: the turns before it do not end.
        """
        dialogue = self._loaded()
        # looked up here, not in the thread of the turns, which must not wait for it
        self._look_at_model()
        who = contextlib.nullcontext if may_switch else hands_off

        def run() -> TurnResult:
            with who():
                return dialogue.turn(text, conversation_id)

        result = self._in_turn(run)
        if result.model_request is None:
            return result
        began_s = time.monotonic()
        answer = self._answer(result.model_request)
        took_ms = (time.monotonic() - began_s) * 1000
        ended = self._in_turn(lambda: dialogue.model_answered(conversation_id, answer))
        return replace(ended, timings={**result.timings, "model_ms": took_ms})

    def forget(self) -> None:
        """Forget what was said in every conversation, here and on the disk.

        Raises:
            StorageError: the disk cannot be written.
        """
        if self._dialogue is not None:
            self._in_turn(self._dialogue.forget)
        with self._stores.lent() as (_store, database):
            SqliteConversations(database).forget()

    def close(self) -> None:
        """Release the dialogue's database. Idempotent."""
        self._turns.shutdown(wait=True, cancel_futures=True)
        if self._dialogue is not None:
            self._dialogue.close()
            self._dialogue = None
        self._parser.close()

    def _loaded(self) -> Dialogue:
        """Return the dialogue, by the settings as they are now from its next turn on."""
        config = self._settings.config
        with self._loading:
            if self._dialogue is None:
                self._dialogue = build_dialogue(
                    config,
                    self._folders,
                    self._clock,
                    engine_context(config, self._folders),
                    origin=ORIGIN,
                    device=RemoteDevice(self._folders.control_socket),
                    model=self._known_model,
                    understanding=self._parser,
                )
            elif config is not self._built_by:
                self._change(self._dialogue, config)
            self._built_by = config
            return self._dialogue

    def _change(self, dialogue: Dialogue, config: Config) -> None:
        # turns are done one after another: those that follow find it done
        self._turns.submit(dialogue.configure, config)

    def _now(self) -> datetime:
        self._settings.follow()
        return self._clock.now()

    def _in_turn(self, run: Callable[[], T]) -> T:
        future = self._turns.submit(run)
        try:
            return future.result(TURN_MAX_S)
        except FutureTimeoutError as error:
            future.cancel()
            raise StorageUnavailableError(
                "what was typed before is still being done",
                remedy="try again in a few seconds",
            ) from error

    def _answer(self, request: ModelRequest) -> str | None:
        if not self._asking.acquire(blocking=False):
            _LOGGER.info("the language model is busy with other questions")
            return None
        seconds = self._settings.config.language_model.max_seconds
        model = DaemonModel(self._folders.control_socket, seconds)
        try:
            return "".join(model.stream(request, _never))
        except LanguageModelError as error:
            _LOGGER.warning("the voice daemon's language model: %s", error)
            return None
        finally:
            self._asking.release()

    def _known_model(self) -> ModelState:
        return ModelState(ready=False) if self._state is None else self._state[1]

    def _look_at_model(self) -> None:
        """Ask the daemon, which alone holds one, whether a language model is ready."""
        now_s = time.monotonic()
        if self._state is not None and now_s - self._state[0] < _STATE_KEPT_S:
            return
        state = ModelState(ready=False)
        try:
            with ControlClient(
                self._folders.control_socket, _STATE_TIMEOUT_S
            ) as client:
                providers = read_status(client).language_model
        except DaemonError as error:
            _LOGGER.debug("no language model: %s", error)
        else:
            ready = [p for p in providers if p.state != "absent"]
            sees = any(p.may_see_tasks for p in ready)
            state = ModelState(ready=bool(ready), sees_tasks=sees)
        self._state = (now_s, state)


def _never() -> bool:
    return False
