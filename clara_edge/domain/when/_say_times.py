"""Times of day, and intervals between times."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ._calendar import MONTH
from ._clock import Clock
from ._draft import Draft
from ._numbers import digits
from ._parsers import (
    LIST_JOINT,
    either,
    glued,
    maybe,
    phrase,
    rule,
    several,
    unless,
    word,
)
from ._say_clock import BARE, CLOCK, DIGITS, HOUR_H, WITH_DOT
from ._say_days import DAYS
from ._say_parts import PARTS
from ._stops import STOPS

if TYPE_CHECKING:
    from ._source import Source

_AT = either(
    phrase(
        "at",
        "@",
        "at around",
        "at about",
        "at approximately",
        "around",
        "about",
        "circa",
        "exactly",
        "precisely",
        "roughly",
        "approximately",
        "at exactly",
        "at precisely",
        "no later than",
        "not before",
    ),
    rule(maybe(word("from")), phrase("around", "about")),
)


def _spoken_weak(source: Source, start: int, end: int) -> bool:
    """Whether a time is but two numbers in words: "five thirty watt bulbs"."""
    before, after = source.token(start - 1).text, source.token(end).text
    if before in ("to", "for") and after in STOPS:
        # change it to 7 15
        return False
    words = [source.token(at) for at in range(start, end)]
    return all(
        w.number is not None or w.text.isalpha() or w.text == "-" for w in words
    ) and not any(w.text in _SURE for w in words)


_SURE = frozenset(
    [
        "am",
        "pm",
        "a",
        "p",
        "m",
        "h",
        "o'clock",
        "oclock",
        "clock",
        "past",
        "to",
        "noon",
        "midday",
        "mid",
        "noonish",
        "midnight",
        "quarter",
        "half",
        "before",
        "after",
        "of",
        "ish",
        "hundred",
    ]
)


def _clock(source: Source, start: int) -> tuple[tuple[int, Draft], ...]:
    return tuple(
        (end, Draft(clock=clock, weak=_spoken_weak(source, start, end)))
        for end, clock in CLOCK(source, start)
    )


_ISH = maybe(either(glued(word("ish")), rule(maybe(word("-")), word("ish"))))
_NOT_COUNTED = either(
    glued(word(":", "/", "%")),
    rule(glued(word(".", "-", ",")), glued(digits(0, 999_999))),
    rule(glued(word("-", "/")), glued(MONTH)),
    glued(word("th", "st", "nd", "rd", "x", "k", "kg", "g", "km")),
    phrase(
        "minutes",
        "minute",
        "hours",
        "hour",
        "days",
        "day",
        "weeks",
        "week",
        "months",
        "percent",
        "people",
        "times",
        "euros",
        "dollars",
        "pounds",
        "degrees",
        "meters",
    ),
)
_SHARP = maybe(phrase("sharp", "exactly", "on the dot", "or so"))
_TIMES = either(
    rule(
        rule(maybe(word(",")), _AT, maybe(word("the"))),
        either(CLOCK, HOUR_H),
        _SHARP,
        build=lambda _, clock, _s: Draft(clock=clock),
    ),
    rule(
        rule(maybe(word(",")), _AT),
        unless(either(WITH_DOT, DIGITS), _NOT_COUNTED),
        _ISH,
        build=lambda _, clock, _i: Draft(clock=clock),
    ),
    rule(
        rule(maybe(word(",")), _AT),
        unless(BARE, _NOT_COUNTED),
        build=lambda _, clock: Draft(clock=replace(clock, bare=False)),
    ),
    rule(maybe(word("for", "4")), _clock, _SHARP, build=lambda _, draft, _s: draft),
)

_ZONE = either(
    word(
        *("utc", "gmt", "cet", "cest", "bst", "est", "edt", "cst", "cdt", "mst", "mdt"),
        *("pst", "pdt", "jst", "zulu"),
    ),
    rule(
        word("eastern", "central", "mountain", "pacific", "london", "beijing", "tokyo"),
        maybe(word("standard", "daylight")),
        word("time", "timezone"),
    ),
)


def _elsewhere(draft: Draft) -> Draft | None:
    if draft.clock is None:
        return None
    return replace(draft, clock=replace(draft.clock, elsewhere=True), weak=False)


TIMES = either(
    rule(_TIMES, _ZONE, build=lambda draft, _: _elsewhere(draft)),
    _TIMES,
)
_ANY = either(CLOCK, DIGITS, WITH_DOT, BARE)
ANY_TIME = _ANY
_TO = word("to", "until", "till", "til", "-", "\u2013", "\u2014", "and", "through")
_DASH = word("-", "\u2013", "\u2014", "to", "until", "till", "til")


def _range(first: Clock, last: Clock) -> Draft:
    return Draft(clock=replace(first, bare=False), last_clock=replace(last, bare=False))


def _is_clear(first: Clock, last: Clock) -> Draft:
    """Read 2-4 pm and 9:30 - 11; a pair of bare numbers may be anything."""
    return replace(_range(first, last), weak=first.bare and last.bare)


def _several(clocks: tuple[Clock, ...]) -> Draft | None:
    """Read "at 8 and 20", of what happens more than once a day."""
    if len(clocks) < 2:
        return None
    return Draft(clocks=tuple(replace(each, bare=False) for each in clocks), weak=True)


SEVERAL_TIMES = rule(
    word("at", "@"),
    several(
        either(CLOCK, unless(BARE, _NOT_COUNTED)), rule(LIST_JOINT, maybe(word("at")))
    ),
    build=lambda _, clocks: _several(clocks),
)
RANGES = either(
    rule(
        maybe(word("anytime", "sometime")),
        word("between", "from"),
        maybe(word("around", "about")),
        _ANY,
        _TO,
        maybe(word("around", "about")),
        unless(_ANY, _NOT_COUNTED),
        build=lambda _a, _b, _c, first, _t, _d, last: _range(first, last),
    ),
    rule(
        maybe(word("at")),
        _ANY,
        _DASH,
        unless(_ANY, _NOT_COUNTED),
        build=lambda _a, first, _t, last: _is_clear(first, last),
    ),
)
LOOSE_TIMES = either(
    rule(
        unless(BARE, either(_NOT_COUNTED, rule(word("am", "pm")))),
        build=lambda clock: Draft(clock=clock, weak=True, loose=True),
    ),
    rule(
        either(DIGITS, WITH_DOT),
        build=lambda clock: Draft(
            clock=replace(clock, bare=True), weak=True, loose=True
        ),
    ),
)
"""A number alone: an hour only beside a day or a part of one."""


def _same_time(source: Source, start: int) -> tuple[tuple[int, Draft], ...]:
    """Read "this time", which is that of now, of another day."""
    now = source.now
    clock = Clock(now.hour, now.minute, 0, "24")
    return tuple(
        (end, Draft(clock=clock, weak=True)) for end, _ in _SAME(source, start)
    )


_SAME = phrase(
    "this time", "same time", "the same time", "at the same time", "at this time"
)
LIKE_NOW = _same_time
"""Only beside a day."""


def _short_hour(source: Source, start: int) -> tuple[tuple[int, Draft], ...]:
    """Read the 5 of "by 5 tomorrow", but not of "by 5 people"."""
    hits = unless(BARE, _NOT_COUNTED)(source, start)
    return tuple(
        (end, Draft(clock=replace(clock, bare=False)))
        for end, clock in hits
        if source.token(end).text in STOPS or DAYS(source, end) or PARTS(source, end)
    )


HOUR_LIMIT = _short_hour
"""An hour after "by", "before" or "after"."""
