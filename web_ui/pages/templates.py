"""Templates: kept task trees, used again with dates counted from a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, redirect, request
from flask_babel import gettext as _
from flask_babel import ngettext

from clara_edge.domain.due import Due
from clara_edge.domain.errors import TemplateNotFoundError
from clara_edge.domain.tasks import folded_name
from clara_edge.domain.template_values import template_of, with_levels
from web_ui.access.marks import Scope, access
from web_ui.notices import Notice, leave_notice
from web_ui.pages.changes import changing, last_step, local_address, short
from web_ui.panel import render_list
from web_ui.services import services
from web_ui.texts import clock_text, now

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from clara_edge.domain.templates import Template, TemplateTask
    from clara_edge.ports.store import TaskStore

SHOWN_TASKS = 30
"""Of one template, in the list of all."""


def blueprint() -> Blueprint:
    """Return the page and where its forms go."""
    pages = Blueprint("templates", __name__)

    @pages.get("/templates")
    @access(Scope.READ)
    def templates() -> str:
        with services().store() as store:
            return _all(store)

    @pages.post("/templates")
    @access(Scope.WRITE)
    def save() -> Response:
        there = local_address(request.form.get("next", ""))
        with changing() as store:
            _save(store)
            there = "/templates"
        return redirect(there, 303)

    @pages.post("/templates/<template_id>/use")
    @access(Scope.WRITE)
    def use(template_id: str) -> Response:
        there = "/templates"
        with changing() as store:
            there = _use(store, _one(store, template_id))
        return redirect(there, 303)

    @pages.post("/templates/<template_id>/delete")
    @access(Scope.WRITE)
    def delete(template_id: str) -> Response:
        with changing() as store:
            template = _one(store, template_id)
            store.delete_template(template.name)
            what = _("The template “%(name)s” is deleted.", name=short(template.name))
            more = _("Tasks that were made of it stay.")
            leave_notice(Notice(what, more, undo_step=last_step(store)))
        return redirect("/templates", 303)

    return pages


def _all(store: TaskStore) -> str:
    return render_list(
        store,
        "templates.html",
        templates=[_shown(one) for one in store.templates()],
        places=[p.name for p in store.projects()],
        today=now().date().isoformat(),
    )


def _shown(template: Template) -> dict[str, Any]:
    every = list(with_levels(template.tasks))
    return {
        "id": template.id,
        "name": template.name,
        "project": template.project,
        "count": len(every),
        "tasks": [
            (min(level, 3), task, _when(task)) for level, task in every[:SHOWN_TASKS]
        ],
    }


def _when(task: TemplateTask) -> str:
    days = task.due_after_days
    if days is None:
        return ""
    if days > 0:
        text = ngettext("%(num)d day later", "%(num)d days later", days)
    elif days < 0:
        text = ngettext("%(num)d day earlier", "%(num)d days earlier", -days)
    else:
        text = _("that day")
    return text if task.due_time is None else f"{text}, {clock_text(task.due_time)}"


def _one(store: TaskStore, template_id: str) -> Template:
    for template in store.templates():
        if template.id == template_id:
            return template
    raise TemplateNotFoundError(_("this template is not there any more"))


def _save(store: TaskStore) -> None:
    """Keep a task with its subtasks, its days counted from its own date or today."""
    task = store.get(request.form.get("task", ""))
    name = request.form.get("name", "")
    anchor = task.due.day if task.due else now().date()
    tree = template_of(task, store.subtasks(task.id), anchor)
    places = {p.id: p.name for p in store.projects()}
    known = {folded_name(one.name) for one in store.templates()}
    saved = store.save_template(name, [tree], project=places.get(task.project_id or ""))
    said = (
        _("The template “%(name)s” is replaced.", name=short(saved.name))
        if folded_name(saved.name) in known
        else _("“%(name)s” is a template now.", name=short(saved.name))
    )
    leave_notice(Notice(said, kind="good", undo_step=last_step(store)))


def _use(store: TaskStore, template: Template) -> str:
    """Add a template's tasks and return the address where they can be seen."""
    day = request.form.get("day", "")
    anchor = Due.parse(day).day if day else now().date()
    project = request.form.get("project") or None
    tasks = store.use_template(template.name, anchor, project=project)
    count = len(tasks) + sum(len(store.subtasks(task.id)) for task in tasks)
    what = ngettext("Added %(num)d task.", "Added %(num)d tasks.", count)
    leave_notice(Notice(what, kind="good", undo_step=last_step(store)))
    return f"/tasks/{tasks[0].id}"
