"""The dialogue in the thread of its stores, so that sound never waits for the disk."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Executor

    from clara_edge.domain.intents import Completeness
    from clara_edge.domain.reply import TurnResult
    from clara_edge.voice.engine_set import Dialogue

_P = ParamSpec("_P")
_T = TypeVar("_T")

_WAKE_WORDS_MAX = 4


class DialogueThread:
    """One conversation of the dialogue, for the event loop."""

    def __init__(
        self, dialogue: Dialogue, executor: Executor, conversation_id: str
    ) -> None:
        """Use `executor` (one thread) for every call to the dialogue."""
        self._dialogue = dialogue
        self._executor = executor
        self._conversation_id = conversation_id

    async def turn(self, text: str, *, addressed: bool) -> TurnResult:
        """Understand, do and answer one finished utterance."""
        return await self._run(
            self._dialogue.turn, text, self._conversation_id, addressed=addressed
        )

    async def model_answered(self, answer: str | None) -> TurnResult:
        """End a turn whose rest was a language model's."""
        return await self._run(
            self._dialogue.model_answered, self._conversation_id, answer
        )

    async def judge(self, text: str) -> Completeness:
        """Return whether the words heard so far are a whole command."""
        return await self._run(self._dialogue.completeness, text, self._conversation_id)

    async def without_wake_word(self, text: str) -> str:
        """Take off what cannot be read as the wake word but stands where it was said.

        A small recogniser makes "H. R. thus" of "hey jarvis" in some voices. If the text is
        no command as it stands, but is one without its first few words, those were it.
        """
        words = text.split()
        for skipped in range(min(_WAKE_WORDS_MAX + 1, len(words))):
            rest = " ".join(words[skipped:])
            understood = self._dialogue.understands
            if await self._run(understood, rest, self._conversation_id):
                return rest
        return text

    async def _run(
        self, function: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs
    ) -> _T:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(
            self._executor, lambda: function(*args, **kwargs)
        )
