"""Load a Piper voice with our own session options, and speak with it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import onnxruntime
from piper import PiperConfig, PiperVoice, SynthesisConfig

from clara_edge.domain.errors import EngineFailedError, ModelDamagedError
from clara_edge.engines.tts.clausewise import speak_clauses, without_edges

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from clara_edge.ports.audio import Samples

# the other phonemizers of piper-tts fetch models or need packages that Clara lacks
_PHONEMES = ("espeak", "text")
_INPUTS = {"input", "input_lengths", "scales"}
_FULL_SCALE = 32_767


class PiperSynthesizer:
    """A loaded Piper voice."""

    def __init__(self, voice: PiperVoice, name: str, config: SynthesisConfig) -> None:
        """Take a piper.PiperVoice and speak a word, so that the first reply is not slow.

        Raises:
            EngineFailedError: the voice does not speak.
        """
        self._voice: PiperVoice | None = voice
        self._name = name
        self._rate_hz = int(voice.config.sample_rate)
        self._config = config
        list(self._speak("one", lambda: False))

    @property
    def name(self) -> str:
        """Engine and voice, with the settings that change how it sounds."""
        return self._name

    @property
    def rate_hz(self) -> int:
        """Sample rate of the voice."""
        return self._rate_hz

    def synthesize(self, text: str, cancelled: Callable[[], bool]) -> Iterator[Samples]:
        """Yield a chunk per sentence of each clause."""
        return speak_clauses(
            text,
            cancelled,
            lambda clause: self._speak(clause, cancelled),
            lambda: self.rate_hz,
        )

    def close(self) -> None:
        """Let go of the model. Idempotent."""
        self._voice = None

    def _speak(self, clause: str, cancelled: Callable[[], bool]) -> Iterator[Samples]:
        if self._voice is None:
            raise EngineFailedError(f"{self._name} is closed")
        # doubled brackets would be taken for raw phonemes
        clause = clause.replace("[", " ").replace("]", " ")
        try:
            for chunk in self._voice.synthesize(clause, self._config):
                sound = np.nan_to_num(chunk.audio_float_array.reshape(-1))
                samples = (sound * _FULL_SCALE).astype(np.int16)
                yield without_edges(samples, self.rate_hz)
                if cancelled():
                    return
        except Exception as error:
            # onnxruntime's errors have no base class of their own
            raise EngineFailedError(
                f"{self._name} cannot speak: {_first_line(error)}",
                remedy="check the voice with: clara models verify",
            ) from error


def load_voice(
    model: Path, *, speaker: int, tuning: Mapping[str, Any], threads: int, remedy: str
) -> PiperSynthesizer:
    """Load a voice and its description, the .json beside it.

    Args:
        model: the .onnx file.
        speaker: which one, of a voice that has several.
        tuning: what SynthesisConfig shall not take from the voice.
        threads: cores to use.
        remedy: what to do about damaged files.

    Raises:
        ModelDamagedError: a file is truncated, of another format or no Piper voice.
        EngineFailedError: it needs what Clara does not have, or does not speak.
    """
    description = model.with_name(f"{model.name}.json")
    config = _description(description, speaker, remedy)
    voice = PiperVoice(session=_session(model, threads, remedy), config=config)
    _check_fit(voice, model, remedy)
    synthesis = SynthesisConfig(
        speaker_id=speaker if config.num_speakers > 1 else None, **tuning
    )
    changed = {**tuning, **({"speaker": speaker} if speaker else {})}
    extras = "".join(f" {key}={value:g}" for key, value in sorted(changed.items()))
    return PiperSynthesizer(voice, f"piper/{model.stem}{extras}", synthesis)


def _description(file: Path, speaker: int, remedy: str) -> PiperConfig:
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
        kind = found.get("phoneme_type", "espeak")
        if kind not in _PHONEMES:
            raise EngineFailedError(
                f"the voice {file.name} needs the phonemizer {kind!r}",
                remedy="choose a voice that uses espeak",
            )
        config = PiperConfig.from_dict(found)
        rate_hz, speakers = int(config.sample_rate), int(config.num_speakers)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelDamagedError(
            f"the voice description {file} is damaged: {_first_line(error)}",
            remedy=remedy,
        ) from error
    if not 8_000 <= rate_hz <= 48_000:
        raise ModelDamagedError(
            f"the voice description {file} is damaged: a sample rate of {rate_hz} Hz",
            remedy=remedy,
        )
    if speaker >= max(1, speakers):
        raise EngineFailedError(
            f"the voice {file.name} has {max(1, speakers)} speakers, "
            f"number {speaker} is not one of them",
            remedy="set tts.options.piper.speaker lower; the first is 0",
        )
    return config


def _session(model: Path, threads: int, remedy: str) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # waiting threads must not burn the cores that recognition needs
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(
            str(model), sess_options=options, providers=["CPUExecutionProvider"]
        )
    except Exception as error:
        # onnxruntime's errors have no base class of their own
        raise ModelDamagedError(
            f"the voice file {model} is damaged: {_first_line(error)}",
            remedy=remedy,
        ) from error


def _check_fit(voice: PiperVoice, model: Path, remedy: str) -> None:
    names = {given.name for given in voice.session.get_inputs()}
    wanted = _INPUTS | ({"sid"} if voice.config.num_speakers > 1 else set())
    if names != wanted:
        raise ModelDamagedError(
            f"{model} is no Piper voice: its inputs are {', '.join(sorted(names))}",
            remedy=remedy,
        )


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
