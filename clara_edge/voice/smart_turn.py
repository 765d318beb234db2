"""Pipecat's Smart Turn model, for turns whose words leave it open whether they are over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipecat.audio.turn.base_turn_analyzer import EndOfTurnState
from pipecat.audio.turn.smart_turn.base_smart_turn import SmartTurnParams
from pipecat.audio.turn.smart_turn.local_smart_turn_v3 import LocalSmartTurnAnalyzerV3

from clara_edge.ports.audio import CAPTURE_RATE_HZ

if TYPE_CHECKING:
    from pipecat.frames.frames import InputAudioRawFrame

# Silence is counted by the turn's own rules; the analyser must not end turns by itself.
_NEVER_S = 3600.0


class SmartTurn:
    """Judges the sound of a turn (its melody), 50 ms a judgement and 49 MB resident."""

    def __init__(self) -> None:
        """Load the model, which Pipecat's package carries."""
        self._analyzer = LocalSmartTurnAnalyzerV3(
            params=SmartTurnParams(stop_secs=_NEVER_S)
        )
        self._analyzer.set_sample_rate(CAPTURE_RATE_HZ)

    def hear(self, frame: InputAudioRawFrame, *, voice: bool) -> None:
        """Take the next sound of the turn."""
        self._analyzer.append_audio(frame.audio, voice)

    async def ended(self) -> bool:
        """Tell whether the turn sounds finished."""
        state, _ = await self._analyzer.analyze_end_of_turn()
        return state is EndOfTurnState.COMPLETE

    def forget(self) -> None:
        """Begin a new turn."""
        self._analyzer.clear()

    async def cleanup(self) -> None:
        """Release the model's thread."""
        await self._analyzer.cleanup()
