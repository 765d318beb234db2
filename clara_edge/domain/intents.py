"""What a person can want, and how an utterance is understood."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clara_edge.domain.tasks import Priority
    from clara_edge.domain.when import When


class Intent(StrEnum):
    """Dotted noun.verb; the closed set that every parser maps to."""

    TASK_CREATE = "task.create"
    TASK_QUERY = "task.query"
    TASK_COMPLETE = "task.complete"
    TASK_REOPEN = "task.reopen"
    TASK_UPDATE = "task.update"
    TASK_DELETE = "task.delete"
    TASK_BREAKDOWN = "task.breakdown"
    TASK_SUGGEST = "task.suggest"
    PROJECT_CREATE = "project.create"
    PROJECT_QUERY = "project.query"
    REMINDER_SNOOZE = "reminder.snooze"
    REMINDER_ACKNOWLEDGE = "reminder.acknowledge"
    TIMER_CREATE = "timer.create"
    TIMER_QUERY = "timer.query"
    TIMER_UPDATE = "timer.update"
    TIMER_PAUSE = "timer.pause"
    TIMER_RESUME = "timer.resume"
    TIMER_RESTART = "timer.restart"
    TIMER_CANCEL = "timer.cancel"
    ALARM_CREATE = "alarm.create"
    ALARM_QUERY = "alarm.query"
    ALARM_UPDATE = "alarm.update"
    ALARM_CANCEL = "alarm.cancel"
    ALARM_SILENCE = "alarm.silence"
    ALARM_SNOOZE = "alarm.snooze"
    CLOCK_QUERY = "clock.query"
    SESSION_STOP = "session.stop"
    SESSION_YES = "session.yes"
    SESSION_NO = "session.no"
    SESSION_REPEAT = "session.repeat"
    SESSION_UNDO = "session.undo"
    SESSION_REDO = "session.redo"
    SESSION_HELP = "session.help"
    SESSION_VOLUME = "session.volume"
    SESSION_MUTE = "session.mute"
    SESSION_QUIET = "session.quiet"
    SESSION_SELFTEST = "session.selftest"
    SESSION_SHUTDOWN = "session.shutdown"
    CHAT = "chat"
    UNSUPPORTED = "unsupported"


class Completeness(StrEnum):
    """Whether an utterance that may still go on already says everything."""

    COMPLETE = "complete"
    INCOMPLETE = "incomplete"
    UNSURE = "unsure"


class Source(StrEnum):
    """Which tier understood the utterance."""

    RULES = "rules"
    PARSER = "parser"
    LLM = "llm"


@dataclass(frozen=True, slots=True)
class Duration:
    """A span of time, as said."""

    text: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Interpretation:
    """An utterance with the intent and slots found in it; words are copied from it."""

    text: str
    intent: Intent
    confidence: float
    """Calibrated: of many readings with 0.9, nine in ten are right in every slot."""
    source: Source
    variant: str = ""
    """A variant of the intent in the schema: "count" of a query, "off" of muting."""
    title: str | None = None
    """What is to be created, without its date; several items together, as said. The name
    of a new timer or alarm."""
    items: tuple[str, ...] = ()
    """The titles, when one breath creates several; else empty."""
    target: str | None = None
    """Words that name or point at a known task, timer or alarm: "the dentist", "it"."""
    new_title: str | None = None
    when: When | None = None
    """Of what is created; else of what is meant or asked about. A repetition too."""
    new_when: When | None = None
    """What a date or a repetition is changed to."""
    duration: Duration | None = None
    project: str | None = None
    new_project: str | None = None
    priority: Priority | None = None
    """Of what is created, or the new one of what is changed; else of what is meant."""
    tags: tuple[str, ...] = field(default=())
    person: str | None = None
    new_person: str | None = None
    ordinal: str | None = None
    """Which of several, as said: "last", "second"."""
    amount: str | None = None
    """How many, as said: "all", "three"."""
    level: str | None = None
    """A loudness, as said."""
    place: str | None = None
    ask: str | None = None
    """What must be asked before anything is done, for example "which_title"."""
    also: tuple[Interpretation, ...] = ()
    """Further commands of the same utterance, in their order."""
