"""Shows people what the microphone hears: its level, and how much that is like the wake word."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import numpy as np

from clara_edge.audio.level import peak_dbfs, rms_dbfs
from clara_edge.domain.errors import InputInvalidError
from clara_edge.voice.frames import GateState

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pipecat.frames.frames import InputAudioRawFrame

    from clara_edge.ports.wake import WakeDetection
    from clara_edge.voice.pipeline import Conversation

NEARLY = 0.2
"""A score that rose so far and woke nobody was nearly a wake word; noise stays below
(clara bench wake: the false alarms of an hour of speech)."""


class Meter:
    """Publishes numbers, never sound, for a while after somebody asked; in the event loop."""

    def __init__(
        self,
        conversation: Conversation,
        publish: Callable[[str, Mapping[str, Any]], None],
    ) -> None:
        self._conversation = conversation
        self._publish = publish
        self._levels: asyncio.TimerHandle | None = None
        self._trial: asyncio.TimerHandle | None = None
        self._heard = self._nearly = 0
        self._best = 0.0
        self._falling = False

    def show(self, seconds: float) -> None:
        """Publish "levels" for so long from now on; 0 ends it."""
        self._levels = _again(self._levels, seconds, self._hide)
        self._attach()

    def try_wake_word(self, seconds: float) -> None:
        """For so long count wake words instead of opening for them; 0 ends it.

        Raises:
            InputInvalidError: the microphone is muted, or hears something else just now.
        """
        gate = self._conversation.gate
        if seconds and gate.state is not GateState.ASLEEP:
            raise InputInvalidError(
                f"the wake word cannot be tried: Clara is {gate.state}",
                remedy="unmute it, or wait until it is done",
            )
        self._trial = _again(self._trial, seconds, self._trial_over)
        if self._trial is None:
            self._trial_over()
            return
        self._heard = self._nearly = 0
        self._best = 0.0
        gate.on_trial = self._woken
        self._attach()
        self._tell(score=0.0, phrase=None)

    def close(self) -> None:
        """End both."""
        self.show(0)
        if self._trial is not None:
            self.try_wake_word(0)

    def _hide(self) -> None:
        self._levels = None
        self._attach()

    def _trial_over(self) -> None:
        if self._conversation.gate.on_trial is not None:
            self._tell(score=0.0, phrase=None, over=True)
        self._conversation.gate.on_trial = self._trial = None
        self._attach()

    def _attach(self) -> None:
        busy = self._levels is not None or self._trial is not None
        self._conversation.gate.on_heard = self._hear if busy else _ignore

    def _hear(self, frame: InputAudioRawFrame, scores: Mapping[str, float]) -> None:
        if self._levels is not None:
            samples = np.frombuffer(frame.audio, np.int16)
            level = {
                "rms_dbfs": round(rms_dbfs(samples), 1),
                "peak_dbfs": round(peak_dbfs(samples), 1),
                "scores": {name: round(score, 3) for name, score in scores.items()},
            }
            self._publish("levels", level)
        if self._trial is not None:
            self._note_near_miss(max(scores.values(), default=0.0))

    def _note_near_miss(self, score: float) -> None:
        if score >= NEARLY:
            # what woke Clara goes on to score for a few chunks
            self._best = 0.0 if self._falling else max(self._best, score)
            return
        self._falling = False
        if self._best:
            # it rose, fell, and woke nobody on the way
            best, self._best = self._best, 0.0
            self._nearly += 1
            self._tell(score=best, phrase=None)

    def _woken(self, detection: WakeDetection) -> None:
        self._heard += 1
        self._best = 0.0
        self._falling = True
        self._tell(score=detection.score, phrase=detection.phrase)

    def _tell(self, *, score: float, phrase: str | None, over: bool = False) -> None:
        told = {
            "heard": self._heard,
            "nearly": self._nearly,
            "score": round(score, 3),
            "phrase": phrase,
            "over": over,
        }
        self._publish("wake_trial", told)


def _again(
    timer: asyncio.TimerHandle | None, seconds: float, end: Callable[[], None]
) -> asyncio.TimerHandle | None:
    if timer is not None:
        timer.cancel()
    if not seconds:
        return None
    return asyncio.get_running_loop().call_later(seconds, end)


def _ignore(_frame: InputAudioRawFrame, _scores: Mapping[str, float]) -> None:
    return
