"""Lines typed into `clara run` are turns, so that Clara works without a sound card."""

from __future__ import annotations

import os
import queue
import threading
from contextlib import closing, suppress
from typing import TYPE_CHECKING

from clara_edge.cli.model_turn import TypedModel
from clara_edge.config.clock import SystemClock
from clara_edge.dialogue.build import build_dialogue
from clara_edge.dialogue.remote_device import RemoteDevice
from clara_edge.domain.errors import ClaraError
from clara_edge.engines.llm.build import build_language_model
from clara_edge.models.context import engine_context

if TYPE_CHECKING:
    from collections.abc import Callable

    from clara_edge.config.folders import Folders
    from clara_edge.config.schema import Config
    from clara_edge.dialogue.dialogue import Dialogue

CONVERSATION = "typed"
MAX_LINE_BYTES = 4096
_CLOSE_TIMEOUT_S = 2.0


class TypedTurns:
    """Reads lines from a descriptor and answers them in a thread of its own."""

    def __init__(
        self, config: Config, folders: Folders, say: Callable[[str], None]
    ) -> None:
        self._config = config
        self._folders = folders
        self._say = say
        self._rest = b""
        self._lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        # a turn that hangs must not keep the process from ending
        self._thread = threading.Thread(target=self._answer, name="typed", daemon=True)
        self._thread.start()

    def read(self, descriptor: int) -> bool:
        """Take what was typed; False at the end of the input (Ctrl-D)."""
        try:
            typed = os.read(descriptor, MAX_LINE_BYTES)
        except OSError:
            return False
        *lines, self._rest = (self._rest + typed).split(b"\n")
        for line in lines:
            self._lines.put(line.decode(errors="replace").strip())
        return bool(typed)

    def close(self) -> None:
        """Answer what was typed already, within two seconds, and end."""
        self._lines.put(None)
        self._thread.join(_CLOSE_TIMEOUT_S)

    def _answer(self) -> None:
        with suppress(ClaraError):
            dialogue, typed = self._open()
            with closing(typed), dialogue:
                while (line := self._lines.get()) is not None:
                    if line:
                        self._turn(dialogue, typed, line)

    def _turn(self, dialogue: Dialogue, typed: TypedModel, line: str) -> None:
        result = typed.ended(dialogue.turn(line, CONVERSATION), dialogue, CONVERSATION)
        if result.reply is not None:
            self._say(result.reply.shown)

    def _open(self) -> tuple[Dialogue, TypedModel]:
        context = engine_context(self._config, self._folders)
        try:
            models = build_language_model(self._config, context)
            dialogue = build_dialogue(
                self._config,
                self._folders,
                SystemClock(),
                context,
                device=RemoteDevice(self._folders.control_socket),
                model=models.state,
            )
            return dialogue, TypedModel(self._config, self._folders, models)
        except ClaraError as error:
            self._say(f"typed turns do not work: {error}")
            raise
