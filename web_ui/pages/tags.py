"""All tasks with a tag, and all tags."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, request
from flask_babel import gettext as _
from flask_babel import ngettext

from clara_edge.domain.errors import TagNotFoundError
from clara_edge.domain.query import Condition, Field, Query, State
from clara_edge.domain.tasks import folded_name
from web_ui.access.marks import Scope, access
from web_ui.notices import Notice, leave_notice
from web_ui.pages.changes import changing, last_step
from web_ui.panel import page_number, render_list
from web_ui.rows import listing
from web_ui.services import services
from web_ui.texts import now

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from clara_edge.ports.store import TaskStore


def blueprint() -> Blueprint:
    """Return the pages."""
    pages = Blueprint("tags", __name__)

    @pages.get("/tags")
    @access(Scope.READ)
    def tags() -> str:
        with services().store() as store:
            return render_list(store, "tags.html", tags=store.tags())

    @pages.get("/tags/<path:name>")
    @access(Scope.READ)
    def tag(name: str) -> str:
        conditions = (Condition(Field.TAG, (name,)), Condition(Field.IS, (State.OPEN,)))
        with services().store() as store:
            tasks = listing(store, Query(conditions, now=now()), page=page_number())
            return render_list(store, "tag.html", tag=_known(store, name), tasks=tasks)

    @pages.post("/tags/rename")
    @access(Scope.WRITE)
    def rename() -> Response:
        name, new = request.form.get("name", ""), request.form.get("new_name", "")
        with changing() as store:
            store.rename_tag(name, new)
            step = last_step(store)
            what = _("#%(name)s is now #%(new)s.", name=name, new=new.lstrip("#"))
            leave_notice(Notice(what, kind="good", undo_step=step))
        return redirect("/tags", 303)

    @pages.post("/tags/delete")
    @access(Scope.WRITE)
    def delete() -> Response:
        name = request.form.get("name", "")
        with changing() as store:
            count = store.delete_tag(name)
            of = ngettext("%(num)d task had it.", "%(num)d tasks had it.", count)
            what = _("#%(name)s is gone.", name=name)
            leave_notice(Notice(what, of, undo_step=last_step(store)))
        return redirect("/tags", 303)

    return pages


def _known(store: TaskStore, name: str) -> str:
    """Return a tag as it is written."""
    wanted = folded_name(name)
    for tag in store.tags():
        if folded_name(tag.name) == wanted:
            return tag.name
    raise TagNotFoundError(f"there is no tag {name[:40]!r}")
