"""The language model in a thread of its own, for speech and for whoever asks over the socket."""

from __future__ import annotations

import asyncio
import threading
from contextlib import aclosing, suppress
from typing import TYPE_CHECKING

from clara_edge.domain.errors import LanguageModelError
from clara_edge.ports.language_model import KeepsAnswers

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator
    from concurrent.futures import ThreadPoolExecutor

    from clara_edge.domain.language_model import ModelRequest
    from clara_edge.ports.language_model import LanguageModel


class ModelRunner:
    """Runs one request at a time; all methods belong to the event loop's thread.

    Somebody who speaks does not wait: typed requests that are being answered end.
    """

    def __init__(self, model: LanguageModel, executor: ThreadPoolExecutor) -> None:
        """Use `executor` (one thread) for every call to the model."""
        self._model = model
        self._executor = executor
        self._typed: set[threading.Event] = set()
        self._guest = False

    def for_guests(self) -> ModelRunner:
        """Return the same model for people who speak elsewhere: the device goes first."""
        view = ModelRunner(self._model, self._executor)
        view._typed, view._guest = self._typed, True
        return view

    async def speak(self, request: ModelRequest) -> AsyncGenerator[str, None]:
        """Yield pieces of the answer; closing the generator ends the work within a batch.

        Raises:
            LanguageModelError: nothing (more) can be had.
        """
        cancelled = threading.Event()
        if self._guest:
            self._typed.add(cancelled)
        else:
            for other in self._typed:
                other.set()
        try:
            async with aclosing(self._pieces(request, cancelled)) as pieces:
                async for piece in pieces:
                    yield piece
            if cancelled.is_set():
                raise _interrupted()
        finally:
            self._typed.discard(cancelled)

    async def whole(self, request: ModelRequest) -> str:
        """Return the whole answer to a typed question.

        Raises:
            LanguageModelError: none can be had, or somebody began to speak.
        """
        cancelled = threading.Event()
        self._typed.add(cancelled)
        try:
            pieces = [piece async for piece in self._pieces(request, cancelled)]
        finally:
            self._typed.discard(cancelled)
        if cancelled.is_set():
            raise _interrupted()
        return "".join(pieces)

    async def _pieces(
        self, request: ModelRequest, cancelled: threading.Event
    ) -> AsyncGenerator[str, None]:
        loop = asyncio.get_running_loop()
        queue: asyncio.Queue[str | LanguageModelError | None] = asyncio.Queue()

        def send(item: str | LanguageModelError | None) -> None:
            try:
                loop.call_soon_threadsafe(queue.put_nowait, item)
            except RuntimeError:  # the loop is gone: Clara is shutting down
                cancelled.set()

        def work() -> None:
            try:
                if not cancelled.is_set():
                    for piece in self._model.stream(request, cancelled.is_set):
                        send(piece)
            except LanguageModelError as error:
                send(error)
            finally:
                send(None)

        future = loop.run_in_executor(self._executor, work)
        try:
            while (item := await queue.get()) is not None:
                if isinstance(item, LanguageModelError):
                    raise item  # noqa: TRY301 - whatever ends it early ends the work
                yield item
            await future
        except BaseException:  # not at its end, where it would look interrupted
            cancelled.set()
            raise

    async def use(self, model: LanguageModel) -> None:
        """Ask another model from the next request on; the present one is closed."""
        loop = asyncio.get_running_loop()

        def change() -> None:
            before, self._model = self._model, model
            before.close()

        await loop.run_in_executor(self._executor, change)

    def forget(self) -> None:
        """Forget answers that would be given again."""
        if isinstance(self._model, KeepsAnswers):
            self._model.forget()

    async def close(self) -> None:
        """End what is being answered and give the model back."""
        for typed in self._typed:
            typed.set()
        with suppress(RuntimeError):  # closed before
            await asyncio.get_running_loop().run_in_executor(
                self._executor, self._model.close
            )
        self._executor.shutdown(wait=True)


def _interrupted() -> LanguageModelError:
    return LanguageModelError(
        "somebody began to speak, and that goes first", remedy="ask again"
    )
