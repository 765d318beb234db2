"""What the buttons of the lists do: each a POST that leads back to where it came from."""

from __future__ import annotations

import contextlib
import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from flask import Blueprint, abort, redirect, request
from flask_babel import gettext as _
from flask_babel import ngettext

from clara_edge.domain.drafts import UNSET, TaskDraft, TaskPatch
from clara_edge.domain.due import Due
from clara_edge.domain.errors import (
    EngineError,
    InputInvalidError,
    ModelError,
    StorageError,
    UndoConflictError,
)
from clara_edge.domain.tasks import Priority, Status
from web_ui.access.marks import Scope, access
from web_ui.contexts import placed
from web_ui.history_words import step_text
from web_ui.notices import Notice, leave_notice, take_notices
from web_ui.ordering import moved_position
from web_ui.pool import ORIGIN
from web_ui.rows import projects_of
from web_ui.services import services
from web_ui.task_form import error_text
from web_ui.texts import due_text, now
from web_ui.words import PRIORITIES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from werkzeug.wrappers import Response

    from clara_edge.domain.steps import Step
    from clara_edge.domain.tasks import Task
    from clara_edge.ports.store import TaskStore

_LOGGER = logging.getLogger(__name__)

TEXT_MAX_CHARS = 2000
TITLE_SHOWN_CHARS = 60
_STEP_MAX_DIGITS = 18
"""What SQLite can count to has one more."""


def blueprint() -> Blueprint:
    """Return the addresses that change tasks."""
    pages = Blueprint("changes", __name__)

    @pages.post("/tasks")
    @access(Scope.WRITE)
    def add() -> Response:
        text = request.form.get("text", "").strip()
        if not text:
            return back(Notice(_("There was nothing to add."), kind="warning"))
        if len(text) > TEXT_MAX_CHARS:
            what = _("That is too long for one task.")
            return back(Notice(what, _("Put the rest into its notes."), kind="problem"))
        context = request.form.get("context", "")
        with telling():
            # before the transaction: it may take long, and ask others who write
            drafts, said_project = _understood(text)
            with changing() as store:
                drafts = placed(
                    drafts, context, store, now=now(), said_project=said_project
                )
                leave_notice(_added(store, store.add(*drafts)))
        return back()

    @pages.post("/tasks/<task_id>/<action>")
    @access(Scope.WRITE)
    def act(task_id: str, action: str) -> Response:
        run = _ACTIONS.get(action)
        if run is None:
            abort(404)
        with changing() as store:
            leave_notice(run(store, store.get(task_id)))
        return back()

    @pages.post("/undo")
    @access(Scope.WRITE)
    def undo() -> Response:
        with changing() as store:
            undone = _undone(store, request.form.get("step", ""))
            leave_notice(Notice(_("Undone: %(what)s", what=step_text(undone))))
        return back()

    return pages


@contextlib.contextmanager
def changing() -> Iterator[TaskStore]:
    """Lend a store for one transaction; what cannot be done becomes a notice.

    Nobody else writes in the block: last_step() in it is the step that it made.
    """
    with telling(), services().stores.store() as store, store.together():
        yield store


@contextlib.contextmanager
def telling() -> Iterator[None]:
    """Let what cannot be done become a notice."""
    try:
        yield
    except StorageError:
        take_notices()  # what they tell of was not done
        raise
    except UndoConflictError:
        what = _("This cannot be undone any more: it was changed again since.")
        leave_notice(Notice(what, kind="warning"))
    except InputInvalidError as error:
        leave_notice(Notice(error_text(error), kind="problem"))


def back(notice: Notice | None = None) -> Response:
    """Return to the address in the field `next`, which is one of this service."""
    if notice is not None:
        leave_notice(notice)
    return redirect(local_address(request.form.get("next", "")), 303)


def local_address(text: str) -> str:
    """Return an address of this service, the first page for any other."""
    inside = text.startswith("/") and not text.startswith(("//", "/\\"))
    clean = text.isascii() and text.isprintable() and len(text) <= TEXT_MAX_CHARS
    return text if inside and clean else "/"


def short(title: str) -> str:
    """Return a title for a sentence."""
    if len(title) <= TITLE_SHOWN_CHARS:
        return title
    return f"{title[: TITLE_SHOWN_CHARS - 1].rstrip()}…"


def last_step(store: TaskStore) -> int | None:
    """Return the number of the step that was just made."""
    steps = store.history(limit=1)
    return steps[0].id if steps else None


def _undone(store: TaskStore, step: str) -> Step:
    """Take back a step by its number; without one, what was last done on these pages."""
    if not step:
        return store.undo(origin=ORIGIN)
    is_number = step.isascii() and step.isdigit() and len(step) <= _STEP_MAX_DIGITS
    return store.undo(step_id=int(step) if is_number else 0)


