"""Days, weeks, months and years counted from now or from something else."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from ._bases import (
    Around,
    Closest,
    CountedWeekday,
    Edge,
    NthOf,
    Period,
    Quarter,
    Season,
    Several,
    Shifted,
)
from ._calendar import AMBIGUOUS_WORDS, MONTH, PLURAL_WEEKDAY, WEEKDAY
from ._day import Day
from ._draft import Draft
from ._durations import LENGTH, UNIT, Length, length
from ._frame import Base
from ._holidays import NAMES, Holiday, InYear
from ._numbers import CARDINAL, ORDINAL, YEAR, digits, limited
from ._parsers import (
    THE,
    Forward,
    Parser,
    Source,
    either,
    glued,
    later,
    maybe,
    phrase,
    phrases_of,
    rule,
    table,
    unless,
    word,
)
from ._say_dates import BARE_YEAR, DATES
from .when import Grain

_NEAR = {
    "today": 0,
    "to day": 0,
    "todays": 0,
    "today's": 0,
    "this day": 0,
    "later today": 0,
    "sometime today": 0,
    "earlier today": 0,
    "tomorrow": 1,
    "to morrow": 1,
    "tomorow": 1,
    "tommorow": 1,
    "tommorrow": 1,
    "tomorrows": 1,
    "tomorrow's": 1,
    "tmrw": 1,
    "tmr": 1,
    "tomo": 1,
    "2moro": 1,
    "the next day": 1,
    "the following day": 1,
    "the day after": 1,
    "day after tomorrow": 2,
    "the day after tomorrow": 2,
    "the day after to morrow": 2,
    "day after to morrow": 2,
    "overmorrow": 2,
    "yesterday": -1,
    "yesterday's": -1,
    "the previous day": -1,
    "day before yesterday": -2,
    "the day before yesterday": -2,
}
_RELATIVE = rule(phrases_of(_NEAR), build=lambda offset: Draft(day=Day(offset=offset)))
WHICH = table(
    {
        "this": "this",
        "current": "this",
        "next": "next",
        "following": "next",
        "last": "last",
        "past": "last",
        "previous": "last",
        "coming": "coming",
        "upcoming": "coming",
    }
)
_WHICH = either(
    rule(
        maybe(word("the", "this")),
        table({"coming": "coming", "upcoming": "coming"}),
        build=lambda _, which: which,
    ),
    rule(THE, WHICH, build=lambda _, which: which),
)
_COUNT_OF = {"this": 0, "next": 1, "coming": 1, "last": -1}


def _weekday(source: Source, start: int) -> tuple[tuple[int, Draft], ...]:
    token = source.token(start)
    weak = token.text in AMBIGUOUS_WORDS and not (token.capital and start > 0)
    return tuple(
        (end, Draft(day=Day(weekday=day), weak=weak))
        for end, day in WEEKDAY(source, start)
    )


_AFTER_NEXT = rule(maybe(word("the")), phrase("one after next", "after next"))
_WEEKDAYS = either(
    # a week on Tuesday, a week from Tuesday, Tuesday week
    rule(
        phrases_of(
            {"a week": 1, "one week": 1, "two weeks": 2, "a fortnight": 2, "2 weeks": 2}
        ),
        word("on", "from"),
        maybe(_WHICH),
        WEEKDAY,
        build=lambda weeks, _, which, day: Draft(
            day=Day(weekday=day, which=which, weeks=weeks)
        ),
    ),
    rule(
        WEEKDAY,
        table({"week": 1, "fortnight": 2}),
        build=lambda day, weeks: Draft(
            day=Day(weekday=day, which="coming", weeks=weeks)
        ),
    ),
    # the Friday after next
    rule(
        THE,
        WEEKDAY,
        _AFTER_NEXT,
        build=lambda _, day, _a: Draft(day=Day(weekday=day, which="coming", weeks=1)),
    ),
    rule(
        _WHICH,
        WEEKDAY,
        build=lambda which, day: Draft(day=Day(weekday=day, which=which)),
    ),
    rule(word("the", "one"), WEEKDAY, build=lambda _, day: Draft(day=Day(weekday=day))),
    # this friday 5/12, next 5/12
    rule(
        _WHICH,
        later(lambda: DATES),
        build=lambda which, draft: _which_date(which, draft),
    ),
    _weekday,
)


def _which_date(which: str, draft: Draft) -> Draft | None:
    if draft.day is None or (draft.day.month is None and draft.day.weekday is None):
        return None
    day = draft.day.merged(Day(which=which))
    return None if day is None else Draft(day=day)


_UNIT_GRAIN = rule(UNIT, build=lambda unit: unit[0] if unit[1] == 1 else None)
_WIDE = either(
    rule(
        table(
            {
                "week": Grain.WEEK,
                "week's": Grain.WEEK,
                "month": Grain.MONTH,
                "month's": Grain.MONTH,
                "quarter": Grain.QUARTER,
                "year": Grain.YEAR,
                "year's": Grain.YEAR,
                "weekend": Grain.WEEKEND,
                "wkend": Grain.WEEKEND,
                "weekend's": Grain.WEEKEND,
            }
        ),
        build=lambda grain: grain,
    ),
    rule(phrase("week end", "week - end"), build=lambda _: Grain.WEEKEND),
)
_PERIOD: Parser = either(
    rule(
        THE,
        _WIDE,
        _AFTER_NEXT,
        build=lambda _, grain, _a: Period(grain, 2),
    ),
    rule(
        THE,
        _WIDE,
        phrase("before last"),
        build=lambda _, grain, _a: Period(grain, -2),
    ),
    rule(_WHICH, _WIDE, build=lambda which, grain: Period(grain, _COUNT_OF[which])),
)
_SEASON = rule(
    maybe(_WHICH),
    THE,
    table({"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}),
    maybe(rule(maybe(word("of", ",")), YEAR, build=lambda _, year: year)),
    build=lambda which, _t, month, year: Draft(
        day=Day(base=Season(month, which), year=year), weak=which is None
    ),
)
_THE_WEEKEND = rule(
    word("the"),
    either(word("weekend"), phrase("week end")),
    build=lambda _, _w: Period(Grain.WEEKEND, 0),
)
_THE_PERIOD = rule(word("the"), _WIDE, build=lambda _, grain: Period(grain, 0))
_QUARTER = either(
    rule(
        THE,
        limited(ORDINAL, 1, 4),
        word("quarter", "qtr"),
        build=lambda _, number, _q: Quarter(number),
    ),
    rule(
        word("q"), glued(digits(1, 4, most=1)), build=lambda _, number: Quarter(number)
    ),
)
_YEAR_AFTER = maybe(
    rule(
        maybe(word(",", "in", "of")),
        maybe(word("the")),
        YEAR,
        build=lambda _c, _t, year: year,
    )
)
_OF_PERIOD = maybe(rule(word("of", "in"), _PERIOD, build=lambda _, period: period))


def _holiday(
    which: str | None, name: str, year: int | None, of: Period | None
) -> Draft | None:
    if of is not None:
        if of.grain is not Grain.YEAR or which or year:
            return None
        return Draft(day=Day(base=InYear(Holiday(name), of)))
    return Draft(day=Day(base=Holiday(name, which), year=year))


_HOLIDAY = rule(
    maybe(_WHICH),
    THE,
    phrases_of({name: name for name in NAMES}),
    maybe(glued(rule(word("'"), word("s")))),
    _YEAR_AFTER,
    _OF_PERIOD,
    build=lambda which, _t, name, _s, year, of: _holiday(which, name, year, of),
)


_PERIODS = either(
    _SEASON,
    rule(
        THE,
        word("week"),
        word("of"),
        DATES,
        build=lambda _t, _w, _o, draft: Draft(
            day=Day(base=Around(Grain.WEEK, draft.day))
        ),
    ),
    rule(
        either(_PERIOD, _THE_WEEKEND), build=lambda period: Draft(day=Day(base=period))
    ),
    rule(
        _QUARTER,
        _YEAR_AFTER,
        build=lambda quarter, year: Draft(day=Day(base=quarter, year=year)),
    ),
    # wednesday of next week, next week's wednesday
    rule(
        THE,
        either(WEEKDAY),
        word("of", "in", "from"),
        either(_PERIOD, _THE_PERIOD),
        build=lambda _t, day, _o, period: Draft(day=Day(weekday=day, base=period)),
    ),
    rule(
        _PERIOD,
        maybe(word("on")),
        THE,
        WEEKDAY,
        build=lambda period, _o, _t, day: Draft(day=Day(weekday=day, base=period)),
    ),
    # the 20th of next month
    rule(
        THE,
        either(limited(ORDINAL, 1, 99), digits(1, 99, most=2)),
        maybe(word("day")),
        word("of", "in"),
        either(_PERIOD, _THE_PERIOD),
        build=lambda _t, number, _d, _o, period: (
            Draft(day=Day(number=number, base=period))
            if period.grain is Grain.MONTH
            else None
        ),
    ),
    # next month on the 20th
    rule(
        _PERIOD,
        maybe(word("on")),
        THE,
        limited(ORDINAL, 1, 99),
        build=lambda period, _o, _t, number: (
            Draft(day=Day(number=number, base=period))
            if period.grain is Grain.MONTH
            else None
        ),
    ),
    rule(
        word("the"), WHICH, LENGTH, build=lambda _, which, size: _several(which, size)
    ),
    # "last three weeks" may be a verb, and "next two" a list
    rule(
        WHICH,
        LENGTH,
        build=lambda which, size: _weakly(_several(which, size)),
    ),
)


def _weakly(draft: Draft | None) -> Draft | None:
    return None if draft is None else replace(draft, weak=True)


def _several(which: str, size: Length) -> Draft | None:
    """Read "the next three days"; of "next week" that is said elsewhere."""
    if size.seconds or which == "this":
        return None
    return Draft(day=Day(base=Several(size, which == "last")))


_NTH = either(
    rule(
        THE,
        either(
            rule(ORDINAL, maybe(word("to")), word("last"), build=lambda n, _t, _l: -n),
            rule(
                phrase("second to last", "next to last", "last but one", "penultimate"),
                build=lambda _: -2,
            ),
            rule(word("last", "final"), build=lambda _: -1),
            limited(ORDINAL, 1, 31),
        ),
        build=lambda _, nth: nth,
    )
)
_THE_LONG = rule(
    _THE_PERIOD, build=lambda period: None if period.grain is Grain.MONTH else period
)
_MONTH_OF = rule(
    MONTH,
    maybe(rule(maybe(word(",", "of", "in")), YEAR, build=lambda _, year: year)),
    build=lambda month, year: Day(month=month, year=year),
)
_YEAR_OF = rule(YEAR, build=lambda year: Day(year=year))
_INTERVAL = either(_PERIOD, _THE_PERIOD, _MONTH_OF, _YEAR_OF)
_NTH_OF = either(
    rule(
        _NTH,
        WEEKDAY,
        word("of", "in"),
        maybe(phrase("the month of")),
        either(_PERIOD, _THE_LONG, _MONTH_OF, _YEAR_OF),
        build=lambda nth, day, _o, _m, of: _nth_of(nth, day, of),
    ),
    rule(
        _NTH,
        phrase("day", "days"),
        word("of", "in"),
        either(_PERIOD, _THE_LONG, _MONTH_OF, _YEAR_OF),
        build=lambda nth, _d, _o, of: _nth_of(nth, None, of),
    ),
    rule(
        _NTH,
        phrase("working day", "weekday", "business day", "workday"),
        word("of", "in"),
        either(_PERIOD, _THE_LONG, _MONTH_OF, _YEAR_OF),
        build=lambda nth, _d, _o, of: Draft(
            day=Day(base=NthOf(nth, None, of, working=True))
        ),
    ),
)


def _nth_of(nth: int, weekday: int | None, of: Base) -> Draft:
    return Draft(day=Day(base=NthOf(nth, weekday, of)))


_EDGE = table(
    {
        "end": "end",
        "close": "end",
        "start": "start",
        "beginning": "start",
        "middle": "middle",
    }
)


def _as_day(base: Base) -> Day:
    return base if isinstance(base, Day) else Day(base=base)


_EDGES = either(
    rule(
        maybe(word("the")),
        _EDGE,
        word("of"),
        either(
            rule(
                _INTERVAL,
                build=lambda base: (
                    Day(base=base) if not isinstance(base, Day) else base
                ),
            ),
            rule(
                THE,
                either(_RELATIVE, _WEEKDAYS, _HOLIDAY, DATES),
                build=lambda _, draft: draft.day,
            ),
        ),
        build=lambda _t, edge, _o, day: Draft(day=Day(base=Edge(day, edge))),
    ),
    rule(
        maybe(word("the")),
        phrase(
            "end of day",
            "end of the day",
            "eod",
            "cob",
            "close of business",
            "end of business",
        ),
        build=lambda _t, _e: Draft(day=Day(base=Edge(Day(offset=0), "end"))),
    ),
    rule(
        THE,
        table({"early": "early", "mid": "mid", "late": "late", "later": "late"}),
        maybe(word("-", "in")),
        _INTERVAL,
        build=lambda _t, third, _o, base: Draft(day=Day(base=Edge(base, third))),
    ),
    rule(
        THE,
        table(
            {
                "eow": Grain.WEEK,
                "eom": Grain.MONTH,
                "eoq": Grain.QUARTER,
                "eoy": Grain.YEAR,
            }
        ),
        build=lambda _t, grain: Draft(day=Day(base=Edge(Period(grain, 0), "end"))),
    ),
    rule(
        phrase("end of week", "week's end"),
        build=lambda _: Draft(day=Day(base=Edge(Period(Grain.WEEK, 0), "end"))),
    ),
    rule(
        phrase("month end", "end of month", "month's end"),
        build=lambda _: Draft(day=Day(base=Edge(Period(Grain.MONTH, 0), "end"))),
    ),
    rule(
        phrase("year end", "year's end", "end of year"),
        build=lambda _: Draft(day=Day(base=Edge(Period(Grain.YEAR, 0), "end"))),
    ),
)
_MOMENT = Forward()
MOMENT = _MOMENT
"""Any expression of a time; defined where all pieces are known."""
_ABOUT = maybe(
    word("about", "around", "roughly", "approximately", "maybe", "like", "just")
)
_FROM_NOW = either(
    phrase(
        "from now",
        "from today",
        "later",
        "hence",
        "from this moment",
        "after today",
        "after now",
    ),
    rule(word("'"), word("time")),
)
_AGO = phrase("ago", "back", "before now", "earlier", "before today")


def _shift(size: Length, sign: int, base: Draft | None = None) -> Draft | None:
    if base is not None and base.day is not None and base.day.weekday is not None:
        # "two months from today on Tuesday" names the weekday of the result
        if base.day.offset is not None or base.day.base is not None:
            return None
    shifted = Shifted(size, sign, base, yearly=_is_yearly(base))
    if size.seconds and base is None:
        return Draft(shift=shifted)
    if base is not None and (size.seconds or base.clock or base.shift):
        return Draft(shift=shifted)
    return Draft(day=Day(base=shifted))


def _is_yearly(base: Draft | None) -> bool:
    """Whether a day comes back each year, and which year was not told."""
    day = None if base is None else base.day
    if day is None or day.year is not None or day.which is not None:
        return False
    if isinstance(day.base, Holiday):
        return day.base.which is None
    return day.base is None and day.month is not None


def _possessive(source: Source, start: int) -> tuple[tuple[int, Length], ...]:
    """Read "two weeks' time" and "a week's time"."""
    units = {
        "week's": Grain.WEEK,
        "month's": Grain.MONTH,
        "year's": Grain.YEAR,
        "day's": Grain.DAY,
        "hour's": Grain.HOUR,
    }
    read = rule(
        either(CARDINAL, phrases_of({"a": 1, "an": 1})),
        table(units),
        build=lambda n, grain: length(n, (grain, 1)),
    )
    return read(source, start)


_ANY_LENGTH = either(LENGTH, _possessive)
_ONE_DAY = Length(0, 1, Fraction(0), Grain.DAY)
_SHIFTS = either(
    rule(
        maybe(word("in", "within", "after", "for")),
        _ABOUT,
        _ANY_LENGTH,
        _FROM_NOW,
        build=lambda _i, _a, size, _f: _shift(size, 1),
    ),
    rule(
        word("in", "within", "after", "inside"),
        _ABOUT,
        _ANY_LENGTH,
        maybe(word("time")),
        build=lambda _i, _a, size, _t: _shift(size, 1),
    ),
    rule(
        word("in", "within"),
        word("the"),
        word("next", "coming"),
        LENGTH,
        build=lambda _i, _t, _n, size: _shift(size, 1),
    ),
    rule(_ABOUT, _ANY_LENGTH, _AGO, build=lambda _a, size, _g: _shift(size, -1)),
    rule(
        maybe(word("in")),
        _ABOUT,
        _ANY_LENGTH,
        table(
            {"after": 1, "from": 1, "since": 1, "before": -1, "past": 1, "following": 1}
        ),
        _MOMENT,
        build=lambda _i, _a, size, sign, base: _shift(size, sign, base),
    ),
    # in 15: minutes
    rule(
        word("in"),
        unless(
            digits(1, 120),
            either(UNIT, glued(word(".", "/", ":")), MONTH, word("am", "pm", "%")),
        ),
        build=lambda _, n: (
            Draft(shift=Shifted(size, 1), weak=True)
            if (size := length(n, (Grain.MINUTE, 1)))
            else None
        ),
    ),
    # the day before christmas, the week after Easter
    rule(
        maybe(word("the")),
        rule(
            table(
                {
                    "day": Grain.DAY,
                    "week": Grain.WEEK,
                    "month": Grain.MONTH,
                    "morning": Grain.DAY,
                }
            ),
            build=lambda g: length(1, (g, 1)),
        ),
        table({"after": 1, "before": -1, "following": 1, "from": 1}),
        _MOMENT,
        build=lambda _t, size, sign, base: _shift(size, sign, base),
    ),
    rule(
        phrases_of({"on the eve of": -1, "eve of": -1}),
        _MOMENT,
        build=lambda sign, base: _shift(_ONE_DAY, sign, base),
    ),
)
_ANY_WEEKDAY = either(PLURAL_WEEKDAY, WEEKDAY)
_COUNTED = either(
    rule(
        maybe(word("in")),
        either(limited(CARDINAL, 1, 99), phrases_of({"a couple of": 2, "a few": 3})),
        _ANY_WEEKDAY,
        either(
            rule(phrase("from now", "hence", "later", "from today"), build=lambda _: 1),
            rule(phrase("ago", "back", "before"), build=lambda _: -1),
        ),
        build=lambda _, n, day, sign: Draft(
            day=Day(base=CountedWeekday(n * sign, day))
        ),
    ),
    rule(
        either(_NTH),
        WEEKDAY,
        table({"after": 1, "from": 1, "following": 1, "before": -1}),
        _MOMENT,
        build=lambda nth, day, sign, base: Draft(
            day=Day(base=CountedWeekday(abs(nth) * sign, day, base))
        ),
    ),
    rule(
        THE,
        WEEKDAY,
        table({"after": 1, "following": 1, "before": -1}),
        _MOMENT,
        build=lambda _t, day, sign, base: Draft(
            day=Day(base=CountedWeekday(sign, day, base))
        ),
    ),
    rule(
        THE,
        word("closest", "nearest"),
        WEEKDAY,
        word("to"),
        _MOMENT,
        build=lambda _t, _c, day, _o, base: Draft(day=Day(base=Closest(day, base))),
    ),
)
DAYS: Parser = either(
    _COUNTED,
    _SHIFTS,
    _NTH_OF,
    _EDGES,
    _PERIODS,
    _HOLIDAY,
    DATES,
    _RELATIVE,
    _WEEKDAYS,
    BARE_YEAR,
)
