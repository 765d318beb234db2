"""Times of day: "half past two", "2:30 pm", "20 minutes to five", "15h30"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ._clock import Clock, clock
from ._numbers import BELOW_100, SMALL, SPOKEN, digits, limited
from ._parsers import (
    Parser,
    also,
    either,
    glued,
    maybe,
    phrase,
    phrases_of,
    rule,
    spaced,
    table,
    unless,
    word,
)

if TYPE_CHECKING:
    from ._source import Source


def _half(clock_: Clock, half: str | None) -> Clock:
    if half is None:
        return clock_
    return clock(clock_.hour, clock_.minute, clock_.second, half, clock_.grain)


_DOT = maybe(word("."))
_IN_THE = maybe(rule(maybe(word("in")), maybe(word("the"))))
_LETTER = table({"a": "am", "p": "pm"})
HALF = either(
    rule(_IN_THE, table({"am": "am", "pm": "pm"}), build=lambda _, half: half),
    # a.m., a. m., a m
    rule(
        _IN_THE,
        _LETTER,
        _DOT,
        word("m"),
        maybe(glued(word("."))),
        build=lambda _i, half, _d, _m, _e: half,
    ),
    rule(_IN_THE, _LETTER, _DOT, word("m"), build=lambda _i, half, _d, _m: half),
)
_GLUED_LETTER = unless(glued(_LETTER), glued(either(word("'"), digits(0, 9))))
ANY_HALF = either(HALF, _GLUED_LETTER)
_OCLOCK = phrase("o'clock", "oclock", "o clock", "o ' clock", "clock")
_SOUNDS = table({"to": 2, "too": 2, "for": 4, "fore": 4, "won": 1, "ate": 8})
_HOUR_12 = limited(either(digits(0, 12, most=2), SMALL), 1, 12)
_HOUR = either(digits(0, 29, most=2), limited(BELOW_100, 0, 24))
_MINUTE = digits(0, 99, 2, 2)
_OH_MINUTE = rule(
    word("oh", "o", "zero", "ow"),
    limited(either(digits(1, 9, most=1), SMALL), 1, 9),
    build=lambda _, n: n,
)
_SPOKEN_MINUTE = either(_OH_MINUTE, limited(BELOW_100, 10, 59))
_NAMED = phrases_of(
    {
        "noon": 12,
        "noonish": 12,
        "midday": 12,
        "mid day": 12,
        "mid - day": 12,
        "12 noon": 12,
        "twelve noon": 12,
        "high noon": 12,
        "midnight": 24,
        "mid night": 24,
        "12 midnight": 24,
        "twelve midnight": 24,
    }
)
NAMED = rule(
    _NAMED,
    build=lambda hour: Clock(hour % 24 if hour == 12 else 24, 0, 0, "24", "hour"),
)


def _colon(separator: Parser) -> Parser:
    """Read 8:30, and 8:30:15."""
    return either(
        rule(
            digits(0, 99, most=2),
            glued(separator),
            glued(_MINUTE),
            glued(separator),
            glued(_MINUTE),
            build=lambda h, _c, m, _d, s: clock(h, m, s, grain="second"),
        ),
        rule(
            digits(0, 99, most=2),
            glued(separator),
            glued(_MINUTE),
            build=lambda h, _, m: clock(h, m),
        ),
    )


def _leading_zero(source: Source, start: int, _end: int) -> bool:
    return source.token(start).text.startswith("0")


def _no_zero(source: Source, start: int, _end: int) -> bool:
    return not source.token(start).text.startswith("0")


def _as_24(found: Clock) -> Clock:
    return replace(found, half="24") if found.open else found


_WITH_COLON = either(
    # only a 24-hour clock writes 08:00
    rule(also(_leading_zero, _colon(word(":"))), ANY_HALF, build=_half),
    rule(also(_leading_zero, _colon(word(":"))), build=_as_24),
    also(_no_zero, _colon(word(":"))),
)
WITH_DOT = _colon(word("."))
_FRENCH = either(
    rule(
        digits(0, 24, most=2),
        glued(word("h")),
        glued(_MINUTE),
        build=lambda h, _, m: _as_24(clock(h, m)),
    ),
    rule(
        digits(13, 24, most=2),
        glued(word("h")),
        build=lambda h, _: _as_24(clock(h, grain="hour")),
    ),
)
_SPOKEN = either(
    # nine fifty nine, 2 30
    rule(_HOUR_12, spaced(_SPOKEN_MINUTE), build=clock),
    # five-thirty; 8-10 is an interval
    rule(
        limited(SMALL, 1, 12),
        word("-"),
        limited(SPOKEN, 10, 59),
        build=lambda h, _, m: clock(h, m),
    ),
    # fifteen thirty
    rule(
        limited(BELOW_100, 13, 23),
        spaced(limited(BELOW_100, 10, 59)),
        build=clock,
    ),
    # o eight thirty
    rule(
        word("o", "oh", "zero"),
        limited(SMALL, 1, 9),
        either(limited(BELOW_100, 10, 59), _OH_MINUTE),
        build=lambda _, h, m: Clock(h, m, 0, "24"),
    ),
    # fifteen hundred hours, oh eight hundred
    rule(
        maybe(word("o", "oh", "zero")),
        limited(either(digits(0, 24), BELOW_100), 1, 24),
        word("hundred"),
        maybe(word("hours")),
        build=lambda o, h, _h, _s: (
            Clock(h, 0, 0, "24", "hour") if o or h > 12 else None
        ),
    ),
)


def _run_together(number: int) -> Clock | None:
    hour, minute = divmod(number, 100)
    return clock(hour, minute) if hour < 24 and minute < 60 else None


DIGITS = either(
    rule(
        also(_leading_zero, digits(0, 2359, 4, 4)),
        build=lambda n: _as_24(c) if (c := _run_together(n)) else None,
    ),
    rule(digits(100, 2359, 3, 4), build=_run_together),
)
"""A time without any sign, as in 330: only with other evidence."""
BARE = rule(
    either(digits(1, 24, most=2), limited(BELOW_100, 1, 24)),
    build=lambda h: replace(clock(h, grain="hour"), bare=True),
)
"""An hour alone: only with other evidence."""
_TARGET = either(
    rule(
        _HOUR_12,
        maybe(_OCLOCK),
        maybe(ANY_HALF),
        build=lambda h, _, half: clock(h, 0, 0, half or ""),
    ),
    NAMED,
    rule(_SOUNDS, build=clock),
)


def _past(minutes: int, target: Clock) -> Clock:
    return replace(target, minute=minutes, grain="minute", hour=target.hour % 24)


def _to(minutes: int, target: Clock) -> Clock | None:
    hour = target.hour - 1
    half = target.half
    if target.half == "24":
        return replace(target, hour=hour % 24, minute=60 - minutes, grain="minute")
    if target.hour == 12 and half:
        # a quarter to 12 pm is before noon
        half = "am" if half == "pm" else "pm"
    return Clock(hour or 12, 60 - minutes, 0, half)


_MINUTES = either(
    phrases_of({"a quarter": 15, "quarter": 15, "a qtr": 15, "qtr": 15}),
    rule(
        limited(BELOW_100, 1, 59),
        word("minutes", "minute", "min", "mins"),
        build=lambda n, _: n,
    ),
    # "9 to 5" is an interval
    rule(BELOW_100, build=lambda n: n if n and n < 60 and n % 5 == 0 else None),
)
_FULL_MINUTES = rule(
    limited(BELOW_100, 1, 59),
    word("minutes", "minute", "min", "mins"),
    build=lambda n, _: n,
)
_RELATIVE = either(
    rule(
        phrase("half past", "half after", "a half past"),
        _TARGET,
        build=lambda _, target: _past(30, target),
    ),
    # British: half three
    rule(word("half"), _HOUR_12, build=lambda _, hour: clock(hour, 30)),
    rule(_MINUTES, word("past"), _TARGET, build=lambda n, _, t: _past(n, t)),
    rule(_MINUTES, word("to", "til", "till"), _TARGET, build=lambda n, _, t: _to(n, t)),
    rule(
        either(_FULL_MINUTES, phrases_of({"a quarter": 15, "quarter": 15})),
        word("of", "before", "until"),
        _TARGET,
        build=lambda n, _, t: _to(n, t),
    ),
    rule(
        _MINUTES,
        word("after", "from"),
        _TARGET,
        build=lambda n, _, t: _past(n, t),
    ),
)
_ISH = maybe(either(rule(glued(word("ish"))), rule(maybe(word("-")), word("ish"))))
_OPEN = either(_WITH_COLON, _SPOKEN, _RELATIVE)
HOUR_H = rule(
    digits(0, 12, most=2),
    glued(word("h")),
    build=lambda h, _: _as_24(clock(h, grain="hour")),
)
"""Such as 7h, which alone is how long something takes."""
CLOCK: Parser = either(
    rule(_OPEN, maybe(_OCLOCK), ANY_HALF, build=lambda c, _, half: _half(c, half)),
    rule(WITH_DOT, ANY_HALF, build=_half),
    rule(DIGITS, either(HALF, glued(_LETTER)), build=_half),
    rule(
        _HOUR,
        maybe(_OCLOCK),
        ANY_HALF,
        build=lambda h, _, half: clock(h, 0, 0, half, "hour"),
    ),
    rule(_SOUNDS, HALF, build=lambda h, half: clock(h, 0, 0, half, "hour")),
    rule(_HOUR, _OCLOCK, build=lambda h, _: clock(h, grain="hour")),
    rule(_OPEN, _ISH, maybe(_OCLOCK), build=lambda c, _i, _o: c),
    _FRENCH,
    NAMED,
    rule(
        either(DIGITS, BARE),
        either(glued(word("ish")), rule(maybe(word("-")), word("ish"))),
        build=lambda c, _: replace(c, bare=False),
    ),
)
"""A time that cannot well be anything else."""
