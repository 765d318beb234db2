"""Read which days of a week, month or year somebody means, as RRULE parts."""

from __future__ import annotations

import re

from clara_edge.domain.calendar_names import DAYS, MONTHS
from clara_edge.domain.errors import RecurrenceInvalidError

from ._names import ORDINALS
from ._rule import DAY_CODES

WEEKDAYS = ",".join(DAY_CODES[:5])
WEEKEND = ",".join(DAY_CODES[5:])

_NTH = {word: n for n, word in enumerate(ORDINALS, start=1)} | {
    "last": -1,
    "second last": -2,
    "1st": 1,
    "2nd": 2,
    "3rd": 3,
    "4th": 4,
    "5th": 5,
}
_DAY_NUMBER = re.compile(r"(?:day )?([0-9]{1,2})(?:st|nd|rd|th)?")
_OF_MONTH = re.compile(r"(?P<days>.+) of (?:the|each|every) month")
_DATE = re.compile(
    r"(?:(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?(?: of)? (?P<month>[a-z]+)"
    r"|(?P<month_first>[a-z]+) (?P<day_last>[0-9]{1,2})(?:st|nd|rd|th)?)"
)
_NTH_OF_MONTH = re.compile(
    r"(?P<nth>.+) (?P<weekday>[a-z]+) (?:of|in) (?P<month>[a-z]+)"
)


def month_number(word: str) -> int | None:
    """Return 1 to 12 for a month's name, or its first three letters or more."""
    return next(
        (
            number
            for number, name in enumerate(MONTHS, start=1)
            if len(word) >= 3 and name.casefold().startswith(word)
        ),
        None,
    )


def month_day(number: int) -> dict[str, str]:
    """Return a day of the month; the last one in months that are too short for it."""
    if number <= 28:
        return {"BYMONTHDAY": str(number)}
    days = ",".join(map(str, range(28, number + 1)))
    return {"BYMONTHDAY": days, "BYSETPOS": "-1"}


def days_of_week(text: str) -> dict[str, str] | None:
    """Read "monday", "mon, wed and fri", "fridays"; None if it is something else."""
    codes = [_weekday_code(item) for item in _items(text)]
    if None in codes:
        return None
    return {"BYDAY": ",".join(code for code in codes if code)}


def days_of_month(text: str) -> dict[str, str] | None:
    """Read "the 31st", "1st and 15th", "the last day", "first monday", "last weekday"."""
    of_month = _OF_MONTH.fullmatch(text)
    items = [
        item.removeprefix("the ")
        for item in _items(of_month["days"] if of_month else text)
    ]
    items = _with_weekday(items)
    if len(items) == 1 and items[0].endswith((" weekday", " working day")):
        nth = _NTH.get(items[0].removesuffix(" weekday").removesuffix(" working day"))
        return None if nth is None else {"BYDAY": WEEKDAYS, "BYSETPOS": str(nth)}
    numbers = [_day_number(item) for item in items]
    if None not in numbers:
        return _numbered_days([number for number in numbers if number is not None])
    codes = [_nth_weekday_code(item) for item in items]
    if None in codes:
        return None
    return {"BYDAY": ",".join(code for code in codes if code)}


def days_of_year(text: str) -> dict[str, str] | None:
    """Read "feb 29", "the 24th of december", "the last friday of november"."""
    bare = text.removeprefix("the ")
    match = _DATE.fullmatch(bare)
    if match is not None:
        month = month_number(match["month"] or match["month_first"])
        day = int(match["day"] or match["day_last"])
        if month is None:
            return None
        days = month_day(day) if (month, day) == (2, 29) else {"BYMONTHDAY": str(day)}
        return {"BYMONTH": str(month), **days}
    match = _NTH_OF_MONTH.fullmatch(bare)
    if match is None:
        return None
    month = month_number(match["month"])
    code = _nth_weekday_code(f"{match['nth']} {match['weekday']}")
    return (
        None if None in (month, code) else {"BYMONTH": str(month), "BYDAY": f"{code}"}
    )


def _items(text: str) -> list[str]:
    return re.split(r",? and |, ?| & ", text)


def _weekday_code(word: str) -> str | None:
    for code, name in zip(DAY_CODES, DAYS, strict=True):
        full = name.casefold()
        if word == f"{full}s" or (len(word) >= 3 and full.startswith(word)):
            return code
    return None


def _with_weekday(items: list[str]) -> list[str]:
    """Spell out "first and last monday"."""
    weekday = items[-1].rpartition(" ")[2]
    if _weekday_code(weekday) is None:
        return items
    return [f"{item} {weekday}" if item in _NTH else item for item in items]


def _nth_weekday_code(item: str) -> str | None:
    words, _, weekday = item.rpartition(" ")
    nth, code = _NTH.get(words), _weekday_code(weekday)
    return None if nth is None or code is None else f"{nth}{code}"


def _day_number(item: str) -> int | None:
    if item in ("last day", "second last day"):
        return _NTH[item.removesuffix(" day")]
    match = _DAY_NUMBER.fullmatch(item)
    return int(match[1]) if match else None


def _numbered_days(numbers: list[int]) -> dict[str, str]:
    if len(numbers) == 1:
        if not -2 <= numbers[0] <= 31:
            raise RecurrenceInvalidError(f"no month has a day {numbers[0]}")
        return month_day(numbers[0])
    for number in numbers:
        if number in (29, 30):
            raise RecurrenceInvalidError(
                f"day {number} is missing in some months",
                remedy="name the last day, or make it a task of its own",
            )
    days = (-1 if number == 31 else number for number in numbers)
    return {"BYMONTHDAY": ",".join(map(str, days))}
