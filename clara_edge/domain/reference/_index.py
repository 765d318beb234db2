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

# What is to be done tells less than what it is done to: as said, and in a title.
_DEED_SAID = 0.4
_DEED_OWN = 0.3
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
    other_deed: bool = False
    """Something else is done to what was said: "pay" rather than "cancel the rent"."""
    identical: bool = False
    """Word for word, however each was inflected; one word alone proves nothing."""

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
        self._weights = {
            text: self._weight_of(len(numbers)) for text, numbers in self._where.items()
        }
        self._unknown = self._weight_of(1)

    def fits(self, said: Sequence[Word]) -> list[Fit]:
        """Return the tasks that share telling words with what was said, best first."""
        said = _telling(said)
        if not said:
            return []
        likes: list[Likes] = [self._alike(word) for word in said]
        pairs: list[Likes] = [
            self._alike(joined(one, other), parted=True)
            for one, other in pairwise(said)
        ]
        numbers = {
            number
            for like in (*likes, *pairs)
            for word in like
            for number in self._where[word]
        }
        found = [self._fit(number, said, (likes, pairs)) for number in numbers]
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

    def _fit(
        self, number: int, said: Sequence[Word], found: tuple[list[Likes], list[Likes]]
    ) -> Fit:
        likes, pairs = found
        own = self._own(number)
        best = [_best(like, own) for like in likes]
        for at, like in enumerate(pairs):
            pair = _best(like, own)
            if pair[0] > (best[at][0] + best[at + 1][0]) / 2:
                best[at] = best[at + 1] = pair
        hit: dict[str, float] = {}
        total = got = 0.0
        for at, (score, text) in enumerate(best):
            weight = self._weights[text] if score else self._unknown
            weight *= _DEED_SAID if at == 0 and _leads(said) else 1
            total += weight
            got += weight * score
            hit[text] = max(hit.get(text, 0.0), score)
        own_total = sum(weight for _, weight in own)
        own_got = sum(weight * hit.get(text, 0.0) for text, weight in own)
        title = _telling(self._titles[number])
        return Fit(
            self._tasks[number],
            got / total,
            own_got / own_total,
            other_deed=_leads(said) and _leads(title) and not best[0][0],
            identical=_is_identical(title, said, best, hit),
        )

    def _own(self, number: int) -> list[tuple[str, float]]:
        """Return the telling words of a title with their weights."""
        own = _telling(self._titles[number])
        weights = [(word.text, self._weights[word.text]) for word in own]
        if _leads(own):
            weights[0] = (weights[0][0], _DEED_OWN * weights[0][1])
        return weights

    def _weight_of(self, count: int) -> float:
        """Return how much a word tells: the rarer, the more."""
        return math.log(2 + len(self._tasks) / count)


def _is_identical(
    own: Sequence[Word],
    said: Sequence[Word],
    best: Sequence[tuple[float, str]],
    hit: Mapping[str, float],
) -> bool:
    skipped = 1 if _leads(own) and not _leads(said) else 0
    return (
        len(own) - skipped == len(said) > 1
        and min(score for score, _ in best) >= _SAME_ROOT
        and all(word.text in hit for word in own[skipped:])
    )


def _telling(words: Sequence[Word]) -> Sequence[Word]:
    return [word for word in words if word.telling] or words


def _leads(words: Sequence[Word]) -> bool:
    """Tell whether words begin with a deed that is done to the others."""
    return len(words) > 1 and words[0].deed


def _best(like: Likes, own: Sequence[tuple[str, float]]) -> tuple[float, str]:
    best, found = 0.0, own[0][0]
    for text, _ in own:
        score = like.get(text, 0.0)
        if score > best:
            best, found = score, text
    return best, found


def _guess(said: str, word: str) -> float:
    shorter, longer = sorted((said, word), key=len)
    long_enough = len(shorter) >= max(_BEGINNING_CHARS, len(longer) / 2)
    if long_enough and longer.startswith(shorter):
        return max(_BEGINNING, likeness(said, word))
    return likeness(said, word)
