"""Fetches model packs in the background, one after the other, when somebody asks for them."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from clara_edge.domain.errors import ClaraError, InputInvalidError
from clara_edge.models.progress import FetchSettings
from clara_edge.models.store import ModelStore

if TYPE_CHECKING:
    from clara_edge.config.folders import Folders
    from clara_edge.config.schema import Config
    from clara_edge.models.manifest import Manifest
    from clara_edge.models.progress import PullProgress


@dataclass(frozen=True, slots=True)
class Job:
    """One pack that is fetched, waits for it, or was."""

    pack: str
    state: Literal["waiting", "fetching", "installed", "failed"]
    done: int = 0
    total: int = 0
    note: str = ""
    problem: str | None = None

    @property
    def percent(self) -> int:
        """How much of it is here."""
        return min(100, 100 * self.done // self.total) if self.total else 0


class Pulling:
    """Jobs of this service's lifetime; safe from any thread."""

    def __init__(
        self, config: Config, folders: Folders, manifest: Manifest | None = None
    ) -> None:
        """Fetch nothing yet; without a manifest, the packs are those of this version."""
        self._manifest = manifest
        self._config = config
        self._folders = folders
        self._lock = threading.Lock()
        self._jobs: dict[str, Job] = {}
        self._waiting: deque[str] = deque()
        self._thread: threading.Thread | None = None

    @property
    def jobs(self) -> dict[str, Job]:
        """Every job by its pack."""
        with self._lock:
            return dict(self._jobs)

    def store(self) -> ModelStore:
        """Return the packs that there are."""
        models = self._config.models
        settings = FetchSettings(timeout_s=models.timeout_s)
        return ModelStore(self._folders.models, self._manifest, models.mirror, settings)

    def start(self, name: str) -> None:
        """Fetch a pack, after those that were asked for before.

        Raises:
            InputInvalidError: there is no such pack.
        """
        names = {pack.name for pack in self.store().manifest.packs}
        if name not in names:
            raise InputInvalidError(f"there is no model pack {name[:80]!r}")
        with self._lock:
            job = self._jobs.get(name)
            if job is not None and job.state in {"waiting", "fetching"}:
                return
            self._jobs[name] = Job(name, "waiting")
            self._waiting.append(name)
            if self._thread is None or not self._thread.is_alive():
                # a download that is cut off is gone on with: it may end with the service
                self._thread = threading.Thread(
                    target=self._run, name="models", daemon=True
                )
                self._thread.start()

    def wait(self, timeout_s: float) -> None:
        """Wait until nothing is fetched any more."""
        thread = self._thread
        if thread is not None:
            thread.join(timeout_s)

    def _run(self) -> None:
        while True:
            with self._lock:
                if not self._waiting:
                    self._thread = None
                    return
                name = self._waiting.popleft()
                self._jobs[name] = Job(name, "fetching")
            self._set(self._pull(name))

    def _pull(self, name: str) -> Job:
        try:
            self.store().pull(name, self._report)
        except (ClaraError, OSError) as error:
            return Job(name, "failed", problem=str(error))
        return Job(name, "installed", 1, 1)

    def _report(self, progress: PullProgress) -> None:
        self._set(
            Job(
                progress.pack,
                "fetching",
                progress.done,
                progress.total,
                progress.note,
            )
        )

    def _set(self, job: Job) -> None:
        with self._lock:
            self._jobs[job.pack] = job
