"""Dates and times of day in words."""

from __future__ import annotations

import re
from datetime import date

from clara_edge.domain.calendar_names import DAYS, MONTHS

from ._numbers import cardinal, ordinal, quantity, year

_MONTH_BY_PREFIX = {name[:3]: name for name in MONTHS}
_DAY_BY_PREFIX = {name[:3]: name for name in DAYS}

# the dot of "Dec." before more words; elsewhere it ends the sentence
_SHORT_DOT = r"(?:\.(?=,?\s[0-9a-z]))?"
# capitals required: "1 may be enough" is no date, "we sat 3 hours" no Saturday
_MONTH = (
    "(?:" + "|".join(f"{m[:3]}(?:{m[3:]})?" for m in MONTHS) + r"|Sept)\b" + _SHORT_DOT
)
_DAY = (
    "(?:"
    + "|".join(f"{d[:3]}(?:{d[3:]})?" for d in DAYS)
    + r"|Tues|Thurs?)\b"
    + _SHORT_DOT
)
_NTH = r"(?P<day>[0-3]?[0-9])(?:st|nd|rd|th)?"
_YEAR = r"(?:,?\s(?P<year>(?:19|20)[0-9]{2}))?(?![\w:])"

_ISO_DATE = re.compile(
    r"(?<![\w-])(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})(?:T(?=[0-9]{2}:)|(?![\w-]))"
)
_DAY_MONTH = re.compile(
    rf"(?<![\w.,:/])(?:(?P<weekday>{_DAY}),?\s)?{_NTH}\s(?:of\s)?(?P<month>{_MONTH}){_YEAR}"
)
_MONTH_DAY = re.compile(
    rf"\b(?:(?P<weekday>{_DAY}),?\s)?(?P<month>{_MONTH})\s{_NTH}(?!\s?(?:[ap]m|%)){_YEAR}(?![.,/][0-9])"
)
_WEEKDAY_BEFORE_NUMBER = re.compile(rf"\b(?P<weekday>{_DAY})(?=,?\s[0-9])")
_SLASHED = re.compile(
    r"(?<![\w/])(?P<a>[0-9]{1,2})/(?P<b>[0-9]{1,2})/(?P<year>[0-9]{4})(?![\w/])"
)
_TIME_FOLLOWS = re.compile(r",?\s?T?[0-9]{1,2}(?::[0-5][0-9]|\s?[AaPp]\.?[Mm]\b)")
# a dash before a time of day, after a number or another time
_UNTIL = re.compile(
    r"(?<=[0-9mM])\s?[-\u2013]\s?(?=[0-9]{1,2}(?::[0-5][0-9]|\s?[AaPp]\.?[Mm]\b))"
)
_CLOCK = re.compile(
    r"(?<![\w:.,])(?P<hour>[01]?[0-9]|2[0-4]):(?P<minute>[0-5][0-9])(?::(?P<second>[0-5][0-9]))?"
    r"(?:\s?(?P<half>[AaPp])\.?[Mm]\b\.?)?(?![\w:])"
)
_HOUR = re.compile(
    r"(?<![\w:.,])(?P<hour>1[0-2]|0?[1-9])\s?(?P<half>[AaPp])\.?[Mm]\b(?:\.(?=\s+[a-z]|[,;]))?"
)


def _iso(match: re.Match[str]) -> str:
    try:
        day = date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return match[0].replace("-", " ")
    return f" {_spoken_date(day.month, day.day, day.year)}{_joint(match)}"


def _slashed(match: re.Match[str]) -> str:
    a, b, in_year = int(match["a"]), int(match["b"]), int(match["year"])
    if a > 12 >= b > 0 and a <= 31:
        return f" {_spoken_date(b, a, in_year)} "
    if b > 12 >= a > 0 and b <= 31:
        return f" {_spoken_date(a, b, in_year)} "
    # day or month first cannot be told, so both are said as written
    return f" {cardinal(a)} slash {cardinal(b)} slash {_spoken_year(in_year)} "


def _written(match: re.Match[str]) -> str:
    day = int(match["day"])
    if not 1 <= day <= 31:
        return match[0]
    month = MONTHS.index(_MONTH_BY_PREFIX[match["month"][:3]]) + 1
    words = _spoken_date(month, day, int(match["year"]) if match["year"] else None)
    if match["weekday"]:
        words = f"{_DAY_BY_PREFIX[match['weekday'][:3]]}, {words}"
    return f" {words}{_joint(match)}"


def _joint(match: re.Match[str]) -> str:
    """Say "at" between a date and the time that follows it."""
    follows = _TIME_FOLLOWS.match(match.string, match.end() - match[0].endswith("T"))
    return " at " if follows else " "


def _spoken_date(month: int, day: int, in_year: int | None) -> str:
    words = f"{MONTHS[month - 1]} {ordinal(day)}"
    return words if in_year is None else f"{words}, {_spoken_year(in_year)}"


def _spoken_year(number: int) -> str:
    return year(number) if number >= 1000 else cardinal(number)


def _clock_time(match: re.Match[str], *, hour_12: bool) -> str:
    hour, minute = int(match["hour"]), int(match["minute"])
    words = _hour_and_minute(match, hour, minute, hour_12=hour_12)
    if match["second"] and match["second"] != "00":
        seconds = int(match["second"])
        words += f" and {cardinal(seconds)} second{'s' * (seconds != 1)}"
    return f" {words} "


def _hour_and_minute(
    match: re.Match[str], hour: int, minute: int, *, hour_12: bool
) -> str:
    half = match["half"]
    if half:
        suffix = f" {half.upper()}M" if hour <= 12 else ""
        return _twelve(hour, minute, bare="") + suffix
    if not hour_12:
        return _twenty_four(hour, minute)
    if hour in {0, 24}:
        return "midnight" if minute == 0 else f"{_twelve(12, minute)} AM"
    if hour > 12:
        return f"{_twelve(hour - 12, minute, bare='')} PM"
    if match["hour"].startswith("0"):
        # only a 24-hour clock writes 08:00
        return f"{_twelve(hour, minute, bare='')} AM"
    return _twelve(hour, minute)


def _twelve(hour: int, minute: int, *, bare: str = " o'clock") -> str:
    if minute == 0:
        return cardinal(hour) + bare
    tail = f"oh {cardinal(minute)}" if minute < 10 else cardinal(minute)
    return f"{cardinal(hour)} {tail}"


def _twenty_four(hour: int, minute: int) -> str:
    if minute == 0 and hour > 12:
        return f"{cardinal(hour)} hundred"
    return _twelve(hour, minute)


def moments_in_words(text: str, *, hour_12: bool) -> str:
    """Replace dates and times of day by words."""
    text = _ISO_DATE.sub(_iso, text)
    text = _SLASHED.sub(_slashed, text)
    text = _DAY_MONTH.sub(_written, text)
    text = _MONTH_DAY.sub(_written, text)
    text = _WEEKDAY_BEFORE_NUMBER.sub(
        lambda m: _DAY_BY_PREFIX[m["weekday"][:3]] + ",", text
    )
    text = _UNTIL.sub(" to ", text)
    text = _CLOCK.sub(lambda m: _clock_time(m, hour_12=hour_12), text)
    return _HOUR.sub(
        lambda m: f" {quantity(m['hour'].lstrip('0'))} {m['half'].upper()}M ", text
    )
