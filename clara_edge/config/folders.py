"""Where Clara's files are on this machine."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from platformdirs import PlatformDirs

from clara_edge.config.checks import in_full
from clara_edge.domain.errors import ConfigInvalidError, StorageUnavailableError

if TYPE_CHECKING:
    from clara_edge.config.schema import Paths

APP_NAME = "clara-edge"


@dataclass(frozen=True, slots=True)
class Folders:
    """Resolved folders; nothing of Clara's is written outside them."""

    data: Path
    cache: Path
    runtime: Path
    models: Path
    """Model packs; may be shared between several Claras, and read-only."""

    @property
    def database(self) -> Path:
        """Return the task database."""
        return self.data / "clara.db"

    @property
    def chosen_settings(self) -> Path:
        """Return what was chosen in the web pages and by `clara config set`."""
        return self.data / "settings.toml"

    @property
    def speech_cache(self) -> Path:
        """Return the folder of cached spoken phrases."""
        return self.cache / "speech"

    @property
    def voice_lock(self) -> Path:
        """Return the lock that the voice daemon holds."""
        return self.data / "voice.lock"

    @property
    def run_lock(self) -> Path:
        """Return the lock that `clara run` holds."""
        return self.data / "run.lock"

    @property
    def tls(self) -> Path:
        """Return the folder of keys and certificates; never part of a backup."""
        return self.data / "tls"

    @property
    def web_presence(self) -> Path:
        """Return the file in which the web service says where it is to be found."""
        return self.runtime / "web.json"

    @property
    def control_socket(self) -> Path:
        """Return the voice daemon's control socket."""
        return self.runtime / "control.sock"


def resolve_folders(paths: Paths) -> Folders:
    """Fill in what the configuration leaves open from the platform's conventions.

    A service started by systemd gets the folders of its unit (StateDirectory=,
    CacheDirectory=, RuntimeDirectory= set these variables; systemd.exec(5)).

    Raises:
        ConfigInvalidError: no folder can have such a path.
    """
    dirs = PlatformDirs(APP_NAME)
    data = paths.data or _from_unit("STATE_DIRECTORY") or Path(dirs.user_data_dir)
    cache = paths.cache or _from_unit("CACHE_DIRECTORY") or Path(dirs.user_cache_dir)
    runtime = paths.runtime or _from_unit("RUNTIME_DIRECTORY") or data / "run"
    models = paths.models or data / "models"
    return Folders(*(absolute_folder(path) for path in (data, cache, runtime, models)))


def absolute_folder(path: Path) -> Path:
    """Return a folder of the settings in full.

    Raises:
        ConfigInvalidError: no folder can have such a path.
    """
    try:
        return in_full(path)
    except ValueError as error:
        raise ConfigInvalidError(
            f"the folder {str(path)!r} cannot be used: {error}",
            remedy="write it in full under [paths]",
        ) from error


def _from_unit(variable: str) -> Path | None:
    value = os.environ.get(variable, "").split(":")[0]
    return Path(value) if value else None


def make_folders(folders: Folders) -> None:
    """Make Clara's folders, readable by their owner only.

    Raises:
        StorageUnavailableError: one cannot be made or written.
    """
    for folder in (folders.data, folders.cache, folders.runtime):
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except FileExistsError as error:
            raise StorageUnavailableError(
                f"{folder} is not a folder",
                remedy="move it away, or set another one under [paths]",
            ) from error
        except OSError as error:
            raise StorageUnavailableError(
                f"cannot make the folder {folder}: {error.strerror}",
                remedy="make it writable, or set another one under [paths]",
            ) from error
        if not os.access(folder, os.W_OK | os.X_OK):
            raise StorageUnavailableError(
                f"the folder {folder} is not writable",
                remedy="make it writable, or set another one under [paths]",
            )
