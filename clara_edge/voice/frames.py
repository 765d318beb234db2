"""Clara's own frames. System frames, so that interruptions never lose them, but for one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from pipecat.frames.frames import DataFrame, SystemFrame

if TYPE_CHECKING:
    import asyncio

    from clara_edge.domain.language_model import ModelRequest


class GateState(StrEnum):
    """What the microphone gate, and so the whole device, is doing."""

    ASLEEP = "asleep"
    LISTENING = "listening"
    THINKING = "thinking"
    SPEAKING = "speaking"
    MUTED = "muted"


class GateReason(StrEnum):
    """Why the gate changed."""

    WAKE = "wake"
    BUTTON = "button"
    MANUAL = "manual"
    FOLLOW_UP = "follow_up"
    TURN_ENDED = "turn_ended"
    EMPTY_TURN = "empty_turn"
    ANSWERED = "answered"
    TIMEOUT = "timeout"
    STOPPED = "stopped"
    MICROPHONE_LOST = "microphone_lost"
    MUTE = "mute"
    SPEAKING = "speaking"
    TYPED = "typed"


class Floor(StrEnum):
    """What follows an answer."""

    BRIEF = "brief"
    """A short while in which no wake word is needed."""
    OPEN = "open"
    """Listening goes on until somebody ends it."""
    CLOSED = "closed"
    """Nothing is heard until the next press of the button."""


@dataclass
class GateStateFrame(SystemFrame):
    """The gate entered a state."""

    state: GateState = GateState.ASLEEP
    reason: GateReason = GateReason.TIMEOUT


@dataclass
class GateOpenedFrame(SystemFrame):
    """A new utterance may follow; precedes its pre-roll."""

    reason: GateReason = GateReason.WAKE
    preroll: int = 0
    """Samples that follow from before the gate opened."""


@dataclass
class PushToTalkFrame(SystemFrame):
    """The button went down or up."""

    pressed: bool = False


@dataclass
class TypedTurnFrame(SystemFrame):
    """Somebody typed instead of speaking."""

    text: str = ""


@dataclass
class UtteranceSettledFrame(SystemFrame):
    """Follows every settled transcript, empty or not: the text of the whole utterance so far."""

    text: str = ""
    problem: str | None = None
    """Set when no speech-to-text engine works; the text is then empty."""


@dataclass
class TurnFinishedFrame(SystemFrame):
    """The dialogue is done with a turn that has no spoken answer."""

    ended: bool = False
    """The person ended the conversation, so no follow-up window opens."""


@dataclass
class ModelRequestFrame(DataFrame):
    """A language model is to answer; an interruption drops it."""

    request: ModelRequest | None = None
    turn: int = 0
    """Comes back with the answer."""


@dataclass
class ModelAnsweredFrame(SystemFrame):
    """What a language model wrote; goes upstream."""

    answer: str | None = None
    """None: it failed."""
    turn: int = 0
    spoken: bool = False
    """The words in it were sent to the voice already."""


@dataclass
class MicrophoneLostFrame(SystemFrame):
    """No more sound comes from the microphone."""


@dataclass
class PaceFrame(SystemFrame):
    """Sent after each chunk when a recording plays faster than real time.

    A processor holds it until the work that came before it is done; the last one
    sets `done`, and only then the next chunk is sent.
    """

    done: asyncio.Event | None = None
