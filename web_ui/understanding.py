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
from clara_edge.dialogue.build import build_dialogue, build_understanding
from clara_edge.dialogue.hands_off import hands_off
from clara_edge.dialogue.quick_add import Adding, reading_of
from clara_edge.dialogue.remote_device import RemoteDevice
from clara_edge.domain.errors import (
    DaemonError,
    InputInvalidError,
    LanguageModelError,
    StorageUnavailableError,
)
from clara_edge.domain.language_model import ModelState
from clara_edge.models.context import engine_context
from clara_edge.storage.conversation_state import read

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

    T = TypeVar("T")

_LOGGER = logging.getLogger(__name__)

TURN_MAX_S = 30.0
"""Longest wait for a turn before it, and for the turn itself without a language model."""
MODELS_AT_ONCE = 2
"""So many requests wait for the daemon's language model, which answers one at a time."""
_STATE_TIMEOUT_S = 1.0
_READING_TIMEOUT_S = 1.0
_STATE_KEPT_S = 10.0


class TypedUnderstanding:
    """Safe from any thread; the parser is loaded by the first call that needs it."""

    def __init__(
        self, config: Config, folders: Folders, clock: Clock, stores: StorePool
    ) -> None:
        """Load nothing yet."""
        self._config = config
        self._folders = folders
        self._clock = clock
        self._stores = stores
        self._loading = threading.Lock()
        self._dialogue: Dialogue | None = None
        # the dialogue's stores and conversations belong to one thread at a time
        self._turns = ThreadPoolExecutor(1, "turns")
        self._asking = threading.Semaphore(MODELS_AT_ONCE)
        self._model = DaemonModel(
            folders.control_socket, config.language_model.max_seconds
        )
        self._state: tuple[float, ModelState] | None = None

    def preview(self, text: str, at: datetime | None = None) -> Interpretation:
        """Return how a text for the quick-add field is understood; nothing is done.

        It always is something to add: what is no command is the title of a task.

        Raises:
            EngineError, ModelError: no understanding can be loaded.
        """
        return reading_of(text, lambda said: self._reading(said, at))

    def drafts(self, text: str, at: datetime | None = None) -> Sequence[Wanted]:
        """Return the tasks that add() would store, with what is guessed and why.

        Args:
            text: what was typed.
            at: when, if it was not just now: "tomorrow" was meant from then.
        """
        reading = self.preview(text, at)
        with self._stores.store() as store, self._stores.history() as history:
            assistant = Assistant(self._config.assistance, store, history)
            return wanted_of(reading, Adding(store, assistant, at or self._clock.now()))

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

    def close(self) -> None:
        """Release the dialogue's database. Idempotent."""
        self._turns.shutdown(wait=True, cancel_futures=True)
        if self._dialogue is not None:
            self._dialogue.close()
            self._dialogue = None

    def _reading(self, text: str, at: datetime | None) -> Interpretation:
        """Ask the daemon, so that there is one parser in memory; without one, load it."""
        if self._dialogue is None and at is None:
            reading = self._reading_of_daemon(text)
            if reading is not None:
                return reading
        return self._loaded().reading(text, at)

    def _reading_of_daemon(self, text: str) -> Interpretation | None:
        try:
            with ControlClient(
                self._folders.control_socket, _READING_TIMEOUT_S
            ) as client:
                answer = client.call("understand", text=text)
        except (DaemonError, InputInvalidError) as error:
            _LOGGER.debug("no reading of the voice daemon: %s", error)
            return None
        found = read("fresh", str(answer.get("conversation")))
        return None if found is None else found.last_reading

    def _loaded(self) -> Dialogue:
        with self._loading:
            if self._dialogue is None:
                self._dialogue = build_dialogue(
                    self._config,
                    self._folders,
                    self._clock,
                    engine_context(self._config, self._folders),
                    origin=ORIGIN,
                    device=RemoteDevice(self._folders.control_socket),
                    model=self._known_model,
                )
            return self._dialogue

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
        try:
            return "".join(self._model.stream(request, _never))
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
