"""Numbers as people say and write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._parsers import (
    either,
    glued,
    maybe,
    rule,
    spaced,
    starting,
    starts_of,
    table,
    word,
)
from ._source import NUMBER, Hits, Source

if TYPE_CHECKING:
    from ._parsers import (
        Parser,
    )

_SMALL = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen"),
    *("seventeen", "eighteen", "nineteen"),
)
_FIRST = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"),
    *("ninth", "tenth", "eleventh", "twelfth"),
)
_TENS = {
    name: 10 * n
    for n, name in enumerate(
        ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"),
        start=2,
    )
} | {"fourty": 40}
_ORDINALS = (
    {w: n for n, w in enumerate(_FIRST, 1)}
    | {f"{w}th": n for n, w in enumerate(_SMALL) if n >= 13}
    | {"thirteenth": 13, "twelth": 12, "nineth": 9, "eigth": 8}
)
_TENTHS = {f"{name[:-1]}ieth": value for name, value in _TENS.items()}
_UNITS = {name: n for n, name in enumerate(_SMALL) if 1 <= n <= 9}
_UNIT_ORDINALS = {w: n for w, n in _ORDINALS.items() if n <= 9}
_HYPHEN = maybe(word("-"))


def digits(low: int, high: int, least: int = 1, most: int = 9) -> Parser:
    """Read a written number of so many digits within limits."""

    def parse(source: Source, start: int) -> Hits:
        token = source.token(start)
        number = token.number
        if number is None or not low <= number <= high:
            return ()
        return ((start + 1, number),) if least <= len(token.text) <= most else ()

    return starting(parse, frozenset({NUMBER}))


def limited(parser: Parser, low: int, high: int) -> Parser:
    """Read a number within limits."""

    def parse(source: Source, start: int) -> Hits:
        return tuple(h for h in parser(source, start) if low <= h[1] <= high)

    return starting(parse, starts_of(parser))


SMALL = table({name: n for n, name in enumerate(_SMALL)})
_BELOW_100 = either(
    rule(table(_TENS), _HYPHEN, table(_UNITS), build=lambda tens, _, unit: tens + unit),
    # "twenty and four hours"
    rule(
        table(_TENS),
        word("and"),
        table(_UNITS),
        build=lambda tens, _, unit: tens + unit,
    ),
    table(_TENS),
    SMALL,
)
_BELOW_1000 = either(
    rule(
        either(limited(SMALL, 1, 19), word("a")),
        word("hundred"),
        maybe(rule(maybe(word("and")), _BELOW_100, build=lambda _, n: n), 0),
        build=lambda hundreds, _, rest: (
            100 * (1 if hundreds == "a" else hundreds) + rest
        ),
    ),
    _BELOW_100,
)
SPOKEN = either(
    rule(
        either(_BELOW_1000, word("a")),
        word("thousand"),
        maybe(rule(maybe(word("and")), _BELOW_1000, build=lambda _, n: n), 0),
        build=lambda thousands, _, rest: (
            1000 * (1 if thousands == "a" else thousands) + rest
        ),
    ),
    _BELOW_1000,
)
BELOW_100 = either(digits(0, 99, most=2), _BELOW_100)
"""A number of at most two digits, written or said."""
CARDINAL = either(digits(0, 999_999_999), SPOKEN)

WRITTEN_ORDINAL = rule(
    digits(1, 366, most=3), glued(word("st", "nd", "rd", "th")), build=lambda n, _: n
)
ORDINAL = either(
    WRITTEN_ORDINAL,
    rule(
        table(_TENS),
        _HYPHEN,
        table(_UNIT_ORDINALS),
        build=lambda tens, _, unit: tens + unit,
    ),
    table(_TENTHS),
    table(_ORDINALS),
)
DAY_ORDINAL = limited(ORDINAL, 1, 99)
"""A day of a month, as an ordinal; one that no month has is refused later."""

_CENTURY = table({"nineteen": 1900, "twenty": 2000, "eighteen": 1800})
_OH = rule(word("oh", "o", "zero"), table(_UNITS), build=lambda _, unit: unit)
YEAR_WRITTEN = digits(1000, 2999, 4, 4)
YEAR = either(
    YEAR_WRITTEN,
    rule(
        _CENTURY,
        _HYPHEN,
        either(_OH, limited(_BELOW_100, 10, 99)),
        build=lambda century, _, rest: century + rest,
    ),
    rule(
        _CENTURY,
        word("hundred"),
        maybe(word("and")),
        maybe(_BELOW_100, 0),
        build=lambda century, _h, _a, rest: century + rest,
    ),
    limited(
        rule(
            word("two"),
            word("thousand"),
            maybe(word("and")),
            maybe(_BELOW_100, 0),
            build=lambda _t, _th, _a, rest: 2000 + rest,
        ),
        2000,
        2099,
    ),
)


SHORT_YEAR = either(
    rule(word("'"), glued(digits(0, 99, 2, 2)), build=lambda _, n: n),
    spaced(digits(0, 99, 2, 2)),
)
