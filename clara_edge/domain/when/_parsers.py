"""Small parsers that combine: each returns every way to read what begins at a token.

A parser is a function of a Source and a position that returns (end, value) pairs, the
preferred reading first. Named rules remember what they found at a position, so that the
work on a text grows with its length and not with the number of ways to split it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ._tokens import Token, tokens

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from .settings import WhenSettings

Hits = tuple[tuple[int, Any], ...]
Parser = Callable[["Source", int], Hits]

_MAX_HITS = 12
_MAX_DEPTH = 4
"""Of expressions within expressions: "the day after two weeks before Easter"."""
_KNOWN: set[str] = set()
"""Every word that some parser reads; at any other nothing begins."""
_NOTHING = Token("", 0, 0, glued=False)


@dataclass(slots=True)
class Source:
    """A text to read, and when and by whom it was said."""

    text: str
    now: datetime
    """Local and aware."""
    settings: WhenSettings
    tokens: list[Token] = field(init=False)
    memo: dict[tuple[object, int], Hits] = field(default_factory=dict)
    depth: int = 0

    def __post_init__(self) -> None:
        """Part the text."""
        self.tokens = tokens(self.text)

    def token(self, at: int) -> Token:
        """Return a token; beyond either end one without text."""
        return self.tokens[at] if 0 <= at < len(self.tokens) else _NOTHING

    def may_begin(self, at: int) -> bool:
        """Whether anything could begin at a token."""
        token = self.token(at)
        return token.number is not None or token.text in _KNOWN


def rule(*parsers: Parser, build: Callable[..., Any] | None = None) -> Parser:
    """Read one after the other; build makes the value, None of it rejects the reading."""

    def parse(source: Source, start: int) -> Hits:
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

    return parse


def either(*parsers: Parser) -> Parser:
    """Read any of these, in order of preference; remembered."""

    def parse(source: Source, start: int) -> Hits:
        key = (parse, start)
        known = source.memo.get(key)
        if known is None:
            hits = (hit for parser in parsers for hit in parser(source, start))
            known = source.memo[key] = distinct(hits)
        return known

    return parse


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
    _KNOWN.update(wanted)

    def parse(source: Source, start: int) -> Hits:
        text = source.token(start).text
        return ((start + 1, text),) if text in wanted else ()

    return parse


def phrase(*phrases: str) -> Parser:
    """Read one of these sequences of words, each written with single spaces."""
    first: dict[str, list[tuple[str, ...]]] = {}
    for text in sorted(phrases, key=lambda text: text.count(" "), reverse=True):
        words = tuple(text.split(" "))
        first.setdefault(words[0], []).append(words)
    _KNOWN.update(first)

    def parse(source: Source, start: int) -> Hits:
        for words in first.get(source.token(start).text, ()):
            if all(source.token(start + n).text == w for n, w in enumerate(words)):
                return ((start + len(words), " ".join(words)),)
        return ()

    return parse


def table(values: dict[str, Any]) -> Parser:
    """Read a word of a table as its value."""
    _KNOWN.update(values)

    def parse(source: Source, start: int) -> Hits:
        text = source.token(start).text
        return ((start + 1, values[text]),) if text in values else ()

    return parse


def phrases_of(values: dict[str, Any]) -> Parser:
    """Read a phrase of a table as its value."""
    first: dict[str, list[tuple[tuple[str, ...], Any]]] = {}
    for text, value in values.items():
        words = tuple(text.split(" "))
        first.setdefault(words[0], []).append((words, value))
    _KNOWN.update(first)
    for items in first.values():
        items.sort(key=lambda item: len(item[0]), reverse=True)

    def parse(source: Source, start: int) -> Hits:
        return tuple(
            (start + len(words), value)
            for words, value in first.get(source.token(start).text, ())
            if all(source.token(start + n).text == w for n, w in enumerate(words))
        )

    return parse


def maybe(parser: Parser, default: Any = None) -> Parser:
    """Read it, or nothing."""

    def parse(source: Source, start: int) -> Hits:
        return (*parser(source, start), (start, default))

    return parse


def glued(parser: Parser) -> Parser:
    """Read it where nothing separates it from what is before."""

    def parse(source: Source, start: int) -> Hits:
        return parser(source, start) if source.token(start).glued else ()

    return parse


def spaced(parser: Parser) -> Parser:
    """Read it where something separates it from what is before."""

    def parse(source: Source, start: int) -> Hits:
        return () if source.token(start).glued else parser(source, start)

    return parse


def also(check: Callable[[Source, int, int], bool], parser: Parser) -> Parser:
    """Read it where a check of its first token and its end holds."""

    def parse(source: Source, start: int) -> Hits:
        hits = parser(source, start)
        return tuple(hit for hit in hits if check(source, start, hit[0]))

    return parse


def unless(parser: Parser, following: Parser) -> Parser:
    """Read it where something else does not follow."""

    def parse(source: Source, start: int) -> Hits:
        hits = parser(source, start)
        return tuple(hit for hit in hits if not following(source, hit[0]))

    return parse


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

    return parse


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


COMMA = maybe(word(",", "-", "("))
THE = maybe(word("the"))
LIST_JOINT = either(
    rule(maybe(word(",")), word("and", "&", "or"), maybe(word("on")), THE),
    rule(word(","), maybe(word("on")), THE),
)
