"""A second look at words that nobody would say: the same sound, but knowing the language.

Moonshine writes what each moment sounds like and knows no other text. Where what it wrote
is unlikely to be said to an assistant ("Can soldering mine before …"), the sound is decoded
again with several beginnings kept, each judged by a model of words as well.
"""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from clara_edge.engines.stt.second_look.beam import Search
from clara_edge.engines.stt.second_look.moonshine import Moonshine
from clara_edge.engines.stt.second_look.word_model import WordModel
from clara_edge.engines.stt.second_look.words import words_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clara_edge.engines.stt.second_look.moonshine import Floats

WORDS = Path(__file__).with_name("words.npz")
_USUAL = -4.5
"""Mean log probability of a word, by trial: docs/stt.md."""
_KEPT_S = 300.0


class SecondLook:
    """Decides whether a text is worth another look, and looks; one thread at a time.

    Moonshine is loaded by the first look, and released when none was needed for a while:
    it takes 80 MB, and most of what is said to Clara is likely.
    """

    def __init__(self, folder: Path, threads: int) -> None:
        """Use a Moonshine pack.

        Raises:
            ModelDamagedError: the word model cannot be read.
        """
        self._words = WordModel.load(WORDS)
        self._folder = folder
        self._threads = threads
        self._search: Search | None = None
        self._lock = threading.Lock()
        self._release: threading.Timer | None = None

    def set_names(self, phrases: Sequence[str]) -> None:
        """Expect these names of projects, tags and tasks."""
        self._words.set_names(phrases)

    def is_needed(self, text: str) -> bool:
        """Tell whether a text is unlikely to be said to an assistant."""
        return bool(words_in(text)) and self._words.mean(text) < _USUAL

    def look(self, sound: Floats) -> str:
        """Return the text of a sound at 16 kHz, full scale 1.

        Raises:
            ModelMissingError, ModelDamagedError, EngineFailedError: the pack cannot be used.
        """
        with self._lock:
            if self._search is None:
                model = Moonshine(self._folder, self._threads)
                self._search = Search(model, self._words)
            text = self._search.best(sound)
        self._release_later()
        return text

    def close(self) -> None:
        """Release the model; the next look loads it again. Idempotent."""
        if self._release is not None:
            self._release.cancel()
        with self._lock:
            self._search = None

    def _release_later(self) -> None:
        if self._release is not None:
            self._release.cancel()
        self._release = threading.Timer(_KEPT_S, self.close)
        self._release.daemon = True
        self._release.start()
