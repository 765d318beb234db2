"""What keeps the tasks safe and the database small, in a thread of the voice service."""

from __future__ import annotations

import contextlib
import logging
import os
import threading
from datetime import timedelta
from typing import TYPE_CHECKING, Self

from clara_edge.domain.errors import ClaraError

from .backups import Backups
from .conversations import SqliteConversations
from .database import TaskDatabase
from .recovery import is_lost
from .store import SqliteTaskStore
from .timekeeping import SqliteTimekeeping
from .view import tidy_folders

if TYPE_CHECKING:
    from pathlib import Path

    from clara_edge.ports.clock import Clock

    from .backups import BackupPlan

_LOGGER = logging.getLogger(__name__)

HISTORY_KEPT = timedelta(days=365)
"""How long a change can be undone."""

_LOOK_EVERY_S = 60.0
_TIDY_EVERY_S = 3600.0
_NICENESS = 10
_CLOSE_TIMEOUT_S = 5.0


class Keeper:
    """Checks the database once, then backs it up and tidies it when that is due."""

    def __init__(
        self,
        path: Path,
        plan: BackupPlan,
        clock: Clock,
        *,
        trash_days: int,
        conversation_minutes: float = 10.0,
    ) -> None:
        self._path = path
        self._plan = plan
        self._clock = clock
        self._trash_kept = timedelta(days=trash_days)
        self._said_kept = timedelta(minutes=conversation_minutes)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="keeper", daemon=True)
        self._tidied_at_s: float | None = None
        self._last_problem: str | None = None

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the thread; a backup that is being made is given up if it takes long."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(_CLOSE_TIMEOUT_S)

    def look(self, database: TaskDatabase) -> None:
        """Do what is due now.

        Raises:
            ClaraError: something could not be done.
        """
        if not self._path.exists() and not is_lost(self._path):
            return
        database.open()
        try:
            if database.only_readable is None:
                said_before = self._clock.now() - self._said_kept
                SqliteConversations(database).forget(said_before)
            self._tidy(database)
        finally:
            # tidying that fails must not cost a backup
            if self._plan.enabled:
                Backups(database, self._plan, self._clock).make_if_due()

    def _tidy(self, database: TaskDatabase) -> None:
        now_s = self._clock.monotonic_s()
        if self._tidied_at_s is not None and now_s - self._tidied_at_s < _TIDY_EVERY_S:
            return
        self._tidied_at_s = now_s
        if database.only_readable is not None:
            return
        store = SqliteTaskStore(database, self._clock, origin="keeper")
        now = self._clock.now()
        tidy_folders(self._path, now - timedelta(days=1))
        purged = store.purge_trash(now - self._trash_kept)
        pruned = store.prune(now - HISTORY_KEPT)
        SqliteTimekeeping(database, self._clock, origin="keeper").forget_done()
        if purged or pruned:
            _LOGGER.info("forgot %d deleted tasks and %d old changes", purged, pruned)

    def _run(self) -> None:
        with contextlib.suppress(OSError):
            # on Linux this is the priority of one thread (setpriority(2))
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICENESS)
        # the first opening looks at every page; so does one after a failure
        with TaskDatabase(self._path, self._clock, thorough=True) as database:
            while True:
                self._look_safely(database)
                if self._stop.wait(_LOOK_EVERY_S):
                    return

    def _look_safely(self, database: TaskDatabase) -> None:
        try:
            self.look(database)
            self._last_problem = None
        except ClaraError as error:
            if str(error) != self._last_problem:
                _LOGGER.warning("keeping the tasks safe: %s", error)
            self._last_problem = str(error)
        except Exception:
            # the thread's boundary: backups have to go on
            _LOGGER.exception("keeping the tasks safe failed")
