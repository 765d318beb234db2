"""Which of Clara's abilities a question for help is about."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .sayings import sayings

if TYPE_CHECKING:
    from clara_edge.domain.intents import Intent

    from .sayings import Saying

_THINGS = {
    "task": ("task", "tasks", "todo", "todos", "item", "items", "thing", "something"),
    "project": ("list", "lists", "project", "projects"),
    "reminder": ("reminder", "reminders"),
    "timer": ("timer", "timers", "countdown"),
    "alarm": ("alarm", "alarms"),
    "clock": ("time", "date", "clock", "day"),
    "volume": ("volume", "loud", "louder", "quieter", "loudness", "sound"),
    "mute": ("microphone", "mute", "unmute", "mic", "listening"),
    "quiet": ("disturb", "quiet", "silence"),
    "undo": ("undo", "revert"),
    "redo": ("redo",),
    "shutdown": ("shut", "off", "restart", "reboot"),
    "selftest": ("test", "selftest", "check"),
    "stop": ("stop",),
    "repeat": ("again",),
    "breakdown": ("steps", "subtasks", "breakdown"),
    "suggest": ("suggest", "suggestion", "suggestions"),
}
_DEEDS = {
    "create": ("add", "set", "create", "make", "new", "start", "put", "remind"),
    "query": ("read", "hear", "show", "see", "left", "find"),
    "complete": ("complete", "finish", "tick", "done", "check"),
    "reopen": ("reopen", "uncheck", "untick"),
    "update": (
        "change",
        "move",
        "rename",
        "reschedule",
        "edit",
        "postpone",
        "repeating",
    ),
    "delete": ("delete", "remove", "erase"),
    "cancel": ("cancel", "delete", "remove", "stop"),
    "snooze": ("snooze", "later", "postpone"),
    "silence": ("silence", "stop", "quiet"),
    "pause": ("pause",),
    "resume": ("resume", "continue"),
    "restart": ("restart",),
    "acknowledge": ("acknowledge", "done"),
    "breakdown": ("break", "split"),
}
# Where only a thing is named, what people most likely want of it.
_USUAL = (
    *("task.create", "timer.create", "alarm.create", "project.create", "clock.query"),
)
# A reminder is a task with a time, except where it rings.
_REMINDER_IS_TASK = {"create", "update", "delete", "query", "complete"}
_WORDS = re.compile(r"[a-z]+")
_THING, _DEED, _IS_USUAL = 4, 2, 1


def topic(question: str) -> Saying | None:
    """Return what a question such as "how do I set a timer" is about; None for all."""
    words = _WORDS.findall(question.casefold())[:100]
    scored = [(_score(saying.intent, words), saying) for saying in sayings()]
    best, found = max(scored, key=lambda pair: pair[0])
    names_deed = any(_names(_DEEDS, deed, words) for deed in _DEEDS)
    # how to delete a list, which Clara does not do: another deed would mislead
    needed = _THING + _DEED if names_deed else _THING
    return found if best >= needed else None


def _score(intent: Intent, words: list[str]) -> int:
    noun, _, verb = intent.value.partition(".")
    if noun == "session":
        return _THING + _DEED if _names(_THINGS, verb, words) else 0
    is_thing = _names(_THINGS, noun, words)
    if noun == "task" and _names(_THINGS, "reminder", words):
        is_thing = is_thing or verb in _REMINDER_IS_TASK
    if verb in _THINGS and _names(_THINGS, verb, words):
        return _THING + _DEED
    if not is_thing:
        return 0
    deed = _DEED if _names(_DEEDS, verb, words) else 0
    return _THING + deed + (_IS_USUAL if intent.value in _USUAL else 0)


def _names(table: dict[str, tuple[str, ...]], key: str, words: list[str]) -> bool:
    return any(word in words for word in table.get(key, ()))
