"""Several recognisers as one: when the one in use fails, the next takes over its turn."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from clara_edge.domain.errors import EngineFailedError
from clara_edge.engines.ordered import EngineState, EngineStatus, OrderedEngines

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from clara_edge.ports.audio import Samples
    from clara_edge.ports.stt import RecognitionStream, SpeechRecognizer

T = TypeVar("T")


class FallbackRecognizer:
    """The first recogniser that works, in order of preference.

    Each is loaded when its turn comes. One that fails, also in the middle of an
    utterance, is put aside with a reason in status(), and the utterance's sound so far is
    heard again by the next.
    """

    def __init__(
        self,
        candidates: Sequence[tuple[str, Callable[[], SpeechRecognizer]]],
        on_change: Callable[[tuple[EngineStatus, ...]], None] | None = None,
    ) -> None:
        """Take (name, factory) pairs; on_change is told each new status()."""
        self._engines = OrderedEngines("stt", candidates, on_change)
        self._phrases: tuple[str, ...] = ()
        self._hinted: SpeechRecognizer | None = None
        self._takes_hints = False

    @property
    def name(self) -> str:
        """Name of the recogniser in use; of none while none is loaded."""
        if any(s.state is EngineState.ACTIVE for s in self.status()):
            return self._engines.current().name
        return "none"

    def load(self) -> None:
        """Load the first recogniser now instead of at the first utterance.

        Raises:
            EngineFailedError: none can be loaded; the message names each with its reason.
        """
        self.current()

    def stream(self) -> RecognitionStream:
        """Begin a new utterance.

        Raises:
            EngineFailedError: no recogniser works.
        """
        return _FallbackStream(self)

    def set_hotwords(self, phrases: Sequence[str]) -> bool:
        """Prefer these phrases in new streams, also after a change of recognisers."""
        self._phrases = tuple(phrases)
        self._hinted = None
        self.current()
        return self._takes_hints

    def status(self) -> tuple[EngineStatus, ...]:
        """Return how each recogniser is doing, in order; never blocks."""
        return self._engines.status()

    def close(self) -> None:
        """Release the recogniser in use. Idempotent."""
        self._engines.close()

    def current(self) -> SpeechRecognizer:
        """Return the recogniser in use, told of the hotwords.

        Raises:
            EngineFailedError: none works.
        """
        while (engine := self._engines.current()) is not self._hinted:
            try:
                self._takes_hints = engine.set_hotwords(self._phrases)
            except Exception as error:  # noqa: BLE001 - an engine is foreign code
                self.fail(engine, error)
            else:
                self._hinted = engine
        return engine

    def fail(self, engine: SpeechRecognizer, error: Exception) -> None:
        """Put a broken recogniser aside.

        Raises:
            EngineFailedError: no other works.
        """
        self._engines.fail(engine, str(error) or type(error).__name__)


class _FallbackStream:
    """One utterance, kept so that another recogniser can hear it from the start."""

    def __init__(self, recognizers: FallbackRecognizer) -> None:
        self._recognizers = recognizers
        self._heard: list[Samples] = []
        self._open: tuple[SpeechRecognizer, RecognitionStream] | None = None
        self._hopeless: EngineFailedError | None = None
        self._attempt(lambda _stream: None)

    def accept(self, samples: Samples) -> None:
        """Take the next sound; a failure shows in the next interim() or settle()."""
        self._heard.append(samples.copy())
        if self._open is None:
            return
        engine, stream = self._open
        try:
            stream.accept(samples)
        except Exception as error:  # noqa: BLE001 - an engine is foreign code
            self._give_up(engine, error)

    def interim(self) -> str | None:
        """Return the text so far, None if nothing new."""
        return self._attempt(lambda stream: stream.interim())

    def settle(self) -> str:
        """Return the text of all sound so far."""
        return self._attempt(lambda stream: stream.settle())

    def _attempt(self, action: Callable[[RecognitionStream], T]) -> T:
        while self._hopeless is None:
            engine = None
            try:
                if self._open is None:
                    engine = self._recognizers.current()
                    self._open = engine, self._replay(engine)
                engine, stream = self._open
                return action(stream)
            except Exception as error:
                if engine is None:
                    raise  # none is left
                self._give_up(engine, error)
        raise self._hopeless

    def _replay(self, engine: SpeechRecognizer) -> RecognitionStream:
        stream = engine.stream()
        for samples in self._heard:
            stream.accept(samples)
        return stream

    def _give_up(self, engine: SpeechRecognizer, error: Exception) -> None:
        self._open = None
        try:
            self._recognizers.fail(engine, error)
        except EngineFailedError as last:
            # for this utterance: the next one tries those again that once worked
            self._hopeless = last
