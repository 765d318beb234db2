"""Read how often a task comes back from a small, documented set of English phrases."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from clara_edge.domain.errors import RecurrenceInvalidError

from ._interval import UNITS, Interval
from ._names import NUMBERS, ORDINALS
from ._reading import RULE_MAX_CHARS
from ._slots import checked
from ._which_days import (
    WEEKDAYS,
    WEEKEND,
    days_of_month,
    days_of_week,
    days_of_year,
    month_day,
    month_number,
)
from .recurrence import Recurrence

if TYPE_CHECKING:
    from clara_edge.domain.due import Due

_FREQUENCIES = {
    "hour": "HOURLY",
    "day": "DAILY",
    "week": "WEEKLY",
    "month": "MONTHLY",
    "year": "YEARLY",
}
_ADVERBS = {
    "hourly": "hour",
    "daily": "day",
    "weekly": "week",
    "monthly": "month",
    "yearly": "year",
    "annually": "year",
}
_SIZES = {
    word: size
    for words in (NUMBERS, ORDINALS)
    for size, word in enumerate(words, start=1)
} | {"other": 2}
_SIZE = rf"(?P<size>[0-9]{{1,6}}(?:st|nd|rd|th)?|{'|'.join(_SIZES)})"
_UNIT = rf"(?P<unit>{'|'.join(_FREQUENCIES)})s?"
_EVERY = re.compile(rf"(?:every|each) (?:{_SIZE} )?{_UNIT}(?: on (?P<on>.+))?")
_ADVERB = re.compile(rf"(?P<adverb>{'|'.join(_ADVERBS)})(?: on (?P<on>.+))?")
_ALTERNATE = re.compile(r"(?:every |each )?(?:second|2nd|other) (?P<days>.+)")
# a number of days, or the third working day of a month or of all?
_UNCLEAR = re.compile(
    r"[0-9]+|(?:third|fourth|fifth|[345](?:rd|th)) (?:week|working )day"
)
_AFTER = re.compile(
    rf"(?:every )?(?:{_SIZE} )?{_UNIT} after "
    r"(?:completion|(?:it (?:was|is) |being )?(?:completed|done)|completing it)"
)
_END = re.compile(
    r"(?P<what>.+?),? (?:until (?P<until>.+)|(?:for )?(?P<times>[0-9]{1,6}) times?|(?P<once>once))"
)
_UNDERSTOOD = (
    'write for example "every day", "every 2 weeks on mon and thu", "every last friday", '
    '"every second weekday", "monthly on the 31st", "yearly on feb 29" or '
    '"3 days after completion", with "until 2026-12-31" or "10 times" if it ends'
)


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A rule that is still to be anchored: its frequency, its days, and its interval."""

    unit: str
    size: int = 1
    days: dict[str, str] = field(default_factory=dict)

    def rule(self, size: int, end: str = "") -> str:
        parts = {"FREQ": _FREQUENCIES[self.unit], "INTERVAL": str(size), **self.days}
        return ";".join(f"{key}={value}" for key, value in parts.items()) + end


def parse_repeat(text: str, start: Due) -> Recurrence:
    """Read "every last friday", "every 3 days after completion", or an RRULE.

    The recurrence starts at the first day on or after `start` that the phrase names, so that
    "every other monday" said on a Tuesday begins next Monday.

    Raises:
        RecurrenceInvalidError: it is not understood, or never happens.
    """
    if len(text) > RULE_MAX_CHARS:
        raise RecurrenceInvalidError(
            f"the repetition has {len(text):,} characters, "
            f"the limit is {RULE_MAX_CHARS:,}"
        )
    phrase = " ".join(text.casefold().split())
    if phrase.startswith("rrule:") or "freq=" in phrase:
        return checked(Recurrence(start, rule=text))
    interval = _after_completion(phrase)
    if interval is not None:
        return checked(Recurrence(start, after_completion=interval.text))
    what, end = _end(phrase, text)
    if _after_completion(what) is not None:
        raise RecurrenceInvalidError(
            f"{what!r} cannot end by itself",
            remedy="leave the end out, and delete the task when it is over",
        )
    meant = _rule(what, start)
    if meant is None:
        raise _not_understood(text)
    first = checked(Recurrence(start, rule=meant.rule(1))).start
    return checked(Recurrence(first, rule=meant.rule(meant.size, end)))


