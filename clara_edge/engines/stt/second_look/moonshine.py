"""Moonshine's encoder and decoder on onnxruntime, one step at a time, with all its scores.

sherpa-onnx runs the same files quicker, but tells only the words that it settled on.
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import onnxruntime

from clara_edge.domain.errors import EngineFailedError, ModelMissingError
from clara_edge.engines.stt.plan import find_file
from clara_edge.engines.stt.tokens import read_tokens

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

START_TOKEN, END_TOKEN = 1, 2
"""config.json of UsefulSensors/moonshine-tiny."""
_SPACE = "▁".encode()


class Heard(NamedTuple):
    """An encoded sound."""

    states: Floats
    """(1, about 42 a second, width)."""
    samples: int


class Memory(NamedTuple):
    """What the decoder keeps of the tokens and the sound so far; one row a beginning."""

    tokens: list[Floats]
    sound: list[Floats]
    """One row, whatever the number of beginnings."""


class Moonshine:
    """A loaded model of the layout moonshine_v2; one thread at a time."""

    def __init__(self, folder: Path, threads: int) -> None:
        """Load a pack.

        Raises:
            ModelMissingError, ModelDamagedError: a file is not there or no vocabulary.
            EngineFailedError: onnxruntime refuses it.
        """
        files = [
            find_file(folder, (f"{name}*.ort", f"{name}*.onnx")) for name in _PARTS
        ]
        encoder, decoder = files
        if encoder is None or decoder is None:
            raise ModelMissingError(f"the model pack {folder.name} is no Moonshine")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.log_severity_level = 4  # failures arrive as exceptions
        self._pieces = [base64.b64decode(s) for s in read_tokens(folder / "tokens.txt")]
        try:
            self._encoder = _session(encoder, options)
            self._decoder = _session(decoder, options)
        except Exception as error:
            # onnxruntime's errors share no base class
            raise EngineFailedError(
                f"onnxruntime refuses {folder.name}: {error}"
            ) from error
        self._past = [i for i in self._decoder.get_inputs() if "past_" in i.name]
        self._outputs = [output.name for output in self._decoder.get_outputs()]

    def piece(self, token: int) -> bytes:
        """Return a token's part of the text; one that begins a word begins with a space."""
        return self._pieces[token].replace(_SPACE, b" ")

    def hear(self, sound: Floats) -> Heard:
        """Encode a sound at 16 kHz, full scale 1."""
        batch = sound[np.newaxis].astype(np.float32)
        mask = np.ones(batch.shape, np.int64)
        feed = {"input_values": batch, "attention_mask": mask}
        return Heard(self._encoder.run(None, feed)[0], len(sound))

    def begin(self) -> Memory:
        """Return the memory before the first token."""
        empty = [
            np.zeros((1, i.shape[1], 0, i.shape[3]), np.float32) for i in self._past
        ]
        return Memory(empty[: len(empty) // 2], [])

    def step(
        self, heard: Heard, last: Sequence[int], memory: Memory, rows: Sequence[int]
    ) -> tuple[Floats, Memory]:
        """Score what may follow several beginnings.

        Args:
            heard: the sound.
            last: the last token of each beginning.
            memory: of the step before.
            rows: which row of that step each beginning goes on from.

        Returns:
            log probabilities (beginnings, vocabulary) and the memory for the next step.
        """
        count = len(last)
        outputs = self._decoder.run(None, self._feed(heard, last, memory, rows))
        logits: Floats = outputs[0][:, -1]
        logits -= logits.max(axis=1, keepdims=True)
        scores = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
        named = dict(zip(self._outputs, outputs, strict=True))
        tokens = [v for name, v in named.items() if ".decoder." in name]
        sound = memory.sound or [v[:1] for n, v in named.items() if ".encoder." in n]
        assert len(scores) == count  # noqa: S101 - the model's contract
        return scores, Memory(tokens, sound)

    def _feed(
        self, heard: Heard, last: Sequence[int], memory: Memory, rows: Sequence[int]
    ) -> dict[str, Any]:
        count = len(last)
        tokens = iter(memory.tokens)
        sound = iter(memory.sound or memory.tokens)
        feed: dict[str, Any] = {
            "input_ids": np.array(last, np.int64)[:, np.newaxis],
            "encoder_hidden_states": np.repeat(heard.states, count, 0),
            # of the samples: the decoder thins it out itself
            "encoder_attention_mask": np.ones((count, heard.samples), np.int64),
            "use_cache_branch": np.array([bool(memory.sound)]),
        }
        for wanted in self._past:
            if ".decoder." in wanted.name:
                feed[wanted.name] = next(tokens)[list(rows)]
            else:
                feed[wanted.name] = np.repeat(next(sound), count, 0)
        return feed


_PARTS = ("encoder_model", "decoder_model_merged")


def _session(path: Path, options: Any) -> Any:
    providers = ["CPUExecutionProvider"]
    return onnxruntime.InferenceSession(str(path), options, providers=providers)
