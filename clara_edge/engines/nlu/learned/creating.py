"""The title or titles of a new task, and what is said beside them."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from clara_edge.domain import slots
from clara_edge.domain.schema import SlotKind
from clara_edge.engines.nlu import phrase_tables as tables

from .title_dates import two_days

if TYPE_CHECKING:
    from datetime import datetime

    from clara_edge.domain.intents import Interpretation

    from .parser import Parsed

_ADDING = re.compile(
    r"\W*(?:(?:please|also|and|can you|could you)\s+)*(?:add|put|also|and)\b",
    re.IGNORECASE,
)
_JOINED = re.compile(
    r"[\s,;]*(?:(?:and|plus|also|as well as|&)\b)?[\s,;]*(?:to\b)?\s*", re.IGNORECASE
)
# one more thing for the list: "add milk add bread"
_AGAIN = re.compile(r"[.?!;]|\b(?:add|put|remind|need|list)\b", re.IGNORECASE)
_FLAT_PLACE = re.compile(
    r"\s+(?:to|on|onto)\s+(?:my\s+|the\s+|our\s+)?(?P<name>[^\W\d_][\w'-]*)$",
    re.IGNORECASE,
)


def created(reading: Interpretation, parsed: Parsed, now: datetime) -> Interpretation:
    """Return a reading of task.create with its title, items and what rules find in them."""
    titles = [s for s in parsed.spans if s.kind is SlotKind.TITLE]
    said = [parsed.text[s.start : s.end] for s in titles]
    # the "it" of "put it on my list" is named later
    named = [
        s
        for s, w in zip(titles, said, strict=True)
        if w.lower() not in tables.PLACEHOLDERS
    ]
    places = [(s.start, s.end) for s in named or titles]
    marked = tuple(parsed.text[start:end] for start, end in places)
    others = [s.start for s in parsed.spans if s.kind is not SlotKind.TITLE]
    stretch, parts = _stretch(parsed.text, places, marked, others)
    if reading.person and reading.person.lower() == "my":
        reading = replace(reading, person=None)
        if parsed.text[: places[0][0]].lower().endswith("my ") if places else False:
            stretch = f"my {stretch}"
    reading = titled(reading, stretch, parts, now)
    if reading.when or reading.ask or not places:
        return reading
    return _date_behind(reading, parsed, now)


def _date_behind(
    reading: Interpretation, parsed: Parsed, now: datetime
) -> Interpretation:
    """Take the date at the end of the sentence that the parser put into no slot."""
    found = slots.trailing_date(parsed.text, now)
    # "low priority - Saturday" may be marked as one
    taken = [span.end for span in parsed.spans if span.kind is not SlotKind.PRIORITY]
    if found is None or found.start < max(taken):
        return reading
    when = slots.moment([parsed.text[found.start : found.end]], now)
    if when is None or when.when is None:
        return reading
    return replace(reading, when=when.when, ask=when.ask)


def titled(
    reading: Interpretation,
    stretch: str,
    parts: tuple[str, ...],
    now: datetime,
) -> Interpretation:
    """Return a reading whose title is cut out of a stretch of the text.

    Args:
        reading: with the slots that the parser marked.
        stretch: the words from the first title to the last, with what is said in between.
        parts: the titles that the parser told apart.
        now: when it was said.
    """
    adding = bool(_ADDING.match(reading.text))
    if adding and reading.project is None:
        stretch, reading = _flat_place(stretch, reading)
    reading, stretch = _beside(reading, stretch)
    reading, stretch = _date_at_end(reading, stretch, now)
    title = slots.clean_title(stretch)
    if not title or title.lower() in tables.PLACEHOLDERS:
        return replace(reading, title=None, ask="which_title")
    # on a list each thing has a line of its own
    listed = adding or reading.project is not None
    items = slots.items_of(title, parts, listed=listed)
    items = tuple(item for item in map(slots.clean_title, items) if item)
    several = len(items) > 1
    return replace(reading, title=title, items=items if several else ())


def _stretch(
    text: str,
    places: list[tuple[int, int]],
    marked: tuple[str, ...],
    others: list[int],
) -> tuple[str, tuple[str, ...]]:
    """Return the words from the first title to the last, as far as they belong together."""
    if not places:
        return "", ()
    stretch = text[places[0][0] : places[0][1]]
    for (_, end), (start, after) in pairwise(places):
        gap = text[end:start]
        apart = any(end <= other < start for other in others) or _AGAIN.search(gap)
        whole = not apart or _JOINED.fullmatch(gap)
        # other words stand between: a date, "on my list"
        joint = (
            ", "
            if re.search(r"[,;]|\b(?:and|plus|also)\b", gap, re.IGNORECASE)
            else " "
        )
        stretch += gap if whole else joint
        stretch += text[start:after]
    return stretch, marked


def _flat_place(stretch: str, reading: Interpretation) -> tuple[str, Interpretation]:
    """Read "milk to shopping" as what was said of a list without the word."""
    match = _FLAT_PLACE.search(stretch)
    if match is None or stretch.split(maxsplit=1)[0].lower() in slots.DEEDS:
        return stretch, reading
    name = slots.project_name(match["name"])
    return stretch[: match.start()], replace(reading, project=name)


def _beside(reading: Interpretation, stretch: str) -> tuple[Interpretation, str]:
    """Take priority and tags that the parser left in the title or outside of every slot."""
    tags = slots.find_tags(stretch)
    rest = slots.without(stretch, [(tag.start, tag.end) for tag in tags])
    names = reading.tags + tuple(tag.value for tag in tags)
    if not names or "#" in reading.text:
        names += tuple(tag.value for tag in slots.find_tags(reading.text))
    priority = reading.priority
    if found := slots.find_priority(rest):
        rest = slots.without(rest, [(found.start, found.end)])
        priority = priority or found.value
    if priority is None and (around := slots.find_priority(reading.text)):
        priority = around.value
    return replace(reading, tags=tuple(dict.fromkeys(names)), priority=priority), rest


def _date_at_end(
    reading: Interpretation, stretch: str, now: datetime
) -> tuple[Interpretation, str]:
    """Take the date that the parser left at the end of the title."""
    if reading.when is not None and reading.when.recurrence:
        return reading, stretch
    found = slots.trailing_date(stretch, now)
    if found is None:
        return reading, stretch
    words = stretch[found.start : found.end]
    if reading.when is None:
        when = slots.moment([words], now)
    elif two_days([words, reading.when.text], now):
        return reading, stretch
    else:
        when = slots.moment([words, reading.when.text], now, whole=True)
    if when is None or when.when is None:
        return reading, stretch
    title = slots.without_dangling(slots.without(stretch, [(found.start, found.end)]))
    return replace(reading, when=when.when, ask=when.ask), title
