"""What Clara says of a task that repeats, or does so no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clara_edge.domain.reply import Reply

if TYPE_CHECKING:
    from clara_edge.domain.tasks import Task

    from .speaker import Speaker


def skipped(task: Task, speaker: Speaker) -> Reply:
    """Say that one occurrence was left out, and when the next one is."""
    name = speaker.title(task.title)
    text = f"Skipped: {name}."
    if task.due is None:
        return Reply(text, text)
    shown = f"{text}\n  next: {speaker.due_shown(task.due)}"
    return Reply(f"{text} Next {speaker.on(task.due)}.", shown)


def ended(task: Task, speaker: Speaker) -> Reply:
    """Say that a task comes once more, and not again."""
    text = f"{speaker.title(task.title)} no longer repeats."
    if task.due is not None:
        text += f" It is due {speaker.on(task.due)}."
    return Reply(text, text)
