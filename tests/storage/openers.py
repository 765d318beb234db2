"""What a process of the opening race does; importable, so that it can be spawned."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from clara_edge.domain.errors import ClaraError
from clara_edge.storage.database import TaskDatabase
from clara_edge.storage.open import open_store
from tests.clocks import ManualClock

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


def open_and_count(path: str, barrier: Barrier, counts: Queue) -> None:
    """Open a database at the same moment as other processes and count its tasks."""
    barrier.wait(timeout=60)
    try:
        with open_store(Path(path), ManualClock()) as store:
            counts.put(store.count_open_tasks())
    except ClaraError as error:
        counts.put(str(error))
