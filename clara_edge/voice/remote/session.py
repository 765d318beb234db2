"""One browser's conversation while it is connected: its pipeline, and what is said about it."""

from __future__ import annotations

import asyncio
import logging
import time
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from pipecat.frames.frames import VolumeFrame

from clara_edge.dialogue.limited import HandsOff
from clara_edge.dialogue.replies.step_wording import undone
from clara_edge.domain.errors import ClaraError
from clara_edge.voice.frames import Floor, GateReason, GateState
from clara_edge.voice.mouth import PipelineMouth
from clara_edge.voice.pipeline import build_conversation, make_voice_activity
from clara_edge.voice.remote import messages as m
from clara_edge.voice.remote.opus import Adaptation
from clara_edge.voice.remote.peer import Peer
from clara_edge.voice.timeline import Timeline, TurnRecord
from clara_edge.voice.transport import DeviceInput, DeviceOutput

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pipecat.workers.runner import WorkerRunner

    from clara_edge.config.schema import Config
    from clara_edge.dialogue.dialogue import Dialogue as RealDialogue
    from clara_edge.voice.engine_set import Dialogue, Engines
    from clara_edge.voice.gate import MicGate
    from clara_edge.voice.pipeline import Conversation
    from clara_edge.voice.remote.record import Record

_LOGGER = logging.getLogger(__name__)

VANISHED_S = 15.0
"""A page sends a sign of life every two seconds; this long without one, it is gone."""
_LOOK_EVERY_S = 1.0
# An open microphone that nobody speaks into is one that somebody forgot.
_FLOOR_IDLE_S = 600.0
# Sound takes longer than a message: a packet of 20 ms, four of them in aiortc's jitter
# buffer, and up to 80 ms until a chunk of the pipeline is full.
_VOICE_LAG_S = 0.2
_KEPT = frozenset({"state", "heard", "understood", "reply"})


