"""A second look at words that nobody would say: the same sound, but knowing the language.

Moonshine writes what each moment sounds like and knows no other text. Where what it wrote
is unlikely to be said to an assistant ("Can soldering mine before …"), the sound is decoded
again with several beginnings kept, each judged by a model of words as well.
"""

from __future__ import annotations

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


class SecondLook:
    """Decides whether a text is worth another look, and looks; one thread at a time."""

    def __init__(self, folder: Path, threads: int) -> None:
        """Load a Moonshine pack and the word model.

        Raises:
            ModelMissingError, ModelDamagedError, EngineFailedError: one cannot be used.
        """
        self._words = WordModel.load(WORDS)
        self._model = Moonshine(folder, threads)
        self._search = Search(self._model, self._words)

    def set_names(self, phrases: Sequence[str]) -> None:
        """Expect these names of projects, tags and tasks."""
        self._words.set_names(phrases)

    def is_needed(self, text: str) -> bool:
        """Tell whether a text is unlikely to be said to an assistant."""
        return bool(words_in(text)) and self._words.mean(text) < _USUAL

    def look(self, sound: Floats) -> str:
        """Return the text of a sound at 16 kHz, full scale 1."""
        return self._search.best(self._model.hear(sound))
