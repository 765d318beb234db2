"""What Clara says: calm, brief, exact, warm; the wording varies, the facts never."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clara_edge.domain.errors import (
    ClaraError,
    NothingToUndoError,
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
from clara_edge.domain.tasks import TITLE_MAX_CHARS, Priority, sentence_case

from .names import at, clipped, joined, lowered, owned

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clara_edge.domain.assist import Suggestion
    from clara_edge.domain.tasks import Task

LISTED_AT_ONCE = 3

_ADDED_TO = ("{title}, {place}.", "Noted {place}: {title}.", "{title} is {place}.")
_ADDED = ("{title}. Added.", "Noted: {title}.", "{title} is on your list.")
_UNSUPPORTED = (
    "I can't do that yet. I can add tasks, read them back and undo.",
    "That is beyond me so far. Ask me to add a task or to read your list.",
    "I don't know how to do that yet. Tasks I can do: adding and reading them.",
)
_NOTHING_OPEN = ("Nothing to do{place}.", "No open tasks{place}.", "All done{place}.")
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


def task_added(
    task: Task, project: str | None, turn: int, reasons: Sequence[str] = ()
) -> Reply:
    """Confirm a stored task with its facts; the screen has the reasons for guesses."""
    if project is None:
        forms, place = _ADDED, ""
    else:
        forms, place = _ADDED_TO, at(project)
    form = forms[turn % len(forms)]
    if task.priority is not Priority.MEDIUM:
        form += f" {task.priority.capitalize()}."
    lines = [form.format(title=task.title, place=place)]
    lines += [f"  ({reason})" for reason in reasons]
    spoken = form.format(title=clipped(task.title), place=place)
    return Reply(spoken, "\n".join(lines))


def which_title(project: str | None) -> Reply:
    """Ask for the title that was not said."""
    question = (
        f"What should I add to {owned(project)}?" if project else "What should I add?"
    )
    return Reply(question, question, expects_answer=True)


def task_list(
    tasks: Sequence[Task], total: int, project: str | None, *, goes_on: bool
) -> Reply:
    """Read out some tasks.

    Args:
        tasks: those to read now.
        total: how many there are, these and later ones.
        project: the name of their project.
        goes_on: this continues a list, which needs no introduction.
    """
    more = total > len(tasks)
    names = [clipped(task.title) for task in tasks]
    place = at(project) or "to do"
    head = f"{'One thing' if total == 1 else total} {place}: " if not goes_on else ""
    spoken = f"{head}{joined(names, open_end=more)}."
    lines = [f"{total} {'more' if goes_on else 'open'} {at(project)}".rstrip() + ":"]
    lines += [f"  {sentence_case(task.title)}" for task in tasks]
    if more:
        spoken += " More?"
        lines.append(f"{total - len(tasks)} more?")
    return Reply(spoken, "\n".join(lines), expects_answer=more)


def task_count(total: int, project: str | None) -> Reply:
    """Say how many tasks are open."""
    noun = "task" if total == 1 else "tasks"
    text = f"{total or 'No'} open {noun} {at(project)}".rstrip() + "."
    return Reply(text, text)


def nothing_open(project: str | None, turn: int) -> Reply:
    """Say that there is nothing to read."""
    place = f" {at(project)}" if project else ""
    text = _NOTHING_OPEN[turn % len(_NOTHING_OPEN)].format(place=place)
    return Reply(text, text)


def end_of_list() -> Reply:
    """Say that the list was read to its end."""
    return Reply("That was all.", "That was all.")


def no_such_project(name: str, known: Sequence[str]) -> Reply:
    """Say that there is no such project, and which there are."""
    text = f"You have no {lowered(name)} yet."
    if known:
        names = [owned(other) for other in known[:LISTED_AT_ONCE]]
        text += f" There is {joined(names)}."
    return Reply(text, text)


def unsupported(turn: int) -> Reply:
    """Say what Clara cannot do, and what it can."""
    text = _UNSUPPORTED[turn % len(_UNSUPPORTED)]
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
    spoken = next(
        (" ".join(words) for kind, *words in _FAILURES if isinstance(error, kind)),
        "That did not work, and nothing was changed. Please try again.",
    )
    return Reply(spoken, f"{spoken}\n{error}")
