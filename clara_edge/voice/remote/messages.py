"""What a browser says over the data channel beside its sound."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from clara_edge.domain.errors import InputInvalidError

MAX_MESSAGE_BYTES = 16_384
"""Longest message that is read: a typed turn of 4 000 characters in any script."""

_Level = Annotated[float, Field(ge=0.0, le=1.0, allow_inf_nan=False)]
_Measure = Annotated[float, Field(ge=0.0, le=1e6, allow_inf_nan=False)]


class _Message(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Ping(_Message):
    """Sign of life; comes back as "pong" with the same number."""

    type: Literal["ping"]
    n: Annotated[int, Field(ge=0, le=2**53)]


class Button(_Message):
    """Hold to talk: pressed or released."""

    type: Literal["press", "release"]


class HandsFree(_Message):
    """Listen on after each answer, or only while the button is held."""

    type: Literal["hands_free"]
    on: bool


class Stop(_Message):
    """Stop talking."""

    type: Literal["stop"]


class Mute(_Message):
    """Hear nothing."""

    type: Literal["mute"]
    on: bool


class Volume(_Message):
    """How loud Clara's voice is sent."""

    type: Literal["volume"]
    level: _Level


class Typed(_Message):
    """A typed turn."""

    type: Literal["text"]
    text: Annotated[str, Field(min_length=1, max_length=4_000)]


class Undo(_Message):
    """Take back what a turn changed."""

    type: Literal["undo"]
    step: Annotated[int, Field(ge=1, le=2**53)]


class Again(_Message):
    """Say the last answer again."""

    type: Literal["again"]


class Stats(_Message):
    """What the browser measured since it measured last."""

    type: Literal["stats"]
    loss: _Level
    """Share of Clara's packets that did not arrive."""
    rtt_ms: _Measure
    jitter_ms: _Measure = 0.0
    kbps: _Measure = 0.0
    """What it sends."""


class Bye(_Message):
    """The page is closed."""

    type: Literal["bye"]


Message = (
    Ping
    | Button
    | HandsFree
    | Stop
    | Mute
    | Volume
    | Typed
    | Undo
    | Again
    | Stats
    | Bye
)

_MESSAGES: TypeAdapter[Message] = TypeAdapter(
    Annotated[Message, Field(discriminator="type")]
)


def parse(message: str | bytes) -> Message:
    """Read a message.

    Raises:
        InputInvalidError: it is none of these; what was wrong is told, not what it said.
    """
    size = len(message) if isinstance(message, bytes) else len(message.encode())
    if size > MAX_MESSAGE_BYTES:
        raise InputInvalidError(
            f"a message of {size} bytes is too long",
            remedy=f"keep it under {MAX_MESSAGE_BYTES} bytes",
        )
    try:
        return _MESSAGES.validate_json(message)
    except ValidationError as error:
        problem = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, problem["loc"]))[:100] or "message"
        raise InputInvalidError(
            f"a message cannot be used: {where}: {problem['type']}"
        ) from error
