"""Reading what a language model wrote: words, one proposed call, or the steps of a task.

Whatever it wrote is a guess of a machine that has also read the person's task titles. A
call counts only if its intent and fields are in the schema and its words are the person's.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from clara_edge.domain.errors import TitleInvalidError
from clara_edge.domain.intents import Duration, Intent, Interpretation, Source
from clara_edge.domain.schema import out_of_scope, spec_of
from clara_edge.domain.tasks import Priority, clean_title, sentence_case
from clara_edge.domain.when import resolve

from .prompts import FEWEST_STEPS, MOST_STEPS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from clara_edge.domain.when import When

SAID_MAX_CHARS = 600
"""Longer answers are cut at a sentence: half a minute of speech."""

# A proposal is confirmed anyway; this is no measured share, only "ask first".
_PROPOSED = 0.5
_MINUTES_MAX = 600

_THOUGHTS = re.compile(r"<think>.*?(</think>|\Z)", re.DOTALL)
_STEP = re.compile(
    r'\{\s*"title":\s*("(?:[^"\\]|\\.)*"),\s*"minutes":\s*(\d{1,4})\s*\}'
)
_WORD = re.compile(r"[^\W_]+")
_SENTENCE_END = re.compile(r"[.!?…][\"')\]]*(?=\s|$)")
# words that a model may put around the person's own
_FILLERS = frozenset(
    (
        *("a", "an", "the", "my", "me", "i", "and", "or"),
        *("to", "on", "at", "in", "for", "of", "by", "from", "with"),
        *("list", "task", "reminder", "timer", "alarm"),
    )
)
_PRIORITIES = {
    "low": Priority.LOW,
    "not important": Priority.LOW,
    "unimportant": Priority.LOW,
    "medium": Priority.MEDIUM,
    "normal": Priority.MEDIUM,
    "high": Priority.HIGH,
    "important": Priority.HIGH,
    "really important": Priority.HIGH,
    "very important": Priority.HIGH,
    "urgent": Priority.URGENT,
    "very urgent": Priority.URGENT,
}
_TEXT_FIELDS = frozenset(
    (
        *("title", "new_title", "target", "project", "new_project"),
        *("person", "new_person", "ordinal", "amount", "level", "place"),
    )
)


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """One step of a task, as proposed."""

    title: str
    minutes: int

    def __str__(self) -> str:
        return f"{self.title} ({self.minutes} min)"

    @classmethod
    def parse(cls, text: str) -> PlannedStep:
        """Read what str() wrote."""
        title, _, rest = text.rpartition(" (")
        return cls(title, int(rest.removesuffix(" min)")))


def said(answer: str) -> str | None:
    """Return the words of an answer, with or without JSON around them; None if none."""
    found = _object(answer)
    text = found.get("say") if found is not None else answer
    return cleaned(text) if isinstance(text, str) else None


def cleaned(text: str) -> str | None:
    """Return text fit to be spoken and shown, cut at a sentence; None if no word is left."""
    text = _THOUGHTS.sub(" ", text)
    text = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    if len(text) > SAID_MAX_CHARS:
        text = text[:SAID_MAX_CHARS]
        ends = [match.end() for match in _SENTENCE_END.finditer(text)]
        text = text[: ends[-1]] if ends else f"{text.rpartition(' ')[0] or text}…"
    return text if any(character.isalnum() for character in text) else None


def proposed(answer: str, utterance: str, now: datetime) -> Interpretation | None:
    """Return the reading that a call stands for; None for nonsense, or words of its own."""
    call = _object(answer)
    intent = _called(call.pop("call", None)) if call is not None else None
    if call is None or intent is None:
        return None
    slots = spec_of(intent).slots
    known = {slot.name for slot in slots}
    spoken = frozenset(_words(utterance))
    fields: dict[str, str] = {}
    for field, value in call.items():
        if field not in known or not isinstance(value, str):
            return None
        if not _persons_own(value, spoken):
            return None
        if value.strip():
            fields[field] = value.strip()
    if any(slot.required and slot.name not in fields for slot in slots):
        return None
    blank = Interpretation(utterance, intent, _PROPOSED, Source.LLM)
    try:
        return _filled(blank, fields, now)
    except _NotUnderstoodError:
        return None


def steps(answer: str) -> tuple[PlannedStep, ...]:
    """Return the steps of an answer, also of one that was cut off; empty for nonsense."""
    found: list[PlannedStep] = []
    for title, minutes in _STEP.findall(_THOUGHTS.sub("", answer)):
        try:
            clean = sentence_case(clean_title(json.loads(title)))
        except (ValueError, TitleInvalidError):
            continue
        known = {step.title.casefold() for step in found}
        if not any(map(str.isalnum, clean)) or clean.casefold() in known:
            continue
        found.append(PlannedStep(clean, max(1, min(int(minutes), _MINUTES_MAX))))
    return tuple(found[:MOST_STEPS]) if len(found) >= FEWEST_STEPS else ()


class _NotUnderstoodError(ValueError):
    """A field holds nothing that the field can mean."""


def _called(name: object) -> Intent | None:
    try:
        intent = Intent(str(name))
    except ValueError:
        return None
    never = out_of_scope(intent) or intent in {Intent.SESSION_YES, Intent.SESSION_NO}
    return None if never else intent


def _filled(
    blank: Interpretation, fields: dict[str, str], now: datetime
) -> Interpretation:
    """Return a reading with these fields; _NotUnderstoodError if one means nothing."""
    changes: dict[str, Any] = {f: v for f, v in fields.items() if f in _TEXT_FIELDS}
    for field, repeat in (("when", "repeat"), ("new_when", "new_repeat")):
        spoken = [fields[f] for f in (repeat, field) if f in fields]
        if spoken:
            changes[field] = _resolved(spoken, now)
    if "duration" in fields:
        changes["duration"] = _duration(fields["duration"], now)
    if "priority" in fields:
        changes["priority"] = _priority(fields["priority"])
    if "tag" in fields:
        changes["tags"] = (fields["tag"].lstrip("#"),)
    if "name" in fields:
        creates = blank.intent in {Intent.TIMER_CREATE, Intent.ALARM_CREATE}
        changes["title" if creates else "target"] = fields["name"]
    return replace(blank, **changes)


def _resolved(spoken: list[str], now: datetime) -> When:
    for text in (" ".join(spoken), " ".join(reversed(spoken))):
        if (when := resolve(text, now)) is not None:
            return when
    raise _NotUnderstoodError(spoken)


def _duration(text: str, now: datetime) -> Duration:
    when = resolve(text.removeprefix("for "), now)
    if when is None or when.duration_s is None:
        raise _NotUnderstoodError(text)
    return Duration(text, when.duration_s)


def _priority(text: str) -> Priority:
    try:
        return _PRIORITIES[text.casefold()]
    except KeyError as error:
        raise _NotUnderstoodError(text) from error


def _object(answer: str) -> dict[str, Any] | None:
    """Return the JSON object of an answer, whatever stands around it."""
    answer = _THOUGHTS.sub("", answer)
    begin = answer.find("{")
    if begin < 0:
        return None
    try:
        found, _ = json.JSONDecoder().raw_decode(answer[begin:])
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _persons_own(value: str, spoken: frozenset[str]) -> bool:
    """Tell whether the words of a field were said, and did not come from anywhere else."""
    words = [word for word in _words(value) if word not in _FILLERS]
    return all(word in spoken for word in words)


def _words(text: str) -> Iterator[str]:
    return (match.group().casefold() for match in _WORD.finditer(text))
