"""What the ringer plays and says, through the running pipeline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipecat.frames.frames import OutputAudioRawFrame, TTSSpeakFrame

from clara_edge.audio.chimes import Chime, chime_samples
from clara_edge.domain.spoken import speakable

if TYPE_CHECKING:
    from clara_edge.voice.frames import GateState
    from clara_edge.voice.pipeline import Conversation

# Of full scale, before the device's own volume: an alarm is louder than speech.
_RING_VOLUME = 1.0
_REMINDER_VOLUME = 0.6
# Pipecat cuts output into pieces of this length and holds back what is less.
_PIECE_MS = 40


class PipelineMouth:
    """The mouth of a conversation; see ringer.Mouth."""

    def __init__(
        self, conversation: Conversation, wake_phrases: tuple[str, ...]
    ) -> None:
        self._conversation = conversation
        self._wake_phrases = wake_phrases

    @property
    def state(self) -> GateState:
        """What the gate is doing."""
        return self._conversation.gate.state

    @property
    def speaking(self) -> bool:
        """Whether something is being said."""
        return self._conversation.brain.speaking

    async def chime(self, *, wakes: bool) -> None:
        """Play the chime; what is said next follows it."""
        sink = self._conversation.output
        chime, volume = (
            (Chime.RING, _RING_VOLUME) if wakes else (Chime.REMINDER, _REMINDER_VOLUME)
        )
        samples = chime_samples(chime, sink.sample_rate, volume=volume)
        piece = sink.sample_rate * _PIECE_MS // 1000
        pcm = samples.tobytes() + bytes(2 * (-len(samples) % piece))
        await sink.queue_frame(OutputAudioRawFrame(pcm, sink.sample_rate, 1))

    async def say(self, text: str) -> None:
        """Begin to say something."""
        brain = self._conversation.brain
        folded = text.casefold()
        brain.before_speaking(any(phrase in folded for phrase in self._wake_phrases))
        words = speakable(text, hour_12=brain.hour_12)
        frame = TTSSpeakFrame(words, append_to_context=False)
        await self._conversation.worker.queue_frame(frame)
