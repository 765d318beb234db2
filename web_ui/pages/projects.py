"""Projects: all of them, and each with its tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, request
from flask_babel import gettext as _

from clara_edge.domain.drafts import UNSET, ProjectDraft, ProjectPatch
from clara_edge.domain.errors import FieldInvalidError, InputInvalidError
from clara_edge.domain.query import Condition, Field, Query, State
from clara_edge.domain.tasks import TasksGo
from web_ui.access.marks import Scope, access
from web_ui.navigation import listed
from web_ui.notices import Notice, leave_notice
from web_ui.ordering import project_positions
from web_ui.overview import overview
from web_ui.pages.changes import back, changing, last_step, local_address
from web_ui.panel import page_number, render_list
from web_ui.rows import listing, topmost
from web_ui.services import services
from web_ui.sorting import chosen_order, orders
from web_ui.task_form import error_text
from web_ui.texts import now
from web_ui.words import PALETTE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from werkzeug.wrappers import Response

    from clara_edge.domain.tasks import Project
    from clara_edge.ports.store import TaskStore

Page = tuple[str, int]


def blueprint() -> Blueprint:
    """Return the pages."""
    pages = Blueprint("projects", __name__)

    @pages.get("/projects")
    @access(Scope.READ)
    def projects() -> str:
        with services().store() as store:
            return _all(store)

    @pages.post("/projects")
    @access(Scope.WRITE)
    def add() -> Response | Page:
        with services().store() as store:
            try:
                project = store.add_project(
                    ProjectDraft(request.form.get("name", ""), color=_color())
                )
            except InputInvalidError as error:
                errors = {"name": error_text(error)}
                return _all(store, errors=errors, typed=request.form), 422
            what = _("“%(name)s” is there.", name=project.name)
            leave_notice(Notice(what, kind="good", undo_step=last_step(store)))
            return redirect(f"/projects/{project.id}", 303)

    @pages.get("/projects/rules")
    @access(Scope.READ)
    def rules() -> str:
        with services().store() as store:
            return render_list(store, "rules.html", projects=store.projects())

    @pages.get("/projects/<project_id>")
    @access(Scope.READ)
    def project(project_id: str) -> str:
        with services().store() as store:
            return _one(store, project_id)

    @pages.post("/projects/<project_id>/edit")
    @access(Scope.WRITE)
    def edit(project_id: str) -> Response | Page:
        with services().store() as store:
            try:
                store.change_project(project_id, _patch())
            except InputInvalidError as error:
                if "name" not in request.form:
                    return back(Notice(error_text(error), kind="problem"))
                errors = {"name": error_text(error)}
                return _one(store, project_id, errors=errors, typed=request.form), 422
            leave_notice(Notice(_("Saved."), kind="good", undo_step=last_step(store)))
        there = request.form.get("next") or f"/projects/{project_id}"
        return redirect(local_address(there), 303)

    _add_buttons(pages)
    return pages


def _add_buttons(pages: Blueprint) -> None:
    @pages.post("/projects/<project_id>/archive")
    @access(Scope.WRITE)
    def archive(project_id: str) -> Response:
        archived = request.form.get("archived", "on") == "on"
        with changing() as store:
            name = store.change_project(
                project_id, ProjectPatch(archived=archived)
            ).name
            said = (
                _("“%(name)s” is archived.") if archived else _("“%(name)s” is back.")
            )
            step = last_step(store)
            leave_notice(Notice(said % {"name": name}, undo_step=step))
        return back()

    @pages.post("/projects/<project_id>/delete")
    @access(Scope.WRITE)
    def delete(project_id: str) -> Response:
        with changing() as store:
            project = store.project(project_id)
            store.delete_project(project.id, _tasks_go(project.id))
            what = _("“%(name)s” is deleted.", name=project.name)
            leave_notice(Notice(what, undo_step=last_step(store)))
        return redirect("/projects", 303)

    @pages.post("/projects/<project_id>/move")
    @access(Scope.WRITE)
    def move(project_id: str) -> Response:
        up = request.form.get("direction") == "up"
        with changing() as store:
            moved = project_positions(store.projects(), project_id, up=up)
            for one, position in moved.items():
                store.change_project(one, ProjectPatch(position=position))
        return back()


def _all(
    store: TaskStore,
    *,
    errors: Mapping[str, str] | None = None,
    typed: Mapping[str, str] | None = None,
) -> str:
    found = overview(store)
    every, counts = found.projects.values(), found.counts
    return render_list(
        store,
        "projects.html",
        projects=listed([p for p in every if not p.archived], counts),
        archived=listed([p for p in every if p.archived], counts),
        inbox=counts.get(None, 0),
        palette=PALETTE,
        errors=errors or {},
        typed=typed or {},
    )


def _places(projects: Iterable[Project], project_id: str) -> list[tuple[str, str]]:
    """Return where the tasks of a project can go when it is deleted."""
    to = _("To %(name)s")
    others = [(p.id, to % {"name": p.name}) for p in projects if p.id != project_id]
    return [("inbox", _("To the inbox")), ("trash", _("To the trash")), *others]


def _one(
    store: TaskStore,
    project_id: str,
    *,
    errors: Mapping[str, str] | None = None,
    typed: Mapping[str, str] | None = None,
) -> str:
    project = store.project(project_id)
    order = chosen_order()
    query = Query(topmost(project.id), order=order, now=now())
    done = (Condition(Field.PROJECT, (project.id,)), Condition(Field.IS, (State.DONE,)))
    return render_list(
        store,
        "project.html",
        project=project,
        tasks=listing(store, query, page=page_number()),
        done=store.count(Query(done, now=now())),
        places=_places(overview(store).active, project.id),
        order=order,
        orders=orders(),
        palette=PALETTE,
        errors=errors or {},
        typed=typed,
    )


def _patch() -> ProjectPatch:
    fields = request.form
    words = fields.get("default_for")
    return ProjectPatch(
        name=fields.get("name", UNSET),
        description=fields.get("description", UNSET),
        color=_color() if "color" in fields else UNSET,
        default_for=UNSET
        if words is None
        else tuple(w for word in words.split(",") if (w := word.strip())),
    )


def _color() -> str | None:
    return request.form.get("color") or None


def _tasks_go(project_id: str) -> TasksGo | str:
    where = request.form.get("tasks_go", TasksGo.INBOX)
    if where == project_id:
        raise FieldInvalidError(_("the tasks cannot go where they are"))
    return TasksGo(where) if where in set(TasksGo) else where
