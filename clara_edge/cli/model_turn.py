"""The rest of a typed turn that needs a language model: the daemon's, or one of our own."""

from __future__ import annotations

import logging
import time
from dataclasses import replace
from typing import TYPE_CHECKING

from clara_edge.control.model import DaemonModel
from clara_edge.domain.errors import LanguageModelAbsentError, LanguageModelError

if TYPE_CHECKING:
    from clara_edge.config.folders import Folders
    from clara_edge.config.schema import Config
    from clara_edge.dialogue.dialogue import Dialogue
    from clara_edge.domain.language_model import ModelRequest
    from clara_edge.domain.reply import TurnResult
    from clara_edge.engines.llm.providers import LanguageModels

_LOGGER = logging.getLogger(__name__)


class TypedModel:
    """Ends typed turns; a model of this process is loaded only where no daemon runs."""

    def __init__(self, config: Config, folders: Folders, own: LanguageModels) -> None:
        self._daemon = DaemonModel(
            folders.control_socket, config.language_model.max_seconds
        )
        self._own = own

    def ended(
        self, result: TurnResult, dialogue: Dialogue, conversation_id: str
    ) -> TurnResult:
        """Return the turn with what a language model added to it."""
        if result.model_request is None:
            return result
        began_s = time.monotonic()
        answer = self._answer(result.model_request)
        took_ms = (time.monotonic() - began_s) * 1000
        ended = dialogue.model_answered(conversation_id, answer)
        return replace(ended, timings={**result.timings, "model_ms": took_ms})

    def close(self) -> None:
        """Give memory back. Idempotent."""
        self._own.close()

    def _answer(self, request: ModelRequest) -> str | None:
        try:
            return "".join(self._daemon.stream(request, _never))
        except LanguageModelAbsentError:
            _LOGGER.debug("no voice daemon: a model of our own is asked")
        except LanguageModelError as error:
            _LOGGER.warning("the voice daemon's language model: %s", error)
            return None
        try:
            return "".join(self._own.stream(request, _never))
        except LanguageModelError as error:
            _LOGGER.warning("no answer of a language model: %s", error)
            return None


def _never() -> bool:
    return False
