"""What of the device is switched off, in a small file beside the database."""

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
    path = data / FILE_NAME
    part = path.with_suffix(".part")
    try:
        part.write_text(json.dumps(asdict(pauses), default=str), "utf-8")
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
