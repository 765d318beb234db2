"""SLURP: spoken commands to a home assistant; half are learned from, half measured with.

Conventions read from its development part: calendar_* are appointments, which are tasks
with a date to Clara; lists_createoradd makes a list or adds to one; alarm_remove is said
of alarms that ring and of those that do not; who crosses something out of a list is done
with it, and who says "reminder" gets one, also where SLURP has lists_remove and alarm_set;
a dozen intents of one or two sentences ("set", "query") are slips of the annotators and left out. Its slots are not Clara's (a
date and its time are two, a list's item is none), so that only its intents are used.
"""

from __future__ import annotations

import json
import re
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clara_edge.domain.intents import Intent
from clara_edge.engines.nlu.learned.tokens import tokens_of
from training.nlu.sentence import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from training.nlu.sentence import Tags

ACCEPTED: dict[str, frozenset[Intent]] = {
    "alarm_set": frozenset({Intent.ALARM_CREATE}),
    "alarm_query": frozenset({Intent.ALARM_QUERY}),
    "alarm_remove": frozenset({Intent.ALARM_CANCEL, Intent.ALARM_SILENCE}),
    "calendar_set": frozenset({Intent.TASK_CREATE}),
    "calendar_query": frozenset({Intent.TASK_QUERY}),
    "calendar_remove": frozenset({Intent.TASK_DELETE}),
    "lists_createoradd": frozenset({Intent.TASK_CREATE, Intent.PROJECT_CREATE}),
    "lists_query": frozenset({Intent.TASK_QUERY, Intent.PROJECT_QUERY}),
    "lists_remove": frozenset({Intent.TASK_DELETE}),
    "datetime_query": frozenset({Intent.CLOCK_QUERY}),
    "audio_volume_up": frozenset({Intent.SESSION_VOLUME}),
    "audio_volume_down": frozenset({Intent.SESSION_VOLUME}),
    "audio_volume_mute": frozenset(
        {Intent.SESSION_VOLUME, Intent.SESSION_MUTE, Intent.SESSION_QUIET}
    ),
}
# what the words say where SLURP's intent is wider than one of ours
_CHOICES: dict[str, tuple[tuple[str, Intent], ...]] = {
    "alarm_remove": (
        (r"\b(?:stop|off|silence)\b", Intent.ALARM_SILENCE),
        ("", Intent.ALARM_CANCEL),
    ),
    "lists_createoradd": (
        (r"\b(?:add|put|include|insert|append|remind)\b", Intent.TASK_CREATE),
        ("", Intent.PROJECT_CREATE),
    ),
    "lists_query": (
        (r"\b(?:lists|what list|which list)\b", Intent.PROJECT_QUERY),
        ("", Intent.TASK_QUERY),
    ),
    "audio_volume_mute": (
        (
            r"\b(?:sounds?|audio|speakers?|volume|settings|button)\b",
            Intent.SESSION_VOLUME,
        ),
        ("", Intent.SESSION_QUIET),
    ),
}
_TOPICS = {
    "music": "music",
    "play_": "music",
    "weather": "weather",
    "transport": "navigation",
    "email": "messaging",
    "recommendation": "event",
}
_SLIPS = frozenset(
    [
        "cleaning",
        "cooking_query",
        "factoid",
        "general_greet",
        "greet",
        "hue_lightoff",
        "hue_lightup",
        "likeness",
        "music",
        "podcasts",
        "post",
        "query",
        "quirky",
        "set",
        "datetime_convert",
    ]
)
# names that other assistants are called by
_CALLED = re.compile(r"^(?:(?:hey|hi|ok|okay|hello) )?(?:olly|siri|alexa|google)\b,? ?")


@dataclass(frozen=True, slots=True)
class Spoken:
    """A sentence, its intent in SLURP's words, and what Clara may make of it."""

    words: tuple[str, ...]
    intent: str
    accepted: frozenset[Intent]
    """Empty when it is nothing for Clara."""


def read(folder: Path, part: str) -> Iterator[Spoken]:
    """Yield the sentences of "train" or "eval" that are annotated well enough."""
    for line in (folder / "dev.jsonl").read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        words = tuple(t.word for t in tokens_of(_CALLED.sub("", entry["text"])))
        if entry["intent"] in _SLIPS or not words:
            continue
        # by the words, so that no sentence is in both parts
        learned = zlib.crc32(" ".join(words).encode()) % 2 == 0
        if learned == (part == "train"):
            yield Spoken(words, entry["intent"], _accepted(entry["intent"], words))


def _accepted(intent: str, words: tuple[str, ...]) -> frozenset[Intent]:
    accepted = ACCEPTED.get(intent, frozenset())
    if intent == "lists_remove" and {"cross", "tick", "check"} & set(words):
        return accepted | {Intent.TASK_COMPLETE}
    if intent == "alarm_set" and "reminder" in words:
        return accepted | {Intent.TASK_CREATE}
    return accepted


def sentences(folder: Path) -> Iterator[Sentence]:
    """Yield the sentences to learn from, each with one label."""
    for spoken in read(folder, "train"):
        source = f"slurp/{spoken.intent}"
        label = _label(spoken)
        # what is nothing for Clara has no slots; those of the rest are not known
        tags: Tags = None if spoken.accepted else ("O",) * len(spoken.words)
        topic = "" if spoken.accepted else _topic(spoken.intent)
        yield Sentence(spoken.words, label, tags, source, topic)


def _label(spoken: Spoken) -> str:
    text = " ".join(spoken.words)
    if not spoken.accepted:
        talk = spoken.intent.startswith(("general_", "qa_"))
        return Intent.CHAT if talk else Intent.UNSUPPORTED
    if spoken.intent not in _CHOICES:
        # the first is the usual one of the table
        return next(iter(ACCEPTED[spoken.intent]))
    for pattern, intent in _CHOICES[spoken.intent]:
        if re.search(pattern, text):
            return intent
    raise ValueError(f"no intent of {sorted(spoken.accepted)} fits {text!r}")


def _topic(intent: str) -> str:
    return next((t for start, t in _TOPICS.items() if intent.startswith(start)), intent)
