"""Templates: named task trees."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from clara_edge.domain.tasks import Task
    from clara_edge.domain.templates import Template, TemplateTask


class TemplateStore(Protocol):
    """Templates by name, in any case; TemplateNotFoundError when there is none."""

    def templates(self) -> Sequence[Template]:
        """Return all templates by name."""
        ...

    def save_template(
        self, name: str, tasks: Sequence[TemplateTask], *, project: str | None = None
    ) -> Template:
        """Store a template, in place of one of the same name.

        Raises:
            TitleInvalidError, FieldInvalidError: it cannot be stored.
        """
        ...

    def use_template(
        self, name: str, anchor: date, *, project: str | None = None
    ) -> Sequence[Task]:
        """Add its tasks with dates counted from the anchor; return the topmost ones."""
        ...

    def delete_template(self, name: str) -> None:
        """Forget a template."""
        ...
