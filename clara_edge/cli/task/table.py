"""Tasks as an aligned table: colour by priority and due, and a sign wherever there is colour."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from clara_edge.cli.task.dates import both, local, relative
from clara_edge.cli.task.screen import console, print_table
from clara_edge.cli.task.text import shortened, shown
from clara_edge.domain.tasks import Priority, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from clara_edge.cli.task.session import TaskSession
    from clara_edge.domain.tasks import Task

PRIORITY_SIGNS = {
    Priority.URGENT: ("!!", "bold red"),
    Priority.HIGH: ("!", "yellow"),
    Priority.MEDIUM: ("", ""),
    Priority.LOW: ("↓", "dim"),
}
STATUS_SIGNS = {
    Status.TODO: "",
    Status.IN_PROGRESS: "▶ ",
    Status.COMPLETED: "✓ ",
    Status.CANCELLED: "✗ ",
}
REPEATS = "↻"
# below this there is no room for the date and the distance
_ROOMY_COLUMNS = 72
# below this the project would leave none for the title
_PROJECT_COLUMNS = 56
_PROJECT_CHARS = 20
# tasks below that stand no further to the right, or there is no room for titles
_DEEPEST = 8


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table: a task below so many others, or a heading."""

    task: Task | None = None
    heading: str = ""
    depth: int = 0
    note: str = ""
    """In place of the due date."""


@dataclass(slots=True)
class TaskTable:
    """Prints lines; what no task has gets no column."""

    session: TaskSession
    lines: Sequence[Line]
    show_project: bool = True
    _counts: Mapping[str, tuple[int, int]] = field(init=False)

    def __post_init__(self) -> None:
        ids = [line.task.id for line in self.lines if line.task]
        self._counts = self.session.store.subtask_counts(ids)

    def print(self, *, indent: int = 0) -> None:
        """Print the table at the width of the terminal, without trailing blanks."""
        width = console().width - indent
        roomy = width >= _ROOMY_COLUMNS
        tasks = [line.task for line in self.lines if line.task]
        with_project = (
            self.show_project
            and width >= _PROJECT_COLUMNS
            and any(task.project_id for task in tasks)
        )
        with_date = any(task.due for task in tasks) or any(x.note for x in self.lines)
        table = Table(
            box=None, pad_edge=False, show_header=False, show_edge=False, expand=False
        )
        table.add_column(justify="right", no_wrap=True)
        table.add_column(no_wrap=True)
        table.add_column(overflow="fold")
        if with_project:
            table.add_column(no_wrap=True, overflow="ellipsis")
        if with_date:
            table.add_column(no_wrap=True)
        for line in self.lines:
            cells = self._cells(line, roomy=roomy)
            shown_cells = cells[:3] + cells[3:4] * with_project + cells[4:] * with_date
            table.add_row(*shown_cells)
        print_table(table, indent=indent)

    def _cells(self, line: Line, *, roomy: bool) -> list[Text]:
        task = line.task
        if task is None:
            return [Text(), Text(), Text(line.heading, "bold"), Text(), Text()]
        sign, style = PRIORITY_SIGNS[task.priority]
        project = self.session.project_names.get(task.project_id or "", "")
        return [
            Text(f"#{task.number}", "cyan" if task.is_open else "dim"),
            Text(sign, style),
            self._title(task, line.depth),
            Text(shortened(project, _PROJECT_CHARS), "blue"),
            Text(line.note, "dim") if line.note else self._due(task, roomy=roomy),
        ]

    def _title(self, task: Task, depth: int) -> Text:
        style = PRIORITY_SIGNS[task.priority][1] if task.is_open else "dim"
        branch = "  " * (min(depth, _DEEPEST) - 1) + "└ " if depth else ""
        text = Text().append(branch, "dim")
        text.append(STATUS_SIGNS[task.status], "" if task.is_open else "dim")
        text.append(shown(task.title), style)
        if task.recurrence:
            text.append(f" {REPEATS}", "cyan")
        if count := self._counts.get(task.id):
            text.append(f" {count[0]}/{count[1]}", "cyan")
        for tag in task.tags:
            text.append(f" #{shown(tag)}", "magenta")
        return text

    def _due(self, task: Task, *, roomy: bool) -> Text:
        if task.due is None:
            return Text()
        now = self.session.now
        text = (both if roomy else relative)(task.due, now)
        if not task.is_open:
            return Text(both(task.due, now).rpartition(", ")[0], "dim")
        if task.due.is_past(now):
            return Text(text, "bold red")
        return Text(text, "yellow" if local(task.due, now)[0] == now.date() else "")


def as_lines(tasks: Iterable[Task]) -> list[Line]:
    """Return a line for each task."""
    return [Line(task) for task in tasks]


def as_tree(tasks: Sequence[Task]) -> list[Line]:
    """Return the tasks with each below its parent, where that is among them."""
    children: dict[str | None, list[Task]] = {}
    ids = {task.id for task in tasks}
    for task in tasks:
        parent = task.parent_task_id if task.parent_task_id in ids else None
        children.setdefault(parent, []).append(task)
    lines: list[Line] = []
    # not recursive: subtasks may be nested deeper than Python allows calls to be
    waiting = [(task, 0) for task in reversed(children.get(None, []))]
    while waiting:
        task, depth = waiting.pop()
        lines.append(Line(task, depth=depth))
        waiting += [(child, depth + 1) for child in reversed(children.get(task.id, []))]
    return lines
