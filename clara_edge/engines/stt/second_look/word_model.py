"""How likely a word is after two others, in what people say to an assistant.

A trigram model with Witten and Bell's smoothing (The Zero-Frequency Problem, 1991, method C):
what was never seen after two words is judged after one, then alone. Made by
`python -m training.words` from the sentences that the parser learns from.
"""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING, Final, NamedTuple
from zipfile import BadZipFile

import numpy as np

from clara_edge.domain.errors import ModelDamagedError
from clara_edge.engines.stt.second_look.words import END, START, words_in

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from numpy.typing import NDArray

    Keys = NDArray[np.uint64]
    Counts = NDArray[np.uint32]

_BITS: Final = 20
"""Of a word's number: three fit into 64."""
_UNKNOWN = 0
"""The number of a word that was never seen."""
# Nats, by trial on TOPv2's evaluation sentences (docs/stt.md): a long unknown word must
# cost more than the known ones that the same sound may be
_UNKNOWN_COST, _UNKNOWN_COST_A_LETTER = -10.0, -1.0
_NAME_COST = -6.0
_NAMED_NEXT = math.log(0.2)
_MOST_NAMES = 2_000

Context = tuple[int, int]
"""The numbers of the last two words."""


class _Grams(NamedTuple):
    """All that was seen of one length."""

    keys: Keys
    counts: Counts
    contexts: Keys
    totals: Counts
    """How often each context was seen."""
    kinds: Counts
    """How many different words followed it."""


class WordModel:
    """Judges words one by one; immutable but for the household's names."""

    def __init__(
        self, words: Iterable[str], grams: dict[int, tuple[Keys, Counts]]
    ) -> None:
        """Take a vocabulary and, by length, sorted keys and their counts."""
        self._numbers = {word: number for number, word in enumerate(words, start=1)}
        self._grams = [_counted(*grams[length]) for length in (1, 2, 3)]
        self._start = self._numbers[START]
        self._end = self._numbers[END]
        self._names: dict[str, int] = {}
        self._after: set[tuple[int, int]] = set()

    @classmethod
    def load(cls, path: Path) -> WordModel:
        """Read a file of training.words.

        Raises:
            ModelDamagedError: it is none.
        """
        try:
            with path.open("rb") as stream, np.load(stream) as file:
                words = bytes(file["words"]).decode().split("\n")
                grams = {n: (file[f"keys{n}"], file[f"counts{n}"]) for n in (1, 2, 3)}
            return cls(words, grams)
        except (OSError, ValueError, KeyError, BadZipFile) as error:
            raise ModelDamagedError(
                f"the word model {path.name} cannot be read: {error}",
                remedy="install Clara again",
            ) from error

    @property
    def beginning(self) -> Context:
        """Return the context of the first word."""
        return (self._start, self._start)

    def set_names(self, phrases: Iterable[str]) -> None:
        """Know the words of these phrases, and expect each after the one before it."""
        self._names, self._after = {}, set()
        for phrase in list(phrases)[:_MOST_NAMES]:
            numbers = [self._number_of_name(word) for word in words_in(phrase)]
            self._after |= set(itertools.pairwise(numbers))

    def judge(self, context: Context, word: str) -> tuple[float, Context]:
        """Return the log probability of a word after its context, and the next context."""
        number = self._numbers.get(word) or self._names.get(word, _UNKNOWN)
        after = (context[1], number)
        if number == _UNKNOWN:
            return _UNKNOWN_COST + _UNKNOWN_COST_A_LETTER * len(word), after
        log = _NAME_COST
        if number <= len(self._numbers):
            log = math.log(self._probability((*context, number)))
        if after in self._after:
            log = max(log, _NAMED_NEXT)
        return log, after

    def ends(self, context: Context) -> float:
        """Return the log probability that a sentence ends here."""
        return math.log(self._probability((*context, self._end)))

    def mean(self, text: str) -> float:
        """Return the mean log probability of a text's words and its end."""
        context, log = self.beginning, 0.0
        words = words_in(text)
        for word in words:
            cost, context = self.judge(context, word)
            log += cost
        return (log + self.ends(context)) / (len(words) + 1)

    def _probability(self, words: tuple[int, int, int]) -> float:
        value = 1 / len(self._numbers)
        for length, grams in enumerate(self._grams, start=1):
            context = pack(words[3 - length : 2])
            at = _find(grams.contexts, context)
            if at is None:
                break
            total, kinds = int(grams.totals[at]), int(grams.kinds[at])
            seen = _find(grams.keys, pack(words[3 - length :]))
            count = 0 if seen is None else int(grams.counts[seen])
            value = (count + kinds * value) / (total + kinds)
        return value

    def _number_of_name(self, word: str) -> int:
        number = self._numbers.get(word)
        if number is None:
            first = len(self._numbers) + 1
            number = self._names.setdefault(word, first + len(self._names))
        return number


def pack(numbers: tuple[int, ...]) -> int:
    """Return up to three word numbers as one."""
    key = 0
    for number in numbers:
        key = key << _BITS | number
    return key


def _counted(keys: Keys, counts: Counts) -> _Grams:
    contexts, starts = np.unique(keys >> np.uint64(_BITS), return_index=True)
    small: Counts = counts.astype(np.uint32)
    totals: Counts = np.add.reduceat(small, starts)
    kinds: Counts = np.diff(np.append(starts, len(keys))).astype(np.uint32)
    return _Grams(keys, small, contexts, totals, kinds)


def _find(keys: Keys, key: int) -> int | None:
    at = int(np.searchsorted(keys, np.uint64(key)))
    return at if at < len(keys) and int(keys[at]) == key else None
