"""Bring in projects, tags and templates: found by id, then by name, or made."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from clara_edge.domain.project_values import clean_color, same_name
from clara_edge.domain.tasks import clean_title
from clara_edge.domain.values import checked_position, clean_notes, clean_tag

from .base import new_id
from .import_rows import check_id
from .project_rows import all_projects
from .project_writes import pack_defaults
from .task_rows import insert
from .template_rows import all_templates, put_template, template_named

if TYPE_CHECKING:
    from collections.abc import Iterable

    from clara_edge.domain.tasks import Project, Tag
    from clara_edge.domain.templates import Template

    from .base import OpenStep


def import_projects(
    step: OpenStep, projects: Iterable[Project]
) -> tuple[dict[str, str], int]:
    """Return the ids of projects by those that they were given, and how many are new.

    One that is known by its id becomes as given, one known by its name stays as it is.
    """
    names = {project.id: project.name for project in all_projects(step.db)}
    ids: dict[str, str] = {}
    added = 0
    for project in projects:
        row = _project_row(project)
        namesake = _namesake(names, row["name"])
        if project.id in names:
            if namesake is not None and namesake != project.id:
                del row["name"]  # another project has it by now
            _update(step, "projects", row, stamped=True)
        elif namesake is not None:
            ids[project.id] = namesake
            continue
        else:
            stamps = dict.fromkeys(("created_at", "updated_at"), step.stamp)
            insert(step.db, "projects", {**row, **stamps})
            added += 1
        names[project.id] = row.get("name", names.get(project.id, ""))
        ids[project.id] = project.id
    return ids, added


def import_tags(
    step: OpenStep, tags: Iterable[Tag], used: Iterable[str]
) -> dict[str, str]:
    """Return the ids of all tags by name in lower case.

    Args:
        step: the open step.
        tags: to be brought in.
        used: names of tags that tasks have, made where there are none.
    """
    known = dict(step.db.execute("SELECT id, name FROM task_tags").fetchall())
    for tag in tags:
        row: dict[str, Any] = {
            "id": check_id(tag.id),
            "name": clean_tag(tag.name),
            "color": clean_color(tag.color),
        }
        namesake = _namesake(known, row["name"])
        if tag.id in known:
            if namesake is not None and namesake != tag.id:
                del row["name"]
            _update(step, "task_tags", row)
        elif namesake is not None:
            continue
        else:
            insert(step.db, "task_tags", row)
        known[tag.id] = row.get("name", known.get(tag.id, ""))
    ids = {name.casefold(): tag_id for tag_id, name in known.items()}
    for name in map(clean_tag, used):
        if name.casefold() not in ids:
            made = new_id()
            insert(step.db, "task_tags", {"id": made, "name": name})
            ids[name.casefold()] = made
    return ids


def import_templates(step: OpenStep, templates: Iterable[Template]) -> int:
    """Store templates in place of those of the same id or name; return how many are new."""
    known = {template.id: template for template in all_templates(step.db)}
    added = 0
    for template in templates:
        namesake = template_named(known.values(), clean_title(template.name))
        target = namesake.id if namesake is not None else check_id(template.id)
        added += target not in known
        stored = replace(template, id=target)
        put_template(step.db, stored, step.stamp)
        known[target] = stored
    return added


def _project_row(project: Project) -> dict[str, Any]:
    return {
        "id": check_id(project.id),
        "name": clean_title(project.name),
        "description": clean_notes(project.description),
        "color": clean_color(project.color),
        "archived": int(bool(project.archived)),
        "default_for": pack_defaults(project.default_for),
        "position": checked_position(project.position),
    }


def _namesake(names: dict[str, str], name: str) -> str | None:
    return next((key for key, other in names.items() if same_name(other, name)), None)


def _update(
    step: OpenStep, table: str, row: dict[str, Any], *, stamped: bool = False
) -> None:
    present = step.db.table(table).get(row["id"])
    changed = {c: value for c, value in row.items() if present[c] != value}
    if changed:
        if stamped:
            changed["updated_at"] = step.stamp
        step.db.table(table).update(row["id"], changed)
