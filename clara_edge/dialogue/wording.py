"""What Clara says: calm, brief, exact, warm; the wording varies, the facts never."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clara_edge.domain.errors import (
    ClaraError,
    StorageDamagedError,
    StorageError,
    StorageFullError,
    StorageNewerError,
    TitleInvalidError,
)
from clara_edge.domain.reply import Reply
from clara_edge.domain.tasks import TITLE_MAX_CHARS, sentence_case

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clara_edge.domain.tasks import Task

LISTED_AT_ONCE = 3

# A title this long still leaves a confirmation at about twelve words.
_SPOKEN_TITLE_WORDS = 9

_ADDED_TO = ("{title}, {place}.", "Noted {place}: {title}.", "{title} is {place}.")
_ADDED = ("{title}. Added.", "Noted: {title}.", "{title} is on your list.")
_UNSUPPORTED = (
    "I can't do that yet. I can add tasks and read them back.",
    "That is beyond me so far. Ask me to add a task or to read your list.",
    "I don't know how to do that yet. Tasks I can do: adding and reading them.",
)
_NOTHING_OPEN = ("Nothing to do{place}.", "No open tasks{place}.", "All done{place}.")
_NOTHING_PENDING = ("I wasn't asking anything.", "There is nothing to go on with.")

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
)


def task_added(title: str, project: str | None, turn: int) -> Reply:
    """Confirm a stored task with its facts."""
    if project is None:
        forms, place = _ADDED, ""
    else:
        forms, place = _ADDED_TO, _at(project)
    form = forms[turn % len(forms)]
    spoken = form.format(title=_clipped(title), place=place)
    return Reply(spoken=spoken, shown=form.format(title=title, place=place))


def which_title(project: str | None) -> Reply:
    """Ask for the title that was not said."""
    question = (
        f"What should I add to {_owned(project)}?" if project else "What should I add?"
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
    names = [_clipped(task.title) for task in tasks]
    place = _at(project) or "to do"
    head = f"{'One thing' if total == 1 else total} {place}: " if not goes_on else ""
    spoken = f"{head}{_joined(names, open_end=more)}."
    lines = [f"{total} {'more' if goes_on else 'open'} {_at(project)}".rstrip() + ":"]
    lines += [f"  {sentence_case(task.title)}" for task in tasks]
    if more:
        spoken += " More?"
        lines.append(f"{total - len(tasks)} more?")
    return Reply(spoken, "\n".join(lines), expects_answer=more)


def task_count(total: int, project: str | None) -> Reply:
    """Say how many tasks are open."""
    noun = "task" if total == 1 else "tasks"
    text = f"{total or 'No'} open {noun} {_at(project)}".rstrip() + "."
    return Reply(text, text)


def nothing_open(project: str | None, turn: int) -> Reply:
    """Say that there is nothing to read."""
    place = f" {_at(project)}" if project else ""
    text = _NOTHING_OPEN[turn % len(_NOTHING_OPEN)].format(place=place)
    return Reply(text, text)


def end_of_list() -> Reply:
    """Say that the list was read to its end."""
    return Reply("That was all.", "That was all.")


def no_such_project(name: str, known: Sequence[str]) -> Reply:
    """Say that there is no such project, and which there are."""
    text = f"You have no {_lowered(name)} yet."
    if known:
        names = [_owned(other) for other in known[:LISTED_AT_ONCE]]
        text += f" There is {_joined(names)}."
    return Reply(text, text)


def unsupported(turn: int) -> Reply:
    """Say what Clara cannot do, and what it can."""
    text = _UNSUPPORTED[turn % len(_UNSUPPORTED)]
    return Reply(text, text)


def nothing_pending(turn: int) -> Reply:
    """Answer a "yes" to nothing."""
    text = _NOTHING_PENDING[turn % len(_NOTHING_PENDING)]
    return Reply(text, text)


def failure(error: ClaraError) -> Reply:
    """Say what failed, what still works and what to do; the screen has the details."""
    spoken = next(
        (" ".join(words) for kind, *words in _FAILURES if isinstance(error, kind)),
        "That did not work, and nothing was changed. Please try again.",
    )
    return Reply(spoken, f"{spoken}\n{error}")


def _at(project: str | None) -> str:
    """Where a task is: "on your shopping list", "in Work"."""
    if project is None:
        return ""
    return f"{'on' if _is_list(project) else 'in'} {_owned(project)}"


def _owned(project: str) -> str:
    return f"your {_lowered(project)}" if _is_list(project) else project


def _is_list(project: str) -> bool:
    return project.casefold().endswith(" list")


def _lowered(name: str) -> str:
    """Lower the capital that a name got when it was stored ("NASA list" stays)."""
    return name[:1].lower() + name[1:] if name[1:].islower() else name


def _clipped(title: str) -> str:
    """Shorten a title for the ear."""
    words = title.split()
    short = " ".join(words[:_SPOKEN_TITLE_WORDS])
    if len(words) > _SPOKEN_TITLE_WORDS:
        short += " and so on"
    return sentence_case(short)


def _joined(names: Sequence[str], *, open_end: bool = False) -> str:
    if len(names) == 1:
        return names[0]
    if open_end:
        return ", ".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"
