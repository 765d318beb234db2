"""Dialogues over a real database, and short ways to talk to them."""

from __future__ import annotations

from clara_edge.dialogue.dialogue import Dialogue
from clara_edge.dialogue.memory import memory_in
from clara_edge.engines.nlu.phrases import PhraseUnderstanding
from clara_edge.storage.database import TaskDatabase


def make_dialogue(path, clock, *, origin="voice", assistance=None):
    """Open a dialogue on a database file."""
    memory = memory_in(TaskDatabase(path, clock), clock, origin=origin)
    return Dialogue(PhraseUnderstanding(), memory, clock, assistance)


def say(dialogue, *texts):
    """Say several things in one conversation; return what Clara says to each."""
    results = [dialogue.turn(text, "c") for text in texts]
    return [result.reply.spoken if result.reply else None for result in results]
