"""What Clara says: calm, brief, exact, warm; the wording varies, the facts never."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clara_edge.domain.errors import (
    ClaraError,
    DeviceAbsentError,
    DeviceRefusedError,
    DueInvalidError,
    NothingToUndoError,
    RecurrenceInvalidError,
    StorageDamagedError,
    StorageError,
    StorageFullError,
    StorageNewerError,
    TaskNotFoundError,
    TaskStateError,
    TitleInvalidError,
    UndoConflictError,
)
from clara_edge.domain.intents import Intent
from clara_edge.domain.reply import Reply
from clara_edge.domain.tasks import TITLE_MAX_CHARS

from .device_wording import absent_device, refused_by_device

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clara_edge.domain.assist import Suggestion

    from .speaker import Speaker

_UNSUPPORTED = (
    "I can't do that. I look after tasks, lists, timers and alarms.",
    "That is beyond me. Tasks, lists, timers and alarms I can do.",
    "I don't know how to do that. Ask me about tasks, lists, timers or alarms.",
)
_NOTHING_PENDING = ("I wasn't asking anything.", "There is nothing to go on with.")

_NOTHING_TO_REDO = "There is nothing to do again. Nothing was changed."

# What failed, what still works, what to do; the most particular class first.
_FAILURES: tuple[tuple[type[ClaraError], str, str, str], ...] = (
    (
        StorageFullError,
        "The disk is full, so I could not save that.",
        "Nothing that you told me before is lost.",
        "Free some space and say it again.",
    ),
    (
        StorageDamagedError,
        "The task file is damaged and I left it alone.",
        "I can still hear and speak.",
        "Put a backup in its place.",
    ),
    (
        StorageNewerError,
        "A newer Clara wrote the task file, so I can't use it.",
        "Nothing was changed.",
        "Please update me.",
    ),
    (
        StorageError,
        "I can't reach your tasks, so nothing was changed.",
        "I can still hear and speak.",
        "Check the disk, then say it again.",
    ),
    (
        TitleInvalidError,
        "I can't use that as a title.",
        "Nothing was changed.",
        f"Keep it to plain words, at most {TITLE_MAX_CHARS} characters.",
    ),
    (
        RecurrenceInvalidError,
        "I can't repeat a task like that.",
        "Nothing was changed.",
        "Say it another way, such as every Monday at nine.",
    ),
    (
        DueInvalidError,
        "I can't use that date.",
        "Nothing was changed.",
        "Say a day and a time.",
    ),
    (
        UndoConflictError,
        "That was changed again since, so I left it as it is.",
        "Nothing was changed.",
        "Undo the later change first.",
    ),
    (
        NothingToUndoError,
        "There is nothing to undo.",
        "Nothing was changed.",
        "I can take back what you told me to do.",
    ),
    (
        TaskStateError,
        "That is done already.",
        "Nothing was changed.",
        "Ask me what is left.",
    ),
    (
        TaskNotFoundError,
        "That task is not there any more.",
        "Nothing was changed.",
        "Ask me what is left.",
    ),
)


def unsupported(turn: int) -> Reply:
    """Say what Clara cannot do, and what it can."""
    text = _UNSUPPORTED[turn % len(_UNSUPPORTED)]
    return Reply(text, text)


def not_understood(speaker: Speaker) -> Reply:
    """Say that nothing could be made of it, and ask for other words."""
    forms = (
        "I did not understand that. Could you put it another way?",
        "I am not sure what you mean. Please say it differently.",
    )
    text = speaker.pick(
        forms,
        ("I did not understand that.",),
        ("I could not understand that. Please rephrase it.",),
    )
    return Reply(text, text)


def nothing_pending(turn: int) -> Reply:
    """Answer a "yes" to nothing."""
    text = _NOTHING_PENDING[turn % len(_NOTHING_PENDING)]
    return Reply(text, text)


def suggestion(made: Suggestion) -> Reply:
    """Ask what a suggestion asks; the screen has its numbers."""
    return Reply(made.text, f"{made.text}\n  ({made.reason})", expects_answer=True)


def accepted(done: str) -> Reply:
    """Say what was done."""
    return Reply(done, done)


def no_suggestion(*, anything_before: bool) -> Reply:
    """Say that there is nothing (more) to suggest."""
    text = "That was all." if anything_before else "Nothing comes to mind."
    return Reply(text, text)


def suggestions_off() -> Reply:
    """Say that suggestions are switched off."""
    text = "Suggestions are switched off in the settings."
    return Reply(text, text)


def announced(texts: Sequence[str], reply: Reply) -> Reply:
    """Put what a person must know in front of a reply."""
    if not texts:
        return reply
    return Reply(
        " ".join([*texts, reply.spoken]),
        "\n".join([*texts, reply.shown]),
        reply.expects_answer,
    )


def failure(error: ClaraError, intent: Intent) -> Reply:
    """Say what failed, what still works and what to do; the screen has the details."""
    if isinstance(error, NothingToUndoError) and intent is Intent.SESSION_REDO:
        return Reply(_NOTHING_TO_REDO, f"{_NOTHING_TO_REDO}\n{error}")
    if isinstance(error, DeviceAbsentError):
        return absent_device(error, intent)
    if isinstance(error, DeviceRefusedError):
        return refused_by_device(error)
    spoken = next(
        (" ".join(words) for kind, *words in _FAILURES if isinstance(error, kind)),
        "That did not work, and nothing was changed. Please try again.",
    )
    return Reply(spoken, f"{spoken}\n{error}")
