"""Keeping and using templates; see ports.template_store.TemplateStore."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clara_edge.domain.day_words import zone_name
from clara_edge.domain.errors import TemplateNotFoundError
from clara_edge.domain.steps import StepKind
from clara_edge.domain.tasks import clean_name
from clara_edge.domain.template_values import draft_of
from clara_edge.domain.templates import Template

from .base import StoreBase, new_id
from .task_rows import tasks_by_id
from .task_trees import insert_trees
from .template_rows import all_templates, put_template, template_named

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlite_utils import Database

    from clara_edge.domain.tasks import Task
    from clara_edge.domain.templates import TemplateTask


class TemplateWrites(StoreBase):
    """The part of the store that keeps templates."""

    def templates(self) -> Sequence[Template]:
        """Return all templates by name; see the port."""
        with self._database.read() as db:
            return all_templates(db)

    def save_template(
        self, name: str, tasks: Sequence[TemplateTask], *, project: str | None = None
    ) -> Template:
        """Store a template, in place of one of the same name; see the port."""
        with self._step(StepKind.TEMPLATE_SAVE) as step:
            clean = clean_name(name, "template")
            present = template_named(all_templates(step.db), clean)
            template = Template(
                new_id() if present is None else present.id,
                clean,
                tuple(tasks),
                project,
            )
            put_template(step.db, template, step.stamp)
            step.summary = clean
            return _named(step.db, clean)

    def use_template(
        self, name: str, anchor: date, *, project: str | None = None
    ) -> Sequence[Task]:
        """Add its tasks with dates counted from the anchor; see the port."""
        zone = zone_name(self._clock.now())
        with self._step(StepKind.TEMPLATE_USE) as step:
            template = _named(step.db, name)
            where = template.project if project is None else project
            drafts = [
                draft_of(task, anchor, zone=zone, project=where)
                for task in template.tasks
            ]
            step.summary = template.name
            return tasks_by_id(step.db, insert_trees(step, drafts))

    def delete_template(self, name: str) -> None:
        """Forget a template; see the port."""
        with self._step(StepKind.TEMPLATE_DELETE) as step:
            template = _named(step.db, name)
            step.db.table("templates").delete(template.id)
            step.summary = template.name


def _named(db: Database, name: str) -> Template:
    templates = all_templates(db)
    found = template_named(templates, name)
    if found is None:
        raise TemplateNotFoundError(
            f"there is no template called {name[:80]!r}",
            remedy=f"there is {', '.join(t.name for t in templates[:10])}"
            if templates
            else "save one first",
        )
    return found
