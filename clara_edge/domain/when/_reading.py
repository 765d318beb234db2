"""Read an expression, or find those in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._frame import Frame, ImpossibleDateError
from ._grammar import EXPRESSION
from ._resolve import resolved
from ._source import Source
from .settings import usual
from .when import Found, When

if TYPE_CHECKING:
    from datetime import datetime

    from ._draft import Draft
    from .settings import WhenSettings

_LEADING = frozenset(["-", "(", '"', "\u201c", ","])
_TRAILING = frozenset([".", "!", "?", ",", ";", ")", '"', "\u201d", "-", ":", "please"])


def resolve(
    text: str, now: datetime, settings: WhenSettings | None = None
) -> When | None:
    """Return what an expression means, said at a time; None if it is none.

    Args:
        text: all of it must belong to the expression, as in "next Friday at 5".
        now: aware; its zone is that of the answer.
        settings: what differs between people; by default what read_with() was told.

    Returns:
        None also for what cannot be, such as "31 February".
    """
    settings = settings or usual()
    source = Source(text, now, settings)
    frame = Frame(now, settings)
    first, last = _stripped(source)
    for end, draft in EXPRESSION(source, first) if first < last else ():
        # the dot of "p.m." belongs to it, that of a sentence does not
        if end >= last:
            try:
                return resolved(draft, _words(source, first, end), frame)
            except ImpossibleDateError:
                return None
    return None


def find(
    text: str, now: datetime, settings: WhenSettings | None = None
) -> tuple[Found, ...]:
    """Return the expressions in a sentence, in their order, none overlapping.

    Words that as well may mean something else ("second", "may") count only with others
    that make it clear.
    """
    settings = settings or usual()
    source = Source(text, now, settings)
    frame = Frame(now, settings)
    found: list[Found] = []
    at = 0
    while at < len(source.tokens):
        hit = _at(source, at)
        if hit is None:
            at += 1
            continue
        end, draft = hit
        try:
            when = resolved(draft, _words(source, at, end), frame)
        except ImpossibleDateError:
            at = end
            continue
        first, last = source.token(at), source.token(end - 1)
        found.append(Found(first.start, last.end, when))
        at = end
    return tuple(found)


def _at(source: Source, at: int) -> tuple[int, Draft] | None:
    """Return the longest clear expression that begins at a token."""
    if not source.may_begin(at):
        return None
    if source.token(at).glued and source.token(at - 1).text in "$\u00a3\u20ac#":
        return None
    strong = [hit for hit in EXPRESSION(source, at) if not hit[1].weak and hit[0] > at]
    return max(strong, key=lambda hit: hit[0], default=None)


def _stripped(source: Source) -> tuple[int, int]:
    first, last = 0, len(source.tokens)
    while first < last and source.token(first).text in _LEADING:
        first += 1
    while first < last and source.token(last - 1).text in _TRAILING:
        last -= 1
    return first, last


def _words(source: Source, first: int, last: int) -> str:
    if first >= last:
        return ""
    return source.text[source.token(first).start : source.token(last - 1).end]
