"""What a new task is by the list that it is typed into, unless its words say something else."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from clara_edge.domain.due import Due

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from clara_edge.domain.drafts import TaskDraft
    from clara_edge.ports.store import TaskStore

PATTERN = r"^(today|inbox:?|day:[0-9-]{10}|(project|parent|tag):.{1,101})?$"
"""today, day:2026-12-01, inbox, project:ID, parent:ID or tag:NAME; nothing for no list."""


def placed(
    drafts: Sequence[TaskDraft],
    context: str,
    store: TaskStore,
    *,
    now: datetime,
    said_project: bool,
) -> Sequence[TaskDraft]:
    """Return new tasks as the list that they were typed into makes them.

    Args:
        drafts: what was understood.
        context: the list, see PATTERN; any other text is no list.
        store: where projects and parents are.
        now: which day is today.
        said_project: whether their words name a project.

    Raises:
        InputInvalidError: the list is not there (any more).
    """
    kind, _colon, value = context.partition(":")
    if kind in {"today", "day"}:
        day = now.date() if kind == "today" else Due.parse(value).day
        return [d if d.due else replace(d, due=Due(day)) for d in drafts]
    if kind == "tag":
        return [replace(d, tags=(*d.tags, value)) for d in drafts]
    if kind == "parent":
        parent = store.get(value)
        return [
            replace(
                d,
                parent_task_id=parent.id,
                project=d.project if said_project else None,
            )
            for d in drafts
        ]
    if kind in {"project", "inbox"} and not said_project:
        name = store.project(value).name if kind == "project" else None
        return [replace(d, project=name) for d in drafts]
    return drafts
