"""Speech features of openWakeWord, computed as the sound arrives.

Sound becomes mel frames (10 ms each), 76 of those become one embedding, one
embedding per 80 ms chunk. The heads look at the last embeddings. Numbers and order of
operations are those of openwakeword 0.4.0 (AudioFeatures), so scores equal its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from clara_edge.engines.wake.graphs import load_graph
from clara_edge.ports.audio import CHUNK_SAMPLES

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from clara_edge.ports.audio import Samples

EMBEDDING_SIZE = 96

_MEL_BANDS = 32
# Google speech_embedding looks at 76 mel frames (775 ms)
_MEL_FRAMES = 76
_MEL_HOP = 160
# A chunk is analysed with the three hops before it: they complete its first windows.
_OVERLAP = 3 * _MEL_HOP


class FeatureStream:
    """The embeddings of the sound heard so far, newest last; one thread at a time."""

    def __init__(self, folder: Path, *, length: int) -> None:
        """Load the two feature graphs.

        Args:
            folder: holds melspectrogram.onnx and embedding_model.onnx.
            length: how many embeddings to keep.

        Raises:
            ModelMissingError, ModelDamagedError: a graph cannot be used.
        """
        self._melspectrogram = load_graph(
            folder / "melspectrogram.onnx",
            takes=(None, None),
            gives=(None, 1, None, _MEL_BANDS),
        )
        self._embedding = load_graph(
            folder / "embedding_model.onnx",
            takes=(None, _MEL_FRAMES, _MEL_BANDS, 1),
            gives=(None, 1, 1, EMBEDDING_SIZE),
        )
        self._silence = self._embedding_of_silence()
        self._sound = np.zeros(_OVERLAP + CHUNK_SAMPLES, dtype=np.float32)
        self._mel = np.empty((_MEL_FRAMES, _MEL_BANDS), dtype=np.float32)
        self._embeddings = np.empty((length, EMBEDDING_SIZE), dtype=np.float32)
        self.reset()

    def reset(self) -> None:
        """Forget the sound heard so far; what came before counts as silence."""
        self._embeddings[:] = self._silence
        self._mel.fill(1.0)
        self._has_overlap = False

    def accept(self, chunk: Samples) -> None:
        """Take the next CHUNK_SAMPLES."""
        self._sound[:_OVERLAP] = self._sound[-_OVERLAP:]
        self._sound[_OVERLAP:] = chunk
        # The very first chunk has nothing before it and yields three frames less.
        start = 0 if self._has_overlap else _OVERLAP
        self._has_overlap = True
        _append(self._mel, self._mel_frames(self._sound[start:]))
        embedding = self._embedding.run(self._mel[None, :, :, None])
        _append(self._embeddings, embedding.reshape(1, EMBEDDING_SIZE))

    def last(self, count: int) -> NDArray[np.float32]:
        """Return the newest embeddings, shape (1, count, EMBEDDING_SIZE)."""
        return self._embeddings[None, -count:]

    def _mel_frames(self, sound: NDArray[np.float32]) -> NDArray[np.float32]:
        frames = self._melspectrogram.run(sound[None]).reshape(-1, _MEL_BANDS)
        # openWakeWord: brings the graph close to the one speech_embedding was trained on
        return frames / np.float32(10) + np.float32(2)

    def _embedding_of_silence(self) -> NDArray[np.float32]:
        silence = np.zeros(_MEL_FRAMES * _MEL_HOP + _OVERLAP, dtype=np.float32)
        mel = self._mel_frames(silence)
        return self._embedding.run(mel[None, :, :, None]).reshape(EMBEDDING_SIZE)


def _append(buffer: NDArray[np.float32], rows: NDArray[np.float32]) -> None:
    buffer[: -len(rows)] = buffer[len(rows) :]
    buffer[-len(rows) :] = rows
