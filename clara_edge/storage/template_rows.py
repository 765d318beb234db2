"""Find and write rows of templates inside an open step."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import time
from typing import TYPE_CHECKING, Any

from clara_edge.domain.project_values import same_name
from clara_edge.domain.tasks import Priority, clean_title
from clara_edge.domain.template_values import clean_tree
from clara_edge.domain.templates import Template, TemplateTask

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlite_utils import Database


def all_templates(db: Database) -> list[Template]:
    """Return all templates by name."""
    rows = db.table("templates").rows_where(order_by="name COLLATE NOCASE, id")
    return [_template(row) for row in rows]


def template_named(templates: Iterable[Template], name: str) -> Template | None:
    """Return the template of a name in any case."""
    return next((t for t in templates if same_name(t.name, name)), None)


def put_template(db: Database, template: Template, stamp: str) -> bool:
    """Store a template under its id; return whether anything changed.

    Raises:
        TitleInvalidError, FieldInvalidError: it cannot be stored.
    """
    values = {
        "name": clean_title(template.name),
        "project": None if template.project is None else clean_title(template.project),
        "tasks": _packed(clean_tree(template.tasks)),
    }
    table = db.table("templates")
    present = next(iter(table.rows_where("id = ?", [template.id])), None)
    if present is None:
        stamps = {"created_at": stamp, "updated_at": stamp}
        table.insert({"id": template.id, **values, **stamps})
        return True
    if all(present[column] == value for column, value in values.items()):
        return False
    table.update(template.id, {**values, "updated_at": stamp})
    return True


def _template(row: Mapping[str, Any]) -> Template:
    tasks = tuple(_task(packed) for packed in json.loads(row["tasks"]))
    return Template(row["id"], row["name"], tasks, row["project"])


def _packed(tasks: tuple[TemplateTask, ...]) -> str:
    return json.dumps([asdict(t) for t in tasks], ensure_ascii=False, default=_plain)


def _plain(value: time) -> str:
    return value.isoformat()


def _task(packed: Mapping[str, Any]) -> TemplateTask:
    """Read what asdict() made; fields that a later version adds have defaults."""
    at = packed["due_time"]
    return TemplateTask(
        **{
            **packed,
            "priority": Priority(packed["priority"]),
            "due_time": None if at is None else time.fromisoformat(at),
            "tags": tuple(packed["tags"]),
            "remind_minutes_before": tuple(packed["remind_minutes_before"]),
            "subtasks": tuple(map(_task, packed["subtasks"])),
        }
    )
