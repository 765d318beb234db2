"""What goes over the control socket: one JSON object a line, UTF-8, in both directions.

A client sends Requests; each is answered by one Response with its id. After the
method "subscribe" the same connection also carries Events.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from clara_edge.domain.errors import ClaraError, InputInvalidError

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_LINE_BYTES = 64 * 1024
"""Longest line either side accepts, its end included."""

MAX_PATH_BYTES = 107
"""sun_path holds 108 bytes with the final zero (unix(7))."""

# What a request gets wrong is told within a line, however long the request was.
_MOST_PROBLEMS = 10
_LONGEST_NAME = 100

Text = Annotated[str, Field(min_length=1, max_length=4_000)]


class Message(BaseModel):
    """Base of all messages: no unknown fields, no silent conversions."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Request(Message):
    """Ask the daemon for something."""

    id: Annotated[
        int | Annotated[str, Field(max_length=64)], Field(union_mode="left_to_right")
    ]
    method: Annotated[str, Field(min_length=1, max_length=64)]
    params: dict[str, Any] = Field(default_factory=dict)


class ErrorInfo(Message):
    """Why a request was refused."""

    kind: str
    """Name of the error class, for example "InputInvalidError"."""
    message: str
    remedy: str | None = None


class Response(Message):
    """The answer to the request of the same id; exactly one of result and error is set."""

    id: int | str | None
    """None when the request was too broken to have one."""
    result: dict[str, Any] | None = None
    error: ErrorInfo | None = None


class Event(Message):
    """Something happened; sent to subscribers."""

    event: Annotated[str, Field(min_length=1, max_length=64)]
    data: dict[str, Any] = Field(default_factory=dict)
    at: datetime
    """Local wall clock time, aware."""


class NoParams(Message):
    """A method without parameters."""


class MuteParams(Message):
    """Whether the microphone is to be off, and until when."""

    on: bool
    until: AwareDatetime | None = None


class QuietParams(Message):
    """Whether reminders are to be held back, and until when."""

    on: bool
    until: AwareDatetime | None = None


class ShutDownParams(Message):
    """Whether the machine comes back by itself."""

    restart: bool = False


class VolumeParams(Message):
    """The new volume; without it the present one is only told."""

    level: Annotated[float, Field(ge=0.0, le=1.0)] | None = None


class LevelsParams(Message):
    """How long the microphone's level is published; 0 ends it."""

    seconds: Annotated[float, Field(ge=0.0, le=60.0)] = 30.0


class WakeTrialParams(Message):
    """How long wake words are counted instead of heeded; 0 ends it."""

    seconds: Annotated[float, Field(ge=0.0, le=120.0)] = 60.0


class PreviewParams(Message):
    """What a voice is to say that need not be in use."""

    engine: Annotated[str, Field(min_length=1, max_length=64)]
    options: dict[str, Any] = Field(default_factory=dict)
    text: Annotated[str, Field(min_length=1, max_length=200)]


class SayParams(Message):
    """What to speak."""

    text: Text


class ButtonParams(Message):
    """A push-to-talk button, wherever it is."""

    pressed: bool


class AskParams(Message):
    """A typed turn."""

    text: Text
    conversation: Annotated[str, Field(min_length=1, max_length=64)] = "typed"


class UnderstandParams(Message):
    """Words that are to be read; nothing is done."""

    text: Text
    at: AwareDatetime | None = None
    """When they were said; without it, just now."""
    conversation: Annotated[str, Field(max_length=60_000)] | None = None
    """What was said before, as storage.conversation_state writes it."""


class ModelMessage(Message):
    """One message for the language model."""

    role: Literal["user", "assistant"]
    text: Annotated[str, Field(max_length=20_000)]


class ModelParams(Message):
    """A request to the daemon's language model; see domain.language_model."""

    purpose: Literal["chat", "unsure", "breakdown", "suggest"]
    instructions: Annotated[str, Field(max_length=20_000)]
    messages: Annotated[list[ModelMessage], Field(min_length=1, max_length=20)]
    grammar: Annotated[str, Field(max_length=20_000)] | None = None
    max_tokens: Annotated[int, Field(ge=1, le=2_000)] = 200
    temperature: Annotated[float, Field(ge=0.0, le=2.0)] = 0.2
    touches_tasks: bool = True