def _not_understood(text: str) -> RecurrenceInvalidError:
    shown = text if len(text) <= 60 else f"{text[:60]}…"
    return RecurrenceInvalidError(
        f"{shown!r} does not say how often", remedy=_UNDERSTOOD
    )


def _size(word: str | None) -> int:
    return 1 if word is None else _SIZES.get(word) or int(word.rstrip("stndrh"))


def _after_completion(phrase: str) -> Interval | None:
    match = _AFTER.fullmatch(phrase)
    if match is None:
        return None
    letter = next(letter for letter, unit in UNITS.items() if unit == match["unit"])
    return Interval(_size(match["size"]), letter)


def _end(phrase: str, text: str) -> tuple[str, str]:
    """Split off "until 31 Dec 2026", "10 times" or "once", as a rule part."""
    match = _END.fullmatch(phrase)
    if match is None:
        return phrase, ""
    if match["until"]:
        last = _date(match["until"])
        if last is None:
            raise RecurrenceInvalidError(
                f"{text[-60:]!r} does not end on a date",
                remedy="write until 2026-12-31, or until 31 Dec 2026",
            )
        return match["what"], f";UNTIL={last:%Y%m%d}"
    return match["what"], f";COUNT={match['times'] or 1}"


def _date(text: str) -> date | None:
    iso = re.fullmatch(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", text)
    words = re.fullmatch(r"([0-9]{1,2}) ([a-z]+) ([0-9]{4})", text)
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if words:
            month = month_number(words[2]) or 0
            return date(int(words[3]), month, int(words[1]))
    except ValueError:
        return None
    return None


def _rule(what: str, start: Due) -> _Phrase | None:
    for read in (_alternate, _every_unit, _every_days, _of_the_month):
        found = read(what, start)
        if found is not None:
            return found
    return None


def _alternate(what: str, _start: Due) -> _Phrase | None:
    """Read "every second weekday" and "every other friday"."""
    match = _ALTERNATE.fullmatch(what)
    if match is None:
        return None
    if match["days"] in ("weekday", "weekdays", "working day"):
        # a weekend is two days, so every other day of the calendar hits every other weekday
        return _Phrase("day", 2, {"BYDAY": WEEKDAYS})
    if match["days"] == "weekend":
        return _Phrase("week", 2, {"BYDAY": WEEKEND})
    days = days_of_week(match["days"])
    return None if days is None else _Phrase("week", 2, days)


def _every_unit(what: str, start: Due) -> _Phrase | None:
    match = _EVERY.fullmatch(what)
    adverb = _ADVERB.fullmatch(what)
    if match is not None:
        unit, size, on = match["unit"], _size(match["size"]), match["on"]
    elif adverb is not None:
        unit, size, on = _ADVERBS[adverb["adverb"]], 1, adverb["on"]
    else:
        return None
    if on is not None:
        read = {"week": days_of_week, "month": days_of_month, "year": days_of_year}
        days = read[unit](on) if unit in read else None
        return None if days is None else _Phrase(unit, size, days)
    return _Phrase(unit, size, _days_of_start(unit, start))


def _days_of_start(unit: str, start: Due) -> dict[str, str]:
    """Return days only where the start's would be missing from some months or years."""
    if unit == "month" and start.day.day > 28:
        return month_day(start.day.day)
    if unit == "year" and (start.day.month, start.day.day) == (2, 29):
        return {"BYMONTH": "2", **month_day(29)}
    return {}


def _every_days(what: str, _start: Due) -> _Phrase | None:
    """Read "weekdays", "every weekend", "every mon, wed and fri"."""
    bare = re.sub(r"^(?:every|each|on) ", "", what)
    if bare in ("weekday", "weekdays", "working day", "working days"):
        return _Phrase("week", days={"BYDAY": WEEKDAYS})
    if bare in ("weekend", "weekends"):
        return _Phrase("week", days={"BYDAY": WEEKEND})
    days = days_of_week(bare)
    return None if days is None else _Phrase("week", days=days)


def _of_the_month(what: str, _start: Due) -> _Phrase | None:
    """Read "every last friday", "every second friday of the month"."""
    bare = re.sub(r"^(?:every|each|on|on the) ", "", what)
    days = None if _UNCLEAR.fullmatch(bare) else days_of_month(bare)
    return None if days is None else _Phrase("month", days=days)
