"""What a setting's text has to be, beyond its type."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

if TYPE_CHECKING:
    from pathlib import Path

_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


def known_zone(name: str) -> str:
    """Return the name of a time zone that this machine has the rules of.

    Raises:
        ValueError: it has not.
    """
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError("must be a time zone such as Europe/Berlin") from error
    return name


def time_of_day(text: str) -> str:
    """Return a time as HH:MM.

    Raises:
        ValueError: it is none.
    """
    if _TIME.fullmatch(text) is None:
        raise ValueError("must be a time such as 22:00")
    return text


def folder(path: Path) -> Path:
    """Return the path of a folder as it is.

    Raises:
        ValueError: no folder can have it, or nobody has the home that it names.
    """
    in_full(path)
    return path


def in_full(path: Path) -> Path:
    """Return the path of a folder from the root on.

    Raises:
        ValueError: no folder can have it, or nobody has the home that it names.
    """
    if "\0" in str(path):
        raise ValueError("it has a zero byte in it")
    try:
        return path.expanduser().absolute()
    except RuntimeError as error:
        raise ValueError(str(error)) from error