class TalkOfferParams(Message):
    """A browser's offer of a WebRTC connection; see voice.remote.sessions."""

    sdp: Annotated[str, Field(min_length=1, max_length=40_000)]
    client: Annotated[str, Field(min_length=1, max_length=128)]
    session: Annotated[str, Field(max_length=64)] | None = None
    conversation: (
        Annotated[str, Field(max_length=48, pattern=r"^[A-Za-z0-9_-]+$")] | None
    ) = None
    last: Annotated[int, Field(ge=0, le=2**53)] = 0
    may_switch: bool = False
    """Whether what is said may switch the device, for example off."""


class TalkCloseParams(Message):
    """Which session is to end, and who asks."""

    session: Annotated[str, Field(min_length=1, max_length=64)]
    client: Annotated[str, Field(min_length=1, max_length=128)]


PARAMS: Mapping[str, type[Message]] = {
    "status": NoParams,
    "subscribe": NoParams,
    "mute": MuteParams,
    "quiet": QuietParams,
    "self_test": NoParams,
    "shut_down": ShutDownParams,
    "volume": VolumeParams,
    "say": SayParams,
    "listen": NoParams,
    "stop": NoParams,
    "ask": AskParams,
    "understand": UnderstandParams,
    "model": ModelParams,
    "reload": NoParams,
    "forget": NoParams,
    "restart": NoParams,
    "levels": LevelsParams,
    "wake_trial": WakeTrialParams,
    "test_tone": NoParams,
    "devices": NoParams,
    "preview_voice": PreviewParams,
    "button": ButtonParams,
    "talk_offer": TalkOfferParams,
    "talk_close": TalkCloseParams,
    "talk_sessions": NoParams,
}
"""Parameters by method; the server checks them before a handler sees them."""


def encode(message: Message) -> bytes:
    """Return the line of a message.

    Raises:
        InputInvalidError: it would be longer than MAX_LINE_BYTES.
    """
    line = message.model_dump_json().encode() + b"\n"
    if len(line) > MAX_LINE_BYTES:
        raise InputInvalidError(
            f"a message of {len(line)} bytes does not fit the control socket",
            remedy=f"keep it under {MAX_LINE_BYTES} bytes",
        )
    return line


def parse_request(line: bytes) -> Request:
    """Read a request.

    Raises:
        InputInvalidError: it is not one.
    """
    try:
        return Request.model_validate_json(line)
    except ValidationError as error:
        raise _invalid("the request", error) from error


def check_params(request: Request) -> dict[str, Any]:
    """Return the parameters of a request, checked if its method is a known one.

    Raises:
        InputInvalidError: they do not fit the method.
    """
    model = PARAMS.get(request.method)
    if model is None:
        return request.params
    try:
        # JSON mode: an integer volume is a fine float, a number in quotes is not
        checked = model.model_validate_json(json.dumps(request.params))
    except ValidationError as error:
        raise _invalid(f"parameters of {request.method!r}", error) from error
    return checked.model_dump()


def describe_error(error: ClaraError) -> ErrorInfo:
    """Turn an error into what a client is told."""
    return ErrorInfo(kind=type(error).__name__, message=error.what, remedy=error.remedy)


def _invalid(what: str, error: ValidationError) -> InputInvalidError:
    problems = error.errors(include_url=False, include_input=False)
    reasons = [
        f"{'.'.join(map(str, e['loc']))[:_LONGEST_NAME] or 'line'}: {e['msg'].lower()}"
        for e in problems[:_MOST_PROBLEMS]
    ]
    if len(problems) > _MOST_PROBLEMS:
        reasons.append(f"and {len(problems) - _MOST_PROBLEMS} more")
    return InputInvalidError(f"{what} cannot be used: {'; '.join(reasons)}")