class RemoteSession:
    """A pipeline of its own for one connection; belongs to the event loop."""

    def __init__(
        self,
        config: Config,
        engines: Engines,
        record: Record,
        *,
        on_turn: Callable[[TurnRecord], None],
        on_end: Callable[[RemoteSession, str], None],
    ) -> None:
        """Share these engines; `on_end` is called once, when the browser is gone."""
        self._config = config
        self._engines = engines
        self._on_turn = on_turn
        self._on_end = on_end
        self.record = record
        self._peer = Peer(self._gone)
        self._adaptation = Adaptation()
        self._conversation: Conversation | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._ended = False
        self._last = 0
        self._ready = False
        self._words_s = time.monotonic()
        self._began_s = time.monotonic()
        self._stats: m.Stats | None = None
        self._losses: list[float] = []

    async def answer(self, sdp: str, *, last: int = 0) -> str:
        """Accept an offer; `last` is the last message that an earlier connection heard.

        Raises:
            InputInvalidError: it cannot be answered.
        """
        self._last = last
        self._peer.on_open = self._hello
        try:
            return await self._peer.answer(sdp)
        except BaseException:
            await self._peer.close()
            raise

    async def start(self, runner: WorkerRunner) -> None:
        """Begin to listen; the browser is told when that is so."""
        self._tasks.append(asyncio.create_task(self._watch()))
        activity = await asyncio.to_thread(make_voice_activity, self._config)
        if self._ended:
            return
        self._conversation = conversation = build_conversation(
            self._config,
            self._engines,
            self._devices(),
            Timeline(self.record.id[:6], self._turn_done),
            self._follow,
            conversation_id=self.record.conversation_id,
            voice_activity=activity,
        )
        conversation.gate.floor = Floor.CLOSED
        worker = conversation.worker
        worker.add_event_handler("on_pipeline_started", self._started)
        worker.add_event_handler("on_pipeline_error", self._failed)
        await runner.add_workers(worker)
        self._tasks.append(asyncio.create_task(self._obey()))

    async def close(self, reason: str) -> None:
        """Tell the browser, hang up, and end the pipeline. Idempotent."""
        self._ended = True
        self._peer.send({"type": "bye", "reason": reason})
        for task in self._tasks:
            if task is not asyncio.current_task():
                task.cancel()
        if self._conversation is not None:
            await self._conversation.worker.cancel()
        await self._peer.close()

    def forget(self) -> None:
        """Forget what was said in this connection."""
        if self._conversation is not None:
            self._conversation.timeline.forget()

    def told(self) -> dict[str, Any]:
        """Return what status says about it; never what was said."""
        stats = self._stats
        return {
            "session": self.record.id[:8],
            "client": self.record.client,
            "state": str(self._conversation.gate.state)
            if self._conversation
            else "starting",
            "connection": self._peer.state,
            "since_s": round(time.monotonic() - self._began_s),
            "turns": self.record.turns,
            "hands_free": self.record.hands_free,
            "rtt_ms": round(stats.rtt_ms, 1) if stats else None,
            "jitter_ms": round(stats.jitter_ms, 1) if stats else None,
            "loss": round(sum(self._losses) / len(self._losses), 4)
            if self._losses
            else None,
            "kbps": self._adaptation.quality.bit_rate // 1000,
        }

    def _devices(self) -> tuple[DeviceInput, DeviceOutput]:
        # a microphone that is gone never comes back: its session ends
        return (
            DeviceInput(lambda: self._peer.microphone, retry_s=VANISHED_S),
            DeviceOutput(
                lambda: self._peer.loudspeaker,
                rate_hz=self._config.audio.output_rate_hz,
                volume=1.0,
                retry_s=VANISHED_S,
            ),
        )

    # What happens, and who is told.

    async def _started(self, _worker: object, _frame: object) -> None:
        self._ready = True
        self._hello()

    async def _failed(self, _worker: object, frame: Any) -> None:
        self._tell({"type": "problem", "kind": "engine", "message": str(frame.error)})

    def _turn_done(self, record: TurnRecord) -> None:
        self.record.turns += 1
        self._on_turn(record)

    def _hello(self) -> None:
        if not self._ready or not self._peer.open:
            return
        record, last = self.record, self._last
        resumed = record.seq > 0
        again = resumed and record.cut_off(last)
        self._peer.send(
            {
                "type": "hello",
                "session": record.id,
                "conversation": record.conversation_id,
                "resumed": resumed,
                "missed": record.missed(last),
                "again": again,
                "seq": record.seq,
                "hands_free": record.hands_free,
            }
        )
        self._tasks.append(asyncio.create_task(self._go_on(again=again)))

    async def _go_on(self, *, again: bool) -> None:
        if self.record.hands_free:
            await self._hands_free(on=True)
        if again:
            await self._say_again()

    def _follow(self, event: str, data: Mapping[str, Any]) -> None:
        self._tell({"type": event, **data})
        if event == "heard":
            self._words_s = time.monotonic()
        if event == "state" and data["state"] == GateState.ASLEEP:
            self._fell_asleep(str(data["reason"]))

    def _fell_asleep(self, reason: str) -> None:
        gate = self._conversation.gate if self._conversation else None
        if gate is not None and gate.floor is Floor.OPEN and reason != GateReason.TYPED:
            self._close_floor(reason)

    def _close_floor(self, reason: str) -> None:
        assert self._conversation is not None  # noqa: S101 - its caller has it
        self._conversation.gate.floor = Floor.CLOSED
        self.record.hands_free = False
        self._tell({"type": "floor", "hands_free": False, "reason": reason})

    def _tell(self, message: dict[str, Any]) -> None:
        kept = message["type"] in _KEPT
        self._peer.send(self.record.note(message) if kept else message)

    def _gone(self, reason: str) -> None:
        if not self._ended:
            self._ended = True
            self._on_end(self, reason)

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(_LOOK_EVERY_S)
            if self._peer.silent_s() > VANISHED_S:
                self._gone("nothing has come from it for a while")
            idle_s = time.monotonic() - self._words_s
            if self.record.hands_free and idle_s > _FLOOR_IDLE_S and self._conversation:
                self._close_floor("idle")
                await self._conversation.gate.sleep(GateReason.TIMEOUT)

    # What the browser asks for.

    async def _obey(self) -> None:
        while True:
            message = await self._peer.inbox.get()
            if isinstance(message, m.Ping):
                self._peer.send({"type": "pong", "n": message.n})
            elif not self._ready:
                self._tell(
                    {"type": "problem", "kind": "starting", "message": "not ready yet"}
                )
            else:
                await self._obey_safely(message)

    async def _obey_safely(self, message: m.Message) -> None:
        try:
            await self._do(message)
        except ClaraError as error:
            self._tell(
                {
                    "type": "problem",
                    "kind": type(error).__name__,
                    "message": error.what,
                    "remedy": error.remedy,
                }
            )
        except Exception:
            # one message's boundary: the session goes on
            _LOGGER.exception("a browser's message failed")
            self._tell(
                {"type": "problem", "kind": "internal", "message": "that failed"}
            )

    async def _do(self, message: m.Message) -> None:
        assert self._conversation is not None  # noqa: S101 - it is ready
        match message:
            case m.Button() | m.HandsFree() | m.Stop() | m.Mute() | m.Typed():
                await self._talk(self._conversation.gate, message)
            case m.Volume():
                frame = VolumeFrame(volume=message.level)
                await self._conversation.output.queue_frame(frame)
            case m.Undo():
                await self._undo(message.step)
            case m.Again():
                await self._say_again()
            case m.Stats():
                self._adapt(message)
            case m.Bye():
                self._gone("it said goodbye")

    async def _talk(self, gate: MicGate, message: m.Message) -> None:
        match message:
            case m.Button():
                if message.type == "release":  # or the end of the last word is cut off
                    await asyncio.sleep(_VOICE_LAG_S)
                await gate.push_to_talk(pressed=message.type == "press")
            case m.HandsFree():
                await self._hands_free(on=message.on)
            case m.Stop():
                await self._stop()
            case m.Mute():
                await gate.mute(muted=message.on)
            case m.Typed():
                await gate.typed(message.text)

    async def _hands_free(self, *, on: bool) -> None:
        assert self._conversation is not None  # noqa: S101 - it is ready
        gate = self._conversation.gate
        self.record.hands_free = on
        self._words_s = time.monotonic()
        gate.floor = Floor.OPEN if on else Floor.CLOSED
        self._tell({"type": "floor", "hands_free": on, "reason": "asked"})
        if on and gate.state is GateState.ASLEEP:
            await gate.open(GateReason.MANUAL)
        elif not on and gate.state is GateState.LISTENING:
            await gate.sleep(GateReason.MANUAL)

    async def _stop(self) -> None:
        """Stop talking; who listens all the time goes on listening."""
        assert self._conversation is not None  # noqa: S101 - it is ready
        gate = self._conversation.gate
        talking = gate.state in {GateState.THINKING, GateState.SPEAKING}
        if talking and gate.floor is Floor.OPEN:
            await gate.open(GateReason.MANUAL)
        else:
            await gate.sleep(GateReason.STOPPED)

    async def _undo(self, step_id: int) -> None:
        step = await asyncio.get_running_loop().run_in_executor(
            self._engines.dialogue_thread, self._engines.dialogue.take_back, step_id
        )
        self._tell({"type": "undone", "step": step_id, "text": undone(step).shown})

    async def _say_again(self) -> None:
        text = self.record.last_reply
        if text is not None and self._conversation is not None:
            self._tell({"type": "again", "text": text})
            await PipelineMouth(self._conversation, ()).say(text)

    def _adapt(self, stats: m.Stats) -> None:
        self._stats = stats
        self._losses = [*self._losses[-29:], stats.loss]
        loudspeaker = self._peer.loudspeaker
        loudspeaker.rtt_s = min(stats.rtt_ms, 2_000) / 1000
        before = loudspeaker.quality
        loudspeaker.quality = self._adaptation.report(
            loss=stats.loss, rtt_ms=stats.rtt_ms
        )
        if loudspeaker.quality != before:
            kbps = loudspeaker.quality.bit_rate // 1000
            self._tell({"type": "quality", "kbps": kbps})


def as_guest(engines: Engines, *, may_switch: bool) -> Engines:
    """Return the same engines for somebody who is not at the device, who goes first.

    Args:
        engines: the device's.
        may_switch: whether what is said may switch the device, for example off.
    """
    if not may_switch:
        limited = HandsOff(cast("RealDialogue", engines.dialogue))
        engines = replace(engines, dialogue=cast("Dialogue", limited))
    with suppress(AttributeError):  # plain threads have no lanes
        return replace(
            engines,
            wake=None,
            stt_thread=engines.stt_thread.lane(),  # type: ignore[attr-defined]  # suppressed
            tts_thread=engines.tts_thread.lane(),  # type: ignore[attr-defined]  # suppressed
            dialogue_thread=engines.dialogue_thread.lane(),  # type: ignore[attr-defined]  # suppressed
            model=engines.model.for_guests() if engines.model else None,
        )
    return replace(engines, wake=None)
