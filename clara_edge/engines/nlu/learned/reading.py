"""From the network's label and spans to an Interpretation with every slot filled."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from clara_edge.domain import slots
from clara_edge.domain.intents import Duration, Intent, Interpretation, Source
from clara_edge.domain.schema import SlotKind, Span
from clara_edge.engines.nlu import phrase_tables as tables

from .creating import created
from .halves import same_half, woken
from .title_dates import own_dates

if TYPE_CHECKING:
    from datetime import datetime

    from .parser import Parsed

# these change something: a date that cannot be read must not be dropped from them
_HARMLESS = frozenset({Intent.CLOCK_QUERY, Intent.CHAT, Intent.UNSUPPORTED})
_NAMES_NEW = frozenset({Intent.TIMER_CREATE, Intent.ALARM_CREATE})
# "dinner plans with the girls" may be marked in two pieces
_GAP_WORDS_MAX = 2
# "I've finished the laundry" names the laundry
_FINISHED = re.compile(
    r"(?:already |just )?(?:finished|completed|finished with|done with) (?=\w)",
    re.IGNORECASE,
)
_LONGER = re.compile(r"\b(?:longer|more|extra)\b", re.IGNORECASE)
_SHORTER = re.compile(r"\b(?:shorter|less)\b", re.IGNORECASE)
_BEFORE = re.compile(
    r"\b(?:before|beforehand|prior|early|earlier|ahead|in advance)\b", re.IGNORECASE
)
_CLOCKED = frozenset({Intent.ALARM_UPDATE, Intent.TASK_UPDATE})
_OF_TASKS = frozenset({Intent.TASK_QUERY, Intent.TASK_COMPLETE, Intent.TASK_DELETE})
_LISTED = re.compile(
    r"\b(?:my|the|our) (?P<name>[^\W\d_]+(?: [^\W\d_]+)?) (?:tasks?|lists?|items|project)\b",
    re.IGNORECASE,
)
_AREA = re.compile(
    r"\bfor (?P<name>work|school|university|college|home)\b", re.IGNORECASE
)
_TIMER = re.compile(r"\b(?:the|my|an?) (?P<name>[^\W\d_]+) timers?\b", re.IGNORECASE)
_CALLED = re.compile(
    r"\btimer\b.* (?:called|named|labell?ed) (?P<name>[^\W\d_]+(?: [^\W\d_]+)?)$",
    re.IGNORECASE,
)
# words that stand there and name nothing
_NO_NAMES = frozenset(
    {
        *(
            "first",
            "second",
            "third",
            "last",
            "next",
            "other",
            "new",
            "old",
            "same",
            "whole",
        ),
        *(
            "current",
            "running",
            "countdown",
            "open",
            "done",
            "overdue",
            "urgent",
            "important",
        ),
        *(
            "completed",
            "finished",
            "remaining",
            "entire",
            "todo",
            "to do",
            "active",
            "minute",
        ),
        *(
            "hour",
            "quick",
            "short",
            "long",
            "simple",
            "little",
            "single",
            "kitchen",
            "daily",
            "weekly",
            "late",
            "due",
            "high priority",
            "low priority",
            "today",
        ),
    }
)
_ASAP = re.compile(
    r"(?:asap|as soon as possible|right away|immediately)$", re.IGNORECASE
)


def interpretation(parsed: Parsed, now: datetime) -> Interpretation:
    """Return what a parsed utterance means at a time."""
    parsed = _names_restored(parsed)
    label = parsed.label
    if label.intent is Intent.TASK_CREATE:
        parsed = own_dates(parsed, now)
    reading = Interpretation(
        parsed.text,
        label.intent,
        round(parsed.confidence, 4),
        Source.PARSER,
        variant=label.variant,
    )
    reading = _dates(_plain_slots(reading, parsed), parsed, now)
    if label.intent is Intent.TASK_CREATE:
        return created(reading, parsed, now)
    return _missing(_unmarked(_target(reading, parsed)))


def _names_restored(parsed: Parsed) -> Parsed:
    """Give a title back what only looks like a date: "The Day After Tomorrow"."""
    spans = list(parsed.spans)
    if not parsed.words(SlotKind.TITLE):
        spans = [
            Span(SlotKind.TITLE, s.start, s.end)
            if s.kind is SlotKind.WHEN
            and s.start
            and slots.is_name(parsed.text[s.start : s.end])
            else s
            for s in spans
        ]
    for index in range(len(spans) - 1, 0, -1):
        before, span = spans[index - 1], spans[index]
        words = parsed.text[span.start : span.end]
        if (
            span.kind in {SlotKind.WHEN, SlotKind.REPEAT}
            and before.kind is SlotKind.TITLE
            and not parsed.text[before.end : span.start].strip()
            and slots.holds_name(parsed.text[before.start : before.end], words)
        ):
            spans[index - 1 : index + 1] = [
                Span(SlotKind.TITLE, before.start, span.end)
            ]
    return replace(parsed, spans=tuple(spans))


def _plain_slots(reading: Interpretation, parsed: Parsed) -> Interpretation:
    """Fill the slots that are copied, or looked up word by word."""
    priorities = [
        p for w in parsed.words(SlotKind.PRIORITY) if (p := slots.priority_of(w))
    ]
    tags = [
        tag
        for words in parsed.words(SlotKind.TAG)
        # the "low" of "priority low" is no tag
        if (tag := slots.tag_of(words))
        and not re.search(rf"\bpriority {re.escape(words)}", parsed.text, re.IGNORECASE)
    ]
    return replace(
        reading,
        person=_first(parsed, SlotKind.PERSON),
        new_person=_first(parsed, SlotKind.NEW_PERSON),
        project=_project(parsed, SlotKind.PROJECT),
        new_project=_project(parsed, SlotKind.NEW_PROJECT),
        priority=priorities[-1] if priorities else None,
        tags=tuple(dict.fromkeys(tags)),
        ordinal=_first(parsed, SlotKind.ORDINAL),
        amount=_first(parsed, SlotKind.AMOUNT),
        level=_first(parsed, SlotKind.LEVEL),
        place=_first(parsed, SlotKind.PLACE),
    )


def _dates(reading: Interpretation, parsed: Parsed, now: datetime) -> Interpretation:
    """Resolve dates, repetitions and durations; ask where the words name none."""
    old = _in_order(parsed, SlotKind.WHEN, SlotKind.REPEAT)
    new = _in_order(parsed, SlotKind.NEW_WHEN, SlotKind.NEW_REPEAT)
    if reading.variant == "when" and reading.intent is Intent.TASK_UPDATE and not new:
        old, new = old[:-1], old[-1:]
    priority = reading.priority
    if any(_ASAP.match(words) for words in old):
        old = [words for words in old if not _ASAP.match(words)]
        priority = priority or slots.priority_of("asap")
    when, new_when = slots.moment(old, now), slots.moment(new, now)
    if new_when and when and reading.intent in _CLOCKED:
        new_when = same_half(new_when, when)
    asks = [m.ask for m in (new_when, when) if m is not None and m.ask]
    if reading.intent is Intent.TASK_CREATE and _unanchored(when):
        when = None
        asks.append("which_time")
    durations = parsed.words(SlotKind.DURATION)
    duration = None
    if durations:
        length = slots.seconds(" ".join(durations), now) or slots.seconds(
            durations[0], now
        )
        duration = Duration(" ".join(durations), length) if length else None
        if length is None:
            asks.append("which_duration")
    if when and when.when and reading.intent is Intent.ALARM_CREATE:
        when, asks = woken(when, parsed.text, now), asks if new_when else []
        asks += [when.ask] if when.ask else []
    return replace(
        reading,
        when=when.when if when else None,
        new_when=new_when.when if new_when else None,
        duration=duration,
        priority=priority,
        ask=asks[0] if asks and reading.intent not in _HARMLESS else None,
    )


def _unanchored(moment: slots.Moment | None) -> bool:
    """Tell whether a time before something is meant whose own time nobody said."""
    if moment is None or moment.when is None:
        return False
    when = moment.when
    timed = when.at is not None or when.recurrence
    return not timed and bool(_BEFORE.search(moment.text))


def _target(reading: Interpretation, parsed: Parsed) -> Interpretation:
    """Fill what names a known thing, or the name of a new timer or alarm."""
    name = _named(parsed, SlotKind.NAME) or _named(parsed, SlotKind.TITLE)
    titles = parsed.words(SlotKind.NEW_TITLE)
    return replace(
        reading,
        title=name if reading.intent in _NAMES_NEW else None,
        target=None if reading.intent in _NAMES_NEW else name,
        new_title=slots.clean_title(titles[0]) or None if titles else None,
    )


def _named(parsed: Parsed, kind: SlotKind) -> str | None:
    """Return the words of a kind, with those in between that belong to no other slot."""
    name = ""
    end = 0
    for span in parsed.spans:
        if span.kind is not kind:
            end = 0
            continue
        gap = parsed.text[end : span.start] if name and end else " "
        near = len(gap.split()) <= _GAP_WORDS_MAX and not re.search(r"[.?!;]", gap)
        name += (gap if near else " ") + parsed.text[span.start : span.end]
        end = span.end
    name = " ".join(name.split())
    return _FINISHED.sub("", name) or None if kind is SlotKind.TITLE else name or None


def _unmarked(reading: Interpretation) -> Interpretation:
    """Find the list or the timer that the parser did not mark: without, all are meant."""
    listed = _LISTED.search(reading.text) or _AREA.search(reading.text)
    if reading.intent in _OF_TASKS and listed and listed["name"] == reading.target:
        reading = replace(reading, target=None)
    if reading.target or reading.title or reading.ordinal:
        return reading
    if reading.intent in _OF_TASKS and not (reading.project or reading.tags):
        after = reading.text[listed.end("name") :] if listed else ""
        name = listed and slots.project_name(listed["name"], after)
        return reading if name in _NO_NAMES else replace(reading, project=name)
    create = reading.intent is Intent.TIMER_CREATE
    if create or (
        str(reading.intent).startswith("timer.") and reading.duration is None
    ):
        match = _TIMER.search(reading.text)
        if match is None and create:
            match = _CALLED.search(reading.text)
        name = match and match["name"]
        if name is None or name.lower() in _NO_NAMES:
            return reading
        return replace(reading, title=name) if create else replace(reading, target=name)
    return reading


def _missing(reading: Interpretation) -> Interpretation:
    """Ask for what a command cannot do without."""
    ask = reading.ask
    if reading.intent is Intent.TIMER_UPDATE and not reading.variant:
        more, less = _LONGER.search(reading.text), _SHORTER.search(reading.text)
        variant = "add" if more else "subtract" if less else ""
        reading = replace(reading, variant=variant)
    if reading.intent is Intent.TIMER_CREATE and reading.duration is None:
        ask = "which_duration"
    elif reading.intent is Intent.ALARM_CREATE and not (
        reading.when or reading.duration
    ):
        ask = "which_time"
    elif reading.intent is Intent.TASK_UPDATE and reading.variant == "when":
        ask = ask if reading.new_when or reading.duration else "which_date"
    return replace(reading, ask=ask)


def _project(parsed: Parsed, kind: SlotKind) -> str | None:
    for span in parsed.spans:
        if span.kind is kind:
            words = parsed.text[span.start : span.end]
            name = slots.project_name(words, parsed.text[span.end :])
            return None if name and name.lower() in tables.GENERIC_NAMES else name
    return None


def _first(parsed: Parsed, kind: SlotKind) -> str | None:
    return next(iter(parsed.words(kind)), None)


def _in_order(parsed: Parsed, *kinds: SlotKind) -> list[str]:
    """Return the words of spans of any of these kinds, in their order."""
    return [parsed.text[s.start : s.end] for s in parsed.spans if s.kind in kinds]
