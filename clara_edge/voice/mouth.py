"""What the ringer plays and says, through the running pipeline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipecat.frames.frames import OutputAudioRawFrame, TTSSpeakFrame, VolumeFrame

from clara_edge.audio.chimes import Chime, chime_samples
from clara_edge.domain.spoken import speakable

if TYPE_CHECKING:
    from collections.abc import Callable

    from clara_edge.voice.frames import GateState
    from clara_edge.voice.pipeline import Conversation

# Of full scale, before the device's own volume: an alarm is louder than speech.
_RING_VOLUME = 1.0
_REMINDER_VOLUME = 0.6
RING_AT_LEAST = 0.3
"""The device's own volume while an alarm or timer rings: whoever turned speech off sleeps."""
# Pipecat cuts output into pieces of this length and holds back what is less.
_PIECE_MS = 40


class PipelineMouth:
    """The mouth of a conversation; see ringer.Mouth."""

    def __init__(
        self,
        conversation: Conversation,
        wake_phrases: tuple[str, ...],
        volume: Callable[[], float] = lambda: 1.0,
    ) -> None:
        """Speak through a conversation; `volume` tells the device's own."""
        self._volume = volume
        self._raised = False
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
        if wakes and self._volume() < RING_AT_LEAST:
            self._raised = True
            await sink.queue_frame(VolumeFrame(volume=RING_AT_LEAST))
        samples = chime_samples(chime, sink.sample_rate, volume=volume)
        piece = sink.sample_rate * _PIECE_MS // 1000
        pcm = samples.tobytes() + bytes(2 * (-len(samples) % piece))
        await sink.queue_frame(OutputAudioRawFrame(pcm, sink.sample_rate, 1))

    async def rest(self) -> None:
        """Be as loud again as before a ring."""
        if self._raised:
            self._raised = False
            frame = VolumeFrame(volume=self._volume())
            await self._conversation.output.queue_frame(frame)

    async def say(self, text: str) -> None:
        """Begin to say something."""
        brain = self._conversation.brain
        folded = text.casefold()
        brain.before_speaking(any(phrase in folded for phrase in self._wake_phrases))
        words = speakable(text, hour_12=brain.hour_12)
        frame = TTSSpeakFrame(words, append_to_context=False)
        await self._conversation.worker.queue_frame(frame)
