"""How far the parts of tasks are; see ports.task_reader.TaskReader."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from .base import StoreBase

if TYPE_CHECKING:
    from collections.abc import Sequence

_COUNTS = """
WITH RECURSIVE parts (root, id, status) AS (
  SELECT parent_task_id, id, status FROM tasks
  WHERE parent_task_id IN (SELECT value FROM json_each(?)) AND deleted_at IS NULL
  UNION
  SELECT parts.root, tasks.id, tasks.status FROM tasks
  JOIN parts ON tasks.parent_task_id = parts.id WHERE tasks.deleted_at IS NULL
)
SELECT root, sum(status = 'completed') AS done, count(*) AS every FROM parts
WHERE status != 'cancelled' GROUP BY root
"""


class SubtaskCounts(StoreBase):
    """Counts the parts of many tasks at once."""

    def subtask_counts(self, task_ids: Sequence[str]) -> dict[str, tuple[int, int]]:
        """Count done and all subtasks; see the port."""
        with self._database.read() as db:
            return {
                row["root"]: (row["done"], row["every"])
                for row in db.query(_COUNTS, [json.dumps(list(task_ids))])
            }
