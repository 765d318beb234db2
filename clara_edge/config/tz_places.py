"""The places that the tz database of this machine knows."""

from __future__ import annotations

import zoneinfo
from contextlib import suppress
from functools import cache
from importlib import resources
from pathlib import Path

from clara_edge.domain.places import Places, places


@cache
def known_places() -> Places:
    """Return cities and countries with their zones; read from the disk once."""
    return places(zoneinfo.available_timezones(), _countries())


def _countries() -> dict[str, tuple[str, tuple[str, ...]]]:
    names = dict(_rows("iso3166.tab"))
    zones: dict[str, list[str]] = {}
    for row in _rows("zone.tab"):
        zones.setdefault(row[0], []).append(row[2])
    return {
        code: (names[code], tuple(of_country))
        for code, of_country in zones.items()
        if code in names
    }


def _rows(name: str) -> list[list[str]]:
    """Return the fields of a table; none where this machine has no such file."""
    lines = _text(name).splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def _text(name: str) -> str:
    for folder in zoneinfo.TZPATH:
        with suppress(OSError, UnicodeError):
            return (Path(folder) / name).read_text("utf-8")
    with suppress(OSError, ModuleNotFoundError):
        return (resources.files("tzdata") / "zoneinfo" / name).read_text("utf-8")
    return ""
