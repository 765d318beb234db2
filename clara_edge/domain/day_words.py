"""Days and times as people type them: "fri 14:30", "tomorrow 9am", "+3d", "1 dec".

Small and strict on purpose; whole sentences are the business of understanding.
"""

from __future__ import annotations

import calendar
import re
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from clara_edge.domain.calendar_names import DAYS, MONTHS
from clara_edge.domain.due import Due
from clara_edge.domain.errors import DueInvalidError

if TYPE_CHECKING:
    from datetime import tzinfo

MAX_CHARS = 100
EXAMPLES = 'write it as in 2026-12-01, tomorrow, fri, 1 dec or +3d; a time as in "fri 14:30" or "9am"'

_NEAR = {"yesterday": -1, "today": 0, "tomorrow": 1}
_NAMED_TIMES = {"noon": time(12), "midnight": time(0)}
_SHIFT = re.compile(r"([+-])(\d{1,6})([dwmy])", re.ASCII)
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?", re.ASCII)
_TWELVE = re.compile(r"(\d{1,2})(?::(\d{2}))? ?([ap])m", re.ASCII)
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_ISO_TIME = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2})?", re.ASCII)
_ZONE = re.compile(r"(.+?) ?\[([^\[\]]+)\]")


def parse_day(text: str, today: date) -> date:
    """Read a day; a weekday or a day without a year is the next one, today included.

    Raises:
        DueInvalidError: it is no day, or one that does not exist.
    """
    words = _words(text)
    day = _day(words, today)
    if day is None:
        raise _unreadable(text)
    return day


def parse_due(text: str, now: datetime) -> Due:
    """Read a day, a time, or both, in the zone of `now` unless one is named.

    A time alone is today, or tomorrow if it is over; one on a weekday that is over is
    next week. The zone is named at the end:
    "2026-12-01T14:30[Europe/Berlin]".

    Raises:
        DueInvalidError: it cannot be read, or does not exist.
    """
    stripped = " ".join(_checked(text).split())
    zoned = _ZONE.fullmatch(stripped)
    if zoned is None:
        return _due(stripped, now, None)
    zone = zoned[2]
    # Due checks the name of the zone
    Due(now.date(), time(0), zone)
    return _due(zoned[1], now.astimezone(ZoneInfo(zone)), zone)


def shifted(day: date, count: int, unit: str) -> date:
    """Return the day so many days, weeks, months or years (d, w, m, y) later.

    Raises:
        DueInvalidError: there is no such year.
    """
    try:
        if unit in "dw":
            return day + timedelta(days=count * (7 if unit == "w" else 1))
        months = day.year * 12 + day.month - 1 + count * (12 if unit == "y" else 1)
        year, month = divmod(months, 12)
        # the 31st of a shorter month is its last day
        last = calendar.monthrange(year, month + 1)[1]
        return date(year, month + 1, min(day.day, last))
    except (OverflowError, ValueError) as error:
        raise DueInvalidError(
            f"{count:+}{unit} from {day.isoformat()} is out of range"
        ) from error


def zone_name(now: datetime) -> str:
    """Return the IANA name of the zone of an aware time; UTC if it has none."""
    zone = now.tzinfo
    if isinstance(zone, ZoneInfo) and zone.key:
        return zone.key
    return _fixed_zone(zone, now)


def weekday_number(word: str) -> int | None:
    """Return 0 for "mon" or "monday" and so on, any case; None for other words."""
    lower = word.lower()
    return next((n for n, name in enumerate(DAYS) if _is_name(lower, name)), None)


def _due(text: str, now: datetime, zone: str | None) -> Due:
    if _ISO_TIME.fullmatch(text.upper()):
        return _meant(Due.parse(text.upper(), zone or zone_name(now)), now, zone)
    words = _words(text)
    for day_words, time_words in _splits(words):
        moment = _time(" ".join(time_words))
        if moment is None:
            continue
        day = _day(day_words, now.date()) if day_words else now.date()
        if day is None:
            raise _unreadable(text)
        due = _meant(Due(day, moment, zone or zone_name(now)), now, zone)
        return due if not due.is_past(now) else due.moved(_until_again(day_words))
    day = _day(words, now.date())
    if day is None:
        raise _unreadable(text)
    if zone is not None:
        raise DueInvalidError(
            f"{text[:40]!r} has a time zone but no time", remedy="give a time as well"
        )
    return Due(day)


def _until_again(day_words: list[str]) -> timedelta:
    """Return when a moment that is over comes back: a bare time daily, a weekday weekly."""
    if not day_words:
        return timedelta(days=1)
    is_weekday = len(day_words) == 1 and weekday_number(day_words[0]) is not None
    return timedelta(days=7 if is_weekday else 0)


