"""The only place where microphone sound enters the pipeline.

ASLEEP     sound goes to the wake detector and to the pre-roll only
LISTENING  sound goes on to voice activity and speech-to-text
THINKING   a turn ended; the wake word (or button) interrupts
SPEAKING   Clara talks; half duplex: only the wake word (or button) gets through
MUTED      sound goes nowhere

Deadlines count sound, not the clock, so that a recording fed faster than real time
and a busy machine behave the same.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from pipecat.frames.frames import (
    BotStartedSpeakingFrame,
    BotStoppedSpeakingFrame,
    Frame,
    InputAudioRawFrame,
    UserStartedSpeakingFrame,
    UserStoppedSpeakingFrame,
    VADUserStartedSpeakingFrame,
    VADUserStoppedSpeakingFrame,
)
from pipecat.processors.frame_processor import FrameDirection, FrameProcessor

from clara_edge.ports.audio import CAPTURE_RATE_HZ, CHUNK_SAMPLES, Samples
from clara_edge.voice.frames import (
    Floor,
    GateOpenedFrame,
    GateReason,
    GateState,
    GateStateFrame,
    MicrophoneLostFrame,
    PushToTalkFrame,
    TurnFinishedFrame,
    TypedTurnFrame,
    UtteranceSettledFrame,
)
from clara_edge.voice.transport import silence_frame

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from clara_edge.ports.wake import WakeDetection, WakeDetector

_LOGGER = logging.getLogger(__name__)

# Who goes on within this time after the wake word was recognised needs no sound.
_EARCON_AFTER_S = 0.4
# Silence pushed when the button is released, so that voice activity ends at once.
_RELEASE_SILENCE_CHUNKS = 4


@dataclass(frozen=True, slots=True)
class GateTimes:
    """The gate's durations; see the listening section of the configuration."""

    preroll_s: float
    patience_s: float
    followup_s: float
    echo_tail_s: float
    turn_max_s: float


@dataclass(frozen=True, slots=True)
class Room:
    """The devices around the gate."""

    playback_delay_s: Callable[[], float]
    """How long what was played last takes to be heard, in seconds."""
    play_earcon: Callable[[], Awaitable[float]]
    """Plays the listening sound; returns its length in seconds."""
    earcon_filter: Callable[[], Callable[[Samples], Samples]]
    """Makes a fresh filter that takes that sound out of chunks."""
    hears: Callable[[], bool] = lambda: True
    """Whether a microphone delivers sound; without one nobody could count the time until
    the gate closes again."""