def _understood(text: str) -> tuple[Sequence[TaskDraft], bool]:
    """Return what was typed as drafts, and whether it names a project."""
    understanding = services().understanding
    try:
        reading = understanding.preview(text)
        drafts = [one.draft for one in understanding.wanted(reading)]
        return drafts, bool(reading.project)
    except (EngineError, ModelError) as error:
        _LOGGER.warning("added as it was typed: %s", error)
        return [TaskDraft(text)], False


def _added(store: TaskStore, tasks: Sequence[Task]) -> Notice:
    step = last_step(store)
    if len(tasks) != 1:
        what = ngettext("Added %(num)d task.", "Added %(num)d tasks.", len(tasks))
        return Notice(what, kind="good", undo_step=step)
    (task,) = tasks
    project = projects_of(store).get(task.project_id or "")
    facts = [due_text(task.due)] if task.due else []
    facts += [project.name] if project else []
    facts += [str(PRIORITIES[task.priority])] * (task.priority is not Priority.MEDIUM)
    facts += [f"#{tag}" for tag in task.tags]
    return Notice(
        _("Added “%(title)s”", title=short(task.title)),
        " · ".join(facts) or None,
        kind="good",
        undo_step=step,
        link=f"/tasks/{task.id}",
    )


def _complete(store: TaskStore, task: Task) -> Notice:
    done = store.complete([task.id])
    if not done.completed:
        return Notice(_("“%(title)s” was done already.", title=short(task.title)))
    next_one = done.spawned[0] if done.spawned else None
    comes = (
        _("It comes back: %(when)s", when=due_text(next_one.due))
        if next_one and next_one.due
        else None
    )
    what = _("Done: “%(title)s”", title=short(task.title))
    return Notice(what, comes, kind="good", undo_step=last_step(store))


def _reopen(store: TaskStore, task: Task) -> Notice:
    store.reopen([task.id])
    what = _("“%(title)s” is open again.", title=short(task.title))
    return Notice(what, undo_step=last_step(store))


def _skip(store: TaskStore, task: Task) -> Notice:
    later = store.skip(task.id)
    when = due_text(later.due) if later.due else ""
    what = _("Skipped once: “%(title)s”", title=short(task.title))
    return Notice(what, when or None, undo_step=last_step(store))


def _delete(store: TaskStore, task: Task) -> Notice:
    gone = store.delete([task.id])
    what = _("“%(title)s” is in the trash.", title=short(task.title))
    more = ngettext("with %(num)d subtask", "with %(num)d subtasks", len(gone) - 1)
    return Notice(what, more if len(gone) > 1 else None, undo_step=last_step(store))


def _restore(store: TaskStore, task: Task) -> Notice:
    store.restore([task.id])
    what = _("“%(title)s” is back.", title=short(task.title))
    return Notice(
        what, kind="good", undo_step=last_step(store), link=f"/tasks/{task.id}"
    )


def _start(store: TaskStore, task: Task) -> Notice:
    return _stands(store, task, Status.IN_PROGRESS, _("Started"))


def _cancel(store: TaskStore, task: Task) -> Notice:
    return _stands(store, task, Status.CANCELLED, _("Given up"))


def _stands(store: TaskStore, task: Task, status: Status, did: str) -> Notice:
    store.change([task.id], TaskPatch(status=status))
    return Notice(f"{did}: “{short(task.title)}”", undo_step=last_step(store))


def _move(store: TaskStore, task: Task) -> Notice:
    """Move it up or down among its siblings, to a day, or to a project."""
    fields = request.form
    if "direction" in fields:
        up = fields["direction"] == "up"
        position = moved_position(store, task, up=up)
        if position is None:
            return Notice(_("It is at the end already."))
        store.change([task.id], TaskPatch(position=position))
        return Notice(_("Moved “%(title)s”", title=short(task.title)))
    due: Due | None = None
    if fields.get("day"):
        day = Due.parse(fields["day"]).day
        due = replace(task.due, day=day) if task.due else Due(day)
    project: str | None = None
    if fields.get("project"):
        project = store.project(fields["project"]).name
    patch = TaskPatch(
        due=due if "day" in fields else UNSET,
        project=project if "project" in fields else UNSET,
    )
    store.change([task.id], patch)
    place = project or (due_text(due) if due else None)
    what = _("Moved “%(title)s”", title=short(task.title))
    return Notice(what, place, undo_step=last_step(store))


_ACTIONS: dict[str, Callable[[TaskStore, Task], Notice]] = {
    "complete": _complete,
    "reopen": _reopen,
    "skip": _skip,
    "delete": _delete,
    "restore": _restore,
    "start": _start,
    "cancel": _cancel,
    "move": _move,
}
