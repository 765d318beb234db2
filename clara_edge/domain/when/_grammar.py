"""How the pieces of an expression follow one another, in any order that makes sense."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ._bases import Edge
from ._day import Day
from ._draft import Draft, related
from ._durations import FOR_THE, LENGTH, UNIT, WHOLE, length
from ._parsers import (
    THE,
    Parser,
    distinct,
    either,
    maybe,
    phrase,
    rule,
    word,
)
from ._say_days import DAYS
from ._say_parts import PARTS
from ._say_ranges import DAY_RANGES
from ._say_repeat import COUNT, REPEATS
from ._say_shifts import MOMENT
from ._say_times import (
    ANY_TIME,
    HOUR_LIMIT,
    LIKE_NOW,
    LOOSE_TIMES,
    RANGES,
    SEVERAL_TIMES,
    TIMES,
)
from ._stops import STOPS
from .when import Relation

if TYPE_CHECKING:
    from ._source import Hits, Source

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
        phrase("by", "before", "until", "till", "no later than"),
        HOUR_LIMIT,
        build=lambda _, draft: related(Relation.BEFORE, draft),
    ),
    rule(
        phrase("after", "not before"),
        HOUR_LIMIT,
        build=lambda _, draft: related(Relation.AFTER, draft),
    ),
    rule(
        phrase("after", "any time after", "anytime after", "sometime after"),
        MOMENT,
        build=lambda _, draft: related(Relation.AFTER, _over(draft)),
    ),
    rule(
        word("from"),
        _NOW,
        word("until", "till", "til", "to"),
        ANY_TIME,
        build=lambda _f, draft, _t, last: replace(draft, last_clock=last),
    ),
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
                "from",
                "as of",
                "not before",
                "starting",
            )
        ),
        MOMENT,
        maybe(word("on", "onwards", "onward")),
        build=lambda _r, draft, _o: related(Relation.AFTER, draft),
    ),
)


def _over(draft: Draft) -> Draft:
    """Return when a week, a month or a year is over: after next week."""
    if draft.day is None or draft.clock or draft.part:
        return draft
    return replace(draft, day=Day(base=Edge(draft.day, "after")))


def _past(draft: Draft) -> Draft:
    """Return it with a bare weekday in the past: since Monday."""
    day = draft.day
    if day is None or day.which is not None or day.weekday is None:
        return draft
    return replace(draft, day=replace(day, which="last"))


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
    LIKE_NOW,
)
_MOMENT_PIECES: Parser = either(
    _NOW, PARTS, TIMES, _PREPOSED, DAYS, RANGES, LOOSE_TIMES, LIKE_NOW
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
    return source.token(end).text in STOPS


_MOMENTS = either(_combined(_MOMENT_PIECES, _MOMENT_PIECES))
MOMENT.define(rule(_MOMENTS, build=lambda draft: draft if draft.is_moment else None))
EXPRESSION: Parser = either(
    _combined(DAY_RANGES, either(PARTS, TIMES)),
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
