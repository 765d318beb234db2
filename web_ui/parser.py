"""The parser of the voice daemon, so that there is one in memory; without a daemon, one's own."""

from __future__ import annotations

import gc
import logging
import threading
from typing import TYPE_CHECKING

from clara_edge.control.client import ControlClient
from clara_edge.dialogue.build import build_understanding
from clara_edge.domain.errors import DaemonError, InputInvalidError
from clara_edge.models.context import engine_context
from clara_edge.storage.conversation_state import read, written
from web_ui.heap import give_back

if TYPE_CHECKING:
    from datetime import datetime

    from clara_edge.config.folders import Folders
    from clara_edge.domain.conversation import Conversation
    from clara_edge.domain.intents import Completeness, Interpretation
    from clara_edge.ports.clock import Clock
    from clara_edge.ports.understanding import Understanding
    from web_ui.live_settings import LiveSettings

_LOGGER = logging.getLogger(__name__)

UNUSED_S = 300.0
"""After so long one's own parser is given up: it takes some 50 MB."""
_LOOK_EVERY_S = 30.0
_READING_TIMEOUT_S = 3.0
"""A hundred times what the daemon takes; loading a parser takes a busy device as long."""


class SharedParser:
    """See ports.understanding; raises what loading raises where there is no daemon."""

    def __init__(self, settings: LiveSettings, folders: Folders, clock: Clock) -> None:
        """Load nothing yet."""
        self._settings = settings
        self._folders = folders
        self._clock = clock
        self._own: Understanding | None = None
        self._built_by = settings.config.understanding
        self._used_s = 0.0
        self._lock = threading.Lock()
        self._closed = threading.Event()
        self._watcher: threading.Thread | None = None

    def interpret(
        self, text: str, conversation: Conversation, now: datetime
    ) -> Interpretation:
        """Return the best reading of a finished utterance.

        Raises:
            ConfigInvalidError, EngineError, ModelError: there is no daemon, and no parser
                can be loaded.
        """
        reading = self._of_daemon(text, conversation, now)
        if reading is not None:
            return reading
        return self._loaded().interpret(text, conversation, now)

    def completeness(self, text: str, conversation: Conversation) -> Completeness:
        """Judge whether an utterance heard so far already is a whole command; see above."""
        return self._loaded().completeness(text, conversation)

    @property
    def is_loaded(self) -> bool:
        """Whether there is a parser in this process."""
        return self._own is not None

    def release_unused(self) -> bool:
        """Give up a parser that nobody needed for long; return whether there is none now."""
        with self._lock:
            if self._own is None:
                return True
            if self._clock.monotonic_s() - self._used_s < UNUSED_S:
                return False
            self._own = self._watcher = None
        gc.collect()
        give_back()
        _LOGGER.info("the parser was not used for long and is given up")
        return True

    def close(self) -> None:
        """Give up the parser. Idempotent."""
        self._closed.set()
        watcher = self._watcher
        if watcher is not None:
            watcher.join()
        self._own = None

    def _of_daemon(
        self, text: str, conversation: Conversation, now: datetime
    ) -> Interpretation | None:
        try:
            with ControlClient(
                self._folders.control_socket, _READING_TIMEOUT_S
            ) as client:
                answer = client.call(
                    "understand",
                    text=text,
                    at=now.isoformat(),
                    conversation=written(conversation),
                )
        except (DaemonError, InputInvalidError) as error:
            _LOGGER.debug("no reading of the voice daemon: %s", error)
            return None
        found = read(conversation.id, str(answer.get("conversation")))
        return None if found is None else found.last_reading

    def _loaded(self) -> Understanding:
        config = self._settings.config
        with self._lock:
            self._used_s = self._clock.monotonic_s()
            if self._own is None or config.understanding != self._built_by:
                context = engine_context(config, self._folders)
                self._own = build_understanding(config, context)
                self._built_by = config.understanding
            if self._watcher is None:
                self._watcher = threading.Thread(
                    target=self._look_after, name="parser", daemon=True
                )
                self._watcher.start()
            return self._own

    def _look_after(self) -> None:
        while not self._closed.wait(_LOOK_EVERY_S):
            if self.release_unused():
                return
