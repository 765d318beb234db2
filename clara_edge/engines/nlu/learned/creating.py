"""The title or titles of a new task, and what is said beside them."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from clara_edge.domain import slots
from clara_edge.domain.schema import SlotKind
from clara_edge.engines.nlu import phrase_tables as tables

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
    places = [(s.start, s.end) for s in parsed.spans if s.kind is SlotKind.TITLE]
    marked = parsed.words(SlotKind.TITLE)
    others = [s.start for s in parsed.spans if s.kind is not SlotKind.TITLE]
    stretch, parts = _stretch(parsed.text, places, marked, others)
    return titled(reading, stretch, parts, now)


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
    else:
        when = slots.moment([words, reading.when.text], now, whole=True)
    if when is None or when.when is None:
        return reading, stretch
    title = slots.without_dangling(slots.without(stretch, [(found.start, found.end)]))
    return replace(reading, when=when.when, ask=when.ask), title
