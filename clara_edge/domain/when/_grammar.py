"""How the pieces of an expression follow one another, in any order that makes sense."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from ._bases import Shifted
from ._calendar import MONTH
from ._day import Day
from ._draft import Draft, related
from ._durations import FOR_THE, LENGTH, UNIT, WHOLE, Length, length
from ._numbers import DAY_ORDINAL, YEAR, digits
from ._parsers import (
    THE,
    Parser,
    Source,
    distinct,
    either,
    maybe,
    phrase,
    rule,
    unless,
    word,
)
from ._say_days import DAYS, MOMENT
from ._say_repeat import COUNT, REPEATS
from ._say_times import LOOSE_TIMES, PARTS, RANGES, SEVERAL_TIMES, TIMES
from .when import Grain, Relation

if TYPE_CHECKING:
    from ._parsers import Hits

_MOST_PIECES = 7
_MOST_STATES = 4
_NOW = either(
    rule(
        phrase(
            "now",
            "right now",
            "just now",
            "at the moment",
            "at this moment",
            "at the minute",
            "at this minute",
            "at this time",
            "immediately",
            "right away",
            "asap",
            "straight away",
            "as soon as possible",
            "at present",
            "this moment",
            "this instant",
            "this minute",
        ),
        build=lambda _: Draft(now=True),
    ),
    rule(word("atm"), build=lambda _: Draft(now=True)),
)
_PREPOSED = rule(
    word("on", "in", "for", "at", "during", "over", "sometime"),
    THE,
    DAYS,
    build=lambda _p, _t, draft: (
        replace(draft, weak=False) if not draft.weak or draft.day else None
    ),
)
_LENGTHS = either(
    rule(
        word("for", "lasting"),
        maybe(word("about", "around", "at", "another", "the", "next", "exactly")),
        maybe(word("least", "most")),
        LENGTH,
        build=lambda _f, _a, _l, size: Draft(length=size),
    ),
    rule(FOR_THE, build=lambda size: Draft(length=size)),
    rule(WHOLE, build=lambda size: Draft(length=size)),
)
_ALONE = either(
    rule(LENGTH, build=lambda size: Draft(length=size)),
    rule(
        phrase(
            "more than", "less than", "at least", "at most", "about", "around", "up to"
        ),
        LENGTH,
        build=lambda _, size: Draft(length=size),
    ),
)
_RELATED = either(
    rule(
        either(
            phrase(
                "by",
                "before",
                "until",
                "till",
                "til",
                "no later than",
                "not later than",
                "due",
                "due by",
                "up until",
                "on or before",
                "by no later than",
            )
        ),
        maybe(phrase("the")),
        either(MOMENT),
        build=lambda _r, _t, draft: related(Relation.BEFORE, draft),
    ),
    rule(
        word("since"),
        MOMENT,
        build=lambda _, draft: related(Relation.AFTER, _past(draft)),
    ),
    rule(
        either(
            phrase(
                "after",
                "from",
                "as of",
                "not before",
                "starting",
                "any time after",
                "anytime after",
                "sometime after",
            )
        ),
        MOMENT,
        maybe(word("on", "onwards", "onward")),
        build=lambda _r, draft, _o: related(Relation.AFTER, draft),
    ),
)


def _past(draft: Draft) -> Draft:
    """Return it with a bare weekday in the past: since Monday."""
    day = draft.day
    if day is None or day.which is not None or day.weekday is None:
        return draft
    return replace(draft, day=replace(day, which="last"))


_TO = word(
    "to", "until", "till", "til", "-", "\u2013", "\u2014", "through", "and", "thru"
)


def _days(first: Draft, last: Draft) -> Draft | None:
    if not _is_day(first) or not _is_day(last) or first.day is None:
        return None
    return replace(first, last_day=last.day, weak=False)


def _is_clear(first: Draft, last: Draft) -> bool:
    if first.day is None or last.day is None:
        return False
    named = [
        draft.day == Day(weekday=draft.day.weekday, which=draft.day.which)
        for draft in (first, last)
        if draft.day
    ]
    # "Friday - Jun 15" is one day
    return all(named) or not (any(named) or first.weak or last.weak)


def _is_day(draft: Draft) -> bool:
    return draft.day is not None and replace(draft, day=None, weak=False) == Draft()


_NUMBER = either(DAY_ORDINAL, digits(1, 31, most=2))
_IN_YEAR = maybe(rule(maybe(word(",", "of")), YEAR, build=lambda _, year: year))
_BETWEEN = maybe(word("from", "between"))


def _in_month(first: int, last: int, month: int, year: int | None) -> Draft | None:
    if last <= first:
        return None
    begin = Day(number=first, month=month, year=year)
    # counted from the begin, so that both fall in the same year
    days = Length(0, last - first, Fraction(0), Grain.DAY)
    return Draft(day=begin, last_day=Day(base=Shifted(days, 1, Draft(day=begin))))


_DAY_RANGES = either(
    # july 13 to 15, july 13-15
    rule(
        _BETWEEN,
        MONTH,
        THE,
        _NUMBER,
        _TO,
        THE,
        unless(_NUMBER, either(word(":"), word("am", "pm", "/"))),
        _IN_YEAR,
        build=lambda _b, month, _t, first, _o, _u, last, year: _in_month(
            first, last, month, year
        ),
    ),
    # the 3rd to the 5th of may
    rule(
        _BETWEEN,
        THE,
        _NUMBER,
        _TO,
        THE,
        _NUMBER,
        maybe(word("of")),
        MONTH,
        _IN_YEAR,
        build=lambda _b, _t, first, _o, _u, last, _f, month, year: _in_month(
            first, last, month, year
        ),
    ),
    rule(
        word("from", "between"),
        DAYS,
        _TO,
        DAYS,
        build=lambda _f, first, _t, last: _days(first, last),
    ),
    rule(
        DAYS,
        word("to", "until", "till", "-", "\u2013", "through", "thru"),
        DAYS,
        build=lambda first, _t, last: (
            _days(first, last) if _is_clear(first, last) else None
        ),
    ),
)
_BEGIN = rule(
    maybe(word(",")),
    phrase(
        "starting",
        "starting on",
        "starting from",
        "from",
        "beginning",
        "beginning on",
        "as of",
        "start",
        "starting at",
        "begin",
        "commencing",
        "effective",
        "after",
    ),
    MOMENT,
    maybe(word("on", "onwards")),
    build=lambda _c, _b, draft, _o: (
        Draft(begin=draft, weak=True) if draft.day else None
    ),
)
_UNTIL = rule(
    maybe(word(",")),
    phrase(
        "until",
        "till",
        "til",
        "through",
        "to",
        "ending",
        "ending on",
        "up to",
        "up until",
        "before",
        "through to",
    ),
    MOMENT,
    build=lambda _c, _u, draft: Draft(until=draft, weak=True) if draft.day else None,
)
_PIECES: Parser = either(
    REPEATS,
    _NOW,
    PARTS,
    TIMES,
    _PREPOSED,
    DAYS,
    _LENGTHS,
    RANGES,
    LOOSE_TIMES,
)
_MOMENT_PIECES: Parser = either(
    _NOW, PARTS, TIMES, _PREPOSED, DAYS, RANGES, LOOSE_TIMES
)
_LATER_PIECES: Parser = either(SEVERAL_TIMES, _UNTIL, _BEGIN, COUNT, _PIECES)
_JOINT = maybe(either(word(",", "-", "("), phrase(", and", "of", "of the")))
_SHUT = maybe(word(")"))


def _combined(first: Parser, more: Parser) -> Parser:
    """Read pieces one after the other, and merge what they say."""
    joined = rule(_JOINT, more, _SHUT, build=lambda _j, draft, _s: draft)

    def parse(source: Source, start: int) -> Hits:
        found: list[tuple[int, Draft]] = []
        states = list(distinct(first(source, start)))
        for _ in range(_MOST_PIECES):
            found += states
            states = _longest(
                (end, merged)
                for at, draft in states
                for end, piece in joined(source, at)
                if (merged := draft.merged(piece)) is not None
            )
            if not states:
                break
        found.sort(key=lambda hit: hit[0], reverse=True)
        return distinct(hit for hit in found if _stands(source, hit))

    return parse


def _longest(states: object) -> list[tuple[int, Draft]]:
    """Keep a few for each place where they end, the first found of them."""
    kept: dict[int, list[tuple[int, Draft]]] = {}
    for state in states:  # type: ignore[attr-defined]
        same = kept.setdefault(state[0], [])
        if len(same) < _MOST_STATES and state not in same:
            same.append(state)
    return [state for same in kept.values() for state in same]


_STOP = frozenset(
    [
        "",
        ".",
        ",",
        "!",
        "?",
        ";",
        ")",
        "at",
        "in",
        "on",
        "to",
        "and",
        "or",
        "for",
        "with",
        "until",
        "from",
        "then",
        "please",
        "every",
        "because",
        "so",
        "that",
    ]
)


def _stands(source: Source, hit: tuple[int, Draft]) -> bool:
    """Whether a bare number at a day is an hour, and does not count what follows."""
    end, draft = hit
    if draft.repeat is None and (
        draft.until or draft.begin or draft.count or draft.clocks
    ):
        return False
    if not draft.loose or draft.clock is None:
        return True
    if draft.part is not None:
        return True
    return source.token(end).text in _STOP


_MOMENTS = either(_combined(_MOMENT_PIECES, _MOMENT_PIECES))
MOMENT.define(rule(_MOMENTS, build=lambda draft: draft if draft.is_moment else None))
EXPRESSION: Parser = either(
    _combined(_DAY_RANGES, either(PARTS, TIMES)),
    _combined(_PIECES, _LATER_PIECES),
    _combined(_RELATED, either(_LENGTHS, _MOMENT_PIECES, _RELATED)),
    _ALONE,
    rule(
        word("the"),
        UNIT,
        build=lambda _, unit: Draft(length=length(1, unit), weak=True),
    ),
)
"""Any expression, the longest reading first among those of one kind."""
