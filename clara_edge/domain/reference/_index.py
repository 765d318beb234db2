"""How well the titles of tasks fit what was said."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from ._sound import letters, likeness, sound
from ._words import Word, joined, words_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from clara_edge.domain.tasks import Task

    Likes = Mapping[str, float]

# What a word counts that is not quite the same; with the next two groups, tuned on
# `clara bench references`.
_SAME_ROOT = 0.97
_LIKENESS_COUNTS = 0.95
_LEAST_LIKENESS = 0.6
_LEAST_PARTED = 0.8
# "appointment" for "appoint", a word that was cut off
_BEGINNING = 0.8
_BEGINNING_CHARS = 4

_FUNCTION_WEIGHT = 0.1
# A score is the share of the words that were said which a title has, and a little of the
# share of its own words which were said.
_OWN_SHARE = 0.25
_IDENTICAL = 0.1


@dataclass(frozen=True, slots=True)
class Fit:
    """How well one task fits."""

    task: Task
    said: float
    """What share of the words that were said it has, 0 to 1."""
    own: float
    """What share of its own words was said."""
    identical: bool = False
    """Word for word, however each was inflected."""

    @property
    def score(self) -> float:
        """All together; above 1 for a close fit."""
        return self.said + _OWN_SHARE * self.own + _IDENTICAL * self.identical


class Index:
    """The words of the titles of some tasks."""

    def __init__(self, tasks: Sequence[Task]) -> None:
        self._tasks = tasks
        self._titles = [words_of(task.title) for task in tasks]
        self._where: dict[str, list[int]] = {}
        words: dict[str, Word] = {}
        for number, title in enumerate(self._titles):
            for word in title:
                words[word.text] = word
                self._where.setdefault(word.text, []).append(number)
        self._by_root: dict[str, list[str]] = {}
        self._by_sound: dict[str, list[str]] = {}
        self._masks: list[tuple[int, str]] = []
        for word in words.values():
            self._by_root.setdefault(word.root, []).append(word.text)
            if word.telling:
                self._by_sound.setdefault(sound(word.text), []).append(word.text)
                self._masks.append((letters(word.text), word.text))
        self._unknown = self._weight_of(1)

    def fits(self, said: Sequence[Word]) -> list[Fit]:
        """Return the tasks that share telling words with what was said, best first."""
        said = [word for word in said if word.telling] or list(said)
        if not said:
            return []
        likes = [self._alike(word) for word in said]
        pairs = [
            self._alike(joined(one, other), parted=True)
            for one, other in pairwise(said)
        ]
        numbers = {
            number
            for like in (*likes, *pairs)
            for word in like
            for number in self._where[word]
        }
        found = [self._fit(number, likes, pairs) for number in numbers]
        return sorted(found, key=lambda fit: (-fit.score, fit.task.number))

    def _alike(self, word: Word, *, parted: bool = False) -> dict[str, float]:
        """Return the words of titles that may be meant by one, or by two joined."""
        text = word.text
        found: dict[str, float] = {}
        length = len(text)
        if word.telling and length > 2:
            mask, limit = letters(text), 2 + length // 4
            near = [t for m, t in self._masks if (m ^ mask).bit_count() <= limit]
            near += self._by_sound.get(sound(text), ())
            for other in near:
                score = likeness(text, other) if parted else _guess(text, other)
                if score >= (_LEAST_PARTED if parted else _LEAST_LIKENESS):
                    found[other] = _LIKENESS_COUNTS * score
        for other in self._by_root.get(word.root, ()):
            found[other] = _SAME_ROOT
        if text in self._where:
            found[text] = 1.0
        return found

    def _fit(self, number: int, likes: Sequence[Likes], pairs: Sequence[Likes]) -> Fit:
        title = self._titles[number]
        own = [w.text for w in title if w.telling] or [w.text for w in title]
        best = [_best(like, own) for like in likes]
        for at, like in enumerate(pairs):
            score, word = _best(like, own)
            if score > (best[at][0] + best[at + 1][0]) / 2:
                best[at] = best[at + 1] = (score, word)
        hit: dict[str, float] = {}
        total = got = 0.0
        for score, word in best:
            weight = self._weight(word) if score else self._unknown
            total += weight
            got += weight * score
            hit[word] = max(hit.get(word, 0.0), score)
        weights = {word: self._weight(word) for word in own}
        own_got = sum(weights[word] * hit.get(word, 0.0) for word in weights)
        share, own_share = got / total, own_got / sum(weights.values())
        same = len(own) == len(likes) and min(share, own_share) > _SAME_ROOT - 0.01
        return Fit(self._tasks[number], share, own_share, identical=same)

    def _weight(self, word: str) -> float:
        return self._weight_of(len(self._where[word]))

    def _weight_of(self, count: int) -> float:
        """Return how much a word tells: the rarer, the more."""
        return math.log(2 + len(self._tasks) / count)


def _best(like: Likes, own: Sequence[str]) -> tuple[float, str]:
    return max(((like.get(word, 0.0), word) for word in own), key=_score)


def _score(scored: tuple[float, str]) -> float:
    return scored[0]


def _guess(said: str, word: str) -> float:
    shorter, longer = sorted((said, word), key=len)
    long_enough = len(shorter) >= max(_BEGINNING_CHARS, len(longer) / 2)
    if long_enough and longer.startswith(shorter):
        return max(_BEGINNING, likeness(said, word))
    return likeness(said, word)
