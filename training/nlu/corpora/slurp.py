"""SLURP: spoken commands to a home assistant, used for measuring only.

Conventions read from its development part: calendar_* are appointments, which are tasks
with a date to Clara; lists_createoradd makes a list or adds to one; alarm_remove is said
of alarms that ring and of those that do not; a dozen intents of one or two sentences
("set", "query") are slips of the annotators and left out.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clara_edge.domain.intents import Intent
from clara_edge.engines.nlu.learned.tokens import tokens_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

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


def read(folder: Path) -> Iterator[Spoken]:
    """Yield the sentences that are annotated well enough to measure with."""
    for line in (folder / "dev.jsonl").read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        words = tuple(t.word for t in tokens_of(_CALLED.sub("", entry["text"])))
        if entry["intent"] not in _SLIPS and words:
            yield Spoken(
                words, entry["intent"], ACCEPTED.get(entry["intent"], frozenset())
            )
