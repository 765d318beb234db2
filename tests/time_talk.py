"""Dialogues about timers and alarms, their readings given, so that only what is done is tested."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from clara_edge.dialogue.dialogue import Dialogue
from clara_edge.dialogue.memory import memory_in
from clara_edge.domain.intents import (
    Completeness,
    Duration,
    Intent,
    Interpretation,
    Source,
)
from clara_edge.domain.when import resolve
from clara_edge.engines.nlu.phrases import PhraseUnderstanding
from clara_edge.storage.database import TaskDatabase
from tests.clocks import ManualClock

BERLIN = ZoneInfo("Europe/Berlin")
EVENING = datetime(2026, 12, 1, 18, 0, tzinfo=BERLIN)
"""A Tuesday."""


class Given:
    """Understands what it was given readings of, and the rest by phrases."""

    def __init__(self):
        self.readings = {}
        self._phrases = PhraseUnderstanding()

    def interpret(self, text, conversation, now):
        if text in self.readings:
            return self.readings[text]
        return self._phrases.interpret(text, conversation, now)

    def completeness(self, text, conversation):
        return Completeness.UNSURE


class Talk:
    """One conversation with a clock that stands still."""

    def __init__(self, path, start=EVENING, **settings):
        self.clock = ManualClock(start)
        self.memory = memory_in(
            TaskDatabase(path, self.clock), self.clock, origin="voice"
        )
        self._given = Given()
        self._dialogue = Dialogue(self._given, self.memory, self.clock, **settings)
        self.result = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._dialogue.close()

    @property
    def keeping(self):
        return self.memory.timekeeping

    def say(self, text, intent=None, **slots):
        """Say something that is read as an intent with slots; return what Clara says."""
        if intent is not None:
            self._given.readings[text] = self.reading(text, intent, **slots)
        self.result = self._dialogue.turn(text, "c")
        return self.result.reply.spoken if self.result.reply else None

    def reading(self, text, intent, *, seconds=None, when=None, new=None, **slots):
        now = self.clock.now()
        if seconds is not None:
            slots["duration"] = Duration("", seconds)
        if when is not None:
            slots["when"] = resolve(when, now)
        if new is not None:
            slots["new_when"] = resolve(new, now)
        return Interpretation(text, Intent(intent), 1.0, Source.PARSER, **slots)
