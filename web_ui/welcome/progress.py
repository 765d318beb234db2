"""Which of the first steps are behind, kept on the server: any paired browser goes on with them."""

from __future__ import annotations

import json
import logging
import threading
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from clara_edge.domain.errors import StorageUnavailableError

if TYPE_CHECKING:
    from pathlib import Path

_LOGGER = logging.getLogger(__name__)

FILE_NAME = "welcome.json"
STEPS = ("name", "sound", "models", "tasks", "privacy")
_MAX_BYTES = 64 * 1024
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Progress:
    """What of the first steps is behind."""

    done: tuple[str, ...] = ()
    """Steps that were done or skipped."""
    samples: tuple[str, ...] = ()
    """Ids of the sample tasks."""

    @property
    def next(self) -> str | None:
        """The first step that is not behind."""
        return next((step for step in STEPS if step not in self.done), None)

    def after(self, step: str) -> str | None:
        """Return the step that follows one; None after the last."""
        at = STEPS.index(step) + 1
        return STEPS[at] if at < len(STEPS) else None


def load_progress(data: Path) -> Progress:
    """Return what was kept; a file that cannot be read begins anew."""
    try:
        with (data / FILE_NAME).open("rb") as stream:
            kept = json.loads(stream.read(_MAX_BYTES))
        done = tuple(step for step in STEPS if step in kept["done"])
        return Progress(done, tuple(map(str, kept["samples"])))
    except FileNotFoundError:
        return Progress()
    except (OSError, ValueError, LookupError, TypeError) as error:
        _LOGGER.warning("the first steps begin anew: %s", type(error).__name__)
        return Progress()


def mark_done(data: Path, *steps: str) -> Progress:
    """Note that steps are behind.

    Raises:
        StorageUnavailableError: it cannot be written.
    """
    with _lock:
        present = load_progress(data)
        done = tuple(s for s in STEPS if s in present.done or s in steps)
        return _save(data, replace(present, done=done))


def keep_samples(data: Path, ids: tuple[str, ...]) -> Progress:
    """Note which tasks are samples; raises as mark_done() does."""
    with _lock:
        return _save(data, replace(load_progress(data), samples=ids))


def _save(data: Path, progress: Progress) -> Progress:
    file = data / FILE_NAME
    part = file.with_suffix(".part")
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        part.write_text(json.dumps(asdict(progress)), "utf-8")
        part.replace(file)
    except OSError as error:
        raise StorageUnavailableError(
            f"{file} cannot be written: {error.strerror or error}",
            remedy="check the disk and its rights",
        ) from error
    return progress
