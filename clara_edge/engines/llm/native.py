"""The part of llama.cpp's C interface that Clara uses, with Python types around it."""

from __future__ import annotations

import ctypes
import logging
from typing import TYPE_CHECKING, Any

import llama_cpp.llama_cpp as lib
import numpy as np

from clara_edge.domain.errors import LanguageModelError, ModelDamagedError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    import numpy.typing as npt

    from .sizing import Fit

_LOGGER = logging.getLogger(__name__)
_SEQUENCE = 0
_ERROR = 3
_PIECE_BYTES = 256
_BACKEND_READY: list[bool] = []


def _log(level: int, text: bytes, _data: object) -> None:
    level = logging.WARNING if level == _ERROR else logging.DEBUG
    if _LOGGER.isEnabledFor(level):
        _LOGGER.log(level, "llama.cpp: %s", text.decode("utf-8", "replace").rstrip())


# llama.cpp calls it as long as the process lives
_LOG_CALLBACK: Any = lib.llama_log_callback(_log)


class Cancelled(Exception):  # noqa: N818 - no failure: somebody asked for it
    """The work was given up between two batches; what was computed stays usable."""


class Native:
    """A loaded model with one context; belongs to one thread at a time."""

    def __init__(self, path: Path, fit: Fit, batch_tokens: int) -> None:
        """Load it.

        Raises:
            ModelDamagedError: llama.cpp does not take the file.
            LanguageModelError: there is no memory for the context.
        """
        if not _BACKEND_READY:
            lib.llama_log_set(_LOG_CALLBACK, ctypes.c_void_p(0))
            lib.llama_backend_init()
            _BACKEND_READY.append(True)
        self._batch_tokens = batch_tokens
        self._model: Any = lib.llama_model_load_from_file(
            str(path).encode(), lib.llama_model_default_params()
        )
        if not self._model:
            raise ModelDamagedError(
                f"llama.cpp cannot load {path}",
                remedy=f"run: clara models pull --again {path.parent.name}",
            )
        self._context: Any = lib.llama_init_from_model(
            self._model, self._parameters(fit)
        )
        if not self._context:
            lib.llama_model_free(self._model)
            raise LanguageModelError(
                f"no memory for a context of {fit.context_tokens} tokens",
                remedy="choose a smaller model or context: docs/language-model.md",
            )
        self._memory = lib.llama_get_memory(self._context)
        self.vocab: Any = lib.llama_model_get_vocab(self._model)
        self.vocab_size = int(lib.llama_vocab_n_tokens(self.vocab))
        self.context_tokens = int(lib.llama_n_ctx(self._context))
        self._held: list[int] = []
        """The tokens whose keys and values are in the context."""

    def _parameters(self, fit: Fit) -> Any:
        parameters = lib.llama_context_default_params()
        parameters.n_ctx = fit.context_tokens
        parameters.n_batch = parameters.n_ubatch = self._batch_tokens
        parameters.n_threads = parameters.n_threads_batch = fit.threads
        parameters.no_perf = True
        return parameters

    @property
    def held(self) -> Sequence[int]:
        """The tokens that need not be read again."""
        return self._held

    def chat_template(self) -> str | None:
        """Return the template in the file."""
        raw = lib.llama_model_chat_template(self._model, None)
        return raw.decode("utf-8", "replace") if raw else None

    def token_text(self, token: int) -> str:
        """Return how a token is written in the vocabulary; empty for none."""
        if token < 0:
            return ""
        return str(lib.llama_vocab_get_text(self.vocab, token).decode(errors="replace"))

    def special_texts(self) -> tuple[str, str]:
        """Return the texts that begin and end a conversation."""
        begin, end = lib.llama_vocab_bos(self.vocab), lib.llama_vocab_eos(self.vocab)
        return self.token_text(begin), self.token_text(end)

    def ends(self, token: int) -> bool:
        """Tell whether a token ends an answer."""
        return bool(lib.llama_vocab_is_eog(self.vocab, token))

    def is_control(self, token: int) -> bool:
        """Tell whether a token is no text but steers the model."""
        return bool(lib.llama_vocab_is_control(self.vocab, token))

    def tokenize(self, text: str, *, begin: bool, special: bool) -> list[int]:
        """Return the tokens of a text.

        Args:
            text: any text.
            begin: put the model's first token in front, if it has one.
            special: read the texts of control tokens as these, not as plain text.
        """
        raw = text.encode("utf-8", "replace")
        room = len(raw) + 8
        buffer = (lib.llama_token * room)()
        count = lib.llama_tokenize(
            self.vocab, raw, len(raw), buffer, room, begin, special
        )
        if count < 0:
            raise LanguageModelError(f"a text of {len(raw)} bytes cannot be read")
        return list(buffer[:count])

    def piece(self, token: int) -> bytes:
        """Return the bytes that a token stands for; may be part of a character."""
        buffer = ctypes.create_string_buffer(_PIECE_BYTES)
        length = lib.llama_token_to_piece(
            self.vocab, token, buffer, _PIECE_BYTES, 0, False
        )
        return buffer.raw[: max(0, length)]

    def read(self, tokens: Sequence[int], cancelled: Callable[[], bool]) -> int:
        """Compute a prompt, except what the context holds of it; return how much was held.

        Raises:
            Cancelled: asked for between two batches.
            LanguageModelError: llama.cpp failed.
        """
        kept = min(_common(self._held, tokens), len(tokens) - 1)
        kept = self._forget_after(kept)
        for begin in range(kept, len(tokens), self._batch_tokens):
            if cancelled():
                raise Cancelled
            self.append(tokens[begin : begin + self._batch_tokens])
        return kept

    def append(self, tokens: Sequence[int]) -> None:
        """Compute at most one batch more."""
        buffer = (lib.llama_token * len(tokens))(*tokens)
        code = lib.llama_decode(
            self._context, lib.llama_batch_get_one(buffer, len(tokens))
        )
        if code != 0:
            self._forget_after(0)
            raise LanguageModelError(f"llama.cpp failed with code {code}")
        self._held.extend(tokens)

    def logits(self) -> npt.NDArray[np.single]:
        """Return the scores of the next token; valid until the next call."""
        pointer = lib.llama_get_logits_ith(self._context, -1)
        return np.ctypeslib.as_array(pointer, shape=(self.vocab_size,))

    def state(self, count: int) -> bytes:
        """Drop all but the first tokens of the context and return its state."""
        if self._forget_after(count) != count:
            return b""
        size = lib.llama_state_seq_get_size(self._context, _SEQUENCE)
        buffer = (ctypes.c_uint8 * size)()
        written = lib.llama_state_seq_get_data(self._context, buffer, size, _SEQUENCE)
        return bytes(buffer)[:written]

    def restore(self, state: bytes, tokens: Sequence[int]) -> bool:
        """Put a state of state() back; the tokens are those it was made of."""
        self._forget_after(0)
        buffer = (ctypes.c_uint8 * len(state)).from_buffer_copy(state)
        read = lib.llama_state_seq_set_data(
            self._context, buffer, len(state), _SEQUENCE
        )
        last = lib.llama_memory_seq_pos_max(self._memory, _SEQUENCE)
        if read == 0 or last != len(tokens) - 1:
            self._forget_after(0)
            return False
        self._held = list(tokens)
        return True

    def close(self) -> None:
        """Give the memory back. Idempotent."""
        if self._context is not None:
            lib.llama_free(self._context)
            lib.llama_model_free(self._model)
            self._context = self._model = self.vocab = self._memory = None

    def _forget_after(self, count: int) -> int:
        """Keep only the first tokens; return how many are left (none for some models)."""
        if count == 0 or not lib.llama_memory_seq_rm(
            self._memory, _SEQUENCE, count, -1
        ):
            lib.llama_memory_clear(self._memory, True)
            count = 0
        del self._held[count:]
        return count


def _common(first: Sequence[int], second: Sequence[int]) -> int:
    count = 0
    for a, b in zip(first, second, strict=False):
        if a != b:
            break
        count += 1
    return count
