"""`clara task`: everything that can be done with tasks, one module for each group of commands."""

from __future__ import annotations

import click

from clara_edge.cli.lazy import LazyGroup

TABLE: dict[str, tuple[str, str]] = {
    "add": ("clara_edge.cli.task.add:add", "Add a task, or one a line from -."),
    "list": ("clara_edge.cli.task.lists:list_", "List tasks, filtered and sorted."),
    "today": ("clara_edge.cli.task.lists:today", "What is due today or overdue."),
    "overdue": ("clara_edge.cli.task.lists:overdue", "What should be done already."),
    "upcoming": ("clara_edge.cli.task.lists:upcoming", "The next days, day by day."),
    "search": ("clara_edge.cli.task.search:search", "Find tasks by words."),
    "count": ("clara_edge.cli.task.lists:count", "Count tasks."),
    "suggest": ("clara_edge.cli.task.suggest:suggest", "What may be worth doing."),
    "show": ("clara_edge.cli.task.show:show", "Everything about a task."),
    "edit": ("clara_edge.cli.task.edit:edit", "Change one or several tasks."),
    "done": ("clara_edge.cli.task.state:done", "Complete tasks."),
    "reopen": ("clara_edge.cli.task.state:reopen", "Make done tasks open again."),
    "start": ("clara_edge.cli.task.state:start", "Mark tasks as in progress."),
    "skip": ("clara_edge.cli.task.state:skip", "Leave out this occurrence."),
    "cancel": ("clara_edge.cli.task.state:cancel", "Give tasks up, keep them."),
    "move": ("clara_edge.cli.task.move:move", "Move to a project, or in the order."),
    "tag": ("clara_edge.cli.task.tag:tag", "Put tags on and off; manage tags."),
    "subtask": ("clara_edge.cli.task.add:subtask", "Add a task below another."),
    "delete": ("clara_edge.cli.task.trash:delete", "Move tasks to the trash."),
    "trash": ("clara_edge.cli.task.trash:trash", "Show what is in the trash."),
    "restore": ("clara_edge.cli.task.trash:restore", "Bring tasks back from there."),
    "undo": ("clara_edge.cli.task.journal:undo", "Take the last change back."),
    "redo": ("clara_edge.cli.task.journal:redo", "Do again what was undone."),
    "import": ("clara_edge.cli.exchange:import_tasks", "Bring tasks in from a file."),
    "export": ("clara_edge.cli.exchange:export_tasks", "Write tasks to a file."),
    "history": ("clara_edge.cli.task.journal:history", "What was changed, and when."),
}


@click.group(cls=LazyGroup, table=TABLE)
def task() -> None:
    """Add, find, change, complete and delete tasks; every change can be undone."""
