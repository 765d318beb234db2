"""What a process of the opening race does; importable, so that it can be spawned."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from clara_edge.domain.errors import ClaraError
from clara_edge.storage.database import TaskDatabase

if TYPE_CHECKING:
    from multiprocessing.queues import Queue
    from multiprocessing.synchronize import Barrier


def open_new_files(folder: str, count: int, barrier: Barrier, problems: Queue) -> None:
    """Open new databases, each at the same moment as the other processes."""
    for number in range(count):
        barrier.wait(timeout=60)
        try:
            with TaskDatabase(Path(folder) / str(number) / "clara.db") as database:
                database.open()
        except ClaraError as error:
            problems.put(str(error))
    problems.put(None)
