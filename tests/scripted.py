"""An understanding that reads what it was told to; obeys ports.understanding."""

from __future__ import annotations

from dataclasses import replace

from clara_edge.dialogue.dialogue import Dialogue
from clara_edge.dialogue.memory import memory_in
from clara_edge.domain.intents import Completeness, Intent, Interpretation, Source
from clara_edge.domain.when import resolve
from clara_edge.engines.nlu.phrases import PhraseUnderstanding
from clara_edge.storage.database import TaskDatabase


class Scripted:
    """Knows some sentences by heart; control words and the rest as the phrases do."""

    def __init__(self):
        self._known = {}
        self._phrases = PhraseUnderstanding()

    def learn(self, text, intent, **slots):
        """Take a sentence to mean this; dates are given as they are said."""
        self._known[text] = (Intent(intent), slots)

    def interpret(self, text, conversation, now):
        if text not in self._known:
            found = self._phrases.interpret(text, conversation, now)
            controls = found.intent.value.startswith("session.")
            if controls:
                return found
            return replace(found, intent=Intent.UNSUPPORTED, title=None, project=None)
        intent, slots = self._known[text]
        return reading(text, intent, now, **slots)

    def completeness(self, text, conversation):
        return Completeness.UNSURE


def reading(text, intent, now, *, also=(), confidence=0.95, **slots):
    """Return an interpretation; `when` and `new_when` are resolved from words."""
    for name in ("when", "new_when"):
        if isinstance(slots.get(name), str):
            slots[name] = resolve(slots[name], now)
            assert slots[name] is not None
    others = tuple(reading(text, now=now, **other) for other in also)
    return Interpretation(
        text, Intent(intent), confidence, Source.PARSER, also=others, **slots
    )


class Talk:
    """A conversation whose sentences are given together with what they mean."""

    def __init__(self, path, clock, *, replies=None):
        self.script = Scripted()
        memory = memory_in(TaskDatabase(path, clock), clock, origin="voice")
        self.dialogue = Dialogue(self.script, memory, clock, replies=replies)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.dialogue.close()

    def result(self, text, intent=None, **slots):
        """Say something; without an intent only Clara's memory can make sense of it."""
        if intent is not None:
            self.script.learn(text, intent, **slots)
        return self.dialogue.turn(text, "c")

    def say(self, text, intent=None, **slots):
        """Return what Clara says to it."""
        reply = self.result(text, intent, **slots).reply
        return reply.spoken if reply else None
