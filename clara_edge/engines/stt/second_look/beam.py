"""The words that both the sound and the language make likely."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from clara_edge.engines.stt.second_look.moonshine import END_TOKEN, START_TOKEN
from clara_edge.engines.stt.second_look.words import words_in
from clara_edge.ports.audio import CAPTURE_RATE_HZ

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clara_edge.engines.stt.second_look.moonshine import Floats, Moonshine
    from clara_edge.engines.stt.second_look.word_model import Context, WordModel

# By trial on TOPv2's evaluation sentences in three voices (docs/stt.md)
WEIGHT = 0.1
"""Of the language, against that of the sound."""
_A_WORD = 0.5
"""Nats for each word, since every word costs something in the word model."""
_BEGINNINGS = 4
_FOLLOWERS = 6
_HOPELESS = 6.0
"""Nats behind the best beginning."""
_UNLIKELY = -9.0
_TOKENS_A_SECOND = 6.5
"""UsefulSensors/moonshine: more are a loop."""
_FEWEST_TOKENS = 8


@dataclass(frozen=True, slots=True)
class _Beginning:
    """A text that is not finished."""

    context: Context
    tokens: tuple[int, ...] = (START_TOKEN,)
    sound: float = 0.0
    language: float = 0.0
    word: bytes = b""
    """The last word, which may go on."""
    row: int = field(default=0, compare=False)

    @property
    def score(self) -> float:
        return self.sound + self.language


class Search:
    """Finds the best text of a sound."""

    def __init__(self, model: Moonshine, words: WordModel) -> None:
        self._model = model
        self._words = words

    def best(self, sound: Floats) -> str:
        """Return the most likely text of a sound; empty when it has none."""
        heard = self._model.hear(sound)
        memory = self._model.begin()
        open_ = [_Beginning(self._words.beginning)]
        done: list[_Beginning] = []
        for _ in range(_longest(heard.samples)):
            last = [beginning.tokens[-1] for beginning in open_]
            rows = [beginning.row for beginning in open_]
            scores, memory = self._model.step(heard, last, memory, rows)
            ended, open_ = self._sorted(open_, scores)
            done += ended
            best = max((b.score for b in done), default=-np.inf)
            # costs only grow, but for what a word is worth
            if not open_ or best >= open_[0].score + _A_WORD:
                break
        chosen = max(done or open_, key=lambda beginning: beginning.score)
        pieces = (self._model.piece(token) for token in chosen.tokens[1:])
        return b"".join(pieces).decode("utf-8", "replace").strip()

    def _sorted(
        self, open_: list[_Beginning], scores: Floats
    ) -> tuple[list[_Beginning], list[_Beginning]]:
        """Return the texts that end here and the best ones that go on, best first."""
        found = [
            following
            for row, beginning in enumerate(open_)
            for following in self._followers(replace(beginning, row=row), scores[row])
        ]
        found.sort(key=lambda beginning: -beginning.score)
        hopeful = [b for b in found if b.score >= found[0].score - _HOPELESS]
        ended = [b for b in hopeful if b.tokens[-1] == END_TOKEN]
        going = [b for b in hopeful if b.tokens[-1] != END_TOKEN]
        return [replace(b, tokens=b.tokens[:-1]) for b in ended], going[:_BEGINNINGS]

    def _followers(self, beginning: _Beginning, scores: Floats) -> Iterator[_Beginning]:
        likely = np.argpartition(-scores, _FOLLOWERS)[:_FOLLOWERS]
        for token in likely.tolist():
            log = float(scores[token])
            if log >= _UNLIKELY or token == int(scores.argmax()):
                yield self._followed(beginning, token, log)

    def _followed(self, before: _Beginning, token: int, log: float) -> _Beginning:
        piece = self._model.piece(token)
        after = replace(
            before,
            tokens=(*before.tokens, token),
            sound=before.sound + log,
            word=before.word + piece,
        )
        if token != END_TOKEN and not piece.startswith(b" "):
            return after
        language, context = before.language, before.context
        for word in words_in(before.word.decode("utf-8", "replace")):
            cost, context = self._words.judge(context, word)
            language += WEIGHT * cost + _A_WORD
        if token == END_TOKEN:
            language += WEIGHT * self._words.ends(context)
        return replace(after, context=context, language=language, word=piece)


def _longest(samples: int) -> int:
    return max(_FEWEST_TOKENS, round(samples / CAPTURE_RATE_HZ * _TOKENS_A_SECOND) + 4)
