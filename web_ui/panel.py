"""A list with one of its tasks beside it (`?task=<id>`), and where its links lead."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from flask import render_template, request

from clara_edge.domain.errors import ClaraError, TaskNotFoundError
from clara_edge.domain.recurrence import slots
from web_ui.history_words import origin_text, step_text
from web_ui.overview import overview
from web_ui.repeats import repeat_text
from web_ui.rows import Row, projects_of, row_of
from web_ui.task_form import TaskForm, form_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clara_edge.domain.due import Due
    from clara_edge.domain.steps import Step
    from clara_edge.domain.tasks import Project, Task
    from clara_edge.ports.store import TaskStore

NEXT_DATES = 3
STEPS_MAX = 30
SUBTASKS_MAX = 200
PARENTS_OFFERED = 50


@dataclass(frozen=True, slots=True)
class Detail:
    """Everything about one task."""

    row: Row
    form: TaskForm
    parent: Task | None
    subtasks: tuple[tuple[Row, int], ...]
    """Each with its level, from 0."""
    hidden_subtasks: int
    repeats: str
    next_dates: tuple[Due, ...]
    history: tuple[tuple[Step, str, str], ...]
    """Steps, what they did and who did them, in words."""
    projects: tuple[Project, ...]
    """That it can be moved to."""
    tags: tuple[str, ...]
    """That there are."""

    @property
    def task(self) -> Task:
        """The task."""
        return self.row.task


def render_list(store: TaskStore, template: str, **values: Any) -> str:
    """Render a list, with the task that the address names beside it."""
    detail: Detail | None = None
    wanted = request.args.get("task", "")
    if wanted:
        try:
            detail = detail_of(store, wanted)
        except TaskNotFoundError:
            # it was removed for good meanwhile: the list is still worth showing
            detail = None
    return render_page(template, detail=detail, **values)


def render_page(template: str, *, detail: Detail | None = None, **values: Any) -> str:
    """Render a page with the links that lists need."""
    return render_template(
        template,
        detail=detail,
        current_task=detail.task.id if detail else None,
        task_address=_task_address(),
        page_address=_page_address,
        list_address=_list_address(),
        **values,
    )


def detail_of(
    store: TaskStore, reference: str, *, form: TaskForm | None = None
) -> Detail:
    """Read everything about a task.

    Args:
        store: where it is.
        reference: its id or number.
        form: what was typed and could not be stored; by default what it is.

    Raises:
        TaskNotFoundError: there is none.
    """
    task = store.get(reference)
    projects = projects_of(store)
    below = store.subtasks(task.id)
    counts = store.subtask_counts([task.id, *(one.id for one in below)])
    shown = below[:SUBTASKS_MAX]
    levels = _levels(task, shown)
    parent = store.get(task.parent_task_id) if task.parent_task_id else None
    steps = store.history(task_id=task.id, limit=STEPS_MAX)
    return Detail(
        row=row_of(task, projects, counts),
        form=form or form_of(task, projects, parent),
        parent=parent,
        subtasks=tuple(
            (row_of(one, projects, counts), levels.get(one.id, 0)) for one in shown
        ),
        hidden_subtasks=len(below) - len(shown),
        repeats=repeat_text(task.recurrence) if task.recurrence else "",
        next_dates=_next_dates(task),
        history=tuple(
            (step, step_text(step, of_task=True), origin_text(step.origin))
            for step in steps
        ),
        projects=tuple(p for p in projects.values() if not p.archived),
        tags=overview(store).tags,
    )


def page_number(name: str = "page") -> int:
    """Return which page of a list the address asks for."""
    text = request.args.get(name, "1")
    return (
        max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 7 else 1
    )


def _levels(task: Task, below: Sequence[Task]) -> dict[str, int]:
    levels = {task.id: -1}
    for one in below:
        levels[one.id] = levels.get(one.parent_task_id or "", -1) + 1
    return levels


def _next_dates(task: Task) -> tuple[Due, ...]:
    if task.recurrence is None or task.recurrence.rule is None or not task.is_open:
        return ()
    slot = (task.occurrence and task.occurrence.slot) or task.due
    try:
        return tuple(islice(slots(task.recurrence, slot), NEXT_DATES))
    except ClaraError:
        return ()


def _args_without(*names: str) -> list[tuple[str, str]]:
    return [
        (key, value)
        for key, value in request.args.items(multi=True)
        if key not in names
    ]


def _task_address() -> Any:
    kept = urlencode(_args_without("task"))
    prefix = f"{request.path}?{kept}&task=" if kept else f"{request.path}?task="
    return lambda task_id: f"{prefix}{task_id}"


def _page_address(page: int, name: str = "page") -> str:
    return f"{request.path}?{urlencode([*_args_without('task', name), (name, page)])}"


def _list_address() -> str:
    kept = urlencode(_args_without("task"))
    return f"{request.path}?{kept}" if kept else request.path
