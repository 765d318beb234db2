"""Spans of time as people type them: "90", "30m", "1h30", "2d", "1w"."""

from __future__ import annotations

import re

from clara_edge.domain.errors import FieldInvalidError

_SPAN = re.compile(
    r"(?:(?P<weeks>\d{1,4})w)?(?:(?P<days>\d{1,5})d)?(?:(?P<hours>\d{1,5})h)?"
    r"(?:(?P<minutes>\d{1,6})(?:m|min)?)?",
    re.IGNORECASE | re.ASCII,
)
_MINUTES = {"weeks": 7 * 24 * 60, "days": 24 * 60, "hours": 60, "minutes": 1}
_LETTERS = {"weeks": "w", "days": "d", "hours": "h", "minutes": "m"}


def is_span(text: str) -> bool:
    """Tell whether a text is a span of time."""
    packed = "".join(text.split())
    return bool(packed) and _SPAN.fullmatch(packed) is not None


def minutes_of(text: str) -> int:
    """Read a span of time as minutes.

    Raises:
        FieldInvalidError: it is none.
    """
    packed = "".join(text.split())
    match = _SPAN.fullmatch(packed) if packed else None
    if match is None:
        raise FieldInvalidError(
            f"{text[:40]!r} is no span of time", remedy="write 30m, 1h30, 2d or 1w"
        )
    return sum(_MINUTES[unit] * int(n) for unit, n in match.groupdict().items() if n)


def typed_span(minutes: int) -> str:
    """Write minutes so that minutes_of() reads the same: "1h30", "2d"."""
    written, rest = "", minutes
    for unit, size in _MINUTES.items():
        number, rest = divmod(rest, size)
        written += f"{number}{_LETTERS[unit]}" if number else ""
    return written or "0m"
