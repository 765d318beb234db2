"""The end of the pipeline, for whoever feeds it faster than time passes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipecat.processors.frame_processor import FrameProcessor

from clara_edge.voice.frames import PaceFrame

if TYPE_CHECKING:
    from pipecat.frames.frames import Frame
    from pipecat.processors.frame_processor import FrameDirection


class PaceEnd(FrameProcessor):
    """The end of the pipeline: whoever waits for a chunk to be digested is told."""

    async def process_frame(self, frame: Frame, direction: FrameDirection) -> None:
        """Release the PaceFrame's sender."""
        await super().process_frame(frame, direction)
        if isinstance(frame, PaceFrame) and frame.done is not None:
            frame.done.set()
            return
        await self.push_frame(frame, direction)
