"""The settings in force: those that need no restart of the web service follow the choices."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from clara_edge.config.clock import use_zone
from clara_edge.config.vague_words import use_hours
from clara_edge.domain.errors import ConfigInvalidError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from clara_edge.config.schema import Config

_LOGGER = logging.getLogger(__name__)

_Stamp = tuple[int, int, int]


class LiveSettings:
    """Reads the configuration again when the file of choices was replaced; from any thread."""

    def __init__(
        self, config: Config, file: Path, load: Callable[[], Config] | None = None
    ) -> None:
        """Begin with what the service was started with.

        Args:
            config: the whole configuration.
            file: where choices are kept; each is a new file in its place.
            load: reads the configuration as it is now; without it, nothing is followed.
        """
        self._started = config
        self._file = file
        self._load = load
        self._lock = threading.Lock()
        self._present = config
        self._stamp = _stamp(file)

    @property
    def config(self) -> Config:
        """The settings as they are now; [web] and [paths] as the service was started."""
        self.follow()
        return self._present

    def follow(self) -> None:
        """Take over what was chosen since, the zone of all local times included."""
        if self._load is not None and _stamp(self._file) != self._stamp:
            with self._lock:
                self._read_again(self._load)

    def _read_again(self, load: Callable[[], Config]) -> None:
        stamp = _stamp(self._file)
        if stamp == self._stamp:
            return
        try:
            new = load()
        except ConfigInvalidError as error:
            _LOGGER.warning("the present settings go on: %s", error)
        else:
            started = self._started
            self._present = new.model_copy(
                update={"web": started.web, "paths": started.paths}
            )
            use_zone(new.locale.zone)
            use_hours(new.when)
        self._stamp = stamp


def _stamp(file: Path) -> _Stamp | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ino, found.st_size
