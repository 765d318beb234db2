"""One task, with everything in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, request
from flask_babel import gettext as _

from clara_edge.domain.drafts import TaskPatch
from clara_edge.domain.errors import InputInvalidError
from web_ui.access.marks import Scope, access
from web_ui.notices import Notice, leave_notice
from web_ui.pages.changes import last_step, local_address
from web_ui.panel import detail_of, render_page
from web_ui.rows import projects_of
from web_ui.services import services
from web_ui.task_form import (
    FormInvalidError,
    TaskForm,
    patch_of,
    typed,
    with_store_error,
)

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from clara_edge.domain.tasks import Task
    from clara_edge.ports.store import TaskStore


def blueprint() -> Blueprint:
    """Return the page and where its form goes."""
    pages = Blueprint("task", __name__)

    @pages.get("/tasks/<task_id>")
    @access(Scope.READ)
    def task(task_id: str) -> str:
        with services().store() as store:
            return render_page("task.html", detail=detail_of(store, task_id))

    @pages.post("/tasks/<task_id>/edit")
    @access(Scope.WRITE)
    def edit(task_id: str) -> Response | tuple[str, int]:
        form = typed(request.form)
        with services().stores.store() as store:
            task = store.get(task_id)
            try:
                # nobody else writes between the look at the version and the change
                with store.together():
                    _save(store, store.get(task_id), form)
            except FormInvalidError as error:
                return _again(store, task, error.form), 422
            except InputInvalidError as error:
                return _again(store, task, with_store_error(form, error)), 422
        there = request.form.get("next") or f"/tasks/{task.id}"
        return redirect(local_address(there), 303)

    return pages


def _save(store: TaskStore, task: Task, form: TaskForm) -> None:
    if form.version and form.version != task.updated_at.isoformat():
        what = _(
            "This task was changed elsewhere meanwhile. What you typed is still here: "
            "look it over and save again."
        )
        # the next try knows the task as it is now
        current = task.updated_at.isoformat()
        raise FormInvalidError(
            TaskForm(
                form.values, form.reminders, form.has_reminders, current, {"form": what}
            )
        )
    patch = patch_of(form, task, store, projects_of(store))
    if patch == TaskPatch():
        leave_notice(Notice(_("Nothing was changed.")))
        return
    store.change([task.id], patch)
    leave_notice(Notice(_("Saved."), kind="good", undo_step=last_step(store)))


def _again(store: TaskStore, task: Task, form: TaskForm) -> str:
    return render_page("task.html", detail=detail_of(store, task.id, form=form))
