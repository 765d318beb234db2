"""Words of the made-up tasks: some real ones, the rest made of syllables, used as people do."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

VOCABULARY = 8_000
"""Distinct words; a person's notes of some years have about so many."""

_REAL = """
buy call write read book pay send fix clean check order return plan visit cancel renew
milk bread dentist mother invoice report birthday present garden kitchen window
bicycle insurance passport flight hotel train ticket school teacher doctor appointment
medicine coffee apples cheese flour butter laundry curtains lamp heating roof gutter
tyres brakes meeting agenda slides budget contract customer release backup password
letter parcel library violin choir tent boots rucksack photos album chess guests
dinner recipe oven
"""
_ONSETS = "b d f g h j k l m n p r s t v w z br st tr kl gr sch fl pl"
_NUCLEI = "a e i o u au ei ie ö ü"
_CODAS = ("", "n", "r", "l", "s", "t", "ng", "ck")


class Words:
    """Picks words so that the n-th most frequent one comes 1/n as often (Zipf's law)."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._words = [*_REAL.split(), *_made_up(random, VOCABULARY)]
        # 2.7: Mandelbrot's correction for the most frequent words
        weights = (1 / (rank + 2.7) for rank in range(1, len(self._words) + 1))
        self._weights = list(itertools.accumulate(weights))

    def pick(self, count: int) -> list[str]:
        """Return words, frequent ones often."""
        return self._random.choices(self._words, cum_weights=self._weights, k=count)

    def title(self) -> str:
        """Return two to seven words."""
        words = self.pick(self._random.randint(2, 7))
        return " ".join([words[0].capitalize(), *words[1:]])

    def notes(self) -> str:
        """Return a paragraph."""
        return " ".join(self.pick(self._random.randint(8, 40))) + "."


def misspelt(word: str, random: Random) -> str:
    """Return a word with two neighbouring letters swapped: "dentsit"."""
    places = [n for n in range(1, len(word) - 1) if word[n] != word[n + 1]]
    at = random.choice(places)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _made_up(random: Random, count: int) -> list[str]:
    onsets, nuclei = _ONSETS.split(), _NUCLEI.split()
    words: dict[str, None] = {}
    while len(words) < count:
        syllables = random.choices((1, 2, 3), weights=(1, 4, 2))[0]
        word = "".join(
            random.choice(onsets) + random.choice(nuclei) for _ in range(syllables)
        )
        words[word + random.choice(_CODAS)] = None
    return list(words)
