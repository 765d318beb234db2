"""What the control socket can ask of the voice daemon."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

import psutil
from pipecat.frames.frames import TTSSpeakFrame

from clara_edge import __version__
from clara_edge.control.model import as_request
from clara_edge.domain.conversation import Conversation as Remembered
from clara_edge.domain.errors import InputInvalidError, LanguageModelError
from clara_edge.domain.spoken import speakable
from clara_edge.engines.llm.told import told
from clara_edge.storage.conversation_state import read, written
from clara_edge.voice.device import switched
from clara_edge.voice.frames import GateReason, GateState
from clara_edge.voice.reload import restart_soon
from clara_edge.voice.remote.requests import talk_close, talk_offer, talk_sessions
from clara_edge.voice.trying import (
    devices,
    levels,
    play_tones,
    preview_voice,
    wake_trial,
)

if TYPE_CHECKING:
    from clara_edge.domain.language_model import ModelRequest
    from clara_edge.domain.reply import TurnResult
    from clara_edge.voice.daemon import Daemon
    from clara_edge.voice.engine_set import Engines
    from clara_edge.voice.pipeline import Conversation
    from clara_edge.voice.timeline import TurnRecord
    from clara_edge.voice.transport import DeviceHealth

_LOGGER = logging.getLogger(__name__)
_MAX_SAY_CHARS = 2_000
# The marks of timeline.TurnRecord, in the order in which they follow each other.
_TIMED = ("endpoint", "decode", "pause", "understand", "store", "speech", "response")

# The settings that decide how words are read.
_READ_BY = ("locale.zone", "understanding.")

Handler = Callable[[dict[str, Any]], Awaitable[dict[str, Any]]]


def handlers(daemon: Daemon) -> dict[str, Handler]:
    """Return every control method by name."""
    table: dict[str, Callable[[Daemon, dict[str, Any]], Awaitable[dict[str, Any]]]] = {
        "status": _status,
        "mute": _mute,
        "quiet": _quiet,
        "self_test": _self_test,
        "shut_down": _shut_down,
        "volume": _volume,
        "say": _say,
        "listen": _listen,
        "stop": _stop,
        "ask": _ask,
        "understand": _understand,
        "model": _model,
        "reload": _reload,
        "forget": _forget,
        "restart": _restart,
        "levels": levels,
        "wake_trial": wake_trial,
        "test_tone": play_tones,
        "preview_voice": preview_voice,
        "devices": devices,
        "button": _button,
        "talk_offer": talk_offer,
        "talk_close": talk_close,
        "talk_sessions": talk_sessions,
    }
    return {name: _bind(function, daemon) for name, function in table.items()}


def _bind(
    function: Callable[[Daemon, dict[str, Any]], Awaitable[dict[str, Any]]],
    daemon: Daemon,
) -> Handler:
    async def handle(params: dict[str, Any]) -> dict[str, Any]:
        return await function(daemon, params)

    return handle


async def _status(daemon: Daemon, _params: dict[str, Any]) -> dict[str, Any]:
    conversation = daemon.conversation
    now = datetime.now().astimezone()
    process = psutil.Process()
    return {
        "state": daemon.state,
        "since": (daemon.state_since or daemon.started_at).isoformat(
            timespec="seconds"
        ),
        "pid": process.pid,
        "started_at": daemon.started_at.isoformat(),
        "uptime_s": round((now - daemon.started_at).total_seconds(), 1),
        "version": __version__,
        "engines": [
            {"stage": stage, "name": s.name, "state": str(s.state), "reason": s.reason}
            for stage, statuses in daemon.board.stages.items()
            for s in statuses
        ],
        "audio": {
            "input": _device(
                daemon.config.audio.input,
                conversation.input.health if conversation else None,
            ),
            "output": _device(
                daemon.config.audio.output,
                conversation.output.health if conversation else None,
            ),
        },
        "muted": daemon.state == GateState.MUTED,
        "volume": daemon.volume,
        **(switched(daemon.device.switches) if daemon.device else {}),
        "language_model": [
            told(status)
            for status in await asyncio.to_thread(daemon.board.language_models)
        ],
        "turns": _turns(conversation),
        "memory_mib": round(process.memory_info().rss / 2**20, 1),
        "last_error": daemon.last_error,
        "talk": daemon.talk.told() if daemon.talk else None,
        "restart_needed": daemon.reloader.restart_needed if daemon.reloader else (),
        "next_ring": await daemon.ringer.next_ring() if daemon.ringer else None,
    }


def _device(name: str, health: DeviceHealth | None) -> dict[str, Any]:
    if health is None:
        return {"device": name, "state": "none", "xruns": 0, "problem": None}
    return {
        "device": name,
        "state": health.state,
        "xruns": health.xruns,
        "reopened": health.reopened,
        "problem": health.problem,
    }


def _turns(conversation: Conversation | None) -> dict[str, Any]:
    if conversation is None:
        return {"count": 0, "failed": 0, "response_ms": None}
    turns = list(conversation.timeline.turns)
    times = sorted(t.response_ms for t in turns if t.response_ms is not None)
    stages = {name: _stage_times(turns, name) for name in _TIMED}
    return {
        "stages": {name: told for name, told in stages.items() if told is not None},
        "count": conversation.timeline.count,
        "failed": sum(t.failed for t in turns),
        "response_ms": {
            "p50": round(percentile(times, 0.5)),
            "p95": round(percentile(times, 0.95)),
        }
        if times
        else None,
    }


def _stage_times(turns: list[TurnRecord], stage: str) -> dict[str, Any] | None:
    found = (getattr(turn, f"{stage}_ms") for turn in turns)
    times = sorted(time for time in found if time is not None)
    if not times:
        return None
    p50, p95 = percentile(times, 0.5), percentile(times, 0.95)
    return {"count": len(times), "p50": round(p50, 1), "p95": round(p95, 1)}


def percentile(ordered: list[float], fraction: float) -> float:
    """Return the nearest-rank percentile of sorted values."""
    return ordered[min(len(ordered) - 1, round(fraction * (len(ordered) - 1)))]


async def _mute(daemon: Daemon, params: dict[str, Any]) -> dict[str, Any]:
    daemon.running()
    await daemon.switching().mute(muted=params["on"], until=params.get("until"))
    return {"muted": params["on"]}


async def _quiet(daemon: Daemon, params: dict[str, Any]) -> dict[str, Any]:
    device = daemon.switching()
    await device.quiet(quiet=params["on"], until=params.get("until"))
    return switched(device.switches)


async def _self_test(daemon: Daemon, _params: dict[str, Any]) -> dict[str, Any]:
    checks = await daemon.switching().self_test()
    return {"checks": [asdict(check) for check in checks]}


async def _shut_down(daemon: Daemon, params: dict[str, Any]) -> dict[str, Any]:
    await daemon.switching().shut_down(restart=params["restart"])
    return {"restart": params["restart"]}


async def _volume(daemon: Daemon, params: dict[str, Any]) -> dict[str, Any]:
    level = params.get("level")
    if level is not None:
        await daemon.switching().set_volume(level)
    return {"volume": daemon.volume}


async def _say(daemon: Daemon, params: dict[str, Any]) -> dict[str, Any]:
    text = params["text"].strip()
    if not text or len(text) > _MAX_SAY_CHARS:
        raise InputInvalidError(
            f"the text has {len(text)} characters", remedy=f"say 1 to {_MAX_SAY_CHARS}"
        )
    conversation = daemon.running()
    folded = text.casefold()
    phrases = (
        daemon.engines.wake.phrases if daemon.engines and daemon.engines.wake else ()
    )
    conversation.brain.before_speaking(any(p in folded for p in phrases))
    await conversation.worker.queue_frame(
        TTSSpeakFrame(
            speakable(text, hour_12=conversation.brain.hour_12),
            append_to_context=False,
        )
    )
    health = conversation.output.health
    return {
        "accepted": True,
        "silent": None if health.state == "ok" else health.problem or "no loudspeaker",
    }


async def _listen(daemon: Daemon, _params: dict[str, Any]) -> dict[str, Any]:
    conversation = daemon.running()
    gate = conversation.gate
    _refuse_without_microphone(conversation)
    if gate.state is GateState.MUTED:
        raise InputInvalidError(
            "the microphone is muted", remedy="unmute it: clara mute off"
        )
    await gate.open(GateReason.MANUAL)
    return {"state": str(gate.state)}


def _refuse_without_microphone(conversation: Conversation) -> None:
    """Without sound nobody could tell when to stop listening."""
    health = conversation.input.health
    if health.state != "ok":
        raise InputInvalidError(
            f"there is no microphone: {health.problem or 'none was found'}"
        )


async def _stop(daemon: Daemon, _params: dict[str, Any]) -> dict[str, Any]:
    await daemon.running().gate.sleep(GateReason.STOPPED)
    if daemon.ringer is not None:
        await daemon.ringer.stop()
    return {}


async def _reload(daemon: Daemon, _params: dict[str, Any]) -> dict[str, Any]:
    daemon.running()
    assert daemon.reloader is not None  # noqa: S101 - made before it runs
    return await daemon.reloader.reload()


async def _restart(daemon: Daemon, _params: dict[str, Any]) -> dict[str, Any]:
    return restart_soon(daemon.again)


async def _button(daemon: Daemon, params: dict[str, Any]) -> dict[str, Any]:
    conversation = daemon.running()
    gate = conversation.gate
    if params["pressed"]:
        _refuse_without_microphone(conversation)
    await gate.push_to_talk(pressed=params["pressed"])
    return {"state": str(gate.state)}


async def _ask(daemon: Daemon, params: dict[str, Any]) -> dict[str, Any]:
    engines = daemon.engines
    if engines is None:
        daemon.running()
    assert engines is not None  # noqa: S101 - running() has raised
    conversation_id = params.get("conversation") or "typed"
    result = await asyncio.get_running_loop().run_in_executor(
        engines.dialogue_thread,
        engines.dialogue.turn,
        params["text"],
        conversation_id,
    )
    if result.model_request is not None:
        result = await _ended(engines, result.model_request, conversation_id)
    return {
        "reply": result.reply.shown if result.reply else None,
        "spoken": result.reply.spoken if result.reply else None,
        "failed": result.failed,
        "changes": [
            {"kind": str(c.kind), "id": c.id, "title": c.title} for c in result.changes
        ],
    }


async def _understand(daemon: Daemon, params: dict[str, Any]) -> dict[str, Any]:
    engines = daemon.engines
    if engines is None:
        daemon.running()
    assert engines is not None  # noqa: S101 - running() has raised
    _refuse_old_settings(daemon)
    before = read("fresh", params.get("conversation") or "{}")
    reading = await asyncio.to_thread(
        engines.dialogue.reading, params["text"], params.get("at"), before
    )
    return {"conversation": written(Remembered("fresh", last_reading=reading))}


def _refuse_old_settings(daemon: Daemon) -> None:
    """Leave reading to whoever asks while the settings of reading wait for a restart."""
    waiting = () if daemon.reloader is None else daemon.reloader.restart_needed
    old = [key for key in waiting if key.startswith(_READ_BY)]
    if old:
        raise InputInvalidError(
            f"{old[0]} has changed since the voice service was started",
            remedy="run: clara restart",
        )


async def _forget(daemon: Daemon, _params: dict[str, Any]) -> dict[str, Any]:
    engines = daemon.engines
    conversation = daemon.running()
    assert engines is not None  # noqa: S101 - running() has raised
    loop = asyncio.get_running_loop()
    await loop.run_in_executor(engines.dialogue_thread, engines.dialogue.forget)
    if engines.model is not None:
        engines.model.forget()
    conversation.timeline.forget()
    if daemon.talk is not None:
        daemon.talk.forget()
    return {}


async def _ended(
    engines: Engines, request: ModelRequest, conversation_id: str
) -> TurnResult:
    """Return what a typed turn comes to with its language model's answer."""
    answer: str | None = None
    if engines.model is not None:
        try:
            answer = await engines.model.whole(request)
        except LanguageModelError as error:
            _LOGGER.warning("no answer of a language model: %s", error)
    return await asyncio.get_running_loop().run_in_executor(
        engines.dialogue_thread,
        engines.dialogue.model_answered,
        conversation_id,
        answer,
    )


async def _model(daemon: Daemon, params: dict[str, Any]) -> dict[str, Any]:
    engines = daemon.engines
    if engines is None or engines.model is None:
        raise LanguageModelError(
            "the voice daemon is still starting", remedy="try again in a few seconds"
        )
    return {"text": await engines.model.whole(as_request(params))}
