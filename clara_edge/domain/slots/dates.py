"""From the marked words of a sentence to one date, repetition or length of time."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import permutations
from typing import TYPE_CHECKING

from clara_edge.domain.when import When, find, resolve

from .spotted import EDGES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

_LEAD = re.compile(
    r"(?:(?:back|forward|over|out|starting|set|due|only|just|maybe|to|for|on|at|from|of|by|"
    r"in|is|as|until|till|into|the|meant|instead|please|month of(?= [a-z]{3}))\s+)",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"(?:['\u2019]s|\s+(?:instead|please|too|then|reminders?|alarms?))$", re.IGNORECASE
)
_MORE = re.compile(
    r"(?:(?:for|of|by|to|in|about|around|only|just|exactly|with|another|an extra|extra|"
    r"an additional|additional|the next|next|the last|last|more|up to|a)\s+)+",
    re.IGNORECASE,
)
# no time at all, though everybody says it
_VAGUE = re.compile(
    r"(?:later|soon|sometime|some time|some day|someday|eventually|at some point|"
    r"one day|whenever|again)(?: on)?$",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"o'clock|\b[ap]\.?m\b|\bhalf\b|\bquarter\b|\bat\b|:\d", re.IGNORECASE
)
# more spans than anybody speaks in one breath
_SPANS_MAX = 3


@dataclass(frozen=True, slots=True)
class Moment:
    """A date that was found in words, or words that name none that exists."""

    when: When | None
    text: str

    @property
    def ask(self) -> str | None:
        """Return what must be asked because the words do not say it."""
        if self.when is None:
            time = _VAGUE.match(self.text) or _CLOCK.search(self.text)
            return "which_time" if time else "which_date"
        return self.when.ask.value if self.when.ask else None


def moment(
    spans: Sequence[str], now: datetime, *, whole: bool = False
) -> Moment | None:
    """Return what the spans of a sentence mean together; None if there are none.

    "Every Monday" and "at 8" are one repetition; "at 7 pm" and "10 minutes before" are one
    time.

    Args:
        spans: the words of each date, time or repetition.
        now: when it was said.
        whole: return nothing rather than one of several dates.
    """
    spans = [span for span in (s.strip(EDGES) for s in spans) if span][:_SPANS_MAX]
    if not spans:
        return None
    text = " ".join(spans)
    for words in _orders(spans):
        when = _resolved(words, now)
        if when is not None:
            return Moment(replace(when, text=text), text)
    if whole:
        return None
    found = [when for span in spans if (when := _resolved(span, now)) is not None]
    found = found or [f.when for f in find(text, now)]
    useful = [w for w in found if w.recurrence or w.at is not None or w.duration_s]
    best = max(useful, key=_rank, default=None)
    return Moment(best and replace(best, text=text), text)


# "-5 minutes", "minus five minutes", "1e400 seconds": what stands behind is none either
_NO_LENGTH = re.compile(
    r"(?:^|\s)[-\N{MINUS SIGN}]\d|\b(?:minus|negative)\s|\d[eE]\d", re.IGNORECASE
)


def seconds(text: str, now: datetime) -> float | None:
    """Return how long something lasts; None if the words do not say it."""
    if _NO_LENGTH.search(text):
        return None
    words = text.strip(EDGES)
    bare = _MORE.sub("", words, count=1)
    for variant in (words, bare, f"one {bare}", f"a {bare}"):
        when = resolve(variant, now)
        if when is not None and when.duration_s is not None and when.at is None:
            return when.duration_s
    when = resolve(words, now) or resolve(f"in {bare}", now)
    if when is None or when.at is None:
        return next(
            (f.when.duration_s for f in find(words, now) if f.when.duration_s), None
        )
    at = when.at
    wall = now.replace(tzinfo=None)
    if hasattr(at, "hour") and at > wall:
        return float((at - wall).total_seconds())
    return None


def _orders(spans: Sequence[str]) -> Iterator[str]:
    for order in permutations(spans):
        yield " ".join(order)


def _resolved(words: str, now: datetime) -> When | None:
    while words:
        when = resolve(words, now)
        if when is not None:
            return when
        if words.lower() == "weekend":
            return resolve("this weekend", now)
        lead = _LEAD.match(words)
        shorter = words[lead.end() :] if lead else words
        # "for 7 every weekday" names an hour
        if lead and (when := resolve(f"at {shorter}", now)) is not None:
            return when
        if shorter == words:
            shorter = _TAIL.sub("", words)
        if shorter == words:
            return None
        words = shorter.strip(EDGES)
    return None


def _rank(when: When) -> tuple[int, int]:
    return (2 if when.recurrence else 1 if when.at is not None else 0, len(when.text))
