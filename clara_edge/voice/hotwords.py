"""Keep the names that speech-to-text prefers in step with the tasks."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from clara_edge.domain.errors import ClaraError

if TYPE_CHECKING:
    from clara_edge.voice.engine_set import Engines

_LOGGER = logging.getLogger(__name__)


class Hotwords:
    """Tells the recogniser the names of projects and open tasks, where its model can use them."""

    def __init__(self, engines: Engines) -> None:
        self._engines = engines
        self._told: tuple[str, ...] = ()
        self._cannot: str | None = None

    async def refresh(self) -> None:
        """Read the names anew, and hand them over if they changed; failures only show in the log."""
        engines, loop = self._engines, asyncio.get_running_loop()
        name = engines.recognizer.name
        if name == self._cannot:
            return
        try:
            names = await loop.run_in_executor(
                engines.dialogue_thread, engines.dialogue.hotwords
            )
            if names == self._told:
                return
            used = await loop.run_in_executor(
                engines.stt_thread, engines.recognizer.set_hotwords, names
            )
        except ClaraError as error:
            _LOGGER.debug("no hotwords: %s", error)
            return
        self._told, self._cannot = names, None if used else name