def _splits(words: list[str]) -> list[tuple[list[str], list[str]]]:
    """Return the ways to part words into day and time, the longest time first."""
    if not words:
        return []
    at_end = [(words[:-n], words[-n:]) for n in (2, 1) if len(words) >= n]
    at_start = [(words[n:], words[:n]) for n in (2, 1) if len(words) > n]
    return [
        (days[:-1] if days[-1:] == ["at"] else days, times)
        for days, times in (*at_end, *at_start)
    ]


def _meant(due: Due, now: datetime, zone: str | None) -> Due:
    """Check that it exists; keep the instant where the zone of `now` has no name."""
    if zone is None and due.time is not None and due.zone == "UTC":
        try:
            meant = datetime.combine(due.day, due.time, now.tzinfo).astimezone(UTC)
        except OverflowError as error:
            raise DueInvalidError(f"{due.text!r} is out of range") from error
        return Due.at_instant(meant, "UTC")
    # raises for what is out of range
    _ = due.instant
    return due


def _day(words: list[str], today: date) -> date | None:
    if len(words) > 1:
        return _named_day(words, today)
    word = words[0] if words else ""
    if word in _NEAR:
        return shifted(today, _NEAR[word], "d")
    weekday = weekday_number(word)
    if weekday is not None:
        return shifted(today, (weekday - today.weekday()) % 7, "d")
    if shift := _SHIFT.fullmatch(word):
        return shifted(today, int(shift[1] + shift[2]), shift[3])
    return Due.parse(word).day if _ISO_DAY.fullmatch(word) else None


def _named_day(words: list[str], today: date) -> date | None:
    """Read "1 dec", "dec 1" or "1 december 2027"."""
    number, name, *rest = (
        words if words[0].isdecimal() else (words[1], words[0], *words[2:])
    )
    month = next((n for n, m in enumerate(MONTHS, 1) if _is_name(name, m)), None)
    if month is None or not _is_number(number, 2):
        return None
    if rest:
        return (
            _exact(int(rest[0]), month, int(number))
            if (len(rest) == 1 and _is_number(rest[0], 4))
            else None
        )
    for year in range(today.year, today.year + 9):
        # 29 February exists every fourth year, around 2100 every eighth
        if int(number) <= calendar.monthrange(year, month)[1]:
            day = _exact(year, month, int(number))
            if day >= today:
                return day
    raise DueInvalidError(f"there is no {number} {name}", remedy=EXAMPLES)


def _exact(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise DueInvalidError(
            f"there is no {day} {MONTHS[month - 1]} {year}", remedy=EXAMPLES
        ) from error


def _is_name(word: str, name: str) -> bool:
    return word in {name.lower(), name[:3].lower()}


def _is_number(word: str, digits: int) -> bool:
    return word.isascii() and word.isdecimal() and len(word) <= digits


def _time(text: str) -> time | None:
    if text in _NAMED_TIMES:
        return _NAMED_TIMES[text]
    try:
        if clock := _CLOCK.fullmatch(text):
            return time(int(clock[1]), int(clock[2]), int(clock[3] or 0))
        if (twelve := _TWELVE.fullmatch(text)) and 1 <= int(twelve[1]) <= 12:
            after_noon = 12 if twelve[3] == "p" else 0
            return time(int(twelve[1]) % 12 + after_noon, int(twelve[2] or 0))
    except ValueError as error:
        raise DueInvalidError(
            f"there is no time {text!r}", remedy='write it as in "14:30" or "2:30 pm"'
        ) from error
    return None


def _fixed_zone(zone: tzinfo | None, now: datetime) -> str:
    offset = now.utcoffset()
    if not isinstance(zone, timezone) or not offset:
        return "UTC"
    hours, rest = divmod(int(offset.total_seconds()), 3600)
    # IANA counts west of Greenwich: Etc/GMT-2 is two hours ahead of UTC
    return "UTC" if rest or not -12 <= hours <= 14 else f"Etc/GMT{-hours:+}"


def _words(text: str) -> list[str]:
    return _checked(text).lower().split()


def _checked(text: str) -> str:
    if len(text) > MAX_CHARS:
        raise DueInvalidError(
            f"a date of {len(text):,} characters is too long", remedy=EXAMPLES
        )
    return text


def _unreadable(text: str) -> DueInvalidError:
    return DueInvalidError(f"{text[:40]!r} is not a date", remedy=EXAMPLES)
