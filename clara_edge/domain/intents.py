"""What a person can want, and how an utterance is understood."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


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
class Interpretation:
    """An utterance with the intent and slots found in it; spans are copied from it."""

    text: str
    intent: Intent
    confidence: float
    source: Source
    title: str | None = None
    project: str | None = None
    target: str | None = None
    tags: tuple[str, ...] = field(default=())
    ask: str | None = None
    """What must be asked before anything is done, for example "which_title"."""
    counts_only: bool = False
    """A query asks how many there are, not which."""
