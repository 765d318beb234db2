"""Small parsers that combine: each returns every way to read what begins at a token.

A parser is a function of a Source and a position that returns (end, value) pairs, the
preferred reading first. Named rules remember what they found at a position, so that the
work on a text grows with its length and not with the number of ways to split it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ._source import EMPTY, KNOWN, Hits, Source

if TYPE_CHECKING:
    from collections.abc import Iterable


Parser = Callable[["Source", int], Hits]

_MAX_HITS = 12
_MAX_DEPTH = 4
"""Of expressions within expressions: "the day after two weeks before Easter"."""
_STARTS = "starts"


def starting(parser: Parser, starts: frozenset[str] | None) -> Parser:
    """Note the words with which what a parser reads may begin; None if any may."""
    setattr(parser, _STARTS, starts)
    return parser


def starts_of(parser: Parser) -> frozenset[str] | None:
    """Return the words with which what it reads may begin; None if that is unknown."""
    starts: frozenset[str] | None = getattr(parser, _STARTS, None)
    return starts


def _starts_of_all(parsers: tuple[Parser, ...]) -> frozenset[str] | None:
    """Return the words with which one after the other may begin."""
    found: frozenset[str] = frozenset()
    for parser in parsers:
        starts = starts_of(parser)
        if starts is None:
            return None
        found |= starts - {EMPTY}
        if EMPTY not in starts:
            return found
    return found | {EMPTY}


def _starts_of_any(parsers: tuple[Parser, ...]) -> frozenset[str] | None:
    found: frozenset[str] = frozenset()
    for parser in parsers:
        starts = starts_of(parser)
        if starts is None:
            return None
        found |= starts
    return found


def rule(*parsers: Parser, build: Callable[..., Any] | None = None) -> Parser:
    """Read one after the other; build makes the value, None of it rejects the reading."""
    starts = _starts_of_all(parsers)

    def parse(source: Source, start: int) -> Hits:
        if starts is not None and not source.begins_with(start, starts):
            return ()
        paths: list[tuple[int, tuple[Any, ...]]] = [(start, ())]
        for parser in parsers:
            paths = [
                (end, (*values, value))
                for at, values in paths
                for end, value in parser(source, at)
            ]
            if not paths:
                return ()
        if build is None:
            return tuple((end, values) for end, values in paths)
        built = ((end, build(*values)) for end, values in paths)
        return tuple((end, value) for end, value in built if value is not None)

    return starting(parse, starts)


def either(*parsers: Parser) -> Parser:
    """Read any of these, in order of preference; remembered."""
    starts = _starts_of_any(parsers)

    def parse(source: Source, start: int) -> Hits:
        if starts is not None and not source.begins_with(start, starts):
            return ()
        key = (parse, start)
        known = source.memo.get(key)
        if known is None:
            hits = (hit for parser in parsers for hit in parser(source, start))
            known = source.memo[key] = distinct(hits)
        return known

    return starting(parse, starts)


def distinct(hits: Iterable[tuple[int, Any]]) -> Hits:
    """Drop repeated readings, and all beyond the first few."""
    kept: list[tuple[int, Any]] = []
    for hit in hits:
        if hit not in kept:
            kept.append(hit)
            if len(kept) == _MAX_HITS:
                break
    return tuple(kept)


def word(*words: str) -> Parser:
    """Read one of these words."""
    wanted = frozenset(words)
    KNOWN.update(wanted)

    def parse(source: Source, start: int) -> Hits:
        text = source.token(start).text
        return ((start + 1, text),) if text in wanted else ()

    return starting(parse, wanted)


def phrase(*phrases: str) -> Parser:
    """Read one of these sequences of words, each written with single spaces."""
    first: dict[str, list[tuple[str, ...]]] = {}
    for text in sorted(phrases, key=lambda text: text.count(" "), reverse=True):
        words = tuple(text.split(" "))
        first.setdefault(words[0], []).append(words)
    KNOWN.update(first)

    def parse(source: Source, start: int) -> Hits:
        for words in first.get(source.token(start).text, ()):
            if all(source.token(start + n).text == w for n, w in enumerate(words)):
                return ((start + len(words), " ".join(words)),)
        return ()

    return starting(parse, frozenset(first))


def table(values: dict[str, Any]) -> Parser:
    """Read a word of a table as its value."""
    KNOWN.update(values)

    def parse(source: Source, start: int) -> Hits:
        text = source.token(start).text
        return ((start + 1, values[text]),) if text in values else ()

    return starting(parse, frozenset(values))


def phrases_of(values: dict[str, Any]) -> Parser:
    """Read a phrase of a table as its value."""
    first: dict[str, list[tuple[tuple[str, ...], Any]]] = {}
    for text, value in values.items():
        words = tuple(text.split(" "))
        first.setdefault(words[0], []).append((words, value))
    KNOWN.update(first)
    for items in first.values():
        items.sort(key=lambda item: len(item[0]), reverse=True)

    def parse(source: Source, start: int) -> Hits:
        return tuple(
            (start + len(words), value)
            for words, value in first.get(source.token(start).text, ())
            if all(source.token(start + n).text == w for n, w in enumerate(words))
        )

    return starting(parse, frozenset(first))


def maybe(parser: Parser, default: Any = None) -> Parser:
    """Read it, or nothing."""

    def parse(source: Source, start: int) -> Hits:
        return (*parser(source, start), (start, default))

    inner = starts_of(parser)
    return starting(parse, None if inner is None else inner | {EMPTY})


def glued(parser: Parser) -> Parser:
    """Read it where nothing separates it from what is before."""

    def parse(source: Source, start: int) -> Hits:
        return parser(source, start) if source.token(start).glued else ()

    return starting(parse, starts_of(parser))


def spaced(parser: Parser) -> Parser:
    """Read it where something separates it from what is before."""

    def parse(source: Source, start: int) -> Hits:
        return () if source.token(start).glued else parser(source, start)

    return starting(parse, starts_of(parser))


def also(check: Callable[[Source, int, int], bool], parser: Parser) -> Parser:
    """Read it where a check of its first token and its end holds."""

    def parse(source: Source, start: int) -> Hits:
        hits = parser(source, start)
        return tuple(hit for hit in hits if check(source, start, hit[0]))

    return starting(parse, starts_of(parser))


def unless(parser: Parser, following: Parser) -> Parser:
    """Read it where something else does not follow."""

    def parse(source: Source, start: int) -> Hits:
        hits = parser(source, start)
        return tuple(hit for hit in hits if not following(source, hit[0]))

    return starting(parse, starts_of(parser))


def several(parser: Parser, joint: Parser, most: int = 7) -> Parser:
    """Read a list of at least one, as a tuple; the longest first."""

    def parse(source: Source, start: int) -> Hits:
        found: list[tuple[int, tuple[Any, ...]]] = []
        paths: list[tuple[int, tuple[Any, ...]]] = [
            (end, (value,)) for end, value in parser(source, start)
        ][:3]
        for _ in range(most):
            found += paths
            paths = [
                (end, (*values, value))
                for at, values in paths
                for between, _ in joint(source, at)
                for end, value in parser(source, between)
            ][:3]
        found.sort(key=lambda hit: hit[0], reverse=True)
        return tuple(found)

    return starting(parse, starts_of(parser))


class Forward:
    """A parser that others refer to before it is defined."""

    def __init__(self) -> None:
        self._parser: Parser | None = None

    def define(self, parser: Parser) -> None:
        """Say what it reads."""
        self._parser = parser

    def __call__(self, source: Source, start: int) -> Hits:
        """Read it."""
        assert self._parser is not None  # noqa: S101 - defined when the package is loaded
        if source.depth == _MAX_DEPTH:
            return ()
        source.depth += 1
        try:
            return self._parser(source, start)
        finally:
            source.depth -= 1


def later(name: Callable[[], Parser]) -> Parser:
    """Refer to a parser that is defined further down."""

    def parse(source: Source, start: int) -> Hits:
        return name()(source, start)

    return parse


THE = maybe(word("the"))
LIST_JOINT = either(
    rule(maybe(word(",")), word("and", "&", "or"), maybe(word("on")), THE),
    rule(word(","), maybe(word("on")), THE),
)
