"""What people say in `clara bench turns`, and with which voices."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import numpy as np
import soxr

from clara_edge.config.engines import create_engine
from clara_edge.domain.intents import Intent
from clara_edge.ports.audio import CAPTURE_RATE_HZ

if TYPE_CHECKING:
    from clara_edge.ports.audio import Samples
    from clara_edge.ports.engine import EngineContext
    from clara_edge.ports.tts import SpeechSynthesizer

WAKE_PHRASE = "hey jarvis"
_PAUSE_S = 1.0
_LEAD_S = 0.3
# after an answer Clara is deaf until the room rings no more (listening.echo_tail_ms)
_FOLLOW_UP_LEAD_S = 0.6


class Opening(StrEnum):
    """How a turn begins."""

    PAUSE = "wake word, pause"
    BREATH = "in one breath"
    FOLLOW_UP = "follow-up"


@dataclass(frozen=True, slots=True)
class Person:
    """A voice: a speech engine of Clara's and its settings."""

    engine: str
    options: tuple[tuple[str, Any], ...]

    @property
    def name(self) -> str:
        """The engine and its voice."""
        return f"{self.engine}/{dict(self.options)['voice']}"


@dataclass(frozen=True, slots=True)
class Said:
    """One turn as it is meant."""

    opening: Opening
    person: Person
    text: str
    intent: Intent
    title: str | None
    """The task that it asks for."""


# voices and paces at which the wake word is heard reliably
PEOPLE = (
    Person("flite", (("voice", "kal16"), ("stretch", 1.15))),
    Person("espeak", (("voice", "en-gb"), ("speed_wpm", 150))),
    Person("flite", (("voice", "awb"), ("stretch", 1.0))),
    Person("espeak", (("voice", "en-us"), ("speed_wpm", 165))),
    Person("flite", (("voice", "rms"), ("stretch", 1.15))),
)
# What moonshine-tiny gets right in most of these voices, because a misheard command ends
# with another pause than an understood one. Lengths without a common divisor, also with
# the number of people: it takes long until a pair comes back.
_FIRST = (
    ("what are my tasks", None),
    ("remind me to call the dentist", "call the dentist"),
    ("put bread on my shopping list", "bread"),
    ("don't let me forget to feed the cat", "feed the cat"),
    ("how many tasks do I have", None),
    ("remind me to pay the rent", "pay the rent"),
)
_SECOND = (
    ("I need to pick up the parcel", "pick up the parcel"),
    ("what is on my shopping list", None),
    ("remind me to wash the car", "wash the car"),
    ("remind me to book a table for dinner", "book a table for dinner"),
    ("how many tasks are open", None),
    ("put milk on my shopping list", "milk"),
    ("remind me to feed the cat", "feed the cat"),
)


def script(turns: int) -> list[Said]:
    """Return turns in pairs: one with the wake word, then one without it."""
    return [_turn(number) for number in range(turns)]


def _turn(number: int) -> Said:
    pair, second = divmod(number, 2)
    if second:
        opening = Opening.FOLLOW_UP
    else:
        opening = Opening.BREATH if pair % 2 else Opening.PAUSE
    texts = _SECOND if second else _FIRST
    text, title = texts[pair % len(texts)]
    intent = Intent.TASK_QUERY if title is None else Intent.TASK_CREATE
    return Said(opening, PEOPLE[pair % len(PEOPLE)], text, intent, title)


class Voices:
    """Speaks as people do, at CAPTURE_RATE_HZ."""

    def __init__(self, context: EngineContext) -> None:
        self._context = context
        self._engines: dict[Person, SpeechSynthesizer] = {}

    def say(self, said: Said, opening: Opening) -> Samples:
        """Return a turn as sound, the wake word included where the opening has one.

        Raises:
            EngineError, ModelError: the voice cannot speak.
        """
        if opening is Opening.FOLLOW_UP:
            lead = _silence(_FOLLOW_UP_LEAD_S)
            return np.concatenate([lead, self.speak(said.person, said.text)])
        lead = _silence(_LEAD_S)
        if opening is Opening.BREATH:
            together = f"{WAKE_PHRASE}, {said.text}"
            return np.concatenate([lead, self.speak(said.person, together)])
        wake, words = (self.speak(said.person, t) for t in (WAKE_PHRASE, said.text))
        return np.concatenate([lead, wake, _silence(_PAUSE_S), words])

    def load(self, person: Person) -> SpeechSynthesizer:
        """Return the engine that speaks for a person; raises as create_engine does."""
        if person not in self._engines:
            self._engines[person] = create_engine(
                "tts", person.engine, dict(person.options), self._context
            )
        return self._engines[person]

    def speak(self, person: Person, text: str) -> Samples:
        """Return a text as a person says it; raises as create_engine does."""
        engine = self.load(person)
        sound = np.concatenate(list(engine.synthesize(text, lambda: False)))
        at_16k = soxr.resample(
            sound.astype(np.float32), engine.rate_hz, CAPTURE_RATE_HZ
        )
        return np.asarray(np.clip(at_16k, -32_767, 32_767), dtype=np.int16)


def _silence(seconds: float) -> Samples:
    return np.zeros(round(seconds * CAPTURE_RATE_HZ), dtype=np.int16)
