"""The loaded engines of a conversation, and the thread that each of them lives in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from concurrent.futures import Executor
    from datetime import datetime

    from clara_edge.config.schema import Config
    from clara_edge.domain.conversation import Conversation
    from clara_edge.domain.intents import Completeness, Interpretation
    from clara_edge.domain.reply import TurnResult
    from clara_edge.domain.steps import Step
    from clara_edge.ports.stt import SpeechRecognizer
    from clara_edge.ports.tts import SpeechSynthesizer
    from clara_edge.ports.wake import WakeDetector
    from clara_edge.voice.model_runner import ModelRunner


class Dialogue(Protocol):
    """The part of dialogue.Dialogue that a voice needs; blocking, one thread."""

    def turn(
        self, text: str, conversation_id: str, *, addressed: bool = True
    ) -> TurnResult:
        """Interpret, execute, reply."""
        ...

    def model_answered(self, conversation_id: str, answer: str | None) -> TurnResult:
        """End a turn whose rest was a language model's; None: it failed."""
        ...

    def take_back(self, step_id: int) -> Step:
        """Undo one step that a turn was told to be."""
        ...

    def completeness(self, text: str, conversation_id: str) -> Completeness:
        """Judge whether the words so far are a whole command."""
        ...

    def understands(self, text: str, conversation_id: str) -> bool:
        """Tell whether text is something Clara can do."""
        ...

    def reading(
        self,
        text: str,
        at: datetime | None = None,
        conversation: Conversation | None = None,
    ) -> Interpretation:
        """Return how text is understood, by default just now and with nothing before."""
        ...

    def hotwords(self) -> tuple[str, ...]:
        """Return the names that people are likely to say."""
        ...

    def configure(self, config: Config) -> None:
        """Answer by other settings from the next turn on."""
        ...

    def forget(self) -> None:
        """Forget every conversation."""
        ...

    def close(self) -> None:
        """Release the store."""
        ...


@dataclass(frozen=True, slots=True)
class Engines:
    """The loaded engines and the thread that each of them lives in."""

    wake: WakeDetector | None
    recognizer: SpeechRecognizer
    synthesizer: SpeechSynthesizer
    dialogue: Dialogue
    stt_thread: Executor
    tts_thread: Executor
    dialogue_thread: Executor
    model: ModelRunner | None = None
    """The language models, in a thread of their own."""
