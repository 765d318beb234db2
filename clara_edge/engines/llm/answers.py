"""One answer of a loaded model: the prompt is fitted, read, and continued token by token."""

from __future__ import annotations

import codecs
import logging
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clara_edge.domain.errors import LanguageModelError

from .chat_format import ChatFormat
from .native import Cancelled
from .sampling import Sampler

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from clara_edge.domain.language_model import ModelRequest

    from .native import Native
    from .saved_prefixes import SavedPrefixes

_LOGGER = logging.getLogger(__name__)
_ANSWER_LEAST_TOKENS = 16
# what a model without a template of its own writes when it talks to itself
_STOPS = ("\nuser:", "\nassistant:", "\nsystem:")


@dataclass(slots=True)
class Reuse:
    """What the last answer did not have to read."""

    prompt_tokens: int = 0
    held_tokens: int = 0
    from_disk: bool = False


class Answers:
    """A loaded model with its chat format and its saved prefixes."""

    def __init__(
        self, native: Native, saved: SavedPrefixes, seed: int | None = None
    ) -> None:
        """Answer with `native`; a seed makes answers repeatable."""
        self._native = native
        self._saved = saved
        self._seed = seed
        self._format = ChatFormat(native)
        self._prefixes: dict[str, list[int]] = {}
        self.reuse = Reuse()

    def stream(
        self, request: ModelRequest, cancelled: Callable[[], bool]
    ) -> Iterator[str]:
        """Yield the answer piece by piece; end early once cancelled.

        Raises:
            LanguageModelError: the last message does not fit, or llama.cpp failed.
        """
        tokens, most = self._fitted(request)
        prefix = self._prefix(request.instructions)
        try:
            self._read(tokens, prefix, cancelled)
        except Cancelled:
            return
        seed = secrets.randbits(32) if self._seed is None else self._seed
        sampler = Sampler(self._native, request.temperature, request.grammar, seed)
        try:
            yield from _without_stops(self._pieces(sampler, most, cancelled))
        finally:
            sampler.close()
        if not cancelled():
            self._save(prefix)

    def _pieces(
        self, sampler: Sampler, most: int, cancelled: Callable[[], bool]
    ) -> Iterator[str]:
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        for _ in range(most):
            if cancelled():
                return
            token = sampler.choose()
            if token is None or self._native.ends(token):
                break
            if text := decoder.decode(self._native.piece(token)):
                yield text
            self._native.append([token])
        if text := decoder.decode(b"", final=True):
            yield text

    def _fitted(self, request: ModelRequest) -> tuple[list[int], int]:
        """Return a prompt that fits, and how many tokens are left for the answer.

        The oldest messages go first; the instructions and the last message stay.
        """
        messages = list(request.messages)
        room = self._native.context_tokens
        while True:
            tokens = self._format.tokens(request.instructions, messages)
            left = room - len(tokens)
            if left >= request.max_tokens:
                return tokens, request.max_tokens
            if len(messages) == 1:
                break
            del messages[0]
        if left < _ANSWER_LEAST_TOKENS:
            raise LanguageModelError(
                f"a prompt of {len(tokens)} tokens does not fit a context of {room}",
                remedy="say it shorter, or raise context_tokens",
            )
        return tokens, left

    def _prefix(self, instructions: str) -> list[int]:
        if instructions not in self._prefixes:
            self._prefixes[instructions] = self._format.prefix(instructions)
        return self._prefixes[instructions]

    def _read(
        self, tokens: list[int], prefix: list[int], cancelled: Callable[[], bool]
    ) -> None:
        count = len(prefix)
        usable = tokens[:count] == prefix and count > 0
        from_disk = False
        if usable and list(self._native.held[:count]) != prefix:
            state = self._saved.load(prefix)
            from_disk = state is not None and self._native.restore(state, prefix)
        held = self._native.read(tokens, cancelled)
        self.reuse = Reuse(len(tokens), held, from_disk)

    def _save(self, prefix: list[int]) -> None:
        """Keep what every prompt with these instructions begins with."""
        if not prefix or self._saved.has(prefix):
            return
        if list(self._native.held[: len(prefix)]) == prefix:
            state = self._native.state(len(prefix))
            if state:
                self._saved.save(prefix, state)


def _without_stops(pieces: Iterator[str]) -> Iterator[str]:
    """Yield the text up to a line that begins another turn; the first spaces go."""
    pending, begun = "", False
    longest = max(map(len, _STOPS))
    for piece in pieces:
        pending += piece
        if not begun:
            pending = pending.lstrip()
            begun = bool(pending)
        if any(stop in pending for stop in _STOPS):
            pending = pending[: min(pending.find(s) for s in _STOPS if s in pending)]
            break
        keep = next(
            (
                size
                for size in range(min(longest, len(pending)), 0, -1)
                if any(stop.startswith(pending[-size:]) for stop in _STOPS)
            ),
            0,
        )
        ready = pending[: len(pending) - keep]
        pending = pending[len(pending) - keep :]
        if ready:
            yield ready
    if pending:
        yield pending
