"""Dates that belong to the title of a new task, whatever the network marked."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from clara_edge.domain import slots
from clara_edge.domain.schema import SlotKind, Span

if TYPE_CHECKING:
    from datetime import datetime

    from .parser import Parsed

_DATES = frozenset({SlotKind.WHEN, SlotKind.REPEAT})
_DAY = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|today|tonight|tomorrow|week|weekend|"
    r"month|year|[0-3]?\d(?:st|nd|rd|th)|(?:january|february|march|april|june|july|august|"
    r"september|october|november|december)|this (?:morning|afternoon|evening))\b",
    re.IGNORECASE,
)
# what names no time, but means one: it must be asked about, not taken for a name
_MEANS_TIME = re.compile(
    r"\b(?:later|soon|some|before|after|when|while|until|till|by|every|each|next|last|this|time|once|"
    r"as|end|start|morning|noon|evening|night|bed|second|minute|hour|day|week|month|year|"
    r"weekend|lunch|dinner|work|school|eventually|whenever|again|early|earlier|late|jan|feb|mar|"
    r"apr|may|jun|jul|aug|sep|sept|oct|nov|dec|christmas|easter|birthday|[ap]\.?m|o'clock)|"
    r"\d[:.]\d|\d\s?[ap]\.?m|\b(?:at|for|on)(?: the)? (?:\d|[a-z]+(?:teen|ty)|one|two|three|four|five|"
    r"six|seven|eight|nine|ten|eleven|twelve)",
    re.IGNORECASE,
)


def own_dates(parsed: Parsed, now: datetime) -> Parsed:
    """Give a title back the date of what it is about, and words that are no date.

    "Remind me tonight to confirm dinner on Thursday": the two make no one time, and the
    second one stands right behind the title. "Remind me I parked on level 4" has none.
    """
    dates = [span for span in parsed.spans if span.kind in _DATES]
    titles = [span for span in parsed.spans if span.kind is SlotKind.TITLE]
    if not dates or not titles:
        return parsed
    words = [parsed.text[date.start : date.end] for date in dates]
    last, title = dates[-1], titles[-1]
    behind = last.start >= title.end and not parsed.text[title.end : last.start].strip()
    if len(dates) == 1 and _no_time(words[0], now):
        return _given_back(parsed, last, title if behind else None)
    if behind and _lasts(words[-1], now):
        return _given_back(parsed, last, title)
    before = dates[0].end <= titles[0].start
    if len(dates) == 2 and behind and before and two_days(words, now):
        return _given_back(parsed, last, title)
    return parsed


def two_days(words: list[str], now: datetime) -> bool:
    """Tell whether each of two dates names a day of its own."""
    found = [m.when for w in words if (m := slots.moment([w], now, whole=True))]
    whens = [when for when in found if when is not None]
    return (
        len(whens) == 2
        and all(map(_DAY.search, words))
        and not any(when.recurrence or when.at is None for when in whens)
    )


def _lasts(words: str, now: datetime) -> bool:
    """Tell whether words are a length of time: "for 30 minutes"."""
    moment = slots.moment([words], now)
    when = moment and moment.when
    return bool(
        when
        and words.lower().startswith("for ")
        and when.at is None
        and when.duration_s
        and not when.recurrence
    )


def _no_time(words: str, now: datetime) -> bool:
    moment = slots.moment([words], now)
    unread = moment is None or moment.when is None
    return unread and not (_MEANS_TIME.search(words) or _DAY.search(words))


def _given_back(parsed: Parsed, date: Span, title: Span | None) -> Parsed:
    """Return the reading without a date, which becomes the end of a title if there is one."""
    spans = [span for span in parsed.spans if span not in (date, title)]
    if title is not None:
        spans.append(Span(SlotKind.TITLE, title.start, date.end))
    return replace(parsed, spans=tuple(sorted(spans, key=lambda span: span.start)))
