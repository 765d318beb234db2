"""Short ways to store tasks in tests."""

from __future__ import annotations

from clara_edge.domain.drafts import TaskDraft


def add_task(store, title, **values):
    """Store one task; values as in TaskDraft."""
    (task,) = store.add(TaskDraft(title, **values))
    return task
