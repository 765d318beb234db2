"""How Clara puts things: style, variety, dates and lists in words.

Methods return what is spoken (times still in digits, see domain.spoken); those that end
in `_shown` return the short form for a screen.
"""

from __future__ import annotations

import os
from datetime import date, datetime
from datetime import time as wall_time
from typing import TYPE_CHECKING

from clara_edge.config.hours import uses_12_hours
from clara_edge.domain.recurrence import Recurrence

from . import moments, spans
from .names import clipped, joined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clara_edge.config.schema import Replies
    from clara_edge.domain.due import Due
    from clara_edge.domain.when import Grain, When


class Speaker:
    """The chosen manner of speaking, for one turn."""

    def __init__(
        self,
        settings: Replies,
        turn: int,
        now: datetime,
        *,
        hour_12: bool | None = None,
    ) -> None:
        """Speak in a style; without `hour_12` the settings or the locale decide."""
        self.settings = settings
        self.turn = turn
        self.now = now
        if hour_12 is None:
            hour_12 = uses_12_hours(settings.clock, os.environ)
        self.manner = moments.Manner(settings, hour_12, now)

    @property
    def brief(self) -> bool:
        """Whether as little as possible is said."""
        return self.settings.style == "brief" or self.settings.detail == "low"

    @property
    def thorough(self) -> bool:
        """Whether everything that was understood is said back."""
        return self.settings.detail == "high"

    def pick(
        self,
        conversational: Sequence[str],
        brief: Sequence[str] = (),
        formal: Sequence[str] = (),
    ) -> str:
        """Return a form of the chosen style, each turn another one.

        A style without forms of its own takes the conversational ones.
        """
        forms = {"brief": brief, "formal": formal}.get(self.settings.style, ())
        chosen = forms or conversational
        return chosen[self.turn % len(chosen)]

    def due(self, due: Due | date) -> str:
        """Return "Tuesday, December 1st, at 2:30 pm", "today at 5 pm", "tomorrow"."""
        return moments.moment_spoken(due, self.manner)

    def on(self, due: Due | date) -> str:
        """Return it as part of a sentence: "on Friday at 5 pm", "today at 5 pm"."""
        return moments.with_preposition(self.due(due))

    def due_shown(self, due: Due | date) -> str:
        """Return "Tue 1 Dec, 14:30"."""
        return moments.moment_shown(due, self.manner)

    def day(self, day: date) -> str:
        """Return "tomorrow", "Friday the 27th", "Tuesday, December 1st"."""
        return moments.day_spoken(day, self.manner)

    def day_shown(self, day: date) -> str:
        """Return "Tue 1 Dec"."""
        return moments.day_shown(day, self.manner)

    def time(self, moment: wall_time | datetime) -> str:
        """Return "2:30 pm", "5 pm", "noon"; with 24 hours "14:30"."""
        return moments.time_spoken(self._clock(moment), self.manner)

    def time_shown(self, moment: wall_time | datetime) -> str:
        """Return "2:30 pm" or "14:30"."""
        return moments.time_shown(self._clock(moment), self.manner)

    def interval(
        self, start: date, end: date | None = None, grain: Grain | None = None
    ) -> str:
        """Return "this weekend", "next week", "today from 2 pm to 4 pm"."""
        return spans.interval_spoken(start, end, grain, self.manner)

    def interval_shown(self, start: date, end: date | None = None) -> str:
        """Return "Sat 28 Nov to Sun 29 Nov"."""
        return spans.interval_shown(start, end, self.manner)

    def when(self, when: When) -> str:
        """Return what was understood of a date: a repetition, an interval or a moment."""
        if when.recurrence is not None and when.at is not None:
            return self.repeat(when.recurrence, when.at)
        if when.at is not None:
            return self.interval(when.at, when.end, when.grain)
        return when.text if when.duration_s is None else self.duration(when.duration_s)

    def when_shown(self, when: When) -> str:
        """Return the same for a screen."""
        if when.recurrence is not None and when.at is not None:
            return self.repeat_shown(when.recurrence, when.at)
        if when.at is not None:
            return self.interval_shown(when.at, when.end)
        if when.duration_s is None:
            return when.text
        return self.duration_shown(when.duration_s)

    def repeat(self, rule: Recurrence | str, start: date | None = None) -> str:
        """Return "every Friday at 9 am"; a bare RRULE value begins at `start`, or now."""
        recurrence = self._recurrence(rule, start)
        return spans.repeat_in_words(recurrence, self.manner, shown=False)

    def repeat_shown(self, rule: Recurrence | str, start: date | None = None) -> str:
        """Return "every Friday at 09:00"."""
        recurrence = self._recurrence(rule, start)
        return spans.repeat_in_words(recurrence, self.manner, shown=True)

    def duration(self, seconds: float) -> str:
        """Return "8 minutes 30 seconds", "1 hour 5 minutes"."""
        return spans.duration_spoken(seconds)

    def duration_shown(self, seconds: float) -> str:
        """Return "8 min 30 s"."""
        return spans.duration_shown(seconds)

    def title(self, title: str) -> str:
        """Return a title short enough for the ear."""
        return clipped(title)

    def quoted(self, title: str) -> str:
        """Return a title short enough for the ear, in quotation marks."""
        return f"'{clipped(title)}'"

    def joined(self, names: Sequence[str], word: str = "and") -> str:
        """Return "a, b and c"; "" of nothing."""
        return joined(names, word=word) if names else ""

    def counted(self, number: int, noun: str = "task") -> str:
        """Return "1 task", "12 tasks", "no tasks"."""
        return f"{number or 'no'} {noun}{'' if number == 1 else 's'}"

    def chunk(
        self,
        titles: Sequence[str],
        total: int,
        *,
        noun: str = "task",
        place: str = "",
        read: int = 0,
    ) -> str:
        """Return a piece of a list as it is read out, with "More?" if it goes on.

        Args:
            titles: what is read now; of more than settings.read_at_once the first ones.
            total: how many the whole list has.
            noun: what they are.
            place: where they are: "on your shopping list", "for tomorrow".
            read: how many were read before; without any the list is introduced.
        """
        titles = [clipped(title) for title in titles[: self.settings.read_at_once]]
        left = total - read - len(titles)
        if not titles:
            return f"{self.counted(0, noun).capitalize()}{place and ' '}{place}."
        more = " More?" if left > 0 else ""
        return f"{self._head(len(titles), total, (noun, place), read)}{self.joined(titles)}.{more}"

    def _head(self, now: int, total: int, of: tuple[str, str], read: int) -> str:
        noun, place = of
        if read:
            is_last = read + now >= total
            return self.pick(
                ("And last: ",) if is_last else ("Next: ", "Then: "), ("",)
            )
        count = f"{self.counted(total, noun)}{place and ' '}{place}"
        count = f"One {count[2:]}" if total == 1 else count
        if total <= now:
            return f"{count}: "
        first = "first is" if now == 1 else f"first {now} are"
        return self.pick((f"{count}; the {first} ",), (f"{total}: ",))

    def _clock(self, moment: wall_time | datetime) -> wall_time:
        if not isinstance(moment, datetime):
            return moment
        _, clock = moments.local(moment, self.now)
        return clock or moment.time()

    def _recurrence(self, rule: Recurrence | str, start: date | None) -> Recurrence:
        if isinstance(rule, Recurrence):
            return rule
        return spans.as_recurrence(rule, start or self.now.date(), self.now)
