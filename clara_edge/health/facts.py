"""What `clara status`, the page Status and /api/v1/status tell; works without a daemon as well."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

from clara_edge import __version__
from clara_edge.control.client import ControlClient
from clara_edge.control.status import read_status
from clara_edge.domain.errors import DaemonError
from clara_edge.models.store import ModelStore
from clara_edge.storage.announcements import Announcements
from clara_edge.storage.backup_files import backups_in, is_there
from clara_edge.storage.backups import BackupPlan
from clara_edge.storage.database import TaskDatabase
from clara_edge.storage.recovery import is_lost
from clara_edge.storage.store import SqliteTaskStore

if TYPE_CHECKING:
    from clara_edge.config.folders import Folders
    from clara_edge.config.schema import Config
    from clara_edge.control.status import DaemonStatus
    from clara_edge.ports.clock import Clock

ASK_TIMEOUT_S = 2.0


def gather(config: Config, folders: Folders, clock: Clock) -> dict[str, Any]:
    """Return everything that can be told; slow parts of it read the disk."""
    daemon, problem = ask_daemon(folders)
    return {
        "version": __version__,
        "voice": voice_facts(daemon, problem),
        "tasks": task_facts(folders, clock),
        "backups": backup_facts(config, folders),
        "models": model_facts(config, folders),
        "language_model": [
            line.model_dump(mode="json")
            for line in (daemon.language_model if daemon else ())
        ],
        "storage": storage_facts(folders),
    }


def ask_daemon(folders: Folders) -> tuple[DaemonStatus | None, DaemonError | None]:
    """Return what the daemon says of itself, or why it says nothing."""
    try:
        with ControlClient(folders.control_socket, ASK_TIMEOUT_S) as client:
            return read_status(client), None
    except DaemonError as error:
        return None, error


def voice_facts(
    daemon: DaemonStatus | None, problem: DaemonError | None
) -> dict[str, Any]:
    """Return the daemon's status as an object."""
    if daemon is None:
        return {"running": False, "problem": str(problem)}
    return {"running": True, **daemon.model_dump(mode="json")}


def task_facts(folders: Folders, clock: Clock) -> dict[str, Any]:
    """Return whether the tasks can be read and changed, and how many are open."""
    path = folders.database
    facts: dict[str, Any] = {"database": str(path), "open": None}
    try:
        if not path.exists() and not is_lost(path):
            return {**facts, "state": "none", "open": 0}
        with TaskDatabase(path, clock) as database:
            store = SqliteTaskStore(database, clock)
            facts["open"] = store.count_open_tasks()
            facts["to_tell"] = [a.text for a in Announcements(database).untold()]
            problem = database.only_readable
    except OSError as error:  # StorageError is one
        return {**facts, "state": "unusable", "problem": str(error)}
    if problem is not None:
        return {**facts, "state": "read only", "problem": str(problem)}
    return {**facts, "state": "ok"}


def backup_facts(config: Config, folders: Folders) -> dict[str, Any]:
    """Return how many backups there are and from when the last one is."""
    plan = BackupPlan.of(config.backup, folders)
    found = backups_in(plan.folder)
    second = plan.second_folder
    return {
        "folder": str(plan.folder),
        "count": len(found),
        "last": found[0].at.isoformat() if found else None,
        "second_folder": str(second) if second else None,
        "second_folder_is_there": is_there(second) if second else None,
    }


def model_facts(config: Config, folders: Folders) -> list[dict[str, Any]]:
    """Return the packs that are installed, damaged, or needed and not there."""
    store = ModelStore(folders.models, mirror=config.models.mirror)
    states = [store.state(pack.name) for pack in store.manifest.packs]
    return [
        {"name": s.pack.name, "state": s.state, "problem": s.problem}
        for s in states
        if s.state != "missing" or s.pack.starter
    ]


def storage_facts(folders: Folders) -> dict[str, Any]:
    """Return how large the database is, and how much room there is."""
    facts: dict[str, Any] = {
        "database_bytes": None,
        "free_bytes": None,
        "total_bytes": None,
    }
    try:
        usage = shutil.disk_usage(folders.data)
        facts |= {"free_bytes": usage.free, "total_bytes": usage.total}
        facts["database_bytes"] = folders.database.stat().st_size
    except OSError:
        pass  # told by what is missing
    return facts
