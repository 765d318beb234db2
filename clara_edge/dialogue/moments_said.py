"""What a bare date, an ordinal or "the later one" makes of a date that was asked about."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from clara_edge.domain.schedule import choices, is_clock_only
from clara_edge.domain.when import Ask, When, best, resolve

if TYPE_CHECKING:
    from collections.abc import Sequence

_WORDS_MAX = 300
_ONCE = re.compile(r"\b(?:once|one time|just|only|single)\b", re.IGNORECASE)
_EVERY = re.compile(r"\b(?:every|always|each|repeat\w*|all)\b", re.IGNORECASE)
_MORNING = re.compile(r"\b(?:a ?\.?m\.?|morning)\b", re.IGNORECASE)
_LATER_HALF = re.compile(
    r"\b(?:p ?\.?m\.?|afternoon|evening|night|tonight)\b", re.IGNORECASE
)
_PLACES = (
    (re.compile(r"\b(?:first|former|1st|this)\b", re.IGNORECASE), 0),
    (re.compile(r"\b(?:second|latter|2nd|other|next)\b", re.IGNORECASE), 1),
    (re.compile(r"\b(?:third|3rd)\b", re.IGNORECASE), 2),
    (re.compile(r"\blast\b", re.IGNORECASE), -1),
)
_EARLIER = re.compile(r"\b(?:earlier|sooner|earliest|soonest)\b", re.IGNORECASE)
_LATER = re.compile(r"\b(?:later|latest)\b", re.IGNORECASE)
_NOON = 12


def said_moment(words: str, now: datetime) -> When | None:
    """Return the date in an answer; the whole of it, or the clearest part."""
    words = words[:_WORDS_MAX]
    return resolve(words, now) or best(words, now)


def is_moment(words: str, now: datetime) -> bool:
    """Tell whether words are a date, a time or a length, and nothing else."""
    return len(words) <= _WORDS_MAX and resolve(words, now) is not None


def answered_moment(asked: When | None, words: str, now: datetime) -> When | None:
    """Return the date that an answer settles; None if it says nothing of it."""
    if asked is None or asked.at is None:
        return said_moment(words, now)
    if asked.ask is Ask.REPEAT and (_ONCE.search(words) or _EVERY.search(words)):
        rule = None if _ONCE.search(words) else asked.recurrence
        return replace(asked, recurrence=rule, ask=None)
    picked = _picked(choices(asked), words, now)
    if picked is not None:
        return _settled(asked, picked)
    said = said_moment(words, now)
    return None if said is None else _completed(asked, asked.at, said, now)


def _completed(asked: When, at: date, said: When, now: datetime) -> When:
    """Take the day from what was asked about where only a time was said, or the reverse."""
    if said.at is None:
        return replace(said, ask=None)
    if is_clock_only(said, now):
        day = at.date() if isinstance(at, datetime) else at
        then = resolve(said.text, datetime.combine(day, time(0), now.tzinfo)) or said
        return _settled(replace(asked, grain=then.grain), then.at or said.at)
    if isinstance(at, datetime) and not isinstance(said.at, datetime):
        moment = datetime.combine(said.at, at.time())
        return replace(said, at=moment, end=None, grain=asked.grain, ask=None)
    return replace(said, ask=None)


def _settled(asked: When, at: date) -> When:
    end = asked.end if at == asked.at else None
    return replace(asked, at=at, end=end, alternatives=(), ask=None)


def _picked(options: Sequence[date], words: str, now: datetime) -> date | None:
    """Return the option that is meant: as a date, a half of the day, or by its place."""
    said = said_moment(words, now)
    if said is not None and said.at is not None:
        fitting = [option for option in options if _fits(option, said, now)]
        if len(fitting) == 1:
            return fitting[0]
    timed = [o for o in options if isinstance(o, datetime)]
    for pattern, early in ((_MORNING, True), (_LATER_HALF, False)):
        half = [o for o in timed if (o.hour < _NOON) is early]
        if pattern.search(words) and len(half) == 1:
            return half[0]
    ordered = list(options)
    in_time = sorted(options, key=lambda option: option.isoformat())
    for pattern, option in ((_EARLIER, in_time[0]), (_LATER, in_time[-1])):
        if pattern.search(words):
            return option
    for pattern, place in _PLACES:
        if pattern.search(words) and -1 <= place < len(ordered):
            return ordered[place]
    return None


def _fits(option: date, said: When, now: datetime) -> bool:
    """Tell whether a date that was said is this option: its moment, day, or time."""
    if said.at == option:
        return True
    if not isinstance(said.at, datetime):
        day = option.date() if isinstance(option, datetime) else option
        return said.at == day
    if not isinstance(option, datetime) or not is_clock_only(said, now):
        return False
    moments = (said.at, *said.alternatives)
    times = [m.time() for m in moments if isinstance(m, datetime)]
    # "eight in the morning" is one time, a bare "eight" is both
    return option.time() in times[: 1 if said.end is None else None]
