"""Adding, changing and deleting projects; see ports.project_store.ProjectStore.

An archived project is only left out of lists: its tasks stay as they are, and adding to it
by name still works.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from clara_edge.domain.drafts import Unset
from clara_edge.domain.errors import FieldInvalidError, NameTakenError
from clara_edge.domain.project_values import clean_color, clean_defaults, same_name
from clara_edge.domain.steps import StepKind
from clara_edge.domain.tasks import TasksGo, clean_name
from clara_edge.domain.values import checked_position, clean_notes

from .base import StoreBase, new_id
from .project_rows import all_projects, named_project

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clara_edge.domain.drafts import ProjectDraft, ProjectPatch
    from clara_edge.domain.tasks import Project

    from .base import OpenStep


class ProjectWrites(StoreBase):
    """The part of the store that keeps projects."""

    def project(self, reference: str) -> Project:
        """Return one project, also an archived one; see the port."""
        with self._database.read() as db:
            return named_project(db, reference)

    def add_project(self, draft: ProjectDraft) -> Project:
        """Store a project; see the port."""
        with self._step(StepKind.PROJECT_ADD) as step:
            row = {
                "id": new_id(),
                "name": _free_name(step.db, draft.name),
                "description": clean_notes(draft.description),
                "color": clean_color(draft.color),
                "archived": int(bool(draft.archived)),
                "default_for": pack_defaults(draft.default_for),
                "created_at": step.stamp,
                "updated_at": step.stamp,
            }
            step.db.table("projects").insert(row)
            step.summary = str(row["name"])
            return named_project(step.db, str(row["id"]))

    def change_project(self, reference: str, patch: ProjectPatch) -> Project:
        """Change a project; see the port."""
        with self._step(StepKind.PROJECT_EDIT) as step:
            project = named_project(step.db, reference)
            values = _changed(step.db, project, patch)
            if values:
                values["updated_at"] = step.stamp
                step.db.table("projects").update(project.id, values)
            step.summary = project.name
            return named_project(step.db, project.id)

    def delete_project(self, reference: str, tasks_go: TasksGo | str) -> int:
        """Delete a project; see the port."""
        with self._step(StepKind.PROJECT_DELETE) as step:
            project = named_project(step.db, reference)
            count = step.db.table("tasks").count_where("project_id = ?", [project.id])
            if tasks_go == TasksGo.TRASH:
                _to_trash(step, project)
            target = None
            if tasks_go not in set(TasksGo):
                target = _other(step.db, project, tasks_go).id
            step.db.execute(
                "UPDATE tasks SET project_id = ?, updated_at = ? WHERE project_id = ?",
                [target, step.stamp, project.id],
            )
            step.db.table("projects").delete(project.id)
            step.summary = project.name
        return count


def pack_defaults(raw: object) -> str:
    """Return the column for words, and tags with a leading "#", or raise FieldInvalidError."""
    return json.dumps(clean_defaults(raw), ensure_ascii=False)


def _free_name(db: Database, raw: str, *, but: str | None = None) -> str:
    name = clean_name(raw, "project")
    for project in all_projects(db):
        if project.id != but and same_name(project.name, name):
            raise NameTakenError(
                f"there is a project called {project.name!r} already"
                + (", which is archived" if project.archived else ""),
                remedy="choose another name",
            )
    return name


def _changed(db: Database, project: Project, patch: ProjectPatch) -> dict[str, Any]:
    """Return the columns that a patch would change."""
    values: dict[str, Any] = {}
    if not isinstance(patch.name, Unset):
        values["name"] = _free_name(db, patch.name, but=project.id)
    if not isinstance(patch.description, Unset):
        values["description"] = clean_notes(patch.description)
    if not isinstance(patch.color, Unset):
        values["color"] = clean_color(patch.color)
    if not isinstance(patch.archived, Unset):
        values["archived"] = int(bool(patch.archived))
    if not isinstance(patch.default_for, Unset):
        values["default_for"] = pack_defaults(patch.default_for)
    if not isinstance(patch.position, Unset):
        values["position"] = checked_position(patch.position)
    present = db.table("projects").get(project.id)
    return {
        column: value for column, value in values.items() if present[column] != value
    }


def _other(db: Database, project: Project, reference: str) -> Project:
    other = named_project(db, reference)
    if other.id == project.id:
        raise FieldInvalidError(
            f"the tasks of {project.name!r} cannot go to itself when it is deleted",
            remedy="name another project, inbox or trash",
        )
    return other


def _to_trash(step: OpenStep, project: Project) -> None:
    """Trash the tasks of a project with their subtasks, each tree by its topmost task."""
    step.db.execute(_TRASH_TREES, {"project": project.id, "now": step.stamp})


# A task whose parent stays is a root; what is in the trash already stays as it is.
_TRASH_TREES = """
WITH RECURSIVE going (id, root) AS (
    SELECT tasks.id, tasks.id FROM tasks LEFT JOIN tasks AS parent
        ON parent.id = tasks.parent_task_id AND parent.project_id = :project
        AND parent.deleted_at IS NULL
    WHERE tasks.project_id = :project AND tasks.deleted_at IS NULL
        AND parent.id IS NULL
    UNION ALL
    SELECT tasks.id, going.root FROM tasks JOIN going
        ON tasks.parent_task_id = going.id WHERE tasks.deleted_at IS NULL
)
UPDATE tasks SET deleted_at = :now, deleted_with = going.root
FROM going WHERE going.id = tasks.id
"""
