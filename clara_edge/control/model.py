"""The voice daemon's language model, for other processes: none of them holds one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from clara_edge.control.client import ControlClient
from clara_edge.domain.errors import (
    DaemonUnreachableError,
    InputInvalidError,
    LanguageModelAbsentError,
    LanguageModelError,
    RequestRefusedError,
)
from clara_edge.domain.language_model import Message, ModelRequest, Purpose, Role

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

# the daemon ends an answer by itself; this covers what waits before it
_MARGIN_S = 30.0


class DaemonModel:
    """A language model that asks the daemon; see ports.language_model."""

    def __init__(self, socket: Path, max_s: float) -> None:
        """Ask over this socket, for answers that may take `max_s`."""
        self._socket = socket
        self._timeout_s = max_s + _MARGIN_S

    def stream(
        self, request: ModelRequest, cancelled: Callable[[], bool]
    ) -> Iterator[str]:
        """Yield the whole answer in one piece.

        Raises:
            LanguageModelAbsentError: no daemon runs here.
            LanguageModelError: it has no answer.
        """
        if cancelled():
            return
        with ControlClient(self._socket, self._timeout_s) as client:
            try:
                answer = client.call("model", **as_params(request))
            except DaemonUnreachableError as error:
                raise LanguageModelAbsentError(
                    error.what, remedy=error.remedy
                ) from error
            except (RequestRefusedError, InputInvalidError) as error:
                raise LanguageModelError(error.what, remedy=error.remedy) from error
        text = answer.get("text")
        if not isinstance(text, str):
            raise LanguageModelError("the voice daemon answered without a text")
        yield text

    def close(self) -> None:
        """Do nothing: a connection lasts for one request."""


def as_params(request: ModelRequest) -> dict[str, Any]:
    """Return the parameters of the method "model"."""
    return {
        "purpose": request.purpose.value,
        "instructions": request.instructions,
        "messages": [
            {"role": message.role.value, "text": message.text}
            for message in request.messages
        ],
        "grammar": request.grammar,
        "max_tokens": request.max_tokens,
        "temperature": request.temperature,
        "touches_tasks": request.touches_tasks,
    }


def as_request(params: Mapping[str, Any]) -> ModelRequest:
    """Return the request that as_params() wrote; the parameters were checked."""
    messages = tuple(Message(Role(m["role"]), m["text"]) for m in params["messages"])
    return ModelRequest(
        Purpose(params["purpose"]),
        params["instructions"],
        messages,
        grammar=params["grammar"],
        max_tokens=params["max_tokens"],
        temperature=params["temperature"],
        touches_tasks=params["touches_tasks"],
    )
