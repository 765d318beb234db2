"""What people try while they set Clara up: loudspeaker, voices, microphone, wake word."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import soxr
from pipecat.frames.frames import OutputAudioRawFrame

from clara_edge.audio.devices import list_devices
from clara_edge.config.engines import create_engine
from clara_edge.config.folders import resolve_folders
from clara_edge.domain.errors import InputInvalidError
from clara_edge.domain.spoken import speakable
from clara_edge.models.context import engine_context
from clara_edge.voice.frames import GateState
from clara_edge.voice.meter import Meter

if TYPE_CHECKING:
    from clara_edge.config.schema import Config
    from clara_edge.ports.audio import Samples
    from clara_edge.ports.tts import SpeechSynthesizer
    from clara_edge.voice.daemon import Daemon
    from clara_edge.voice.pipeline import Conversation

_TONES_HZ = (440.0, 554.37, 659.25)  # A4, C#5, E5: a chord one after the other
_TONE_S = 0.35
_FADE_S = 0.02
_LEVEL = 0.35
_DEVICES_MAX = 60
_PIECE_MS = 40  # see pipeline.py


async def play_tones(daemon: Daemon, _params: dict[str, Any]) -> dict[str, Any]:
    """Play three tones at the present volume; tell why they may be silent."""
    conversation = daemon.running()
    sink = conversation.output
    await _play(conversation, tone_samples(sink.sample_rate))
    return {"silent": _silent(conversation)}


async def devices(_daemon: Daemon, _params: dict[str, Any]) -> dict[str, Any]:
    """List the sound devices, for whoever chooses one."""
    found = await asyncio.to_thread(list_devices)
    listed = [
        {"name": d.name[:200], "description": d.description[:200], "kind": d.kind}
        for d in found[:_DEVICES_MAX]
    ]
    return {"devices": listed}


async def preview_voice(daemon: Daemon, params: dict[str, Any]) -> dict[str, Any]:
    """Say something with an engine and settings that are not in use."""
    conversation = daemon.running()
    if conversation.gate.state not in {GateState.ASLEEP, GateState.MUTED}:
        raise InputInvalidError("Clara is busy", remedy="try again in a moment")
    text = speakable(params["text"], hour_12=conversation.brain.hour_12)
    # a thread of its own, which the voice lives and ends in
    with ThreadPoolExecutor(1, thread_name_prefix="preview") as thread:
        samples = await asyncio.get_running_loop().run_in_executor(
            thread,
            _spoken,
            daemon.config,
            params["engine"],
            params["options"],
            text,
            conversation.output.sample_rate,
        )
    conversation.brain.before_speaking(False)
    await _play(conversation, samples)
    return {"silent": _silent(conversation)}


async def levels(daemon: Daemon, params: dict[str, Any]) -> dict[str, Any]:
    """Publish the microphone's level for a while."""
    _meter(daemon, needs_sound=params["seconds"] > 0).show(params["seconds"])
    return {"seconds": params["seconds"]}


async def wake_trial(daemon: Daemon, params: dict[str, Any]) -> dict[str, Any]:
    """Count wake words for a while instead of opening for them."""
    seconds = params["seconds"]
    if seconds and (daemon.engines is None or daemon.engines.wake is None):
        raise InputInvalidError(
            "no wake word engine works", remedy="clara status says why"
        )
    _meter(daemon, needs_sound=seconds > 0).try_wake_word(seconds)
    wake = daemon.engines.wake if daemon.engines else None
    return {"seconds": seconds, "phrases": list(wake.phrases) if wake else []}


def tone_samples(rate_hz: int) -> Samples:
    """Return the three tones, faded in and out so that nothing clicks."""
    times = np.arange(round(_TONE_S * rate_hz)) / rate_hz
    fade = np.minimum(1.0, np.minimum(times, times[-1] - times) / _FADE_S)
    tones = [np.sin(2 * np.pi * hz * times) * fade for hz in _TONES_HZ]
    return (np.concatenate(tones) * _LEVEL * 32_767).astype(np.int16)


def _meter(daemon: Daemon, *, needs_sound: bool) -> Meter:
    conversation = daemon.running()
    health = conversation.input.health
    if needs_sound and health.state != "ok":
        raise InputInvalidError(
            f"there is no microphone: {health.problem or 'none was found'}",
            remedy="see the page Status, or clara doctor audio",
        )
    if daemon.meter is None:
        daemon.meter = Meter(conversation, daemon.publish)
    return daemon.meter


def _spoken(
    config: Config, engine: str, options: dict[str, Any], text: str, rate_hz: int
) -> Samples:
    context = engine_context(config, resolve_folders(config.paths))
    voice = cast("SpeechSynthesizer", create_engine("tts", engine, options, context))
    try:
        pieces = list(voice.synthesize(text, lambda: False))
        samples = np.concatenate(pieces) if pieces else np.zeros(0, np.int16)
        return cast("Samples", soxr.resample(samples, voice.rate_hz, rate_hz))
    finally:
        voice.close()


async def _play(conversation: Conversation, samples: Samples) -> None:
    sink = conversation.output
    piece = sink.sample_rate * _PIECE_MS // 1000
    pcm = samples.tobytes() + bytes(2 * (-len(samples) % piece))
    await sink.queue_frame(OutputAudioRawFrame(pcm, sink.sample_rate, 1))


def _silent(conversation: Conversation) -> str | None:
    health = conversation.output.health
    return None if health.state == "ok" else health.problem or "no loudspeaker"