class MicGate(FrameProcessor):
    """Opens for the wake word, the button, a request and the follow-up window."""

    def __init__(
        self,
        detector: WakeDetector | None,
        times: GateTimes,
        room: Room,
        *,
        on_wake: Callable[[WakeDetection], None] | None = None,
    ) -> None:
        """Make a gate that sleeps.

        Args:
            detector: None when no wake engine works; the button and requests still open.
            times: durations in seconds.
            room: what the gate must know of the devices around it.
            on_wake: told about each detection.
        """
        super().__init__()
        self._detector = detector
        self._times = times
        self._room = room
        self._without_earcon: Callable[[Samples], Samples] = _unchanged
        self._on_wake = on_wake
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="wake")
        self._state = GateState.ASLEEP
        # moments in sound heard so far, in samples
        self._heard = 0
        self._deadline = 0
        self._deaf_until = 0
        self._earcon_until = 0
        self._turn_began = 0
        self._earcon_due: int | None = None
        self._earcon_owed = False
        self._preroll: deque[InputAudioRawFrame] = deque()
        self._pending = bytearray()
        self._button = False
        self._user_turn = False
        self._voice = False
        self._wordless = False
        """What was said so far has no words in it, as with the wake word alone."""
        self._ended = False
        self._follow_up = False
        self._echo = False
        self.floor = Floor.BRIEF
        """Whether listening goes on after an answer."""
        self.on_heard: Callable[[InputAudioRawFrame, Mapping[str, float]], None] = (
            lambda _frame, _scores: None
        )
        """Told about all sound that the gate gets, and how much it is like each wake word."""
        self.on_trial: Callable[[WakeDetection], None] | None = None
        """While it is set, wake words are told here and open nothing."""
        self.says_wake_phrase = False
        """The answer being spoken contains the wake phrase: Clara must not wake itself."""
        self.answer_goes_on = False
        """More of the answer is being written: a pause in it is not its end."""

    @property
    def state(self) -> GateState:
        """What the gate is doing."""
        return self._state

    def use_times(self, times: GateTimes) -> None:
        """Count by other durations; a deadline that runs stays."""
        self._times = times

    async def use_detector(self, detector: WakeDetector) -> WakeDetector | None:
        """Listen for the wake word by another detector; return the one before."""
        before, self._detector = self._detector, detector
        self._pending.clear()
        # what it is just doing ends first: the thread does one thing at a time
        await asyncio.get_running_loop().run_in_executor(self._executor, _nothing)
        return before

    # Requests: call from the event loop.

    async def open(self, reason: GateReason = GateReason.MANUAL) -> None:
        """Listen now, interrupting whatever is said; nothing happens while muted."""
        if self._state is not GateState.MUTED:
            await self._open(reason)

    async def sleep(self, reason: GateReason = GateReason.STOPPED) -> None:
        """Stop talking and listening."""
        if self._state in {GateState.THINKING, GateState.SPEAKING}:
            await self.broadcast_interruption()
        self.says_wake_phrase = False
        if self._state is not GateState.MUTED:
            await self._enter(GateState.ASLEEP, reason)

    async def mute(self, *, muted: bool) -> None:
        """Switch hearing off or on; what is being said goes on."""
        if muted and self._state is not GateState.MUTED:
            await self._enter(GateState.MUTED, GateReason.MUTE)
        elif not muted and self._state is GateState.MUTED:
            await self._enter(GateState.ASLEEP, GateReason.MUTE)

    async def push_to_talk(self, *, pressed: bool) -> None:
        """Follow the button: held, everything is heard; released, the turn ends."""
        if self._state is GateState.MUTED or pressed == self._button:
            return
        self._button = pressed
        if pressed:
            await self._open(GateReason.BUTTON)
            await self.broadcast_frame(PushToTalkFrame, pressed=True)
            return
        for _ in range(_RELEASE_SILENCE_CHUNKS):
            await self.push_frame(silence_frame())
        await self.broadcast_frame(PushToTalkFrame, pressed=False)

    async def typed(self, text: str) -> None:
        """Have typed words answered, instead of what is being said or heard."""
        if self._state in {GateState.THINKING, GateState.SPEAKING}:
            await self.broadcast_interruption()
        self.says_wake_phrase = self._ended = False
        if self._state is not GateState.MUTED:
            if self._state is GateState.LISTENING:
                await self._enter(GateState.ASLEEP, GateReason.TYPED)
            await self._enter(GateState.THINKING, GateReason.TYPED)
        await self.push_frame(TypedTurnFrame(text=text))

    # The pipeline.

    async def process_frame(self, frame: Frame, direction: FrameDirection) -> None:
        """Let sound through or not, and follow what the rest of the pipeline does."""
        await super().process_frame(frame, direction)
        if isinstance(frame, InputAudioRawFrame):
            await self._hear(frame)
            return
        await self.push_frame(frame, direction)
        if isinstance(frame, UserStoppedSpeakingFrame):
            await self._turn_ended()
        elif isinstance(frame, TurnFinishedFrame):
            await self._turn_finished(frame)
        elif isinstance(frame, BotStartedSpeakingFrame):
            await self._speaking_started()
        elif isinstance(frame, BotStoppedSpeakingFrame):
            await self._speaking_stopped()
        elif isinstance(frame, MicrophoneLostFrame):
            await self._microphone_lost()
        else:
            self._note_voice(frame)

    def _note_voice(self, frame: Frame) -> None:
        if isinstance(frame, VADUserStartedSpeakingFrame):
            self._voice = True
        elif isinstance(frame, VADUserStoppedSpeakingFrame):
            self._voice = self._wordless = False
        elif isinstance(frame, UserStartedSpeakingFrame):
            self._user_turn, self._turn_began = True, self._heard
        elif isinstance(frame, UtteranceSettledFrame):
            self._wordless = not frame.text
            if frame.text:
                self._earcon_due, self._earcon_owed = None, False

    async def cleanup(self) -> None:
        """Release the detector's thread."""
        await super().cleanup()
        self._executor.shutdown(wait=False, cancel_futures=True)

    # Sound.

    async def _hear(self, frame: InputAudioRawFrame) -> None:
        self._heard += frame.num_frames
        if self._state is GateState.MUTED:
            return
        if self._state is GateState.LISTENING:
            await self._listen(frame)
        else:
            await self._wait_for_wake_word(frame)
        self.on_heard(frame, self._detector.scores if self._detector else {})

    async def _wait_for_wake_word(self, frame: InputAudioRawFrame) -> bool:
        self._keep_preroll(frame)
        if self._heard - frame.num_frames < self._deaf_until:
            self._echo = True  # Clara's own last words are still in the room
            return False
        if self._echo:
            self._echo = False
            await self._reset_detector()
        detection = await self._detect(frame)
        if detection is None or self.says_wake_phrase:
            return False
        _LOGGER.info("wake word %s, score %.2f", detection.head, detection.score)
        if self.on_trial is not None:
            self.on_trial(detection)
            return False
        if self._on_wake is not None:
            self._on_wake(detection)
        await self._open(GateReason.WAKE)
        return True

    async def _listen(self, frame: InputAudioRawFrame) -> None:
        # people say the wake word in the follow-up window too, where none is needed
        if self._follow_up and await self._wait_for_wake_word(frame):
            return
        # a television never stops by itself: past the limit it is heard no more, so the turn ends
        endless = self._user_turn and self._heard - self._turn_began > _samples(
            self._times.turn_max_s
        )
        began = self._heard - frame.num_frames
        deaf = endless or (began < self._deaf_until and not self._button)
        if deaf:
            frame = silence_frame(frame.num_frames)
        elif began < self._earcon_until:
            frame = self._filtered(frame)
        await self.push_frame(frame)
        if self._earcon_due is not None and self._heard >= self._earcon_due:
            await self._earcon_unless_speaking()
        waits = self._button or self._user_turn or self.floor is Floor.OPEN
        if not waits and self._heard >= self._deadline:
            await self._enter(GateState.ASLEEP, GateReason.TIMEOUT)

    async def _earcon_unless_speaking(self) -> None:
        if self._voice or (self._user_turn and not self._wordless):
            return
        self._earcon_due, self._earcon_owed = None, False
        length_s = await self._room.play_earcon()
        if length_s <= 0:
            return
        # whoever begins to speak meanwhile must not lose words to it, so it is filtered
        # out, not muted; alone it is no voice, and so starts no utterance
        self._without_earcon = self._room.earcon_filter()
        self._earcon_until = self._heard + _samples(
            length_s + self._room.playback_delay_s() + self._times.echo_tail_s
        )
        self._deadline = max(
            self._deadline, self._earcon_until + _samples(self._times.patience_s)
        )

    def _filtered(self, frame: InputAudioRawFrame) -> InputAudioRawFrame:
        samples = self._without_earcon(np.frombuffer(frame.audio, np.int16))
        return InputAudioRawFrame(samples.tobytes(), frame.sample_rate, 1)

    def _keep_preroll(self, frame: InputAudioRawFrame) -> None:
        self._preroll.append(frame)
        kept = sum(f.num_frames for f in self._preroll)
        limit = _samples(self._times.preroll_s)
        while kept - self._preroll[0].num_frames >= limit:
            kept -= self._preroll.popleft().num_frames

    async def _detect(self, frame: InputAudioRawFrame) -> WakeDetection | None:
        if self._detector is None:
            return None
        self._pending += frame.audio
        found: WakeDetection | None = None
        while len(self._pending) >= 2 * CHUNK_SAMPLES:
            chunk = np.frombuffer(bytes(self._pending[: 2 * CHUNK_SAMPLES]), np.int16)
            del self._pending[: 2 * CHUNK_SAMPLES]
            heard = await asyncio.get_running_loop().run_in_executor(
                self._executor, self._detector.process, chunk
            )
            found = found or heard
        return found

    async def _reset_detector(self) -> None:
        self._pending.clear()
        if self._detector is not None:
            await asyncio.get_running_loop().run_in_executor(
                self._executor, self._detector.reset
            )

    # Changes of state.

    async def _open(self, reason: GateReason) -> None:
        if self._state in {GateState.THINKING, GateState.SPEAKING}:
            await self.broadcast_interruption()
        self._deaf_until = self._earcon_until = 0
        self._ended = self._follow_up = False
        self._deadline = self._heard + _samples(self._times.patience_s)
        self._earcon_owed = reason in {GateReason.WAKE, GateReason.MANUAL}
        wait_s = _EARCON_AFTER_S if reason is GateReason.WAKE else 0.0
        self._earcon_due = self._heard + _samples(wait_s) if self._earcon_owed else None
        preroll = list(self._preroll) if reason is GateReason.WAKE else []
        await self._enter(GateState.LISTENING, reason)
        await self.broadcast_frame(
            GateOpenedFrame, reason=reason, preroll=sum(f.num_frames for f in preroll)
        )
        for frame in preroll:  # one by one: voice activity judges once per frame
            await self.push_frame(frame)

    async def _turn_ended(self) -> None:
        self._user_turn = False
        if self._state is GateState.LISTENING:
            await self._enter(GateState.THINKING, GateReason.TURN_ENDED)

    async def _turn_finished(self, frame: TurnFinishedFrame) -> None:
        self._ended = frame.ended
        if not frame.ended:  # then no answer comes, or none that could be spoken
            self.says_wake_phrase = False
        if self._state is not GateState.THINKING:
            return
        if frame.ended:
            await self._enter(GateState.ASLEEP, GateReason.STOPPED)
        elif self.floor is Floor.OPEN or (
            self.floor is Floor.BRIEF and self._heard < self._deadline
        ):
            self._earcon_due = self._heard if self._earcon_owed else None
            await self._enter(GateState.LISTENING, GateReason.EMPTY_TURN)
        else:
            await self._enter(GateState.ASLEEP, GateReason.TIMEOUT)

    async def _speaking_started(self) -> None:
        if self._state is not GateState.MUTED and not self._button:
            await self._enter(GateState.SPEAKING, GateReason.SPEAKING)

    async def _speaking_stopped(self) -> None:
        self.says_wake_phrase = False
        if self._state is not GateState.SPEAKING:
            return
        if self.answer_goes_on:
            await self._enter(GateState.THINKING, GateReason.SPEAKING)
            return
        # the last chunk was written, not heard: wait for the device and the room
        self._deaf_until = self._heard + _samples(
            self._room.playback_delay_s() + self._times.echo_tail_s
        )
        if self._ended or not self._listens_on() or not self._room.hears():
            await self._enter(GateState.ASLEEP, GateReason.ANSWERED)
            return
        self._deadline = self._deaf_until + _samples(self._times.followup_s)
        self._earcon_due = None
        await self._enter(GateState.LISTENING, GateReason.FOLLOW_UP)
        self._follow_up = True
        await self.broadcast_frame(GateOpenedFrame, reason=GateReason.FOLLOW_UP)

    def _listens_on(self) -> bool:
        if self.floor is Floor.BRIEF:
            return self._times.followup_s > 0
        return self.floor is Floor.OPEN

    async def _microphone_lost(self) -> None:
        self._button = False
        if self._state is GateState.LISTENING:
            self._user_turn = False
            await self._enter(GateState.ASLEEP, GateReason.MICROPHONE_LOST)

    async def _enter(self, state: GateState, reason: GateReason) -> None:
        self._preroll.clear()
        if state is not GateState.LISTENING:
            self._user_turn = False
            self._earcon_due = None
        if state in {GateState.ASLEEP, GateState.MUTED}:
            self._button = False  # its release belongs to nothing any more
        if self._state is GateState.LISTENING:
            # it heard nothing while Clara listened; a gap must not look like a word
            await self._reset_detector()
        if state is self._state:
            return
        self._state = state
        _LOGGER.debug("gate: %s (%s)", state, reason)
        await self.broadcast_frame(GateStateFrame, state=state, reason=reason)


def _nothing() -> None:
    """Have a thread come to its next task."""


def _samples(duration_s: float) -> int:
    return round(duration_s * CAPTURE_RATE_HZ)


def _unchanged(samples: Samples) -> Samples:
    return samples
