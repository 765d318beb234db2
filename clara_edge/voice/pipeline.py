"""One conversation's pipeline, put together from its parts."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipecat.audio.vad.silero import SileroVADAnalyzer
from pipecat.audio.vad.vad_analyzer import VADParams
from pipecat.frames.frames import OutputAudioRawFrame
from pipecat.pipeline.pipeline import Pipeline
from pipecat.pipeline.worker import PipelineParams, PipelineWorker
from pipecat.processors.audio.vad_processor import VADProcessor
from pipecat.turns.user_start import VADUserTurnStartStrategy
from pipecat.turns.user_turn_processor import UserTurnProcessor
from pipecat.turns.user_turn_strategies import UserTurnStrategies

from clara_edge.audio.earcons import Earcon, EarconFilter, earcon_samples
from clara_edge.config.hours import uses_12_hours
from clara_edge.ports.audio import CAPTURE_RATE_HZ
from clara_edge.voice.brain import Brain
from clara_edge.voice.dialogue_thread import DialogueThread
from clara_edge.voice.gate import GateTimes, MicGate, Room
from clara_edge.voice.hotwords import Hotwords
from clara_edge.voice.llm import LanguageModelService
from clara_edge.voice.pace import PaceEnd
from clara_edge.voice.speech import Speech
from clara_edge.voice.transcriber import Transcriber
from clara_edge.voice.tuning import Tuning
from clara_edge.voice.turns import (
    Melody,
    Pauses,
    PushToTalkStart,
    PushToTalkStop,
    WordsStop,
)

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from clara_edge.config.schema import Config
    from clara_edge.ports.wake import WakeDetector
    from clara_edge.voice.engine_set import Engines
    from clara_edge.voice.timeline import Timeline
    from clara_edge.voice.transport import DeviceInput, DeviceOutput

# Only a turn whose sound stopped arriving needs the watchdog; pauses count sound.
_TURN_WATCHDOG_S = 5.0
_OUTPUT_CHUNK_MS = (
    40  # Pipecat cuts output into chunks of this length and holds back less
)


@dataclass(frozen=True, slots=True)
class Conversation:
    """A running pipeline and the parts of it that can be asked to do something."""

    worker: PipelineWorker
    gate: MicGate
    input: DeviceInput
    output: DeviceOutput
    brain: Brain
    timeline: Timeline
    tuning: Tuning
    """Takes over settings while it runs."""


def build_conversation(  # noqa: PLR0913 - what a conversation is made of
    config: Config,
    engines: Engines,
    devices: tuple[DeviceInput, DeviceOutput],
    timeline: Timeline,
    publish: Callable[[str, Mapping[str, Any]], None],
    *,
    conversation_id: str,
    voice_activity: SileroVADAnalyzer | None = None,
) -> Conversation:
    """Assemble microphone, gate, voice activity, speech-to-text, dialogue and speech.

    Making voice activity takes a moment: who has a conversation going makes it elsewhere.
    """
    source, sink = devices
    tuning = Tuning(config)
    phrases = engines.wake.phrases if engines.wake else ()
    dialogue = DialogueThread(
        engines.dialogue, engines.dialogue_thread, conversation_id
    )
    brain = Brain(dialogue, timeline, wake_phrases=phrases, publish=publish)
    brain.hour_12 = uses_12_hours(config.replies.clock, os.environ)
    gate = _gate(tuning, engines.wake, devices, timeline)
    activity = voice_activity or make_voice_activity(config)
    words = _words_stop(config, dialogue)
    brain.on_listening = Hotwords(engines).refresh
    _connect(tuning, brain, gate, sink, timeline)
    _follow_settings(tuning, brain, gate, activity, words)
    pipeline = Pipeline(
        [
            source,
            gate,
            VADProcessor(vad_analyzer=activity),
            Transcriber(
                engines.recognizer,
                wake_phrases=phrases,
                executor=engines.stt_thread,
                without_wake_word=dialogue.without_wake_word,
            ),
            UserTurnProcessor(
                user_turn_strategies=_turn_strategies(words),
                user_turn_stop_timeout=config.listening.patience_s + _TURN_WATCHDOG_S,
            ),
            brain,
            *_language_model(engines, brain),
            Speech(engines.synthesizer, engines.tts_thread),
            sink,
            PaceEnd(),
        ]
    )
    worker = _worker(config, pipeline)
    return Conversation(worker, gate, source, sink, brain, timeline, tuning)


def _follow_settings(
    tuning: Tuning,
    brain: Brain,
    gate: MicGate,
    activity: SileroVADAnalyzer,
    words: WordsStop,
) -> None:
    def follow(config: Config) -> None:
        brain.hour_12 = uses_12_hours(config.replies.clock, os.environ)
        gate.use_times(_gate_times(config))
        words.use_pauses(_pauses(config))
        activity.set_params(_vad_params(config))

    tuning.follow(follow)


def _language_model(engines: Engines, brain: Brain) -> list[LanguageModelService]:
    if engines.model is None:
        return []
    service = LanguageModelService(
        engines.model, brain.model_says, hour_12=brain.hour_12
    )
    return [service]


def _worker(config: Config, pipeline: Pipeline) -> PipelineWorker:
    return PipelineWorker(
        pipeline,
        params=PipelineParams(
            audio_in_sample_rate=CAPTURE_RATE_HZ,
            audio_out_sample_rate=config.audio.output_rate_hz,
        ),
        idle_timeout_secs=None,  # the default ends the pipeline after 300 s of silence
        enable_rtvi=False,
        enable_turn_tracking=False,
        setup_timeout_secs=120,
        start_timeout_secs=60,
    )


def _gate(
    tuning: Tuning,
    detector: WakeDetector | None,
    devices: tuple[DeviceInput, DeviceOutput],
    timeline: Timeline,
) -> MicGate:
    source, sink = devices
    return MicGate(
        detector,
        _gate_times(tuning.config),
        Room(
            playback_delay_s=sink.delay_s,
            play_earcon=_earcon_player(tuning, sink, Earcon.LISTENING),
            earcon_filter=lambda: (
                EarconFilter(Earcon.LISTENING, CAPTURE_RATE_HZ).process
            ),
            hears=lambda: source.health.state == "ok",
        ),
        on_wake=lambda found: timeline.woken(found.score),
    )


def _gate_times(config: Config) -> GateTimes:
    listening = config.listening
    return GateTimes(
        preroll_s=listening.preroll_ms / 1000,
        patience_s=listening.patience_s,
        followup_s=listening.followup_s,
        echo_tail_s=listening.echo_tail_ms / 1000,
        turn_max_s=listening.turn_max_s,
    )


def make_voice_activity(config: Config) -> SileroVADAnalyzer:
    """Load a voice activity detector for one conversation."""
    return SileroVADAnalyzer(params=_vad_params(config))


def _vad_params(config: Config) -> VADParams:
    return VADParams(
        confidence=config.listening.vad_confidence,
        start_secs=0.2,
        stop_secs=config.listening.vad_stop_s,
        min_volume=config.listening.vad_min_volume,
    )


def _words_stop(config: Config, dialogue: DialogueThread) -> WordsStop:
    return WordsStop(dialogue.judge, _pauses(config), _melody(config))


def _pauses(config: Config) -> Pauses:
    return Pauses(
        unsure_s=config.listening.pause_unsure_s,
        incomplete_s=config.listening.pause_incomplete_s,
        wordless_s=config.listening.followup_s,
    )


def _turn_strategies(words: WordsStop) -> UserTurnStrategies:
    return UserTurnStrategies(
        # half duplex: nothing is being said when a turn starts, so nothing to interrupt
        start=[
            PushToTalkStart(enable_interruptions=False),
            VADUserTurnStartStrategy(enable_interruptions=False),
        ],
        stop=[PushToTalkStop(), words],
    )


def _melody(config: Config) -> Melody | None:
    if not config.listening.smart_turn:
        return None
    # 40 MB that nobody needs who leaves it off
    from clara_edge.voice.smart_turn import SmartTurn  # noqa: PLC0415

    return SmartTurn()


def _connect(
    tuning: Tuning, brain: Brain, gate: MicGate, sink: DeviceOutput, timeline: Timeline
) -> None:
    done = _earcon_player(tuning, sink, Earcon.DONE)
    problem = _earcon_player(tuning, sink, Earcon.PROBLEM)

    def before_speaking(says_wake_phrase: bool) -> None:
        gate.says_wake_phrase = says_wake_phrase
        sink.sound_ended()

    async def play_done() -> None:
        await done()

    async def play_problem() -> None:
        await problem()

    def writing(more_comes: bool) -> None:
        gate.answer_goes_on = more_comes

    brain.before_speaking = before_speaking
    brain.on_writing = writing
    brain.play_done = play_done
    brain.play_problem = play_problem
    sink.on_first_audio = timeline.heard


def _earcon_player(
    tuning: Tuning, sink: DeviceOutput, earcon: Earcon
) -> Callable[[], Awaitable[float]]:
    """Return a coroutine function that plays an earcon and returns its length in seconds."""

    async def play() -> float:
        earcons = tuning.config.earcons
        if not earcons.enabled:
            return 0.0
        samples = earcon_samples(earcon, sink.sample_rate, volume=earcons.volume)
        chunk = sink.sample_rate * _OUTPUT_CHUNK_MS // 1000
        pcm = samples.tobytes() + bytes(2 * (-len(samples) % chunk))
        await sink.queue_frame(OutputAudioRawFrame(pcm, sink.sample_rate, 1))
        return len(samples) / sink.sample_rate

    return play
