"""Rows of tasks as markup: pages have a hundred, and templates would take ten times as long."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from flask import g
from jinja2 import pass_context
from markupsafe import Markup, escape

from clara_edge.domain.tasks import Priority, Status
from web_ui.drawings import drawing, project_mark, row_fields
from web_ui.texts import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from flask import Flask
    from jinja2.runtime import Context

    from clara_edge.domain.tasks import Project, Task
    from web_ui.rows import Row

TAGS_MAX = 4
"""In a row; the others are counted."""
_TICK = (
    '<svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">'
    '<circle class="ring" cx="12" cy="12" r="9.5"/>'
    '<path class="tick" d="m7.8 12.4 2.9 2.9 5.5-6"/></svg>'
)


def register(app: Flask) -> None:
    """Give the templates check(), task_row() and task_list()."""
    app.jinja_env.globals.update(check=check, task_row=task_row, task_list=task_list)


def check(task: Task, is_done: bool) -> Markup:
    """Return the round button: it completes, or opens again."""
    return Markup(_check(task, is_done=is_done))  # noqa: S704 - built of escaped parts


@pass_context
def task_row(
    context: Context,
    row: Row,
    hide_project: bool = False,
    level: int = 0,
    caller: Callable[[], str] | None = None,
) -> Markup:
    """Return one row; what is called with goes to its right."""
    actions = "" if caller is None else f'<div class="row-actions">{caller()}</div>'
    text = _row(context, row, hide_project=hide_project, level=level, actions=actions)
    return Markup(text)  # noqa: S704 - built of escaped parts


@pass_context
def task_list(
    context: Context, rows: Iterable[Row], hide_project: bool = False, label: str = ""
) -> Markup:
    """Return a list of rows."""
    items = "\n".join(_row(context, row, hide_project=hide_project) for row in rows)
    named = f' aria-label="{escape(label)}"' if label else ""
    return Markup(f'<ul class="tasks"{named}>\n{items}\n</ul>')  # noqa: S704 - escaped


def _row(
    context: Context,
    row: Row,
    *,
    hide_project: bool,
    level: int = 0,
    actions: str = "",
) -> str:
    task = row.task
    current = task.id == context.get("current_task")
    css = f"task priority-{task.priority}"
    css += " done" if row.is_done else ""
    css += " cancelled" if task.status is Status.CANCELLED else ""
    css += " current" if current else ""
    css += f" level-{level}" if level else ""
    due = f' data-due="{task.due.text}"' if task.due else ""
    here = ' aria-current="true"' if current else ""
    return (
        f'<li class="{css}" data-task="{task.id}" data-number="{task.number}"{due}>\n'
        f"{_check(task, is_done=row.is_done)}\n"
        f'<a class="task-link" href="{escape(context["task_address"](task.id))}"{here}>'
        f'<span class="title">{escape(task.title)}</span>{_snippet(row)}'
        f'<span class="meta">{_meta(row, hide_project=hide_project)}</span></a>{actions}</li>'
    )


def _check(task: Task, *, is_done: bool) -> str:
    # one look-up for all rows: what stands before and after the title
    before, after = _around_title("reopen" if is_done else "complete")
    action = "reopen" if is_done else "complete"
    return (
        f'<form class="inline-form" method="post" action="/tasks/{task.id}/{action}">'
        f'{row_fields()}<button class="check" data-check '
        f'aria-label="{before}{escape(task.title)}{after}">{_TICK}</button></form>'
    )


def _around_title(action: str) -> tuple[str, str]:
    if "around_title" not in g:
        g.around_title = {
            "reopen": _split(_("Reopen: %(title)s", title="\0")),
            "complete": _split(_("Complete: %(title)s", title="\0")),
        }
    return cast("tuple[str, str]", g.around_title[action])


def _split(text: str) -> tuple[str, str]:
    before, _mark, after = str(escape(text)).partition("\0")
    return before, after


def _snippet(row: Row) -> str:
    if not row.snippet:
        return ""
    pieces = (
        f"<mark>{escape(text)}</mark>" if hit else str(escape(text))
        for text, hit in row.snippet
    )
    return f'<span class="snippet">{"".join(pieces)}</span>'


def _meta(row: Row, *, hide_project: bool) -> str:
    task = row.task
    found = _when(row) + _state(task)
    if row.project and not hide_project:
        found += _project(row.project)
    for tag in task.tags[:TAGS_MAX]:
        found += f"<span>#{escape(tag)}</span>"
    if len(task.tags) > TAGS_MAX:
        found += f"<span>+{len(task.tags) - TAGS_MAX}</span>"
    if row.repeats:
        found += _sign("repeat", row.repeats)
    if task.reminders:
        found += _sign("bell", _("Has a reminder"))
    if row.subtasks:
        found += (
            f'<span title="{escape(_("Subtasks"))}">{drawing("subtasks", "icon-small")}'
            f'<span class="number">{row.done}/{row.subtasks}</span>'
            f'<span class="visually-hidden">{escape(_("subtasks done"))}</span></span>'
        )
    if task.description:
        found += _sign("note", _("Has notes"))
    return found


def _when(row: Row) -> str:
    due = row.task.due
    if not row.due or due is None:
        return ""
    css = "late" if row.is_late else ""
    icon = drawing("clock" if due.time else "today", "icon-small")
    late = f"<span>· {escape(row.late)}</span>" if row.late else ""
    return (
        f'<span class="{css}">{icon}<time datetime="{due.text}">{escape(row.due)}</time>'
        f"{late}</span>"
    )


def _state(task: Task) -> str:
    found = ""
    if task.priority is Priority.URGENT:
        found += f'<span class="urgent">{_drawn("flag", _("Urgent"))}</span>'
    elif task.priority is Priority.HIGH:
        found += f'<span class="high">{_drawn("flag", _("High"))}</span>'
    if task.status is Status.IN_PROGRESS:
        found += f"<span>{_drawn('play', _('Started'))}</span>"
    elif task.status is Status.CANCELLED:
        found += f"<span>{escape(_('Given up'))}</span>"
    return found


def _project(project: Project) -> str:
    mark = project_mark(project.color)
    return f'<span>{mark}<span class="clip">{escape(project.name)}</span></span>'


def _drawn(icon: str, text: str) -> str:
    return f"{drawing(icon, 'icon-small')}{escape(text)}"


def _sign(icon: str, text: str) -> str:
    """Return an icon whose text is shown by pointing at it, and read out."""
    said = escape(text)
    return (
        f'<span title="{said}">{drawing(icon, "icon-small")}'
        f'<span class="visually-hidden">{said}</span></span>'
    )
