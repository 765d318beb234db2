"""What of the device is switched off, and how loud it is, in small files beside the database."""

from __future__ import annotations

import json
import logging
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from clara_edge.domain.errors import StorageUnavailableError
from clara_edge.domain.pauses import Pause, Pauses

if TYPE_CHECKING:
    from pathlib import Path

_LOGGER = logging.getLogger(__name__)

FILE_NAME = "device.json"
VOLUME_FILE_NAME = "volume.json"
_MAX_BYTES = 4_096


def load_pauses(data: Path) -> Pauses:
    """Return what was kept in a data folder; nothing is off where that is unreadable."""
    path = data / FILE_NAME
    try:
        with path.open("rb") as file:
            kept = json.loads(file.read(_MAX_BYTES))
        return Pauses(mute=_pause(kept["mute"]), quiet=_pause(kept["quiet"]))
    except FileNotFoundError:
        return Pauses()
    except (OSError, ValueError, LookupError, TypeError) as error:
        _LOGGER.warning("%s was ignored: %s", path, type(error).__name__)
        return Pauses()


def save_pauses(data: Path, pauses: Pauses) -> None:
    """Keep it, whole or not at all.

    Raises:
        StorageUnavailableError: the file cannot be written.
    """
    _write(data / FILE_NAME, asdict(pauses))


def load_volume(data: Path, configured: float) -> float:
    """Return the loudness that was last said; what was configured since then wins."""
    path = data / VOLUME_FILE_NAME
    try:
        with path.open("rb") as file:
            kept = json.loads(file.read(_MAX_BYTES))
        volume, then = float(kept["volume"]), float(kept["configured"])
    except FileNotFoundError:
        return configured
    except (OSError, ValueError, LookupError, TypeError) as error:
        _LOGGER.warning("%s was ignored: %s", path, type(error).__name__)
        return configured
    return volume if 0 <= volume <= 1 and then == configured else configured


def save_volume(data: Path, volume: float, configured: float) -> None:
    """Keep a loudness for as long as the configuration stays as it is.

    Raises:
        StorageUnavailableError: the file cannot be written.
    """
    kept = {"volume": volume, "configured": configured}
    _write(data / VOLUME_FILE_NAME, kept)


def _write(path: Path, values: dict[str, Any]) -> None:
    part = path.with_suffix(".part")
    try:
        part.write_text(json.dumps(values, default=str), "utf-8")
        part.replace(path)
    except OSError as error:
        raise StorageUnavailableError(
            f"{path} cannot be written: {error.strerror or error}",
            remedy="check the disk and its rights",
        ) from error


def _pause(kept: dict[str, Any]) -> Pause:
    until = kept["until"]
    moment = None if until is None else datetime.fromisoformat(until)
    if not isinstance(kept["on"], bool) or (moment and moment.tzinfo is None):
        raise ValueError("no pause")
    return Pause(kept["on"], moment)
